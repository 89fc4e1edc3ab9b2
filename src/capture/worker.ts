/** Does the looks that wait, one after another: a browser is heavy, and no answer waits for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Eyes, type Looked, look } from './look.ts'

/** What the worker needs of where looks wait. */
export interface Waiting<Id> {
  claim(
    most: number,
  ): Promise<readonly { readonly id: Id; readonly url: string; readonly before: string | null }[]>
  settle(id: Id, looked: Looked): Promise<void>
  postpone(id: Id): Promise<void>
}

/** Between two times of asking whether something waits, in ms. */
const pollMs = 5_000

export function createLooker<Id>(
  eyes: Eyes,
  { waiting, onFault }: { readonly waiting: Waiting<Id>; readonly onFault: (error: unknown) => void },
): { start(): void; stop(): Promise<void> } {
  const stopped = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function one(): Promise<boolean> {
    const [job] = await waiting.claim(1)
    if (job === undefined) return false
    try {
      await waiting.settle(job.id, await look(job.url, job.before, eyes))
    } catch (error) {
      onFault(error)
      await waiting.postpone(job.id)
    }
    return true
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const busy = await one().catch((error: unknown) => {
        onFault(error)
        return false
      })
      if (!busy) await sleep(pollMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  return {
    start() {
      running = run()
    },
    async stop() {
      stopped.abort()
      await running
    },
  }
}
