/** The world behind the API: people, chats, messages and files, as plain Bot API objects. */
import type { Chat, InlineKeyboardMarkup, Message, Update, User } from 'grammy/types'
import { badRequest, forbidden, Refusal } from './refusal.ts'

export type Trouble = 'blocked' | 'deactivated' | 'kicked'
export type Wire = Readonly<Record<string, unknown>>

export interface StoredFile {
  readonly id: string
  readonly path: string
  readonly bytes: Uint8Array
}

export interface World {
  readonly bot: User & { readonly is_bot: true; readonly username: string }
  now(): number
  nextId(): number
  /** Chats the bot may write to: those it has heard from. */
  meet(chat: Chat): void
  chat(id: number): Chat | null
  trouble(chat: number, trouble: Trouble | null): void
  /** Somebody administers the group, or does so no more. Everybody else is a member. */
  appoint(chat: number, user: number, standing: 'creator' | 'administrator' | 'member'): void
  standing(chat: number, user: number): string
  /** The group became a supergroup: writing to the old id is refused, with the new one. */
  migrate(from: number, to: number): void
  /** The chat, when the bot may write there. Throws Refusal. */
  writable(id: number): Chat
  keep(message: Wire & { readonly chat: { readonly id: number }; readonly message_id: number }): void
  message(chat: number, id: number): Wire | null
  forgetMessage(chat: number, id: number): boolean
  addFile(bytes: Uint8Array, extension: string): StoredFile
  file(idOrPath: string): StoredFile | null
  /** A tap that waits for its answer. */
  openTap(id: string): void
  answerTap(id: string): boolean
}

export type { Chat, InlineKeyboardMarkup, Message, Update, User }

export function createWorld(options: {
  readonly now: () => number
  readonly username: string
  readonly botId: number
  /** false: messages are forgotten once they are sent. */
  readonly keeps: boolean
}): World {
  const bot = { id: options.botId, is_bot: true as const, first_name: 'Bot', username: options.username }
  const chats = new Map<number, Chat>()
  const troubles = new Map<number, Trouble>()
  const moved = new Map<number, number>()
  const standings = new Map<string, string>()
  const messages = new Map<string, Wire>()
  const files = new Map<string, StoredFile>()
  const taps = new Set<string>()
  let id = 1

  return {
    bot,
    now: options.now,
    nextId: () => id++,
    meet(chat) {
      if (!chats.has(chat.id)) chats.set(chat.id, chat)
    },
    chat: (chat) => chats.get(chat) ?? null,
    trouble(chat, trouble) {
      if (trouble === null) troubles.delete(chat)
      else troubles.set(chat, trouble)
    },
    appoint: (chat, user, standing) => void standings.set(`${chat}:${user}`, standing),
    standing: (chat, user) => standings.get(`${chat}:${user}`) ?? 'member',
    migrate: (from, to) => void moved.set(from, to),
    writable(chatId) {
      const to = moved.get(chatId)
      if (to !== undefined) {
        throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
          migrate_to_chat_id: to,
        })
      }
      const chat = chats.get(chatId)
      if (chat === undefined) throw badRequest('chat not found')
      switch (troubles.get(chatId)) {
        case 'blocked':
          throw forbidden('bot was blocked by the user')
        case 'deactivated':
          throw forbidden('user is deactivated')
        case 'kicked':
          throw forbidden(
            `bot was kicked from the ${chat.type === 'supergroup' ? 'supergroup' : 'group'} chat`,
          )
        case undefined:
          return chat
      }
    },
    keep(message) {
      if (options.keeps) messages.set(`${message.chat.id}:${message.message_id}`, message)
    },
    message: (chat, message) => messages.get(`${chat}:${message}`) ?? null,
    forgetMessage: (chat, message) => messages.delete(`${chat}:${message}`),
    addFile(bytes, extension) {
      const number = id++
      const file = { id: `AgACAgU${number}`, path: `files/file_${number}.${extension}`, bytes }
      files.set(file.id, file)
      files.set(file.path, file)
      return file
    },
    file: (key) => files.get(key) ?? null,
    openTap: (tap) => void taps.add(tap),
    answerTap: (tap) => taps.delete(tap),
  }
}
