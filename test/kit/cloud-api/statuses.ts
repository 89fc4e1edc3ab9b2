/** What Meta tells of our messages afterwards: sent, delivered, read, in no promised order, and more than once. */

import type { Wire } from './check.ts'
import type { Clock } from './clock.ts'
import { bodyOf, type Refusal } from './refusal.ts'

export interface StatusOptions {
  /** null: no statuses at all. */
  readonly afterMs: number | null
  /** Each so often, shuffled; 1 leaves them in order. */
  readonly times: number
  /** Chooses the disorder: the same number, the same disorder. */
  readonly seed: number
}

export const noStatuses: StatusOptions = { afterMs: null, times: 1, seed: 1 }

export interface Accepted {
  readonly id: string
  readonly to: string
  readonly callback: string | null
}

export interface Statuses {
  /** A message arrives and is read. */
  arrives(message: Accepted): void
  /** It was accepted, and then it failed. */
  fails(message: Accepted, refusal: Refusal): void
}

export function createStatuses(
  options: StatusOptions,
  { clock, push }: { readonly clock: Clock; readonly push: (value: Wire) => void },
): Statuses {
  let seed = options.seed
  /** Park and Miller's generator: enough for a disorder. */
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const statusOf = (message: Accepted, status: string, more: Wire = {}): Wire => ({
    id: message.id,
    status,
    timestamp: String(Math.floor(clock.now() / 1000)),
    recipient_id: message.to,
    ...(message.callback === null ? {} : { biz_opaque_callback_data: message.callback }),
    ...more,
  })
  const tell = (statuses: readonly Wire[]): void => {
    const { afterMs, times } = options
    if (afterMs === null) return
    const all = Array.from({ length: times }, () => statuses).flat()
    for (const [index, status] of all.entries()) {
      const delay = times === 1 ? afterMs * (index + 1) : afterMs * (0.2 + random() * all.length)
      clock.after(delay, () => push({ statuses: [status] }))
    }
  }
  return {
    arrives: (message) => tell(['sent', 'delivered', 'read'].map((each) => statusOf(message, each))),
    fails(message, refusal) {
      const { message: title, code, error_data } = bodyOf(refusal).error
      tell([
        statusOf(message, 'failed', {
          errors: [
            {
              code,
              title: title.replace(/^\(#\d+\) /, ''),
              message: title.replace(/^\(#\d+\) /, ''),
              error_data,
            },
          ],
        }),
      ])
    },
  }
}
