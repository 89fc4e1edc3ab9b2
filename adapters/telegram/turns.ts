/** From an update to a committed turn: read, heard in order within a chat, and only then acknowledged. */
import { sequentialize } from '@grammyjs/runner'
import type { Hear } from '#engine'
import { laneOf, readUpdate, type Self, tapOf } from './read.ts'

export interface Turns {
  /** Resolves once the turn is committed, or when there was nothing to hear. Rejects when it was not committed. */
  take(update: unknown, self: Self): Promise<void>
  /** Waits for every turn that has begun. */
  settled(): Promise<void>
}

export interface TurnsOptions {
  readonly hear: Hear
  readonly now: () => Date
  /** Stops the waiting circle on a person's button. Its failure changes nothing. */
  readonly acknowledge: (tap: string) => void
  /** Asked just before a turn begins; true: leave it to the platform to send it again. */
  readonly closed: () => boolean
  /** How a turn that was not committed is tried again; resolves false when it must be given up. */
  readonly again: (update: unknown, attempt: number, error: unknown) => Promise<boolean>
}

/** Thrown for an update left for later; the platform keeps it. */
export class NotHeard extends Error {
  override readonly name = 'NotHeard'
}

export function createTurns(options: TurnsOptions): Turns {
  const inOrder = sequentialize((update: unknown) => laneOf(update) ?? undefined)
  const open = new Set<Promise<void>>()

  const hearUntilCommitted = async (update: unknown, self: Self): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      if (options.closed()) throw new NotHeard('stopping')
      const inbound = readUpdate(update, self, options.now())
      if (inbound === null) return
      try {
        await options.hear(inbound)
        return
      } catch (error) {
        if (!(await options.again(update, attempt, error)))
          throw new NotHeard('not committed', { cause: error })
      }
    }
  }
  const turn = async (update: unknown, self: Self): Promise<void> => {
    await hearUntilCommitted(update, self)
    const tap = tapOf(update)
    if (tap !== null) options.acknowledge(tap)
  }

  return {
    take(update, self) {
      const task = inOrder(update, () => turn(update, self))
      const settled = task.then(
        () => undefined,
        () => undefined,
      )
      open.add(settled)
      void settled.then(() => open.delete(settled))
      return task
    },
    async settled() {
      await Promise.all(open)
    },
  }
}
