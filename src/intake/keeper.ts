/** Fetches once more what was reported, and hands it over to be kept as it was received. It was fetched before, to be
 * read; but between the reading and the "yes" its bytes stay with the platform, since nobody had agreed to more. */
import { type Adapter, type Keeping, keptAtMost, type ToKeep } from '#engine'
import { mediaTypeOf } from './media-type.ts'
import { createRounds, type Rounds } from './rounds.ts'

/** Files taken at once: each may be 20 MB. */
const most = 2
/** Waits grow from 3 s to 3.4 h: a platform that is down for an afternoon costs no evidence. */
const mostTries = 8
const firstWaitMs = 3_000
const growth = 4

export function createKeeper(parts: {
  readonly wanted: Keeping
  readonly adapters: readonly Pick<Adapter, 'name' | 'fetchMedia'>[]
  readonly onFault: (error: unknown) => void
}): Rounds {
  const { wanted, adapters, onFault } = parts
  const byName = new Map(adapters.map((adapter) => [adapter.name, adapter]))

  async function keep({ id, media, attempts }: ToKeep): Promise<void> {
    if ((media.bytes ?? 0) > keptAtMost.file) return wanted.settle(id, { lost: 'too-big' })
    const bytes = await fetch(media)
    if (bytes === null) {
      const isLast = attempts + 1 >= mostTries
      return wanted.settle(id, isLast ? { lost: 'gone' } : { againAfterMs: firstWaitMs * growth ** attempts })
    }
    if (bytes.length > keptAtMost.file) return wanted.settle(id, { lost: 'too-big' })
    return wanted.keep(id, { bytes, type: mediaTypeOf(bytes) })
  }

  async function fetch(media: ToKeep['media']): Promise<Uint8Array | null> {
    try {
      return (await byName.get(media.channel)?.fetchMedia(media)) ?? null
    } catch (error) {
      onFault(error)
      return null
    }
  }

  return createRounds({
    claim: () => wanted.claim([...byName.keys()], most),
    renew: (id) => wanted.renew(id),
    work: keep,
    onFault,
  })
}
