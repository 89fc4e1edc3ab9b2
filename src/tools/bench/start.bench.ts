/** How long an operator waits: first start against a bare PGlite first open with the same migrations, warm start, and
 * the memory of a bot process on Postgres. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { startProduct } from '../../../test/kit/product.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const rounds = 5
const home = join(import.meta.dirname, '../../..')

export const bench: Bench = {
  name: 'start',
  async run() {
    buildProduct()
    return [...(await starts()), await onScratchDatabase(memory)]
  },
}

async function starts(): Promise<readonly Figure[]> {
  const ratios: number[] = []
  const bare: number[] = []
  const first: number[] = []
  const warm: number[] = []
  for (let round = 0; round < rounds; round++) {
    const reference = await inFolder((folder) => bareOpen(join(folder, 'postgres')))
    await inFolder(async (folder) => {
      const product = await startProduct({ DATA_DIR: folder })
      await product.stop()
      ratios.push(product.readyMs / reference)
      bare.push(reference)
      first.push(product.readyMs)
      const again = await startProduct({ DATA_DIR: folder })
      await again.stop()
      warm.push(again.readyMs)
    })
  }
  return [
    figure({
      name: 'first start',
      unit: 'x of a bare PGlite first open with the same migrations',
      target: 1.3,
      better: 'lower',
      values: ratios,
      reference: { bareMs: Math.round(median(bare)), firstMs: Math.round(median(first)) },
    }),
    figure({
      name: 'warm start',
      unit: 'ms',
      target: 2_000,
      better: 'lower',
      values: warm,
      reference: { bareMs: Math.round(median(bare)) },
    }),
  ]
}

const texts = ['PT Human Select Indonesia resmi gak?', 'halo', 'pt agesa asa jya aman?']

/** Resident memory of a bot process on Postgres that has answered two thousand questions. */
async function memory(url: string): Promise<Figure> {
  const api = await spawnBotApi({ flood: false })
  const values: number[] = []
  const atStart: number[] = []
  const later: number[] = []
  try {
    for (let round = 0; round < 3; round++) {
      await inFolder(async (folder) => {
        const product = await startProduct(
          {
            DATABASE_URL: url,
            DATA_DIR: folder,
            TELEGRAM_TOKEN: api.token,
            TELEGRAM_API_ROOT: api.root,
            ...keys,
          },
          'bot',
        )
        atStart.push(residentMb(product.pid))
        await api.load({
          people: 100,
          turns: 2_000,
          texts,
        })
        values.push(residentMb(product.pid))
        await api.load({ people: 100, turns: 4_000, texts })
        later.push(residentMb(product.pid))
        await product.stop()
      })
    }
  } finally {
    await api.stop()
  }
  return figure({
    name: 'memory of a bot process on Postgres after 2,000 turns',
    unit: 'MB',
    target: 150,
    better: 'lower',
    values,
    reference: {
      atStartMb: median(atStart),
      after6000Mb: median(later),
      bareNodeMb: Math.round(await bareNodeMb()),
    },
  })
}

/** The same keys in every round: one database. */
const keys = {
  IDENTITY_KEY: Buffer.alloc(32, 1).toString('base64'),
  SEAL_KEYS: `1:${Buffer.alloc(32, 2).toString('base64')}`,
}

/** From spawning the process to its "ready", in ms. */
async function bareOpen(folder: string): Promise<number> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bare-open.mjs'), folder, join(home, 'db/migrations')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  await once(createInterface(child.stdout), 'line')
  const ms = performance.now() - began
  await ended
  return ms
}

async function bareNodeMb(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000); console.log("up")'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const mb = residentMb(child.pid ?? 0)
  child.kill()
  return mb
}

/** VmRSS of proc(5), in MB of a million bytes. */
function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round((Number(kb) * 1024) / 1e6)
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}
