/** Finds whole names in a message, letter for letter: case, accents, marks and spaces aside. */
import type { Catalogue, Entry } from './catalogue.ts'
import type { Lexicon } from './lexicon.ts'
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
 * Whether a name that nothing announces was meant as one: it has two telling words, or somebody asks, or there is
 * hardly anything else in the message. "Cahaya Lombok" in a poem is no agency.
 */
export function isMeant(words: readonly Word[], exact: ExactName, lexicon: Lexicon): boolean {
  const name = exact.entries[0]?.words ?? []
  const telling = name.filter(({ plain }) => !lexicon.isEveryday(plain) && plain.length > 2).length
  if (telling >= 2 || (telling === 1 && name.length >= 3)) return true
  const others = words.length - (exact.last - exact.first + 1)
  const asked = words.some(
    (word, at) => (at < exact.first || at > exact.last) && lexicon.isAsking(word.plain),
  )
  return asked || others <= 2
}
