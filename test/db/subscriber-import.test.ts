import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName, Effect, IncomingSubscriber, Memory } from '#engine'
import type { Client } from '../../db/client.ts'
import { proofOf } from '../../db/consents.ts'
import { createMemory } from '../../db/memory.ts'
import { transact } from '../../db/statements.ts'
import { importSubscribers } from '../../db/subscriber-import.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

describe('subscribers from a list', () => {
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

  const person = (chat: string, more: Partial<IncomingSubscriber> = {}): IncomingSubscriber => ({
    channel: channel as ChannelName,
    chat,
    locale: 'id',
    topics: ['scam-alerts'],
    whereabouts: { province: 'NB', country: null, phase: null },
    consent: { at: new Date('2026-05-31T05:00:00Z'), source: 'Web', words: 'Ya', version: 'v1' },
    ...more,
  })
  const add = async (...batches: (readonly IncomingSubscriber[] | null)[]) => {
    async function* all() {
      yield* batches
    }
    const done = await importSubscribers({ pool: client.pool, seal }, all())
    return done.kind === 'done' ? done.added : null
  }
  const does = async (chat: string, effects: readonly Effect[] = []) => {
    let known = null
    await memory.turn(inboundFrom(chat, `i${heard++}`), (remembered) => {
      known = remembered
      return turnSaying('noted', { effects })
    })
    return known as unknown as Parameters<Parameters<Memory['turn']>[1]>[0]
  }

  it('are known when they write, with the day and the words of their proof', async () => {
    expect(await add([person('ibu'), person('budi'), person('ibu')])).toBe(2)
    const { subscriber } = await does('ibu')
    expect(subscriber).toMatchObject({
      consent: { topics: ['scam-alerts'] },
      whereabouts: { province: 'NB' },
    })
    expect(await transact(client.pool, (ask) => proofOf(ask, subscriber?.number ?? 0))).toMatchObject([
      {
        kind: 'given',
        how: 'import',
        at: new Date('2026-05-31T05:00:00Z'),
        text: { version: expect.stringMatching(/^import:/), words: 'Web\nv1\nYa' },
      },
    ])
  })

  it('are added once, however often the list comes', async () => {
    expect(await add([person('ibu')])).toBe(1)
    expect(await add([person('ibu'), person('budi')])).toBe(1)
    expect(
      (await client.pool.query('select 1 from consents c join subscribers s on s.id = c.subscriber'))
        .rowCount,
    ).toBe(2)
  })

  it('are not brought in when the list is bad, not even those before the bad row', async () => {
    expect(await add([person('ibu')], null)).toBeNull()
    expect((await client.pool.query('select 1 from subscribers')).rowCount).toBe(0)
  })

  it('are not brought back when they said stop, by any of their ids', async () => {
    const yes = { version: '1-x', locale: 'id', words: 'Boleh?' } as const
    await does('ibu', [{ kind: 'consent', steps: [{ kind: 'given', topics: ['lessons'], text: yes }] }])
    await does('ibu', [{ kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] }])
    await memory.turn(inboundFrom('ibu', 'alias', { alias: '628123' }), () => turnSaying('noted'))
    expect(await add([person('ibu'), person('628123')])).toBe(0)
    expect((await does('ibu')).subscriber?.consent.topics).toEqual([])
  })
})
