import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery, Outbox, Settlement } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOutbox } from '../../db/outbox.ts'
import { empty, makeDatabase, type TestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

describe('outbox', () => {
  let made: TestDatabase
  let client: Client
  let outbox: Outbox
  const seal = testSeal()
  let heard = 0
  beforeAll(async () => {
    made = await makeDatabase()
    client = await openDatabase(made.where)
    outbox = createOutbox({ pool: client.pool, seal, holder: 'here' })
  })
  afterAll(async () => {
    await client.close()
    await made.drop()
  })
  beforeEach(() => empty(client.database))

  const queue = async (person: string, text: string): Promise<void> => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom(person, `m${heard++}`), () => turnSaying(text))
  }
  const claim = (most = 100) => outbox.claim([channel], most)
  const text = ({ reply }: Delivery): string => ('verbatim' in reply.body[0] ? reply.body[0].verbatim : '')
  const settle = (delivery: Delivery | undefined, outcome: Settlement, partsSent = 0) => {
    if (delivery === undefined) throw new Error('there was nothing to settle')
    return outbox.settle([{ id: delivery.id, outcome, partsSent }])
  }
  const pass = (seconds: number) =>
    client.database.execute(sql`update outbox set
      lease_until = lease_until - make_interval(secs => ${seconds}), due_at = due_at - make_interval(secs => ${seconds})`)
  const passHold = (seconds: number) =>
    client.database.execute(sql`update channel_holds set until = until - make_interval(secs => ${seconds})`)
  const statuses = async (): Promise<string[]> => {
    const { rows } = await client.database.execute<{ s: string }>(
      sql`select status || coalesce(' ' || why, '') as s from outbox order by id`,
    )
    return rows.map((row) => row.s)
  }

  it('gives the others although one cannot be opened, and gives that one once its key is back', async () => {
    await queue('a', 'a1')
    await queue('b', 'b1')
    const { rows } = await client.database.execute<{ message: string }>(
      sql`select message from outbox order by id limit 1`,
    )
    await client.database.execute(
      sql`update outbox set message = 'rubbish' where id = (select min(id) from outbox)`,
    )
    expect((await claim()).map(text)).toEqual(['b1'])
    expect(await statuses()).toEqual(['waiting unreachable', 'sending'])
    await client.database.execute(
      sql`update outbox set message = ${rows[0]?.message} where id = (select min(id) from outbox)`,
    )
    expect(await claim()).toEqual([])
    await pass(600)
    expect((await claim()).map(text)).toContain('a1')
  })

  it('gives one delivery of a chat at a time, in order', async () => {
    for (const [person, words] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
      ['a', 'a3'],
    ] as const)
      await queue(person, words)
    const first = await claim()
    expect(first.map(text)).toEqual(['a1', 'b1'])
    expect(first[0]).toMatchObject({
      to: { channel, chat: 'a' },
      locale: 'id',
      attempts: 0,
      partsSent: 0,
      turn: 1,
    })
    expect(await claim()).toEqual([])
    await settle(first[0], { kind: 'sent', messageId: '1' })
    expect((await claim()).map(text)).toEqual(['a2'])
  })

  it('gives nothing of channels that are not asked for', async () => {
    await queue('a', 'a1')
    expect(await outbox.claim(['other' as typeof channel], 10)).toEqual([])
  })

  it('keeps nothing of what was said once it is settled', async () => {
    await queue('a', 'a1')
    await settle((await claim())[0], { kind: 'sent', messageId: '1' })
    const { rows } = await client.database.execute(sql`select status, chat, message from outbox`)
    expect(rows).toEqual([{ status: 'sent', chat: null, message: null }])
  })

  it('sends an answer again when the process that had it is gone', async () => {
    await queue('a', 'a1')
    await claim()
    await pass(30)
    expect(await claim()).toEqual([])
    await pass(15)
    const [again] = await claim()
    expect(again).toMatchObject({ attempts: 1 })
  })

  it('lets a late answer of a process that was given up change nothing', async () => {
    await queue('a', 'a1')
    const [lost] = await claim()
    await pass(60)
    await settle((await claim())[0], { kind: 'sent', messageId: '1' })
    await settle(lost, { kind: 'later', why: 'unreachable', afterMs: 0 })
    expect(await statuses()).toEqual(['sent'])
  })

  it('waits as long as it was told, and remembers which parts have arrived', async () => {
    await queue('a', 'a1')
    await settle((await claim())[0], { kind: 'later', why: 'unreachable', afterMs: 5_000 }, 2)
    await pass(4)
    expect(await claim()).toEqual([])
    await pass(2)
    expect((await claim())[0]).toMatchObject({ attempts: 1, partsSent: 2 })
  })

  it('holds the whole channel while the platform wants it, for every process', async () => {
    await queue('a', 'a1')
    await queue('b', 'b1')
    const [first, second] = await claim()
    await settle(first, { kind: 'later', why: 'throttled', afterMs: 30_000 })
    await settle(second, { kind: 'later', why: 'throttled', afterMs: 5_000 })
    await pass(10)
    await passHold(10)
    expect(await claim()).toEqual([])
    await pass(25)
    await passHold(25)
    expect((await claim()).map(text)).toEqual(['a1', 'b1'])
  })

  it('gives up a chat that is closed, and only that', async () => {
    for (const [person, words] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
    ] as const)
      await queue(person, words)
    await settle((await claim())[0], { kind: 'refused', why: 'blocked', detail: 'Forbidden' })
    expect(await statuses()).toEqual(['refused blocked', 'skipped blocked', 'sending'])
  })

  it('goes on with a chat after one message that the platform would not take', async () => {
    await queue('a', 'a1')
    await queue('a', 'a2')
    await settle((await claim())[0], { kind: 'refused', why: 'malformed', detail: 'Bad Request' })
    expect((await claim()).map(text)).toEqual(['a2'])
  })

  it('lets four processes take what waits without taking anything twice or out of order', async () => {
    for (let n = 0; n < 60; n++) await queue(`p${n % 7}`, `${n}`)
    const others = await Promise.all([1, 2, 3].map(() => openDatabase({ ...made.where, share: true })))
    const boxes = [client, ...others].map(({ pool }) => createOutbox({ pool, seal, holder: 'any' }))
    const sent: number[] = []
    await Promise.all(
      boxes.map(async (box) => {
        for (let idle = 0; idle < 5; ) {
          const claimed = await box.claim([channel], 3)
          idle = claimed.length === 0 ? idle + 1 : 0
          sent.push(...claimed.map((each) => Number(text(each))))
          await box.settle(
            claimed.map(({ id }) => ({ id, outcome: { kind: 'sent', messageId: '1' }, partsSent: 1 })),
          )
        }
      }),
    )
    expect(sent.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n))
    for (let person = 0; person < 7; person++) {
      const own = sent.filter((n) => n % 7 === person)
      expect(own).toEqual(own.toSorted((a, b) => a - b))
    }
    for (const other of others) await other.close()
  })
})
