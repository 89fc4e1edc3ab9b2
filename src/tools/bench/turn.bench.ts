/** A full durable turn (recognised if it was heard before, state and answer in one transaction, answer sent) against a
 * bare grammY echo bot that remembers nothing, on the same stand-in, run by run in turns. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type BotApiProcess, spawnBotApi, spawnEcho } from '../../../test/kit/bot-api/process.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { withDatabase } from '../../../test/kit/prepare-database.ts'
import { startProduct } from '../../../test/kit/product.ts'
import { type Bench, type Figure, figure } from './form.ts'

/** As many people at once as one poll brings (getUpdates: 100), twice over. */
const people = 200
const turns = 4_000
const rounds = 5
const texts = [
  'PT Human Select Indonesia resmi gak?',
  'halo',
  'apakah pt maju terus pantang mundur terdaftar',
  'makasih ya',
  'PT Agesa Asa Jaya itu legal kah kak?',
  'Is PT Bella Sukses Mandiri licensed?',
  'dokumen apa saja yang harus disiapkan',
  'pt agesa asa jya aman?',
]

export const bench: Bench = {
  name: 'turn',
  async run() {
    buildProduct()
    const url = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
    return [
      ...(await onPostgres(url)),
      ...(await compare('embedded', 0.8, { DATA_DIR: mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-')) })),
    ]
  },
}

async function onPostgres(url: string): Promise<readonly Figure[]> {
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  const name = `tanya_dulu_bench_${process.pid}`
  await admin.query(`create database ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
  try {
    return await compare('postgres', 1, { DATABASE_URL: withDatabase(url, name), DATA_DIR: folder })
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(
  name: string,
  target: number,
  database: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const options = { flood: false } as const
  const [theirs, ours] = [await spawnBotApi(options), await spawnBotApi(options)]
  const echo = await spawnEcho(theirs.token, theirs.root)
  const product = await startProduct({
    ...database,
    TELEGRAM_TOKEN: ours.token,
    TELEGRAM_API_ROOT: ours.root,
  })
  const measure = (api: BotApiProcess) => api.load({ people, turns, texts })
  // Not counted: code is compiled, people are met.
  await measure(theirs)
  await measure(ours)
  const ratios: number[] = []
  const pace = { echo: [] as number[], product: [] as number[] }
  const late = { echo: [] as number[], product: [] as number[] }
  let unanswered = 0
  for (let round = 0; round < rounds; round++) {
    const reference = await measure(theirs)
    const own = await measure(ours)
    ratios.push(own.turnsPerSecond / reference.turnsPerSecond)
    pace.echo.push(reference.turnsPerSecond)
    pace.product.push(own.turnsPerSecond)
    late.echo.push(reference.p99)
    late.product.push(own.p99)
    unanswered += own.unanswered
  }
  await Promise.all([product.stop(), echo.stop()])
  await Promise.all([theirs.stop(), ours.stop()])
  return [
    figure({
      name,
      unit: 'x of a bare grammY echo',
      target,
      better: 'higher',
      values: ratios,
      reference: {
        people,
        turns,
        unanswered,
        turnsPerSecond: median(pace.product),
        p99Ms: median(late.product),
        echoTurnsPerSecond: median(pace.echo),
        echoP99Ms: median(late.echo),
      },
    }),
  ]
}

function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN)
}
