/** The one door out: takes deliveries from the outbox, speaks them, fits them, sends them, settles them. */
import type { Adapter, ChannelName, Delivery, Outbox, Settlement, Settling, Speak } from '#engine'
import { compose } from './compose.ts'
import { fit } from './fit.ts'

/** What the operator may know of a delivery: no text, no address. */
export interface Settled {
  readonly channel: ChannelName
  readonly outcome: Settlement['kind']
  readonly why: string | null
  /** From being queued to being settled. */
  readonly ms: number
}

export interface Worker {
  /** How many deliveries of this channel could begin at once; 0 when it is held or not ours. */
  room(channel: ChannelName): number
  /** Deliveries already leased to us. */
  take(deliveries: readonly Delivery[]): void
  /** Something may be waiting in the outbox. */
  nudge(): void
  start(): void
  /** Begins nothing more; resolves when what was begun is sent and settled. */
  stop(): Promise<void>
}

/** How often the outbox is looked at without a nudge: for other processes' rows, lapsed leases and second tries. */
const lookEveryMs = 1_000
/** A delivery that waited so long in memory is given back, before its lease (40 s) lapses while it is being sent. */
const freshMs = 15_000
/** Wait before an outcome that the database did not take is offered again. */
const settleAgainMs = 500
/** An answer nobody could be given for a day helps nobody any more (Telegram keeps updates as long). */
const tooOldMs = 24 * 3_600_000
/** Waits between tries of one delivery: doubling from 2 s to 5 minutes. */
const firstWaitMs = 2_000
const longestWaitMs = 300_000
/** How long stopping waits for sends (15 s at most each) and for the database to take their outcomes. */
const stopMs = 20_000

interface Lane {
  readonly adapter: Adapter
  readonly queue: { readonly delivery: Delivery; readonly takenAt: number }[]
  inFlight: number
  /** The platform said "not now" until this moment (ms since epoch, UTC). */
  heldUntil: number
}

type Tried = Omit<Settling, 'id'>

