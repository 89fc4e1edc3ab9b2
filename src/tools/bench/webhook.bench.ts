/** Signed WhatsApp webhooks, each a full durable turn (verified, recognised if it was heard before, state and answer in one
 * transaction, then 200), beside a bare fastify handler that verifies the signature and inserts one row a message; run by
 * run in turns, from the same load. And what a call costs us that Meta did not sign. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProduct } from '../../../test/kit/build-product.ts'
import type { LoadPlan, LoadResult } from '../../../test/kit/cloud-api/load.ts'
import { spawnBare, spawnCloudApi } from '../../../test/kit/cloud-api/process.ts'
import { startProduct } from '../../../test/kit/product.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const calls = 3_000
const rounds = 5
/** As many connections as Meta may hold open to one address; no page names a number. */
const atOnce = 100
/** Latency is asked for at a load below what the machine can do. */
const calmAtOnce = 8
const forgedCalls = 3_000
const people = 2_000
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
/** "Webhooks": capacity for three times the outgoing messages and once the incoming ones, for the highest throughput. */
const aimPerSecond = 3_300

export const bench: Bench = {
  name: 'webhook',
  async run() {
    buildProduct()
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
    try {
      return await onScratchDatabase((product) =>
        onScratchDatabase((bare) => compare({ product, bare, folder })),
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** CPU time of our process (or of the bare handler's) for one call, in ms. */
interface Costs {
  readonly bare: number
  readonly valid: number
  readonly wrong: number
  readonly none: number
}

interface Places {
  readonly product: string
  readonly bare: string
  readonly folder: string
}

async function compare(places: Places): Promise<readonly Figure[]> {
  const api = await spawnCloudApi({ limits: null })
  const product = await startProduct({
    DATABASE_URL: places.product,
    DATA_DIR: places.folder,
    PUBLIC_URL: 'https://bot.example.org',
    WHATSAPP_CLOUD_TOKEN: api.token,
    WHATSAPP_CLOUD_PHONE_ID: api.phoneId,
    WHATSAPP_CLOUD_APP_SECRET: api.appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: api.verifyToken,
    WHATSAPP_CLOUD_API_ROOT: api.root,
    // The stand-in counts nothing, so that the answers of so many turns can go out at all.
    WHATSAPP_CLOUD_THROUGHPUT: '1000000',
  })
  const bare = await spawnBare({ databaseUrl: places.bare, appSecret: api.appSecret })
  const ours = new URL('/whatsapp/cloud', product.address).href
  const plan: Omit<LoadPlan, 'url'> = {
    calls,
    atOnce,
    texts,
    firstPhone: 628_120_000_000,
    people,
    signature: 'right',
  }
  const own: LoadResult[] = []
  const reference: LoadResult[] = []
  const calm: LoadResult[] = []
  const forged: Costs[] = []
  const good = (result: LoadResult): LoadResult => {
    if (Object.keys(result.statuses).join() !== '200')
      throw new Error(`not every call was taken: ${JSON.stringify(result.statuses)}`)
    return result
  }
  // Round 0 is not counted: code is compiled, people are met, statements are planned.
  for (let round = 0; round <= rounds; round++) {
    const theirs = good(await api.load({ ...plan, url: bare.url }))
    const turns = good(await api.load({ ...plan, url: ours }))
    await answersOut(api)
    const quiet = good(await api.load({ ...plan, url: ours, calls: calls / 4, atOnce: calmAtOnce }))
    await answersOut(api)
    const cost = async (pid: number, load: LoadPlan): Promise<number> => {
      const before = cpuOf(pid)
      await api.load(load)
      await answersOut(api)
      return ((cpuOf(pid) - before) * 1000) / load.calls
    }
    const costs = {
      bare: await cost(bare.pid, { ...plan, url: bare.url }),
      valid: await cost(product.pid, { ...plan, url: ours }),
      wrong: await cost(product.pid, { ...plan, url: ours, calls: forgedCalls, signature: 'wrong' }),
      none: await cost(product.pid, { ...plan, url: ours, calls: forgedCalls, signature: 'none' }),
    }
    if (round === 0) continue
    own.push(turns)
    reference.push(theirs)
    calm.push(quiet)
    forged.push(costs)
  }
  await Promise.all([product.stop(), bare.stop()])
  await api.stop()
  const bareNumbers = {
    atOnce,
    calls,
    turnsPerSecond: middle(own.map(({ perSecond }) => perSecond)),
    p50Ms: middle(own.map(({ p50 }) => p50)),
    p99Ms: middle(own.map(({ p99 }) => p99)),
    barePerSecond: middle(reference.map(({ perSecond }) => perSecond)),
    bareP50Ms: middle(reference.map(({ p50 }) => p50)),
    bareP99Ms: middle(reference.map(({ p99 }) => p99)),
  }
  const valid = {
    validCpuMs: middle(forged.map((each) => each.valid)),
    bareCpuMs: middle(forged.map((each) => each.bare)),
  }
  return [
    figure({
      name: 'postgres',
      unit: 'signed webhooks a second, each a durable turn',
      target: aimPerSecond,
      better: 'higher',
      values: own.map(({ perSecond }) => perSecond),
      reference: bareNumbers,
    }),
    figure({
      name: 'postgres, beside a bare handler',
      unit: 'x of a bare fastify handler that verifies and inserts a row',
      target: 1,
      better: 'higher',
      values: own.map(({ perSecond }, round) => perSecond / (reference[round]?.perSecond ?? Number.NaN)),
      reference: bareNumbers,
    }),
    figure({
      name: 'p50',
      unit: `ms to 200, ${calmAtOnce} at once`,
      target: 25,
      better: 'lower',
      values: calm.map(({ p50 }) => p50),
      reference: { perSecond: middle(calm.map(({ perSecond }) => perSecond)) },
    }),
    figure({
      name: 'p99',
      unit: `ms to 200, ${atOnce} at once`,
      target: 250,
      better: 'lower',
      values: own.map(({ p99 }) => p99),
    }),
    figure({
      name: 'forged, wrong signature',
      unit: 'x of the CPU time of a valid call, its turn and answer',
      target: 0.2,
      better: 'lower',
      values: forged.map((each) => each.wrong / each.valid),
      reference: { ...valid, forgedCpuMs: middle(forged.map((each) => each.wrong)) },
    }),
    figure({
      name: 'forged, unsigned',
      unit: 'x of the CPU time of a valid call, its turn and answer',
      target: 0.2,
      better: 'lower',
      values: forged.map((each) => each.none / each.valid),
      reference: { ...valid, forgedCpuMs: middle(forged.map((each) => each.none)) },
    }),
  ]
}

/** Waits until no more answers come, so that one run does not pay for another. */
async function answersOut(api: Awaited<ReturnType<typeof spawnCloudApi>>): Promise<void> {
  for (let before = -1, still = 0; still < 3; ) {
    const { calls: now } = await api.state()
    still = now === before ? still + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** User and system time of a process, in seconds (proc(5), stat: fields 14 and 15, in ticks of 10 ms). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Number((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN).toPrecision(4))
}
