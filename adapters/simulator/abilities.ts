/** The costumes: the same phone with the limits of three platforms, as data. */
import type { Abilities } from '#engine'
import type { Costume } from './wire.ts'

/** Ours, not a platform's: the phone is in this process, and a few at once show the order that people would see. */
const inFlight = 8

/** Text is never longer than 4,096 characters on any of the three (Bot API `sendMessage`; Cloud API "Text messages"). */
const textLimit = 4096
/** Bot API `sendPhoto`: "0-1024 characters after entities parsing"; Cloud API "Media messages": the same. */
const captionLimit = 1024

export const abilities: Readonly<Record<Costume, Abilities>> = {
  telegram: {
    textLimit,
    captionLimit,
    // Bot API `InlineKeyboardMarkup` allows more; these are what the real adapter keeps to (adapters/telegram).
    buttons: { most: 8, labelLimit: 40, links: true },
    images: true,
    drawings: true,
    window: null,
    inFlight,
    bulk: { perSecond: 30, countsAnswers: false, inFlight: 8 },
  },
  'whatsapp-web': {
    textLimit,
    captionLimit,
    // whatsapp-web.js README, supported features: "Send buttons" and "Send lists" are no longer possible.
    buttons: null,
    images: true,
    drawings: true,
    window: null,
    inFlight,
  },
  'whatsapp-cloud': {
    // What the real adapter keeps to (adapters/whatsapp/cloud): a little less than the platform's 4,096 and 1,024, for the
    // joiners that keep a person's marks from being obeyed.
    textLimit: 3584,
    captionLimit: 896,
    // Up to 3 reply buttons with 20-letter titles, beyond that a list of at most 10 rows with 24-letter titles. Neither
    // opens an address. Cloud API "Interactive reply buttons": body 1,024.
    buttons: { most: 10, labelLimit: 20, links: false, textLimit: 896 },
    images: true,
    drawings: true,
    // "Customer service window": 24 h after the person's last message; later only approved templates.
    window: { ms: 24 * 60 * 60 * 1000, after: 'template', people: 250 },
    inFlight,
    bulk: { perSecond: 80, countsAnswers: true, inFlight: 40 },
  },
}