export function createWorker(options: {
  readonly outbox: Outbox
  readonly adapters: readonly Adapter[]
  readonly speak: Speak
  readonly now: () => Date
  readonly onSettled: (settled: Settled) => void
  readonly onFault: (error: unknown) => void
}): Worker {
  const { outbox, adapters, speak, now, onSettled, onFault } = options
  const lanes = new Map<ChannelName, Lane>(
    adapters.map((adapter) => [adapter.name, { adapter, queue: [], inFlight: 0, heldUntil: 0 }]),
  )
  const settlings: Settling[] = []
  let running = false
  let looking: Promise<void> | null = null
  let settling: Promise<void> | null = null
  /** Rows are known to wait that nobody has claimed. */
  let moreWaits = false
  let timer: NodeJS.Timeout | undefined

  function room(channel: ChannelName): number {
    const lane = lanes.get(channel)
    if (!running || lane === undefined || lane.heldUntil > now().getTime()) return 0
    // As many again may wait in memory: they begin before their lease is at risk.
    return Math.max(0, 2 * lane.adapter.abilities.inFlight - lane.inFlight - lane.queue.length)
  }

  function take(deliveries: readonly Delivery[]): void {
    const takenAt = now().getTime()
    for (const delivery of deliveries) lanes.get(delivery.to.channel)?.queue.push({ delivery, takenAt })
    for (const lane of lanes.values()) begin(lane)
  }

  function begin(lane: Lane): void {
    while (running && lane.inFlight < lane.adapter.abilities.inFlight) {
      const next = lane.queue.shift()
      if (next === undefined) return
      if (now().getTime() - next.takenAt > freshMs) {
        giveBack(next.delivery)
        continue
      }
      lane.inFlight++
      void deliver(lane, next.delivery)
    }
  }

  /** Leased but not begun: it may be claimed again at once, by us or by another process. */
  function giveBack({ id, partsSent }: Delivery): void {
    settlings.push({ id, outcome: { kind: 'later', why: 'unreachable', afterMs: 0 }, partsSent })
    moreWaits = true
    settleSoon()
  }

  async function deliver(lane: Lane, delivery: Delivery): Promise<void> {
    const { id, to, createdAt, partsSent } = delivery
    let tried: Tried
    try {
      tried = await attempt(lane, delivery)
    } catch (error) {
      onFault(error)
      // Our own fault, such as a phrase this release no longer has: repeating it would not help.
      tried = { outcome: { kind: 'refused', why: 'malformed', detail: 'fault' }, partsSent }
    }
    lane.inFlight--
    settlings.push({ id, ...tried })
    onSettled({
      channel: to.channel,
      outcome: tried.outcome.kind,
      why: 'why' in tried.outcome ? tried.outcome.why : null,
      ms: now().getTime() - createdAt.getTime(),
    })
    settleSoon()
    begin(lane)
  }

  async function attempt(lane: Lane, delivery: Delivery): Promise<Tried> {
    const { locale, turn, to, partsSent, createdAt, attempts } = delivery
    const time = now().getTime()
    if (time - createdAt.getTime() > tooOldMs)
      return { outcome: { kind: 'skipped', why: 'too-old' }, partsSent }
    if (lane.heldUntil > time) {
      return { outcome: { kind: 'later', why: 'unreachable', afterMs: lane.heldUntil - time }, partsSent }
    }
    const parts = fit(compose(delivery.reply, { locale, speak, turn }), lane.adapter.abilities)
    // A later release may need fewer parts than have arrived: the last one is then sent again.
    let sent = Math.min(partsSent, parts.length - 1)
    for (const part of parts.slice(sent, -1)) {
      const outcome = await lane.adapter.send(to, part)
      if (outcome.kind !== 'sent') return { outcome: patient(outcome, lane, attempts), partsSent: sent }
      sent++
    }
    const outcome = await lane.adapter.send(to, parts[parts.length - 1] ?? parts[0])
    return { outcome: patient(outcome, lane, attempts), partsSent: outcome.kind === 'sent' ? sent + 1 : sent }
  }

  /** The platform's own wait stands; without one, waits grow with every try. */
  function patient(outcome: Settlement, lane: Lane, attempts: number): Settlement {
    if (outcome.kind !== 'later') return outcome
    if (outcome.why === 'throttled') {
      lane.heldUntil = Math.max(lane.heldUntil, now().getTime() + outcome.afterMs)
      return outcome
    }
    const backoff = Math.min(firstWaitMs * 2 ** Math.min(attempts, 20), longestWaitMs)
    return { ...outcome, afterMs: Math.max(outcome.afterMs, backoff) }
  }

  function settleSoon(): void {
    // Not at once: what ends in the same moment is written down together.
    settling ??= new Promise((resolve) => setImmediate(resolve)).then(settleAll).finally(() => {
      settling = null
      if (settlings.length > 0) setTimeout(settleSoon, settleAgainMs).unref()
    })
  }

  /** What cannot be written down now is kept and tried again: losing it would send an answer twice. */
  async function settleAll(): Promise<void> {
    while (settlings.length > 0) {
      const batch = settlings.slice()
      try {
        await outbox.settle(batch)
      } catch (error) {
        onFault(error)
        return
      }
      settlings.splice(0, batch.length)
      // The next delivery of one of these chats may have been waiting for this one.
      if (moreWaits) nudge()
    }
  }

  function nudge(): void {
    moreWaits = true
    if (!running) return
    looking ??= look().finally(() => {
      looking = null
    })
  }

  async function look(): Promise<void> {
    // While something is on its way, what waits behind it in its chat cannot be claimed yet.
    const all = !isBusy()
    let found = 0
    try {
      for (const { adapter } of lanes.values()) {
        const places = room(adapter.name)
        if (places === 0) continue
        const claimed = await outbox.claim([adapter.name], places)
        found += claimed.length
        take(claimed)
      }
      if (all && found === 0) moreWaits = false
    } catch (error) {
      onFault(error)
    }
  }

  function isBusy(): boolean {
    return settling !== null || settlings.length > 0 || [...lanes.values()].some((lane) => lane.inFlight > 0)
  }

  return {
    room,
    take,
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
      for (const lane of lanes.values()) for (const { delivery } of lane.queue.splice(0)) giveBack(delivery)
      const patience = Date.now() + stopMs
      while (isBusy() && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 10))
    },
  }
}
