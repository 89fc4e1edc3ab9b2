/** What a turn knows of somebody's subscriptions, and of the campaign that was last said to them. */
import type { CampaignId, Locale } from '../ids.ts'
import type { Choice } from '../reply.ts'
import type { CampaignText, Variant } from './campaign.ts'
import type { Consent } from './consent.ts'
import type { Topic } from './topic.ts'
import type { Whereabouts } from './zones.ts'

export interface SubscriberSeen {
  /** Under which consents are proved to them. */
  readonly number: number
  readonly consent: Consent
  readonly whereabouts: Whereabouts
  readonly minor: boolean
  /** What was last sent to them in these days; null: nothing. */
  readonly campaign: CampaignSeen | null
}

export interface CampaignSeen {
  readonly id: CampaignId
  readonly at: Date
  readonly topic: Topic
  readonly variant: Variant
  /** As they were offered; what each means is `campaign:12:0`. */
  readonly choices: readonly Choice[]
}

/** The choices of one of its texts, labelled in every language it was written in. */
export function campaignChoices(
  campaign: CampaignId,
  variant: Variant,
  texts: readonly CampaignText[],
): readonly Choice[] {
  const own = texts.filter((text) => text.variant === variant)
  const source = own.find(({ locale }) => locale === 'id') ?? own[0]
  return (source?.choices ?? []).map((label, place) => ({
    kind: 'press',
    means: `campaign:${campaign}:${place}`,
    label: { written: labelsOf(own, place, label) },
  }))
}

function labelsOf(
  texts: readonly CampaignText[],
  place: number,
  id: string,
): { readonly id: string } & Partial<Record<Locale, string>> {
  const labels = texts.map(({ locale, choices }) => [locale, choices[place] ?? id] as const)
  return { id, ...Object.fromEntries(labels) }
}

/** What a button of a campaign says when it is tapped: no turn offered it, so it names the campaign. `~c.1` */
export function campaignToken(campaign: CampaignId, place: number): string {
  return `~${Number(campaign).toString(36)}.${place}`
}

/** `campaign:12:0`, or the token of its button; null when it is neither. */
export function readCampaignMeans(
  said: string,
): { readonly campaign: CampaignId; readonly choice: number } | null {
  const [, tapped, place] = /^~([0-9a-z]{1,7})\.(\d)$/.exec(said) ?? []
  if (tapped !== undefined)
    return { campaign: String(Number.parseInt(tapped, 36)) as CampaignId, choice: Number(place) }
  const [, campaign, choice] = /^campaign:(\d{1,10}):(\d)$/.exec(said) ?? []
  return campaign === undefined ? null : { campaign: campaign as CampaignId, choice: Number(choice) }
}
