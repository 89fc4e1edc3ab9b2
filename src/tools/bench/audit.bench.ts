/** audit: whether any tampering with the log of acts is found, and how fast the whole log is read and checked. */
import pg from 'pg'
import { chainOf } from '../../../db/audit.ts'
import { createChainCheck, type Link, lineOf } from '../../../db/audit-chain.ts'
import { openDatabase } from '../../../db/client.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import { chained, type Row, tamper } from '../../../test/kit/tampering.ts'
import type { Bench } from './form.ts'
import { figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const tamperings = 10_000
const rowsTampered = 500
const rowsRead = 300_000
const runs = 3

export const bench: Bench = {
  name: 'audit',
  async run() {
    const draw = randomFrom(2_026)
    const rows = madeUp(rowsTampered, draw)
    // One a minute, while a few acts are done each minute: the last one always.
    const anchors: readonly Link[] = rows.filter(({ place }) => place % 7 === 0 || place === rows.length)
    let found = 0
    const ways: Record<string, number> = {}
    for (let at = 0; at < tamperings; at++) {
      const { way, rows: changed } = tamper(rows, draw)
      ways[way] = (ways[way] ?? 0) + 1
      if (isBroken(changed, anchors)) found++
    }
    const falseAlarm = isBroken(rows, anchors)
    const speeds = await onScratchDatabase(async (url) => {
      const client = await openDatabase({ url, folder: '' })
      try {
        await fill(url, madeUp(rowsRead, draw))
        const measured: number[] = []
        for (let run = 0; run < runs; run++) measured.push(await readAll(client.pool))
        return measured
      } finally {
        await client.close()
      }
    })
    return [
      figure({
        name: 'tamperings found',
        unit: '%',
        target: 100,
        better: 'higher',
        values: [falseAlarm ? 0 : (100 * found) / tamperings],
        reference: { tamperings, ways, foundWithoutAnchors: withoutAnchors(rows) },
      }),
      figure({
        name: 'rows read and checked',
        unit: 'rows/s',
        target: 100_000,
        better: 'higher',
        values: speeds,
        reference: { rows: rowsRead, checkedInMemory: Math.round(inMemory(rows)) },
      }),
    ]
  },
}

function madeUp(many: number, draw: () => number): readonly Row[] {
  const acts = ['case.claim', 'case.propose', 'case.confirm', 'reviewer.signed-in', 'takedown.send']
  const id = () => `${Math.floor(draw() * 1e8)}`.padStart(8, '0').concat('-0000-4000-8000-000000000001')
  return chained(
    Array.from({ length: many }, (_, at) => ({
      atMicros: BigInt(Date.UTC(2026, 10, 24)) * 1000n + BigInt(at) * 1_000_000n,
      by: draw() < 0.05 ? null : id(),
      act: acts[Math.floor(draw() * acts.length)] ?? '',
      subject: draw() < 0.05 ? null : id(),
      details: draw() < 0.3 ? null : `1.${'kPz0'.repeat(12 + Math.floor(draw() * 30))}`,
    })),
  )
}

function isBroken(rows: readonly Row[], anchors: readonly Link[]): boolean {
  const check = createChainCheck(anchors)
  check.take(rows.map((row) => ({ line: lineOf(row.place, row), hash: row.hash })))
  return check.end().kind === 'broken'
}

/** The same tamperings seen by the chain alone, in %: why there are anchors. */
function withoutAnchors(rows: readonly Row[]): number {
  const draw = randomFrom(2_026)
  let found = 0
  for (let at = 0; at < 2_000; at++) if (isBroken(tamper(rows, draw).rows, [])) found++
  return found / 20
}

/** Rows a second without the database. */
function inMemory(rows: readonly Row[]): number {
  const began = performance.now()
  for (let round = 0; round < 100; round++) isBroken(rows, [])
  return (rows.length * 100) / ((performance.now() - began) / 1_000)
}

async function fill(url: string, rows: readonly Row[]): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  // The first row is the migration's; only here, and only to fill a database that is thrown away.
  await admin.query('alter table audit disable trigger audit_only_grows')
  await admin.query('delete from audit')
  for (let at = 0; at < rows.length; at += 10_000) {
    const some = rows.slice(at, at + 10_000)
    await admin.query(
      `insert into audit (at, by, act, subject, details, place, hash)
       select 'epoch'::timestamptz + make_interval(secs => u.us / 1e6), u.by, u.act, u.subject, u.details, u.place, u.hash
       from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
         as u(us, by, act, subject, details, place, hash)`,
      [
        some.map(({ atMicros }) => String(atMicros)),
        some.map(({ by }) => by),
        some.map(({ act }) => act),
        some.map(({ subject }) => subject),
        some.map(({ details }) => details),
        some.map(({ place }) => place),
        some.map(({ hash }) => hash),
      ],
    )
  }
  await admin.query('analyze audit')
  await admin.end()
}

async function readAll(pool: pg.Pool): Promise<number> {
  const began = performance.now()
  const check = createChainCheck([])
  for await (const rows of chainOf(pool)) check.take(rows)
  const reading = check.end()
  if (reading.kind === 'broken') throw new Error(`broken at ${reading.place}: ${reading.fault}`)
  return reading.rows / ((performance.now() - began) / 1_000)
}
