/** How many people may be written to first, as the strict Cloud API counts them: its journal judges. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ChannelName, everybody, type ReviewerId } from '#engine'
import { createWhatsAppCloud } from '../../adapters/whatsapp/cloud/index.ts'
import { createCampaignLedger } from '../../db/campaign-ledger.ts'
import { createCampaigns } from '../../db/campaigns.ts'
import { createCampaignPace } from '../../db/channel-pace.ts'
import type { Client } from '../../db/client.ts'
import { createOpenings } from '../../db/openings.ts'
import { type CampaignSender, createCampaignSender } from '../../src/delivery/campaigns.ts'
import { createSpeak, loadWords, speakWritten } from '../../src/words/index.ts'
import { type CloudApi, createCloudApi } from '../kit/cloud-api/index.ts'
import { openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { makeSubscribers } from '../kit/subscribers.ts'

const whatsapp = 'whatsapp' as ChannelName
const officer = '00000000-0000-4000-8000-00000000000a' as ReviewerId
const tier = 40
const hourMs = 3_600_000
const seal = testSeal()
const speak = createSpeak(loadWords('content'))
let client: Client
let api: CloudApi
let senders: readonly CampaignSender[] = []
beforeAll(async () => {
  client = await openTestDatabase()
  api = await createCloudApi({
    limits: { perSecond: 80, pair: null, tier },
    templates: [{ name: 'alert', language: 'id', status: 'APPROVED', values: 0 }],
  })
})
afterAll(async () => {
  await Promise.all(senders.map((sender) => sender.stop()))
  await api.stop()
  await client.close()
})

/** As another process would have it: nothing is shared but the database. */
const createSender = (): CampaignSender =>
  createCampaignSender({
    ledger: createCampaignLedger({ pool: client.pool, seal }),
    pace: createCampaignPace(client.pool),
    openings: createOpenings({ pool: client.pool, seal }),
    adapters: [
      createWhatsAppCloud({
        channel: whatsapp,
        token: api.token,
        phoneId: api.phoneId,
        appSecret: api.appSecret,
        verifyToken: api.verifyToken,
        apiRoot: api.root,
        tier,
        onStatus: () => {},
        log: () => {},
      }),
    ],
    saying: { speak, speakWritten },
    now: () => new Date(),
    onSent: () => {},
    onFault: (error) => {
      throw error
    },
  })

it('is reached and never exceeded by two processes; the others wait a day, and whoever wrote just now does not', async () => {
  const chats = (from: number, count: number) =>
    Array.from({ length: count }, (_, place) => String(628_120_000_000 + from + place))
  const [silent, present] = [chats(1_000, 100), chats(2_000, 20)]
  for (const chat of present) api.limits.heard(chat)
  await makeSubscribers(client.pool, seal, [
    // Of two zones, so that each process has a chunk of its own.
    ...silent.map((chat, place) => ({
      channel: whatsapp,
      chat,
      seenAt: null,
      zone: place % 2 === 0 ? ('Asia/Jakarta' as const) : ('Asia/Makassar' as const),
    })),
    ...present.map((chat) => ({ channel: whatsapp, chat })),
  ])
  const campaigns = createCampaigns({
    pool: client.pool,
    seal,
    now: () => new Date(),
    channels: [{ name: whatsapp, windowMs: 24 * hourMs }],
    alone: 1_000_000,
  })
  const id = await campaigns.create(
    {
      name: 'New route',
      topic: 'scam-alerts',
      audience: everybody,
      hours: null,
      capDays: 0,
      startAt: null,
      values: {},
    },
    [
      {
        variant: 'a',
        locale: 'id',
        text: 'Awas.',
        choices: [],
        template: { name: 'alert', language: 'id', values: [] },
      },
    ],
    officer,
  )
  await campaigns.move(id, { kind: 'propose', by: officer })
  await campaigns.begin()
  senders = [createSender(), createSender()]
  for (const sender of senders) sender.start()
  const sent = (type: string): number => api.journal.filter((entry) => entry.type === type).length
  const untilWaiting = (left: number) =>
    expect
      .poll(
        async () => {
          const { rows } = await client.database.execute<{ idle: boolean }>(
            sql`select bool_and(lease_until is null and due_at > now()) as idle from campaign_chunks where not done`,
          )
          const { outcomes } = (await campaigns.counts(id)).all
          return [rows[0]?.idle ?? true, outcomes.waiting]
        },
        { timeout: 20_000 },
      )
      .toEqual([true, left])

  for (const [templates, left] of [
    [40, 60],
    [80, 20],
    [100, 0],
  ] as const) {
    await untilWaiting(left)
    expect([sent('template'), sent('text')]).toEqual([templates, 20])
    // A day goes by, there and here.
    api.clock.advance(25 * hourMs)
    await client.database.execute(sql`update openings set at = at - interval '25 hours'`)
    await client.database.execute(sql`update campaign_chunks set due_at = now()`)
  }
  expect(new Set(api.journal.map(({ to }) => to)).size).toBe(120)
  // Meta never had to say no.
  expect(api.calls.filter(({ status }) => status !== 200)).toEqual([])
})

it('is asked on the only road by which a template leaves', () => {
  const files = ['src', 'db', 'adapters'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
  )
  const saying = (pattern: RegExp): readonly string[] =>
    files.filter((file) => file.endsWith('.ts') && pattern.test(readFileSync(file, 'utf8')))
  expect(saying(/\.sendTemplate\(/)).toEqual(['src/delivery/campaign-call.ts'])
  expect(saying(/createCampaignCall\(saying/)).toEqual([
    'src/delivery/campaign-call.ts',
    'src/delivery/campaigns.ts',
  ])
})
