/** Names a typed one may mean, by likeness or initials: candidates to ask about, never an answer. */
import type { Catalogue } from './catalogue.ts'
import type { Lexicon } from './lexicon.ts'
import { formOf } from './likeness.ts'
import { type Anchor, createScorer, type Fit, inOrder } from './score.ts'
import { createSearch } from './search.ts'
import type { Candidate } from './verdict.ts'
import type { Word } from './words.ts'

export interface Near {
  /** Fits best first. `core` are the words proposals are sought for, `words` those they are fitted to. */
  seek(words: readonly Word[], core: readonly Word[], anchor: Anchor): readonly Fit[]
  /** Agencies with these initials: `hsi`, `h.s.i`. */
  byInitials(words: readonly Word[]): readonly Candidate[]
}

/** Most words proposals are sought for. */
const mostWords = 8
/** Most fits handed on: a person is shown three. */
const mostFits = 8
/** A best fit below this is worth a second, wider search. */
const doubtful = 0.8

/** How strange words of talk and other daily words are inside a name; any other word counts 1. */
const ofTalk = 0.2
const ofDailySpeech = 0.6

export function createNear(catalogue: Catalogue, lexicon: Lexicon): Near {
  const search = createSearch(catalogue)
  const scorer = createScorer(catalogue)
  const strangeness = (plain: string) =>
    lexicon.mayFollow(plain) ? ofTalk : lexicon.isIdle(plain) ? ofDailySpeech : 1
  const typedWord = (word: Word) => ({ ...formOf(word.plain), strange: strangeness(word.plain) })

  return {
    seek(words, core, anchor) {
      if (words.length === 0 || core.length === 0) return []
      const typed = words.map((word, at) =>
        at === 0 && anchor === 'anywhere' ? typedWord(withoutForm(word, catalogue)) : typedWord(word),
      )
      const sought = (core === words ? typed : core.map(typedWord)).slice(0, mostWords)
      const proposals = search.propose(sought)
      const fitsAmong = scorer.fitsOf(typed, anchor)
      const fits = inOrder(fitsAmong(proposals.entries))
      if ((fits[0]?.score ?? 0) >= doubtful) return fits.slice(0, mostFits)
      const others = core.length === words.length ? [] : search.propose(typed.slice(0, mostWords)).entries
      const more = new Set([...others, ...proposals.more()])
      for (const entry of proposals.entries) more.delete(entry)
      return inOrder([...fits, ...fitsAmong([...more])]).slice(0, mostFits)
    },
    byInitials(words) {
      const letters = words.map((word) => word.plain).join('')
      const spelled = words.length === 1 || words.every((word) => word.plain.length === 1)
      if (!spelled || !/^[a-z]{3,5}$/.test(letters)) return []
      return catalogue.byInitials(letters).map((entry) => ({ agency: entry.agency, differs: entry.written }))
    },
  }
}

/** `ptasa` is `asa` with its form run in. */
function withoutForm(word: Word, catalogue: Catalogue): Word {
  const joined = /^pt[a-z]{3}/.test(word.plain) && !catalogue.hasWord(word.plain)
  return joined ? { ...word, plain: word.plain.slice(2) } : word
}

export function candidateOf(fit: Fit): Candidate {
  return { agency: fit.entry.agency, differs: fit.differs }
}
