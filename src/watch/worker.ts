/** Does the reading that is due, a few at a time. Any number of processes may: each takes its work under a lease. */
import type { ItemJob, SourceJob, Watch } from '../../db/watch.ts'
import { usualPace } from './manners.ts'
import { type Eyes, readItem, readSource } from './read.ts'

/** Between two times of asking whether something is due, in ms. */
const pollMs = 5_000
/** Waiting for strangers' machines costs nothing: so many readings at once. */
const atOnce = 6
/** Until a reading that failed for a reason of ours is tried again, in ms. */
const againMs = 600_000

export interface WatchRead {
  readonly what: 'source' | 'item'
  /** `read`: its words were judged. `unchanged`, `failed`. `lost`: another process had it by then. */
  readonly outcome: 'read' | 'unchanged' | 'failed' | 'later' | 'lost'
}

export interface WatchWorker {
  start(): void
  /** Ends when what was begun is done. */
  stop(): Promise<void>
  /** Reads what is due now, and nothing that comes later; returns how much was begun. */
  round(): Promise<number>
}

export function createWatchWorker({
  store,
  eyes,
  now,
  onRead,
  onFault,
}: {
  readonly store: Watch
  readonly eyes: Eyes
  readonly now: () => Date
  /** For counts. */
  readonly onRead: (read: WatchRead) => void
  readonly onFault: (error: unknown) => void
}): WatchWorker {
  const stopped = new AbortController()
  let running: Promise<void> = Promise.resolve()
  /** How many wait for each host, of this round. */
  const lines = new Map<string, number>()

  /** Many wait for one host: each behind the one before, or all of them would be asked for again and again. */
  function inLine(job: SourceJob | ItemJob, at: Date): Date {
    const { host } = new URL(job.what === 'source' ? job.address : job.url)
    const before = lines.get(host) ?? 0
    lines.set(host, before + 1)
    return new Date(at.getTime() + before * usualPace)
  }

  async function one(job: SourceJob | ItemJob): Promise<void> {
    try {
      const reading = job.what === 'source' ? await readSource(job, store, eyes) : await readItem(job, eyes)
      if (reading.kind === 'later') {
        onRead({ what: job.what, outcome: 'later' })
        return await store.postpone(job, inLine(job, reading.at))
      }
      const kept =
        job.what === 'source'
          ? await store.settleSource(job, reading as Parameters<Watch['settleSource']>[1])
          : await store.settleItem(job, reading as Parameters<Watch['settleItem']>[1])
      const outcome = reading.kind === 'changed' ? 'read' : reading.kind
      onRead({ what: job.what, outcome: kept ? outcome : 'lost' })
    } catch (error) {
      onFault(error)
      await store.postpone(job, new Date(now().getTime() + againMs)).catch(onFault)
    }
  }

  /** As many at once as there are places: whoever is done takes the next. */
  async function round(): Promise<number> {
    lines.clear()
    let begun = 0
    const jobs: (SourceJob | ItemJob)[] = []
    let asking: Promise<void> | null = null
    const more = (): Promise<void> => {
      asking ??= store.claim(atOnce * 2).then((claimed) => {
        jobs.push(...claimed)
        asking = null
      })
      return asking
    }
    const lane = async (): Promise<void> => {
      while (!stopped.signal.aborted) {
        if (jobs.length === 0) await more()
        const job = jobs.shift()
        if (job === undefined) return
        begun++
        await one(job)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    // What was taken and not begun is given back at once.
    for (const job of jobs) await store.postpone(job, now())
    return begun
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await round().catch(onFault)
      await pause(pollMs, stopped.signal)
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
    round,
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
