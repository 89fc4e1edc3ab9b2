/** A commit of which nobody said whether it was kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOutbox } from '../../db/outbox.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, testSeal, turnSaying } from '../kit/deliveries.ts'
import { createPostgresLine, type PostgresLine } from '../kit/postgres-line.ts'

describe.skipIf(process.env['TEST_DATABASE_URL'] === undefined)('a commit whose answer was lost', () => {
  let made: TestDatabase
  let line: PostgresLine
  let client: Client
  beforeAll(async () => {
    made = await makeDatabase()
    const url = new URL(made.where.url ?? '')
    line = await createPostgresLine({ host: url.hostname, port: Number(url.port || 5432) })
    url.host = `127.0.0.1:${line.port}`
    client = await openDatabase({ ...made.where, url: url.href })
  })
  afterAll(async () => {
    await client.close()
    await line.close()
    await made.drop()
  })

  it('lets no later answer of that chat overtake what it may have kept', async () => {
    const seal = testSeal()
    const handed: Delivery[] = []
    const handOver = {
      room: () => 10,
      take: (some: readonly Delivery[]) => void handed.push(...some),
      nudge: () => {},
    }
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver })
    const hear = (person: string, id: string) => memory.turn(inboundFrom(person, id), () => turnSaying(id))
    expect(await hear('budi', 'first')).toBe('done')
    line.order({ statement: 'commit', when: 'answered' }, { kind: 'cut' })
    await expect(hear('budi', 'second')).rejects.toThrow()
    expect(await hear('budi', 'second')).toBe('seen-before')
    expect(await hear('budi', 'third')).toBe('done')
    expect(await hear('siti', 'fourth')).toBe('done')
    const said = (each: Delivery) => ('verbatim' in each.reply.body[0] ? each.reply.body[0].verbatim : '')
    expect(handed.map(said)).toEqual(['first', 'fourth'])
    // Once its lease has lapsed it goes out, and the later one after it.
    await client.pool.query(
      `update outbox set lease_until = now() - interval '1 s' where leased_by is not null`,
    )
    const outbox = createOutbox({ pool: client.pool, seal, holder: 'here' })
    for (const expected of ['first', 'second', 'third']) {
      const claimed = (await outbox.claim([channel], 10)).filter(({ to }) => to.chat === 'budi')
      expect(claimed.map(said)).toEqual([expected])
      await outbox.settle(
        claimed.map(({ id }) => ({ id, outcome: { kind: 'sent', messageId: '1' }, partsSent: 1 })),
      )
    }
  })
})
