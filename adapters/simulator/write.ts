/** Fitted → a line of the chat, as the page shows it. */
import type { Fitted } from '#engine'
import { writeButtons, writeMarkup } from './markup.ts'
import type { Attached, BotLine } from './wire.ts'

/** All of a line but its place, which the hub gives. `picture` is what the hub still has of the image. */
export function write(message: Fitted, picture: Attached | null): Omit<BotLine, 'id' | 'order' | 'at'> {
  return {
    by: 'bot',
    text: writeMarkup(message.text),
    buttons: writeButtons(message.buttons),
    image: picture,
  }
}
