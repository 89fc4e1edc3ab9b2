/** What turns make of subscriptions, in the database itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type CampaignId,
  type ConsentStep,
  type Effect,
  everybody,
  type Memory,
  type Remembered,
  type Turn,
} from '#engine'
import type { Client } from '../../db/client.ts'
import { proofOf } from '../../db/consents.ts'
import { createMemory } from '../../db/memory.ts'
import { transact } from '../../db/statements.ts'
import { openAddress } from '../../db/subscribers.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

describe('subscriptions', () => {
  let client: Client
  let memory: Memory
  const seal = testSeal()
  let heard = 0
  beforeAll(async () => {
    client = await openTestDatabase()
    memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  /** Says something that has these effects; returns what was known before. */
  const does = async (
    person: string,
    effects: readonly Effect[],
    more: Partial<Turn> = {},
  ): Promise<Remembered> => {
    let known: Remembered | null = null
    await memory.turn(inboundFrom(person, `s${heard++}`), (remembered) => {
      known = remembered
      return turnSaying('noted', { effects, ...more })
    })
    if (known === null) throw new Error('think was not asked')
    return known
  }
  const consent = (...steps: readonly ConsentStep[]): Effect => ({ kind: 'consent', steps })
  const text = { version: '1-x', locale: 'id', words: 'Boleh?' } as const
  const given = consent({ kind: 'given', topics: ['scam-alerts'], text })
  const stop = consent({ kind: 'withdrawn', topics: 'all' })
  const rows = async (): Promise<readonly Record<string, unknown>[]> =>
    (await client.pool.query('select * from subscribers order by id')).rows

  it('knows nobody who did not say yes, and keeps the proof of who did', async () => {
    expect((await does('ibu', [stop])).subscriber).toBeNull()
    expect(await rows()).toEqual([])
    await does('ibu', [given], { locale: 'jv' })
    const known = await does('ibu', [])
    expect(known.subscriber).toMatchObject({
      consent: { topics: ['scam-alerts'] },
      minor: false,
      campaign: null,
    })
    const [row] = await rows()
    expect(row).toMatchObject({ channel, locale: 'jv', topics: 1 })
    expect(openAddress(seal, row?.['address'] as Buffer, row?.['key'] as Buffer)).toBe('ibu')
    const proof = await transact(client.pool, (ask) => proofOf(ask, known.subscriber?.number ?? 0))
    expect(proof).toMatchObject([{ kind: 'given', how: 'chat', topics: ['scam-alerts'], text }])
  })

  it('ends at once, also within the batch in which it began', async () => {
    const [, , after] = await Promise.all([does('ibu', [given]), does('ibu', [stop]), does('ibu', [])])
    expect(after.subscriber?.consent.topics).toEqual([])
    expect(await rows()).toMatchObject([{ topics: 0 }])
  })

  it('pauses what was taken back for a while alone', async () => {
    const until = new Date('2027-01-01T00:00:00Z')
    await does('ibu', [given])
    await does('ibu', [stop])
    await does('ibu', [consent({ kind: 'given', topics: ['scam-alerts'], text }, { kind: 'paused', until })])
    expect(await rows()).toMatchObject([{ topics: 1, paused_until: until }])
  })

  it('keeps where they are as they tell it, also in the batch in which they agree, and forgets it', async () => {
    const told = { province: 'NB', country: null, phase: null }
    await Promise.all([does('ibu', [given]), does('ibu', [{ kind: 'whereabouts', told }])])
    expect((await does('ibu', [])).subscriber?.whereabouts).toEqual(told)
    expect(await rows()).toMatchObject([{ province: 'NB', zone: 1 }])
    await does('ibu', [{ kind: 'whereabouts', told: { province: null, country: null, phase: null } }])
    expect(await rows()).toMatchObject([{ province: null, zone: 0 }])
  })

  it('remembers a child that never subscribed, and sends it nothing', async () => {
    await does('adik', [{ kind: 'age', minor: true }])
    expect((await does('adik', [])).subscriber).toMatchObject({ minor: true, consent: { topics: [] } })
    await does('adik', [{ kind: 'age', minor: false }])
    expect((await does('adik', [])).subscriber?.minor).toBe(false)
  })

  it('speaks the language they go over to', async () => {
    await does('ibu', [given])
    await does('ibu', [{ kind: 'locale', locale: 'su' }])
    expect(await rows()).toMatchObject([{ locale: 'su' }])
  })

  it('counts an answer once a person, the latest, and none that was not offered', async () => {
    const campaign = await writeCampaign(client)
    const choose = (choice: number): Effect => ({ kind: 'campaign-answer', campaign, choice })
    await does('stranger', [choose(0)])
    await does('ibu', [given])
    await does('ibu', [choose(0)])
    await does('ibu', [choose(1)])
    await does('ibu', [choose(7)])
    const answers = await client.pool.query('select choice, variant from campaign_answers')
    expect(answers.rows).toEqual([{ choice: 1, variant: 'a' }])
  })

  it('forgets with the person, and keeps proofs that lead to nobody', async () => {
    await does('ibu', [given])
    await does('ibu', [{ kind: 'forget-contact' }])
    expect(await rows()).toEqual([])
    expect((await client.pool.query('select kind from consents')).rowCount).toBeGreaterThan(0)
    expect((await does('ibu', [])).subscriber).toBeNull()
  })
})

async function writeCampaign(client: Client): Promise<CampaignId> {
  const { rows } = await client.pool.query<{ id: number }>(
    `insert into campaigns (name, topic, author, audience, status) values
       ('x', 'scam-alerts', gen_random_uuid(), $1, 'draft') returning id`,
    [everybody],
  )
  const id = rows[0]?.id
  await client.pool.query(
    `insert into campaign_texts (campaign, variant, locale, words, choices) values ($1, 'a', 'id', 'x', '{Ya,Tidak}')`,
    [id],
  )
  return String(id) as CampaignId
}
