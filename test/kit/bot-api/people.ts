/** What people do: write, tap, send pictures, forward, add the bot to groups. Each act is one update. */
import { photoSize } from './methods.ts'
import { lifeOfMessageMs, lifeOfTapMs, type Queued } from './queue.ts'
import type { Chat, User, Wire, World } from './world.ts'

export interface Said {
  readonly updateId: number
  readonly messageId: number
}

/** Fields of a Message that differ from a plain private text. */
export type Extra = Wire & { readonly chat?: Chat }

export interface People {
  /** A person with a private chat; the same id gives the same person. */
  person(id: number, changes?: Partial<User>): User
  group(id: number, type?: 'group' | 'supergroup'): Chat
  says(who: User, text: string, extra?: Extra): Said
  /** Any message: `fields` is what makes it a photo, a poll, a service notice. */
  sends(who: User, fields: Wire, extra?: Extra): Said
  photo(who: User, bytes: Uint8Array, extra?: Extra): Said
  voice(who: User, bytes: Uint8Array, extra?: Extra): Said
  document(who: User, bytes: Uint8Array, extra?: Extra & { readonly mime?: string }): Said
  sticker(who: User, extra?: Extra): Said
  /** Passes on somebody's message, whose author shows or hides the name. */
  forwards(who: User, fields: Wire, origin?: Wire): Said
  /** Taps the button with this label or data under a message of the bot. Throws when there is none. */
  presses(who: User, message: Wire, button: string): { readonly updateId: number; readonly tapId: string }
  /** The client sends the same tap again, as it does when it got no answer: same tap, new update. */
  pressesAgain(tapId: string): number
  blocks(who: User): number
  unblocks(who: User): number
  addsToGroup(who: User, group: Chat): number
  removesFromGroup(who: User, group: Chat): number
  /** Any update at all, as it is; update_id is added when it has none. */
  raw(update: Wire): number
  /** An update that was already sent, byte for byte. */
  again(updateId: number): void
}

export interface Sink {
  /** Puts the update on its way; returns its id. */
  push(update: Wire, about: Omit<Queued, 'id' | 'json'>): number
  repeat(updateId: number): void
}

