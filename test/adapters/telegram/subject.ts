/** The Telegram adapter and the stand-in Bot API, put together as the law of adapters wants them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Address, Button, ChannelName } from '#engine'
import { createTelegram, type TelegramEvent, type TelegramOptions } from '../../../adapters/telegram/index.ts'
import type { Expected, Sample, Shown, Subject } from '../../contract/adapter.ts'
import { type BotApi, type BotApiOptions, createBotApi, type Wire } from '../../kit/bot-api/index.ts'
import { openMounting } from '../../kit/mounting.ts'

export const telegram = 'telegram' as ChannelName
export const commands: TelegramOptions['commands'] = {
  id: [{ command: 'cek', description: 'Cek nama perusahaan' }],
  en: [{ command: 'cek', description: 'Check a company' }],
}

export interface TelegramSubject extends Subject {
  readonly api: BotApi
  readonly events: readonly TelegramEvent[]
  readonly address: (chat: number) => Address
}

export interface HowToOpen {
  readonly by: 'polling' | 'webhook'
  readonly api?: BotApiOptions
  readonly options?: Partial<TelegramOptions>
}

export async function openTelegram({ by, api: apiOptions, options }: HowToOpen): Promise<TelegramSubject> {
  const api = await createBotApi({ flood: false, firstRetryMs: 20, ...apiOptions })
  const host = await openMounting()
  const events: TelegramEvent[] = []
  const adapter = createTelegram({
    token: api.token,
    apiRoot: api.root,
    commands,
    log: (event) => events.push(event),
    answerWithinMs: 1500,
    ...(by === 'webhook' ? { publicUrl: host.url } : {}),
    ...options,
  })
  const address = (chat: number): Address => ({ channel: telegram, chat: String(chat) })
  const budi = api.people.person(500)
  api.world.meet({ id: 500, type: 'private', first_name: 'B' })
  const bytes = new Uint8Array([255, 216, 255, 1, 2, 3])
  const file = api.world.addFile(bytes, 'jpg')
  return {
    api,
    adapter,
    events,
    address,
    mount: host.mount,
    chat: address(500),
    picture: { bytes, media: { channel: telegram, key: file.id, type: 'image', bytes: bytes.length } },
    secrets: [api.token, api.token.split(':')[1] ?? ''],
    async deliver(raw) {
      api.people.raw(raw as Wire)
    },
    async shown(chat) {
      return api.shown(Number(chat.chat)).map(readShown)
    },
    async press(label) {
      const message = api.shown(500).at(-1)
      if (message === undefined) throw new Error('there is no message to tap on')
      api.people.presses(budi, message, label)
    },
    async close() {
      await api.stop()
      await host.close()
    },
  }
}

interface Seen {
  readonly text?: string
  readonly caption?: string
  readonly photo?: unknown
  readonly entities?: readonly SeenEntity[]
  readonly caption_entities?: readonly SeenEntity[]
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly SeenButton[])[] }
}
interface SeenEntity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}
interface SeenButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

function readShown(message: Seen): Shown {
  const text = message.text ?? message.caption ?? ''
  const entities = message.entities ?? message.caption_entities ?? []
  const parts = (type: string): readonly string[] =>
    entities
      .filter((each) => each.type === type)
      .map((each) => text.slice(each.offset, each.offset + each.length))
  return {
    text,
    bold: parts('bold'),
    italic: parts('italic'),
    links: entities.flatMap((each) =>
      each.type === 'text_link'
        ? [{ text: text.slice(each.offset, each.offset + each.length), url: each.url ?? '' }]
        : [],
    ),
    buttons: (message.reply_markup?.inline_keyboard ?? []).flat().map(readButton),
    image: message.photo !== undefined,
  }
}

function readButton({ text, callback_data, url }: SeenButton): Button {
  return url === undefined ? { label: text, token: callback_data ?? '' } : { label: text, url }
}

interface SampleFile {
  readonly about: string
  readonly update: { readonly update_id: number }
  readonly hears: Expected | null
}

/** Recorded updates with names and texts taken out, and what is heard of each; in the order of their ids. */
export function loadSamples(): readonly [Sample, ...Sample[]] {
  const folder = fileURLToPath(new URL('./samples/', import.meta.url))
  const [first, ...rest] = readdirSync(folder)
    .map((file) => ({ file, ...(JSON.parse(readFileSync(folder + file, 'utf8')) as SampleFile) }))
    .sort((a, b) => a.update.update_id - b.update.update_id)
    .map(({ file, about, update, hears }) => ({
      name: `${file.replace('.json', '')}: ${about}`,
      raw: update,
      hears,
    }))
  if (first === undefined) throw new Error('there are no samples')
  return [first, ...rest]
}
