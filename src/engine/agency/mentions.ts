/** Reads one message: which agencies it names, in order. What is found here is judged by `decide` alone. */
import type { Day } from '../ids.ts'
import { endsThere, startsThere } from './borders.ts'
import type { Catalogue } from './catalogue.ts'
import { type ExactName, isMeant, readExact, readLonger } from './exact.ts'
import type { Lexicon } from './lexicon.ts'
import { isAside, type Mark, readMark, readNumbers } from './marks.ts'
import { candidateOf, type Near } from './near.ts'
import { cut, endOfSpan, inRange, isTitled, mostWords, naming, type Range } from './range.ts'
import type { Fit } from './score.ts'
import { type Candidate, decide, type LegalForm, type Mention, type Verdict } from './verdict.ts'
import { readGap, readWords, type Word } from './words.ts'

/** Most agencies read out of one message: nobody reads more answers. */
const mostMentions = 10
/** Most names sought by likeness in one message, 1 to 4 ms each, fewer in a long one; exact ones are always found. */
const mostSought = 5
const mostSoughtInLong = 3
/** From this many words on a message is long: the longest has some 700. */
const longMessage = 150
/** From here a name typed after "PT" may be meant; below, the typed name is unlisted. */
const mayMean = 0.53
/** From here a name is asked about even when few of its words were recognised for sure. */
const wellEnough = 0.7
/** The same for a name nothing announces: in a message that asks, and in any other. */
const mayMeanAsked = 0.72
const mayMeanUnasked = 0.84
/** A name of an old list as like a listed one as this may be the listed one's other spelling. */
const otherSpelling = 0.9
/** "PT ATS" is read as initials unless a name is as like as this. */
const surelyNoInitials = 0.8

export interface Mentions {
  /** Agencies named in a message. */
  read(text: string): readonly Mention[]
  /** The verdict on a text that should be a name. */
  judge(text: string): Verdict
}

/** A name found: words `first` to `last`, the legal form included. */
interface Found {
  readonly first: number
  readonly last: number
  readonly mention: Mention
}

interface Message {
  readonly text: string
  readonly words: readonly Word[]
  /** Somebody asks about a firm somewhere in it. */
  readonly asks: boolean
  /** Names like these words; null when enough was sought in this message. */
  seek(...like: Parameters<Near['seek']>): readonly Fit[] | null
}

