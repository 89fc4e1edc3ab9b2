/** Telegram as a channel: grammY's API and runner, long polling or a webhook, and one delivery a call. */
import { GrammyError } from 'grammy'
import {
  type Adapter,
  type ChannelName,
  ConfigError,
  type Hear,
  type Locale,
  locales,
  type Mount,
} from '#engine'
import { abilities, downloadLimit } from './abilities.ts'
import { type Client, createClient } from './client.ts'
import { codeOf, nameOf, readAnswer, readThrown } from './failures.ts'
import { createPause } from './pause.ts'
import { createPolling } from './polling.ts'
import { type Self, updateKinds } from './read.ts'
import { createTurns } from './turns.ts'
import { addressOf, createDoor } from './webhook.ts'
import { placeOf, writeMessage } from './write.ts'

export interface Command {
  /** `cek`, without the slash: 1 to 32 small letters, digits and underscores. */
  readonly command: string
  readonly description: string
}

export interface TelegramOptions {
  /** From @BotFather. */
  readonly token: string
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot?: string
  /** Where the world reaches this program; set, updates come by webhook. */
  readonly publicUrl?: string
  /** 1 to 256 letters, digits, `_` and `-`; made from the token when absent. */
  readonly webhookSecret?: string
  /** The menu of commands by language. Those in Indonesian are shown to everybody else too. */
  readonly commands: Readonly<Partial<Record<Locale, readonly Command[]>>>
  readonly log: (event: TelegramEvent) => void
  /** Longest silence of a call, in ms; 15,000 when absent. */
  readonly answerWithinMs?: number
}

/** What an operator may want to know; no text, no person, no token in any of them. */
export type TelegramEvent =
  | { readonly kind: 'started'; readonly how: 'polling' | 'webhook'; readonly bot: number }
  | { readonly kind: 'stopped' }
  /** A call failed; `code` is Telegram's, or null when there was no answer. */
  | {
      readonly kind: 'call-failed'
      readonly call: string
      readonly code: number | null
      readonly error: string
    }
  /** A turn was not committed; the update will be heard again. */
  | {
      readonly kind: 'not-committed'
      readonly update: number | null
      readonly attempt: number
      readonly error: string
    }
  | { readonly kind: 'wrong-secret' }

const telegram = 'telegram' as ChannelName
/** Waits before an uncommitted turn is tried again, and before a start is: they double from the first to the last. */
const firstRetryMs = 250
const longestRetryMs = 10_000

/** Throws ConfigError for options that can never work. */
export function createTelegram(options: TelegramOptions): Adapter {
  const settings = check(options)
  const { token, apiRoot } = settings
  const log = options.log
  const client = createClient({ token, apiRoot, answerWithinMs: options.answerWithinMs ?? 15_000 })
  const failed = (call: string) => (error: unknown) =>
    log({ kind: 'call-failed', call, code: codeOf(error), error: nameOf(error) })
  let running: { stop(): Promise<void> } | null = null

  return {
    name: telegram,
    abilities,
    async start(hear, mount) {
      if (running !== null) throw new Error('Telegram was started twice')
      running = await connect({ hear, mount })
    },
    async stop() {
      const stopping = running
      running = null
      await stopping?.stop()
      if (stopping !== null) log({ kind: 'stopped' })
    },
    async send(to, message) {
      const place = placeOf(to.chat)
      if (place === null) return { kind: 'refused', why: 'no-such-chat', detail: 'not a chat of Telegram' }
      const outcome = await deliver(client, writeMessage(place, message))
      if (outcome.kind !== 'moved') return outcome
      const moved = await deliver(client, writeMessage({ chat: outcome.chat, topic: null }, message))
      return moved.kind === 'moved' ? { kind: 'refused', why: 'no-such-chat', detail: 'moved twice' } : moved
    },
    async fetchMedia(media) {
      if (media.channel !== telegram) throw new Error('this media is not of Telegram')
      if ((media.bytes ?? 0) > downloadLimit) throw new Error('Telegram gives bots no file above 20 MB')
      const path = await client.patient.getFile(media.key).then(
        (file) => file.file_path,
        (error: unknown) => {
          throw new Error(`Telegram would not name this file (${codeOf(error) ?? nameOf(error)})`)
        },
      )
      if (typeof path !== 'string') throw new Error('Telegram has this file no more')
      return client.download(path)
    },
  }

  /** Everything between a start and its stop. */
  async function connect({
    hear,
    mount,
  }: {
    readonly hear: Hear
    readonly mount: Mount
  }): Promise<{ stop(): Promise<void> }> {
    const pause = createPause()
    let self: Self | null = null
    const turns = createTurns({
      hear,
      now: () => new Date(),
      closed: () => pause.stopped,
      acknowledge: (tap) => void client.once.answerCallbackQuery(tap).catch(failed('answerCallbackQuery')),
      async again(update, attempt, error) {
        log({ kind: 'not-committed', update: idOf(update), attempt, error: nameOf(error) })
        // A webhook says so at once, and Telegram comes back by itself.
        if (settings.webhook !== null) return false
        await pause.wait(Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)))
        return !pause.stopped
      },
    })
    const take = async (update: unknown): Promise<void> => {
      if (self === null || pause.stopped) throw new Error('not open')
      await turns.take(update, self)
    }
    const polling = createPolling({ client, take, onFailure: failed('getUpdates') })

    const introduce = async (): Promise<void> => {
      const me = await client.once.getMe()
      if (!Number.isSafeInteger(me?.id)) throw new TypeError('Telegram did not say who we are')
      self = { channel: telegram, id: me.id, username: me.username ?? '' }
      if (settings.webhook === null) await client.once.deleteWebhook()
      else {
        await client.once.setWebhook(settings.webhook.url, {
          secret_token: settings.webhook.secret,
          max_connections: 100,
          allowed_updates: updateKinds,
        })
      }
      if (pause.stopped) return
      if (settings.webhook === null) polling.start()
      log({ kind: 'started', how: settings.webhook === null ? 'polling' : 'webhook', bot: me.id })
      void setCommands(client, options.commands).catch(failed('setMyCommands'))
    }
    /** Telegram is away: everything else of this program starts meanwhile. */
    const introduceLater = async (): Promise<void> => {
      for (let wait = firstRetryMs; !pause.stopped; wait = Math.min(longestRetryMs, wait * 2)) {
        await pause.wait(wait)
        if (pause.stopped) return
        try {
          return await introduce()
        } catch (error) {
          failed('start')(error)
        }
      }
    }

    if (settings.webhook !== null) {
      const { path, secret } = settings.webhook
      mount(path, createDoor({ take, secret, onStranger: () => log({ kind: 'wrong-secret' }) }))
    }
    try {
      await introduce()
    } catch (error) {
      const wrong = readConfigError(error)
      if (wrong !== null) throw wrong
      failed('start')(error)
      void introduceLater()
    }
    return {
      async stop() {
        pause.stop()
        await polling.stop()
        await turns.settled()
      },
    }
  }
}

