/** Proposes names a typed one may mean; never decides. The only file that knows Fuse.js. */
import Fuse from 'fuse.js'
import type { Catalogue, Entry } from './catalogue.ts'
import type { Form } from './likeness.ts'
import { createTrigrams } from './trigrams.ts'

export interface Search {
  /** Up to about three dozen names, in no promised order. */
  propose(typed: readonly Form[]): readonly Entry[]
}

/** What one index looks at: folded words, the name run together, or its consonants. */
type View = (words: readonly Form[]) => string

const views: readonly View[] = [
  (words) => words.map((word) => word.folded).join(' '),
  (words) => words.map((word) => word.folded).join(''),
  (words) => words.map((word) => word.bones).join(' '),
]

/** From each index, names taken as they come, and names handed to Fuse to choose from. */
const taken = 14
const handed = 48
/** Names Fuse adds from what it was handed. */
const added = 6
/** Longest query handed on, in letters: the cost of Fuse grows with it. */
const longestQuery = 48

export function createSearch(catalogue: Catalogue): Search {
  const { entries } = catalogue
  const indexes = views.map((view) => {
    const texts = entries.map((entry) => view(entry.words))
    return { view, texts, trigrams: createTrigrams(texts) }
  })

  return {
    propose(typed) {
      const proposed = new Set<number>()
      for (const { view, texts, trigrams } of indexes) {
        const query = view(typed).slice(0, longestQuery)
        const shortlist = trigrams.nearest(query, handed)
        for (const at of shortlist.slice(0, taken)) proposed.add(at)
        for (const at of fuzzy(query, shortlist.slice(taken), texts)) proposed.add(at)
      }
      return [...proposed].flatMap((at) => entries[at] ?? [])
    },
  }
}

/** Fuse's choice among names whose letter triples rank low: what is misspelt all over. */
function fuzzy(query: string, shortlist: readonly number[], texts: readonly string[]): readonly number[] {
  const fuse = new Fuse(
    shortlist.map((at) => texts[at] ?? ''),
    { ignoreLocation: true, threshold: 0.45 },
  )
  return fuse.search(query, { limit: added }).flatMap(({ refIndex }) => shortlist[refIndex] ?? [])
}
