/** How fast we may send: a number's throughput, and what one person may be sent. Kept in this process; that several
 * share a number, Meta itself counts. */
import type { Pace } from './abilities.ts'

export type Leave =
  | { readonly kind: 'go' }
  /** The number is full: everybody waits so long. */
  | { readonly kind: 'number'; readonly ms: number }
  /** This person was sent too many: only they wait. */
  | { readonly kind: 'person'; readonly ms: number }

export interface Gate {
  /** Asks to send one message now (ms since epoch); `go` counts it. */
  ask(chat: string, now: number): Leave
  /** Meta says this person was sent too many; how long to wait, in ms: 4^X seconds, X being how often in a row. */
  tooMany(chat: string): number
  /** A message arrived at Meta. */
  arrived(chat: string): void
}

/** Longest wait for one person: a burst of 45 is paid back in four and a half minutes. */
const longestPairMs = 300_000
/** Chats remembered at most; those whose debt is paid are forgotten first. */
const mostChats = 20_000

/** Both limits as the generic cell rate algorithm: one time a chat, at which all that was borrowed is paid back. */
export function createGate({ perSecond, pair }: Pace): Gate {
  const everyMs = 1000 / perSecond
  const paid = new Map<string, number>()
  const refusals = new Map<string, number>()
  let numberPaid = 0

  const forget = (now: number): void => {
    if (paid.size < mostChats) return
    for (const [chat, at] of paid) if (at <= now) paid.delete(chat)
    for (const chat of paid.keys()) if (paid.size >= mostChats) paid.delete(chat)
  }

  return {
    ask(chat, now) {
      // A second's worth may go at once.
      const numberFull = Math.max(numberPaid, now) + everyMs - now - 1000
      if (numberFull > 0) return { kind: 'number', ms: Math.ceil(numberFull) }
      const own = Math.max(paid.get(chat) ?? 0, now) + pair.everyMs
      const full = own - now - pair.everyMs * pair.burst
      if (full > 0) return { kind: 'person', ms: Math.ceil(full) }
      numberPaid = Math.max(numberPaid, now) + everyMs
      forget(now)
      paid.set(chat, own)
      return { kind: 'go' }
    },
    tooMany(chat) {
      const times = (refusals.get(chat) ?? 0) + 1
      if (refusals.size >= mostChats) refusals.clear()
      refusals.set(chat, times)
      return Math.min(longestPairMs, 4 ** times * 1000)
    },
    arrived: (chat) => void refusals.delete(chat),
  }
}
