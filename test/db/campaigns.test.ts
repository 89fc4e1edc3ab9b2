import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type CampaignId,
  type CampaignText,
  type ChannelName,
  everybody,
  isIn,
  leftOut,
  type Subscriber,
  type Terms,
  topics,
  variantFor,
  zones,
} from '#engine'
import type { Campaigns } from '../../db/campaigns.ts'
import type { Client } from '../../db/client.ts'
import {
  author,
  bothChannels,
  campaignsFor,
  other,
  plan,
  telegram,
  text,
  whatsapp,
} from '../kit/campaign-plan.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { randomFrom } from '../kit/random.ts'
import { type MadeSubscriber, makeSubscribers } from '../kit/subscribers.ts'

const dayMs = 24 * 3_600_000

describe('campaigns', () => {
  let client: Client
  let campaigns: Campaigns
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
    campaigns = campaignsFor({ pool: client.pool, seal }, { channels: bothChannels, alone: 5 })
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const people = (count: number, more: Partial<MadeSubscriber> = {}): Promise<readonly number[]> =>
    makeSubscribers(
      client.pool,
      seal,
      Array.from({ length: count }, (_, place) => ({
        channel: telegram,
        chat: String(1000 + place),
        ...more,
      })),
    )
  const sent = async (count = 3): Promise<CampaignId> => {
    await people(count)
    const id = await campaigns.create(plan, [text], author)
    await campaigns.move(id, { kind: 'propose', by: author })
    await campaigns.begin()
    return id
  }

  it('leaves out whom the engine leaves out, and nobody else', async () => {
    const random = randomFrom(7)
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    const now = new Date()
    const earlier = '99' as CampaignId
    const moments = [null, new Date(now.getTime() - dayMs / 2), new Date(now.getTime() - 5 * dayMs)]
    const made = Array.from({ length: 600 }, (_, place) => ({
      chat: String(place),
      channel: one([telegram, whatsapp, 'elsewhere' as ChannelName]),
      locale: one(['id', 'en', 'jv', 'su'] as const),
      topics: topics.filter(() => random() < 0.7),
      province: one([null, 'JT', 'NB']),
      country: one([null, 'my', 'tw'] as const),
      phase: one([null, 'leaving', 'at_work'] as const),
      zone: one(zones.slice(0, 3)),
      blocked: random() < 0.1,
      minor: random() < 0.1,
      pausedUntil: one([null, null, new Date(now.getTime() + dayMs), new Date(now.getTime() - dayMs)]),
      seenAt: one(moments),
      latest: one([null, ...moments.slice(1)]),
    }))
    const numbers = await makeSubscribers(client.pool, seal, made)
    for (const [place, { latest }] of made.entries())
      if (latest !== null)
        await client.database.execute(
          sql`insert into latest_campaigns (subscriber, campaign, at) values (${numbers[place]}, ${earlier}, ${latest})`,
        )
    const audiences = [
      everybody,
      { ...everybody, channels: [telegram, whatsapp], locales: ['id', 'jv'] as const },
      { ...everybody, provinces: ['JT'], phases: ['leaving'] as const, seenWithinDays: 3 },
      { ...everybody, countries: ['my'] },
    ]
    const templates: readonly CampaignText[][] = [
      [text],
      [text, { ...text, locale: 'jv', template: { name: 'w', language: 'id', values: [] } }],
    ]
    for (const audience of audiences) {
      for (const texts of templates) {
        const asked = { topic: 'lessons', capDays: 2, audience } as const
        const terms = (channel: ChannelName): Terms | null =>
          channel === telegram
            ? { windowMs: null, templates: [] }
            : channel === whatsapp
              ? { windowMs: dayMs, templates: texts.length > 1 ? ['jv'] : [] }
              : null
        const counted = await campaigns.count(asked, texts)
        const expected: Record<string, number> = {}
        let recipients = 0
        for (const each of made) {
          const who: Subscriber = {
            ...each,
            latest: each.latest === null ? null : { campaign: earlier, at: each.latest },
          }
          if (!isIn(audience, who, now)) continue
          const why = leftOut({ id: '1' as CampaignId, ...asked }, who, { terms: terms(each.channel), now })
          if (why === null) recipients++
          else expected[why] = (expected[why] ?? 0) + 1
        }
        expect(counted.recipients).toBe(recipients)
        expect(counted.leftOut).toEqual(expected)
      }
    }
  })

  it('needs another person for many, and the author is none', async () => {
    await people(6)
    const id = await campaigns.create(plan, [text], author)
    expect(await campaigns.move(id, { kind: 'approve', by: other })).toEqual({
      ok: false,
      why: 'nothing-proposed',
    })
    expect(await campaigns.move(id, { kind: 'propose', by: author })).toMatchObject({
      value: { kind: 'proposed', recipients: 6 },
    })
    expect(await campaigns.begin()).toBe(0)
    expect(await campaigns.move(id, { kind: 'approve', by: author })).toEqual({
      ok: false,
      why: 'own-campaign',
    })
    expect(await campaigns.move(id, { kind: 'approve', by: other })).toMatchObject({ ok: true })
    expect(await campaigns.begin()).toBe(1)
    expect((await campaigns.read(id))?.campaign).toMatchObject({ status: { kind: 'sending' }, recipients: 6 })
    // Not even by hand.
    const alone = await campaigns.create(plan, [text], author)
    await campaigns.move(alone, { kind: 'propose', by: author })
    await expect(
      client.database.execute(
        sql`update campaigns set status = 'sending', approved_by = author where id = ${alone}`,
      ),
    ).rejects.toThrow()
  })

  it('is frozen once, in chunks of one channel, zone and text, and everybody is in one', async () => {
    const jakarta = await people(1203)
    await makeSubscribers(client.pool, seal, [
      { channel: telegram, chat: 'east', zone: 'Asia/Jayapura' },
      { channel: telegram, chat: 'no', topics: [] },
    ])
    const id = await campaigns.create(plan, [text, { ...text, variant: 'b' }], author)
    await campaigns.move(id, { kind: 'propose', by: author })
    await campaigns.move(id, { kind: 'approve', by: other })
    expect(await campaigns.begin()).toBe(1)
    const chunks = await campaigns.chunks(id, 0)
    expect(
      chunks
        .flatMap(({ recipients }) => recipients)
        .sort((a, b) => a - b)
        .slice(0, 1203),
    ).toEqual(jakarta)
    expect(chunks.reduce((sum, { recipients }) => sum + recipients.length, 0)).toBe(1204)
    for (const { recipients, variant, outcomes } of chunks) {
      expect(recipients.length).toBeLessThanOrEqual(500)
      expect(outcomes).toHaveLength(recipients.length)
      expect(recipients.every((each) => variantFor(id, each) === variant)).toBe(true)
    }
    const { all, byVariant } = await campaigns.counts(id)
    expect(all).toMatchObject({ recipients: 1204, outcomes: { waiting: 1204 } })
    expect((byVariant.get('a')?.recipients ?? 0) / 1204).toBeCloseTo(0.5, 1)
    // Begun twice, planned once.
    await client.database.execute(sql`update campaigns set status = 'approved' where id = ${id}`)
    await campaigns.begin()
    expect((await campaigns.counts(id)).all.recipients).toBe(1204)
  })

  it('leaves out who was sent an earlier one, by its ledger', async () => {
    const first = await sent(4)
    await client.database.execute(
      sql`update campaign_chunks set outcomes = decode('02010324', 'hex') where campaign = ${first}`,
    )
    const asked = { ...plan, audience: { ...everybody, without: [first] } }
    expect(await campaigns.count(asked, [text])).toMatchObject({
      recipients: 1,
      leftOut: { 'already-sent': 3 },
    })
  })

  it('tries again only what certainly did not arrive', async () => {
    const id = await sent(5)
    expect(await campaigns.move(id, { kind: 'retry', by: author })).toEqual({
      ok: false,
      why: 'nothing-to-retry',
    })
    // unreachable, sent, unsure, blocked, malformed
    await client.database.execute(
      sql`update campaign_chunks set done = true, outcomes = decode('2402032022', 'hex') where campaign = ${id}`,
    )
    expect(await campaigns.move(id, { kind: 'retry', by: author })).toMatchObject({ ok: true })
    const [chunk] = await campaigns.chunks(id, 0)
    expect(Buffer.from(chunk?.outcomes ?? []).toString('hex')).toBe('0002032000')
  })

  it('is written in as long as it is a draft, copied at any time', async () => {
    const id = await sent(1)
    expect(await campaigns.write(id, plan, [text], author)).toEqual({ ok: false, why: 'not-a-draft' })
    expect(await campaigns.picture(id, null)).toEqual({ ok: false, why: 'not-a-draft' })
    const copied = await campaigns.copy(id, other)
    expect(await campaigns.read(copied ?? id)).toMatchObject({
      campaign: { author: other, status: { kind: 'draft' }, recipients: null },
      texts: [text],
    })
    const picture = { bytes: Buffer.from('PNG'), mime: 'image/png' } as const
    expect(await campaigns.picture(copied ?? id, picture)).toMatchObject({ ok: true })
    expect(await campaigns.readPicture(copied ?? id)).toEqual(picture)
    expect((await campaigns.list({ most: 10, before: null })).map((each) => each.id)).toEqual([copied, id])
  })
})
