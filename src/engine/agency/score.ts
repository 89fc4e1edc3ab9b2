/** Ranks proposed names by the best window of the typed words: only words inside that window count against a name. */
import type { Catalogue, Entry, NameWord } from './catalogue.ts'
import { distance, type Form, likeness } from './likeness.ts'

/** How well a name fits the typed words. */
export interface Fit {
  readonly entry: Entry
  /** From 0 to 1. */
  readonly score: number
  /** First and last typed word that belong to the name. */
  readonly first: number
  readonly last: number
  /** The official words that were typed differently, or not at all. */
  readonly differs: readonly string[]
  /** The words of the name that were recognised. */
  readonly heard: readonly NameWord[]
}

/** A typed word to be fitted. */
export interface TypedWord extends Form {
  /** How much it weighs against a name that does not have it: words of talk little, unknown ones in full. */
  readonly strange: number
}

/** The name must begin where the words begin (after "PT"), or may stand anywhere among them. */
export type Anchor = 'start' | 'anywhere'

/** A match of one or two typed words with one or two words of the name. */
interface Pair {
  readonly from: number
  readonly to: number
  readonly nameFrom: number
  readonly nameTo: number
  readonly like: number
  readonly gain: number
}

/** An unmatched typed word weighs against a name: inside its window, or before it when the name should begin there. */
const inside = 0.6
/** The same behind the window: it may be talk we do not know. */
const behind = 0.35
/** A word left out weighs less than one that is wrong. */
const leftOut = 0.6
const otherOrder = 0.97
/** A word that names themselves have is seldom a slip for another: `abdi`, `abadi`. */
const otherWord = 0.75
/** Of two names as alike, the one on the current list is put first. */
const listedFirst = 0.01
/** A name recognised only by its letters run together is a little less sure. */
const runTogether = 0.97

export interface Scorer {
  /** What fits these words: call it with proposals, again with more. Fits of 0.3 and more, in no order. */
  fitsOf(typed: readonly TypedWord[], anchor: Anchor): (proposed: readonly Entry[]) => readonly Fit[]
}

/** Best first; equal ones in the order of their names. */
export function inOrder(fits: readonly Fit[]): readonly Fit[] {
  return [...fits].sort((a, b) => rankOf(b) - rankOf(a) || (a.entry.squashed < b.entry.squashed ? -1 : 1))
}

export function createScorer(catalogue: Catalogue): Scorer {
  return {
    fitsOf(typed, anchor) {
      const like = rememberLikeness(typed, catalogue)
      const known = typed.every((word) => catalogue.hasWord(word.plain))
      const weights = typed.map((word) => catalogue.weigh(word.plain))
      const input = { typed, weights, anchor, like, known }
      return (proposed) => proposed.map((entry) => fit(entry, input)).filter((found) => found.score >= 0.3)
    },
  }
}

function rankOf(fit: Fit): number {
  return fit.score + (fit.entry.agency.standing.kind === 'listed' ? listedFirst : 0)
}

interface Typed {
  readonly typed: readonly TypedWord[]
  readonly weights: readonly number[]
  readonly anchor: Anchor
  readonly like: (at: number, word: NameWord) => number
  /** Every typed word is a word of some name. */
  readonly known: boolean
}

/** Candidates share most of their words, so each pair of words is compared once. */
function rememberLikeness(
  typed: readonly TypedWord[],
  catalogue: Catalogue,
): (at: number, word: NameWord) => number {
  const known = typed.map(() => new Map<number, number>())
  return (at, word) => {
    const before = known[at]?.get(word.id)
    if (before !== undefined) return before
    const form = typed[at]
    const alike = form ? likeness(form, word) : 0
    const slip = alike === 1 || alike >= 0.96 || (alike >= 0.88 && word.bones.length >= 4)
    const value = !slip && form && catalogue.hasWord(form.plain) ? alike * otherWord : alike
    known[at]?.set(word.id, value)
    return value
  }
}

function fit(entry: Entry, input: Typed): Fit {
  const { words } = entry
  const chosen = choose(pairsOf(entry, input))
  /** Which pair each word of the name was recognised by. */
  const heardBy: (Pair | undefined)[] = []
  for (const pair of chosen) for (let at = pair.nameFrom; at <= pair.nameTo; at++) heardBy[at] = pair
  let missing = 0
  let total = 0
  for (let at = 0; at < words.length; at++) {
    const weight = words[at]?.weight ?? 0
    if (heardBy[at]) total += weight
    else missing += weight
  }
  let gain = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let ordered = true
  let before = -1
  for (const pair of chosen) {
    gain += pair.gain
    first = Math.min(first, pair.from)
    last = Math.max(last, pair.to)
    if (pair.nameFrom <= before) ordered = false
    before = pair.nameFrom
  }
  const loss = chosen.length === 0 ? 0 : lossOf(chosen, first, last, input)
  const score =
    chosen.length === 0 ? 0 : (gain / (total + leftOut * missing + loss)) * (ordered ? 1 : otherOrder)
  const whole = score < 0.9 ? runTogetherFit(entry, input) : null
  const differs = entry.written.filter((_, at) => heardBy[at]?.like !== 1)
  const heard = words.filter((_, at) => (heardBy[at]?.like ?? 0) >= surelyHeard)
  if (!whole || whole.score <= score) return { entry, score, first, last, differs, heard }
  return { entry, ...whole, differs, heard: whole.score >= surelyWhole ? words : heard }
}

