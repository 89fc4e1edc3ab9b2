/** Marked secrets in every setting that holds one, and everything going wrong that can: platforms that quote them back, a
 * database that is away, strangers, settings that are half there. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { type Product, runProduct, startProduct } from '../kit/product.ts'

const secrets = {
  TELEGRAM_TOKEN: '7000000001:AAMARKEDaTelegramTokenThatIsNobodys0',
  TELEGRAM_WEBHOOK_SECRET: 'MARKEDwebhookSecretOfTelegram',
  WHATSAPP_CLOUD_TOKEN: 'EAAMARKEDaccessTokenOfTheCloud',
  WHATSAPP_CLOUD_APP_SECRET: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'MARKEDverifyToken',
  IDENTITY_KEY: Buffer.from('MARKED identity key of 32 bytes!').toString('base64'),
  SEAL_KEYS: `1:${Buffer.from('MARKED sealing key, 32 bytes too').toString('base64')}`,
}
const password = 'MARKEDpasswordOfTheDatabase'
const body = 'MARKEDwordsOfAPerson'

const marks = [
  ...Object.values(secrets),
  secrets.TELEGRAM_TOKEN.split(':')[1] ?? '',
  secrets.SEAL_KEYS.slice(2),
  password,
  body,
  'MARKED',
].flatMap((mark) => [mark, encodeURIComponent(mark), Buffer.from(mark).toString('hex')])
const found = (text: string): readonly string[] => marks.filter((mark) => text.includes(mark))

/** A platform that is at fault in every way, and quotes all it was told. */
function openFaulty(): Promise<Server> {
  let turn = 0
  const server = createServer((request, reply) => {
    const quoted = `${request.url} ${JSON.stringify(request.headers)} ${Object.values(secrets).join(' ')}`
    const faults = [
      () =>
        reply.writeHead(401, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            ok: false,
            error_code: 401,
            description: quoted,
            error: { code: 190, message: quoted },
          }),
        ),
      () => reply.writeHead(500).end(quoted),
      () => reply.writeHead(200, { 'content-type': 'application/json' }).end(`{"ok":true,${quoted}`),
      () => request.socket.destroy(),
      () =>
        reply
          .writeHead(409, { 'content-type': 'application/json' })
          .end(JSON.stringify({ ok: false, error_code: 409, description: quoted })),
      () =>
        reply
          .writeHead(302, { location: `http://127.0.0.1:1/${quoted.slice(0, 60).replaceAll(/[^\w]/g, '')}` })
          .end(),
    ]
    request.resume()
    const refuse = request.url?.startsWith('/refuse') === true
    // At the start a refused token is no fault that passes: it ends the program, in one sentence.
    const place = refuse ? 0 : turn < 12 ? 1 + (turn % (faults.length - 1)) : turn % faults.length
    turn++
    faults[place]?.()
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const statuses: number[] = []
let answers = ''

describe('secrets', () => {
  let database: TestDatabase
  let faulty: Server
  let product: Product
  let refusals: readonly string[]

  beforeAll(async () => {
    database = await makeDatabase()
    faulty = await openFaulty()
    const root = `http://127.0.0.1:${(faulty.address() as AddressInfo).port}`
    const { url, folder } = database.where
    const where = { DATA_DIR: folder, ...(url === null ? {} : { DATABASE_URL: url }) }
    product = await startProduct({
      ...secrets,
      ...where,
      PUBLIC_URL: 'https://bot.example.org',
      TELEGRAM_API_ROOT: root,
      WHATSAPP_CLOUD_API_ROOT: root,
      WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
      LOG_LEVEL: 'debug',
    })
    const ask = async (path: string, given: RequestInit = {}): Promise<void> => {
      const answer = await fetch(new URL(path, product.address), { redirect: 'manual', ...given })
      statuses.push(answer.status)
      answers += `${await answer.text()}${JSON.stringify([...answer.headers])}`
    }
    const post = (headers: Readonly<Record<string, string>>, text = body): RequestInit => ({
      method: 'POST',
      body: text,
      headers,
    })
    await ask('/whatsapp/cloud', post({ 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }))
    await ask('/whatsapp/cloud', post({}))
    await ask('/whatsapp/cloud?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1')
    await ask('/telegram/guess', post({ 'x-telegram-bot-api-secret-token': 'wrong' }))
    await ask('/console/sign-in', post({ 'content-type': 'application/json' }, '{"broken'))
    await ask('/console/sign-in', post({ 'content-type': 'multipart/form-data' }))
    await ask('/api/v1/cases', { headers: { authorization: `Bearer ${body}` } })
    await ask('/metrics')
    await ask('/readyz')
    // Long enough for several calls of each adapter to fail.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    await ask('/metrics')
    await product.stop()

    const refusing = `http://127.0.0.1:${(faulty.address() as AddressInfo).port}/refuse`
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { DATABASE_URL: `postgres://tanya:${password}@127.0.0.1:1/tanya` },
      { DATABASE_URL: `mysql://tanya:${password}@127.0.0.1/tanya` },
      { IDENTITY_KEY: 'MARKEDtooShort', SEAL_KEYS: secrets.SEAL_KEYS },
      { IDENTITY_KEY: secrets.IDENTITY_KEY },
      { IDENTITY_KEY: secrets.IDENTITY_KEY, SEAL_KEYS: `${secrets.SEAL_KEYS},1:MARKED` },
      { TELEGRAM_TOKEN: 'MARKED no token' },
      { WHATSAPP_CLOUD_TOKEN: secrets.WHATSAPP_CLOUD_TOKEN },
      { TELEGRAM_TOKEN: secrets.TELEGRAM_TOKEN, TELEGRAM_API_ROOT: refusing },
      { TELEGRAM_TOKEN: secrets.TELEGRAM_TOKEN, TELEGRAM_API_ROOT: `ftp://${password}@x` },
      { FETCH_PROXY: `http://tanya:${password}@proxy example` },
      { PUBLIC_URL: `https://tanya:${password}@bot.example.org/x y` },
    ]
    const told: string[] = []
    for (const settings of wrong) {
      const { code, output } = await runProduct({ ...where, ...settings })
      told.push(`${code === 0 ? 'it started' : 'refused'}: ${output}`)
    }
    refusals = told
  }, 300_000)
  afterAll(async () => {
    faulty.closeAllConnections()
    await new Promise((resolve) => faulty.close(resolve))
    await database.drop()
  })

  it('are in nothing that it writes, whatever goes wrong', () => {
    expect(product.output()).toContain('"event":"ready"')
    expect(product.output()).toMatch(/telegram/)
    expect(product.output()).toMatch(/whatsapp/)
    expect(found(product.output())).toEqual([])
  })

  it('are in no answer to anybody', () => {
    expect(statuses.filter((status) => status >= 400 && status < 500).length).toBeGreaterThanOrEqual(5)
    expect(statuses.filter((status) => status >= 500)).toEqual([])
    expect(found(answers)).toEqual([])
  })

  it('are in no sentence with which it refuses to start', () => {
    for (const each of refusals) {
      expect(each).toMatch(/^refused: .{20,}/s)
      expect([each, found(each)]).toEqual([each, []])
    }
  })

  it('writes one line of JSON for each event, in UTC', () => {
    const all = product.output().trim().split('\n')
    // The few others greet whoever sits at the terminal.
    const lines = all.filter((line) => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(3)
    expect(all.length - lines.length).toBeLessThan(10)
    for (const line of lines) {
      const { time, event } = JSON.parse(line) as { readonly time: string; readonly event: string }
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(event).toMatch(/^[\w .:-]+$/)
    }
  })
})
