/** A clock that nobody waits for: timers and dates of everything that runs are taken over, and days pass as quickly as
 * their events can be worked through, one after another and always in the same order. */
import { AsyncLocalStorage } from 'node:async_hooks'

/** A process of the simulation. When it dies, nothing that it has begun goes on. */
export interface Life {
  readonly name: string
  alive: boolean
}

export interface VirtualTime {
  /** ms since epoch. */
  now(): number
  /** Whatever this begins, now and later, belongs to that process. */
  as<T>(life: Life, act: () => T): T
  /** The world's own: happens whoever lives. */
  at(ms: number, act: () => void): void
  /** Resolves after so many ms, unless its process has died by then. */
  sleep(ms: number): Promise<void>
  /** Works events through, until it is over or that moment is reached. While it is idle, whoever only looks again and again
   * is spared the looking, until something else happens. */
  run(when: { readonly isOver: () => boolean; readonly isIdle: () => boolean }, latest: number): Promise<void>
  /** Gives the real clock back. */
  end(): void
}

interface Event {
  at: number
  place: number
  readonly life: Life | undefined
  readonly act: () => void
  readonly every: number | null
  cancelled: boolean
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  Date: globalThis.Date,
}

/** One at a time: it takes the clock of the whole program. */
export function takeTime(start: Date): VirtualTime {
  const lives = new AsyncLocalStorage<Life>()
  const heap: Event[] = []
  let now = start.getTime()
  let places = 0

  const add = (ms: number, act: () => void, every: number | null, life = lives.getStore()): Event => {
    const delay = Number.isFinite(ms) ? Math.max(every === null ? 0 : 1, ms) : 1
    const event = { at: now + delay, place: places++, life, act, every, cancelled: false }
    push(heap, event)
    return event
  }
  /** What timers return: cancelled by itself, and never holding the program. */
  const handle = (event: Event): object => {
    const self = {
      event,
      unref: () => self,
      ref: () => self,
      hasRef: () => true,
      [Symbol.dispose]: () => cancel(self),
    }
    return self
  }
  const cancel = (given: unknown): void => {
    if (typeof given === 'object' && given !== null && 'event' in given)
      (given.event as Event).cancelled = true
  }
  const timer =
    (repeats: boolean) =>
    (act: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): object =>
      handle(add(ms, () => act(...values), repeats ? Math.max(1, ms) : null))
  class VirtualDate extends real.Date {
    constructor(...values: [] | [number | string | Date]) {
      if (values.length === 0) super(now)
      else super(...(values as [number]))
    }
    static override now(): number {
      return now
    }
  }
  Object.assign(globalThis, {
    setTimeout: timer(false),
    setInterval: timer(true),
    setImmediate: (act: (...values: unknown[]) => void, ...values: unknown[]) =>
      handle(add(0, () => act(...values), null)),
    clearTimeout: cancel,
    clearInterval: cancel,
    clearImmediate: cancel,
    Date: VirtualDate,
  })
  const realNow = performance.now
  performance.now = () => now - start.getTime()
  /** Everything that follows at once from the last event has happened when this resolves. */
  const settled = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve))

  return {
    now: () => now,
    as: (life, act) => lives.run(life, act),
    at: (ms, act) => void lives.exit(() => add(ms - now, act, null, undefined)),
    sleep: (ms) => new Promise((resolve) => add(ms, resolve, null)),
    async run({ isOver, isIdle }, latest) {
      await settled()
      for (;;) {
        const event = pop(heap)
        if (event === undefined || event.at > latest) return
        if (event.cancelled || event.life?.alive === false) continue
        if (event.every !== null && isIdle()) {
          const next = Math.min(
            ...heap.flatMap(({ at, every, cancelled }) => (every === null && !cancelled ? [at] : [])),
          )
          if (next === Number.POSITIVE_INFINITY) return
          if (next > event.at) {
            const looks = Math.ceil((next - event.at) / event.every)
            push(heap, Object.assign(event, { at: event.at + looks * event.every, place: places++ }))
            continue
          }
        }
        now = Math.max(now, event.at)
        if (event.every !== null) push(heap, Object.assign(event, { at: now + event.every, place: places++ }))
        if (event.life === undefined) lives.exit(event.act)
        else lives.run(event.life, event.act)
        await settled()
        if (isOver()) return
      }
    },
    end() {
      Object.assign(globalThis, real)
      performance.now = realNow
    },
  }
}

const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.place < b.place)

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1
  for (let above = (at - 1) >> 1; at > 0 && before(event, heap[above] ?? event); above = (at - 1) >> 1) {
    heap[at] = heap[above] ?? event
    at = above
  }
  heap[at] = event
}

function pop(heap: Event[]): Event | undefined {
  const [first] = heap
  const last = heap.pop()
  if (first === undefined || last === undefined || first === last) return first
  let at = 0
  for (;;) {
    let below = 2 * at + 1
    const [left, right] = [heap[below], heap[below + 1]]
    if (left === undefined) break
    if (right !== undefined && before(right, left)) below++
    const least = heap[below] ?? left
    if (!before(least, last)) break
    heap[at] = least
    at = below
  }
  heap[at] = last
  return first
}
