/** What sending a campaign asks of the outside: a ledger of who is to get it, and a pace that all processes share. */
import type { Drawing } from '../channel.ts'
import type { CampaignId, ChannelName } from '../ids.ts'
import type { Subscriber } from './audience.ts'
import type { Campaign, CampaignText, Variant } from './campaign.ts'
import type { Receipt } from './outcomes.ts'

/** Some recipients of a campaign, leased to one process. All are on one channel, keep the same hours and get one text. */
export interface Chunk {
  readonly campaign: CampaignId
  readonly number: number
  readonly channel: ChannelName
  readonly variant: Variant
  readonly recipients: readonly number[]
  /** A byte a recipient (`outcomes.ts`). While it is leased, its holder alone changes it, here and then in the ledger. */
  readonly outcomes: Uint8Array
  /** Names this lease and no other: whoever let it lapse can write nothing any more. */
  readonly lease: string
}

/** What is needed to say it. */
export interface CampaignWords {
  readonly campaign: Pick<Campaign, 'id' | 'topic' | 'capDays' | 'hours' | 'values'>
  readonly texts: readonly CampaignText[]
  readonly picture: Drawing | null
}

/** A recipient as they are at this moment. */
export interface Recipient {
  readonly subscriber: Subscriber
  readonly chat: string
}

export interface CampaignLedger {
  /** Takes one chunk that is due on this channel; null when there is none. What a dead process left as `sending` comes as
   * `unsure`. */
  lease(channel: ChannelName): Promise<Chunk | null>
  words(campaign: CampaignId): Promise<CampaignWords>
  /** Those recipients as they are now, in the same order; null: forgotten. `sending`: the campaign may still be sent. */
  recheck(
    chunk: Chunk,
    recipients: readonly number[],
  ): Promise<{ readonly sending: boolean; readonly found: readonly (Recipient | null)[] }>
  /** Writes the chunk's outcomes and begins its lease anew. `beginning`: numbers that are written as `sending` and are
   * about to be sent. false: nothing was written, because the lease is lost or, for a beginning, the campaign stopped. */
  write(chunk: Chunk, more: Written): Promise<boolean>
  /** Writes them, and gives the chunk back: done, or due again after so many ms. */
  release(chunk: Chunk, more: Written & { readonly againAfterMs: number | null }): Promise<void>
  /** What a platform told afterwards. */
  receive(told: readonly Told[]): Promise<void>
}

export interface Written {
  readonly beginning: readonly number[]
  /** Numbers of those who, as the platform says, want nothing more. */
  readonly optedOut: readonly number[]
}

export interface Told {
  readonly campaign: CampaignId
  readonly chunk: number
  readonly place: number
  readonly receipt: Exclude<Receipt, 'none'>
  readonly optOut: boolean
}

export interface CampaignPace {
  /** Takes the next places for up to `most` messages, or says how long to wait. The first may begin `inMs` from now, each
   * of the others `everyMs` after the one before. */
  take(channel: ChannelName, perSecond: number, most: number): Promise<Places>
  /** Messages that are no campaign and count all the same. */
  charge(channel: ChannelName, perSecond: number, messages: number): Promise<void>
  /** The platform said that it was too fast: nothing is sent for so long, and afterwards more slowly for a while. */
  slow(channel: ChannelName, holdMs: number): Promise<void>
}

/** Counts whom we wrote to first, where the platform does (`Abilities.window.people`), over all processes together. */
export interface Openings {
  /** Takes a place for each of these chats, of `most` in the moving 24 hours; whoever has one needs no other. `open`: who
   * has a place now, in the same order; `waitMs`: how long until the oldest one is free, null when all have one. */
  take(
    channel: ChannelName,
    chats: readonly string[],
    most: number,
  ): Promise<{ readonly open: readonly boolean[]; readonly waitMs: number | null }>
}

export type Places =
  | { readonly kind: 'go'; readonly count: number; readonly inMs: number; readonly everyMs: number }
  | { readonly kind: 'wait'; readonly ms: number }

/** What a message of a campaign is called where a platform tells it back: by it the truth is learned after a crash. */
export function nameOfPlace({ campaign, chunk, place }: Omit<Told, 'receipt' | 'optOut'>): string {
  return `campaign.${campaign}.${chunk}.${place}`
}

/** null: it is no message of a campaign. */
export function placeNamed(name: string): Omit<Told, 'receipt' | 'optOut'> | null {
  const [, campaign, chunk, place] = /^campaign\.(\d{1,10})\.(\d{1,10})\.(\d{1,4})$/.exec(name) ?? []
  if (campaign === undefined) return null
  return { campaign: campaign as CampaignId, chunk: Number(chunk), place: Number(place) }
}
