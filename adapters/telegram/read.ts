/** A Telegram update as what was heard, or null when it is nothing a person said to us. Never throws. */
import type { ChannelName, Inbound, InboundId, Locale, Passage, Venue } from '#engine'
import { readBody } from './body.ts'
import { date, integer, type Json, object, text } from './json.ts'
import { readSpoken } from './mentions.ts'

/** Who we are on Telegram. */
export interface Self {
  readonly channel: ChannelName
  readonly id: number
  readonly username: string
}

/** The kinds read here, and so the only ones asked for (`allowed_updates`). */
export const updateKinds = ['message', 'channel_post', 'callback_query', 'my_chat_member'] as const

/** `now` dates what Telegram does not: a tap, which lives 150 seconds at most. */
export function readUpdate(update: unknown, self: Self, now: Date): Inbound | null {
  const fields = object(update)
  const id = integer(fields?.update_id)
  if (fields === null || id === null) return null
  const message = object(fields.message)
  if (message !== null) return readMessage(message, { id, self })
  const post = object(fields.channel_post)
  if (post !== null) return readPost(post, { id, self })
  const tap = object(fields.callback_query)
  if (tap !== null) return readTap(tap, self, now)
  const member = object(fields.my_chat_member)
  return member === null ? null : readMember(member, { id, self })
}

/** The tap that must be acknowledged, whoever it is from. */
export function tapOf(update: unknown): string | null {
  const tap = object(object(update)?.callback_query)
  return tap === null ? null : tapIdOf(tap)
}

function tapIdOf(tap: Json): string | null {
  const id = text(tap.id)
  return id !== null && /^[\w-]{1,64}$/.test(id) ? id : null
}

/** Where the update happened: updates of one lane are heard in order. */
export function laneOf(update: unknown): string | null {
  const fields = object(update)
  const about =
    object(fields?.message) ??
    object(fields?.channel_post) ??
    object(object(fields?.callback_query)?.message) ??
    object(fields?.my_chat_member)
  const chat = integer(object(about?.chat)?.id)
  return chat === null ? null : String(chat)
}

interface Reading {
  readonly id: number
  readonly self: Self
}

function readMessage(message: Json, { id, self }: Reading): Inbound | null {
  const setting = settingOf(message)
  const person = authorOf(message)
  const at = date(message.date)
  const chat = chatOf(message)
  if (setting === null || person === null || at === null || chat === null) return null
  const body = readBody(message, self)
  if (body === null) return null
  const replied = object(message.reply_to_message)
  return {
    // The date keeps ids apart when another bot, with its own count of updates, takes over this store.
    id: inboundId(`message:${id}.${at.getTime() / 1000}`),
    at,
    from: { channel: self.channel, chat },
    person,
    hint: hintOf(message.from),
    setting,
    addressed: setting === 'private' || isAddressed(message, self),
    forwarded: message.forward_origin === undefined && message.forward_date === undefined ? 'no' : 'once',
    ...passageOf(object(message.forward_origin)),
    ...(setting === 'group' ? { venue: venueOf(message, 'group') } : {}),
    body,
    quotes: replied === null ? null : readBody(replied, self),
  }
}

/** What a channel says to all its readers. It speaks to nobody, so it is never addressed to us. */
function readPost(post: Json, { id, self }: Reading): Inbound | null {
  const at = date(post.date)
  const chat = integer(object(post.chat)?.id)
  const body = readBody(post, self)
  if (at === null || chat === null || body === null || object(post.chat)?.type !== 'channel') return null
  return {
    id: inboundId(`channel_post:${id}.${at.getTime() / 1000}`),
    at,
    from: { channel: self.channel, chat: String(chat) },
    person: String(chat),
    hint: null,
    setting: 'group',
    addressed: false,
    forwarded: post.forward_origin === undefined ? 'no' : 'once',
    ...passageOf(object(post.forward_origin)),
    venue: venueOf(post, 'channel'),
    body,
    quotes: null,
  }
}

function venueOf(message: Json, kind: Venue['kind']): Venue {
  const written = text(object(message.chat)?.username)
  const name = written !== null && /^\w{4,32}$/.test(written) ? written : null
  const number = integer(message.message_id)
  return { kind, name, post: name === null || number === null ? null : `https://t.me/${name}/${number}` }
}

