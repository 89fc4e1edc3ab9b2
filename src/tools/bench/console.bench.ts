/** What officers look up, on a full house: lists and counts of the queue, searches, one case. A million contacts and two
 * hundred thousand reports, made by SQL in a database of its own; `BENCH_ROWS` changes how many contacts. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { CaseId, ChannelName, OrganisationId, ReviewerId } from '#engine'
import { createCaseFiles } from '../../../db/case-files.ts'
import { openDatabase } from '../../../db/client.ts'
import { agencyFacet, wordKey } from '../../../db/facets.ts'
import { createNumbers, type NumberStore } from '../../../db/numbers.ts'
import { homeOrganisation } from '../../../db/organisations.ts'
import { type Asked, createQueue, type Queue } from '../../../db/queue.ts'
import { createSeal, type Seal } from '../../../db/seal.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const contacts = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
const reports = Math.ceil(contacts / 5)
/** Three reports a case, one case in five decided. */
const cases = Math.ceil(reports / 3)
const rounds = 12
const targetMs = 200
const who = '00000000-0000-4000-8000-0000000000aa' as ReviewerId
/** An organisation beside the home one has a hundredth of the cases. */
const small = '00000000-0000-4000-8000-0000000000bb' as OrganisationId

export const bench: Bench = {
  name: 'console',
  run: () =>
    onScratchDatabase(async (url) => {
      const client = await openDatabase({ url, folder: '' })
      const key = randomBytes(32)
      const seal = createSeal({
        identity: randomBytes(32),
        sealing: { id: 1, key },
        opening: new Map([[1, key]]),
      })
      // Statements that take minutes, and a table that one connection has: not the program's own pool.
      const filling = new pg.Pool({ connectionString: url, max: 1 })
      await fill(filling, seal)
      await filling.end()
      const kept = { pool: client.pool, seal, now: () => new Date() }
      const numbers = createNumbers(kept)
      await numbers.count()
      const figures = [
        ...(await measure(createQueue(kept), createCaseFiles(kept), client.pool)),
        await measureNumbers(numbers, client.pool),
      ]
      await client.close()
      return figures
    }),
}

async function measure(
  queue: Queue,
  files: ReturnType<typeof createCaseFiles>,
  pool: pg.Pool,
): Promise<readonly Figure[]> {
  const everywhere = [homeOrganisation, small]
  const usual: Asked = {
    sees: everywhere,
    who,
    shown: 'open',
    level: null,
    reason: null,
    sign: null,
    platform: null,
    country: null,
    channel: null,
    agency: null,
    since: null,
    until: null,
    withPicture: false,
    among: null,
    after: null,
  }
  const { cases: first } = await queue.list(usual)
  const lists: readonly Partial<Asked>[] = [
    {},
    { after: first.at(-1)?.id ?? null },
    { shown: 'waiting' },
    { shown: 'claimed' },
    { shown: 'proposed' },
    { shown: 'overdue' },
    { shown: 'mine' },
    { shown: 'decided' },
    { level: 'danger', country: 'KH' },
    { country: 'RS' },
    { sign: 'night_work', platform: 'telegram', channel: 'whatsapp' as ChannelName },
    { reason: 'captive' },
    { withPicture: true, level: 'no-signs' },
    { sees: [small] },
    { sees: [small], country: 'RS', shown: 'waiting' },
    { shown: 'all', since: '2026-01', platform: 'telegram' },
    { shown: 'all', agency: 'none' },
  ]
  const seeks = [
    { text: 'langka' },
    { text: 'kerja gaji' },
    { text: 'kerja kamboja tanpa ijazah' },
    { agencies: ['majujayaabadi'] },
    { indicators: [{ kind: 'phone', value: '+6281200000077', joins: true }] as const },
    { number: 10_000_500 },
    { caseBegins: '00000001' },
  ]
  const nothing = { sees: everywhere, indicators: [], number: null, caseBegins: null, agencies: [], text: '' }
  const [one] = first
  const id = one?.id ?? ('' as CaseId)
  const reference = {
    'count(*) of reports, ms': await clock(() => pool.query('select count(*) from reports')),
  }
  const among = await rowsOf(pool)
  return [
    await p95(
      'lists',
      lists.map((each) => () => queue.list({ ...usual, ...each })),
      { ...reference, ...among },
    ),
    await p95(
      'counts and choices',
      [everywhere, [small]].flatMap((sees) => [
        () => queue.counts({ sees, who }),
        () => queue.choices({ sees }),
      ]),
      reference,
    ),
    await p95(
      'searches',
      seeks.map((each) => () => queue.find({ ...nothing, ...each })),
      reference,
    ),
    await p95('one case', [() => files.read({ id, sees: everywhere })], reference),
  ]
}

