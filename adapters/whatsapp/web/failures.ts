/** What became of a message, as what to do about it. Nothing here repeats text, chat or number. */
import type { SendOutcome } from '#engine'
import { serverOf } from './ids.ts'
import type { Sent } from './wire.ts'

/** How long a delivery waits while there is no session. The outbox makes later waits longer. */
const unreachableMs = 3_000
/** WhatsApp would not take it and does not say why: to ask at once again is what a machine does. */
const failedMs = 30_000

export const unreachable: SendOutcome = { kind: 'later', why: 'unreachable', afterMs: unreachableMs }

/** null: the browser process ended meanwhile. */
export function readSent(sent: Sent | null, place: string): SendOutcome {
  switch (sent?.kind) {
    case 'sent':
      return { kind: 'sent', messageId: sent.id }
    case 'no-such-chat':
      return { kind: 'refused', why: 'no-such-chat', detail: 'no account of WhatsApp, or no group of ours' }
    case 'no-such-picture':
      return { kind: 'refused', why: 'malformed', detail: 'the picture is gone' }
    case 'failed':
      // In a group this is what is left for those who were removed, or where only admins may write. A person who
      // blocked us looks to us like one who is offline.
      return serverOf(place) === 'group'
        ? { kind: 'refused', why: 'blocked', detail: 'WhatsApp lets us not write to this group' }
        : { kind: 'later', why: 'unreachable', afterMs: failedMs }
    default:
      return unreachable
  }
}