export function createMentions(parts: {
  readonly asOf: Day
  readonly catalogue: Catalogue
  readonly lexicon: Lexicon
  readonly near: Near
}): Mentions {
  const { asOf, catalogue, lexicon, near } = parts

  return {
    read(text) {
      const message = readMessage(text)
      return withoutRepeats(findAll(message)).map(({ mention }) => mention)
    },
    judge(text) {
      const message = readMessage(text)
      const [found] = withoutRepeats(findAll(message))
      if (found) return found.mention.verdict
      const only = readSpan(message, { start: 0, form: null, asked: true })
      return only?.verdict ?? { asOf, query: '', kind: 'no-name' }
    },
  }

  function readMessage(text: string): Message {
    const words = readWords(text)
    const sought = new Map<string, readonly Fit[]>()
    const most = words.length < longMessage ? mostSought : mostSoughtInLong
    return {
      text,
      words,
      asks: words.some((word) => lexicon.isAsking(word.plain)),
      seek(span, core, anchor) {
        const key = [anchor, ...span.map((word) => word.plain)].join(' ')
        const before = sought.get(key)
        if (before || sought.size >= most) return before ?? null
        const fits = near.seek(span, core, anchor)
        sought.set(key, fits)
        return fits
      },
    }
  }

  function findAll(message: Message): readonly Found[] {
    const { words } = message
    const found: Found[] = findNumbers(message)
    for (let at = 0; at < words.length && found.length < mostMentions; at++) {
      if (found.some((other) => other.first <= at && at <= other.last)) continue
      const exact = findUnmarked(message, at)
      const mark = exact ? null : readMark(words, at)
      const marked = mark && findMarked(message, mark)
      const next = exact ?? marked
      if (!next) continue
      found.push(next)
      at = next.last
    }
    for (const island of islandsOf(message, found)) {
      if (found.length >= mostMentions) break
      const alike = findAlike(message, island)
      if (alike) found.push(alike)
    }
    return found.sort((a, b) => a.first - b.first)
  }

  function findNumbers({ text, words }: Message): Found[] {
    return readNumbers(words, catalogue)
      .slice(0, mostMentions)
      .map(({ first, last, entries }) => {
        const candidates = entries.map(({ agency }) => ({ agency, differs: [] }))
        const query = cut(text, words, { first, last })
        const verdict = decide({ query, form: null, typed: '', alone: false, candidates }, asOf)
        return { first, last, mention: { verdict, certain: true } }
      })
  }

  /** A whole name that no legal form announces. */
  function findUnmarked(message: Message, at: number): Found | null {
    const { words } = message
    const exact = readExact(words, at, catalogue)
    if (!exact || !startsThere(words, at, lexicon) || !endsThere(words, exact.last, lexicon)) return null
    if (!isMeant(words, exact, lexicon)) return null
    const form = formBehind(words, exact.last)
    return {
      first: at,
      last: exact.last,
      mention: { verdict: judgeExact(message, exact, form), certain: true },
    }
  }

  /** What stands behind a legal form. */
  function findMarked(message: Message, mark: Mark): Found | null {
    const form = formOf(message.words, mark)
    const span = readSpan(message, { start: mark.at + mark.length, form, asked: false })
    return span && { first: mark.at, last: span.last, mention: { verdict: span.verdict, certain: true } }
  }

  /** A name beginning at `start`, words of talk before it passed over. `asked`: we had asked for a name. */
  function readSpan(
    message: Message,
    from: { readonly start: number; readonly form: LegalForm | null; readonly asked: boolean },
  ): { readonly last: number; readonly verdict: Verdict } | null {
    const { text, words } = message
    const { start, form } = from
    const first = passTalk(words, start, from.asked)
    for (let at = start; at <= first; at++) {
      const exact = readExact(words, at, catalogue)
      const meant = exact && (!from.asked || isMeant(words, exact, lexicon))
      if (meant && endsThere(words, exact.last, lexicon)) {
        return { last: exact.last, verdict: judgeExact(message, exact, form) }
      }
    }
    const all = { first: start, last: endOfSpan(words, first) }
    if (all.last < start) return null
    const core = { first, last: endOfName(words, first) }
    const coreWords = inRange(words, core)
    const sought = message.seek(
      inRange(words, all),
      coreWords.length > 0 ? coreWords : inRange(words, all),
      'start',
    )
    if (!sought) return null
    const likely = sought.filter((fit) => fit.score >= mayMean && isWorthAsking(fit, coreWords))
    const initials = near.byInitials(coreWords.length > 0 ? coreWords : onlyWord(message, all))
    const sure = initials.length === 0 || (likely[0]?.score ?? 0) >= surelyNoInitials
    const [best] = sure ? likely : []
    if (!best && initials.length === 0 && !isName(message, { ...from, core })) return null
    const range = {
      first: best ? Math.min(core.first, start + best.first) : core.first,
      last: Math.max(core.last, best ? start + best.last : start),
    }
    const verdict = decide(
      {
        query: cut(text, words, range),
        form,
        typed: '',
        alone: false,
        candidates: best ? likely.map(candidateOf) : initials,
      },
      asOf,
    )
    return { last: range.last, verdict }
  }

  /** "PT NDK", and nothing else: a word of talk may be initials too. */
  function onlyWord({ words }: Message, all: Range): readonly Word[] {
    return all.first === all.last && all.last === words.length - 1 ? inRange(words, all) : []
  }

  /** Half the name was recognised; words of talk, towns and daily words must fit it well. */
  function isWorthAsking(fit: Fit, core: readonly Word[]): boolean {
    if (fit.score < wellEnough && fit.heard.length * 2 < fit.entry.words.length) return false
    if (core.some((word) => !lexicon.isEveryday(word.plain))) return true
    const meant = core.filter((word) => !lexicon.isTalk(word.plain) && !lexicon.isPlace(word.plain))
    return meant.length >= 1 && core.length >= 2 ? true : fit.score >= 0.85
  }

  /** Whether words no list knows are a name at all: "PT ini", "PT di Bekasi", "CV lamaran" are none. */
  function isName(
    { words }: Message,
    span: {
      readonly start: number
      readonly form: LegalForm | null
      readonly asked: boolean
      readonly core: Range
    },
  ): boolean {
    const core = inRange(words, span.core)
    const [head] = core
    const strange = core.filter((word) => !lexicon.isEveryday(word.plain) && !/^\d+$/.test(word.plain))
    const firm = core.filter((word) => !lexicon.isTalk(word.plain) && lexicon.isNameLike(word.plain))
    if (!head || (strange.length === 0 && firm.length === 0)) return false
    if (strange.length === 0 && core.length < 2 && !head.capital) return false
    if (span.asked || (span.form === 'pt' && span.core.first === span.start)) return true
    if (span.core.first === span.start) {
      return !lexicon.isEveryday(head.plain) || firm.length >= 2 || (head.capital && core.length >= 2)
    }
    return naming.has(words[span.core.first - 1]?.plain ?? '')
  }

  /** A name nothing announces, recognised by likeness. */
  function findAlike(message: Message, island: Range): Found | null {
    const { text, words } = message
    const span = inRange(words, island)
    const rest = words.length - span.length
    const asked = message.asks || rest <= 2
    const sought = message.seek(span, span, 'anywhere') ?? []
    const fits = sought.filter((fit) => isRecognised(fit, span, { asked }))
    const [best] = fits
    const initials =
      rest === 0 && (best?.score ?? 0) < surelyNoInitials ? findInitials(message, island) : null
    if (initials || !best) return initials
    const range = { first: island.first + best.first, last: island.first + best.last }
    const rivals = fits.filter((fit) => fit.first <= best.last && fit.last >= best.first)
    const verdict = decide(
      {
        query: cut(text, words, range),
        form: formBehind(words, range.last),
        typed: '',
        alone: false,
        candidates: rivals.map(candidateOf),
      },
      asOf,
    )
    return { ...range, mention: { verdict, certain: false } }
  }

  function findInitials({ text, words }: Message, island: Range): Found | null {
    const candidates = near.byInitials(inRange(words, island))
    if (candidates.length === 0) return null
    const verdict = decide(
      { query: cut(text, words, island), form: null, typed: '', alone: false, candidates },
      asOf,
    )
    return { ...island, mention: { verdict, certain: false } }
  }

  /** Enough telling words were recognised to believe that a name was meant. */
  function isRecognised(fit: Fit, span: readonly Word[], message: { readonly asked: boolean }): boolean {
    if (fit.score < (message.asked ? mayMeanAsked : mayMeanUnasked)) return false
    const telling = fit.heard.filter(({ plain }) => !lexicon.isEveryday(plain) && plain.length > 2).length
    if (fit.heard.length === 1) return message.asked && telling === 1 && fit.score >= 0.8 && span.length <= 2
    if (message.asked) return telling >= 1 || (fit.heard.length >= 3 && fit.score >= 0.9)
    return telling >= 2 || (telling === 1 && fit.heard.length >= 3)
  }

  /** Runs of words that are not talk and not yet taken, with something unusual in them. */
  function islandsOf({ words }: Message, found: readonly Found[]): readonly Range[] {
    const islands: Range[] = []
    let first = 0
    const close = (last: number) => {
      const range = { first, last: Math.min(last, first + mostWords - 1) }
      if (inRange(words, range).some((word) => isStrange(word))) islands.push(range)
    }
    for (let at = 0; at <= words.length; at++) {
      const word = words[at]
      const taken = found.some((other) => other.first <= at && at <= other.last)
      const stops = !word || taken || word.link || isAside(words, at) || readMark(words, at) !== null
      const parts = word !== undefined && at > first && readGap(word.gap) !== 'joined'
      const talk = word !== undefined && (lexicon.mayFollow(word.plain) || lexicon.mayPrecede(word.plain))
      if (!stops && !parts && !talk) continue
      if (at > first) close(at - 1)
      first = stops || talk ? at + 1 : at
    }
    return islands
  }

  function isStrange(word: Word): boolean {
    return !lexicon.isEveryday(word.plain) && /[a-z]/.test(word.plain)
  }

  function judgeExact(message: Message, exact: ExactName, form: LegalForm | null): Verdict {
    const { text, words } = message
    const typed = inRange(words, exact)
    const own = exact.entries.map(({ agency }) => ({ agency, differs: [] }))
    const twins = exact.entries.every(({ agency }) => agency.standing.kind === 'old-list')
      ? listedTwins(message, typed)
      : []
    const longer = readLonger(words, exact, catalogue).map(({ agency, written }) => ({
      agency,
      differs: written,
    }))
    return decide(
      {
        query: cut(text, words, exact),
        form,
        typed: typed.map((word) => text.slice(word.start, word.end)).join(' '),
        alone: twins.length === 0 && longer.length === 0 && typed.every((word) => word.honest),
        candidates: [...twins, ...own, ...longer],
      },
      asOf,
    )
  }

  /** Listed names of which an old name may be another spelling: KHALIFAH FIRDAUS, KHALIFFAH FIERDAUS. */
  function listedTwins(message: Message, typed: readonly Word[]): readonly Candidate[] {
    const sought = message.seek(typed, typed, 'start') ?? []
    return sought
      .filter((fit) => fit.entry.agency.standing.kind === 'listed' && fit.score >= otherSpelling)
      .map(candidateOf)
  }

  /** "LPK PT X" is no PT. */
  function formOf(words: readonly Word[], mark: Mark): LegalForm {
    if (mark.form !== 'pt') return mark.form
    const before = readMark(words, mark.at - 1) ?? readMark(words, mark.at - 2)
    return before && before.at + before.length === mark.at ? before.form : mark.form
  }

  /** "X, CV". */
  function formBehind(words: readonly Word[], last: number): LegalForm | null {
    return readMark(words, last + 1)?.form ?? null
  }

  /** The first word from `start` on that is not talk. */
  function passTalk(words: readonly Word[], start: number, asked: boolean): number {
    const limit = Math.min(words.length, start + (asked ? words.length : 4))
    let first = start
    const isPassed = asked ? lexicon.mayPrecede : lexicon.mayFollow
    while (first < limit && isPassed(words[first]?.plain ?? '')) first++
    return first
  }

  /** The last word that may belong to a name beginning at `first`. */
  function endOfName(words: readonly Word[], first: number): number {
    const end = endOfSpan(words, first)
    let last = first - 1
    for (let at = first; at <= end; at++) {
      const word = words[at]
      if (
        !word ||
        (lexicon.mayFollow(word.plain) && !(at > first && isTitled(word) && isTitled(words[at - 1])))
      )
        break
      last = at
    }
    return last
  }
}

function withoutRepeats(found: readonly Found[]): readonly Found[] {
  const seen = new Set<string>()
  return found.filter(({ mention: { verdict } }) => {
    const about = 'agency' in verdict ? verdict.agency.id : verdict.query.toLowerCase()
    const key = `${verdict.kind} ${about}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