/** All that is counted of a year: for everybody's cases, a small organisation's, and the public page. */
async function measureNumbers(numbers: NumberStore, pool: pg.Pool): Promise<Figure> {
  const since = new Date(Date.now() - 334 * 86_400_000).toISOString().slice(0, 7)
  return p95(
    'numbers',
    [
      () => numbers.read({ sees: [homeOrganisation, small], since }),
      () => numbers.read({ sees: [small], since }),
      () => numbers.readOpen(since),
    ],
    {
      'count(*) of cases, ms': await clock(() => pool.query('select count(*) from cases')),
      'parts counted anew, ms': await clock(() => numbers.count()),
      takedowns: (await pool.query('select count(*)::int as many from takedowns')).rows[0]?.many,
    },
  )
}

async function p95(
  name: string,
  asks: readonly (() => Promise<unknown>)[],
  reference: Readonly<Record<string, unknown>>,
): Promise<Figure> {
  // Once beforehand: a connection plans each question once.
  for (const each of asks) await each()
  const values: number[] = []
  const slowest = { at: 0, ms: 0 }
  for (let round = 0; round < rounds; round++)
    for (const [at, each] of asks.entries()) {
      const ms = await clock(each)
      values.push(ms)
      if (ms > slowest.ms) Object.assign(slowest, { at, ms })
    }
  const sorted = values.toSorted((a, b) => a - b)
  const at95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
  const median = sorted[Math.floor(sorted.length / 2)]
  return figure({
    name: `${name}, 95th percentile of ${values.length}`,
    unit: 'ms',
    target: targetMs,
    better: 'lower',
    values: [at95],
    reference: {
      ...reference,
      'median, ms': median,
      'slowest question': slowest.at,
      'slowest, ms': slowest.ms,
    },
  })
}

