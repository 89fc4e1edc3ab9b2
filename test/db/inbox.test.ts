import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Body, ChannelName, Effect, Remembered, ReviewerId, ThreadId } from '#engine'
import type { Client } from '../../db/client.ts'
import { createInbox } from '../../db/inbox.ts'
import { createMemory } from '../../db/memory.ts'
import { createOutbox } from '../../db/outbox.ts'
import { forgetOld } from '../../db/retention.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

const ani = '11111111-1111-4111-8111-111111111111' as ReviewerId
const rini = '22222222-2222-4222-8222-222222222222' as ReviewerId
const open: Effect = { kind: 'open-inbox' }
const kept: Effect = { kind: 'to-officers', noted: false }

describe('the officers’ inbox', () => {
  let client: Client
  let count = 0
  let nudges = 0
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const inbox = () => createInbox({ pool: client.pool, seal, nudge: () => nudges++, now: () => new Date() })
  const memory = () => createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  const outbox = () => createOutbox({ pool: client.pool, seal, holder: 'here' })
  const rows = async (query: ReturnType<typeof sql>) => (await client.database.execute(query)).rows
  /** Says something; what was known before it. The bot itself says nothing. */
  const says = async (person: string, said: string | Body, ...effects: Effect[]): Promise<Remembered> => {
    let before: Remembered | null = null
    const body: Body = typeof said === 'string' ? { kind: 'text', text: said } : said
    await memory().turn(inboundFrom(person, `m${count++}`, { body }), (known) => {
      before = known
      return turnSaying('', { replies: [], effects })
    })
    if (before === null) throw new Error('not asked')
    return before
  }
  const only = async (): Promise<ThreadId> => {
    const [thread, another] = await inbox().list(10)
    if (thread === undefined || another !== undefined) throw new Error('not one conversation')
    return thread.id
  }

  it('keeps every message in order, with the one that asked, pictures too', async () => {
    const media = { channel, key: 'file-1', type: 'image', bytes: 7 } as const
    await says('budi', 'mau bicara dengan petugas', open)
    await says('budi', 'paspor saya', kept)
    await says('budi', { kind: 'media', media, caption: 'ini' }, kept)
    await says('budi', 'not for them')
    const read = await inbox().read(await only())
    expect(read?.map(({ body, by }) => [by, body])).toEqual([
      [null, { kind: 'text', text: 'mau bicara dengan petugas' }],
      [null, { kind: 'text', text: 'paspor saya' }],
      [null, { kind: 'media', media, caption: 'ini' }],
    ])
  })

  it('sends an officer’s words to the chat they belong to, in its language, before anything waits behind', async () => {
    await says('budi', 'petugas', open, { kind: 'locale', locale: 'jv' })
    const before = nudges
    const id = await only()
    expect(await inbox().answer(id, { text: 'Sugeng *siang*', by: ani })).toBe('done')
    expect(nudges).toBe(before + 1)
    const [delivery, more] = await outbox().claim([channel], 10)
    expect(more).toBeUndefined()
    expect(delivery).toMatchObject({
      to: { channel, chat: 'budi' },
      locale: 'jv',
      cause: { kind: 'officer' },
      reply: { body: [{ say: 'officer.says' }, { verbatim: 'Sugeng *siang*' }] },
    })
    expect(await rows(sql`select rank from outbox`)).toEqual([{ rank: 0 }])
    const { inbox: known } = await says('budi', 'matur nuwun', kept)
    expect(known?.word).toBeInstanceOf(Date)
    expect((await inbox().read(id))?.map(({ by }) => by)).toEqual([null, ani, null])
    expect(await inbox().list(10)).toMatchObject([{ id, status: 'taken', takenBy: ani, waits: true }])
  })

  it('goes out behind what the bot still has to say in the same chat', async () => {
    await memory().turn(inboundFrom('budi', `m${count++}`), () => turnSaying('first', { effects: [open] }))
    await inbox().answer(await only(), { text: 'second', by: ani })
    const claimed = await outbox().claim([channel], 10)
    expect(claimed.map(({ cause }) => cause.kind)).toEqual(['turn'])
  })

  it('is taken back by the person: the officers can answer no more, and nothing written is lost', async () => {
    await says('budi', 'petugas', open)
    const id = await only()
    await says('budi', 'selesai', { kind: 'close-inbox' })
    expect(await inbox().list(10)).toEqual([])
    expect(await inbox().answer(id, { text: 'halo', by: ani })).toBe('closed')
    expect(await inbox().take(id, ani)).toBe('closed')
    expect(await outbox().claim([channel], 10)).toEqual([])
    expect(await inbox().read(id)).toHaveLength(1)
    // Asked for again, it is another conversation.
    await says('budi', 'petugas', open)
    expect(await only()).not.toBe(id)
  })

  it('is given back by an officer: the person is told, and the bot knows', async () => {
    await says('budi', 'petugas', open)
    const id = await only()
    expect(await inbox().take(id, rini)).toBe('done')
    expect(await inbox().close(id, rini)).toBe('done')
    expect(await inbox().close(id, rini)).toBe('closed')
    const [delivery] = await outbox().claim([channel], 10)
    expect(delivery?.reply.body).toEqual([{ say: 'officer.closed', with: {} }])
    expect((await says('budi', 'halo', kept)).inbox).toBeNull()
    expect(await inbox().read(id)).toHaveLength(1)
  })

  it('that lapsed still waits; an officer’s late word takes it up again', async () => {
    await says('budi', 'petugas', open)
    await says('budi', 'cek PT', { kind: 'lapse-inbox' })
    expect((await says('budi', 'halo')).inbox?.lapsed).toBe(true)
    await inbox().answer(await only(), { text: 'maaf baru sempat', by: ani })
    expect((await says('budi', 'tidak apa', kept)).inbox).toMatchObject({ lapsed: false })
    expect(await inbox().read(await only())).toHaveLength(3)
  })

  it('shows danger first, then who waits longest, then who has their answer', async () => {
    for (const person of ['ani', 'budi', 'citra', 'dewi']) await says(person, 'petugas', open)
    const ids = (await inbox().list(10)).map(({ id }) => id)
    await says('citra', 'saya dikurung', { kind: 'urgent', danger: 'confinement', country: 'my' }, kept)
    await inbox().answer(ids[0] as ThreadId, { text: 'ya', by: ani })
    const list = await inbox().list(10)
    expect(list.map(({ id }) => ids.indexOf(id))).toEqual([2, 1, 3, 0])
    expect(list[0]?.urgent).toEqual({ danger: 'confinement', country: 'my' })
    expect(list[1]?.urgent).toBeNull()
    expect(await inbox().list(1)).toHaveLength(1)
  })

  it('forgets all of it with the person, answers on their way too', async () => {
    await says('budi', 'petugas', open)
    await says('siti', 'petugas', open)
    const [first] = await inbox().list(10)
    const id = first?.id as ThreadId
    await inbox().answer(id, { text: 'halo', by: ani })
    await says('budi', 'ya', { kind: 'forget-contact' }, kept)
    expect(await inbox().read(id)).toBeNull()
    expect(await inbox().answer(id, { text: 'halo?', by: ani })).toBe('gone')
    expect(await outbox().claim([channel], 10)).toEqual([])
    expect(await rows(sql`select message, contact_id from outbox`)).toEqual([
      { message: null, contact_id: null },
    ])
    expect(await inbox().read(await only())).toHaveLength(1)
  })

  it('stores no word, number or address that could be read without the keys', async () => {
    const phone = '6281234567890'
    await says(phone, `saya ${phone} minta petugas`, open)
    await inbox().answer(await only(), { text: 'rahasia', by: ani })
    const all = JSON.stringify([
      await rows(sql`select *, id::text, null as id from inbox_threads`),
      await rows(sql`select body, direction from inbox_messages`),
      await rows(sql`select chat, message from outbox`),
    ])
    expect(all).not.toContain(phone)
    expect(all).not.toContain('rahasia')
  })

  it('is forgotten by itself 90 days after its end, or after the last word of one nobody closed', async () => {
    const days = (many: number) => sql.raw(`now() - interval '${many} days'`)
    for (const person of ['closed', 'closed-lately', 'open', 'open-lately']) await says(person, person, open)
    const ids = (await inbox().list(10)).map(({ id }) => id)
    for (const id of ids.slice(0, 2)) await inbox().close(id, ani)
    await rows(sql`update inbox_threads set asked_at = ${days(200)}`)
    await rows(sql`update inbox_threads set closed_at = ${days(91)} where id = ${ids[0]}`)
    await rows(sql`update inbox_threads set answered_at = ${days(89)} where id = ${ids[3]}`)
    await forgetOld(client.database)
    const left = await rows(sql`select thread_id::text as id from inbox_messages order by 1`)
    expect(left.map(({ id }) => id)).toEqual([ids[1], ids[3]])
  })

  it('is one at a time for a conversation, however often it is asked for at once', async () => {
    await Promise.all([
      says('budi', 'petugas', open),
      says('budi', 'petugas', open),
      says('budi', 'woi', open),
    ])
    expect(await inbox().read(await only())).toHaveLength(3)
    const other = { from: { channel: 'other' as ChannelName, chat: 'budi' } }
    await memory().turn(inboundFrom('budi', 'o', other), () =>
      turnSaying('', { replies: [], effects: [open] }),
    )
    expect(await inbox().list(10)).toHaveLength(2)
  })
})
