/** From a start to its stop: who we are, how updates come, and the turns they become. */
import { type ChannelName, type Hear, locales, type Mount } from '#engine'
import type { Client } from './client.ts'
import { codeOf, nameOf } from './failures.ts'
import { integer, object, text } from './json.ts'
import type { TelegramOptions } from './options.ts'
import { createPause } from './pause.ts'
import { createPolling } from './polling.ts'
import { type Self, updateKinds } from './read.ts'
import { readConfigError, type Settings } from './settings.ts'
import { createTurns } from './turns.ts'
import { createDoor } from './webhook.ts'

export interface Session {
  /** Hears nothing more; turns begun are finished, and what was committed is confirmed. */
  stop(): Promise<void>
}

export interface SessionOptions extends Pick<TelegramOptions, 'commands' | 'log'> {
  readonly channel: ChannelName
  readonly settings: Settings
  readonly client: Client
  readonly hear: Hear
  readonly mount: Mount
}

/** Waits before an uncommitted turn is tried again, and before a start is: they double from the first to the last. */
const firstRetryMs = 250
const longestRetryMs = 10_000
/** Bot API, setWebhook: 1 to 100 connections at once. */
const maxConnections = 100

/** Throws ConfigError when Telegram refuses us. A Telegram that is away is waited for meanwhile. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { channel, client, log } = options
  const { webhook } = options.settings
  const pause = createPause()
  let self: Self | null = null
  const failed = (call: string) => (error: unknown) =>
    log({ kind: 'call-failed', call, code: codeOf(error), error: nameOf(error) })

  const turns = createTurns({
    hear: options.hear,
    now: () => new Date(),
    closed: () => pause.stopped,
    acknowledge: (tap) => void client.once.answerCallbackQuery(tap).catch(failed('answerCallbackQuery')),
    async again(update, attempt, error) {
      const id = integer(object(update)?.update_id)
      log({ kind: 'not-committed', update: id, attempt, error: nameOf(error) })
      // A webhook says so at once, and Telegram comes back by itself.
      if (webhook !== null) return false
      await pause.wait(Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)))
      return !pause.stopped
    },
  })
  const take = async (update: unknown): Promise<void> => {
    if (self === null || pause.stopped) throw new Error('not open')
    await turns.take(update, self)
  }
  const polling = createPolling({ client, take, onFailure: failed('getUpdates') })

  async function begin(): Promise<void> {
    self = readSelf(await client.once.getMe(), channel)
    if (webhook === null) await client.once.deleteWebhook()
    else {
      const { url, secret } = webhook
      const how = { secret_token: secret, max_connections: maxConnections, allowed_updates: updateKinds }
      await client.once.setWebhook(url, how)
    }
    if (pause.stopped) return
    if (webhook === null) polling.start()
    log({ kind: 'started', how: webhook === null ? 'polling' : 'webhook', bot: self.id })
    void showMenus(client, options.commands).catch(failed('setMyCommands'))
  }
  async function beginLater(): Promise<void> {
    for (let ms = firstRetryMs; !pause.stopped; ms = Math.min(longestRetryMs, ms * 2)) {
      await pause.wait(ms)
      if (pause.stopped) return
      try {
        return await begin()
      } catch (error) {
        failed('start')(error)
      }
    }
  }

  if (webhook !== null) {
    const onStranger = (): void => log({ kind: 'wrong-secret' })
    options.mount(webhook.path, createDoor({ take, secret: webhook.secret, onStranger }))
  }
  try {
    await begin()
  } catch (error) {
    const wrong = readConfigError(error)
    if (wrong !== null) throw wrong
    failed('start')(error)
    void beginLater()
  }
  return {
    async stop() {
      pause.stop()
      await polling.stop()
      await turns.settled()
      log({ kind: 'stopped' })
    },
  }
}

function readSelf(me: unknown, channel: ChannelName): Self {
  const id = integer(object(me)?.id)
  if (id === null) throw new TypeError('Telegram did not say who we are')
  return { channel, id, username: text(object(me)?.username) ?? '' }
}

/** The commands a person can pick from a menu, in the language of their phone. */
async function showMenus(client: Client, commands: TelegramOptions['commands']): Promise<void> {
  // Indonesian is the source, and stands for every language without words of its own.
  if (commands.id !== undefined) await client.patient.setMyCommands(commands.id)
  for (const locale of locales) {
    const own = commands[locale]
    if (own !== undefined) await client.patient.setMyCommands(own, { language_code: locale })
  }
}
