/** Tests of campaigns: what a subscriber would get, sent to an officer's own chats through the outbox. A note goes before
 * it, so that nobody takes it for the real one; it makes nobody a recipient and is in no count. */
import type pg from 'pg'
import {
  type Address,
  type CampaignId,
  type CampaignText,
  type ChannelName,
  type ContactId,
  type Locale,
  type Reply,
  type ReviewerId,
  say,
  type Variant,
} from '#engine'
import { note } from './audit.ts'
import { campaignReply, type PostedCampaign, readToShow } from './campaign-shown.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

/** A text of a campaign, as it was sent to an officer, and what became of it. */
export interface CampaignTest {
  readonly by: ReviewerId
  readonly channel: ChannelName
  readonly variant: Variant
  readonly locale: Locale
  readonly at: Date
  /** `forgotten`: so long ago that it is not known any more. */
  readonly status: 'waiting' | 'sending' | 'sent' | 'refused' | 'skipped' | 'forgotten'
}

export type Tested =
  /** To so many chats. */
  | { readonly kind: 'sent'; readonly chats: number }
  | { readonly kind: 'refused'; readonly why: 'no-chat' | 'no-text' | 'gone' }

export interface CampaignTests {
  /** Sends this text to every chat of the officer. */
  send(campaign: CampaignId, text: Pick<CampaignText, 'variant' | 'locale'>, by: ReviewerId): Promise<Tested>
  /** Newest first. */
  of(campaign: CampaignId): Promise<readonly CampaignTest[]>
}

/** Answers, officers' words and news go before it. */
const rank = 3

export function createCampaignTests({
  pool,
  seal,
  now,
  nudge,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  /** Something waits in the outbox. */
  readonly nudge: () => void
}): CampaignTests {
  return {
    async send(id, wanted, by) {
      const tested = await transact(pool, async (ask): Promise<Tested> => {
        const campaign = await readToShow(ask, id)
        if (campaign === null) return { kind: 'refused', why: 'gone' }
        const text = campaign.texts.find(
          ({ variant, locale }) => variant === wanted.variant && locale === wanted.locale,
        )
        if (text === undefined) return { kind: 'refused', why: 'no-text' }
        const chats = await ask<ChatRow>(findChats, [by])
        if (chats.length === 0) return { kind: 'refused', why: 'no-chat' }
        for (const chat of chats) await queue(ask, chat, { campaign, text, by, seal })
        const details = { chats: String(chats.length), text: `${text.variant}-${text.locale}` }
        await note(ask, { at: now(), by, act: 'campaign.tested', subject: id, details }, seal)
        return { kind: 'sent', chats: chats.length }
      })
      if (tested.kind === 'sent') nudge()
      return tested
    },
    async of(campaign) {
      const rows = await ask<TestRow>(pool, readTests, [campaign])
      return rows.map(({ at_ms, ...row }) => ({ ...row, at: new Date(at_ms) }))
    },
  }
}

interface ChatRow {
  readonly contact_id: ContactId
  readonly channel: ChannelName
  readonly address: string
}
type TestRow = Omit<CampaignTest, 'at'> & { readonly at_ms: number }

/** Two messages of one chat, which leave in this order. */
async function queue(
  ask: Ask,
  { contact_id, channel, address }: ChatRow,
  what: {
    readonly campaign: PostedCampaign
    readonly text: CampaignText
    readonly by: ReviewerId
    readonly seal: Seal
  },
): Promise<void> {
  const { campaign, text, by, seal } = what
  const to = seal.open(address) as Address
  const chat = seal.recognise('chat', to.channel, to.chat)
  const put = async (reply: Reply): Promise<string | undefined> => {
    const sealed = seal.close({ to, reply })
    const [row] = await ask<{ id: string }>(queueTest, [channel, chat, sealed, text.locale, contact_id])
    return row?.id
  }
  await put({ body: [say('officer.test_next')] })
  const delivery = await put(campaignReply(campaign, text, { choices: true }))
  await ask(addTest, [delivery, campaign.id, by, channel, text.variant, text.locale])
}

const findChats = prepared(
  'find_officer_chats',
  'select contact_id, channel, address from officer_chats where reviewer = $1::uuid order by channel',
)
const queueTest = prepared(
  'queue_campaign_test',
  `insert into outbox (channel, chat, message, locale, contact_id, turn, cause, rank, status)
   values ($1::text, $2::text, $3::text, $4::text, $5::uuid, 0, 'test', ${rank}, 'waiting') returning id::text`,
)
const addTest = prepared(
  'add_campaign_test',
  `insert into campaign_tests (delivery, campaign, by, channel, variant, locale)
   values ($1::bigint, $2::int, $3::uuid, $4::text, $5::text, $6::text)`,
)
const readTests = prepared(
  'read_campaign_tests',
  `select t.by, t.channel, t.variant, t.locale, ${ms('t.at')} as at_ms, coalesce(d.status, 'forgotten') as status
   from campaign_tests t left join outbox d on d.id = t.delivery
   where t.campaign = $1::int order by t.at desc, t.delivery desc limit 20`,
)
