import { describe, expect, it } from 'vitest'
import type { Grey } from '../../src/intake/fingerprint.ts'
import type { Box, SeenLine } from '../../src/intake/letters.ts'
import { judgeLook, mergeLooks, textOf } from '../../src/intake/lines.ts'
import { joinMarked } from '../../src/intake/marks.ts'

const line = (text: string, sure: number, y: number, x = 0): SeenLine => {
  const box = { x0: x, y0: y, x1: x + 200, y1: y + 20 }
  return { words: [{ text, sure, box }], sure, box }
}

describe('several looks at one picture', () => {
  it('keep the order of the first, take the surer of two, and add what only a later one has seen', () => {
    const first = [line('KERJA KE LWAR', 59, 0), line('PT Maju Jaya', 95, 100), line('0812345', 94, 200)]
    const second = [line('KERJA KE LUAR', 90, 2), line('PT Maju Jaja', 96, 101), line('@kerja77', 91, 300)]
    expect(mergeLooks([first, second]).map(textOf)).toEqual([
      'KERJA KE LUAR',
      'PT Maju Jaya',
      '0812345',
      '@kerja77',
    ])
  })

  it('leave out what nobody could read, and what has no letters', () => {
    expect(mergeLooks([[line('~~ |', 90, 0), line('xq', 10, 50)], [line('Wlv', 45, 100)]])).toEqual([])
  })

  it('do not put two lines in the place of one column beside another', () => {
    const [left, right] = [line('Hubungi', 90, 0), line('GAJI', 90, 0, 300)]
    expect(mergeLooks([[left], [right]]).map(textOf)).toEqual(['Hubungi', 'GAJI'])
  })

  it('are judged by their letters', () => {
    expect(judgeLook([])).toEqual({ sure: 0, letters: 0 })
    expect(judgeLook([line('abcd', 100, 0), line('ab', 40, 50)])).toEqual({ sure: 80, letters: 6 })
  })
})

/** Two words of blocks as letters, 30 high on the row 60, with a gap of 20 between them; ink of one brightness. */
function drawn(
  marks: readonly Box[],
  ground = 255,
  ink = 0,
): { readonly line: SeenLine; readonly picture: Grey } {
  const [width, height] = [300, 100]
  const data = new Uint8Array(width * height).fill(ground)
  const fill = ({ x0, y0, x1, y1 }: Box): void => {
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data[y * width + x] = ink
  }
  const letters = (from: number): readonly Box[] =>
    [0, 20, 40, 60].map((x) => ({ x0: from + x, y0: 30, x1: from + x + 8, y1: 60 }))
  for (const box of [...letters(20), ...letters(116), ...marks]) fill(box)
  const [left, right] = [
    { x0: 20, y0: 30, x1: 88, y1: 60 },
    { x0: 116, y0: 30, x1: 184, y1: 60 },
  ]
  const words = [
    { text: '@kerja', sure: 90, box: left },
    { text: 'taiwan', sure: 90, box: right },
  ]
  return {
    line: { words, sure: 90, box: { x0: 20, y0: 30, x1: 184, y1: 60 } },
    picture: { data, width, height },
  }
}
const joined = ({ line, picture }: ReturnType<typeof drawn>): string => textOf(joinMarked(line, picture))
const under = { x0: 92, y0: 63, x1: 112, y1: 66 }

describe('marks between words', () => {
  it.each([
    ['nothing', drawn([]), '@kerja taiwan'],
    ['a stroke under the gap', drawn([under]), '@kerja_taiwan'],
    ['a bright stroke on a dark ground', drawn([under], 20, 230), '@kerja_taiwan'],
    ['a dot on the line', drawn([{ x0: 99, y0: 56, x1: 103, y1: 60 }]), '@kerja.taiwan'],
    ['a hyphen', drawn([{ x0: 92, y0: 43, x1: 112, y1: 46 }]), '@kerja taiwan'],
    ['a line under both words', drawn([{ x0: 10, y0: 63, x1: 200, y1: 66 }]), '@kerja taiwan'],
    ['the foot of a letter', drawn([{ x0: 80, y0: 57, x1: 112, y1: 60 }]), '@kerja taiwan'],
    [
      'the hook of a letter',
      drawn([
        { x0: 92, y0: 63, x1: 108, y1: 66 },
        { x0: 104, y0: 30, x1: 108, y1: 66 },
      ]),
      '@kerja taiwan',
    ],
    ['a block', drawn([{ x0: 92, y0: 63, x1: 112, y1: 80 }]), '@kerja taiwan'],
  ])('%s', (_, picture, text) => {
    expect(joined(picture)).toBe(text)
  })
})
