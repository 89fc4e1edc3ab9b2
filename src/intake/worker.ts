/** Takes what waits to be read, one after another, and hears its words through the same door as everything else. */
import type { Adapter, Hear, Inbound, InboundId, Readings, ToRead } from '#engine'
import type { Reader } from './reader.ts'
import type { Reading } from './reading.ts'

export interface Intake {
  /** Something may be waiting. */
  nudge(): void
  start(): void
  /** Begins nothing more; what was begun is heard. */
  stop(): Promise<void>
}

/** How often what waits is looked at without a nudge: for lapsed leases and second tries. */
const lookEveryMs = 2_000
/** Files taken at once: reading is one at a time anyway. */
const most = 2
/** A platform that cannot give the file is asked so often, with growing waits from 3 s; then the person is told. */
const mostTries = 4
const firstWaitMs = 3_000
/** A third of the lease. */
const renewEveryMs = 10_000

export function createIntake(parts: {
  readonly waiting: Readings
  readonly adapters: readonly Pick<Adapter, 'name' | 'fetchMedia'>[]
  readonly reader: Pick<Reader, 'read'>
  readonly hear: Hear
  readonly onFault: (error: unknown) => void
}): Intake {
  const { waiting, adapters, reader, hear, onFault } = parts
  const byName = new Map(adapters.map((adapter) => [adapter.name, adapter]))
  let running = false
  let moreWaits = false
  let looking: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    while (running && moreWaits) {
      moreWaits = false
      const claimed = await waiting.claim([...byName.keys()], most)
      if (claimed.length > 0) moreWaits = true
      await Promise.all(claimed.map(readOne))
    }
  }

  async function readOne(file: ToRead): Promise<void> {
    const stillAtWork = setInterval(() => void waiting.renew(file.id).catch(onFault), renewEveryMs)
    await readAndHear(file).finally(() => clearInterval(stillAtWork))
  }

  async function readAndHear(file: ToRead): Promise<void> {
    let reading: Reading | null = null
    try {
      const bytes = await byName.get(file.media.channel)?.fetchMedia(file.media)
      if (bytes !== undefined) reading = await reader.read(bytes)
    } catch (error) {
      onFault(error)
    }
    const failed = reading === null || (reading.kind === 'refused' && reading.why === 'busy')
    if (failed && file.attempts + 1 < mostTries) {
      await waiting.settle(file.id, firstWaitMs * 2 ** file.attempts)
      return
    }
    await hear(readingHeard(file, reading))
    await waiting.settle(file.id, null)
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

/** The reading as a message of the same person: its id is made of the file's, so that reading twice answers once.
 * null: the file could not be had. */
export function readingHeard(
  { inbound, media, caption }: Pick<ToRead, 'inbound' | 'media' | 'caption'>,
  reading: Reading | null,
): Inbound {
  const text = reading?.kind === 'text' && reading.text.trim() !== '' ? reading.text : null
  return {
    ...inbound,
    id: `${inbound.id}/reading` as InboundId,
    quotes: null,
    body: {
      kind: 'reading',
      media,
      caption,
      text,
      fingerprint: reading?.kind === 'text' ? reading.fingerprint : null,
      refused: reading?.kind === 'refused',
    },
  }
}
