/** What every proof stands on: the real program as its operator runs it, a platform that keeps a journal, and people who
 * ask. The journal alone judges: what was shown to people, not what we counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { readKeys } from '../../../db/keys.ts'
import { createSeal } from '../../../db/seal.ts'
import { type BotApi, createBotApi } from '../../../test/kit/bot-api/index.ts'
import { type CloudApi, createCloudApi } from '../../../test/kit/cloud-api/index.ts'
import { createLine, type Line } from '../../../test/kit/line.ts'
import { type Postgres, startPostgres } from '../../../test/kit/postgres.ts'
import { createPostgresLine, type PostgresLine } from '../../../test/kit/postgres-line.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { sleep } from './form.ts'

/** Whoever asks this is told the verdict once, and nothing else has these words. */
export const question = 'PT Human Select Indonesia resmi gak?'
const verdict = 'PT HUMAN SELECT INDONESIA ada di daftar resmi'

/** A platform, its people and its troubles, whichever it is. */
export interface Platform {
  readonly settings: Readonly<Record<string, string>>
  /** Person `n` asks. Returns what the platform calls this message, to send it again. */
  ask(n: number): number
  again(id: number): void
  /** Where person `n` is written to. */
  chat(n: number): { readonly channel: string; readonly chat: string }
  /** How often person `n` was told the verdict. */
  verdicts(n: number): number
  /** The next sends fail so. */
  failNext(how: Failing, times?: number): void
  /** Sends that were tried, whatever became of them. */
  sends(): number
  /** Called at the moment a message is taken, before the sender is told. */
  onTaken(listener: () => void): void
  /** Messages that the program has not yet taken over. */
  pending(): number
  /** A program has started; webhooks go to it. */
  met(product: Product): Promise<void>
  /** Between the program and the platform. */
  readonly line: Line
  /** What no real client would send; each way once. */
  readonly poison: readonly ((n: number) => void)[]
  stop(): Promise<void>
}

export type Failing = 'slow' | 'taken-then-cut' | 'garbage' | 'half' | 'stuck' | 'too-many' | 'unavailable'

