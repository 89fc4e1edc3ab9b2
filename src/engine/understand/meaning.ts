/** What a sentence means: the words we know for certain (danger.ts, topics.ts) and the trained reader, weighed together.
 * Danger comes first and needs the least; where two meanings are near, none is guessed. */
import type { IntentName } from '../conversation.ts'
import { asksToLearn, type Danger, isDanger, readDanger, supposes } from './danger.ts'
import { narrowDanger } from './narrow.ts'
import { type Phase, readPhase } from './phase.ts'
import type { Reader } from './reader.ts'
import { isSentence } from './tongue.ts'
import type { Topic } from './topics.ts'

export type Meaning =
  /** `doubtful`: no word says so, and the reader half believes it. */
  | { readonly kind: 'danger'; readonly danger: Danger; readonly doubtful: boolean }
  | { readonly kind: 'topic'; readonly topic: Topic }
  | { readonly kind: 'language' }
  /** The likeliest first. */
  | { readonly kind: 'unsure'; readonly among: readonly Topic[] }
  | { readonly kind: 'nothing' }

/** From how much of the whole on danger is believed: where words of danger are too, without them, in a few words or
 * one piece of a long text, and when somebody asks how things ought to be; and from how much on we need not ask. News, jokes and what is long over have the words alone. */
const dangerous = { worded: 0.2, told: 0.3, unlikely: 0.5, asked: 0.9, likely: 0.5, hinted: 0.1 }
/** Never asked about first: thoughts of dying, and a cry for help, whose answer asks what happened. */
const believed: ReadonlySet<Danger> = new Set(['suicide', 'unclear'])

/** So many words tell little by themselves: "tidak", "gak tau kak". */
const fewWords = 3
/** How many times likelier a topic becomes when words we know for it are there. */
const wordsWeigh = 2
/** And it is likelier that nothing is asked than the reader believes, who learned mostly from questions. */
const nothingWeighs = 1.2
/** A topic as likely as this is answered; one as likely as half of it is offered. */
const sure = 0.25
/** What may be the answer to our question is another topic only from here on. */
const certain = 0.8
const mostOffered = 3

/** What each part of the way is about. */
const onTheWay = {
  leaving: 'learn.legal_steps',
  at_work: 'learn.rights',
  returning: 'learn.return',
} as const satisfies Record<Phase, Topic>

export interface Sentence {
  readonly text: string
  readonly raw: readonly string[]
  readonly plain: string
}

/** What the sentence means. `words`: the topic that its words are certain of. `awaited`: we asked something, and it may simply be the answer. */
export function readMeaning(
  { text, raw, plain }: Sentence,
  words: Topic | null,
  reader: Reader,
  { awaited }: { readonly awaited: boolean },
): Meaning {
  if (plain === '') return { kind: 'nothing' }
  const worded = readDanger(plain)
  const parts = endsOf(text).map((part) => weigh(part, words, reader))
  const shareOf = (intent: IntentName): number =>
    parts.reduce((sum, { shares }) => sum + (shares.get(intent) ?? 0), 0) / parts.length
  const inAll = gravestOf(parts)
  const inStory =
    text.length <= longStory ? inAll : gravestOf(cutUp(text).map((bit) => weigh(bit, words, reader)))
  const gravest = inStory.danger > inAll.danger ? inStory : inAll
  const phase = readPhase(plain)
  // "I am in Taiwan" alone tells of no danger, however often those in danger begin so.
  if (worded === null && phase === 'at_work') return { kind: 'topic', topic: onTheWay.at_work }
  const danger = worded === null ? gravest.kind : narrowDanger(worded, plain)
  if (
    inAll.danger >= neededFor(plain, worded, raw.length <= fewWords) ||
    inStory.danger >= neededFor(plain, worded, true)
  )
    return {
      kind: 'danger',
      danger,
      doubtful: worded === null && !believed.has(danger) && gravest.danger < dangerous.likely,
    }
  // The words are there, and the reader hears something else: it is asked.
  if (worded !== null && !supposes(plain) && gravest.danger >= dangerous.hinted)
    return { kind: 'danger', danger, doubtful: true }
  if (phase !== null) return { kind: 'topic', topic: onTheWay[phase] }
  const ranked = [...gravest.shares.keys()]
    .filter((intent) => intent !== 'emergency')
    .sort((a, b) => shareOf(b) - shareOf(a))
  const [top = 'unknown'] = ranked
  // We asked for a name, and no small word makes a sentence of it.
  if (awaited && top !== words && !isSentence(raw)) return { kind: 'nothing' }
  if (top === 'unknown') return { kind: 'nothing' }
  if (shareOf(top) >= (awaited && top !== words ? certain : sure))
    return top === 'language' ? { kind: 'language' } : { kind: 'topic', topic: top as Topic }
  if (awaited) return { kind: 'nothing' }
  const among = ranked
    .filter((intent) => isTopic(intent) && shareOf(intent) >= sure / 4)
    .slice(0, mostOffered)
  return among.length === 0 ? { kind: 'nothing' } : { kind: 'unsure', among: among as readonly Topic[] }
}

function neededFor(plain: string, worded: Danger | null, unlikely: boolean): number {
  if (worded !== null) return dangerous.worded
  if (asksToLearn(plain) || supposes(plain)) return dangerous.asked
  return unlikely ? dangerous.unlikely : dangerous.told
}

interface Weighed {
  /** All together make 1. */
  readonly shares: ReadonlyMap<IntentName, number>
  /** The share of all dangers, and the likeliest of them. */
  readonly danger: number
  readonly kind: Danger
}

function weigh(part: string, words: Topic | null, reader: Reader): Weighed {
  const shares = new Map<IntentName, number>()
  let kind: Danger | null = null
  let whole = 0
  for (const { means, likely } of reader.read(part)) {
    const [intent, danger] = intentOf(means)
    const share = likely * (intent === words ? wordsWeigh : intent === 'unknown' ? nothingWeighs : 1)
    shares.set(intent, (shares.get(intent) ?? 0) + share)
    whole += share
    kind ??= danger
  }
  for (const [intent, share] of shares) shares.set(intent, share / whole)
  return { shares, danger: shares.get('emergency') ?? 0, kind: kind ?? 'unclear' }
}

function gravestOf(parts: readonly Weighed[]): Weighed {
  return parts.reduce((worst, part) => (part.danger > worst.danger ? part : worst))
}

/** What a message is about stands at its beginning and its end, in as many letters. */
const endLetters = 600

function endsOf(text: string): readonly string[] {
  return text.length <= endLetters ? [text] : [text.slice(0, endLetters), text.slice(-endLetters)]
}

/** From as many letters on, danger is looked for piece by piece: a cry for help must not drown in the story around it. */
const longStory = 300
const pieceLetters = 140

/** The text cut where a sentence ends, or else between two words. */
function cutUp(text: string): readonly string[] {
  return text.match(cuts) ?? [text]
}
const cuts = new RegExp(`[^.!?\\n]{1,${pieceLetters}}(?=[.!?\\n]|\\s|$)|[^.!?\\n]{1,${pieceLetters}}`, 'g')

/** `emergency.violence` is an emergency of that kind; anything else is an intent by its name. */
function intentOf(means: string): [IntentName, Danger | null] {
  const danger = means.startsWith('emergency.') ? means.slice('emergency.'.length) : null
  return danger !== null && isDanger(danger) ? ['emergency', danger] : [means as IntentName, null]
}

function isTopic(intent: IntentName): boolean {
  return intent !== 'unknown' && intent !== 'emergency' && intent !== 'language'
}
