/** A clock that runs as the real one and can be advanced: seven days of redelivery in a moment. */

export interface Clock {
  /** ms since epoch. */
  now(): number
  /** Runs once, when the clock has come so far. */
  after(ms: number, act: () => void): void
  /** Lets `ms` pass at once; what was due in between is run, in order. */
  advance(ms: number): void
  /** Forgets what is due. */
  stop(): void
}

interface Due {
  readonly at: number
  readonly act: () => void
}

export function createClock(): Clock {
  let ahead = 0
  let due: Due[] = []
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const now = (): number => Date.now() + ahead

  const wind = (): void => {
    clearTimeout(timer)
    const next = due[0]
    if (next === undefined || stopped) return
    timer = setTimeout(run, Math.min(Math.max(0, next.at - now()), 2 ** 31 - 1))
  }
  const run = (): void => {
    for (let next = due[0]; next !== undefined && next.at <= now() && !stopped; next = due[0]) {
      due.shift()
      next.act()
    }
    wind()
  }

  return {
    now,
    after(ms, act) {
      const item = { at: now() + ms, act }
      const place = due.findIndex((each) => each.at > item.at)
      due.splice(place < 0 ? due.length : place, 0, item)
      if (due[0] === item) wind()
    },
    advance(ms) {
      ahead += ms
      run()
    },
    stop() {
      stopped = true
      due = []
      clearTimeout(timer)
    },
  }
}