async function deliver(
  client: Client,
  call: ReturnType<typeof writeMessage>,
): Promise<ReturnType<typeof readAnswer>> {
  try {
    return readAnswer(await client.deliver(call))
  } catch (error) {
    return readThrown(error)
  }
}

async function setCommands(client: Client, commands: TelegramOptions['commands']): Promise<void> {
  // Indonesian is the source, and stands for every language without words of its own.
  if (commands.id !== undefined) await client.patient.setMyCommands(commands.id)
  for (const locale of locales) {
    const own = commands[locale]
    if (own !== undefined) await client.patient.setMyCommands(own, { language_code: locale })
  }
}

interface Settings {
  readonly token: string
  readonly apiRoot: string
  readonly webhook: { readonly url: string; readonly path: string; readonly secret: string } | null
}

/** Each setting that cannot work is one sentence that names it, and never shows a secret. */
function check(options: TelegramOptions): Settings {
  const { token, publicUrl, webhookSecret } = options
  if (!/^\d+:[\w-]+$/.test(token)) {
    throw new ConfigError('The Telegram bot token is not one: copy it again from @BotFather, as 123456:ABC…')
  }
  const apiRoot = (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '')
  if (!/^https?:$/.test(protocolOf(apiRoot))) {
    throw new ConfigError(
      'The address of the Bot API server is not an http or https address: mend TELEGRAM_API_ROOT.',
    )
  }
  if (webhookSecret !== undefined && !/^[\w-]{1,256}$/.test(webhookSecret)) {
    throw new ConfigError('The Telegram webhook secret must be 1 to 256 letters, digits, "_" and "-".')
  }
  if (publicUrl === undefined) return { token, apiRoot, webhook: null }
  const local = options.apiRoot !== undefined
  if (protocolOf(publicUrl) !== 'https:' && !(local && protocolOf(publicUrl) === 'http:')) {
    throw new ConfigError('PUBLIC_URL must be an https address that Telegram can reach.')
  }
  const { path, secret } = addressOf(token, webhookSecret)
  return { token, apiRoot, webhook: { url: publicUrl.replace(/\/+$/, '') + path, path, secret } }
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}

/** What an operator can mend, seen at the start. */
function readConfigError(error: unknown): ConfigError | null {
  if (!(error instanceof GrammyError)) return null
  switch (error.error_code) {
    case 401:
    case 404:
      return new ConfigError(
        `Telegram refuses the bot token (${error.error_code}): copy it again from @BotFather, and check TELEGRAM_API_ROOT if it is set.`,
      )
    case 400:
      return error.method === 'setWebhook'
        ? new ConfigError(
            'Telegram cannot use PUBLIC_URL for its webhook: it must be a public https address on port 443, 80, 88 or 8443.',
          )
        : null
    default:
      return null
  }
}

function idOf(update: unknown): number | null {
  return typeof update === 'object' &&
    update !== null &&
    'update_id' in update &&
    typeof update.update_id === 'number'
    ? update.update_id
    : null
}
