/** From a message to a committed turn: heard in order within a chat, again until it is committed. */
import type { Hear, Inbound } from '#engine'

export interface Turns {
  /** Resolves whether it was committed; not, only when we were stopped before. */
  take(inbound: Inbound): Promise<boolean>
  /** Begins nothing more; resolves when what was begun is over. */
  stop(): Promise<void>
}

/** Waits before an uncommitted turn is tried again: they double from the first to the last. */
const firstRetryMs = 250
const longestRetryMs = 10_000

export function createTurns({
  hear,
  onFailure,
}: {
  readonly hear: Hear
  readonly onFailure: (attempt: number, error: unknown) => void
}): Turns {
  const lanes = new Map<string, Promise<unknown>>()
  const waits = new Set<() => void>()
  let stopped = false

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        waits.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      waits.add(end)
    })
  }

  async function hearUntilCommitted(inbound: Inbound): Promise<boolean> {
    for (let attempt = 1; !stopped; attempt++) {
      try {
        await hear(inbound)
        return true
      } catch (error) {
        onFailure(attempt, error)
        if (!stopped) await wait(Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)))
      }
    }
    return false
  }

  return {
    take(inbound) {
      const { chat } = inbound.from
      const before = lanes.get(chat) ?? Promise.resolve()
      const turn = before.then(() => hearUntilCommitted(inbound))
      lanes.set(chat, turn)
      void turn.finally(() => {
        if (lanes.get(chat) === turn) lanes.delete(chat)
      })
      return turn
    },
    async stop() {
      stopped = true
      for (const end of [...waits]) end()
      await Promise.all(lanes.values())
    },
  }
}
