/** A fitted message as the text and picture that WhatsApp sends. */
import type { Fitted } from '#engine'
import { writeMarks } from '../markup.ts'
import { abilities, textCeiling } from './abilities.ts'

export interface Written {
  /** With WhatsApp's marks; beside a picture, its caption. */
  readonly text: string
  /** Key of the picture. */
  readonly image: string | null
}

/** Or what about it can never be sent. */
export function writeMessage(message: Fitted): Written | { readonly wrong: string } {
  if (message.buttons.length > 0) return { wrong: 'WhatsApp Web has no buttons' }
  // It has no `drawings` among its abilities.
  const image = message.image !== null && 'key' in message.image ? message.image.key : null
  const limit = image === null ? abilities.textLimit : abilities.captionLimit
  const text = writeMarks(message.text, limit)
  if (text.trim() === '' && image === null) return { wrong: 'an empty text' }
  return text.length > textCeiling ? { wrong: 'a text too long for WhatsApp' } : { text, image }
}
