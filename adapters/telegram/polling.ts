/** Long polling whose offset moves only after every turn of a batch is committed: a crash loses nothing.
 *
 * The runner's own `run` fetches ahead and so confirms updates that are still being handled. Its parts do not: the
 * source asks for the next batch only when the sink has resolved, and this sink resolves on commit. */
import { createRunner, createSource, type UpdateSupplier } from '@grammyjs/runner'
import type { Update } from 'grammy/types'
import { type Client, pollSeconds } from './client.ts'
import { codeOf, retryAfterOf } from './failures.ts'
import { integer, object } from './json.ts'
import { createPause } from './pause.ts'
import { updateKinds } from './read.ts'

export interface Polling {
  start(): void
  /** Asks for nothing more, waits for turns begun, and confirms what was committed. */
  stop(): Promise<void>
}

export interface PollingOptions {
  readonly client: Pick<Client, 'polling' | 'parting'>
  /** Rejects when the update was given up; it is then not confirmed. */
  readonly take: (update: Update) => Promise<void>
  readonly onFailure: (error: unknown) => void
}

/** getUpdates gives at most 100. */
const batch = 100
/** The server slows down whoever asks twice for one offset within 3 s (`Client.cpp`, process_get_updates_query). */
const sameOffsetMs = 3000
/** Another poller is at work: asking again at once would only throw it out. */
const conflictMs = 10_000

export function createPolling({ client, take, onFailure }: PollingOptions): Polling {
  const pause = createPause()
  /** Everything below is committed. 0: nothing yet. */
  let offset = 0
  let asked = { offset: -1, at: Number.NEGATIVE_INFINITY }

  const supply: UpdateSupplier<Update>['supply'] = async (_pace, signal) => {
    for (;;) {
      const since = performance.now() - asked.at
      if (asked.offset === offset && since < sameOffsetMs) await pause.wait(sameOffsetMs - since)
      if (signal.aborted || pause.stopped) throw new Error('polling was stopped')
      asked = { offset, at: performance.now() }
      try {
        const updates: unknown = await client.polling.getUpdates(
          { offset, limit: batch, timeout: pollSeconds, allowed_updates: updateKinds },
          signal,
        )
        if (isBatch(updates)) return updates
        onFailure(new TypeError('no updates'))
      } catch (error) {
        if (signal.aborted) throw error
        onFailure(error)
        await pause.wait(codeOf(error) === 409 ? conflictMs : (retryAfterOf(error) ?? 0))
      }
    }
  }
  const handle = async (updates: Update[]): Promise<number> => {
    const results = await Promise.allSettled(updates.map(take))
    // Confirming an offset confirms all below it: only what stands before the first failure may go.
    const failed = results.findIndex((result) => result.status === 'rejected')
    const last = updates[failed < 0 ? updates.length - 1 : failed - 1]
    if (last !== undefined) offset = last.update_id + 1
    return Number.POSITIVE_INFINITY
  }
  const runner = createRunner(createSource({ supply }), {
    handle,
    size: () => 0,
    snapshot: () => [],
  })

  let started = false

  return {
    start() {
      started = true
      runner.start()
    },
    async stop() {
      pause.stop()
      if (started) await runner.stop()
      started = false
      if (offset === asked.offset || offset === 0) return
      // Best effort: what stays unconfirmed is only heard again, and recognised.
      await client.parting.getUpdates({ offset, limit: 1, timeout: 0 }).catch(onFailure)
    },
  }
}

/** Something between us and Telegram may answer in its name. */
function isBatch(answer: unknown): answer is Update[] {
  return Array.isArray(answer) && answer.every((update) => integer(object(update)?.update_id) !== null)
}
