/** WhatsApp's marks: ours are obeyed, a person's are shown. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Markup, Span } from '#engine'
import { guard, writeMarks } from '../../../adapters/whatsapp/markup.ts'
import { lengthOf } from '../../../src/delivery/fit.ts'
import { hostile } from '../../contract/adapter.ts'
import { readMarks } from '../../kit/whatsapp-marks.ts'

const paragraph = (...spans: readonly Span[]): Markup => [{ kind: 'paragraph', spans }]
const plain = (text: string): Span => ({ kind: 'plain', text })
const bold = (text: string): Span => ({ kind: 'bold', text })

describe('writeMarks', () => {
  it('writes our own marks, items and links', () => {
    const markup: Markup = [
      { kind: 'paragraph', spans: [plain('Tulis '), bold('PT Maju'), { kind: 'italic', text: 'resmi' }] },
      { kind: 'item', spans: [plain('satu')] },
      { kind: 'item', spans: [{ kind: 'link', text: 'dua', url: 'https://bp2mi.go.id/a_b_?x=*' }] },
    ]
    expect(writeMarks(markup, 4096)).toBe(
      'Tulis *PT Maju*_resmi_\n\n• satu\n• dua (https://bp2mi.go.id/a_b_?x=*)',
    )
  })

  it('keeps a mark on the words it marks', () => {
    expect(writeMarks(paragraph(plain('a'), bold(' PT '), plain('b')), 4096)).toBe('a *PT* b')
    expect(writeMarks(paragraph(bold('  ')), 4096)).toBe('  ')
    expect(writeMarks(paragraph(bold('satu\ndua')), 4096)).toBe('satu\ndua')
  })

  it('leaves a mark between letters alone, so that addresses can be opened', () => {
    const address = 'https://siskop2mi.bp2mi.go.id/profil_lembaga/a_1'
    expect(writeMarks(paragraph(plain(address)), 4096)).toBe(address)
  })

  it.each(hostile)('shows what a person wrote, also within our marks: $name', ({ text }) => {
    expect(readMarks(writeMarks(paragraph(plain(text)), 4096))).toEqual({
      text,
      bold: [],
      italic: [],
      other: [],
    })
    expect(readMarks(writeMarks(paragraph(bold(text)), 4096))).toEqual({
      text,
      bold: [text],
      italic: [],
      other: [],
    })
  })

  it.each(['> kutip', '- satu\n- dua', '* satu', '```kode```', '`kode`', '~coret~', '***', 'a ***b*** c'])(
    'shows %j as it is typed',
    (text) => {
      expect(readMarks(writeMarks(paragraph(plain(text)), 4096))).toEqual({
        text,
        bold: [],
        italic: [],
        other: [],
      })
    },
  )

  const typed = fc.string({ unit: fc.constantFrom(...'*_~`>- \nab1.('), maxLength: 40 })

  it('obeys no mark a person wrote', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(readMarks(writeMarks(paragraph(plain(text)), 4096))).toEqual({
          text,
          bold: [],
          italic: [],
          other: [],
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('is never longer than the room there is, and then shows full-width twins', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const markup = paragraph(plain(text))
        const limit = lengthOf(markup)
        const written = writeMarks(markup, limit)
        expect(written.length).toBeLessThanOrEqual(limit)
        const { bold: obeyed, italic, other } = readMarks(written)
        expect([...obeyed, ...italic, ...other]).toEqual([])
      }),
      { numRuns: 2000 },
    )
    expect(writeMarks(paragraph(plain('*RESMI*')), 7)).toBe('＊RESMI＊')
    expect(writeMarks(paragraph(plain('*RESMI*')), 11)).toBe(`${guard}*${guard}RESMI${guard}*${guard}`)
  })
})

describe('readMarks, the judge', () => {
  it.each([
    ['*tebal*', ['tebal'], []],
    ['ini *tebal*.', ['tebal'], []],
    ['*_dua_*', ['dua'], ['dua']],
    ['2*3*4', [], []],
    ['* satu *', [], []],
    ['*satu\ndua*', [], []],
    ['_miring_ dan nama_berkas_lain', [], ['miring']],
  ])('%s', (source, boldSeen, italicSeen) => {
    const { bold: b, italic: i } = readMarks(source)
    expect([b, i]).toEqual([boldSeen, italicSeen])
  })
})
