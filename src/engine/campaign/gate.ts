/** May this message begin at this moment? Asked again for everybody, just before each few are sent. */
import { type LeftOut, leftOut, type Subscriber, sendingAs, type Terms } from './audience.ts'
import type { Campaign } from './campaign.ts'
import { openAt } from './hours.ts'

export type Gate =
  | { readonly kind: 'go'; readonly as: 'free' | 'template' }
  | { readonly kind: 'skip'; readonly why: LeftOut | 'forgotten' }
  /** It is night where they are. */
  | { readonly kind: 'wait'; readonly until: Date }

/** `who` is null when they wished to be forgotten meanwhile. */
export function gate(
  campaign: Pick<Campaign, 'id' | 'topic' | 'capDays' | 'hours'>,
  who: Subscriber | null,
  how: { readonly terms: Terms | null; readonly now: Date },
): Gate {
  if (who === null) return { kind: 'skip', why: 'forgotten' }
  const why = leftOut(campaign, who, how)
  if (why !== null) return { kind: 'skip', why }
  const until = openAt(campaign.hours, who.zone, how.now)
  if (until > how.now) return { kind: 'wait', until }
  const as = how.terms === null ? null : sendingAs(who, how.terms, how.now)
  return as === null ? { kind: 'skip', why: 'window-closed' } : { kind: 'go', as }
}
