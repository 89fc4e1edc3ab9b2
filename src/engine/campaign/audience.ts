/** For whom a campaign is, and who of them may not get it now, with the reason. */
import type { CampaignId, ChannelName, Locale } from '../ids.ts'
import type { Phase } from '../understand/phase.ts'
import type { Campaign } from './campaign.ts'
import type { Topic } from './topic.ts'
import type { Zone } from './zones.ts'

/** Where on the way somebody is. */
export const phases: readonly Phase[] = ['leaving', 'at_work', 'returning']

/** An empty list is everybody; who told nothing is in no list. */
export interface Audience {
  readonly channels: readonly ChannelName[]
  readonly locales: readonly Locale[]
  /** Codes of `provinces`. */
  readonly provinces: readonly string[]
  /** Codes of `destinations`. */
  readonly countries: readonly string[]
  readonly phases: readonly Phase[]
  /** Wrote to the bot within so many days; null: whenever. */
  readonly seenWithinDays: number | null
  /** Who was sent one of these is left out. */
  readonly without: readonly CampaignId[]
}

export const everybody: Audience = {
  channels: [],
  locales: [],
  provinces: [],
  countries: [],
  phases: [],
  seenWithinDays: null,
  without: [],
}

/** One person on one channel, as far as sending needs to know. */
export interface Subscriber {
  readonly channel: ChannelName
  readonly locale: Locale
  readonly province: string | null
  readonly country: string | null
  readonly phase: Phase | null
  readonly zone: Zone
  readonly topics: readonly Topic[]
  readonly pausedUntil: Date | null
  readonly blocked: boolean
  /** Said to be under 18. */
  readonly minor: boolean
  /** When they last wrote. */
  readonly seenAt: Date | null
  /** The campaign that was last sent to them. */
  readonly latest: { readonly campaign: CampaignId; readonly at: Date } | null
}

/** How a channel takes a campaign. */
export interface Terms {
  /** How long after a person's last message free text may be sent, in ms; null: always. */
  readonly windowMs: number | null
  /** The languages in which a template stands ready for later; those without one use `id`. */
  readonly templates: readonly Locale[]
}

/** Why somebody in the audience does not get it. In this order: the first that holds is the one told. */
export const leftOutReasons = [
  'minor',
  'blocked',
  'no-consent',
  'paused',
  'capped',
  'channel-off',
  'window-closed',
] as const
export type LeftOut = (typeof leftOutReasons)[number]

const dayMs = 24 * 3_600_000

/** Whether the audience describes them. What they allow is another question. */
export function isIn(audience: Audience, who: Subscriber, now: Date): boolean {
  const { channels, locales, provinces, countries, phases: stages, seenWithinDays } = audience
  return (
    among(channels, who.channel) &&
    among(locales, who.locale) &&
    among(provinces, who.province) &&
    among(countries, who.country) &&
    among(stages, who.phase) &&
    (seenWithinDays === null ||
      (who.seenAt !== null && who.seenAt.getTime() > now.getTime() - seenWithinDays * dayMs))
  )
}

function among<T>(chosen: readonly T[], value: T | null): boolean {
  return chosen.length === 0 || (value !== null && chosen.includes(value))
}

/** Why it may not be sent to them now; null: it may. `terms` are null where campaigns are off on their channel. */
export function leftOut(
  campaign: Pick<Campaign, 'id' | 'topic' | 'capDays'>,
  who: Subscriber,
  { terms, now }: { readonly terms: Terms | null; readonly now: Date },
): LeftOut | null {
  if (who.minor) return 'minor'
  if (who.blocked) return 'blocked'
  if (!who.topics.includes(campaign.topic)) return 'no-consent'
  if (who.pausedUntil !== null && who.pausedUntil > now) return 'paused'
  if (isCapped(campaign, who, now)) return 'capped'
  if (terms === null) return 'channel-off'
  return sendingAs(who, terms, now) === null ? 'window-closed' : null
}

function isCapped({ id, capDays }: Pick<Campaign, 'id' | 'capDays'>, who: Subscriber, now: Date): boolean {
  if (capDays === 0 || who.latest === null || who.latest.campaign === id) return false
  return who.latest.at.getTime() > now.getTime() - capDays * dayMs
}

/** A message that begins as the window closes would be refused. */
const marginMs = 60_000

/** Whether it goes as free text or as a template; null: neither may be sent. */
export function sendingAs(
  { seenAt, locale }: Pick<Subscriber, 'seenAt' | 'locale'>,
  { windowMs, templates }: Terms,
  now: Date,
): 'free' | 'template' | null {
  if (windowMs === null) return 'free'
  if (seenAt !== null && now.getTime() < seenAt.getTime() + windowMs - marginMs) return 'free'
  return templates.includes(locale) || templates.includes('id') ? 'template' : null
}
