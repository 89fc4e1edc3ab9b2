/** From a call to committed turns: people side by side, one person's messages one after another. */
import type { Hear } from '#engine'
import { type Heard, readCall, type Self } from './read.ts'
import type { Status } from './status.ts'

export interface Turns {
  /** Resolves once every turn of the call is committed. Rejects when one was not, after all have been tried. */
  take(body: unknown): Promise<void>
  /** Waits for every turn that has begun. */
  settled(): Promise<void>
}

export interface TurnsOptions {
  readonly self: Self
  readonly hear: Hear
  readonly onStatus: (status: Status) => void
  /** Trouble that is about no message in particular, by its code. */
  readonly onTrouble: (code: number) => void
  /** After the commit. */
  readonly onHeard: (heard: Heard) => void
  readonly onNotCommitted: (error: unknown) => void
  /** Asked just before a turn begins; true: leave it to Meta to send it again. */
  readonly closed: () => boolean
}

/** Thrown for a call left for later; Meta keeps it for seven days. */
export class NotHeard extends Error {
  override readonly name = 'NotHeard'
}

export function createTurns(options: TurnsOptions): Turns {
  /** The last turn of each person that is under way or waits. */
  const lanes = new Map<string, Promise<void>>()

  const hear = async (heard: Heard): Promise<void> => {
    if (options.closed()) throw new NotHeard('stopping')
    try {
      await options.hear(heard.inbound)
    } catch (error) {
      options.onNotCommitted(error)
      throw error
    }
    options.onHeard(heard)
  }
  const inOrder = (heard: Heard): Promise<void> => {
    const { chat } = heard.inbound.from
    const before = lanes.get(chat)
    const turn = before === undefined ? hear(heard) : before.then(() => hear(heard))
    const lane = turn.then(
      () => undefined,
      () => undefined,
    )
    lanes.set(chat, lane)
    void lane.then(() => {
      if (lanes.get(chat) === lane) lanes.delete(chat)
    })
    return turn
  }

  return {
    async take(body) {
      const { heard, statuses, errors } = readCall(body, options.self)
      for (const code of errors) options.onTrouble(code)
      for (const status of statuses) options.onStatus(status)
      const results = await Promise.allSettled(heard.map(inOrder))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed !== undefined) throw new NotHeard('not committed', { cause: failed.reason })
    },
    async settled() {
      await Promise.all(lanes.values())
    },
  }
}
