import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Danger, Delivery, Place } from '#engine'
import type { Client } from '../../db/client.ts'
import { openDatabase } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOutbox } from '../../db/outbox.ts'
import { memoryLaw } from '../contract/memory.ts'
import { empty, makeDatabase, openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { channel, counting, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

const words = (deliveries: readonly Delivery[]): string[] =>
  deliveries.flatMap(({ reply }) => reply.body.flatMap((each) => ('verbatim' in each ? [each.verbatim] : [])))

memoryLaw('database', async () => {
  const client = await openTestDatabase()
  const seal = testSeal()
  return {
    memory: createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody }),
    async queued() {
      const outbox = createOutbox({ pool: client.pool, seal, holder: 'here' })
      const said: string[] = []
      for (;;) {
        const claimed = await outbox.claim([channel], 1_000)
        if (claimed.length === 0) return said
        said.push(...words(claimed))
        await outbox.settle(
          claimed.map(({ id }) => ({ id, outcome: { kind: 'sent', messageId: '1' }, partsSent: 1 })),
        )
      }
    },
    empty: () => empty(client.database),
    close: () => client.close(),
  }
})

describe('memory in the database', () => {
  let made: TestDatabase
  let client: Client
  const seal = testSeal()
  beforeAll(async () => {
    made = await makeDatabase()
    client = await openDatabase(made.where)
  })
  afterAll(async () => {
    await client.close()
    await made.drop()
  })
  beforeEach(() => empty(client.database))
  const count = async (table: string): Promise<number> => {
    const { rows } = await client.database.execute<{ n: string }>(
      sql`select count(*) as n from ${sql.identifier(table)}`,
    )
    return Number(rows[0]?.n)
  }

  /** Resolves when a statement of this database waits for another's lock. */
  const waits = async (client: Client): Promise<void> => {
    for (;;) {
      const { rows } = await client.pool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows[0]?.n === 1) return
    }
  }

  // The embedded database does one thing at a time: nobody can meet there.
  it.skipIf('folder' in inject('prepared'))(
    'lets two processes meet at a new person without standing in each other’s way',
    async () => {
      const { from, person } = inboundFrom('new', 'first')
      const keys = [
        seal.recognise('contact', from.channel, person),
        seal.recognise('chat', from.channel, from.chat),
      ]
      const other = await client.pool.connect()
      await other.query('begin')
      const { rows } = await other.query<{ contact: string }>(
        `with one as (insert into contacts (key, channel) values ('${keys[0]}', '${from.channel}') returning id)
         insert into conversations (key, contact_id) select '${keys[1]}', id from one returning contact_id as contact`,
      )
      let thought = 0
      const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
      const done = memory.turn(inboundFrom('new', 'second'), () => {
        thought++
        return turnSaying('hello')
      })
      try {
        // It has found nobody, and waits for the other's person.
        await waits(client)
        await other.query('commit; begin; select * from conversations for update')
        await other.query(`select * from contacts where id = '${rows[0]?.contact}' for no key update`)
        await other.query('commit')
      } finally {
        other.release(true)
      }
      expect(await done).toBe('done')
      // Once: a transaction that ended in a deadlock would have been thought again.
      expect(thought).toBe(1)
      expect([await count('contacts'), await count('conversations')]).toEqual([1, 1])
    },
  )

  it('leases answers to the process that thinks them, in order, as far as it has room', async () => {
    const taken: Delivery[] = []
    let nudges = 0
    const memory = createMemory({
      pool: client.pool,
      seal,
      holder: 'here',
      handOver: { room: () => 3, take: (deliveries) => taken.push(...deliveries), nudge: () => nudges++ },
    })
    await Promise.all(
      ['a', 'a', 'b', 'c'].map((person, n) => memory.turn(inboundFrom(person, `${n}`), counting)),
    )
    expect(words(taken)).toEqual(['turn 1', 'turn 2', 'turn 1'])
    expect(taken.map(({ to }) => to.chat)).toEqual(['a', 'a', 'b'])
    expect(nudges).toBe(1)
    // What waits of a chat, or is on its way elsewhere, goes first.
    await memory.turn(inboundFrom('c', '8'), counting)
    await client.database.execute(sql`update outbox set leased_by = 'there' where leased_by is not null`)
    await memory.turn(inboundFrom('b', '9'), counting)
    expect(taken).toHaveLength(3)
    expect(nudges).toBe(3)
  })

  it('lets one bad row fail alone', async () => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    const bad = memory.turn(inboundFrom('budi', '1'), () => turnSaying('x', { locale: null as never }))
    const good = memory.turn(inboundFrom('siti', '2'), counting)
    await expect(bad).rejects.toThrow()
    expect(await good).toBe('done')
    expect([await count('turns'), await count('outbox')]).toEqual([1, 1])
  })

  it('lets two processes hear the same twenty messages at once: one effect each', async () => {
    const here = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    const other = await openDatabase({ ...made.where, share: true })
    const there = createMemory({ pool: other.pool, seal, holder: 'there', handOver: nobody })
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => inboundFrom(`p${n % 5}`, `${n}`)).flatMap((inbound) => [
        here.turn(inbound, counting),
        there.turn(inbound, counting),
      ]),
    )
    expect(results.filter((result) => result === 'done')).toHaveLength(20)
    expect([await count('turns'), await count('outbox')]).toEqual([20, 20])
    await other.close()
  })

  it('stores nothing that names a person or quotes one', async () => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    const secret = '6281234567890'
    await memory.turn(inboundFrom(secret, `wamid-${secret}`), () =>
      turnSaying(`you wrote ${secret}`, { next: { at: 'agency.which', query: secret, candidates: [] } }),
    )
    for (const table of ['contacts', 'conversations', 'turns', 'outbox']) {
      const { rows } = await client.database.execute<{ row: string }>(
        sql`select t::text as row from ${sql.identifier(table)} as t`,
      )
      expect(rows).toHaveLength(1)
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'))
    }
  })

  it('starts afresh when the key to a memory is gone', async () => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom('budi', '1'), () => turnSaying('?', { next: { at: 'agency.name' } }))
    await client.database.execute(sql`update conversations set memory = '2.x'`)
    let at = ''
    await memory.turn(inboundFrom('budi', '2'), (known) => {
      at = known.state.at
      return counting(known)
    })
    expect(at).toBe('idle')
  })

  it('writes an urgent case for the officers, and its country when that is told', async () => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    const urgent = (danger: Danger, country: Place | null) => () =>
      turnSaying('help', { effects: [{ kind: 'urgent', danger, country }] })
    await memory.turn(inboundFrom('budi', '1'), urgent('violence', null))
    await memory.turn(inboundFrom('budi', '2'), urgent('violence', 'sa'))
    await memory.turn(inboundFrom('siti', '3'), urgent('violence', 'hk'))
    await memory.turn(inboundFrom('budi', '4'), urgent('arrest', null))
    const cases = async () =>
      (
        await client.database.execute(
          sql`select danger, country, conversation_id is not null as known from urgent_cases order by id`,
        )
      ).rows
    expect(await cases()).toEqual([
      { danger: 'violence', country: 'sa', known: true },
      { danger: 'violence', country: 'hk', known: true },
      { danger: 'arrest', country: null, known: true },
    ])
    await memory.turn(inboundFrom('siti', '5'), () =>
      turnSaying('forgotten', { effects: [{ kind: 'forget-contact' }] }),
    )
    expect((await cases())[1]).toEqual({ danger: 'violence', country: 'hk', known: false })
  })
})
