/** Turns a second that signed webhooks make with one, two and four processes on one Postgres; and what a turn costs when a
 * million people are known, beside a thousand: CPU time of the program and of the database's sessions, turn by turn. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../../../db/client.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { type CloudApiProcess, spawnCloudApi } from '../../../test/kit/cloud-api/process.ts'
import { startPostgres } from '../../../test/kit/postgres.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import { benchSeal, whatsapp } from './campaign-crew.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const rounds = Number(process.env['SCALE_ROUNDS'] ?? 5)
const calls = Number(process.env['SCALE_CALLS'] ?? 2_000)
const known = Number(process.env['SCALE_CONTACTS'] ?? 1_000_000)
const few = 1_000
const firstPhone = 628_120_000_000
const texts = ['PT Human Select Indonesia resmi gak?', 'halo', 'makasih ya', 'biaya ke Taiwan berapa?']

export const bench: Bench = {
  name: 'scale',
  async run() {
    buildProduct()
    return [...(await onScratchDatabase(compareProcesses)), ...(await compareCrowds())]
  },
}

const settingsOf = (api: CloudApiProcess, url: string, folder: string): Record<string, string> => ({
  DATABASE_URL: url,
  DATA_DIR: folder,
  PUBLIC_URL: 'https://bot.example.org',
  WHATSAPP_CLOUD_TOKEN: api.token,
  WHATSAPP_CLOUD_PHONE_ID: api.phoneId,
  WHATSAPP_CLOUD_APP_SECRET: api.appSecret,
  WHATSAPP_CLOUD_VERIFY_TOKEN: api.verifyToken,
  WHATSAPP_CLOUD_API_ROOT: api.root,
  WHATSAPP_CLOUD_THROUGHPUT: '1000000',
  IDENTITY_KEY: Buffer.alloc(32, 1).toString('base64'),
  SEAL_KEYS: `1:${Buffer.alloc(32, 2).toString('base64')}`,
})
const doorOf = (product: Product): string => new URL('/whatsapp/cloud', product.address).href

/** All answers of what was heard are out when nothing is sent any more. */
async function quiet(api: CloudApiProcess): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 500))
    now = (await api.state()).entries
  }
}

/** The same load, spread over the first one, two, four of four processes; round by round, so that whatever else the
 * machine does it does to all. */
async function compareProcesses(url: string): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
  const api = await spawnCloudApi({ limits: null })
  const crew: Product[] = []
  for (let at = 0; at < 4; at++)
    crew.push(await startProduct(settingsOf(api, url, join(folder, String(at))), at === 0 ? 'all' : 'bot'))
  const paces = new Map<number, number[]>([1, 2, 4].map((count) => [count, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [count, pace] of paces) {
      const began = performance.now()
      const shares = await Promise.all(
        crew.slice(0, count).map((product, place) =>
          api.load({
            url: doorOf(product),
            calls: calls / count,
            atOnce: 100 / count,
            texts,
            firstPhone: firstPhone + place * 10_000,
            people: 500,
            signature: 'right',
          }),
        ),
      )
      const taken = shares.reduce((sum, { statuses }) => sum + (statuses['200'] ?? 0), 0)
      if (taken !== calls) throw new Error(`only ${taken} of ${calls} calls were taken`)
      const perSecond = (taken * 1_000) / (performance.now() - began)
      // Round 0 is not counted: code is compiled, people are met.
      if (round > 0) pace.push(perSecond)
      await quiet(api)
    }
  }
  for (const product of crew) await product.stop()
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
  const [one = [], two = [], four = []] = paces.values()
  const ratio = (more: readonly number[], less: readonly number[]) =>
    more.map((value, round) => value / (less[round] ?? Number.NaN))
  const reference = { one, two, four, calls }
  const better = 'higher'
  return [
    figure({
      name: 'two processes beside one',
      unit: 'x turns/s',
      target: 1,
      better,
      values: ratio(two, one),
      reference,
    }),
    figure({
      name: 'four beside two',
      unit: 'x turns/s',
      target: 1,
      better,
      values: ratio(four, two),
      reference,
    }),
  ]
}

/** A server of its own, so that its sessions' time is of these turns alone. */
async function compareCrowds(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
  const server = await startPostgres({ shared_buffers: '512MB', autovacuum: 'off' })
  try {
    const api = await spawnCloudApi({ limits: null })
    const sides = await Promise.all(
      [few, known].map(async (count) => {
        const url = await crowdOf(server.url, count)
        const product = await startProduct(settingsOf(api, url, join(folder, String(count))))
        return { count, product, url, cost: [] as number[] }
      }),
    )
    for (let round = 0; round <= rounds; round++) {
      for (const { count, product, url, cost } of sides) {
        const sessions = await sessionsOf(url)
        const before = cpuOf([product.pid, ...sessions])
        await api.load({
          url: doorOf(product),
          calls,
          atOnce: 50,
          texts,
          // Others each time, as far as there are others.
          firstPhone: firstPhone + ((round * calls) % count),
          people: Math.min(count, calls),
          signature: 'right',
        })
        await quiet(api)
        const spent = cpuOf([product.pid, ...sessions]) - before
        if (round > 0) cost.push((spent * 1_000) / calls)
      }
    }
    for (const { product } of sides) await product.stop()
    await api.stop()
    const [small, large] = sides
    return [
      figure({
        name: `cost of a turn among ${known} people beside ${few}`,
        unit: 'ratio',
        target: 1.05,
        better: 'lower',
        values: (large?.cost ?? []).map((value, round) => value / (small?.cost[round] ?? Number.NaN)),
        reference: { msOfCpuAmongFew: small?.cost, msOfCpuAmongAll: large?.cost },
      }),
    ]
  } finally {
    server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A database in which so many have written, in no order; returns its address. */
async function crowdOf(server: string, count: number): Promise<string> {
  const name = `crowd_${count}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = server.replace(/postgres$/, name)
  const { pool, close } = await openDatabase({ url, folder: '' })
  const order = Array.from({ length: count }, (_, at) => at)
  const random = randomFrom(count)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  for (let from = 0; from < count; from += 20_000) {
    const phones = order.slice(from, from + 20_000).map((at) => String(firstPhone + at))
    await pool.query(
      `with met as (
         insert into contacts (key, channel, locale, introduced_at, introduced_version)
         select key, $2, 'id', now(), '1' from unnest($1::text[]) as key returning id, key),
       paired as (select key, chat from unnest($1::text[], $3::text[]) as u(key, chat))
       insert into conversations (key, contact_id, turn, latest_at)
       select paired.chat, met.id, 1, now() from met join paired using (key)`,
      [
        phones.map((phone) => benchSeal.recognise('contact', whatsapp, phone)),
        whatsapp,
        phones.map((phone) => benchSeal.recognise('chat', whatsapp, phone)),
      ],
    )
  }
  await pool.query('vacuum analyze')
  await close()
  return url
}

async function sessionsOf(url: string): Promise<readonly number[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'tanya-dulu'`,
  )
  await client.end()
  return rows.map(({ pid }) => pid)
}

/** User and system time of these processes so far, in seconds (proc(5), fields 14 and 15). */
function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return sum + (Number(fields[11]) + Number(fields[12])) / 100
    } catch {
      return sum
    }
  }, 0)
}
