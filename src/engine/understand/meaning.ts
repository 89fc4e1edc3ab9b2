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
  | { readonly kind: 'danger'; readonly danger: Danger }
  | { readonly kind: 'topic'; readonly topic: Topic }
  | { readonly kind: 'language' }
  /** The likeliest first. */
  | { readonly kind: 'unsure'; readonly among: readonly Topic[] }
  | { readonly kind: 'nothing' }

/** From how much of the whole on danger is believed; and when somebody asks how things ought to be. */
const dangerous = { told: 0.4, asked: 0.9 }
/** How many times likelier a topic becomes when words we know for it are there. */
const wordsWeigh = 5
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
  const told = readDanger(plain)
  if (told !== null) return { kind: 'danger', danger: narrowDanger(told, plain) }
  // "I am in Taiwan" alone tells of no danger, however often those in danger begin so.
  const phase = readPhase(plain)
  if (phase !== null) return { kind: 'topic', topic: onTheWay[phase] }
  const shares = new Map<IntentName, number>()
  let worst: { danger: Danger; likely: number } | null = null
  for (const { means, likely } of reader.read(text)) {
    const [intent, danger] = intentOf(means)
    shares.set(intent, (shares.get(intent) ?? 0) + likely * (intent === words ? wordsWeigh : 1))
    if (danger !== null && (worst === null || likely > worst.likely)) worst = { danger, likely }
  }
  const whole = [...shares.values()].reduce((sum, share) => sum + share, 0)
  const shareOf = (intent: IntentName): number => (shares.get(intent) ?? 0) / whole
  const needed = asksToLearn(plain) || supposes(plain) ? dangerous.asked : dangerous.told
  if (worst !== null && shareOf('emergency') >= needed) return { kind: 'danger', danger: worst.danger }
  const ranked = [...shares.keys()]
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

/** `emergency.violence` is an emergency of that kind; anything else is an intent by its name. */
function intentOf(means: string): [IntentName, Danger | null] {
  const danger = means.startsWith('emergency.') ? means.slice('emergency.'.length) : null
  return danger !== null && isDanger(danger) ? ['emergency', danger] : [means as IntentName, null]
}

function isTopic(intent: IntentName): boolean {
  return intent !== 'unknown' && intent !== 'emergency' && intent !== 'language'
}
