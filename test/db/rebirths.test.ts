import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId, Remembered, ReportedAd, ReviewerId } from '#engine'
import { createCaseFiles } from '../../db/case-files.ts'
import type { Client } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const ani = '0a000000-0000-4000-8000-000000000001' as ReviewerId
const budi = '0b000000-0000-4000-8000-000000000002' as ReviewerId
const poster = '0f1e2d3c4b5a6978'
const words =
  'Dicari admin online di Kamboja, gaji 15 juta tanpa ijazah, tiket dan paspor kami urus semuanya.'
const offer = `${words} https://t.me/kerja_kamboja WA 0812-3456-7890`

describe('what was taken down and is seen again', () => {
  let client: Client
  const seal = testSeal()
  let count = 0
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const rows = async (query: ReturnType<typeof sql>) => (await client.database.execute(query)).rows
  const memory = () => createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  async function report(text: string, how: { person?: string; posters?: string[] } = {}): Promise<CaseId> {
    const number = 30_000_000 + count++
    const { posters = [], person = `orang-${number}` } = how
    const { judgement, indicators } = shippedAds().read(text, shippedKnowledge(), posters)
    const ad: ReportedAd = {
      text,
      posters,
      media: null,
      forwarded: 'often',
      level: judgement.level,
      signs: judgement.signs.map(({ name }) => name),
      indicators,
      countries: [],
      agencies: [],
    }
    await memory().turn(inboundFrom(person, `r${number}`), () =>
      turnSaying('filed', { effects: [{ kind: 'file-report', number, ads: [ad], facts: [] }] }),
    )
    const [row] = await rows(sql`select case_id as id from reports where number = ${number}`)
    return row?.['id'] as CaseId
  }
  const decide = (id: CaseId, finding = 'illegal-recruitment') =>
    rows(sql`update cases set status = 'decided', finding = ${finding}, decided_at = now(), takedown = 'removed',
      decided_by = array[${ani}, ${budi}]::uuid[], reason = ${seal.close('karena')},
      opened_at = now() - interval '30 days' where id = ${id}`)
  const takedown = (id: CaseId, status: string, key = status) =>
    rows(sql`insert into takedowns (case_id, kind, key, target, recipient, status, drafted_by, approved_by, seen_gone)
      values (${id}, 'account', ${key}, ${seal.close({})}, 'ministry', ${status}, ${ani}, ${budi},
        case when ${status} = 'removed' then array[now()] else '{}' end)`)
  const ruled = (id: CaseId) =>
    rows(sql`insert into rulings (key, case_id, finding, at)
      select distinct key, case_id, 'illegal-recruitment', now() from indicators where case_id = ${id} and joins`)
  const stands = async (id: CaseId) =>
    (
      await rows(
        sql`select status, finding, because, rank, due_at > now() as in_time from cases where id = ${id}`,
      )
    )[0]
  const file = (id: CaseId) =>
    createCaseFiles({ pool: client.pool, seal, now: () => new Date() }).read({ id, sees: [homeOrganisation] })
  const removed = async (text = offer, how: { posters?: string[] } = {}): Promise<CaseId> => {
    const id = await report(text, how)
    await decide(id)
    await ruled(id)
    await takedown(id, 'removed')
    return id
  }

  it.each([
    ['phone', 'Loker baru gaji besar ke Kamboja, hubungi wa.me/6281234567890 sekarang ya'],
    ['account', 'Lowongan kerja di Kamboja gaji 12 juta bulan ini, telegram @kerja_kamboja'],
  ])('reopens its case when the same %s is seen', async (kind, text) => {
    const old = await removed()
    const now = await report(text)
    expect(now).toBe(old)
    expect(await stands(old)).toMatchObject({ status: 'waiting', finding: null, in_time: true })
    expect((await stands(old))?.['because']).toContain('reborn')
    const seen = (await file(old))?.rebirths ?? []
    expect(seen).toHaveLength(1)
    expect(seen[0]?.by).toContain(kind)
    expect(seen[0]).toMatchObject({ old, in: old })
  })

  it('reopens it for the same bank account, from another phone', async () => {
    const old = await removed(`${offer} transfer ke BCA 1234567890 a.n. Budi`)
    await report('Biaya daftar kerja Malaysia transfer dulu ke BCA 1234567890, WA 0813-9999-8888')
    expect((await file(old))?.rebirths[0]?.by).toEqual(['bank-account'])
  })

  it.each([
    ['the same words', `${words} WA 0813-1111-2222`, [], ['text']],
    ['the same picture', 'LOWONGAN LUAR NEGERI WA 0813-1111-2222', [poster], ['poster']],
  ] as const)('ties %s with another number to it, and joins nothing', async (_, text, posters, by) => {
    const old = await removed(offer, { posters: [poster] })
    const another = await report(text, { posters: [...posters] })
    expect(another).not.toBe(old)
    expect(await stands(old)).toMatchObject({ status: 'waiting' })
    // Both say why, and each leads to the other.
    for (const id of [old, another]) {
      expect((await stands(id))?.['because']).toContain('reborn')
      expect((await file(id))?.rebirths).toMatchObject([{ old, in: another, by }])
    }
  })

  it('leaves alone what was found lawful, unproven, is open, or was never removed', async () => {
    for (const [finding, status] of [
      ['no-violation', 'removed'],
      ['unproven', 'removed'],
      ['illegal-recruitment', 'refused'],
      ['illegal-recruitment', null],
      ['illegal-recruitment', 'sent'],
    ] as const) {
      await empty(client.database)
      const old = await report(offer)
      await decide(old, finding)
      if (status !== null) await takedown(old, status)
      expect(await report(offer)).toBe(old)
      expect(await stands(old)).toMatchObject({ status: 'decided', finding })
      expect(await rows(sql`select 1 from rebirths`)).toEqual([])
    }
  })

  it('waits while another of its addresses is still being asked for', async () => {
    const old = await removed()
    await takedown(old, 'acknowledged')
    await report(offer)
    expect(await stands(old)).toMatchObject({ status: 'decided' })
    await rows(sql`update takedowns set status = 'refused' where status = 'acknowledged'`)
    await report(offer)
    expect(await stands(old)).toMatchObject({ status: 'waiting' })
  })

  it('is not opened again by the same, once it was decided anew; by something new it is', async () => {
    const old = await removed()
    await report(offer)
    await decide(old)
    await report(offer)
    expect(await stands(old)).toMatchObject({ status: 'decided' })
    await report('Kerja Kamboja gaji 15 juta, WA 0812-3456-7890 atau 0813-2222-3333')
    expect(await stands(old)).toMatchObject({ status: 'waiting' })
    expect(await rows(sql`select count(*)::int as many from rebirths`)).toEqual([{ many: 2 }])
    // Seen gone once more, and back once more.
    await decide(old)
    await rows(sql`update takedowns set seen_gone = seen_gone || now()`)
    await report(offer)
    expect(await stands(old)).toMatchObject({ status: 'waiting' })
  })

  it('is reopened by nobody who is muted', async () => {
    const old = await removed()
    await report('Halo kerja Malaysia gaji besar WA 0819-0000-1111 segera', { person: 'iseng' })
    await rows(sql`update contacts set muted_until = now() + interval '1 day'`)
    await report(offer, { person: 'iseng' })
    expect(await stands(old)).toMatchObject({ status: 'decided' })
  })

  it('goes on warning whoever asks, and tells its reporters that it is looked at', async () => {
    const old = await report(offer, { person: 'siti' })
    await decide(old)
    await ruled(old)
    await takedown(old, 'removed')
    await report(offer)
    let seen: Remembered | null = null
    await memory().turn(
      inboundFrom('siti', `k${count++}`),
      (known) => {
        seen = known
        return turnSaying('ok')
      },
      [{ kind: 'phone', value: '+6281234567890', joins: true }],
    )
    expect((seen as Remembered | null)?.rulings).toMatchObject([{ finding: 'illegal-recruitment' }])
    expect((seen as Remembered | null)?.reports[0]?.status).toBe('checking')
  })

  it('reopens once for two that see it at the same moment', async () => {
    const old = await removed()
    await Promise.all([report(offer), report(offer), report(offer)])
    expect(await stands(old)).toMatchObject({ status: 'waiting' })
    expect(await rows(sql`select count(*)::int as many from rebirths`)).toEqual([{ many: 1 }])
  })
})
