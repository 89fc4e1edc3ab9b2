/** A fitted message as the Bot API call that sends it. */
import type { InlineKeyboardButton } from 'grammy/types'
import type { Button, Drawing, Fitted } from '#engine'
import { writeHtml } from './markup.ts'

export interface Call {
  readonly method: 'sendMessage' | 'sendPhoto'
  readonly payload: Readonly<Record<string, unknown>>
  /** A picture that goes along with it, as the parameter `photo`. */
  readonly photo?: Drawing
}

/** Where a chat is on Telegram; a forum's topic is a chat of its own. */
export interface Place {
  readonly chat: string
  readonly topic: number | null
}

/** The opposite of `chatOf` in `read.ts`; null when it is no chat of Telegram's. */
export function placeOf(chat: string): Place | null {
  const [, id, topic] = /^(-?\d{1,16})(?:\/(\d{1,10}))?$/.exec(chat) ?? []
  return id === undefined ? null : { chat: id, topic: topic === undefined ? null : Number(topic) }
}

export function writeMessage(to: Place, message: Fitted): Call {
  const html = writeHtml(message.text)
  const common = {
    chat_id: to.chat,
    ...(to.topic === null ? {} : { message_thread_id: to.topic }),
    parse_mode: 'HTML',
    ...(message.buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: layOut(message.buttons) } }),
  }
  const { image } = message
  if (image === null) {
    return {
      method: 'sendMessage',
      payload: { ...common, text: html, link_preview_options: { is_disabled: true } },
    }
  }
  const payload = { ...common, ...(html === '' ? {} : { caption: html }) }
  return 'key' in image
    ? { method: 'sendPhoto', payload: { ...payload, photo: image.key } }
    : { method: 'sendPhoto', payload, photo: image }
}

/** Two labels this short still stand side by side on a narrow phone without being cut. */
const shortLabel = 14

/** One button a row, so that long names are whole; two short ones, such as yes and no, share a row. */
function layOut(buttons: readonly Button[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = []
  let open: InlineKeyboardButton[] | null = null
  for (const button of buttons) {
    const short = button.label.length <= shortLabel
    if (short && open !== null) {
      open.push(writeButton(button))
      open = null
    } else {
      const row = [writeButton(button)]
      rows.push(row)
      open = short ? row : null
    }
  }
  return rows
}

function writeButton(button: Button): InlineKeyboardButton {
  return 'token' in button
    ? { text: button.label, callback_data: button.token }
    : { text: button.label, url: button.url }
}
