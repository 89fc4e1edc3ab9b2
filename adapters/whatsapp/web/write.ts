/** A fitted message as the text and picture that WhatsApp sends. */
import type { Fitted } from '#engine'
import { writeMarks } from '../markup.ts'
import { abilities, textCeiling } from './abilities.ts'
import type { Picture } from './wire.ts'

export interface Written {
  /** With WhatsApp's marks; beside a picture, its caption. */
  readonly text: string
  readonly picture: Picture | null
}

/** Or what about it can never be sent. */
export function writeMessage(message: Fitted): Written | { readonly wrong: string } {
  if (message.buttons.length > 0) return { wrong: 'WhatsApp Web has no buttons' }
  const picture = pictureOf(message)
  const limit = picture === null ? abilities.textLimit : abilities.captionLimit
  const text = writeMarks(message.text, limit)
  if (text.trim() === '' && picture === null) return { wrong: 'an empty text' }
  return text.length > textCeiling ? { wrong: 'a text too long for WhatsApp' } : { text, picture }
}

function pictureOf({ image }: Fitted): Picture | null {
  if (image === null) return null
  return 'key' in image ? { key: image.key } : { png: image.bytes }
}