/** From here a word counts as recognised. */
const surelyHeard = 0.75
/** From here a name run together counts as recognised in all its words. */
const surelyWhole = 0.88

/** Every likeness between typed words and words of the name, joined and split ones too. */
function pairsOf({ words }: Entry, { typed, like }: Typed): readonly Pair[] {
  const pairs: Pair[] = []
  for (let nameAt = 0; nameAt < words.length; nameAt++) {
    const word = words[nameAt]
    const following = words[nameAt + 1]
    for (let at = 0; word && at < typed.length; at++) {
      const form = typed[at]
      if (!form) continue
      const value = like(at, word)
      if (value > 0) pairs.push(pair(at, at, nameAt, nameAt, value, word.weight))
      if (value === 1) continue
      const next = typed[at + 1]
      const joined = next ? sameJoined(form.folded, next.folded, word.folded) : 0
      if (next && joined > 0) {
        const exact = form.plain + next.plain === word.plain
        pairs.push(pair(at, at + 1, nameAt, nameAt, exact ? 1 : joined, word.weight))
      }
      const split = following ? sameJoined(word.folded, following.folded, form.folded) : 0
      if (following && split > 0) {
        const exact = word.plain + following.plain === form.plain
        pairs.push(pair(at, at, nameAt, nameAt + 1, exact ? 1 : split, word.weight + following.weight))
      }
    }
  }
  return pairs
}

function pair(
  from: number,
  to: number,
  nameFrom: number,
  nameTo: number,
  like: number,
  weight: number,
): Pair {
  return { from, to, nameFrom, nameTo, like, gain: weight * like * Math.min(1, like / surelyHeard) }
}

/** Whether two words run together are a third, at most one or two letters aside. */
function sameJoined(a: string, b: string, whole: string): number {
  const length = a.length + b.length
  if (whole.length < 5 || a.length < 2 || b.length < 2 || Math.abs(length - whole.length) > 2) return 0
  if (a.charCodeAt(0) !== whole.charCodeAt(0) && a.charCodeAt(1) !== whole.charCodeAt(1)) return 0
  const allowed = length <= 8 ? 1 : 2
  const edits = distance(a + b, whole, allowed)
  return edits === 0 ? 0.97 : edits <= allowed ? 0.95 - edits / length : 0
}

/** Best pairs first, each word used once; in the order typed. */
function choose(pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length <= 1) return pairs
  const chosen: Pair[] = []
  for (const pair of pairs.toSorted((a, b) => b.gain - a.gain || b.like - a.like || a.from - b.from)) {
    if (isFree(pair, chosen)) chosen.push(pair)
  }
  return chosen.sort((a, b) => a.from - b.from)
}

function isFree(pair: Pair, chosen: readonly Pair[]): boolean {
  for (const other of chosen) {
    const apart = pair.to < other.from || pair.from > other.to
    if (!apart || (pair.nameTo >= other.nameFrom && pair.nameFrom <= other.nameTo)) return false
  }
  return true
}

function lossOf(
  taken: readonly { readonly from: number; readonly to: number }[],
  first: number,
  last: number,
  { typed, weights, anchor }: Typed,
): number {
  let loss = 0
  for (let at = 0; at < typed.length; at++) {
    if (isTaken(taken, at)) continue
    const place = at < first ? 'before' : at > last ? 'behind' : 'inside'
    if (place !== 'inside' && anchor === 'anywhere') continue
    const share = place === 'behind' ? behind : inside
    loss += (weights[at] ?? 0) * share * (typed[at]?.strange ?? 1)
  }
  return loss
}

function isTaken(taken: readonly { readonly from: number; readonly to: number }[], at: number): boolean {
  for (const { from, to } of taken) if (from <= at && at <= to) return true
  return false
}

/** The name with all spaces gone, against runs of typed words of about that length. */
function runTogetherFit(
  entry: Entry,
  input: Typed,
): { readonly score: number; readonly first: number; readonly last: number } | null {
  const { typed, anchor, known } = input
  const name = entry.folded
  if (name.length < 5) return null
  const weight = entry.words.reduce((sum, word) => sum + word.weight, 0)
  const allowed = Math.max(1, Math.floor(name.length / 5))
  let best: { score: number; first: number; last: number } | null = null
  for (let first = 0; first < (anchor === 'start' ? 1 : typed.length); first++) {
    let run = ''
    for (let last = first; last < typed.length; last++) {
      run += typed[last]?.folded ?? ''
      if (run.length > name.length + allowed) break
      if (run.length < name.length - allowed) continue
      const edits = distance(run, name, allowed)
      if (edits > allowed) continue
      const alike = 1 - edits / Math.max(name.length, run.length)
      const loss = lossOf([{ from: first, to: last }], first, last, input)
      const score = ((edits > 0 && known ? otherWord : runTogether) * alike * weight) / (weight + loss)
      if (!best || score > best.score) best = { score, first, last }
    }
  }
  return best
}
