/** How long a report takes to be filed with its case found, at 10,000 and at 1,000,000 stored reports, on a Postgres server.
 * BENCH_ROWS=100000 makes the larger one smaller. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import {
  type ChannelName,
  type ContactId,
  fingerprintText,
  type Indicator,
  keysOfText,
  type ReportedAd,
} from '#engine'
import { fileReport } from '../../../db/cases.ts'
import { openDatabase } from '../../../db/client.ts'
import { createSeal, type Seal } from '../../../db/seal.ts'
import { transact } from '../../../db/statements.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { type Chance, createChance } from './names.ts'
import { onScratchDatabase } from './scratch.ts'

const small = 10_000
const large = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
/** Reports of one case on the average; every hundredth is passed on by a hundred times as many. */
const reportsOfCase = 10
/** Reports with one text: what is passed on is kept once for comparing, so only this many are compared. */
const reportsOfText = 200
const filed = 800
/** The first ones warm plans and caches up. */
const warm = 200

export const bench: Bench = {
  name: 'join',
  async run() {
    const few = await measure(small)
    const many = await measure(large)
    const base = { reportsStored: large, ...many.reference }
    return [
      figure({
        name: 'a report filed, p99',
        unit: 'ms',
        target: 5,
        better: 'lower',
        values: [many.p99],
        reference: base,
      }),
      figure({
        name: `p99 beside that of ${small} reports`,
        unit: 'x',
        target: 2,
        better: 'lower',
        values: [many.p99 / few.p99],
        reference: { p99MsOfFew: few.p99, ...few.reference },
      }),
    ] satisfies readonly Figure[]
  },
}

interface Measured {
  readonly p99: number
  readonly reference: Readonly<Record<string, number>>
}

function measure(rows: number): Promise<Measured> {
  return onScratchDatabase(async (url) => {
    const client = await openDatabase({ url, folder: '' })
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    try {
      const key = randomBytes(32)
      const seal = createSeal({
        identity: randomBytes(32),
        sealing: { id: 1, key },
        opening: new Map([[1, key]]),
      })
      await fill(pool, rows, seal)
      const chance = createChance(7)
      const [contact] = (await pool.query('select id from contacts limit 1')).rows as { id: ContactId }[]
      if (contact === undefined) throw new Error('nobody was made who could report')
      const took: number[] = []
      let joined = 0
      for (let at = 0; at < filed; at++) {
        const report = {
          number: 20_000_000 + at,
          ads: [adOf(chance, rows)],
          facts: [],
          contact: contact.id,
          channel,
        }
        const before = performance.now()
        await transact(client.pool, (ask) => fileReport(ask, report, seal))
        if (at >= warm) took.push(performance.now() - before)
      }
      joined = Number((await pool.query('select count(*) from cases')).rows[0]?.count)
      const sorted = took.sort((a, b) => a - b)
      const part = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toPrecision(3))
      return {
        p99: part(0.99),
        reference: {
          filed: took.length,
          p50Ms: part(0.5),
          worstMs: part(0.9999),
          cases: joined,
          // The same server and connection, asked nothing.
          emptyTransactionP99Ms: await emptyTransaction(client.pool),
        },
      }
    } finally {
      await pool.end()
      await client.close()
    }
  })
}

async function emptyTransaction(pool: pg.Pool): Promise<number> {
  const took: number[] = []
  for (let at = 0; at < 500; at++) {
    const before = performance.now()
    await transact(pool, async () => {})
    took.push(performance.now() - before)
  }
  return Number((took.sort((a, b) => a - b)[495] ?? 0).toPrecision(3))
}

const channel = 'bench' as ChannelName

/** Known phones have keys that the server can make too: the bench seals by the database's own rule for them. */
const phoneOf = (recruiter: number) => `+62812${String(10_000_000 + recruiter)}`

/** A report of a known recruiter's advertisement; every fifth is of somebody new. Its words are of a handful of templates,
 * so that thousands of stored texts are like it. */
