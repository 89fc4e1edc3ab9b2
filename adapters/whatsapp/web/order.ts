/** What is to be sent to a chat, and by what a second try of it is known. */
import { createHash } from 'node:crypto'
import type { ToChild } from './wire.ts'

export type Order = Pick<Extract<ToChild, { readonly kind: 'send' }>, 'to' | 'text' | 'picture'>

/** The same for the same words and picture to the same chat: an outbox that tries again brings no other name. */
export function likenessOf({ to, text, picture }: Order): string {
  const named =
    picture !== null && 'png' in picture
      ? createHash('sha256').update(picture.png).digest('base64url')
      : picture
  return JSON.stringify([to, text, named])
}
