/** Takes what waits to be read, one after another, and hears its words through the same door as everything else. */
import type { Adapter, Hear, Inbound, InboundId, Media, Readings, ToRead } from '#engine'
import { usualLimits } from './limits.ts'
import type { Reader } from './reader.ts'
import { type Reading, refused } from './reading.ts'
import { createRounds, type Rounds } from './rounds.ts'

/** Files taken at once: reading is one at a time anyway. */
const most = 2
/** A platform that cannot give the file is asked so often, with growing waits from 3 s; then the person is told. */
const mostTries = 4
const firstWaitMs = 3_000

export function createIntake(parts: {
  readonly waiting: Readings
  readonly adapters: readonly Pick<Adapter, 'name' | 'fetchMedia'>[]
  readonly reader: Pick<Reader, 'read'>
  readonly hear: Hear
  readonly onFault: (error: unknown) => void
}): Rounds {
  const { waiting, adapters, reader, hear, onFault } = parts
  const byName = new Map(adapters.map((adapter) => [adapter.name, adapter]))

  async function readAndHear(file: ToRead): Promise<void> {
    const reading = await read(file.media)
    const failed = reading === null || (reading.kind === 'refused' && reading.why === 'busy')
    if (failed && file.attempts + 1 < mostTries) {
      await waiting.settle(file.id, firstWaitMs * 2 ** file.attempts)
      return
    }
    await hear(readingHeard(file, reading))
    await waiting.settle(file.id, null)
  }

  /** null: it could not be had. */
  async function read(media: Media): Promise<Reading | null> {
    // Said beforehand, it need not be fetched to be refused.
    if ((media.bytes ?? 0) > usualLimits.bytes) return refused('too-big')
    try {
      const bytes = await byName.get(media.channel)?.fetchMedia(media)
      return bytes === undefined ? null : await reader.read(bytes)
    } catch (error) {
      onFault(error)
      return null
    }
  }

  return createRounds({
    claim: () => waiting.claim([...byName.keys()], most),
    renew: (id) => waiting.renew(id),
    work: readAndHear,
    onFault,
  })
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
