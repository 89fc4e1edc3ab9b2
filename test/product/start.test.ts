import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { runProduct, startProduct } from '../kit/product.ts'

/** One sentence, and no trace of the program's inside. */
function oneSentence(output: string): string {
  const lines = output.trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(output).not.toMatch(/\bat .*:\d+/)
  return lines[0] ?? ''
}

const databases: TestDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
})
async function settings(): Promise<Record<string, string>> {
  const database = await makeDatabase()
  databases.push(database)
  const { url, folder } = database.where
  return { DATA_DIR: folder, ...(url === null ? {} : { DATABASE_URL: url }) }
}

describe('starting', () => {
  it('starts with nothing configured, says where to open the simulator, and stops cleanly', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const product = await startProduct(await settings())
      await expect
        .poll(product.output)
        .toContain(`Tanya Dulu is ready. Open ${product.address.href}simulator/`)
      expect((await fetch(new URL('/healthz', product.address))).status).toBe(200)
      expect(await (await fetch(new URL('/readyz', product.address))).text()).toBe('ready')
      const page = await fetch(product.address)
      expect([page.status, page.url]).toEqual([200, `${product.address.href}simulator/`])
      expect(await product.stop(signal)).toBe(0)
    }
  })

  it('opens the same data again after it was killed', async () => {
    const environment = await settings()
    const first = await startProduct(environment)
    expect(await first.stop('SIGKILL')).toBe(null)
    const second = await startProduct(environment)
    expect(await second.stop()).toBe(0)
  })

  it('stops cleanly when it is told to while it is still starting', async () => {
    const environment = await settings()
    const child = startProduct(environment).catch((error: Error) => error.message)
    await new Promise((resolve) => setTimeout(resolve, 700))
    // The process is not known from outside yet: it is found by its data folder.
    const { execFileSync } = await import('node:child_process')
    const pids = execFileSync('pgrep', ['-f', 'dist/main.mjs'], { encoding: 'utf8' }).trim().split('\n')
    const { readFileSync } = await import('node:fs')
    const pid = pids.find((each) => {
      try {
        return readFileSync(`/proc/${each}/environ`, 'utf8').includes(environment['DATA_DIR'] ?? '?')
      } catch {
        return false
      }
    })
    expect(pid).toBeDefined()
    process.kill(Number(pid), 'SIGTERM')
    const ended = await child
    // Told before it listens for signals, or after: never an error, never a hang.
    expect(typeof ended === 'string' ? ended : 'ready').toMatch(
      /ended with (null|0) before it was ready|^ready$/,
    )
    if (typeof ended !== 'string') await ended.stop()
  })
})

describe('refusing to start, with one sentence', () => {
  it('when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, output } = await runProduct({ ...(await settings()), PORT: String(port) })
    other.close()
    expect(oneSentence(output)).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or set PORT to a free one.`,
    )
    expect(code).toBe(1)
  })

  it('when the database cannot be reached', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-test-'))
    const { code, output } = await runProduct({
      DATA_DIR: folder,
      DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x',
    })
    expect(oneSentence(output)).toBe(
      'The database in DATABASE_URL cannot be reached. Check its address, and that it is running.',
    )
    expect(output).not.toContain('geheim')
    expect(code).toBe(1)
  })

  it.skipIf(userInfo().uid === 0)('when the key file cannot be read', async () => {
    const environment = await settings()
    const file = join(environment['DATA_DIR'] ?? '', 'keys.json')
    writeFileSync(file, '{}')
    chmodSync(file, 0o000)
    const { code, output } = await runProduct(environment)
    expect(oneSentence(output)).toContain(`The key file ${file} cannot be read by this user.`)
    expect(code).toBe(1)
  })

  it('when the key file is damaged, or is a folder', async () => {
    const environment = await settings()
    const file = join(environment['DATA_DIR'] ?? '', 'keys.json')
    writeFileSync(file, '{"identity":')
    const damaged = await runProduct(environment)
    expect(oneSentence(damaged.output)).toContain(`The key file ${file} is damaged. Restore it from a backup`)
    expect(damaged.code).toBe(1)
  })

  it('when the database was made with other keys', async () => {
    const environment = await settings()
    await (await startProduct(environment)).stop()
    const key = Buffer.alloc(32, 7).toString('base64')
    const { code, output } = await runProduct({ ...environment, IDENTITY_KEY: key, SEAL_KEYS: `1:${key}` })
    expect(oneSentence(output)).toContain('This database was made with another IDENTITY_KEY.')
    expect(code).toBe(1)
  })

  it('when a setting is wrong or half there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-test-'))
    const wrong: readonly (readonly [Record<string, string>, string])[] = [
      [{ PORT: 'http' }, 'PORT must be a number.'],
      [{ TELEGRAM_TOKEN: 'abc' }, 'TELEGRAM_TOKEN must look like 123456:ABC…, as @BotFather gave it.'],
      [
        { TELEGRAM_API_ROOT: 'http://127.0.0.1:1' },
        'TELEGRAM_API_ROOT is set but TELEGRAM_TOKEN is not. Set both, or neither.',
      ],
      [{ PUBLIC_URL: 'http://bot.example.org' }, 'PUBLIC_URL must be an address that begins with https://.'],
      [{ IDENTITY_KEY: 'x' }, 'IDENTITY_KEY is set but SEAL_KEYS is not. Set both, or neither.'],
      [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://.'],
      [{ SIMULATOR: 'maybe' }, 'SIMULATOR must be on or off.'],
      [
        {
          WHATSAPP_WEB: 'on',
          PUBLIC_URL: 'https://bot.example.org',
          WHATSAPP_CLOUD_TOKEN: 'x'.repeat(20),
          WHATSAPP_CLOUD_PHONE_ID: '12345',
          WHATSAPP_CLOUD_APP_SECRET: 'a'.repeat(32),
          WHATSAPP_CLOUD_VERIFY_TOKEN: 'v'.repeat(8),
        },
        'WHATSAPP_WEB is on and WHATSAPP_CLOUD_TOKEN is set, but WhatsApp has one way in at a time. Remove one of them.',
      ],
    ]
    for (const [environment, sentence] of wrong) {
      const { code, output } = await runProduct({ DATA_DIR: folder, ...environment })
      expect([code, output.trim()]).toEqual([1, sentence])
    }
    const role = await runProduct({ DATA_DIR: folder }, 'bots')
    expect([role.code, role.output.trim()]).toEqual([
      1,
      'There is no role of that name. Use one of: all, bot, worker, console.',
    ])
  })

  it('when another process has the embedded database, or a role would need to share it', async () => {
    const environment = await settings()
    if (environment['DATABASE_URL'] !== undefined) return
    const first = await startProduct(environment)
    const second = await runProduct(environment)
    expect(oneSentence(second.output)).toBe(
      `The data folder ${environment['DATA_DIR']} is in use by process ${first.pid}. Stop that process, or set DATA_DIR to another folder.`,
    )
    expect(second.code).toBe(1)
    await first.stop()
    const worker = await runProduct(environment, 'worker')
    expect(oneSentence(worker.output)).toContain('needs DATABASE_URL')
    expect(worker.code).toBe(1)
  })
})
