/** What a supervisor asks: whether the process lives, and whether people can be sent to it. */
import type { Mount } from '#engine'

/** How long `/readyz` waits for the database, in ms: a lost one is told within this. */
const readyMs = 1_000

export interface Health {
  /** `/healthz` and `/readyz`. */
  open(mount: Mount): void
  /** Stopping: nobody new is to be sent here, while what was begun is finished. */
  drain(): void
}

/** `ping` rejects when the database does not answer within the given ms. */
export function createHealth(ping: (ms: number) => Promise<void>): Health {
  let draining = false
  const trouble = async (): Promise<string | null> => {
    if (draining) return 'stopping'
    return ping(readyMs).then(
      () => null,
      () => 'the database does not answer',
    )
  }
  return {
    open(mount) {
      mount('/healthz', async () => new Response('ok'))
      mount('/readyz', async () => {
        const found = await trouble()
        return new Response(found ?? 'ready', { status: found === null ? 200 : 503 })
      })
    },
    drain() {
      draining = true
    },
  }
}
