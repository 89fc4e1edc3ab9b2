/** What the Cloud API lets a business send, each number with the page it comes from. */
import type { Abilities } from '#engine'

/** Longest text of a message, and of one with buttons or beside a picture, as the platform counts them ("Text messages",
 * "Interactive reply buttons", "Media messages"). */
export const textMost = 4096
export const captionMost = 1024

/** An eighth is kept for the joiners that markup.ts sets around marks a person wrote. */
const textLimit = textMost - textMost / 8
const captionLimit = captionMost - captionMost / 8

/** "Interactive reply buttons": 1 to 3, titles of 20. "Interactive list": 1 to 10 rows, titles of 24. */
export const mostReplies = 3
/** "Messaging limits": 250 at first; 2,000, 10,000, 100,000 or no limit when it was raised. */
const publishedTier = 250
export const abilities: Abilities = {
  textLimit,
  captionLimit,
  // 20 holds for both kinds. A button that opens an address stands alone, under another text limit: addresses are
  // written out.
  buttons: { most: 10, labelLimit: 20, links: false, textLimit: captionLimit },
  images: true,
  // "Media": a picture is uploaded first and then named by its id; PNG up to 5 MB.
  drawings: true,
  window: windowOf(publishedTier),
  inFlight: inFlightAt(80),
  bulk: bulkAt(80),
}

/** "Customer service window": 24 h after a person's last message; later only approved templates, to so many different
 * people in any 24 hours; null: to any number. */
export function windowOf(tier: number | null): NonNullable<Abilities['window']> {
  return { ms: 24 * 60 * 60 * 1000, after: 'template', ...(tier === null ? {} : { people: tier }) }
}

/** A number's throughput is for everything it sends. */
export function bulkAt(perSecond: number): NonNullable<Abilities['bulk']> {
  return { perSecond, countsAnswers: true, inFlight: inFlightAt(perSecond) }
}

/** How many calls fill a number's throughput ("Throughput": 80 or 1,000 a second, in and out together) at half a second
 * each; also the most that a kill can leave unknown, and so not more than 200. */
export function inFlightAt(perSecond: number): number {
  return Math.min(200, Math.max(4, Math.ceil(perSecond / 2)))
}

/** How fast may be sent, as data: a number's own, and to one person. */
export interface Pace {
  /** Messages a second of this number. "Throughput": 80; 1,000 for numbers that were raised. */
  readonly perSecond: number
  /** To one person: one in `everyMs`, and `burst` more borrowed from the time to come ("Pair rate limits"). */
  readonly pair: { readonly everyMs: number; readonly burst: number }
}

export const publishedPace: Pace = { perSecond: 80, pair: { everyMs: 6000, burst: 45 } }

/** Largest file that may be fetched, in bytes. "Supported media types": documents up to 100 MB; no poster or voice
 * message of a person needs a fifth of it. */
export const downloadLimit = 20 * 1024 * 1024
