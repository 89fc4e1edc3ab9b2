/** What a step gives back, and the few choices that many answers end with. */

import type { Verdict } from '../agency/verdict.ts'
import type { Effect, IntentName, Outcome, State, Turn } from '../conversation.ts'
import type { Locale } from '../ids.ts'
import { type PhraseKey, type phrases, say } from '../phrases.ts'
import type { Choice, Reply, Wording } from '../reply.ts'

/** A turn before its language is settled and the first-contact note is added. */
export type Answer = Omit<Turn, 'locale'>

/** One message and, if nothing else is said, back to idle. */
export function answer(parts: {
  readonly intent: IntentName
  readonly outcome: Outcome
  /** At least one wording. */
  readonly body: readonly Wording[]
  readonly choices?: readonly Choice[]
  readonly next?: State
  readonly effects?: readonly Effect[]
  readonly verdicts?: readonly Verdict[]
}): Answer {
  const { intent, outcome, choices, next, effects, verdicts } = parts
  const [first, ...more] = parts.body
  if (first === undefined) throw new Error('an answer needs words')
  const body: Reply['body'] = [first, ...more]
  const reply: Reply = choices === undefined || choices.length === 0 ? { body } : { body, choices }
  return {
    intent,
    outcome,
    next: next ?? { at: 'idle' },
    replies: [reply],
    effects: effects ?? [],
    verdicts: verdicts ?? [],
  }
}

/** Nothing is said. */
export function silence(effects: readonly Effect[] = [], next: State = { at: 'idle' }): Answer {
  return { intent: 'unknown', outcome: 'silent', next, replies: [], effects, verdicts: [] }
}

/** A choice by phrase; `means` is understood in every state (see steps/choices.ts). */
export function choice(means: string, label: PhraseWithoutHoles): Choice {
  return { kind: 'press', means, label: say(label) }
}

/** A phrase that needs no value. */
export type PhraseWithoutHoles = {
  [K in PhraseKey]: (typeof phrases)[K] extends readonly [] ? K : never
}[PhraseKey]

/** The three ways in: check a firm, get ready, get help. */
export const mainMenu: readonly Choice[] = [
  choice('menu:check', 'choices.check'),
  choice('menu:before', 'choices.before'),
  choice('menu:help', 'choices.get_help'),
]

/** After a verdict. */
export const afterCheck: readonly Choice[] = [
  choice('menu:check', 'choices.check_other'),
  choice('menu:before', 'choices.before'),
  choice('menu:help', 'choices.get_help'),
]

export const languages: readonly Choice[] = [
  choice('lang:id', 'choices.language_id'),
  choice('lang:en', 'choices.language_en'),
  choice('lang:jv', 'choices.language_jv'),
  choice('lang:su', 'choices.language_su'),
]

/** Every locale's sentence that says it is now spoken. */
export const nowSpeaking = {
  id: 'language.now_id',
  en: 'language.now_en',
  jv: 'language.now_jv',
  su: 'language.now_su',
} as const satisfies Record<Locale, PhraseKey>
