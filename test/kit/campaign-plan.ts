/** A campaign to everybody on two channels, as tests write one: each changes what it is about. */
import type pg from 'pg'
import { type CampaignPlan, type CampaignText, type ChannelName, everybody, type ReviewerId } from '#engine'
import { type CampaignChannel, type Campaigns, createCampaigns } from '../../db/campaigns.ts'
import type { Seal } from '../../db/seal.ts'

export const telegram = 'telegram' as ChannelName
export const whatsapp = 'whatsapp' as ChannelName
export const author = '00000000-0000-4000-8000-00000000000a' as ReviewerId
export const other = '00000000-0000-4000-8000-00000000000b' as ReviewerId

export const plan: CampaignPlan = {
  name: 'New route',
  topic: 'scam-alerts',
  audience: everybody,
  hours: null,
  capDays: 0,
  startAt: null,
  values: { number: '188' },
}

export const text: CampaignText = {
  variant: 'a',
  locale: 'id',
  text: 'Awas **modus baru**.\n\nTanya {number}.',
  choices: ['Sudah tahu', 'Baru tahu'],
  template: null,
}

const onTelegram: CampaignChannel = { name: telegram, windowMs: null }
export const bothChannels: readonly CampaignChannel[] = [
  onTelegram,
  { name: whatsapp, windowMs: 24 * 3_600_000 },
]

/** Nobody has to approve, unless `alone` says so. */
export function campaignsFor(
  { pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal },
  more: { readonly channels?: readonly CampaignChannel[]; readonly alone?: number } = {},
): Campaigns {
  const { channels = [onTelegram], alone = 1_000_000 } = more
  return createCampaigns({ pool, seal, now: () => new Date(), channels, alone })
}
