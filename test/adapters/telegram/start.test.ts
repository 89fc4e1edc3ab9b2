/** Starting: what an operator can mend is one sentence, what passes by itself is waited for, and no secret is told. */
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError } from '#engine'
import { createTelegram, type TelegramOptions } from '../../../adapters/telegram/index.ts'
import { serverError } from '../../kit/bot-api/index.ts'
import { commands, openTelegram, type TelegramSubject } from './subject.ts'

const open: TelegramSubject[] = []
afterEach(async () => {
  for (const subject of open.splice(0)) {
    await subject.adapter.stop()
    await subject.close()
  }
})
const opened = async (...how: Parameters<typeof openTelegram>): Promise<TelegramSubject> => {
  const subject = await openTelegram(...how)
  open.push(subject)
  return subject
}
const started = ({ adapter, mount }: TelegramSubject): Promise<unknown> =>
  adapter
    .start(async () => undefined, mount)
    .then(
      () => null,
      (error: unknown) => error,
    )

describe('a setting that cannot work', () => {
  const token = '123:AAbbCCsecret'
  const cases: readonly {
    readonly name: string
    readonly options: Partial<TelegramOptions>
    readonly says: RegExp
  }[] = [
    { name: 'an empty token', options: { token: '' }, says: /bot token.*BotFather/ },
    {
      name: 'a token with a stray word',
      options: { token: 'bot 123:AAbbCCsecret' },
      says: /bot token.*BotFather/,
    },
    { name: 'a server that is no address', options: { apiRoot: 'localhost:80' }, says: /TELEGRAM_API_ROOT/ },
    { name: 'a public address that is none', options: { publicUrl: 'example' }, says: /PUBLIC_URL/ },
    {
      name: 'a public address without TLS',
      options: { publicUrl: 'http://example.org' },
      says: /PUBLIC_URL.*https/,
    },
    { name: 'a secret Telegram refuses', options: { webhookSecret: 'ada spasi' }, says: /webhook secret/ },
  ]
  it.each(cases)('$name', ({ options, says }) => {
    const create = (): unknown => createTelegram({ token, commands: {}, log: () => undefined, ...options })
    expect(create).toThrow(ConfigError)
    expect(create).toThrow(says)
    expect(create).not.toThrow(/AAbbCCsecret|ada spasi/)
  })
})

describe('the start', () => {
  it.each(['7000000002:AnotherTokenThatIsNobodys', '7:x'])(
    'refuses a token Telegram refuses: %s',
    async (token) => {
      const subject = await opened({ by: 'polling', options: { token } })
      const error = await started(subject)
      expect(error).toBeInstanceOf(ConfigError)
      expect(String(error)).toMatch(/refuses the bot token \(401\): copy it again/)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token)
    },
  )

  it('refuses a public address Telegram cannot use', async () => {
    const subject = await opened({ by: 'webhook', options: { publicUrl: 'https://nowhere.invalid' } })
    const error = await started(subject)
    expect(error).toBeInstanceOf(ConfigError)
    expect(String(error)).toMatch(/PUBLIC_URL/)
  })

  it('does not wait for a Telegram that is away, and hears once it is back', async () => {
    const subject = await opened({ by: 'polling' })
    const { api, adapter, mount, events } = subject
    api.faults.failNext('getMe', { kind: 'drop-before' })
    api.faults.failNext('getMe', serverError(502))
    api.faults.failNext('getMe', { kind: 'answer', body: '{"ok":true,"result":{}}' })
    api.faults.failNext('getMe', { kind: 'answer', body: '{"ok":true}' })
    api.faults.failNext('deleteWebhook', { kind: 'garbage' })
    let heard = 0
    await adapter.start(async () => void heard++, mount)
    expect(events.map(({ kind }) => kind)).toEqual(['call-failed'])
    api.people.says(api.people.person(1), 'halo')
    await api.until('heard', () => heard === 1)
    expect(events.at(-1)).toMatchObject({ kind: 'started', how: 'polling' })
  })

  it('stops at once while Telegram is away', async () => {
    const subject = await opened({ by: 'polling' })
    subject.api.faults.failNext('*', { kind: 'drop-before' }, 1000)
    expect(await started(subject)).toBeNull()
    await subject.adapter.stop()
    subject.api.faults.clear()
    expect(subject.events.some(({ kind }) => kind === 'started')).toBe(false)
  })

  it('shows the menu of commands in each language, Indonesian to everybody else', async () => {
    const subject = await opened({ by: 'polling' })
    const { api } = subject
    await started(subject)
    const set = () =>
      api.journal.filter(({ method }) => method === 'setMyCommands').map(({ parameters }) => parameters)
    await api.until('three menus', () => set().length === 3)
    expect(set()).toEqual([
      { commands: commands.id },
      { commands: commands.id, language_code: 'id' },
      { commands: commands.en, language_code: 'en' },
    ])
  })

  it('goes on when the menu cannot be shown', async () => {
    const subject = await opened({
      by: 'polling',
      options: { commands: { id: [{ command: 'TIDAK SAH', description: 'x' }] } },
    })
    expect(await started(subject)).toBeNull()
    await subject.api.until('logged', () => subject.events.some(({ kind }) => kind === 'call-failed'))
    expect(subject.events.at(-1)).toMatchObject({ kind: 'call-failed', call: 'setMyCommands', code: 400 })
  })
})

describe('secrets and words of people', () => {
  it('are in no event, whatever goes wrong', async () => {
    const subject = await opened({ by: 'polling' })
    const { api, adapter, mount, events, chat } = subject
    const secret = 'RAHASIA-62812345678'
    for (const method of ['getUpdates', 'answerCallbackQuery', 'setMyCommands', 'getFile']) {
      api.faults.failNext(method, { kind: 'drop-before' })
      api.faults.failNext(method, {
        kind: 'refuse',
        code: 400,
        description: `Bad Request: "${secret}" ${api.token}`,
      })
    }
    let tries = 0
    await adapter.start(async () => {
      if (++tries < 3) throw new Error(`${secret} ${api.token}`)
    }, mount)
    api.people.says(api.people.person(62812345678), secret)
    await api.until('committed', () => api.queue.pending() === 0 && tries >= 3)
    const error: unknown = await adapter
      .fetchMedia({ ...subject.picture.media })
      .catch((reason: unknown) => reason)
    const seen = inspect(
      [events, error, await adapter.send(chat, { text: [], buttons: [], image: null } as never)],
      { depth: 9 },
    )
    expect(events.filter(({ kind }) => kind === 'call-failed').length).toBeGreaterThan(1)
    for (const hidden of [secret, api.token, api.token.slice(12), '62812345678'])
      expect(seen).not.toContain(hidden)
  })
})
