/** Updates on their way to a polling bot: kept until a higher offset confirms them, or until they are too old. */
import { conflict } from './refusal.ts'

/** Messages live 24 hours after their date, taps 150 seconds (telegram-bot-api, `Client.cpp`, add_*_update). */
export const lifeOfMessageMs = 24 * 60 * 60 * 1000
export const lifeOfTapMs = 150 * 1000

/** Longest wait of one getUpdates (`Client.h`, LONG_POLL_MAX_TIMEOUT). */
const longestPollSeconds = 50

export interface Queued {
  readonly id: number
  /** The update as it goes over the wire. */
  readonly json: string
  readonly kind: string
  /** When Telegram forgets it, in ms of the stand-in's clock. */
  readonly until: number
  /** Webhook order: one queue a chat for messages, one a person for taps. */
  readonly lane: string
}

export interface PollRequest {
  readonly offset: number
  readonly limit: number
  readonly timeoutSeconds: number
}

export interface UpdateQueue {
  push(update: Queued): void
  /** Resolves with the wire form of the updates. `gone` ends the wait of a caller that hung up. */
  poll(request: PollRequest, gone: AbortSignal): Promise<readonly string[]>
  /** Everything not yet confirmed, for a webhook that takes over. */
  take(): readonly Queued[]
  clear(): void
  pending(): number
  /** Ends waiting polls with 409, as a second poller or a webhook does. */
  interrupt(words: string): void
  /** The offsets asked for so far, oldest first. */
  readonly offsets: readonly number[]
  /** The highest offset confirmed: everything below it is gone for good. */
  confirmed(): number
}

interface Waiter {
  wake(): void
  fail(error: Error): void
}

/** `gentle: false` leaves out the punishment for polling twice on one offset. */
export function createUpdateQueue(options: {
  readonly now: () => number
  readonly gentle: boolean
}): UpdateQueue {
  const { now } = options
  let waiting: Queued[] = []
  let waiter: Waiter | null = null
  let confirmed = 0
  const offsets: number[] = []
  let previous: { readonly offset: number; readonly at: number } = {
    offset: -1,
    at: Number.NEGATIVE_INFINITY,
  }

  /** Given out at least once: only such an update can be confirmed. */
  let given = new Set<Queued>()

  const confirm = (offset: number): void => {
    if (offset <= 0) return
    confirmed = Math.max(confirmed, offset)
    if (given.size === 0) return
    waiting = waiting.filter((update) => update.id >= offset || !given.has(update))
    given = new Set([...given].filter((update) => update.id >= offset))
  }
  const expire = (): void => {
    const time = now()
    if (waiting.some((update) => update.until < time))
      waiting = waiting.filter((update) => update.until >= time)
  }
  const pick = (limit: number): readonly string[] => {
    const picked = waiting.slice(0, limit)
    for (const update of picked) given.add(update)
    return picked.map((update) => update.json)
  }

  /** `Client.cpp`, process_get_updates_query: the same offset again is slowed down. */
  const slowed = (request: PollRequest): PollRequest => {
    const time = now()
    const since = request.offset === previous.offset ? time - previous.at : Number.POSITIVE_INFINITY
    previous = { offset: request.offset, at: time }
    if (!options.gentle) return request
    return {
      offset: request.offset,
      limit: since < 500 ? 1 : request.limit,
      timeoutSeconds: since < 3000 ? Math.max(3, request.timeoutSeconds) : request.timeoutSeconds,
    }
  }

  const wait = (ms: number, gone: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer)
        gone.removeEventListener('abort', mine.wake)
        if (waiter === mine) waiter = null
        settle()
      }
      const mine: Waiter = { wake: () => end(resolve), fail: (error) => end(() => reject(error)) }
      const timer = setTimeout(mine.wake, ms)
      gone.addEventListener('abort', mine.wake)
      waiter = mine
    })

  return {
    offsets,
    confirmed: () => confirmed,
    pending: () => waiting.length,
    take() {
      const taken = waiting
      waiting = []
      given.clear()
      return taken
    },
    clear() {
      waiting = []
      given.clear()
    },
    interrupt: (words) => waiter?.fail(conflict(words)),
    push(update) {
      waiting.push(update)
      // Those of the same moment travel together, as on the real server.
      if (waiter !== null) setImmediate(() => waiter?.wake())
    },
    async poll(asked, gone) {
      waiter?.fail(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      )
      offsets.push(asked.offset)
      const request = slowed(asked)
      confirm(request.offset)
      expire()
      const seconds = Math.min(longestPollSeconds, request.timeoutSeconds)
      if (seconds > 0 && waiting.length === 0) await wait(seconds * 1000, gone)
      return pick(request.limit)
    },
  }
}
