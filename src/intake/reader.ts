/** Reads what people send: one file at a time, each within limits, in a process that is there only when needed. */
import { kindOf } from './kind.ts'
import { type Limits, usualLimits } from './limits.ts'
import { type Begin, beginRoom, type Room } from './process.ts'
import { type Reading, type Refused, refused, type Stripped, type Why } from './reading.ts'
import type { FromRoom, Job } from './wire.ts'

export interface Reader {
  /** What is written in a picture or a PDF. Throws only when reading itself does not work. */
  read(bytes: Uint8Array): Promise<Reading>
  /** The same file as it may be shown; of a PDF one page, counted from 1. */
  strip(bytes: Uint8Array, page?: number): Promise<Stripped>
  /** Ends the process and refuses what waits as `busy`. */
  close(): void
}

export interface ReaderOptions {
  readonly limits?: Partial<Limits>
  /** How the reading process is begun; another way only in tests. */
  readonly begin?: Begin
}

interface Waiting {
  readonly job: Job
  readonly settle: (result: Reading | Stripped) => void
  readonly fail: (error: Error) => void
}

/** How often the memory of the reading process is looked at, in milliseconds. */
const lookEvery = 100

export function createReader({ limits: own = {}, begin = beginRoom }: ReaderOptions = {}): Reader {
  const limits: Limits = { ...usualLimits, ...own }
  const waiting: Waiting[] = []
  let room: Room | null = null
  let isReady = false
  let now: Waiting | null = null
  let stopWatching = (): void => {}
  let idle: NodeJS.Timeout | undefined

  function next(): void {
    if (now !== null) return
    const first = waiting.shift()
    if (first === undefined) {
      // Nobody waits: after a while the process is let go, and its memory with it.
      if (room !== null) idle = setTimeout(endRoom, limits.idle).unref()
      return
    }
    clearTimeout(idle)
    now = first
    watch()
    room ??= openRoom()
    if (isReady) room.give(first.job)
  }

  /** Holds the process to its time and its memory, from now. */
  function watch(): void {
    stopWatching()
    const late = setTimeout(() => giveUp('too-slow'), limits.time)
    const look = setInterval(() => {
      if ((room?.memory() ?? 0) > limits.memory) giveUp('too-heavy')
    }, lookEvery)
    stopWatching = () => {
      clearTimeout(late)
      clearInterval(look)
    }
  }

  function openRoom(): Room {
    isReady = false
    const opened: Room = begin(
      (message) => {
        if (opened === room) hear(message)
      },
      () => {
        if (opened === room) lose()
      },
    )
    return opened
  }

  function hear(message: FromRoom): void {
    if (message.kind === 'ready') {
      isReady = true
      if (now === null) return
      // Its start is not the file's fault.
      watch()
      room?.give(now.job)
      return
    }
    if ((room?.memory() ?? 0) > limits.keep) endRoom()
    if (message.kind === 'done') finish((job) => job.settle(message.result))
    else finish((job) => job.fail(new Error(`reading does not work: ${message.what}`)))
  }

  /** The process ended by itself. Once it stood, the file it had is what ended it. */
  function lose(): void {
    const stood = isReady
    room = null
    finish((job) => {
      if (stood) job.settle(refused('unreadable'))
      else job.fail(new Error('the reading process does not start'))
    })
  }

  function giveUp(why: Why): void {
    endRoom()
    finish((job) => job.settle(refused(why)))
  }

  function endRoom(): void {
    const ended = room
    room = null
    ended?.end()
  }

  function finish(tell: (job: Waiting) => void): void {
    const done = now
    now = null
    stopWatching()
    if (done !== null) tell(done)
    next()
  }

  function whyNot(bytes: Uint8Array): Why | null {
    if (bytes.length > limits.bytes) return 'too-big'
    if (kindOf(bytes) === null) return 'not-a-picture'
    const waitingBytes = waiting.reduce((sum, { job }) => sum + job.bytes.length, bytes.length)
    return waiting.length >= limits.waiting || waitingBytes > limits.waitingBytes ? 'busy' : null
  }

  function ask(want: Job['want'], bytes: Uint8Array, page = 1): Promise<Reading | Stripped> {
    const why = whyNot(bytes)
    if (why !== null) return Promise.resolve(refused(why))
    return new Promise((settle, fail) => {
      waiting.push({ job: { want, bytes, page, limits }, settle, fail })
      next()
    })
  }

  return {
    read: async (bytes) => only(await ask('read', bytes), 'text'),
    strip: async (bytes, page) => only(await ask('strip', bytes, page), 'shown'),
    close() {
      for (const { settle } of waiting.splice(0)) settle(refused('busy'))
      giveUp('busy')
      clearTimeout(idle)
    },
  }
}

function only<Kind extends 'text' | 'shown'>(
  result: Reading | Stripped,
  kind: Kind,
): Extract<Reading | Stripped, { readonly kind: Kind }> | Refused {
  if (result.kind !== kind && result.kind !== 'refused')
    throw new Error(`the reading process answered with ${result.kind} for ${kind}`)
  return result as Extract<Reading | Stripped, { readonly kind: Kind }> | Refused
}
