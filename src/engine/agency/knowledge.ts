/** What is known of agencies, ready to be asked: finds names in messages and has `decide` judge each. */
import type { AgencyId, Day } from '../ids.ts'
import type { Knowledge } from '../ports.ts'
import { endsThere, startsThere } from './borders.ts'
import { createCatalogue, type Entry } from './catalogue.ts'
import { createLexicon, type OrdinaryWords } from './lexicon.ts'
import { formOf } from './likeness.ts'
import { isAside, type Mark, readMark, readNumbers } from './marks.ts'
import { readRegister, type Statement } from './register.ts'
import { createScorer, type Fit } from './score.ts'
import { createSearch } from './search.ts'
import { type Candidate, decide, type LegalForm, type Mention, type Verdict } from './verdict.ts'
import { readGap, readWords, type Word } from './words.ts'

/** Longest name kept as a query, in characters. */
const longestQuery = 80
/** Most words a name is sought in. */
const mostWords = 12
/** Most names sought by likeness in one message; exact ones are always found. */
const mostSought = 6
/** From here a name typed after "PT" may be meant; below, the typed name is unlisted. */
const mayMean = 0.62

/**
 * Knowledge from dated statements: the newest about a name wins. `asOf` is the date of the current list.
 * Pure: builds its indexes once (about 60 ms for 1,300 names) and keeps no clock.
 */
