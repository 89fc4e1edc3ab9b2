/** Memory.turn: everything one message changes, in one transaction. Turns that arrive together are committed
 * together, which is what lets a bot that forgets nothing keep pace with one that remembers nothing. */
import type pg from 'pg'
import type { ChannelName, Delivery, Memory } from '#engine'
import { codeOf } from './client.ts'
import { recognise, remember } from './conversations.ts'
import { record } from './record.ts'
import { recallRulings } from './rulings.ts'
import type { Seal } from './seal.ts'
import { transact } from './statements.ts'
import { type Pending, think } from './thinking.ts'

export interface HandOver {
  /** How many deliveries of this channel this process can begin sending at once; 0 when it cannot. */
  room(channel: ChannelName): number
  /** Deliveries already leased to this process, committed with their turns; those of one chat go in this order. */
  take(deliveries: readonly Delivery[]): void
  /** Something is waiting that was not handed over. */
  nudge(): void
}

/** Most turns in one transaction: beyond this the first of them waits too long for the last. */
const mostTogether = 100

/** How often one transaction is begun before it counts as failed. */
const mostTries = 3

export function createMemory(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly handOver: HandOver
  /** Who holds the leases: this process. */
  readonly holder: string
}): Memory {
  const { pool, seal, handOver, holder } = options
  let doubts = 0
  const waiting: Pending[] = []
  let busy = false

  async function pump(): Promise<void> {
    while (waiting.length > 0) await commitTogether(waiting.splice(0, mostTogether))
    busy = false
  }

  /** A turn that the database refuses for its own sake must not take the others with it. */
  async function commitTogether(batch: readonly Pending[], tries = mostTries): Promise<void> {
    let left: readonly Pending[] = []
    try {
      left = await commit(batch)
    } catch (error) {
      // Perhaps it was kept, and deliveries are leased to us of which we know nothing: under another name from now on,
      // nothing that comes for their chats is taken to be free, and so overtakes none of them.
      doubts++
      const [only, another] = batch
      if (tries > 1 && stoodInTheWay(error)) return commitTogether(batch, tries - 1)
      if (another !== undefined && concernsOneRow(error))
        for (const each of batch) await commitTogether([each])
      else if (another === undefined) only?.reject(error)
      else for (const each of batch) each.reject(error)
    }
    waiting.unshift(...left)
  }

  async function commit(batch: readonly Pending[]): Promise<readonly Pending[]> {
    const answers: (() => void)[] = []
    const { left, leased, held } = await transact(pool, async (ask) => {
      const wanted = await recognise(ask, batch, seal)
      const { known, seen } = await remember(ask, wanted, seal)
      const thought = think(wanted, known, seen, answers, await recallRulings(ask, batch, seal))
      const queued = await record(ask, thought.done, {
        seal,
        room: handOver.room,
        holder: `${holder} ${doubts}`,
      })
      return { left: thought.left, ...queued }
    })
    if (leased.length > 0) handOver.take(leased)
    if (held) handOver.nudge()
    for (const answer of answers) answer()
    return left
  }

  return {
    turn(inbound, think, seeks = []) {
      return new Promise((resolve, reject) => {
        waiting.push({ inbound, think, seeks, resolve, reject })
        if (busy) return
        busy = true
        // Not at once: what arrives in the same moment is committed together.
        setImmediate(() => void pump())
      })
    },
  }
}

/** SQLSTATE classes 22 and 23: this row's data. Anything else would meet the next row too. */
function concernsOneRow(error: unknown): boolean {
  return /^(22|23|40)/.test(codeOf(error) ?? '')
}

/** SQLSTATE class 40: two processes stood in each other's way, and nothing of this one was kept. Not so the next time,
 * because the other one is through. */
function stoodInTheWay(error: unknown): boolean {
  return /^40/.test(codeOf(error) ?? '')
}
