import { afterEach, describe, expect, it } from 'vitest'
import { createHealth } from '../../src/health.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { createLine, type Line } from '../kit/line.ts'
import { type Product, startProduct } from '../kit/product.ts'

describe('health', () => {
  let product: Product | null = null
  let line: Line | null = null
  let database: TestDatabase | null = null
  afterEach(async () => {
    await product?.stop('SIGKILL')
    await line?.close()
    await database?.drop()
    product = line = database = null
  })

  /** How long it takes until it answers so, in ms. */
  async function until(path: string, status: number): Promise<number> {
    const since = performance.now()
    await expect
      .poll(async () => (await fetch(new URL(path, product?.address))).status, {
        timeout: 30_000,
        interval: 100,
      })
      .toBe(status)
    return performance.now() - since
  }

  it('is not ready within 2 s of losing the database, lives on, and is ready within 5 s of its return', async () => {
    database = await makeDatabase()
    const { url, folder } = database.where
    // The embedded database lives and dies with the process.
    if (url === null) return
    const target = new URL(url)
    line = await createLine({ host: target.hostname, port: Number(target.port || 5432) })
    target.host = `127.0.0.1:${line.port}`
    product = await startProduct({ DATA_DIR: folder, DATABASE_URL: target.href })
    await until('/readyz', 200)
    for (const lose of [line.cut, line.takeAway]) {
      lose()
      expect(await until('/readyz', 503)).toBeLessThan(2_000)
      expect(await until('/healthz', 200)).toBeLessThan(1_000)
      line.mend()
      expect(await until('/readyz', 200)).toBeLessThan(5_000)
    }
  })

  it('is not ready from the moment it is told to stop', async () => {
    const answers = new Map<string, () => Promise<Response>>()
    const health = createHealth(async () => {})
    health.open((path, answer) => void answers.set(path, answer as () => Promise<Response>))
    expect((await answers.get('/readyz')?.())?.status).toBe(200)
    health.drain()
    expect((await answers.get('/readyz')?.())?.status).toBe(503)
    expect((await answers.get('/healthz')?.())?.status).toBe(200)
  })
})