function adOf(chance: Chance, rows: number): ReportedAd {
  const recruiters = rows / reportsOfCase
  const known = chance.next() < 0.8
  const recruiter = known ? chance.below(recruiters) : 50_000_000 + chance.below(40_000_000)
  const text = `${templates[chance.below(templates.length)]} WA ${phoneOf(recruiter)}`
  const print = fingerprintText(text)
  const indicators: readonly Indicator[] = [
    { kind: 'phone', value: phoneOf(recruiter), joins: true },
    { kind: 'account', value: `telegram:agen_${recruiter}`, joins: true },
    ...(print === null ? [] : [{ kind: 'text', value: print, joins: false } as const]),
  ]
  return {
    text,
    posters: [],
    media: null,
    forwarded: 'often',
    level: 'danger',
    signs: ['closed_destination', 'fee_first'],
    indicators,
    countries: ['KH'],
    agencies: [],
  }
}

const templates = [
  'Dicari admin online di Kamboja, gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus.',
  'LOWONGAN KERJA Taiwan pabrik, biaya murah, berangkat cepat, bisa cicil, kuota terbatas.',
  'Dibutuhkan TKW Arab Saudi, proses cepat, uang fit 5 juta, tanpa potongan gaji.',
  'Loker Malaysia ladang sawit, suami istri boleh, lewat Dumai, paspor diurus semua.',
]

/** Stored reports: made by the server itself from a thousand sealed pieces of ours, and keys as our own reports have them
 * where they are asked for. */
async function fill(pool: pg.Pool, rows: number, seal: Seal): Promise<void> {
  const sealed = seal.close([{ text: templates[0], posters: [], media: null, forwarded: 'often' }])
  await pool.query(`insert into contacts (key, channel, created_at)
    select 'bench' || g, 'bench', now() - interval '90 days' from generate_series(1, 1000) g`)
  await pool.query(
    `create table recruiters (id int primary key, case_id uuid, phone text, account text, texts text[])`,
  )
  const recruiters = rows / reportsOfCase
  const step = 5_000
  for (let first = 0; first < recruiters; first += step) {
    const ids = Array.from({ length: Math.min(step, recruiters - first) }, (_, at) => first + at)
    await pool.query(
      `insert into recruiters select u.id, gen_random_uuid(), u.phone, u.account
       from unnest($1::int[], $2::text[], $3::text[]) as u(id, phone, account)`,
      [
        ids,
        ids.map((id) => seal.recognise('indicator', `phone:${phoneOf(id)}`)),
        ids.map((id) => seal.recognise('indicator', `account:telegram:agen_${id}`)),
      ],
    )
  }
  await pool.query('insert into cases (id) select case_id from recruiters')
  // Every hundredth recruiter has half of all reports.
  await pool.query(
    `create table made as select g as number, gen_random_uuid() as id,
       case when g % 2 = 0 then (g * 7919::bigint % $1::int)::int else ((g * 7919::bigint % ($1::int / 100)) * 100)::int end
         as recruiter
     from generate_series(1, $2::int) g`,
    [recruiters, rows],
  )
  await pool.query(
    `insert into reports (id, number, case_id, contact_id, channel, level, signs, content)
     select m.id, m.number, r.case_id, (select array_agg(id) from contacts)[1 + m.number % 1000], 'bench', 'danger',
       '{closed_destination,fee_first}', $1 from made m join recruiters r on r.id = m.recruiter`,
    [sealed],
  )
  const value = seal.close('+62812000')
  await pool.query(
    `insert into indicators (report_id, case_id, kind, key, value, joins)
     select m.id, r.case_id, k.kind, case k.kind when 'phone' then r.phone else r.account end, $1, true
     from made m join recruiters r on r.id = m.recruiter, (values ('phone'), ('account')) as k(kind)`,
    [value],
  )
  const prints = templates.flatMap((text) => fingerprintText(`${text} WA +6281210000000`) ?? [])
  await pool.query(
    `insert into prints (report_id, case_id, print)
     select m.id, r.case_id, ($1::text[])[1 + m.number % ${templates.length}] from made m
     join recruiters r on r.id = m.recruiter where (m.number / ${templates.length}) % ${reportsOfText} = 0`,
    [prints],
  )
  const pieces = prints.flatMap((print) => keysOfText(print).map((key) => ({ key: `text:${key}`, print })))
  await pool.query(
    `insert into print_keys (key, print_id)
     select u.key, p.id from prints p join unnest($1::text[], $2::text[]) as u(key, print) using (print)`,
    [pieces.map(({ key }) => key), pieces.map(({ print }) => print)],
  )
  await pool.query('drop table made, recruiters')
  await pool.query('vacuum analyze')
}
