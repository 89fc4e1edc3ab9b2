/** What a turn makes of what is known of a subscriber: for stores, which think several turns before they write one. */
import type { Effect } from '../conversation.ts'
import { type ConsentStep, consentAfter, noConsent } from './consent.ts'
import type { SubscriberSeen } from './seen.ts'

const stranger: SubscriberSeen = {
  number: 0,
  consent: noConsent,
  whereabouts: { province: null, country: null, phase: null },
  minor: false,
  campaign: null,
}

/** null: still no subscriber. One that is only now made has the number 0. */
export function subscriberAfter(
  before: SubscriberSeen | null,
  effects: readonly Effect[],
  at: Date,
): SubscriberSeen | null {
  return effects.reduce((seen: SubscriberSeen | null, effect) => after(seen, effect, at), before)
}

function after(seen: SubscriberSeen | null, effect: Effect, at: Date): SubscriberSeen | null {
  switch (effect.kind) {
    case 'consent':
      return consenting(seen, effect.steps, at)
    case 'whereabouts':
      return seen === null ? null : { ...seen, whereabouts: effect.told }
    case 'age':
      return seen === null && !effect.minor ? null : { ...(seen ?? stranger), minor: effect.minor }
    default:
      return seen
  }
}

/** Only a yes makes a subscriber. */
function consenting(
  seen: SubscriberSeen | null,
  steps: readonly ConsentStep[],
  at: Date,
): SubscriberSeen | null {
  if (seen === null && !steps.some(({ kind }) => kind === 'given')) return null
  const known = seen ?? stranger
  const consent = steps.reduce(
    (held, step) => consentAfter(held, { ...step, at, how: 'chat' }),
    known.consent,
  )
  return { ...known, consent }
}