/** MessageOrigin (Bot API 7.0). A person's name is not taken along; a public channel's post has an address. */
function passageOf(origin: Json | null): Pick<Inbound, 'passage'> {
  const from = origins.get(text(origin?.type) ?? '')
  if (origin === null || from === undefined) return {}
  const name = text(object(origin.chat)?.username)
  const post = integer(origin.message_id)
  const isPublic = name !== null && /^\w{4,32}$/.test(name) && post !== null
  return { passage: { from, post: isPublic ? `https://t.me/${name}/${post}` : null, times: null } }
}

const origins: ReadonlyMap<string, Passage['from']> = new Map([
  ['user', 'person'],
  ['hidden_user', 'hidden'],
  ['chat', 'group'],
  ['channel', 'channel'],
])

function readTap(tap: Json, self: Self, now: Date): Inbound | null {
  const from = object(tap.from)
  const message = object(tap.message)
  const tapId = tapIdOf(tap)
  const token = text(tap.data)
  const person = integer(from?.id)
  if (message === null || tapId === null || token === null || person === null || from?.is_bot === true)
    return null
  const setting = settingOf(message)
  const chat = chatOf(message)
  if (setting === null || chat === null) return null
  return {
    // Not the update's id: an unanswered tap is sent again by the client, in a new update.
    id: inboundId(`callback_query:${tapId}`),
    at: now,
    from: { channel: self.channel, chat },
    person: String(person),
    hint: hintOf(from),
    setting,
    addressed: true,
    forwarded: 'no',
    body: { kind: 'press', token },
    quotes: null,
  }
}

function readMember(member: Json, { id, self }: Reading): Inbound | null {
  const from = object(member.from)
  const person = integer(from?.id)
  const at = date(member.date)
  const setting = settingOf(member)
  const chat = chatOf(member)
  if (person === null || at === null || setting === null || chat === null) return null
  const before = isInside(member.old_chat_member)
  const after = isInside(member.new_chat_member)
  if (before === after) return null
  const change = after ? 'joined' : setting === 'private' ? 'blocked' : 'left'
  return {
    id: inboundId(`my_chat_member:${id}.${at.getTime() / 1000}`),
    at,
    from: { channel: self.channel, chat },
    person: String(person),
    hint: hintOf(from),
    setting,
    addressed: setting === 'private',
    forwarded: 'no',
    body: { kind: 'membership', change },
    quotes: null,
  }
}

/** Kicked and left are outside; restricted says it itself; every other standing is inside. */
function isInside(member: unknown): boolean {
  const fields = object(member)
  if (fields?.status === 'restricted') return fields.is_member === true
  return typeof fields?.status === 'string' && fields.status !== 'kicked' && fields.status !== 'left'
}

const inboundId = (rest: string): InboundId => `telegram:${rest}` as InboundId

function settingOf(message: Json): 'private' | 'group' | null {
  switch (object(message.chat)?.type) {
    case 'private':
      return 'private'
    case 'group':
    case 'supergroup':
      return 'group'
    default:
      return null
  }
}

/** A topic of a forum is a chat of its own: an answer must go where the question was. */
function chatOf(message: Json): string | null {
  const id = integer(object(message.chat)?.id)
  if (id === null) return null
  const topic = message.is_topic_message === true ? integer(message.message_thread_id) : null
  return topic === null ? String(id) : `${id}/${topic}`
}

/** Who wrote: a person; in a group perhaps an anonymous admin or a channel, known by `sender_chat`. Bots: null. */
function authorOf(message: Json): string | null {
  // A channel's post copied into its discussion group speaks to nobody here.
  if (message.is_automatic_forward === true) return null
  const chat = integer(object(message.sender_chat)?.id)
  if (chat !== null) return String(chat)
  const from = object(message.from)
  const id = integer(from?.id)
  return id === null || from?.is_bot === true ? null : String(id)
}

const hints: Readonly<Record<string, Locale>> = { id: 'id', in: 'id', ms: 'id', en: 'en', jv: 'jv', su: 'su' }

/** `id`, `en-US` …; Malay speakers read Indonesian more easily than English. */
function hintOf(from: unknown): Locale | null {
  const language = text(object(from)?.language_code)?.split('-')[0]?.toLowerCase() ?? ''
  return Object.hasOwn(hints, language) ? (hints[language] ?? null) : null
}

function isAddressed(message: Json, self: Self): boolean {
  const replied = object(message.reply_to_message)
  // In a forum every message "replies" to the notice that opened its topic.
  if (integer(object(replied?.from)?.id) === self.id && replied?.forum_topic_created === undefined)
    return true
  return readSpoken(message, self).toUs
}
