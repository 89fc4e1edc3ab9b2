/** Telegram as a channel: grammY's API and runner, long polling or a webhook, and one delivery a call. */
import type { Adapter, ChannelName, SendOutcome } from '#engine'
import { abilities, bulkAt, downloadLimit } from './abilities.ts'
import { type Client, createClient } from './client.ts'
import { codeOf, type Moved, nameOf, readAnswer, readThrown } from './failures.ts'
import type { TelegramOptions } from './options.ts'
import { openSession, type Session } from './session.ts'
import { checkOptions } from './settings.ts'
import { type Call, placeOf, writeMessage } from './write.ts'

export type { Command, TelegramEvent, TelegramOptions } from './options.ts'

const channel = 'telegram' as ChannelName

/** Throws ConfigError for options that can never work. */
export function createTelegram(options: TelegramOptions): Adapter {
  const { log, commands, answerWithinMs = 15_000 } = options
  const settings = checkOptions(options)
  const bulk = bulkAt(options.campaignPerSecond ?? 30)
  const client = createClient({
    token: settings.token,
    apiRoot: settings.apiRoot,
    answerWithinMs,
    deliveries: abilities.inFlight + bulk.inFlight,
  })
  let session: Session | null = null

  return {
    name: channel,
    abilities: { ...abilities, bulk },
    async start(hear, mount) {
      if (session !== null) throw new Error('Telegram was started twice')
      session = await openSession({ channel, settings, client, commands, log, hear, mount })
    },
    async stop() {
      const open = session
      session = null
      await open?.stop()
    },
    async send(to, message) {
      const place = placeOf(to.chat)
      if (place === null) return { kind: 'refused', why: 'no-such-chat', detail: 'not a chat of Telegram' }
      const outcome = await deliver(client, writeMessage(place, message))
      if (outcome.kind !== 'moved') return outcome
      // Refused for certain, so this is no second try.
      const moved = await deliver(client, writeMessage({ chat: outcome.chat, topic: null }, message))
      return moved.kind === 'moved' ? { kind: 'refused', why: 'no-such-chat', detail: 'moved twice' } : moved
    },
    async administers(group, person) {
      const place = placeOf(group.chat)
      if (place === null) return false
      // Whoever speaks as the group itself is an administrator who does not show their name.
      if (person === String(place.chat)) return true
      if (!/^\d{1,20}$/.test(person)) return false
      const { status } = await client.once.getChatMember(place.chat, Number(person))
      return status === 'creator' || status === 'administrator'
    },
    async fetchMedia(media) {
      if (media.channel !== channel) throw new Error('this media is not of Telegram')
      if ((media.bytes ?? 0) > downloadLimit) throw new Error('Telegram gives bots no file above 20 MB')
      return client.download(await locate(client, media.key))
    },
  }
}

async function deliver(client: Client, call: Call): Promise<SendOutcome | Moved> {
  try {
    return readAnswer(await client.deliver(call))
  } catch (error) {
    return readThrown(error)
  }
}

/** Where a file can be fetched for the next hour. */
async function locate(client: Client, key: string): Promise<string> {
  try {
    const { file_path: path } = await client.patient.getFile(key)
    if (typeof path === 'string') return path
  } catch (error) {
    // Not as the cause: grammY's error carries the address, and that the token.
    throw new Error(`Telegram would not name this file (${codeOf(error) ?? nameOf(error)})`)
  }
  throw new Error('Telegram has this file no more')
}
