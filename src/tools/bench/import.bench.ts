/** import: how fast a list of subscribers with its proofs is read and stored, and how much room it takes. Beside it, in the
 * same run, the same rows by a bare COPY into a table like it: no proofs, nothing sealed, nothing checked. */
import { chmodSync, createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IncomingSubscriber } from '#engine'
import { openDatabase } from '../../../db/client.ts'
import { importSubscribers } from '../../../db/subscriber-import.ts'
import { readSubscribers } from '../../lists/index.ts'
import { seal } from './crowd.ts'
import type { Bench } from './form.ts'
import { figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const people = 100_000
const runs = 3

export const bench: Bench = {
  name: 'import',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-import-'))
    const file = join(folder, 'list.csv')
    writeFileSync(file, madeUp(people))
    // The server may be another user.
    chmodSync(folder, 0o755)
    try {
      const measured = []
      for (let run = 0; run < runs; run++) measured.push(await onScratchDatabase((url) => once(url, file)))
      const copied = measured.map(({ copy }) => copy)
      const shares = measured.map(({ rate, copy }) => rate / copy)
      const [share] = shares.toSorted((a, b) => a - b).slice(Math.floor((runs - 1) / 2))
      return [
        {
          ...figure({
            name: 'subscribers imported',
            unit: 'people/s',
            target: 50_000,
            better: 'higher',
            values: measured.map(({ rate }) => rate),
            reference: {
              bareCopy: copied.map(Math.round),
              shareOfCopy: Number(share?.toFixed(2)),
              orShare: 0.3,
            },
          }),
          ...((share ?? 0) >= 0.3 ? { holds: true } : {}),
        },
        figure({
          name: 'room a hundred thousand take',
          unit: 'MB',
          target: 25,
          better: 'lower',
          values: measured.map(({ bytes }) => bytes / 1e6),
          reference: { counted: 'subscribers and consents with their indexes' },
        }),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** As the tool does it. */
async function once(url: string, file: string) {
  const client = await openDatabase({ url, folder: '' })
  try {
    const copy = await bareCopy(client, file)
    const began = performance.now()
    const done = await importSubscribers({ pool: client.pool, seal }, batchesOf(file))
    const seconds = (performance.now() - began) / 1_000
    if (done.kind === 'bad' || done.added !== people) throw new Error('not everybody was added')
    const { rows } = await client.pool.query<{ bytes: number }>(
      `select (pg_total_relation_size('subscribers') + pg_total_relation_size('consents'))::float8 as bytes`,
    )
    return { rate: people / seconds, copy, bytes: rows[0]?.bytes ?? Number.NaN }
  } finally {
    await client.close()
  }
}

async function* batchesOf(file: string): AsyncGenerator<readonly IncomingSubscriber[] | null> {
  for await (const { people: read, errors } of readSubscribers(createReadStream(file), new Date()))
    yield errors.length === 0 ? read : null
}

/** Rows a second. The server reads the file itself, so it must run on this machine. */
async function bareCopy({ pool }: Awaited<ReturnType<typeof openDatabase>>, file: string): Promise<number> {
  await pool.query(`create table bare (channel text, address text primary key, language text, topics text,
    consent_source text, consent_date date, consent_text text, province text, country text, phase text)`)
  const began = performance.now()
  await pool.query(`copy bare from '${file}' with (format csv, header)`)
  const rate = people / ((performance.now() - began) / 1_000)
  await pool.query('drop table bare')
  return rate
}

function madeUp(count: number): string {
  const header =
    'channel,address,language,topics,consent_source,consent_date,consent_text,province,country,phase\n'
  const line = (at: number): string =>
    `whatsapp,62812${10_000_000 + at},${['id', 'jv', 'su'][at % 3]},scam-alerts lessons,Pelatihan BP3MI ${at % 40},2026-0${1 + (at % 9)}-15,"Saya setuju dikirimi kabar, dan boleh berhenti kapan saja.",${['JI', 'JT', 'NB'][at % 3]},my,leaving\n`
  return header + Array.from({ length: count }, (_, at) => line(at)).join('')
}
