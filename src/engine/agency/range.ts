/** Stretches of a message: where one ends, and what it says. */
import { isAside, readMark } from './marks.ts'
import { readGap, type Word } from './words.ts'

/** Words `first` to `last`; empty when `last` is before `first`. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** Longest name kept as a query, in characters. */
const longestQuery = 80
/** Most words a name is sought in. */
export const mostWords = 10

/** The last word before the sentence parts, another mark, a number or a link. */
export function endOfSpan(words: readonly Word[], first: number): number {
  let last = first - 1
  for (let at = first; at < words.length && at < first + mostWords; at++) {
    const word = words[at]
    if (!word || readMark(words, at) || isAside(words, at)) break
    if (at > first && readGap(word.gap) !== 'joined') break
    last = at
  }
  return last
}

/** "Sukses Selalu": written as a name is, among words that are not. */
export function isTitled(word: Word | undefined): boolean {
  return word?.capital === true && !word.shouted
}

/** Behind these a name follows: "PT yang namanya X". */
export const naming = new Set(
  'nama namanya bernama dinamakan jenenge asmane asmanipun namina ngaranna named called adalah yaitu yakni'.split(
    ' ',
  ),
)

export function inRange(words: readonly Word[], range: Range): readonly Word[] {
  return words.slice(range.first, range.last + 1)
}

/** The words as the person typed them, in one line, capped; nothing invisible, reversing or half a character. */
export function cut(text: string, words: readonly Word[], span: Range): string {
  const from = words[span.first]?.start
  const to = words[span.last]?.end
  if (from === undefined || to === undefined || to <= from) return ''
  const line = text
    .slice(from, to)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
  return line
    .slice(0, longestQuery)
    .replace(/\p{Cs}/gu, '')
    .trim()
}
