import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { createPace, type Pace, type Paced, plan } from '../../db/pace.ts'
import { empty, makeDatabase, type TestDatabase } from '../kit/database.ts'

const channel = 'whatsapp' as ChannelName
const hour = 3_600_000
const day = 24 * hour
const linkedAt = new Date('2026-11-01T08:00:00Z')
const rules = { perDay: [2, 5, 9], spacingMs: [1_000, 3_000] } as const

describe('the plan of a pace', () => {
  const paced = (changes: Partial<Paced> = {}): Paced => ({
    linkedAt,
    day: '2026-11-01',
    sent: 0,
    nextAt: new Date(0),
    ...changes,
  })
  const capAt = (age: number): number => {
    let at = paced()
    for (let count = 0; ; count++) {
      const place = plan(at, { ...rules, spacingMs: [0, 0] }, new Date(linkedAt.getTime() + age), 0)
      if (place.kind === 'wait') return count
      at = place.after
    }
  }

  it('allows more a day as the session grows old', () => {
    expect([0, 6 * day, 7 * day, 13 * day, 14 * day, 400 * day].map(capAt)).toEqual([2, 2, 5, 5, 9, 9])
    // A clock that goes back makes nobody older.
    expect(capAt(-day)).toBe(2)
  })

  it('begins to count anew at midnight, and says how long that is', () => {
    const full = paced({ sent: 2 })
    const place = plan(full, rules, new Date('2026-11-01T22:00:00Z'), 0)
    expect(place).toEqual({ kind: 'wait', ms: 2 * hour, why: 'day' })
    expect(plan(full, rules, new Date('2026-11-02T00:00:00Z'), 0)).toMatchObject({
      kind: 'go',
      after: { day: '2026-11-02', sent: 1 },
    })
  })

  it('spaces, by a little chance', () => {
    for (const [chance, space] of [
      [0, 1_000],
      [0.5, 2_000],
      [1, 3_000],
    ] as const) {
      const place = plan(paced(), rules, linkedAt, chance)
      if (place.kind !== 'go') throw new Error('waits')
      expect(place.after.nextAt.getTime() - linkedAt.getTime()).toBe(space)
      expect(plan(place.after, rules, linkedAt, 0)).toEqual({ kind: 'wait', ms: space, why: 'spacing' })
    }
  })

  it('allows nothing where nothing is allowed', () => {
    expect(plan(paced(), { ...rules, perDay: [0, 0, 0] }, linkedAt, 0)).toMatchObject({ why: 'day' })
  })
})

describe('the pace', () => {
  let made: TestDatabase
  let client: Client
  let now = linkedAt
  beforeAll(async () => {
    made = await makeDatabase()
    client = await openDatabase(made.where)
  })
  afterAll(async () => {
    await client.close()
    await made.drop()
  })
  beforeEach(async () => {
    await empty(client.database)
    now = linkedAt
  })
  const create = (): Pace => createPace({ pool: client.pool, now: () => now, chance: () => 0 })
  const pass = (ms: number): void => {
    now = new Date(now.getTime() + ms)
  }

  it('survives a restart, with what was sent and when', async () => {
    const before = create()
    await before.linked(channel, linkedAt)
    expect(await before.take(channel, rules)).toEqual({ kind: 'go' })
    const after = create()
    expect(await after.take(channel, rules)).toEqual({ kind: 'wait', ms: 1_000, why: 'spacing' })
    pass(1_000)
    expect(await after.take(channel, rules)).toEqual({ kind: 'go' })
    pass(hour)
    expect(await create().take(channel, rules)).toMatchObject({ kind: 'wait', why: 'day' })
    pass(8 * day)
    expect(await create().take(channel, rules)).toEqual({ kind: 'go' })
  })

  it('gives a place once, whoever asks at the same time', async () => {
    const turns = await Promise.all(Array.from({ length: 6 }, () => create().take(channel, rules)))
    expect(turns.filter(({ kind }) => kind === 'go')).toHaveLength(1)
  })

  it('becomes careful again with a new link, and forgets nothing of the day', async () => {
    const pace = create()
    await pace.linked(channel, new Date(linkedAt.getTime() - 30 * day))
    for (let count = 0; count < 3; count++) {
      expect(await pace.take(channel, rules)).toEqual({ kind: 'go' })
      pass(1_000)
    }
    await pace.linked(channel, now)
    expect(await pace.take(channel, rules)).toMatchObject({ kind: 'wait', why: 'day' })
  })

  it('knows one channel from another', async () => {
    const pace = create()
    expect(await pace.take(channel, rules)).toEqual({ kind: 'go' })
    expect(await pace.take('other' as ChannelName, rules)).toEqual({ kind: 'go' })
  })
})
