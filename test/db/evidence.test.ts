import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CaseId, type EvidenceId, keptAtMost, type Media, type PassedOn } from '#engine'
import type { Client } from '../../db/client.ts'
import { createEvidence, type Evidence, mostPages } from '../../db/evidence.ts'
import { createKeeping } from '../../db/keeping.ts'
import { createMemory } from '../../db/memory.ts'
import { forgetOld } from '../../db/retention.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const words = 'Dicari admin di Kamboja, gaji 15 juta, tiket kami urus. WA 0812-3456-7890'
const photo = (key: string, type: Media['type'] = 'image'): Media => ({ channel, key, type, bytes: null })
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('evidence', () => {
  let client: Client
  let evidence: Evidence
  const seal = testSeal()
  let count = 0
  beforeAll(async () => {
    client = await openTestDatabase()
    evidence = createEvidence({
      pool: client.pool,
      seal,
      strip: async (bytes, page) => ({ kind: 'shown', bytes, width: page, height: 1, pages: 2 }),
    })
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const rows = async (query: ReturnType<typeof sql>) => (await client.database.execute(query)).rows
  const keeping = () => createKeeping({ pool: client.pool, seal, holder: 'here' })
  const report = async (person: string, ...passed: Partial<PassedOn>[]): Promise<void> => {
    const number = 10_000_000 + count++
    const ads = passed.map((changes) => {
      const ad = { text: words, posters: [], media: null, forwarded: 'often' as const, ...changes }
      const { judgement, indicators } = shippedAds().read(ad.text, shippedKnowledge(), ad.posters)
      return {
        ...ad,
        level: judgement.level,
        signs: judgement.signs.map(({ name }) => name),
        indicators,
        countries: [],
        agencies: [],
      }
    })
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom(person, `r${number}`), () =>
      turnSaying('filed', { effects: [{ kind: 'file-report', number, ads, facts: [] }] }),
    )
  }
  const theCase = async (): Promise<CaseId> => {
    const [only, another] = await rows(sql`select id from cases`)
    expect(another).toBeUndefined()
    return (only as { id: CaseId }).id
  }
  const listed = async () => evidence.list(await theCase())
  const fetched = async (bytes: Uint8Array, type = 'image/jpeg'): Promise<readonly EvidenceId[]> => {
    const claimed = await keeping().claim([channel], 10)
    for (const { id } of claimed) await keeping().keep(id, { bytes, type })
    return claimed.map(({ id }) => id)
  }

  it('keeps words at once, as they were written, with both clocks and how they came', async () => {
    const text = `${words} \u202eterbalik`
    await report('budi', {
      text,
      at: { sent: '2026-11-24T01:00:00.000Z', received: '2026-11-24T01:00:02.000Z' },
      passage: { from: 'channel', post: 'https://t.me/loker/7', times: null },
    })
    const [only] = await listed()
    expect(only).toMatchObject({
      kind: 'text',
      status: 'kept',
      type: 'text/plain; charset=utf-8',
      sha256: sha256(Buffer.from(text)),
      forwarded: 'often',
      passage: { from: 'channel', post: 'https://t.me/loker/7' },
      sentAt: new Date('2026-11-24T01:00:00Z'),
      receivedAt: new Date('2026-11-24T01:00:02Z'),
    })
    const original = await evidence.original(only?.id as EvidenceId)
    expect(Buffer.from(original?.bytes ?? []).toString()).toBe(text)
  })

  it('gives a picture back byte by byte, however many pieces it was sealed in', async () => {
    const bytes = randomBytes(2_300_000)
    await report('budi', { media: photo('p1'), posters: ['0f1e2d3c4b5a6978'] })
    expect(await listed()).toMatchObject([{ kind: 'picture', status: 'wanted', sha256: null, size: null }])
    expect(await evidence.original((await listed())[0]?.id as EvidenceId)).toBeNull()
    const [id] = await fetched(bytes)
    expect(await listed()).toMatchObject([
      { status: 'kept', size: bytes.length, sha256: sha256(bytes), fingerprint: '0f1e2d3c4b5a6978' },
    ])
    const original = await evidence.original(id as EvidenceId)
    expect(original).toMatchObject({ type: 'image/jpeg', sha256: sha256(bytes) })
    expect(Buffer.compare(Buffer.from(original?.bytes ?? []), bytes)).toBe(0)
    expect(await evidence.view(id as EvidenceId, 2)).toMatchObject({ kind: 'shown', width: 2 })
  })

  it('draws a page when it is first asked for, keeps it sealed, and forgets it with its original', async () => {
    const drawn: number[] = []
    const letters = createEvidence({
      pool: client.pool,
      seal,
      strip: async (_bytes, page) => {
        drawn.push(page)
        return { kind: 'shown', bytes: Buffer.from(`page ${page}`), width: 3, height: 4, pages: 2 }
      },
    })
    await report('budi', { media: photo('p1', 'file') })
    const [id] = (await fetched(Buffer.from('%PDF-1.7 …'))) as EvidenceId[]
    if (id === undefined) throw new Error('nothing was kept')
    const shown = { kind: 'shown', width: 3, height: 4, pages: 2 }
    for (const page of [2, 2, 1, 1]) {
      const view = await letters.view(id, page)
      expect(view).toMatchObject(shown)
      expect(Buffer.from(view?.kind === 'shown' ? view.bytes : []).toString()).toBe(`page ${page}`)
    }
    expect(drawn).toEqual([2, 1])
    // Beyond the end it is the last page, which has its own place; and nobody has a thousand pages drawn.
    await letters.view(id, 3)
    await letters.view(id, 1_000)
    expect(drawn).toEqual([2, 1, 3, mostPages])
    expect(await rows(sql`select page from original_views order by page`)).toEqual([{ page: 1 }, { page: 2 }])
    const [kept] = await rows(sql`select encode(sealed, 'escape') as sealed from original_views`)
    expect(kept?.['sealed']).not.toContain('page')
    await client.database.execute(
      sql`update original_views set made_at = now() - interval '31 days' where page = 1`,
    )
    await forgetOld(client.database)
    expect(await rows(sql`select page from original_views`)).toEqual([{ page: 2 }])
    await client.database.execute(sql`delete from evidence`)
    await client.database.execute(sql`update originals set used_at = now() - interval '2 days'`)
    await forgetOld(client.database)
    expect(await rows(sql`select page from original_views`)).toEqual([])
  })

  it('keeps the same bytes once, and each report its own piece of evidence', async () => {
    const bytes = randomBytes(5_000)
    for (const person of ['budi', 'siti', 'ani']) await report(person, { media: photo(person) }, {})
    await fetched(bytes)
    expect((await listed()).map(({ kind, place }) => `${kind} ${place}`)).toEqual(
      Array(3).fill(['picture 0', 'text 1']).flat(),
    )
    // One picture, and one text that three people sent.
    expect(await rows(sql`select count(*)::int as n from originals`)).toEqual([{ n: 2 }])
    expect(await rows(sql`select count(*)::int as n from original_pieces`)).toEqual([{ n: 2 }])
  })

  it('is fetched by one process at a time, and kept once by two', async () => {
    await report('budi', { media: photo('p1') })
    const [first] = await keeping().claim([channel], 10)
    expect(await keeping().claim([channel], 10)).toEqual([])
    await client.database.execute(sql`update evidence set lease_until = now() - interval '1 second'`)
    const [second] = await keeping().claim([channel], 10)
    expect(second).toMatchObject({ id: first?.id, media: photo('p1'), attempts: 1 })
    await keeping().keep(first?.id as EvidenceId, { bytes: Buffer.from('one'), type: 'image/png' })
    await keeping().keep(first?.id as EvidenceId, { bytes: Buffer.from('two'), type: 'image/png' })
    expect(await listed()).toMatchObject([{ status: 'kept', sha256: sha256(Buffer.from('one')) }])
    expect(await rows(sql`select source, leased_by from evidence`)).toEqual([
      { source: null, leased_by: null },
    ])
  })

  it('says what it lost and why, and holds a case to its limit', async () => {
    await report('budi', { media: photo('gone') }, { media: photo('more', 'video') })
    const [gone, more] = await keeping().claim([channel], 10)
    await keeping().settle(gone?.id as EvidenceId, { lost: 'gone' })
    await keeping().settle(more?.id as EvidenceId, { againAfterMs: 0 })
    await client.database.execute(sql`
      with big as (insert into originals (key, size, type) values ('big', ${keptAtMost.case}, 'video/mp4') returning key)
      insert into evidence (report_id, place, kind, status, channel, original, facts, received_at)
      select e.report_id, 9, 'video', 'kept', 'test', big.key, e.facts, now() from evidence e, big limit 1`)
    await fetched(randomBytes(10))
    const lost = (await listed()).filter(({ status }) => status === 'lost')
    expect(lost.map(({ why }) => why).sort()).toEqual(['gone', 'too-much'])
  })

  it('does not open a piece that was changed or put in the place of another', async () => {
    await report('budi', { media: photo('p1') })
    const [id] = await fetched(randomBytes(2_000_000))
    await client.database.execute(sql`delete from original_pieces where piece = 1`)
    await expect(evidence.original(id as EvidenceId)).rejects.toThrow('not what was received')
    await client.database.execute(sql`update original_pieces set piece = 1 where piece = 0`)
    await expect(evidence.original(id as EvidenceId)).rejects.toThrow()
  })

  it('stays when its reporter is forgotten, names nobody in the open, and goes with its time', async () => {
    await report('budi', { media: photo('p1') }, {})
    await fetched(randomBytes(100))
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom('budi', 'forget'), () =>
      turnSaying('bye', { effects: [{ kind: 'forget-contact' }] }),
    )
    expect(await rows(sql`select contact_id from reports`)).toEqual([{ contact_id: null }])
    expect(await listed()).toHaveLength(2)
    const open = JSON.stringify(
      await rows(sql`select e.*, o.* from evidence e join originals o on o.key = e.original`),
    )
    expect(open).not.toContain('Kamboja')
    expect(open).not.toContain('3456')

    await forgetOld(client.database)
    expect(await listed()).toHaveLength(2)
    await client.database.execute(sql`update reports set at = now() - interval '731 days'`)
    await client.database.execute(sql`update originals set used_at = now() - interval '2 days'`)
    await forgetOld(client.database)
    expect(await rows(sql`select id from evidence`)).toEqual([])
    expect(await rows(sql`select key from original_pieces`)).toEqual([])
  })
})
