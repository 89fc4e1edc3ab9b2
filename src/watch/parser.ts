/** Has strangers' pages and feeds read by a thread, one at a time, each within bounds of time and memory. */
import { Worker } from 'node:worker_threads'
import type { Job, Parsed } from './wire.ts'

export interface ParserLimits {
  /** For one file, in ms. */
  readonly ms: number
  /** Of the thread's memory, in MB. */
  readonly heapMB: number
  /** After which the thread is let go, in ms. */
  readonly idleMs: number
  /** Files after which it is begun anew: what libraries remember goes with it. */
  readonly files: number
}

export const usualParserLimits: ParserLimits = { ms: 8_000, heapMB: 160, idleMs: 60_000, files: 5_000 }

export interface Parser {
  /** `too-heavy`: it took more time or memory than any file may. Never rejects for what a file holds. */
  parse(job: Job): Promise<Parsed | { readonly kind: 'refused'; readonly why: 'too-heavy' }>
  close(): Promise<void>
}

const tooHeavy = { kind: 'refused', why: 'too-heavy' } as const

interface Waiting {
  readonly job: Job
  settle(result: Parsed | typeof tooHeavy): void
  reject(error: Error): void
}

export function createParser(own: Partial<ParserLimits> = {}): Parser {
  const limits = { ...usualParserLimits, ...own }
  const waiting: Waiting[] = []
  let thread: Worker | null = null
  let ready = false
  let done = 0
  let now: Waiting | null = null
  let late: NodeJS.Timeout | undefined
  let idle: NodeJS.Timeout | undefined

  function next(): void {
    if (now !== null) return
    clearTimeout(idle)
    const first = waiting.shift()
    if (first === undefined) {
      idle = setTimeout(letGo, limits.idleMs).unref()
      // A program that ends need not wait for it.
      thread?.unref()
      return
    }
    now = first
    if (thread === null) open()
    thread?.ref()
    if (ready) give()
  }

  function give(): void {
    if (now === null || thread === null) return
    late = setTimeout(() => {
      letGo()
      finish((each) => each.settle(tooHeavy))
    }, limits.ms)
    thread.postMessage({ job: now.job })
  }

  function open(): void {
    ready = false
    done = 0
    const opened = spawn(limits.heapMB)
    thread = opened
    const isOurs = (): boolean => opened === thread
    opened.on('message', (message: Parsed | 'ready') => {
      if (!isOurs()) return
      if (message === 'ready') {
        ready = true
        return give()
      }
      if (++done >= limits.files) letGo()
      finish((each) => each.settle(message))
    })
    const lose = (): void => {
      if (!isOurs()) return
      const stood = ready
      thread = null
      finish((each) =>
        stood ? each.settle(tooHeavy) : each.reject(new Error('the reading thread does not start')),
      )
    }
    // Out of memory: the file it had is what ended it.
    opened.on('error', lose)
    opened.on('exit', lose)
  }

  function letGo(): void {
    const ended = thread
    thread = null
    ready = false
    void ended?.terminate()
  }

  function finish(tell: (each: Waiting) => void): void {
    clearTimeout(late)
    const ended = now
    now = null
    if (ended !== null) tell(ended)
    next()
  }

  return {
    parse: (job) =>
      new Promise((settle, reject) => {
        waiting.push({ job, settle, reject })
        next()
      }),
    async close() {
      clearTimeout(idle)
      clearTimeout(late)
      const ended = thread
      thread = null
      for (const each of [...(now === null ? [] : [now]), ...waiting.splice(0)]) each.settle(tooHeavy)
      now = null
      await ended?.terminate()
    },
  }
}

/** The neighbour of this name: of the built program, or the one that reads the sources. */
function spawn(heapMB: number): Worker {
  return new Worker(new URL('./watch-reading.mjs', import.meta.url), {
    // Of our environment it gets nothing: no token, no key.
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMB, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  })
}
