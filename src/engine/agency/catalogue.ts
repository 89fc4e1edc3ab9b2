/** Every known name taken apart once: its words, their weights, its squashed form, its initials. */
import { squash } from './fold.ts'
import { type Form, formOf } from './likeness.ts'
import type { Agency } from './register.ts'
import { readWords } from './words.ts'

/** One word of the names' vocabulary. */
export interface NameWord extends Form {
  readonly id: number
  /** How much it tells one name from others: 1 for a word in one name only, near 0 for a word in all. */
  readonly weight: number
}

/** A name taken apart. */
export interface Entry {
  readonly agency: Agency
  readonly words: readonly NameWord[]
  /** The words as they stand in the official name, one for each of `words`. */
  readonly written: readonly string[]
  readonly squashed: string
  /** Folded words run together. */
  readonly folded: string
}

/** A word that stands beside a shorter known name in a longer one. */
export interface Neighbour {
  readonly side: 'before' | 'behind'
  readonly word: NameWord
  readonly longer: Entry
}

export interface Catalogue {
  readonly entries: readonly Entry[]
  /** Entries whose whole name, squashed, is this: two only when two agencies share a spelling. */
  exactly(squashed: string): readonly Entry[]
  /** The words that make longer known names of this one: AINI makes one of PUTRI MANDIRI ABADI. */
  longerThan(squashed: string): readonly Neighbour[]
  /** Whether some squashed name begins like this; false only when none does. */
  mayBegin(squashed: string): boolean
  /** Longest squashed name, in letters. */
  readonly longest: number
  hasWord(plain: string): boolean
  /** How much a typed word tells: unknown words count much. */
  weigh(plain: string): number
  byInitials(initials: string): readonly Entry[]
  byLicence(digits: string): readonly Entry[]
  /** How many digits licence numbers have. */
  readonly licenceLengths: ReadonlySet<number>
}

/** Letters looked at by `mayBegin`: longer beginnings are rarer, and cost more memory. */
const beginning = 5
/** A word no name contains. */
const unknownWeight = 0.8

export function createCatalogue(agencies: readonly Agency[]): Catalogue {
  const counts = new Map<string, number>()
  const parsed = agencies.map((agency) => {
    const words = readWords(agency.name)
    for (const plain of new Set(words.map((word) => word.plain)))
      counts.set(plain, (counts.get(plain) ?? 0) + 1)
    return { agency, words }
  })

  const most = Math.log(1 + agencies.length)
  const vocabulary = new Map<string, NameWord>()
  for (const [plain, count] of counts) {
    const weight = Math.max(0.15, Math.log(1 + agencies.length / count) / most)
    vocabulary.set(plain, { ...formOf(plain), id: vocabulary.size, weight })
  }

  const entries = parsed.map(({ agency, words }): Entry => {
    const known = words.flatMap((word) => vocabulary.get(word.plain) ?? [])
    return {
      agency,
      words: known,
      written: words.map((word) => agency.name.slice(word.start, word.end)),
      squashed: squash(agency.name),
      folded: known.map((word) => word.folded).join(''),
    }
  })

  const names = groupBy(entries, (entry) => [entry.squashed])
  const neighbours = new Map<string, Neighbour[]>()
  for (const entry of entries) {
    for (const { inner, ...neighbour } of shorterIn(entry)) {
      if (!names.has(inner)) continue
      const known = neighbours.get(inner)
      if (known) known.push(neighbour)
      else neighbours.set(inner, [neighbour])
    }
  }
  const begins = new Set(entries.map((entry) => entry.squashed.slice(0, beginning)))
  const initials = groupBy(entries, (entry) =>
    entry.words.length >= 2 ? [entry.words.map((word) => word.plain.slice(0, 1)).join('')] : [],
  )
  const licences = groupBy(entries, (entry) =>
    entry.agency.licences.map((licence) => licence.replace(/\D/g, '')),
  )

  return {
    entries,
    exactly: (squashed) => names.get(squashed) ?? [],
    longerThan: (squashed) => neighbours.get(squashed) ?? [],
    mayBegin: (squashed) => squashed.length < beginning || begins.has(squashed.slice(0, beginning)),
    longest: entries.reduce((longest, entry) => Math.max(longest, entry.squashed.length), 0),
    hasWord: (plain) => vocabulary.has(plain),
    weigh: (plain) => vocabulary.get(plain)?.weight ?? unknownWeight,
    byInitials: (letters) => initials.get(letters) ?? [],
    byLicence: (digits) => licences.get(digits) ?? [],
    licenceLengths: new Set([...licences.keys()].map((digits) => digits.length)),
  }
}

/** Every shorter run of an entry's words, with the words beside it. */
function shorterIn(longer: Entry): readonly (Neighbour & { readonly inner: string })[] {
  const { words } = longer
  return words.flatMap((_, from) =>
    words.slice(from).flatMap((_, length) => {
      const to = from + length
      const inner = words
        .slice(from, to + 1)
        .map((word) => word.plain)
        .join('')
      const [before, behind] = [words[from - 1], words[to + 1]]
      return [
        ...(before ? [{ inner, side: 'before', word: before, longer } as const] : []),
        ...(behind ? [{ inner, side: 'behind', word: behind, longer } as const] : []),
      ]
    }),
  )
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      if (key === '') continue
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}
