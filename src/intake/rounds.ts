/** What waits in a queue of leases, taken again and again until nothing waits; the same for reading and for keeping. */

export interface Rounds {
  /** Something may be waiting. */
  nudge(): void
  start(): void
  /** Begins nothing more; what was begun is finished. */
  stop(): Promise<void>
}

/** How often what waits is looked at without a nudge: for lapsed leases and second tries. */
const lookEveryMs = 2_000
/** A third of the lease (`db/readings.ts`, `db/keeping.ts`). */
const renewEveryMs = 10_000

/** `work` does one thing to its end while its lease is renewed; what it throws is a fault, and the lease lapses. */
export function createRounds<Item extends { readonly id: string }>(parts: {
  readonly claim: () => Promise<readonly Item[]>
  readonly renew: (id: Item['id']) => Promise<void>
  readonly work: (item: Item) => Promise<void>
  readonly onFault: (error: unknown) => void
}): Rounds {
  const { claim, renew, work, onFault } = parts
  let running = false
  let moreWaits = false
  let looking: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    while (running && moreWaits) {
      moreWaits = false
      const claimed = await claim()
      if (claimed.length > 0) moreWaits = true
      await Promise.all(claimed.map(workOn))
    }
  }

  async function workOn(item: Item): Promise<void> {
    const stillAtWork = setInterval(() => void renew(item.id).catch(onFault), renewEveryMs)
    await work(item).finally(() => clearInterval(stillAtWork))
  }

  function nudge(): void {
    moreWaits = true
    if (!running) return
    looking ??= look()
      .catch(onFault)
      .finally(() => {
        looking = null
      })
  }

  return {
    nudge,
    start() {
      running = true
      timer = setInterval(nudge, lookEveryMs)
      nudge()
    },
    async stop() {
      running = false
      clearInterval(timer)
      await looking
    },
  }
}
