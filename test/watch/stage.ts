/** A watch on a real database and a small web of its own. */
import { createWatchJudge, type FindReasons, partnerReason } from '#engine'
import type { Client } from '../../db/client.ts'
import type { Seal } from '../../db/seal.ts'
import { createWatch, type Watch } from '../../db/watch.ts'
import { createWatchSources, type WatchSources } from '../../db/watch-sources.ts'
import { loadClosedPlatforms } from '../../src/lists/index.ts'
import {
  createParser,
  createVisitor,
  createWatchWorker,
  type ParserLimits,
  type ReadPicture,
  type WatchRead,
  type WatchWorker,
} from '../../src/watch/index.ts'
import { testSeal } from '../kit/deliveries.ts'
import { content, shippedAds, shippedKnowledge } from '../kit/people.ts'
import { openSmallWeb, type SmallWeb } from '../kit/small-web.ts'

export interface WatchStage {
  readonly web: SmallWeb
  readonly seal: Seal
  readonly store: Watch
  readonly sources: WatchSources
  readonly worker: WatchWorker
  readonly reads: readonly WatchRead[]
  readonly faults: readonly unknown[]
  now(): Date
  later(ms: number): void
  /** Reads until nothing is due, moving the clock on by `ms` between rounds, `rounds` times. */
  read(rounds?: number, ms?: number): Promise<void>
  /** Another process on the same database. */
  another(holder: string): { readonly worker: WatchWorker; readonly reads: readonly WatchRead[] }
  close(): Promise<void>
}

export async function openWatchStage(
  client: Client,
  more: {
    readonly parser?: Partial<ParserLimits>
    readonly readPicture?: ReadPicture | null
    readonly contact?: string | null
    readonly patience?: number
    readonly reasons?: readonly FindReasons[]
  } = {},
): Promise<WatchStage> {
  const web = await openSmallWeb()
  const seal = testSeal()
  let at = Date.parse('2026-11-24T03:00:00Z')
  const now = (): Date => new Date(at)
  const parser = createParser(more.parser)
  const closed = loadClosedPlatforms(`${content}/watch/closed-platforms.csv`)
  const faults: unknown[] = []
  const open = (holder: string) => {
    const store = createWatch({ pool: client.pool, seal, now, holder })
    const visitor = createVisitor({
      network: web.stage.network,
      parser,
      hosts: store,
      isClosed: (host) => closed(host) !== null,
      contact: more.contact === undefined ? 'pengawas@example.org' : more.contact,
      now,
      ...(more.patience === undefined ? {} : { patience: more.patience }),
    })
    const judge = createWatchJudge({
      ads: shippedAds(),
      knowledge: shippedKnowledge,
      reasons: more.reasons ?? [partnerReason],
    })
    const reads: WatchRead[] = []
    const worker = createWatchWorker({
      store,
      eyes: { visitor, parser, judge, readPicture: more.readPicture ?? null, now },
      now,
      onRead: (read) => reads.push(read),
      onFault: (error) => faults.push(error),
    })
    return { store, worker, reads }
  }
  const { store, worker, reads } = open('here')
  return {
    web,
    seal,
    store,
    sources: createWatchSources({ pool: client.pool, seal, now }),
    worker,
    reads,
    faults,
    now,
    later: (ms) => {
      at += ms
    },
    async read(rounds = 1, ms = 60_000) {
      for (let round = 0; round < rounds; round++) {
        await worker.round()
        at += ms
      }
    },
    another: open,
    async close() {
      await parser.close()
      await web.close()
    },
  }
}
