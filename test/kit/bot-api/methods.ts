/** The methods a bot may call, each with its parameters and limits, answering as Telegram does. */
import { type FormattedText, readHtml } from './html.ts'
import { readKeyboard } from './keyboard.ts'
import { isFile, type ParameterSpec, type Parameters } from './parameters.ts'
import { badRequest } from './refusal.ts'
import type { Wire, World } from './world.ts'

/** Bot API: sendMessage text 1-4096, caption 0-1024 characters after entities parsing; counted here in UTF-16 units. */
export const textLimit = 4096
export const captionLimit = 1024
/** Largest file getFile gives out, in bytes. */
export const downloadLimit = 20 * 1024 * 1024
const mostCommands = 100

export interface Method {
  readonly parameters: ParameterSpec
  /** Counts against the flood limits. */
  readonly speaks: boolean
  run(parameters: Parameters, world: World): unknown
}

const common: ParameterSpec = {
  business_connection_id: 'text',
  chat_id: 'chat',
  message_thread_id: 'integer',
  disable_notification: 'flag',
  protect_content: 'flag',
  allow_paid_broadcast: 'flag',
  message_effect_id: 'text',
  reply_parameters: 'json',
  reply_markup: 'json',
}

/** getUpdates, setWebhook, deleteWebhook and getWebhookInfo live in the server: they are about the connection. */
export const methods: Readonly<Record<string, Method>> = {
  getme: {
    parameters: {},
    speaks: false,
    run: (_parameters, world) => ({
      ...world.bot,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
  },
  getchatmember: {
    parameters: { chat_id: 'chat', user_id: 'integer' },
    speaks: false,
    run(parameters, world) {
      const chat = world.writable(parameters.chat())
      const user = parameters.integer('user_id')
      if (user === null) throw badRequest('invalid user_id specified')
      return { status: world.standing(chat.id, user), user: { id: user, is_bot: false, first_name: 'U' } }
    },
  },
  sendmessage: {
    parameters: {
      ...common,
      text: 'text',
      parse_mode: 'text',
      entities: 'json',
      link_preview_options: 'json',
    },
    speaks: true,
    run(parameters, world) {
      const chat = world.writable(parameters.chat())
      const { text, entities } = formatted(parameters, 'text')
      if (text === '') throw badRequest('message text is empty')
      if (text.length > textLimit) throw badRequest('message is too long')
      return post(world, parameters, { chat, text, ...(entities.length > 0 ? { entities } : {}) })
    },
  },
  sendphoto: {
    parameters: {
      ...common,
      photo: 'file',
      caption: 'text',
      parse_mode: 'text',
      caption_entities: 'json',
      show_caption_above_media: 'flag',
      has_spoiler: 'flag',
    },
    speaks: true,
    run(parameters, world) {
      const chat = world.writable(parameters.chat())
      const photo = parameters.file('photo')
      if (photo === null || photo === '') throw badRequest('there is no photo in the request')
      const file = isFile(photo) ? world.addFile(photo.bytes, 'jpg') : world.file(photo)
      if (file === null) throw badRequest('wrong file identifier/HTTP URL specified')
      const { text, entities } = formatted(parameters, 'caption')
      if (text.length > captionLimit) throw badRequest('message caption is too long')
      return post(world, parameters, {
        chat,
        photo: [photoSize(file.id, file.bytes.byteLength)],
        ...(text === ''
          ? {}
          : { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }),
      })
    },
  },
  editmessagetext: {
    parameters: {
      business_connection_id: 'text',
      chat_id: 'chat',
      message_id: 'integer',
      text: 'text',
      parse_mode: 'text',
      entities: 'json',
      link_preview_options: 'json',
      reply_markup: 'json',
    },
    speaks: true,
    run(parameters, world) {
      const old = ownMessage(parameters, world)
      const { text, entities } = formatted(parameters, 'text')
      if (text === '') throw badRequest('message text is empty')
      if (text.length > textLimit) throw badRequest('message is too long')
      return edit(world, old, { text, entities }, parameters)
    },
  },
  editmessagereplymarkup: {
    parameters: {
      business_connection_id: 'text',
      chat_id: 'chat',
      message_id: 'integer',
      reply_markup: 'json',
    },
    speaks: true,
    run: (parameters, world) => edit(world, ownMessage(parameters, world), {}, parameters),
  },
  deletemessage: {
    parameters: { chat_id: 'chat', message_id: 'integer' },
    speaks: false,
    run(parameters, world) {
      if (!world.forgetMessage(parameters.chat(), parameters.integer('message_id') ?? 0)) {
        throw badRequest('message to delete not found')
      }
      return true
    },
  },
  answercallbackquery: {
    parameters: {
      callback_query_id: 'text',
      text: 'text',
      show_alert: 'flag',
      url: 'text',
      cache_time: 'integer',
    },
    speaks: false,
    run(parameters, world) {
      if ((parameters.text('text') ?? '').length > 200) throw badRequest('MESSAGE_TOO_LONG')
      if (!world.answerTap(parameters.text('callback_query_id') ?? '')) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid')
      }
      return true
    },
  },
  sendchataction: {
    parameters: {
      business_connection_id: 'text',
      chat_id: 'chat',
      message_thread_id: 'integer',
      action: 'text',
    },
    speaks: false,
    run(parameters, world) {
      world.writable(parameters.chat())
      if (!/^(typing|upload_photo|upload_document|find_location)$/.test(parameters.text('action') ?? '')) {
        throw badRequest('wrong parameter action in request')
      }
      return true
    },
  },
  getfile: {
    parameters: { file_id: 'text' },
    speaks: false,
    run(parameters, world) {
      const file = world.file(parameters.text('file_id') ?? '')
      if (file === null) throw badRequest('invalid file_id')
      if (file.bytes.byteLength > downloadLimit) throw badRequest('file is too big')
      return {
        file_id: file.id,
        file_unique_id: `u${file.id}`,
        file_size: file.bytes.byteLength,
        file_path: file.path,
      }
    },
  },
  setmycommands: {
    parameters: { commands: 'json', scope: 'json', language_code: 'text' },
    speaks: false,
    run(parameters) {
      const commands = parameters.json('commands')
      if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array")
      if (commands.length > mostCommands) throw badRequest('BOT_COMMANDS_TOO_MUCH')
      for (const command of commands) {
        if (!/^[a-z0-9_]{1,32}$/.test(String(command?.command))) throw badRequest('BOT_COMMAND_INVALID')
        const description = String(command?.description ?? '')
        if (description.length < 1 || description.length > 256)
          throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
      }
      const language = parameters.text('language_code') ?? ''
      if (!/^([a-z]{2})?$/.test(language)) throw badRequest('language_code is invalid')
      return true
    },
  },
}

export function photoSize(fileId: string, bytes: number): Wire {
  return { file_id: fileId, file_unique_id: `u${fileId}`, width: 640, height: 480, file_size: bytes }
}

function formatted(parameters: Parameters, name: 'text' | 'caption'): FormattedText {
  const source = parameters.text(name) ?? ''
  const mode = (parameters.text('parse_mode') ?? '').toLowerCase()
  if (!['', 'html'].includes(mode)) throw badRequest('unsupported parse_mode')
  const cleaned = clean(source)
  const { text, entities } = mode === 'html' ? readHtml(cleaned) : { text: cleaned, entities: [] }
  const lead = text.length - text.trimStart().length
  if (lead === 0) return { text: text.trimEnd(), entities }
  return {
    text: text.trim(),
    entities: entities.map((each) => ({ ...each, offset: Math.max(0, each.offset - lead) })),
  }
}

/** Control characters become spaces, as in td's clean_input_string; tabs and line breaks stay. */
function clean(source: string): string {
  return source.replace(/\p{Cc}/gu, (char) =>
    char === '\n' || char === '\t' || char >= '\u007f' ? char : ' ',
  )
}

function post(
  world: World,
  parameters: Parameters,
  content: Wire & { readonly chat: { readonly id: number } },
): Wire {
  const keyboard = readKeyboard(parameters.json('reply_markup'))
  const thread = parameters.integer('message_thread_id')
  const message = {
    message_id: world.nextId(),
    from: world.bot,
    date: Math.floor(world.now() / 1000),
    ...(thread === null ? {} : { message_thread_id: thread, is_topic_message: true }),
    ...content,
    ...(keyboard === null ? {} : { reply_markup: { inline_keyboard: keyboard } }),
  }
  world.keep(message)
  return message
}

function ownMessage(parameters: Parameters, world: World): Wire {
  const chat = world.writable(parameters.chat())
  const message = world.message(chat.id, parameters.integer('message_id') ?? 0)
  if (message === null) throw badRequest('message to edit not found')
  if (message.from !== world.bot) throw badRequest("message can't be edited")
  return message
}

function edit(world: World, old: Wire, content: Wire, parameters: Parameters): Wire {
  const keyboard = readKeyboard(parameters.json('reply_markup'))
  const { reply_markup: before, edit_date: _edited, ...rest } = old
  const markup = keyboard === null ? undefined : { inline_keyboard: keyboard }
  const same = Object.entries(content).every(
    ([name, value]) =>
      JSON.stringify(value) === JSON.stringify(old[name] ?? (name === 'entities' ? [] : undefined)),
  )
  if (same && JSON.stringify(markup) === JSON.stringify(before)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const edited = {
    ...rest,
    ...content,
    chat: chatOf(old),
    message_id: Number(old.message_id),
    edit_date: Math.floor(world.now() / 1000),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  }
  world.keep(edited)
  return edited
}

function chatOf(message: Wire): { readonly id: number } {
  const { chat } = message
  if (typeof chat !== 'object' || chat === null || !('id' in chat))
    throw new Error('a message without a chat')
  return { ...chat, id: Number(chat.id) }
}
