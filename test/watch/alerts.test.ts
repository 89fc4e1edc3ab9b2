import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelName, type Knowledge, say } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { keysIn } from '../../db/keys.ts'
import { createSeal } from '../../db/seal.ts'
import { createMetrics, type Session } from '../../src/metrics.ts'
import { type BotApi, createBotApi, tooManyRequests } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { type Product, startProduct } from '../kit/product.ts'
import { isTrue, metricsOf, readPage, readRules, type Sample } from '../kit/rules.ts'

const rules = readRules()
/** Names of the rules that are true, once `before` became `after`. */
const firing = (before: readonly Sample[], after: readonly Sample[]): readonly string[] =>
  rules.filter(({ expr }) => isTrue(expr, before, after)).map(({ alert }) => alert)

// Each fault is put in for real, and the shipped rule must see it on the shipped page.
describe('alerts', () => {
  let api: BotApi
  let database: TestDatabase
  let product: Product
  let client: Client
  let before: readonly Sample[]

  const page = async (): Promise<readonly Sample[]> =>
    readPage(await (await fetch(new URL('/metrics', product.address))).text())
  const start = async (changes: Readonly<Record<string, string>> = {}): Promise<void> => {
    const { url, folder } = database.where
    product = await startProduct({
      DATA_DIR: folder,
      ...(url === null ? {} : { DATABASE_URL: url }),
      TELEGRAM_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      LIST_MAX_AGE_DAYS: '36500',
      ...changes,
    })
    client = await openDatabase({ ...database.where, share: true })
    before = await page()
  }
  const stop = async (): Promise<void> => {
    await client.close()
    await product.stop()
  }
  const run = (statement: string): Promise<unknown> => client.pool.query(statement)
  /** The rule was quiet before, and fires soon after. */
  const fires = async (alert: string): Promise<void> => {
    expect(firing(before, before)).not.toContain(alert)
    await expect.poll(async () => firing(before, await page()), { timeout: 8_000 }).toContain(alert)
  }
  /** A delivery as a process left it that long ago; `due`: not to be tried before. */
  const deliver = async (row: {
    readonly status: 'waiting' | 'sending'
    readonly created: string
    readonly due?: string
  }): Promise<void> => {
    const seal = createSeal(keysIn(database.where.folder))
    const message = seal.close({
      to: { channel: 'telegram', chat: '7' },
      reply: { body: say('common.help'), choices: [] },
    })
    await client.pool.query(
      `insert into outbox (channel, chat, message, locale, turn, cause, rank, status, created_at, due_at, lease_until, leased_by)
       values ('telegram', $1, $2, 'id', 0, 'turn', 0, $3, now() - $4::interval, now() + $5::interval,
         case when $3 = 'sending' then now() - interval '1 second' end, case when $3 = 'sending' then 'somebody' end)`,
      [randomUUID(), message, row.status, row.created, row.due ?? '0 seconds'],
    )
  }

  beforeAll(async () => {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
    await start()
  })
  afterAll(async () => {
    await stop()
    await api.stop()
    await database.drop()
  })

  it('are quiet while all is well, and read only metrics that there are', async () => {
    const person = api.people.person(1)
    api.people.says(person, 'PT Human Select Indonesia resmi gak?')
    await api.until('an answer', () => api.journal.some(({ method }) => method === 'sendMessage'))
    const now = await page()
    expect(firing(before, now)).toEqual([])
    const names = new Set(now.map(({ name }) => name))
    // `up` is Prometheus' own; the others appear with WhatsApp Web, or with the first of their kind.
    const elsewhere =
      /^(up|tanya_whatsapp_web_session|tanya_channel_hold_seconds|tanya_outbox_oldest_seconds|tanya_takedowns_overdue)$/
    const missing = rules.flatMap(({ expr }) => metricsOf(expr)).filter((name) => !names.has(name))
    expect(
      missing.filter((name) => !elsewhere.test(name) && name !== 'tanya_forgetting_age_seconds'),
    ).toEqual([])
    expect(now.length).toBeLessThan(2_000)
  })

  it('see 429', async () => {
    api.faults.failNext('sendMessage', tooManyRequests(1))
    api.people.says(api.people.person(2), 'halo')
    await fires('Throttled')
  })

  it('see a platform that wants nothing for long', async () => {
    await run(`insert into channel_holds values ('simulator-telegram', now() + interval '5 minutes')
      on conflict (channel) do update set until = excluded.until`)
    await fires('ChannelHeld')
    await run(`delete from channel_holds`)
  })

  it('see an answer whose arrival nobody knows', async () => {
    api.faults.failNext('sendMessage', { kind: 'drop-after' })
    api.people.says(api.people.person(3), 'halo')
    await fires('DeliveryUnknown')
  })

  it('see an answer that waits', async () => {
    await deliver({ status: 'waiting', created: '1 hour', due: '1 hour' })
    await fires('AnswersWait')
    await run('delete from outbox')
  })

  it('see an answer that was given up, and one that may arrive twice', async () => {
    await deliver({ status: 'waiting', created: '25 hours' })
    await deliver({ status: 'sending', created: '1 minute' })
    await fires('AnswerLost')
    await fires('AnswerPerhapsTwice')
  })

  it('see a takedown whose clock ran out', async () => {
    await run(`with one as (insert into cases (status) values ('waiting') returning id)
      insert into takedowns (case_id, kind, key, target, recipient, class, status, drafted_by, approved_by, due_at)
      select id, 'domain', 'k', 'sealed', 'platform', 'urgent', 'sent', '${randomUUID()}', '${randomUUID()}',
        now() - interval '1 minute' from one`)
    await fires('TakedownOverdue')
  })

  it('see an opt-out that was broken', async () => {
    await run(`with one as (
        insert into subscribers (key, address, channel, locale, topics)
        values ('\\x01', '\\x01', 'telegram', 'id', 0) returning id),
      sent as (
        insert into campaigns (name, topic, author, audience, status)
        values ('x', 'lessons', '${randomUUID()}', '{}', 'cancelled') returning id),
      taken as (
        insert into consents (at, subscriber, topics, kind, how)
        select now() - interval '5 minutes', one.id, 15, 'withdrawn', 'chat' from one)
      insert into latest_campaigns (subscriber, campaign, at) select one.id, sent.id, now() from one, sent`)
    await fires('OptOutBroken')
  })

  it('see a database that is away', async () => {
    const counts = createMetrics({
      knowledge: () => ({ asOf: '2026-09-17', listed: 1 }) as Knowledge,
      listMaxAgeDays: 36_500,
      channels: ['telegram' as ChannelName],
      look: () => Promise.reject(new Error('away')),
      session: () => null,
      now: () => new Date(),
    })
    expect(firing([], readPage(await counts.page()))).toEqual(['TanyaDuluDatabaseLost'])
  })

  it.each([
    [{ state: 'ready', memory: 300 }, []],
    [{ state: 'starting', memory: null }, ['WhatsAppWebAway']],
    [{ state: 'over', memory: null }, ['WhatsAppWebOver', 'WhatsAppWebAway']],
  ] as readonly (readonly [Session, readonly string[]])[])(
    'see how the session of WhatsApp Web stands: %o',
    async (session, alerts) => {
      const counts = createMetrics({
        knowledge: () => ({ asOf: '2026-09-17', listed: 1 }) as Knowledge,
        listMaxAgeDays: 36_500,
        channels: [],
        look: async () => [],
        session: () => session,
        now: () => new Date(),
      })
      expect(firing([], readPage(await counts.page()))).toEqual(alerts)
    },
  )

  it('see a broken audit and an old list, at the next start', async () => {
    await run(`alter table audit disable trigger all`)
    await run(`insert into audit (act, place, hash) values ('case.confirm', 900, 'forged')`)
    await run(`alter table audit enable trigger all`)
    await stop()
    await start({ LIST_MAX_AGE_DAYS: '1' })
    await expect.poll(async () => firing([], await page()), { timeout: 8_000 }).toContain('AuditBroken')
    expect(firing([], await page())).toContain('ListTooOld')
  })

  it('stand beside logs in which one name follows a message from being heard to its delivery', async () => {
    const lines = product
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    api.people.says(api.people.person(9), 'PT Human Select Indonesia resmi gak?')
    type Line = { readonly event: string; readonly trace?: string }
    const since = (): readonly Line[] =>
      product
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .slice(lines.length)
        .map((line) => JSON.parse(line) as Line)
    const followed = () => {
      const trace = since().find(({ event }) => event === 'heard')?.trace
      return since()
        .filter((line) => trace !== undefined && line.trace === trace)
        .map(({ event }) => event)
        .sort()
    }
    await expect.poll(followed, { timeout: 8_000 }).toEqual(expect.arrayContaining(['delivered', 'heard']))
    const trace = since().find(({ event }) => event === 'heard')?.trace ?? ''
    const { rows } = await client.pool.query('select key from turns where starts_with(key, $1)', [trace])
    expect(rows).toHaveLength(1)
  })

  it('say what to do in words, each once', () => {
    expect(rules.length).toBeGreaterThan(20)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })

  it('stand beside a dashboard that shows only metrics that there are', async () => {
    const board = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/dashboard.json'), 'utf8'))
    const shown: readonly string[] = board.panels.flatMap((panel: { targets?: { expr: string }[] }) =>
      (panel.targets ?? []).flatMap(({ expr }) => metricsOf(expr)),
    )
    expect(shown.length).toBeGreaterThan(15)
    const text = await (await fetch(new URL('/metrics', product.address))).text()
    expect(shown.filter((name) => name !== 'up' && !text.includes(name.replace(/_bucket$/, '')))).toEqual([])
  })
})
