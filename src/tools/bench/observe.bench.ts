/** What watching costs: the program as it is, with its log written and its metrics read every second, beside the same
 * program built without either. Both answer the same people on the same stand-in, round by round in turns. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type BotApiProcess, spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const home = join(import.meta.dirname, '../../..')
const rounds = Number(process.env['OBSERVE_ROUNDS'] ?? 7)
const plan = {
  people: 100,
  turns: Number(process.env['OBSERVE_TURNS'] ?? 3_000),
  texts: [
    'PT Human Select Indonesia resmi gak?',
    'halo',
    'makasih ya',
    'PT Agesa Asa Jaya itu legal kah kak?',
  ],
}

export const bench: Bench = {
  name: 'observe',
  run: () =>
    onScratchDatabase((watched) =>
      onScratchDatabase(async (blind) => {
        const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
        const open = async (url: string, name: string) => {
          const program = await buildInto(`dist-${name}`, name === 'blind')
          const api = await spawnBotApi({ flood: false, gentle: false })
          const product = await startProduct(
            {
              DATABASE_URL: url,
              DATA_DIR: join(folder, name),
              TELEGRAM_TOKEN: api.token,
              TELEGRAM_API_ROOT: api.root,
            },
            'all',
            program,
          )
          return { api, product, pace: [] as number[] }
        }
        const ours = await open(watched, 'watched')
        const bare = await open(blind, 'blind')
        for (let round = 0; round <= rounds; round++) {
          // Who goes first changes from round to round.
          for (const side of round % 2 === 0 ? [ours, bare] : [bare, ours]) {
            const pace = await measure(side, side === ours)
            if (round > 0) side.pace.push(pace)
          }
        }
        for (const { api, product } of [ours, bare]) {
          await product.stop('SIGKILL')
          await api.stop()
        }
        for (const each of [folder, join(home, 'dist-watched'), join(home, 'dist-blind')])
          rmSync(each, { recursive: true, force: true })
        return [
          figure({
            name: 'throughput that logs and metrics cost',
            unit: 'share',
            target: 0.05,
            better: 'lower',
            values: ours.pace.map((value, round) => 1 - value / (bare.pace[round] ?? Number.NaN)),
            reference: { watched: ours.pace, blind: bare.pace },
          }),
        ]
      }),
    ),
}

async function measure(
  { api, product }: { readonly api: BotApiProcess; readonly product: Product },
  read: boolean,
): Promise<number> {
  const reading = read
    ? setInterval(() => void fetch(new URL('/metrics', product.address)).then((page) => page.text()), 1_000)
    : undefined
  const { turnsPerSecond, unanswered } = await api.load(plan)
  clearInterval(reading)
  if (unanswered > 0) throw new Error(`${unanswered} had no answer`)
  return turnsPerSecond
}

/** The program in one file, in a folder beside `dist`; `blind`: with a log that writes one line, and metrics that count
 * nothing. Returns the file. */
async function buildInto(name: string, blind: boolean): Promise<string> {
  const outfile = join(home, name, 'main.mjs')
  await build({
    absWorkingDir: home,
    entryPoints: ['src/main.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
    plugins: blind
      ? [
          {
            name: 'blind',
            setup({ onResolve, onLoad }) {
              onResolve({ filter: /^(pino|prom-client)$/ }, ({ path }) => ({ path, namespace: 'blind' }))
              onLoad({ filter: /.*/, namespace: 'blind' }, ({ path }) => ({ contents: idle[path] ?? '' }))
            },
          },
        ]
      : [],
  })
  return outfile
}

/** Modules with the names of the real ones, that do nothing but say when the program is ready. */
const idle: Readonly<Record<string, string>> = {
  pino: `const say = (facts) => { if (facts.event === 'ready') process.stdout.write(JSON.stringify(facts) + '\\n') }
    export const pino = () => ({ info: say, warn() {}, error() {} })
    pino.stdTimeFunctions = { isoTime() {} }`,
  'prom-client': `class Idle { inc() {} dec() {} set() {} observe() {} remove() {} reset() {} }
    export { Idle as Counter, Idle as Gauge, Idle as Histogram }
    export class Registry { metrics() { return '' } }`,
}