export async function openTelegram(): Promise<Platform> {
  const api: BotApi = await createBotApi({ flood: false })
  const line = await createLine({ host: '127.0.0.1', port: Number(new URL(api.root).port) })
  const person = (n: number) => api.people.person(n)
  let taken = (): void => {}
  api.onEntry(({ method }) => {
    if (method === 'sendMessage') taken()
  })
  const says = (n: number, text: string, fields: Parameters<typeof api.people.says>[2] = {}): void =>
    void api.people.says(person(n), text, fields)
  return {
    settings: {
      TELEGRAM_TOKEN: api.token,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${line.port}`,
    },
    ask: (n) => api.people.says(person(n), question).updateId,
    again: (id) => api.people.again(id),
    chat: (n) => ({ channel: 'telegram', chat: String(n) }),
    verdicts: (n) =>
      api.journal.filter(
        ({ chat, method, text }) =>
          chat === n && method === 'sendMessage' && text?.includes(verdict) === true,
      ).length,
    failNext(how, times = 1) {
      const faults = {
        slow: { kind: 'slow', ms: 3_000 },
        'taken-then-cut': { kind: 'drop-after' },
        garbage: { kind: 'garbage' },
        half: { kind: 'half' },
        stuck: { kind: 'hang' },
        'too-many': {
          kind: 'refuse',
          code: 429,
          description: 'Too Many Requests: retry after 1',
          retryAfter: 1,
        },
        unavailable: { kind: 'refuse', code: 502, description: 'Bad Gateway' },
      } as const
      api.faults.failNext('sendMessage', faults[how], times)
    },
    sends: () => api.calls.filter(({ method }) => method === 'sendMessage').length,
    onTaken(listener) {
      taken = listener
    },
    pending: () => api.queue.pending(),
    met: async () => {},
    line,
    poison: [
      (n) => says(n, '\u0000\u0001\u0002'),
      (n) => says(n, 'PT \ud800 resmi?'),
      (n) => says(n, '\u202e'.repeat(4_000)),
      (n) => says(n, 'a'.repeat(60_000)),
      (n) => says(n, '(('.repeat(20_000)),
      (n) => says(n, 'halo', { date: 0 }),
      (n) => says(n, 'halo', { date: 2 ** 53 - 1 }),
      (n) => says(n, 'halo', { date: -1 }),
      (n) => says(n, 'halo', { date: 'yesterday' }),
      (n) => says(n, 'halo', { from: null }),
      (n) => says(n, 'halo', { from: 7 }),
      (n) => says(n, 'halo', { text: { deep: [] } }),
      (n) => says(n, 'halo', { text: null }),
      (n) => says(n, 'halo', { message_id: -5 }),
      (n) => says(n, 'halo', { message_id: 'five' }),
      (n) => says(n, 'halo', { entities: [{ type: 'bot_command', offset: -3, length: 9e9 }] }),
      (n) => says(n, 'halo', { photo: [] }),
      (n) => says(n, 'halo', { photo: [{}], caption: 7 }),
      (n) => says(n, 'halo', { contact: { phone_number: null } }),
      (n) => says(n, 'halo', { location: { latitude: 'x' } }),
    ],
    async stop() {
      await line.close()
      await api.stop()
    },
  }
}

export async function openCloud(): Promise<Platform> {
  const api: CloudApi = await createCloudApi({ limits: { tier: null, perSecond: null }, firstRetryMs: 200 })
  const line = await createLine({ host: '127.0.0.1', port: Number(new URL(api.root).port) })
  const phone = (n: number): string => `6281200${String(n).padStart(6, '0')}`
  let taken = (): void => {}
  api.onEntry(() => taken())
  const raw = (n: number, message: object): void => {
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: api.phoneId },
      contacts: [{ profile: { name: 'B' }, wa_id: phone(n) }],
      messages: [{ from: phone(n), id: `wamid.poison${n}`, timestamp: '1', type: 'text', ...message }],
    }
    api.raw({
      object: 'whatsapp_business_account',
      entry: [{ id: api.businessId, changes: [{ field: 'messages', value }] }],
    })
  }
  const texts = (body: unknown): object => ({ text: { body } })
  return {
    settings: {
      PUBLIC_URL: 'https://bot.example.org',
      WHATSAPP_CLOUD_TOKEN: api.token,
      WHATSAPP_CLOUD_PHONE_ID: api.phoneId,
      WHATSAPP_CLOUD_APP_SECRET: api.appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: api.verifyToken,
      WHATSAPP_CLOUD_API_ROOT: `http://127.0.0.1:${line.port}`,
    },
    ask: (n) => api.people.says(api.people.person(phone(n)), question).notification,
    again: (id) => api.webhook.again(id),
    chat: (n) => ({ channel: 'whatsapp', chat: phone(n) }),
    verdicts: (n) =>
      api.shown(phone(n)).filter(({ content }) => JSON.stringify(content).includes(verdict)).length,
    failNext(how, times = 1) {
      const faults = {
        slow: { kind: 'slow', ms: 3_000 },
        'taken-then-cut': { kind: 'drop-after' },
        garbage: { kind: 'answer', status: 200, body: '<html>502 Bad Gateway</html>' },
        half: { kind: 'half' },
        stuck: { kind: 'hang' },
        'too-many': { kind: 'refuse', code: 130429 },
        unavailable: { kind: 'answer', status: 502, body: '<html>502 Bad Gateway</html>' },
      } as const
      api.faults.failNext('message', faults[how], times)
    },
    sends: () => api.calls.filter(({ call }) => call === 'message').length,
    onTaken(listener) {
      taken = listener
    },
    pending: () => api.webhook.pending(),
    met: (product) =>
      api.webhook.subscribe(new URL('/whatsapp/cloud', product.address).href, api.verifyToken),
    line,
    poison: [
      (n) => raw(n, texts('\u0000\u0001\u0002')),
      (n) => raw(n, texts('PT \ud800 resmi?')),
      (n) => raw(n, texts('\u202e'.repeat(4_000))),
      (n) => raw(n, texts('a'.repeat(60_000))),
      (n) => raw(n, texts('(('.repeat(20_000))),
      (n) => raw(n, texts({ deep: [] })),
      (n) => raw(n, texts(null)),
      (n) => raw(n, { ...texts('halo'), timestamp: 'yesterday' }),
      (n) => raw(n, { ...texts('halo'), timestamp: '99999999999999999' }),
      (n) => raw(n, { ...texts('halo'), timestamp: '-1' }),
      (n) => raw(n, { ...texts('halo'), id: '' }),
      (n) => raw(n, { ...texts('halo'), id: 'x'.repeat(10_000) }),
      (n) => raw(n, { ...texts('halo'), from: 'nobody' }),
      (n) => raw(n, { ...texts('halo'), from: 7 }),
      (n) => raw(n, { type: 'image', image: {} }),
      (n) => raw(n, { type: 'image', image: { id: '../../etc', mime_type: 'image/jpeg' } }),
      (n) => raw(n, { type: 'button', button: null }),
      (n) => raw(n, { type: 'interactive', interactive: { type: 'list_reply' } }),
      (n) => raw(n, { type: 'contacts', contacts: 'none' }),
      (n) => raw(n, { type: 'from a later year', later: true }),
    ],
    async stop() {
      await line.close()
      await api.stop()
    },
  }
}

