import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CampaignId, CampaignText, RecipientOutcome } from '#engine'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { createCampaignLedger } from '../../db/campaign-ledger.ts'
import type { Campaigns } from '../../db/campaigns.ts'
import { createCampaignPace } from '../../db/channel-pace.ts'
import type { Client } from '../../db/client.ts'
import { createOpenings } from '../../db/openings.ts'
import { type CampaignSender, createCampaignSender } from '../../src/delivery/campaigns.ts'
import { createSpeak, loadWords, speakWritten } from '../../src/words/index.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { author, campaignsFor, plan, telegram, text } from '../kit/campaign-plan.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { makeSubscribers } from '../kit/subscribers.ts'

describe('sending a campaign', () => {
  let client: Client
  let campaigns: Campaigns
  let api: BotApi
  let sender: CampaignSender
  const seal = testSeal()
  const speak = createSpeak(loadWords('content'))
  beforeAll(async () => {
    client = await openTestDatabase()
    campaigns = campaignsFor({ pool: client.pool, seal })
  })
  afterAll(() => client.close())
  beforeEach(async () => {
    await empty(client.database)
    api = await createBotApi({ flood: false })
    sender = createCampaignSender({
      ledger: createCampaignLedger({ pool: client.pool, seal }),
      pace: createCampaignPace(client.pool),
      openings: createOpenings({ pool: client.pool, seal }),
      adapters: [
        createTelegram({
          token: api.token,
          apiRoot: api.root,
          campaignPerSecond: 1_000,
          commands: {},
          log: () => {},
        }),
      ],
      saying: { speak, speakWritten },
      now: () => new Date(),
      onSent: () => {},
      onFault: () => {},
    })
  })
  afterEach(async () => {
    await sender.stop()
    await api.stop()
  })

  const begin = async (people: number, more: Partial<CampaignText> = {}): Promise<CampaignId> => {
    for (let chat = 1; chat <= people; chat++) api.world.meet({ id: chat, type: 'private', first_name: 'P' })
    await makeSubscribers(
      client.pool,
      seal,
      Array.from({ length: people }, (_, place) => ({ channel: telegram, chat: String(place + 1) })),
    )
    const id = await campaigns.create(plan, [{ ...text, ...more }], author)
    await campaigns.move(id, { kind: 'propose', by: author })
    await campaigns.begin()
    return id
  }
  const outcomes = async (id: CampaignId): Promise<Partial<Record<RecipientOutcome, number>>> => {
    const { all } = await campaigns.counts(id)
    return Object.fromEntries(Object.entries(all.outcomes).filter(([, count]) => count > 0))
  }
  const finished = async (id: CampaignId) => {
    const end = Date.now() + 30_000
    for (;;) {
      if ((await campaigns.read(id))?.campaign.status.kind === 'finished') return
      if (Date.now() > end) throw new Error(`not finished: ${JSON.stringify(await outcomes(id))}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('says it once to each, with its choices and what stands in its holes', async () => {
    const id = await begin(40)
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({ sent: 40 })
    for (let chat = 1; chat <= 40; chat++) expect(api.shown(chat)).toHaveLength(1)
    expect(api.shown(1)[0]).toMatchObject({
      text: 'Awas modus baru.\n\nTanya 188.',
      entities: [{ type: 'bold', offset: 5, length: 10 }],
      reply_markup: { inline_keyboard: [[{ callback_data: `~${Number(id).toString(36)}.0` }, {}]] },
    })
  })

  it('leaves out who took their consent back, was forgotten or blocked the bot meanwhile', async () => {
    const id = await begin(5)
    await client.database.execute(
      sql`update subscribers set topics = 0 where id = (select min(id) from subscribers)`,
    )
    await client.database.execute(sql`delete from subscribers where id = (select max(id) from subscribers)`)
    api.people.blocks(api.people.person(3))
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({
      'skipped.no-consent': 1,
      'skipped.forgotten': 1,
      'failed.blocked': 1,
      sent: 2,
    })
    expect((await client.database.execute(sql`select campaign from opt_outs`)).rows).toEqual([
      { campaign: Number(id) },
    ])
  })

  it('obeys a 429, and nobody is lost or told twice by it', async () => {
    const id = await begin(30)
    api.faults.failNext('sendMessage', {
      kind: 'refuse',
      code: 429,
      description: 'Too Many Requests: retry after 1',
      retryAfter: 1,
    })
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({ sent: 30 })
    expect(api.journal.filter(({ method }) => method === 'sendMessage')).toHaveLength(30)
    const [pace] = (await client.database.execute(sql`select share from channel_paces`)).rows
    expect(pace?.['share']).toBeLessThan(1)
  })

  it('does not try again what may have arrived', async () => {
    const id = await begin(20)
    api.faults.failNext('sendMessage', { kind: 'drop-after' }, 2)
    api.faults.failNext('sendMessage', { kind: 'half' })
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({ sent: 17, unsure: 3 })
    for (let chat = 1; chat <= 20; chat++) expect(api.shown(chat)).toHaveLength(1)
  })

  it('stops when it is paused, and goes on where it was', async () => {
    const id = await begin(900)
    sender.start()
    await api.until('begun', () => api.journal.length > 20)
    await campaigns.move(id, { kind: 'pause', by: author })
    await sender.stop()
    const before = api.journal.length
    const counted = await outcomes(id)
    expect(counted).toEqual({ sent: before, waiting: 900 - before })
    await campaigns.move(id, { kind: 'resume', by: author })
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({ sent: 900 })
    expect(new Set(api.journal.map(({ chat }) => chat)).size).toBe(900)
    expect(api.journal).toHaveLength(900)
  })

  it('refuses what is more than one message', async () => {
    const id = await begin(2, { text: 'panjang '.repeat(700) })
    sender.start()
    await finished(id)
    expect(await outcomes(id)).toEqual({ 'failed.malformed': 2 })
    expect(api.journal).toHaveLength(0)
  })
})
