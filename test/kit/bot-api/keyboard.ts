/** Inline keyboards: what Telegram accepts as one. */
import { badRequest } from './refusal.ts'

export interface KeyboardButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

/** Most buttons of one inline keyboard, and most bytes of a button's data (Bot API, InlineKeyboardButton). */
const mostButtons = 100
const mostBytes = 64

/** Throws Refusal 400. Null when there is none. */
export function readKeyboard(value: unknown): readonly (readonly KeyboardButton[])[] | null {
  if (value === null || value === undefined) return null
  const rows = typeof value === 'object' && 'inline_keyboard' in value ? value.inline_keyboard : null
  if (!Array.isArray(rows)) throw badRequest('object expected as reply markup')
  const keyboard = rows.map((row) => {
    if (!Array.isArray(row)) throw badRequest("can't parse inline keyboard: expected an Array of rows")
    return row.map(readButton)
  })
  if (keyboard.flat().length > mostButtons) throw badRequest('reply markup is too long')
  return keyboard.filter((row) => row.length > 0)
}

function readButton(value: unknown): KeyboardButton {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
  }
  const text = value.text.trim()
  if (text === '') throw badRequest('inline keyboard button text must be non-empty')
  if ('callback_data' in value) {
    const data = value.callback_data
    const size = typeof data === 'string' ? Buffer.byteLength(data) : 0
    if (typeof data !== 'string' || size < 1 || size > mostBytes) throw badRequest('BUTTON_DATA_INVALID')
    return { text, callback_data: data }
  }
  if ('url' in value && typeof value.url === 'string') {
    if (!/^(https?:\/\/[^\s/.]+\.[^\s]+|https?:\/\/localhost\S*|tg:\/\/\S+)$/i.test(value.url)) {
      throw badRequest(`inline keyboard button URL '${value.url}' is invalid: Wrong HTTP URL`)
    }
    return { text, url: value.url }
  }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}
