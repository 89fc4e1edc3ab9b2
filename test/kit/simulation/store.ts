/** The database of a simulation: what a transaction keeps or does not, leases that lapse, and answers that are late or
 * never come. It keeps the laws of Memory and Outbox, which the tests hold against it as against Postgres. */
import type {
  Address,
  ChannelName,
  Delivery,
  DeliveryId,
  Inbound,
  Memory,
  Outbox,
  Remembered,
  Settlement,
  Turn,
} from '#engine'
import type { HandOver } from '../../../db/memory.ts'
import { createMemory } from '../../../src/tools/say/memory.ts'

export interface Row {
  readonly id: DeliveryId
  readonly to: Address
  /** Which message it answers. */
  readonly answers: string
  readonly delivery: Omit<Delivery, 'attempts' | 'partsSent' | 'lapsed'>
  status: 'waiting' | 'sending' | Settlement['kind']
  dueAt: number
  leaseUntil: number
  leasedBy: string | null
  attempts: number
  partsSent: number
  /** How often it was taken over from a process that had died. */
  orphaned: number
}

export interface Store {
  readonly rows: readonly Row[]
  /** Messages whose turn is committed, each as often as that happened. */
  readonly turns: readonly string[]
  memory(process: Process): Memory
  outbox(process: Process): Outbox
}

export interface Process {
  readonly name: string
  readonly handOver: HandOver
}

/** Around each transaction: `before` may be late or reject, and nothing was kept; `after` the same, and it was. */
export interface Road {
  before(what: string): Promise<void>
  after(what: string): Promise<void>
}

/** What a broken store does; tests must notice. */
export type Mutant =
  | 'hears-twice'
  | 'answers-early'
  | 'blind-to-leases'
  | 'blind-to-order'
  | 'forgets-outcomes'

export const mutants: readonly Mutant[] = [
  'hears-twice',
  'answers-early',
  'blind-to-leases',
  'blind-to-order',
  'forgets-outcomes',
]

/** As in `db/record.ts`. */
const leaseMs = 40_000

export function createStore(given: {
  readonly now: () => number
  readonly road: Road
  readonly mutant?: Mutant | null
  /** Whether the process of this lease still lives. */
  readonly isAlive: (holder: string) => boolean
}): Store {
  const { now, road, mutant = null } = given
  const kept = createMemory(() => new Date(now()))
  const rows: Row[] = []
  const turns: string[] = []
  const holds = new Map<ChannelName, number>()
  let heard = 0

  const isOpen = ({ status }: Row): boolean => status === 'waiting' || status === 'sending'
  /** Like ours, it knows a message by its id alone. */
  const asHeard = (inbound: Inbound): Inbound =>
    mutant === 'hears-twice' ? { ...inbound, id: `${inbound.id}-${heard++}` as Inbound['id'] } : inbound

  function queue(inbound: Inbound, turn: Turn, number: number, { name, handOver }: Process): readonly Row[] {
    let places = handOver.room(inbound.from.channel)
    const fresh: Row[] = []
    for (const reply of turn.replies) {
      const free = !rows.some(
        (row) =>
          row.to.chat === inbound.from.chat &&
          isOpen(row) &&
          (row.status === 'waiting' || row.leasedBy !== name),
      )
      const mine = places-- > 0 && free
      const id = String(rows.length + 1) as DeliveryId
      const row: Row = {
        id,
        to: inbound.from,
        answers: inbound.id,
        delivery: {
          id,
          to: inbound.from,
          reply,
          locale: turn.locale,
          turn: number,
          cause: { kind: 'turn' },
          createdAt: new Date(now()),
        },
        status: mine ? 'sending' : 'waiting',
        dueAt: now(),
        leaseUntil: now() + leaseMs,
        leasedBy: mine ? name : null,
        attempts: mine ? 1 : 0,
        partsSent: 0,
        orphaned: 0,
      }
      rows.push(row)
      fresh.push(row)
    }
    return fresh
  }

  function memory(process: Process): Memory {
    // As in `db/memory.ts`: what a commit in doubt may have leased is not taken to be known here.
    let doubts = 0
    const commit = async (inbound: Inbound, think: (known: Remembered) => Turn) => {
      await road.before('turn')
      const holder = `${process.name} ${doubts}`
      let fresh: readonly Row[] = []
      const result = await kept.turn(asHeard(inbound), (known) => {
        const turn = think(known)
        fresh = queue(inbound, turn, known.turn, { ...process, name: holder })
        return turn
      })
      if (result === 'done') turns.push(inbound.id)
      await road.after('turn').catch((error: unknown) => {
        doubts++
        throw error
      })
      const mine = fresh.filter(({ leasedBy }) => leasedBy === holder)
      if (mine.length > 0) process.handOver.take(mine.map((row) => deliveryOf(row)))
      if (mine.length < fresh.length) process.handOver.nudge()
      return result
    }
    return {
      turn(inbound, think) {
        const committed = commit(inbound, think)
        if (mutant !== 'answers-early') return committed
        committed.catch(() => {})
        return Promise.resolve('done')
      },
    }
  }

  const mayGo = (row: Row): boolean => {
    const due = row.status === 'waiting' && row.dueAt <= now()
    const lapsed = row.status === 'sending' && (row.leaseUntil < now() || mutant === 'blind-to-leases')
    if (!due && !lapsed) return false
    if ((holds.get(row.to.channel) ?? 0) > now()) return false
    if (mutant === 'blind-to-order') return true
    return !rows.some(
      (other) => other.to.chat === row.to.chat && isOpen(other) && Number(other.id) < Number(row.id),
    )
  }

  function outbox({ name }: Process): Outbox {
    return {
      async claim(channels, most) {
        await road.before('claim')
        const taken = rows.filter((row) => channels.includes(row.to.channel) && mayGo(row)).slice(0, most)
        const deliveries = taken.map((row) => {
          const lapsed = row.status === 'sending'
          if (lapsed && !given.isAlive(row.leasedBy ?? '')) row.orphaned++
          Object.assign(row, {
            status: 'sending',
            leasedBy: name,
            leaseUntil: now() + leaseMs,
            attempts: row.attempts + 1,
          })
          return deliveryOf(row, lapsed)
        })
        await road.after('claim')
        return deliveries
      },
      async settle(settlings) {
        await road.before('settle')
        if (mutant === 'forgets-outcomes') return road.after('settle')
        for (const { id, outcome, partsSent } of settlings) {
          const row = rows[Number(id) - 1]
          if (row === undefined || row.leasedBy === null) continue
          const later = outcome.kind === 'later' ? outcome : null
          Object.assign(row, {
            status: later === null ? outcome.kind : 'waiting',
            dueAt: now() + (later?.afterMs ?? 0),
            leasedBy: null,
            partsSent,
          })
          if (later?.why === 'throttled')
            holds.set(row.to.channel, Math.max(holds.get(row.to.channel) ?? 0, now() + later.afterMs))
        }
        await road.after('settle')
      },
    }
  }

  return { rows, turns, memory, outbox }
}

function deliveryOf({ delivery, attempts, partsSent }: Row, lapsed = false): Delivery {
  return { ...delivery, attempts: attempts - 1, partsSent, ...(lapsed ? { lapsed: true } : {}) }
}
