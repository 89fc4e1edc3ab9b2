/** An upgrade as operators do it: several processes on one Postgres, each replaced in turn while people write. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBalancer } from '../../../test/kit/balancer.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { startPostgres } from '../../../test/kit/postgres.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { type Proof, type Row, sleep, wholeNumber } from './form.ts'
import { judge, keys, openCloud, openTelegram, type Platform } from './stage.ts'

export const proof: Proof = {
  shows:
    'Bots and workers on one Postgres are replaced one after another while people write: nobody is lost, nobody is told twice, every process ends with 0.',
  options: {
    rounds: 'how often every process is replaced (3)',
    every: 'ms between two messages (50)',
    platform: 'cloud (several bots behind a proxy) or telegram (one bot that polls), or both (both)',
  },
  async run(options, tell) {
    buildProduct()
    const rows: Row[] = []
    const wanted = options['platform'] ?? 'both'
    for (const name of ['cloud', 'telegram'] as const) {
      if (wanted !== 'both' && wanted !== name) continue
      const row = await roll(name, wholeNumber(options, 'rounds', 3), wholeNumber(options, 'every', 50))
      rows.push(row)
      tell(row)
    }
    return rows
  },
}

async function roll(name: 'cloud' | 'telegram', rounds: number, everyMs: number): Promise<Row> {
  const platform: Platform = name === 'cloud' ? await openCloud() : await openTelegram()
  const server = await startPostgres()
  const balancer = await createBalancer()
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-prove-'))
  const roles = name === 'cloud' ? ['bot', 'bot', 'bot', 'worker', 'worker'] : ['bot', 'worker', 'worker']
  let made = 0
  const start = (role: string): Promise<Product> =>
    startProduct(
      { ...keys, DATA_DIR: join(folder, String(made++)), DATABASE_URL: server.url, ...platform.settings },
      role,
    )
  const crew: Product[] = []
  const spread = (): void =>
    balancer.behind(crew.filter((_, place) => roles[place] === 'bot').map(({ address }) => address))
  try {
    for (const role of roles) crew.push(await start(role))
    spread()
    await untilTaken(balancer.root)
    await platform.met({ address: new URL(balancer.root) } as Product)
    const asked: number[] = []
    let over = false
    const writing = (async () => {
      while (!over) {
        asked.push(asked.length + 1)
        platform.ask(asked.length)
        await sleep(everyMs)
      }
    })()
    const codes: (number | null)[] = []
    for (let round = 0; round < rounds; round++) {
      for (const [place, role] of roles.entries()) {
        const leaving = crew[place]
        if (leaving === undefined) continue
        // Only one bot may poll; where several take webhooks the next one comes first.
        if (name === 'telegram' && role === 'bot') codes.push(await leaving.stop())
        crew[place] = await start(role)
        spread()
        if (!(name === 'telegram' && role === 'bot')) codes.push(await leaving.stop())
      }
    }
    over = true
    await writing
    const { lost, again, most, healedMs } = await judge(platform, asked, 90_000)
    const ended = codes.filter((code) => code === 0).length
    return {
      what: `${name}: ${roles.join(' ')}`,
      times: codes.length,
      holds: lost === 0 && again === 0 && ended === codes.length,
      seen: {
        asked: asked.length,
        lost,
        again,
        'most to one': most,
        'ended with 0': ended,
        'last told after ms': healedMs,
      },
    }
  } finally {
    for (const product of crew) await product.stop('SIGKILL')
    await balancer.close()
    server.remove()
    await platform.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The proxy has found one that is ready. */
async function untilTaken(root: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(new URL('/healthz', root))).status === 200) return
    await sleep(100)
  }
  throw new Error('no process was ready')
}
