/** Letters set apart, so that programs do not see the words: "P T  M a j u", "w a . m e / 6 2 8 …". */
import { type Mapped, mapped, rewrite } from './disguise.ts'

/** Fewest letters and digits standing alone, one after another, that were set apart on purpose. */
const fewest = 4
/** Longest word before a number that is known to be one: `WA`, `BCA`. */
const shortWord = 3
const alone = String.raw`[\p{L}\p{N}@._/:+?=&#-]`
const stretch = new RegExp(
  String.raw`(?<!\S)${alone}(?:[^\S\n]{1,4}${alone}){${fewest - 1},}(?![^\s,;!?)])`,
  'gu',
)

/** The text with such words put together, and where each of its letters stood. Of any other text: itself. */
export function gather(text: string): Mapped {
  const gaps = new Map<number, string>()
  for (const { 0: spread, index } of text.matchAll(stretch))
    for (const [at, gap] of readGaps(spread)) gaps.set(index + at, gap)
  return gaps.size === 0
    ? mapped(text)
    : rewrite(mapped(text), /[^\S\n]+/gu, ({ index }) => gaps.get(index) ?? null)
}

/** What each gap of a stretch is worth, by its place: nothing within a word, one space between two. */
function readGaps(spread: string): readonly (readonly [number, string])[] {
  if ((spread.match(/[\p{L}\p{N}]/gu) ?? []).length < fewest) return []
  const gaps = [...spread.matchAll(/\s+/g)]
  const least = Math.min(...gaps.map(([gap]) => gap.length))
  const isWide = gaps.some(([gap]) => gap.length > least)
  // `W A 0 8 1 3`: a short word, then the digits of a number. They stay apart. No more of it is looked at than such a word.
  const isBeforeNumber = (index: number, gap: string): boolean => {
    const near = spread.slice(Math.max(0, index - shortWord * 5), index)
    const before =
      near
        .split(/\s{2,}/)
        .at(-1)
        ?.replace(/\s/g, '') ?? ''
    const after = spread.slice(index + gap.length, index + gap.length + 6)
    return before.length <= shortWord && /^\p{L}+$/u.test(before) && /^0\s+8/.test(after)
  }
  const told = gaps.map(
    ({ 0: gap, index }) => [index, gap.length > least || isBeforeNumber(index, gap) ? ' ' : ''] as const,
  )
  const word = spread.replace(/\s/g, '')
  if (isWide || /[^\p{L}\p{N}]/u.test(word)) return told
  // Nothing tells words apart: `A B C D`, or a name that other readers know by its letters.
  const letters = /^(\p{L}*)\p{N}+$/u.exec(word)?.[1]
  if (letters === undefined || letters.length > shortWord) return []
  const before = gaps[letters.length - 1]?.index
  return told.map(([at, gap]) => [at, at === before ? ' ' : gap])
}

/** The same place in the text as it was typed. */
export function placeBack<T extends { readonly start: number; readonly end: number }>(
  { places }: Mapped,
  found: T,
): T {
  const start = places[found.start] ?? 0
  return { ...found, start, end: Math.max(start + 1, (places[found.end - 1] ?? 0) + 1) }
}
