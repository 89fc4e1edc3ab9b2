/** Underscores and dots that the reader of letters took for a space: `@kerja taiwan88` with a stroke under the gap. */
import type { Grey } from './fingerprint.ts'
import type { Box, SeenLine, SeenWord } from './letters.ts'

/** Shares of the height of a word: a stroke's length and thickness, how far below the line it is looked for, how far
 * beside the gap (the edges of words are seldom told exactly), and the size of a dot. */
const size = { shortest: 0.4, longest: 1.3, thickest: 0.22, below: 0.3, beside: 0.8, dot: 0.25 }
/** Between words that begin no account the stroke must be longer: the hook of a J is not. */
const shortestElsewhere = 0.46
/** Share of the contrast of the letters that a mark has at least, and steps of brightness that letters have. */
const contrast = { share: 0.45, steps: 24 }

/** The line with such words joined into one. */
export function joinMarked(line: SeenLine, picture: Grey): SeenLine {
  const words: SeenWord[] = []
  for (const word of line.words) {
    const before = words.at(-1)
    const mark = before === undefined ? null : markBetween(before, word, line.box, picture)
    if (before !== undefined && mark !== null)
      words[words.length - 1] = {
        text: `${before.text.replace(/[_.]+$/, '')}${mark}${word.text.replace(/^[_.]+/, '')}`,
        sure: Math.min(before.sure, word.sure),
        box: around(before.box, word.box),
      }
    else words.push(word)
  }
  return { ...line, words }
}

/** A dot joins only what begins as an account: between words it ends a sentence. */
function markBetween(left: SeenWord, right: SeenWord, line: Box, picture: Grey): '_' | '.' | null {
  const [a, b] = [left.box, right.box]
  const tall = Math.max(a.y1 - a.y0, b.y1 - b.y0)
  if (b.x0 - a.x1 > size.longest * tall || b.x1 < a.x0) return null
  const isAccount = left.text.startsWith('@') && /^[a-z0-9_.]+$/.test(right.text)
  const from = Math.round(Math.min(a.x1, b.x0) - size.beside * tall)
  const to = Math.round(Math.max(a.x1, b.x0) + size.beside * tall)
  const shortest = tall * (left.text.startsWith('@') ? size.shortest : shortestElsewhere)
  const look = lookAt(picture, a, b, line, tall, shortest)
  if (look === null) return null
  let dotted = false
  for (let x = from; x <= to; x += 2) {
    const mark = look(x)
    if (mark === '_') return '_'
    // Dots beside the gap belong to letters.
    if (mark === '.' && x >= Math.min(a.x1, b.x0) - 2 && x <= Math.max(a.x1, b.x0) + 2) dotted = true
  }
  return dotted && isAccount ? '.' : null
}

/** What stands alone in column `x` at the foot of the line; null without enough contrast to tell. */
function lookAt(
  { data, width, height }: Grey,
  left: Box,
  right: Box,
  line: Box,
  tall: number,
  shortest: number,
): ((x: number) => '_' | '.' | null) | null {
  const at = (x: number, y: number): number => data[y * width + x] ?? 0
  const top = Math.max(0, Math.min(left.y0, right.y0))
  const end = Math.min(height - 1, Math.round(Math.max(line.y1, left.y1, right.y1) + size.below * tall))
  const { ground, letters } = shades(left, at)
  if (Math.abs(letters - ground) < contrast.steps) return null
  const ink = contrast.share * (letters - ground)
  const isInk = (x: number, y: number): boolean =>
    x >= 0 && x < width && (ink > 0 ? at(x, y) - ground > ink : at(x, y) - ground < ink)
  const base = baseOf([left, right], isInk)
  /** The first and the last row of ink in a column that has one piece of it. */
  const aloneIn = (x: number): { readonly first: number; readonly last: number } | null => {
    let [first, last, count] = [-1, -1, 0]
    for (let y = top; y <= end; y++)
      if (isInk(x, y)) {
        if (first < 0) first = y
        last = y
        count++
      }
    return count > 0 && last - first + 1 === count ? { first, last } : null
  }
  return (x) => {
    const alone = aloneIn(x)
    if (alone === null) return null
    const { first, last } = alone
    const thick = last - first + 1
    const row = (first + last) >> 1
    let [from, to] = [x, x]
    while (isInk(from - 1, row)) from--
    while (isInk(to + 1, row)) to++
    const long = to - from + 1
    if (long > size.longest * tall) return null
    // Under the line on which letters stand, and flat: the foot of an L is a stroke too, and so is the hook of a J.
    if (long >= shortest && first > base && thick <= Math.max(2, size.thickest * tall)) {
      const ends = [from + long * 0.2, to - long * 0.2].map((at) => aloneIn(Math.round(at)))
      const isFlat = ends.every(
        (each) => each !== null && Math.abs(each.first - first) <= 2 && Math.abs(each.last - last) <= 2,
      )
      return isFlat ? '_' : null
    }
    const isDot = long <= size.dot * tall && thick <= size.dot * tall && Math.abs(last - base) <= 0.1 * tall
    return isDot ? '.' : null
  }
}

/** The row on which most letters of the words stand. */
function baseOf(words: readonly Box[], isInk: (x: number, y: number) => boolean): number {
  const feet: number[] = []
  for (const { x0, y0, x1, y1 } of words)
    for (let x = x0; x < x1; x++) {
      let y = y1
      while (y > y0 && !isInk(x, y)) y--
      if (y > y0) feet.push(y)
    }
  feet.sort((a, b) => a - b)
  return feet[feet.length >> 1] ?? 0
}

/** The brightness of the ground (the commoner end) and of the letters (the other) in a word. */
function shades(
  { x0, y0, x1, y1 }: Box,
  at: (x: number, y: number) => number,
): { readonly ground: number; readonly letters: number } {
  const seen: number[] = []
  for (let y = y0; y < y1; y += 2) for (let x = x0; x < x1; x += 2) seen.push(at(x, y))
  seen.sort((a, b) => a - b)
  const share = (part: number): number => seen[Math.floor(part * (seen.length - 1))] ?? 0
  const [dark, middle, bright] = [share(0.04), share(0.5), share(0.96)]
  return bright - middle < middle - dark
    ? { ground: bright, letters: dark }
    : { ground: dark, letters: bright }
}

const around = (a: Box, b: Box): Box => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
})
