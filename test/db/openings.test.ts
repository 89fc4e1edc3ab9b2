import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName, Openings } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { createOpenings } from '../../db/openings.ts'
import { forgetOld } from '../../db/retention.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'

const channel = 'whatsapp' as ChannelName
const dayMs = 24 * 3_600_000

describe('openings', () => {
  let made: TestDatabase
  let client: Client
  let openings: Openings
  beforeAll(async () => {
    made = await makeDatabase()
    client = await openDatabase(made.where)
    openings = createOpenings({ pool: client.pool, seal: testSeal() })
  })
  afterAll(async () => {
    await client.close()
    await made.drop()
  })
  const clear = () => client.database.execute(sql`delete from openings`)
  beforeEach(clear)
  const pass = (hours: number) =>
    client.database.execute(
      sql`update openings set at = at - make_interval(mins => ${Math.round(hours * 60)}::int)`,
    )
  const take = async (most: number, ...chats: readonly string[]) =>
    (await openings.take(channel, chats, most)).open

  it('gives places in order until none is left, and says when the oldest is free', async () => {
    expect(await openings.take(channel, ['a', 'b'], 3)).toEqual({ open: [true, true], waitMs: null })
    await pass(20)
    const { open, waitMs } = await openings.take(channel, ['c', 'd'], 3)
    expect(open).toEqual([true, false])
    expect(waitMs).toBeGreaterThan(3.9 * 3_600_000)
    expect(waitMs).toBeLessThan(4.1 * 3_600_000)
    await pass(4.1)
    expect(await take(3, 'd', 'e', 'f')).toEqual([true, true, false])
  })

  it('counts somebody once, by the newest time', async () => {
    expect(await take(2, 'a', 'a', 'b')).toEqual([true, true, true])
    await pass(20)
    expect(await take(2, 'a', 'c')).toEqual([true, false])
    await pass(5)
    // `b` is free again, `a` was opened anew.
    expect(await take(2, 'c', 'd')).toEqual([true, false])
  })

  it('lets nobody through after the limit was lowered, nor asks again in a hurry', async () => {
    await take(3, 'a', 'b', 'c')
    await pass(24)
    expect(await openings.take(channel, ['d'], 1)).toMatchObject({ open: [false], waitMs: 60_000 })
  })

  it('is never exceeded by many who ask at once', async () => {
    const crowd = Array.from({ length: 12 }, (_, one) =>
      createOpenings({ pool: client.pool, seal: testSeal() }).take(
        channel,
        Array.from({ length: 10 }, (_, chat) => `${one}.${chat}`),
        50,
      ),
    )
    const open = (await Promise.all(crowd)).flatMap((each) => each.open)
    expect(open.filter((each) => each)).toHaveLength(50)
  })

  it('agrees with counting by hand', async () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 15 }),
      chats: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, most) => {
          await clear()
          const latest = new Map<string, number>()
          let now = 0
          for (const { after, chats } of steps) {
            await pass(after)
            now += after
            const open = await take(most, ...chats)
            for (const [chat, at] of latest) if (at <= now - 24 - 1 / 60) latest.delete(chat)
            const known = chats.filter((chat) => latest.has(chat))
            const fresh = chats.filter((chat) => !latest.has(chat)).slice(0, Math.max(0, most - latest.size))
            expect(open).toEqual(chats.map((chat) => known.includes(chat) || fresh.includes(chat)))
            for (const chat of [...known, ...fresh]) latest.set(chat, now)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('keeps twelve bytes that name nobody, for two days', async () => {
    await take(9, '628120000001', '628120000002')
    const { rows } = await client.pool.query<{ person: Buffer }>('select person from openings')
    expect(rows.map(({ person }) => person.length)).toEqual([12, 12])
    expect(JSON.stringify(rows.map(({ person }) => person.toString('latin1')))).not.toContain('62812')
    await client.pool.query(`update openings set at = at - $1 * interval '1 ms' where person = $2`, [
      2 * dayMs,
      rows[0]?.person,
    ])
    await forgetOld(client.database)
    expect((await client.pool.query('select from openings')).rowCount).toBe(1)
  })
})
