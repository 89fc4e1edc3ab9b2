import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type CampaignId,
  type CampaignLedger,
  type Chunk,
  codeOfOutcome,
  type RecipientOutcome,
} from '#engine'
import { createCampaignLedger } from '../../db/campaign-ledger.ts'
import type { Campaigns } from '../../db/campaigns.ts'
import type { Client } from '../../db/client.ts'
import { createOptOutWatch } from '../../db/opt-outs.ts'
import { author, campaignsFor, plan, telegram, text } from '../kit/campaign-plan.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { makeSubscribers } from '../kit/subscribers.ts'

const nothing = { beginning: [], optedOut: [] }

describe('the ledger of campaigns', () => {
  let client: Client
  let campaigns: Campaigns
  let ledger: CampaignLedger
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
    campaigns = campaignsFor({ pool: client.pool, seal })
    ledger = createCampaignLedger({ pool: client.pool, seal })
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const begun = async (people: number): Promise<CampaignId> => {
    await makeSubscribers(
      client.pool,
      seal,
      Array.from({ length: people }, (_, place) => ({ channel: telegram, chat: `${1000 + place}` })),
    )
    const id = await campaigns.create(plan, [text], author)
    await campaigns.move(id, { kind: 'propose', by: author })
    await campaigns.begin()
    return id
  }
  const leased = async (): Promise<Chunk> => {
    const chunk = await ledger.lease(telegram)
    if (chunk === null) throw new Error('there was nothing to lease')
    return chunk
  }
  const mark = (chunk: Chunk, places: readonly number[], outcome: RecipientOutcome): readonly number[] =>
    places.map((place) => {
      chunk.outcomes[place] = codeOfOutcome(outcome)
      return chunk.recipients[place] ?? 0
    })
  const lapse = () =>
    client.database.execute(sql`update campaign_chunks set lease_until = now() - interval '1 second'`)
  const outcomes = async (id: CampaignId) => (await campaigns.counts(id)).all.outcomes

  it('gives a chunk to one process, and others to others', async () => {
    const id = await begun(1100)
    const [one, two, three, none] = [
      await leased(),
      await leased(),
      await leased(),
      await ledger.lease(telegram),
    ]
    expect(new Set([one, two, three].map(({ number }) => number)).size).toBe(3)
    expect(none).toBeNull()
    expect([one, two, three].flatMap(({ recipients }) => recipients)).toHaveLength(1100)
    for (const chunk of [one, two, three]) {
      mark(chunk, [...chunk.recipients.keys()], 'sent')
      await ledger.release(chunk, { ...nothing, againAfterMs: null })
    }
    expect((await campaigns.read(id))?.campaign.status.kind).toBe('finished')
    expect(await outcomes(id)).toMatchObject({ sent: 1100, waiting: 0 })
  })

  it('never sends again what a dead process was about to send', async () => {
    const id = await begun(5)
    const dead = await leased()
    await ledger.write(dead, { beginning: mark(dead, [0, 1], 'sending'), optedOut: [] })
    mark(dead, [0], 'sent')
    expect(await outcomes(id)).toMatchObject({ sending: 2, waiting: 3 })
    await lapse()
    const heir = await leased()
    expect(await outcomes(id)).toMatchObject({ unsure: 2, sending: 0, waiting: 3 })
    // Whoever was only asleep can write nothing any more, and so begins nothing.
    expect(await ledger.write(dead, { beginning: mark(dead, [2], 'sending'), optedOut: [] })).toBe(false)
    await ledger.release(dead, { ...nothing, againAfterMs: null })
    mark(heir, [2, 3, 4], 'sent')
    await ledger.release(heir, { ...nothing, againAfterMs: null })
    expect(await outcomes(id)).toMatchObject({ unsure: 2, sent: 3 })
  })

  it('learns from the platform what became of those, whatever comes first', async () => {
    const id = await begun(3)
    const dead = await leased()
    await ledger.write(dead, { beginning: mark(dead, [0, 1], 'sending'), optedOut: [] })
    const told = { campaign: id, chunk: dead.number, optOut: false }
    await ledger.receive([
      { ...told, place: 0, receipt: 'read' },
      { ...told, place: 0, receipt: 'delivered' },
      { ...told, place: 9999, receipt: 'read' },
    ])
    await lapse()
    await leased()
    const { all } = await campaigns.counts(id)
    expect(all.outcomes).toMatchObject({ sent: 1, unsure: 1, waiting: 1 })
    expect(all.receipts).toMatchObject({ read: 1, none: 2 })
  })

  it('begins nothing once a campaign is paused, and goes on where it was', async () => {
    const id = await begun(4)
    const chunk = await leased()
    expect(await ledger.write(chunk, { beginning: mark(chunk, [0], 'sending'), optedOut: [] })).toBe(true)
    await campaigns.move(id, { kind: 'pause', by: author })
    expect((await ledger.recheck(chunk, [])).sending).toBe(false)
    expect(await ledger.write(chunk, { beginning: mark(chunk, [1], 'sending'), optedOut: [] })).toBe(false)
    mark(chunk, [0], 'sent')
    mark(chunk, [1], 'waiting')
    await ledger.release(chunk, { ...nothing, againAfterMs: 0 })
    expect(await ledger.lease(telegram)).toBeNull()
    await campaigns.move(id, { kind: 'resume', by: author })
    const resumed = await leased()
    expect([...resumed.outcomes]).toEqual([codeOfOutcome('sent'), 0, 0, 0])
  })

  it('shows people as they are at that moment', async () => {
    await begun(3)
    const chunk = await leased()
    const [gone, stopped, there] = chunk.recipients
    await client.database.execute(sql`delete from subscribers where id = ${gone}`)
    await client.database.execute(sql`update subscribers set topics = 0 where id = ${stopped}`)
    const { sending, found } = await ledger.recheck(chunk, chunk.recipients)
    expect(sending).toBe(true)
    expect(found.map((each) => each?.subscriber.topics ?? null)).toEqual([null, [], ['scam-alerts']])
    expect(found[2]?.chat).toBe(String(1000 + chunk.recipients.indexOf(there ?? 0)))
  })

  describe('opt-outs that a platform reports', () => {
    const watch = () => createOptOutWatch({ pool: client.pool, now: () => new Date() })
    const held = async () =>
      (await client.database.execute(sql`select count(*)::int as n from subscribers where topics > 0`))
        .rows[0]?.['n']
    const age = () => client.database.execute(sql`update opt_outs set at = at - interval '2 minutes'`)

    it('are believed after a while, and proved', async () => {
      const id = await begun(500)
      const chunk = await leased()
      await ledger.write(chunk, {
        beginning: mark(chunk, [...chunk.recipients.keys()], 'sending'),
        optedOut: [],
      })
      mark(chunk, [...chunk.recipients.keys()], 'sent')
      const left = mark(chunk, [3, 4], 'failed.blocked')
      await ledger.write(chunk, { beginning: [], optedOut: left })
      expect(await watch().sweep()).toEqual([])
      expect(await held()).toBe(500)
      await age()
      await watch().sweep()
      expect(await held()).toBe(498)
      expect(await campaigns.counts(id)).toMatchObject({ optOuts: 2 })
    })

    it('stop the campaign when there are too many, and take no consent', async () => {
      const id = await begun(500)
      const chunk = await leased()
      mark(chunk, [...chunk.recipients.keys()], 'sent')
      const left = mark(chunk, [...Array(30).keys()], 'failed.blocked')
      await ledger.write(chunk, { beginning: [], optedOut: left })
      expect(await watch().sweep()).toEqual([{ campaign: id, optOuts: 30, sent: 500 }])
      expect((await campaigns.read(id))?.campaign.status).toMatchObject({
        kind: 'paused',
        by: null,
        why: 'opt-outs',
      })
      await age()
      await watch().sweep()
      await campaigns.move(id, { kind: 'resume', by: author })
      await watch().sweep()
      expect(await held()).toBe(500)
    })
  })
})
