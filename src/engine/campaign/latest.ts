/** Whether a campaign was the last thing said: then what somebody writes may be meant for it. */
import type { SubscriberSeen } from './seen.ts'

export function campaignIsLatest(known: {
  readonly subscriber: SubscriberSeen | null
  readonly latest: Date | null
}): boolean {
  const campaign = known.subscriber?.campaign ?? null
  return campaign !== null && (known.latest === null || campaign.at > known.latest)
}
