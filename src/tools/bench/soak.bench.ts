/** The program under a steady load for SOAK_MINUTES: whether its memory grows after warming up, and whether answers come
 * later at the end than at the beginning. Memory is read after a collection that is asked for through the inspector, so
 * that what is only not yet collected is not taken for growth. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BotApiProcess, spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const minutes = Number(process.env['SOAK_MINUTES'] ?? 30)
/** People write in bursts of this many turns, one burst after another with a rest between. */
const burst = {
  people: 20,
  turns: 200,
  texts: ['PT Human Select Indonesia resmi gak?', 'halo', 'makasih ya', 'menu'],
}
const restMs = 2_000

interface Sample {
  readonly atMs: number
  readonly mb: number
  readonly p99: number
}

export const bench: Bench = {
  name: 'soak',
  run: () =>
    onScratchDatabase(async (url) => {
      buildProduct()
      const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
      const api = await spawnBotApi({ brief: true, flood: false, gentle: false })
      const product = await startProduct({
        DATABASE_URL: url,
        DATA_DIR: folder,
        TELEGRAM_TOKEN: api.token,
        TELEGRAM_API_ROOT: api.root,
        NODE_OPTIONS: '--inspect=127.0.0.1:0',
      })
      const samples = await soak(api, product)
      await product.stop()
      await api.stop()
      rmSync(folder, { recursive: true, force: true })
      // A third is warming up: pools fill, code is compiled.
      const warm = samples.slice(Math.floor(samples.length / 3))
      const third = Math.floor(warm.length / 3)
      const [early, late] = [warm.slice(0, third), warm.slice(-third)].map((some) =>
        middle(some.map(({ p99 }) => p99)),
      )
      const reference = {
        minutes,
        samples: samples.length,
        mb: [samples[0]?.mb, warm[0]?.mb, warm.at(-1)?.mb],
        early,
        late,
      }
      return [
        figure({
          name: 'growth of memory after warming up',
          unit: 'MB/h',
          target: 1,
          better: 'lower',
          values: [slopeOf(warm)],
          reference,
        }),
        figure({
          name: "p99 of the last third beside the first's",
          unit: 'ratio',
          target: 1.1,
          better: 'lower',
          values: [(late ?? Number.NaN) / (early ?? Number.NaN)],
          reference,
        }),
      ]
    }),
}

async function soak(api: BotApiProcess, product: Product): Promise<readonly Sample[]> {
  const inspector = await openInspector(product)
  const samples: Sample[] = []
  const began = performance.now()
  for (let round = 0; performance.now() - began < minutes * 60_000; round++) {
    // One in five is somebody new.
    const { p99, unanswered } = await api.load({
      ...burst,
      firstId: 500_000 + (round % 5 === 4 ? round * 20 : 0),
    })
    if (unanswered > 0) throw new Error(`${unanswered} had no answer`)
    await inspector.collect()
    samples.push({ atMs: performance.now() - began, mb: residentMb(product.pid), p99 })
    await new Promise((resolve) => setTimeout(resolve, restMs))
  }
  inspector.close()
  return samples
}

/** Of every pair of samples the slope; the median of them is moved by no single one (Theil and Sen). In MB an hour. */
function slopeOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((one, at) =>
    samples.slice(at + 1).map((other) => ((other.mb - one.mb) * 3_600_000) / (other.atMs - one.atMs)),
  )
  return middle(slopes)
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb) / 1_024
}

/** Speaks to the process's inspector, whose address it has written. */
async function openInspector(product: Product): Promise<{ collect(): Promise<void>; close(): void }> {
  const url = /ws:\/\/\S+/.exec(product.output())?.[0]
  if (url === undefined) throw new Error('the program has told no inspector')
  const { WebSocket } = await import('undici')
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  let id = 0
  return {
    collect: () =>
      new Promise((resolve) => {
        const asked = ++id
        const hear = ({ data }: { readonly data: unknown }): void => {
          if ((JSON.parse(String(data)) as { id?: number }).id !== asked) return
          socket.removeEventListener('message', hear)
          resolve()
        }
        socket.addEventListener('message', hear)
        socket.send(JSON.stringify({ id: asked, method: 'HeapProfiler.collectGarbage' }))
      }),
    close: () => socket.close(),
  }
}