export function createPeople(world: World, sink: Sink): People {
  const people = new Map<number, User>()
  const taps = new Map<string, Wire>()

  const person = (id: number, changes: Partial<User> = {}): User => {
    const known = people.get(id)
    if (known !== undefined && Object.keys(changes).length === 0) return known
    const user: User = { id, is_bot: false, first_name: `P${id}`, language_code: 'id', ...known, ...changes }
    people.set(id, user)
    return user
  }
  const privateChat = (who: User): Chat => ({ id: who.id, type: 'private', first_name: who.first_name })
  const sends = (who: User, fields: Wire, extra: Extra = {}): Said => {
    const chat = extra.chat ?? privateChat(who)
    world.meet(chat)
    const date = Math.floor(world.now() / 1000)
    const message = { message_id: world.nextId(), from: who, chat, date, ...fields, ...extra }
    world.keep(message)
    const updateId = sink.push(
      { message },
      { kind: 'message', until: world.now() + lifeOfMessageMs, lane: `chat ${chat.id}` },
    )
    return { updateId, messageId: message.message_id }
  }
  const says = (who: User, text: string, extra: Extra = {}): Said => {
    const entities = entitiesOf(text)
    return sends(who, { text, ...(entities.length > 0 ? { entities } : {}) }, extra)
  }
  const pushTap = (id: string, tap: Wire): number => {
    world.openTap(id)
    const from = tap.from as User
    return sink.push(
      { callback_query: tap },
      { kind: 'callback_query', until: world.now() + lifeOfTapMs, lane: `tap ${from.id}` },
    )
  }
  const member = (who: User, chat: Chat, [before, after]: readonly [string, string]): number => {
    world.meet(chat)
    const date = Math.floor(world.now() / 1000)
    const of = (status: string): Wire => ({
      user: world.bot,
      status,
      ...(status === 'kicked' ? { until_date: 0 } : {}),
    })
    return sink.push(
      { my_chat_member: { chat, from: who, date, old_chat_member: of(before), new_chat_member: of(after) } },
      { kind: 'my_chat_member', until: world.now() + lifeOfMessageMs, lane: `chat ${chat.id}` },
    )
  }

  return {
    person,
    sends,
    says,
    group(id, type = 'supergroup') {
      const group: Chat = { id, type, title: `G${id}` }
      world.meet(group)
      return group
    },
    photo(who, bytes, extra = {}) {
      const { id } = world.addFile(bytes, 'jpg')
      const small = { ...photoSize(`${id}s`, 100), width: 90, height: 67 }
      return sends(who, { photo: [small, photoSize(id, bytes.byteLength)] }, extra)
    },
    voice(who, bytes, extra = {}) {
      const { id } = world.addFile(bytes, 'ogg')
      const voice = {
        file_id: id,
        file_unique_id: `u${id}`,
        duration: 3,
        mime_type: 'audio/ogg',
        file_size: bytes.byteLength,
      }
      return sends(who, { voice }, extra)
    },
    document(who, bytes, extra = {}) {
      const { mime = 'application/pdf', ...rest } = extra
      const { id } = world.addFile(bytes, 'bin')
      const document = { file_id: id, file_unique_id: `u${id}`, mime_type: mime, file_size: bytes.byteLength }
      return sends(who, { document }, rest as Extra)
    },
    sticker(who, extra = {}) {
      const sticker = {
        file_id: 's1',
        file_unique_id: 'us1',
        type: 'regular',
        width: 512,
        height: 512,
        is_animated: false,
        is_video: false,
        emoji: '👍',
      }
      return sends(who, { sticker }, extra)
    },
    forwards(who, fields, origin) {
      const date = Math.floor(world.now() / 1000) - 3600
      return sends(who, fields, {
        forward_origin: origin ?? { type: 'hidden_user', sender_user_name: 'Agen', date },
      })
    },
    presses(who, message, button) {
      const data = dataOf(message, button)
      const id = String(4_000_000_000_000_000 + world.nextId())
      const tap = { id, from: who, chat_instance: '1', message, data }
      taps.set(id, tap)
      return { updateId: pushTap(id, tap), tapId: id }
    },
    pressesAgain(tapId) {
      const tap = taps.get(tapId)
      if (tap === undefined) throw new Error(`no tap ${tapId} to send again`)
      return pushTap(tapId, tap)
    },
    blocks(who) {
      world.trouble(who.id, 'blocked')
      return member(who, privateChat(who), ['member', 'kicked'])
    },
    unblocks(who) {
      world.trouble(who.id, null)
      return member(who, privateChat(who), ['kicked', 'member'])
    },
    addsToGroup(who, group) {
      world.trouble(group.id, null)
      return member(who, group, ['left', 'member'])
    },
    removesFromGroup(who, group) {
      world.trouble(group.id, 'kicked')
      return member(who, group, ['member', 'kicked'])
    },
    raw: (update) =>
      sink.push(update, {
        kind: Object.keys(update).find((name) => name !== 'update_id') ?? '',
        until: world.now() + lifeOfMessageMs,
        lane: 'raw',
      }),
    again: (updateId) => sink.repeat(updateId),
  }
}

/** Commands and mentions, as the sender's client marks them. Offsets in UTF-16 units. */
function entitiesOf(text: string): readonly Wire[] {
  return [...text.matchAll(/(?<![\w/])\/[a-z0-9_]{1,32}(@\w{5,32})?|(?<!\w)@\w{5,32}/gi)].map((match) => ({
    type: match[0].startsWith('/') ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }))
}

function dataOf(message: Wire, button: string): string {
  const markup = message.reply_markup as
    | { inline_keyboard?: { text: string; callback_data?: string }[][] }
    | undefined
  const buttons = markup?.inline_keyboard?.flat() ?? []
  const data = buttons.find((each) => each.text === button || each.callback_data === button)?.callback_data
  if (data === undefined) throw new Error(`no button "${button}" under message ${String(message.message_id)}`)
  return data
}