export function createKnowledge(known: {
  readonly asOf: Day
  readonly statements: readonly Statement[]
  readonly ordinaryWords: OrdinaryWords
}): Knowledge {
  const { asOf } = known
  const agencies = readRegister(known.statements)
  const catalogue = createCatalogue(agencies)
  const lexicon = createLexicon(known.ordinaryWords, catalogue.hasWord)
  const search = createSearch(catalogue)
  const scorer = createScorer(catalogue)
  const byId = new Map(agencies.map((agency) => [agency.id, agency]))

  return {
    asOf,
    listed: agencies.filter((agency) => agency.standing.kind === 'listed').length,
    read: (text) => read(text).map(({ mention }) => mention),
    judge,
    recall(id: AgencyId) {
      const agency = byId.get(id)
      if (!agency) return null
      const candidates = [{ agency, differs: [] }]
      return decide({ query: agency.name, form: null, typed: agency.name, alone: true, candidates }, asOf)
    },
  }

  /** A name found in a message: words `first` to `last`, the announcing mark included. */
  interface Found {
    readonly first: number
    readonly last: number
    readonly mention: Mention
  }

  function read(text: string): readonly Found[] {
    const words = readWords(text)
    const found: Found[] = []
    for (const { first, last, entries } of readNumbers(words, catalogue)) {
      const candidates = entries.map(({ agency }) => ({ agency, differs: [] }))
      const query = cut(text, words, { first, last })
      const verdict = decide({ query, form: null, typed: '', alone: false, candidates }, asOf)
      found.push({ first, last, mention: { verdict, certain: true } })
    }
    let sought = 0
    const taken = (at: number) => found.some((other) => other.first <= at && at <= other.last)
    for (let at = 0; at < words.length; at++) {
      if (taken(at)) continue
      const own = readExact(text, words, at)
      if (own) {
        found.push(own)
        at = own.last
        continue
      }
      const mark = readMark(words, at)
      if (!mark) continue
      const marked = readMarked(text, words, mark, sought < mostSought)
      if (!marked) continue
      sought++
      found.push(marked)
      at = marked.last
    }
    return withoutRepeats(found.sort((a, b) => a.first - b.first))
  }

  /** A whole listed, lapsed or old name that no legal form announces. */
  function readExact(text: string, words: readonly Word[], at: number): Found | null {
    const exact = longestExact(words, at)
    if (!exact || !startsThere(words, at, lexicon) || !endsThere(words, exact.last, lexicon)) return null
    const rest = words.filter((_, place) => place < at || place > exact.last)
    const telling = exact.entries[0]?.words.filter(({ plain }) => !lexicon.isEveryday(plain)).length ?? 0
    const asked = rest.some((word) => lexicon.isAsking(word.plain)) || rest.length <= 2
    if (!asked && telling < 2) return null
    const verdict = judgeExact(text, words, { first: at, ...exact, form: null })
    return { first: at, last: exact.last, mention: { verdict, certain: true } }
  }

  function judgeExact(
    text: string,
    words: readonly Word[],
    exact: {
      readonly first: number
      readonly last: number
      readonly entries: readonly Entry[]
      readonly form: LegalForm | null
    },
  ): Verdict {
    const inside = words.slice(exact.first, exact.last + 1)
    return decide(
      {
        query: cut(text, words, exact),
        form: exact.form,
        typed: inside.map((word) => text.slice(word.start, word.end)).join(' '),
        alone: inside.every((word) => word.honest) && endsThere(words, exact.last, lexicon),
        candidates: exact.entries.map(({ agency }) => ({ agency, differs: [] })),
      },
      asOf,
    )
  }

  /** The longest run of words from `first` that is some name's letters exactly. */
  function longestExact(
    words: readonly Word[],
    first: number,
  ): { readonly last: number; readonly entries: readonly Entry[] } | null {
    let squashed = ''
    let best: { last: number; entries: readonly Entry[] } | null = null
    for (let last = first; last < words.length; last++) {
      const word = words[last]
      if (!word || word.link || (last > first && breaksName(word.gap))) break
      squashed += word.plain
      if (squashed.length > catalogue.longest || !catalogue.mayBegin(squashed)) break
      const entries = catalogue.exactly(squashed)
      if (entries.length > 0) best = { last, entries }
    }
    return best
  }

  /** What stands behind a legal form. */
  function readMarked(text: string, words: readonly Word[], mark: Mark, maySeek: boolean): Found | null {
    const form = formOfMark(words, mark)
    let first = mark.at + mark.length
    const limit = Math.min(words.length, first + 4)
    while (first < limit && !longestExact(words, first) && lexicon.mayPrecede(words[first]?.plain ?? ''))
      first++
    const exact = longestExact(words, first)
    if (exact && endsThere(words, exact.last, lexicon)) {
      const verdict = judgeExact(text, words, { first, ...exact, form })
      return { first: mark.at, last: exact.last, mention: { verdict, certain: true } }
    }
    const last = endOfName(words, first)
    const span = words.slice(first, last + 1)
    if (!span.some((word) => !lexicon.isTalk(word.plain) && !/^\d+$/.test(word.plain))) return null
    if (!maySeek) return null
    const fits = seek(span, 'start')
    const likely = fits.filter((fit) => fit.score >= mayMean)
    if (likely.length === 0 && form !== 'pt' && span.length > 0 && isEverydayStart(span)) return null
    const verdict = decide(
      {
        query: cut(text, words, { first, last }),
        form,
        typed: span.map((word) => text.slice(word.start, word.end)).join(' '),
        alone: false,
        candidates: likely.length > 0 ? likely.map(candidateOf) : byInitials(span),
      },
      asOf,
    )
    return { first: mark.at, last, mention: { verdict, certain: true } }
  }

  function isEverydayStart(span: readonly Word[]): boolean {
    return lexicon.isEveryday(span[0]?.plain ?? '')
  }

  /** "LPK PT X" is no PT. */
  function formOfMark(words: readonly Word[], mark: Mark): LegalForm {
    const before = mark.form === 'pt' ? (readMark(words, mark.at - 1) ?? readMark(words, mark.at - 2)) : null
    const adjacent = before !== null && before.at + before.length === mark.at
    return adjacent && before.form !== 'pt' ? before.form : mark.form
  }

  /** The last word that may belong to a name beginning at `first`. */
  function endOfName(words: readonly Word[], first: number): number {
    let last = first - 1
    for (let at = first; at < words.length && at < first + mostWords; at++) {
      const word = words[at]
      if (!word || readMark(words, at) || isAside(words, at)) break
      if (at > first && readGap(word.gap) !== 'joined') break
      if (lexicon.mayFollow(word.plain)) break
      last = at
    }
    return last
  }

  function seek(span: readonly Word[], anchor: 'start' | 'anywhere'): readonly Fit[] {
    const typed = span.slice(0, mostWords).map((word) => formOf(word.plain))
    return typed.length === 0 ? [] : scorer.rank(typed, search.propose(typed), anchor)
  }

  function byInitials(span: readonly Word[]): readonly Candidate[] {
    const letters = span.map((word) => word.plain).join('')
    return letters.length >= 2 &&
      letters.length <= 5 &&
      (span.length === 1 || span.every((word) => word.plain.length === 1))
      ? catalogue.byInitials(letters).map((entry) => ({ agency: entry.agency, differs: entry.written }))
      : []
  }

  function judge(name: string): Verdict {
    const [mention] = read(name)
    if (mention) return mention.mention.verdict
    const words = readWords(name)
    let first = 0
    while (first < words.length && lexicon.mayPrecede(words[first]?.plain ?? '')) first++
    const last = endOfName(words, first)
    const span = words.slice(first, last + 1)
    const query = cut(name, words, { first, last })
    if (!span.some((word) => !lexicon.isTalk(word.plain) && !/^\d+$/.test(word.plain))) {
      return { asOf, query, kind: 'no-name' }
    }
    const likely = seek(span, 'start').filter((fit) => fit.score >= mayMean)
    const candidates = likely.length > 0 ? likely.map(candidateOf) : byInitials(span)
    return decide({ query, form: null, typed: query, alone: false, candidates }, asOf)
  }
}

function candidateOf(fit: Fit): Candidate {
  return { agency: fit.entry.agency, differs: fit.differs }
}

/** Marks no name is written across. */
function breaksName(gap: string): boolean {
  return /[,;:!?|&+/()[\]]/.test(gap) || readGap(gap) === 'closed'
}

/** The words as the person typed them, in one line, capped. */
function cut(
  text: string,
  words: readonly Word[],
  span: { readonly first: number; readonly last: number },
): string {
  const from = words[span.first]?.start
  const to = words[span.last]?.end
  if (from === undefined || to === undefined || to <= from) return ''
  return text.slice(from, to).replace(/\s+/g, ' ').trim().slice(0, longestQuery).trim()
}

function withoutRepeats<T extends { readonly mention: Mention }>(found: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return found.filter(({ mention: { verdict } }) => {
    const key =
      verdict.kind === 'which'
        ? `which ${verdict.candidates.map(({ agency }) => agency.id).join(' ')} ${verdict.query.toLowerCase()}`
        : 'agency' in verdict
          ? `${verdict.kind} ${verdict.agency.id}`
          : `${verdict.kind} ${verdict.query.toLowerCase()}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