async function clock(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function rowsOf(pool: pg.Pool): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*)::int from contacts) as contacts, (select count(*)::int from reports) as reports,
       (select count(*)::int from cases) as cases`,
  )
  return rows[0] ?? {}
}

/** Two hundred advertisements, sealed once each and used again and again: what is looked for is in few of them. */
async function fill(pool: pg.Pool, seal: Seal): Promise<void> {
  const texts = Array.from({ length: 200 }, (_, at) => textOf(at))
  const words = texts.map((text) => [...new Set(text.split(' ').map((word) => wordKey(word, seal)))])
  const contents = texts.map((text) =>
    seal.close([{ text, posters: [], media: null, forwarded: 'often', countries: [], agencies: [] }]),
  )
  await pool.query(`insert into organisations (id, name, kind) values ($1, 'NGO', 'ngo')`, [small])
  await pool.query(
    `insert into contacts (key, channel, created_at)
     select 'c' || g, 'whatsapp', now() - interval '1 year' from generate_series(1, $1) g`,
    [contacts],
  )
  await pool.query(
    `insert into cases (id, status, finding, rank, because, opened_at, due_at, facets, organisation_id, assigned_to,
       claimed_by, claimed_at, claimed_until, proposed_by, proposed_at, decided_by, decided_at, reason)
     select (lpad(to_hex(g), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, s.status,
       case s.status when 'proposed' then 'unproven' when 'decided' then 'illegal-recruitment' end,
       (array[0, 3, 7, 10, 18, 67, 82, 1067])[1 + mod(hashint4(g) & 65535, 8)],
       case when mod(g, 500) = 0 then array['captive', 'grave-signs'] when mod(g, 3) = 0 then array['grave-signs']
         else '{}' end,
       now() - g * interval '40 seconds', now() - g * interval '40 seconds' + interval '24 hours',
       array['level:' || (array['danger', 'caution', 'no-signs'])[1 + mod(g, 3)],
         'country:' || case when mod(g, 2000) = 7 then 'RS' else (array['KH', 'MY', 'SA', 'TW'])[1 + mod(g, 4)] end,
         'sign:' || (array['scam_compound', 'night_work', 'passport_held', 'wrong_visa', 'child'])[1 + mod(g, 5)],
         'platform:' || (array['telegram', 'facebook', 'tiktok'])[1 + mod(g, 3)],
         'channel:' || (array['telegram', 'whatsapp'])[1 + mod(g, 2)]]
         || case when mod(g, 4) = 0 then array['picture'] else '{}' end
         || case when mod(g, 3000) = 0 then array[$2::text] else '{}' end,
       case when mod(g, 100) = 0 then $3::uuid else $4::uuid end, case when mod(g, 700) = 0 then $5::uuid end,
       case when s.status = 'claimed' then $5::uuid end, case when s.status = 'claimed' then now() end,
       case when s.status = 'claimed' then now() + interval '10 minutes' end,
       case when s.status = 'proposed' then $5::uuid end, case when s.status = 'proposed' then now() end,
       case when s.status = 'decided' then array[$5::uuid, $3::uuid] end,
       case when s.status = 'decided' then now() - g * interval '30 seconds' end,
       case when s.status in ('proposed', 'decided') then $6::text end
     from generate_series(1, $1::int) g, lateral (select case when mod(g, 5) = 0 then 'decided'
       when mod(g, 211) = 0 then 'proposed' when mod(g, 97) = 0 then 'claimed' else 'waiting' end as status) s`,
    [cases, agencyFacet('majujayaabadi', seal), small, homeOrganisation, who, seal.close('x')],
  )
  await pool.query(
    `create temp table texts as select * from unnest($1::text[], $2::text[]) with ordinality as t(content, words, at)`,
    [contents, words.map((each) => `{${each.join(',')}}`)],
  )
  await pool.query(
    `insert into reports (number, case_id, contact_id, channel, level, signs, content, words, at)
     select 10000000 + g, (lpad(to_hex(c), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, p.id,
       'whatsapp', 'danger', '{night_work}', t.content, t.words::smallint[], now() - g * interval '20 seconds'
     from generate_series(1, $1::int) g
     join (select id, row_number() over () as n from contacts limit $1::int) p on p.n = g
     join texts t on t.at = case when mod(g, 5000) = 0 then 200 else 1 + mod(g, 199) end,
     lateral (select 1 + mod(g, $2::int) as c) k`,
    [reports, cases],
  )
  await pool.query(
    `insert into indicators (report_id, case_id, kind, key, value, joins)
     select id, case_id, 'phone', case when mod(number, 900) = 0 then $1::text else md5(number::text) end, $2::text, true
     from reports`,
    [seal.recognise('indicator', 'phone:+6281200000077'), seal.close('+6281200000077')],
  )
  await pool.query(
    `insert into takedowns (case_id, kind, key, target, platform, recipient, drafted_by, approved_by, status, created_at,
       approved_at, sent_at, due_at, seen_gone)
     select id, 'link', id::text, 'x', 'telegram', 'ministry', $1::uuid, $2::uuid, case mod(rank, 2) when 0 then 'removed' else 'sent' end,
       decided_at + interval '1 hour', decided_at + interval '2 hours', decided_at + interval '3 hours',
       decided_at + interval '27 hours', array[decided_at + interval '20 hours']
     from cases where status = 'decided'`,
    [who, small],
  )
  await pool.query('vacuum analyze')
}

/** The last one has a word that no other has. */
function textOf(at: number): string {
  const stems = [
    'kerja',
    'gaji',
    'admin',
    'tiket',
    'paspor',
    'visa',
    'cepat',
    'tanpa',
    'ijazah',
    'kamboja',
    'kebun',
  ]
  const drawn = stems.filter((_, place) => (at >> (place % 8)) % 2 === place % 2 || place < 2)
  const own = Array.from({ length: 20 }, (_, place) => `kata${(at * 7 + place * 13) % 400}`)
  return [...drawn, ...own, ...(at === 199 ? ['langka'] : [])].join(' ')
}
