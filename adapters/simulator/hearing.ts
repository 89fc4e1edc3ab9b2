/** Hands what was heard to the engine: one at a time in each chat, again and again until the turn is committed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hear, Inbound } from '#engine'

/** Waiting between two tries in ms; it doubles from the first to the longest. */
export interface Patience {
  readonly firstMs: number
  readonly mostMs: number
}

export interface Hearing {
  /** Takes an inbound in; it is heard once listening, after those before it in its chat. */
  add(inbound: Inbound): void
  readonly listening: boolean
  start(hear: Hear): void
  /** Resolves when the turns under way have ended. What is still waiting is heard after the next start. */
  stop(): Promise<void>
}

/** `told` follows one inbound through its turns; `onFault` hears of each turn that failed. */
export function createHearing(
  options: Readonly<{
    patience: Patience
    told: (inbound: Inbound, state: 'hearing' | 'heard' | 'retrying') => void
    onFault: (error: unknown) => void
  }>,
): Hearing {
  const waiting = new Map<string, Inbound[]>()
  const running = new Map<string, Promise<void>>()
  let hear: Hear | null = null
  let stopping = new AbortController()

  async function tryOnce(inbound: Inbound, to: Hear): Promise<boolean> {
    options.told(inbound, 'hearing')
    try {
      await to(inbound)
    } catch (error) {
      options.onFault(error)
      options.told(inbound, 'retrying')
      return false
    }
    options.told(inbound, 'heard')
    return true
  }

  async function run(chat: string, queue: Inbound[]): Promise<void> {
    let wait = options.patience.firstMs
    for (let next = queue[0]; hear !== null && next !== undefined; next = queue[0]) {
      if (await tryOnce(next, hear)) {
        queue.shift()
        wait = options.patience.firstMs
        continue
      }
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
      wait = Math.min(wait * 2, options.patience.mostMs)
    }
    if (queue.length === 0) waiting.delete(chat)
    running.delete(chat)
  }

  function begin(chat: string, queue: Inbound[]): void {
    if (hear !== null && !running.has(chat)) running.set(chat, run(chat, queue))
  }

  return {
    add(inbound) {
      const { chat } = inbound.from
      const queue = waiting.get(chat) ?? []
      queue.push(inbound)
      waiting.set(chat, queue)
      begin(chat, queue)
    },
    get listening() {
      return hear !== null
    },
    start(to) {
      hear = to
      stopping = new AbortController()
      for (const [chat, queue] of waiting) begin(chat, queue)
    },
    async stop() {
      hear = null
      stopping.abort()
      await Promise.all(running.values())
    },
  }
}
