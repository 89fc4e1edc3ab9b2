/** A full durable turn (recognised if it was heard before, state and answer in one transaction, answer sent) against a
 * grammY echo bot that remembers nothing, on the same stand-in, run by run in turns: bare, as grammY runs it by itself,
 * and under its runner plugin, which handles many at once and may lose a hundred when it is killed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BotApiProcess, spawnBotApi, spawnEcho } from '../../../test/kit/bot-api/process.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { startProduct } from '../../../test/kit/product.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

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
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
    const inFolder = (name: string) => ({ DATA_DIR: join(folder, name) })
    try {
      return [
        ...(await onScratchDatabase((url) =>
          compare('postgres', 1, { DATABASE_URL: url, ...inFolder('postgres') }),
        )),
        ...(await compare('embedded', 0.8, inFolder('embedded'))),
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Reference = 'bare' | 'runner'
const references: readonly Reference[] = ['bare', 'runner']
const described: Readonly<Record<Reference, string>> = {
  bare: 'x of a bare grammY echo',
  runner: 'x of a grammY echo under its runner plugin',
}

interface Measured {
  readonly pace: number[]
  readonly p99: number[]
}

async function compare(
  name: string,
  target: number,
  database: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const options = { flood: false } as const
  const ours = await spawnBotApi(options)
  const product = await startProduct({
    ...database,
    TELEGRAM_TOKEN: ours.token,
    TELEGRAM_API_ROOT: ours.root,
  })
  const echoes = await Promise.all(
    references.map(async (how) => {
      const api = await spawnBotApi(options)
      return { how, api, echo: await spawnEcho(api.token, api.root, how), pace: [], p99: [] }
    }),
  )
  const own: Measured = { pace: [], p99: [] }
  let unanswered = 0
  const measure = async (api: BotApiProcess, into: Measured | null): Promise<void> => {
    const result = await api.load({ people, turns, texts })
    into?.pace.push(result.turnsPerSecond)
    into?.p99.push(result.p99)
    unanswered += result.unanswered
  }
  // Round 0 is not counted: code is compiled, people are met.
  for (let round = 0; round <= rounds; round++) {
    for (const each of echoes) await measure(each.api, round === 0 ? null : each)
    await measure(ours, round === 0 ? null : own)
  }
  await Promise.all([product.stop(), ...echoes.map(({ echo }) => echo.stop())])
  await Promise.all([ours.stop(), ...echoes.map(({ api }) => api.stop())])
  return echoes.map(({ how, pace, p99 }: Measured & { readonly how: Reference }) =>
    figure({
      name: how === 'bare' ? name : `${name}, beside the runner`,
      unit: described[how],
      target,
      better: 'higher',
      values: own.pace.map((value, round) => value / (pace[round] ?? Number.NaN)),
      reference: {
        people,
        turns,
        unanswered,
        turnsPerSecond: median(own.pace),
        p99Ms: median(own.p99),
        echoTurnsPerSecond: median(pace),
        echoP99Ms: median(p99),
      },
    }),
  )
}

function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN)
}
