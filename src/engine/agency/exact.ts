/** Finds whole names in a message, letter for letter: case, accents, marks and spaces aside. */
import type { Catalogue, Entry } from './catalogue.ts'
import type { Lexicon } from './lexicon.ts'
import { formOf, likeness } from './likeness.ts'
import type { Word } from './words.ts'

/** Words `first` to `last` are exactly the name of `entries`: two only when agencies share a spelling. */
export interface ExactName {
  readonly first: number
  readonly last: number
  readonly entries: readonly Entry[]
}

/** The longest run of words from `first` that is some agency's whole name. */
export function readExact(words: readonly Word[], first: number, catalogue: Catalogue): ExactName | null {
  let squashed = ''
  let found: ExactName | null = null
  for (let last = first; last < words.length; last++) {
    const word = words[last]
    if (!word || word.link || (last > first && breaksName.test(word.gap))) break
    squashed += word.plain
    if (squashed.length > catalogue.longest || !catalogue.mayBegin(squashed)) break
    const entries = catalogue.exactly(squashed)
    if (entries.length > 0) found = { first, last, entries }
  }
  return found
}

/** Marks no name is written across. */
const breaksName = /[,;:!?|&+/()[\]•…]|\p{Extended_Pictographic}/u

/**
 * Longer known names that the word before or behind may be a slip for: "ini Putri Mandiri Abadi" may be AINI PUTRI
 * MANDIRI ABADI, whose licence lapsed.
 */
export function readLonger(words: readonly Word[], exact: ExactName, catalogue: Catalogue): readonly Entry[] {
  return exact.entries.flatMap((entry) =>
    catalogue.longerThan(entry.squashed).flatMap(({ side, word, longer }) => {
      const neighbour = words[side === 'before' ? exact.first - 1 : exact.last + 1]
      return neighbour && likeness(formOf(neighbour.plain), word) > 0 ? [longer] : []
    }),
  )
}

/**
 * Whether a name that nothing announces was meant as one: it has a telling word, or is written as names are, or
 * somebody asks, or there is hardly anything else in the message. "Cahaya lombok" in a poem is no agency.
 */
export function isMeant(words: readonly Word[], exact: ExactName, lexicon: Lexicon): boolean {
  const typed = words.slice(exact.first, exact.last + 1)
  const others = words.filter((_, at) => at < exact.first || at > exact.last)
  const daily = typed.every((word) => lexicon.isEveryday(word.plain))
  const telling = exact.entries[0]?.words.filter(
    ({ plain }) => !lexicon.isEveryday(plain) && plain.length > 2,
  )
  if (!daily && typed.length >= 2 && telling?.length) return true
  if (typed.length >= 3 && typed.some((word) => lexicon.isFirmWord(word.plain))) return true
  if (typed.length >= 2 && isWrittenAsName(typed, others) && !titles.has(words[exact.first - 1]?.plain ?? ''))
    return true
  return others.length <= 2 || others.some((word) => lexicon.isAsking(word.plain))
}

/** Behind these a person's name follows, though a person may be called as a firm is. */
const titles = new Set(
  'bapak pak ibu bu bpk mas mbak mba bang abang kang teh haji hajah hj h tuan nyonya om tante'.split(' '),
)

/** In capitals, among words that are not. */
function isWrittenAsName(typed: readonly Word[], others: readonly Word[]): boolean {
  return typed.every((word) => word.capital) && others.some((word) => !word.capital)
}
