import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agencyNames, type CaseId, type ChannelName, type Remembered, type ReportedAd } from '#engine'
import { fileReport, rankCase } from '../../db/cases.ts'
import type { Client } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { transact } from '../../db/statements.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const poster = '0f1e2d3c4b5a6978'
const ad = (text: string, posters: readonly string[] = []): ReportedAd => {
  const { claims, judgement, indicators } = shippedAds().read(text, shippedKnowledge(), posters)
  return {
    text,
    posters,
    media: null,
    forwarded: 'often',
    level: judgement.level,
    signs: judgement.signs.map(({ name }) => name),
    indicators,
    countries: claims.countries.map(({ value }) => value),
    agencies: claims.agencies.flatMap(({ verdict }) => agencyNames(verdict)),
  }
}
const offer = (phone: string, words = 'gaji 15 juta tanpa ijazah') =>
  ad(`Dicari admin online di Kamboja, ${words}, tiket dan paspor kami urus. WA ${phone}`)

describe('reports and cases', () => {
  let client: Client
  const seal = testSeal()
  let count = 0
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const memory = () => createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  const report = async (person: string, ...ads: ReportedAd[]): Promise<number> => {
    const number = 10_000_000 + count++
    await memory().turn(inboundFrom(person, `r${number}`), () =>
      turnSaying('filed', { effects: [{ kind: 'file-report', number, ads, facts: [] }] }),
    )
    return number
  }
  const rows = async (query: ReturnType<typeof sql>) => (await client.database.execute(query)).rows
  const casesOf = async () =>
    (await rows(sql`select c.rank, c.because, count(r.id)::int as reports from cases c join reports r on r.case_id = c.id
      group by c.id order by reports desc`)) as { rank: number; because: string[]; reports: number }[]
  const known = async (person: string): Promise<Remembered> => {
    let seen: Remembered | null = null
    await memory().turn(inboundFrom(person, `k${count++}`), (remembered) => {
      seen = remembered
      return turnSaying('ok')
    })
    if (seen === null) throw new Error('not asked')
    return seen
  }

  it('joins what shares a number, however it is written, and nothing else', async () => {
    await report('budi', offer('0812-3456-7890'))
    await report('siti', offer('wa.me/6281234567890', 'kerja santai di kantor'))
    await report('ani', offer('0813-1111-2222'))
    expect((await casesOf()).map(({ reports }) => reports)).toEqual([2, 1])
    // The same words with another number are shown to a reviewer, and not joined.
    expect(await rows(sql`select why from suggestions`)).toEqual([{ why: 'alike-text' }])
  })

  it('joins the same picture, but not a template with another number on it', async () => {
    await report('budi', ad('LOWONGAN KAMBOJA admin', [poster]))
    await report('siti', ad('Loker luar negeri', [poster.replace(/8$/, '9')]))
    expect((await casesOf()).map(({ reports }) => reports)).toEqual([2])
    await empty(client.database)
    await report('budi', { ...offer('0812-3456-7890'), ...pick(ad('LOWONGAN WA 0812-3456-7890', [poster])) })
    await report('siti', { ...offer('0813-1111-2222'), ...pick(ad('LOWONGAN WA 0813-1111-2222', [poster])) })
    expect((await casesOf()).map(({ reports }) => reports)).toEqual([1, 1])
  })

  it('counts people, not messages, and ranks by harm', async () => {
    for (let at = 0; at < 6; at++) await report('budi', offer('0812-3456-7890'))
    expect((await casesOf())[0]?.because).not.toContain('many-people')
    for (const person of ['a', 'b', 'c', 'd']) await report(person, offer('0812-3456-7890'))
    // Whoever came today only to report weighs less: a crowd of new accounts is no crowd.
    expect((await casesOf())[0]?.because).not.toContain('many-people')
    await rows(sql`update contacts set created_at = now() - interval '9 days'`)
    await report('a', offer('0812-3456-7890'))
    const [only] = await casesOf()
    expect(only?.because).toContain('many-people')
    expect(only?.because).toContain('trafficking-pattern')
    expect(only?.reports).toBe(11)
  })

  it('files reports of one recruiter that come at once one after another, and counts them all', async () => {
    await report('ani', offer('0812-3456-7890'))
    const filed = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        transact(client.pool, (ask) =>
          fileReport(
            ask,
            {
              number: 30_000_000 + at,
              ads: [offer('0812-3456-7890')],
              facts: [],
              contact: null,
              channel: 'paper' as ChannelName,
            },
            seal,
          ),
        ),
      ),
    )
    expect(filed.filter(({ status }) => status === 'rejected')).toEqual([])
    const [one, ...others] = await casesOf()
    expect(others).toEqual([])
    expect(one?.reports).toBe(9)
    const rank = one?.rank
    // Whoever ranks it anew finds what the last of them had found.
    const [{ id }] = (await rows(sql`select id from cases`)) as [{ id: CaseId }]
    await transact(client.pool, (ask) => rankCase(ask, id))
    expect((await casesOf())[0]?.rank).toBe(rank)
  })

  it('tells a reporter of their own reports alone, newest first', async () => {
    const first = await report('budi', offer('0812-3456-7890'))
    const second = await report('budi', offer('0813-1111-2222'))
    await report('siti', offer('0812-3456-7890'))
    expect((await known('budi')).reports.map(({ number, status }) => [number, status])).toEqual([
      [second, 'waiting'],
      [first, 'waiting'],
    ])
    await rows(sql`update cases set status = 'decided', finding = 'illegal-recruitment', decided_at = now(),
      decided_by = array[gen_random_uuid(), gen_random_uuid()]`)
    const status = async () => (await known('budi')).reports[0]?.status
    expect(await status()).toBe('illegal-recruitment')
    await rows(sql`update cases set takedown = 'removed'`)
    expect(await status()).toBe('removed')
    await rows(sql`update cases set finding = 'unproven'`)
    expect(await status()).toBe('unproven')
    await rows(sql`update cases set status = 'claimed', finding = null`)
    expect(await status()).toBe('checking')
  })

  it('keeps the report of somebody who is forgotten, and nothing of them', async () => {
    await report('budi', offer('0812-3456-7890'))
    await memory().turn(inboundFrom('budi', 'forget'), () =>
      turnSaying('forgotten', { effects: [{ kind: 'forget-contact' }] }),
    )
    expect(await rows(sql`select contact_id from reports`)).toEqual([{ contact_id: null }])
    expect((await known('budi')).reports).toEqual([])
  })

  it('stores no number, name or word that could be read without the keys', async () => {
    await report('budi', offer('0812-3456-7890'))
    const all = JSON.stringify([
      await rows(sql`select * from reports`),
      await rows(sql`select * from indicators`),
      await rows(sql`select key from print_keys`),
    ])
    expect(all).not.toContain('81234567890')
    expect(all.toLowerCase()).not.toContain('kamboja')
  })
})

/** The pictures and identifiers of an advertisement, to lay over another. */
function pick({ posters, indicators }: ReportedAd): Pick<ReportedAd, 'posters' | 'indicators'> {
  return { posters, indicators }
}