/** The program on a platform and a Postgres server of its own, with troubles in between. */
export interface Stage {
  readonly platform: Platform
  readonly server: Postgres
  readonly database: PostgresLine
  product(): Product
  /** Ends it by SIGKILL, now; `ended()` resolves when it is gone. */
  kill(): void
  ended(): Promise<void>
  /** Starts it again. */
  start(): Promise<void>
  /** Of these people: whose answer is on its way to the platform, as far as the database knows. */
  sending(people: readonly number[]): Promise<readonly number[]>
  /** By how many ms its clock is wrong from now on. */
  setClock(ms: number): void
  close(): Promise<void>
}

/** Keys of every proof. */
export const keys = {
  IDENTITY_KEY: Buffer.alloc(32, 1).toString('base64'),
  SEAL_KEYS: `1:${Buffer.alloc(32, 2).toString('base64')}`,
}

const seal = createSeal(readKeys({ identity: keys.IDENTITY_KEY, sealing: keys.SEAL_KEYS }))

export async function openStage(platform: Platform): Promise<Stage> {
  const server = await startPostgres()
  const database = await createPostgresLine(server)
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-prove-'))
  const clock = join(folder, 'clock')
  const setClock = (ms: number): void => writeFileSync(clock, String(ms))
  setClock(0)
  let product: Product | null = null
  let ending: Promise<unknown> = Promise.resolve()
  const running = (): Product => {
    if (product === null) throw new Error('the program is not running')
    return product
  }
  const start = async (): Promise<void> => {
    await ending
    product = await startProduct({
      ...keys,
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: `postgres://postgres@127.0.0.1:${database.port}/postgres`,
      CLOCK_FILE: clock,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../../../test/kit/jumping-clock.mjs')).href}`,
      ...platform.settings,
    })
    await platform.met(product)
  }
  await start()
  return {
    platform,
    server,
    database,
    product: running,
    kill() {
      const dying = running()
      process.kill(dying.pid, 'SIGKILL')
      ending = dying.stop('SIGKILL')
    },
    async ended() {
      await ending
    },
    start,
    async sending(people) {
      const admin = new pg.Client(server.url)
      await admin.connect()
      const { rows } = await admin.query<{ chat: string }>(`select chat from outbox where status = 'sending'`)
      await admin.end()
      const chats = new Set(rows.map(({ chat }) => chat))
      return people.filter((person) => {
        const { channel, chat } = platform.chat(person)
        return chats.has(seal.recognise('chat', channel, chat))
      })
    },
    setClock,
    async close() {
      await product?.stop('SIGKILL')
      await database.close()
      server.remove()
      await platform.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Judgement {
  /** Never told. */
  readonly lost: number
  /** Told more than once, in messages beyond the first. */
  readonly again: number
  /** The most that one person was told. */
  readonly most: number
  /** From now until the last was told, in ms. */
  readonly healedMs: number
}

/** Waits until all were told, or for so long, and a little longer for whatever may come twice. */
export async function judge(
  { verdicts }: Platform,
  people: readonly number[],
  patienceMs: number,
): Promise<Judgement> {
  const began = performance.now()
  let waiting = people
  while (waiting.length > 0 && performance.now() - began < patienceMs) {
    waiting = waiting.filter((person) => verdicts(person) === 0)
    if (waiting.length > 0) await sleep(20)
  }
  const healedMs = Math.round(performance.now() - began)
  await sleep(3_000)
  const told = people.map(verdicts)
  return {
    lost: told.filter((times) => times === 0).length,
    again: told.reduce((sum, times) => sum + Math.max(0, times - 1), 0),
    most: Math.max(...told),
    healedMs,
  }
}

/** Resolves when it holds; throws after `ms` with what was waited for. */
export async function until(what: string, holds: () => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await sleep(5)
  }
}
