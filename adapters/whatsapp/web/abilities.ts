/** What WhatsApp Web lets a linked phone send, each number with where it comes from. */
import type { Abilities } from '#engine'

export const abilities: Abilities = {
  // The app takes more (see `textCeiling`), but the Cloud API stops here ("Text messages"): one number for one channel.
  textLimit: 4096,
  // Cloud API, "Media messages": 1,024 characters. The app names no other.
  captionLimit: 1024,
  // whatsapp-web.js README, supported features: "Send buttons" and "Send lists" are no longer possible.
  buttons: null,
  images: true,
  // As any picture is sent from a computer: the page makes of it what phones take.
  drawings: true,
  // A phone may write at any time; that this is no reason to do so is the business of `db/pace.ts`.
  window: null,
  // One page sends one after another; a few more may wait for the server's word. Also the most a kill leaves unknown.
  inFlight: 8,
}

/** Above this the app itself cuts a text or caption off, in UTF-16 units: WhatsApp Web's own composer. */
export const textCeiling = 65_536

/** Largest file that is fetched, in bytes. WhatsApp allows 2 GB; a poster or a voice message stays far below this. */
export const downloadLimit = 20 * 1024 * 1024
