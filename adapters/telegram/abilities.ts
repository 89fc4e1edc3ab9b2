/** What Telegram lets a bot send, each number with the page it comes from. */
import type { Abilities } from '#engine'

export const abilities: Abilities = {
  // Bot API, sendMessage: "1-4096 characters after entities parsing".
  textLimit: 4096,
  // Bot API, sendPhoto: "0-1024 characters after entities parsing".
  captionLimit: 1024,
  buttons: {
    // Telegram takes 100 (reply markup is too long above that); 8 rows fill half of a small phone, and nobody reads more.
    most: 8,
    // No page names a limit. 40 is what fits on one row of a 360-pixel phone in two lines, and every list name shorter
    // than that is shown whole.
    labelLimit: 40,
    links: true,
  },
  images: true,
  // Bot API, "Sending files": a new file is uploaded with the message.
  drawings: true,
  // A bot may write at any time to whoever has once written to it.
  window: null,
  // grammY, "Flood limits": answers may run many at once, bulk sending no more than about 3. This is for answers; it is
  // also the most that a kill can leave unknown.
  inFlight: 50,
  bulk: bulkAt(30),
}

/** Bot FAQ: "no more than 30 messages per second" to different people; with paid broadcasts up to 1,000. Answers do not
 * count. grammY, "Flood limits": about 3 at once for the former, as many as a call takes milliseconds for the latter. */
export function bulkAt(perSecond: number): NonNullable<Abilities['bulk']> {
  return { perSecond, countsAnswers: false, inFlight: Math.min(100, Math.max(8, Math.ceil(perSecond / 10))) }
}

/** Largest file a bot may fetch, in bytes: Bot API, getFile, "up to 20 MB in size". */
export const downloadLimit = 20 * 1024 * 1024
