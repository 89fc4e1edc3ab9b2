/** Waiting that a stop can cut short. */

export interface Pause {
  /** Resolves after `ms`, or at once when stopped. */
  wait(ms: number): Promise<void>
  /** Ends every wait, now and later. */
  stop(): void
  readonly stopped: boolean
}

export function createPause(): Pause {
  const open = new Set<() => void>()
  let stopped = false
  return {
    get stopped() {
      return stopped
    },
    wait(ms) {
      if (stopped) return Promise.resolve()
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer)
          open.delete(end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        open.add(end)
      })
    },
    stop() {
      stopped = true
      for (const end of [...open]) end()
    },
  }
}
