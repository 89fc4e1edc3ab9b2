/** Proposes names a typed one may mean; never decides. The only file that knows Fuse.js. */
import Fuse from 'fuse.js'
import type { Catalogue, Entry } from './catalogue.ts'
import type { Form } from './likeness.ts'
import { createTrigrams } from './trigrams.ts'

export interface Search {
  /** Names for the typed words, from lists of any size. */
  propose(typed: readonly Form[]): Proposals
}

export interface Proposals {
  /** About two dozen names that share rare letter triples with the typed words, in no promised order. */
  readonly entries: readonly Entry[]
  /** More names, for words misspelt all over: Fuse's choice among those whose triples rank low. */
  more(): readonly Entry[]
}

/** What one index looks at: folded words, the name run together, or its consonants. */
type View = (words: readonly Form[]) => string

const views = {
  folded: (words) => words.map((word) => word.folded).join(' '),
  joined: (words) => words.map((word) => word.folded).join(''),
  bones: (words) => words.map((word) => word.bones).join(' '),
} as const satisfies Record<string, View>

/** Names each index proposes at once, and names the first of them hands to Fuse to choose from. */
const proposed = 12
const handed = 12
/** Names Fuse adds from what it was handed. */
const added = 6
/** Longest query, in letters: the cost of Fuse grows with it, and the longest name has 34. */
const longestQuery = 48

export function createSearch(catalogue: Catalogue): Search {
  const { entries } = catalogue
  const indexOf = (view: View) => {
    const texts = entries.map((entry) => view(entry.words))
    return { view, texts, trigrams: createTrigrams(texts) }
  }
  const folded = indexOf(views.folded)
  const others = [indexOf(views.joined), indexOf(views.bones)]
  const entriesAt = (places: Iterable<number>) => [...new Set(places)].flatMap((at) => entries[at] ?? [])

  return {
    propose(typed) {
      const queryOf = (view: View) => view(typed).slice(0, longestQuery)
      const query = queryOf(folded.view)
      const near = folded.trigrams.nearest(query, proposed + handed)
      const elsewhere = others.flatMap(({ view, trigrams }) => trigrams.nearest(queryOf(view), proposed))
      return {
        entries: entriesAt([...near.slice(0, proposed), ...elsewhere]),
        more: () => entriesAt(choose(query, near.slice(proposed), folded.texts)),
      }
    },
  }
}

/**
 * Fuse over a shortlist, half a millisecond where a whole list takes 6 to 1,600. It adds little to the triples: one right
 * firm in 3,750 misspelt queries at 5,000 names, none at 524. So it looks at one view, and at few names.
 */
function choose(query: string, shortlist: readonly number[], texts: readonly string[]): readonly number[] {
  const fuse = new Fuse(
    shortlist.map((at) => texts[at] ?? ''),
    { ignoreLocation: true, threshold: 0.45 },
  )
  return fuse.search(query, { limit: added }).flatMap(({ refIndex }) => shortlist[refIndex] ?? [])
}
