/** What a turn changes of a subscription, within the turn's own transaction. */
import { type Effect, type SubscriberSeen, variantFor } from '#engine'
import {
  keepAge,
  keepCampaignAnswer,
  keepWhereabouts,
  numberOf,
  recordConsent,
  type Whose,
} from './consents.ts'
import type { Ask } from './statements.ts'

type SubscriptionEffect = Extract<
  Effect,
  { readonly kind: 'consent' | 'whereabouts' | 'age' | 'campaign-answer' }
>

export async function writeSubscription(
  ask: Ask,
  effect: SubscriptionEffect,
  whose: Whose & { readonly subscriber: SubscriberSeen | null },
): Promise<void> {
  if (effect.kind === 'consent') return recordConsent(ask, whose, effect.steps)
  if (effect.kind === 'age') return keepAge(ask, whose, effect.minor)
  // Made in this very transaction, a subscriber has no number in what the turn knew.
  const number = whose.subscriber?.number || (await numberOf(ask, whose.contact))
  if (number === null) return
  if (effect.kind === 'whereabouts') return keepWhereabouts(ask, number, effect.told)
  const { campaign, choice } = effect
  return keepCampaignAnswer(ask, {
    campaign,
    choice,
    subscriber: number,
    variant: variantFor(campaign, number),
  })
}
