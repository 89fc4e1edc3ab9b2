/** The shipped list, and longer ones made from its words: the same vocabulary, so the names are as alike as real ones. */
import { createKnowledge, type Day, type Knowledge, type OrdinaryWords, type Statement } from '#engine'
import { randomFrom } from '../../../test/kit/random.ts'
import { loadOrdinaryWords, loadShipped } from '../../lists/index.ts'

/** Numbers that look random and are the same in every run. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number
  below(limit: number): number
  pick<T>(items: readonly T[]): T
}

/** Choices drawn from one seed. */
export function createChance(seed: number): Chance {
  const next = randomFrom(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('Nothing to pick from: the list is empty.')
      return item
    },
  }
}

export interface World {
  readonly knowledge: Knowledge
  /** Names on the current list. */
  readonly listed: readonly string[]
  /** Revoked, suspended and old names that are not on it. */
  readonly gone: readonly string[]
  /** Every listed name without case, marks and spaces. */
  readonly keys: ReadonlySet<string>
  /** Words of listed names. */
  readonly words: readonly string[]
  readonly statements: readonly Statement[]
  readonly ordinaryWords: OrdinaryWords
  readonly asOf: Day
}

const content = new URL('../../../content/', import.meta.url).pathname

/** The shipped list, lengthened to `size` names when that is more than it has. */
export function createWorld(size: number): World {
  const { asOf, statements: shipped } = loadShipped(`${content}agencies`)
  const ordinaryWords = loadOrdinaryWords(`${content}lexicon`)
  const real = [...new Set(shipped.filter(({ says }) => says === 'listed').map(({ name }) => name))]
  const made = makeNames(real, size - real.length)
  const statements = [
    ...shipped,
    ...made.map(
      (name, at): Statement => ({
        name,
        licence: String(1_000_000_000_000 + at * 7919),
        says: 'listed',
        on: asOf,
        source: 'made for measuring',
        weak: false,
      }),
    ),
  ]
  const listed = [...real, ...made]
  const keys = new Set(listed.map(keyOf))
  const gone = [...new Set(shipped.filter(({ says }) => says !== 'listed').map(({ name }) => name))].filter(
    (name) => !keys.has(keyOf(name)),
  )
  return {
    knowledge: createKnowledge({ asOf, statements, ordinaryWords }),
    listed,
    gone,
    keys,
    words: [...new Set(real.flatMap((name) => name.split(' ')))].filter((word) => /^[A-Z]{3,}$/i.test(word)),
    statements,
    ordinaryWords,
    asOf,
  }
}

/** A name without case, marks, spaces and a nickname in brackets. */
export function keyOf(name: string): string {
  return name
    .replace(/\([^)]*\)/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function makeNames(real: readonly string[], many: number): readonly string[] {
  const chance = createChance(20260917)
  const words = real.flatMap((name) => name.split(' '))
  const syllables =
    'ba bi da di ga ha ja ka ki la li ma mi na ni pa ra ri sa si ta ti wa ya ar an in un al am'.split(' ')
  const coin = () =>
    Array.from({ length: 2 + chance.below(2) }, () => chance.pick(syllables))
      .join('')
      .toUpperCase()
  const known = new Set(real.map(keyOf))
  const made: string[] = []
  while (made.length < many) {
    const length = chance.next() < 0.15 ? 2 : chance.next() < 0.85 ? 3 : 4
    const name = Array.from({ length }, (_, at) =>
      at === 0 && chance.next() < 0.5 ? coin() : chance.pick(words),
    ).join(' ')
    if (known.has(keyOf(name))) continue
    known.add(keyOf(name))
    made.push(name)
  }
  return made
}
