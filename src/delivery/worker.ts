/** The one door out: takes deliveries from the outbox, speaks them, fits them, sends them, settles them. */
import type {
  Adapter,
  ChannelName,
  Delivery,
  DeliveryId,
  Draw,
  Drawing,
  Outbox,
  Settlement,
  Settling,
  Speak,
  SpokenCard,
} from '#engine'
import { compose } from './compose.ts'
import { fit } from './fit.ts'

/** What the operator may know of a delivery: no text, no address. */
export interface Settled {
  readonly id: DeliveryId
  /** Names the message it answers; null: it answers none. */
  readonly trace: string | null
  readonly channel: ChannelName
  readonly outcome: Settlement['kind']
  readonly why: string | null
  /** From being queued to being settled. */
  readonly ms: number
  /** It may arrive twice: another process had it and did not say what became of it. */
  readonly lapsed: boolean
  /** Whether it arrived is not known; it is tried again. */
  readonly unknown: boolean
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
/** Deliveries that may wait in memory for each one on its way: at 0.1 s a send the last begins after 2 s. */
const queued = 20
/** Wait before an outcome that the database did not take is offered again. */
const settleAgainMs = 500
/** An answer nobody could be given for a day helps nobody any more (Telegram keeps updates as long). */
const tooOldMs = 24 * 3_600_000
/** Waits between tries of one delivery: doubling from 2 s to 5 minutes. */
const firstWaitMs = 2_000
const longestWaitMs = 300_000
/** How long stopping waits for sends (15 s at most each) and for the database to take their outcomes. */
const stopMs = 20_000

interface Item {
  readonly delivery: Delivery
  readonly takenAt: number
}

interface Lane {
  readonly adapter: Adapter
  /** Deliveries that may begin: nothing before them in their chat is on its way. */
  readonly ready: Item[]
  /** Chats with a delivery ready or on its way, and what waits behind it, in order. */
  readonly chats: Map<string, Item[]>
  /** Chats whose delivery goes back to the outbox: what comes for them meanwhile follows it there, or would overtake. */
  readonly returning: Set<string>
  inFlight: number
  /** Of all chats together: ready, on their way, or behind one that is. */
  taken: number
  /** The platform said "not now" until this moment, by `performance.now()`: no clock that somebody may set back. */
  heldUntil: number
}

type Tried = Omit<Settling, 'id'>

const backAtOnce: Settlement = { kind: 'later', why: 'unreachable', afterMs: 0 }

function createLane(adapter: Adapter): Lane {
  return { adapter, ready: [], chats: new Map(), returning: new Set(), inFlight: 0, taken: 0, heldUntil: 0 }
}

export function createWorker(options: {
  readonly outbox: Outbox
  readonly adapters: readonly Adapter[]
  readonly speak: Speak
  /** Absent: cards are sent as their text alone. */
  readonly draw?: Draw
  readonly now: () => Date
  readonly onSettled: (settled: Settled) => void
  readonly onFault: (error: unknown) => void
}): Worker {
  const { outbox, adapters, speak, draw, now, onSettled, onFault } = options
  const lanes = new Map<ChannelName, Lane>(adapters.map((adapter) => [adapter.name, createLane(adapter)]))
  const settlings: (Settling & { readonly lane: Lane; readonly chat: string })[] = []
  let running = false
  let looking: Promise<void> | null = null
  let settling: Promise<void> | null = null
  /** Rows are known to wait that nobody has claimed. */
  let moreWaits = false
  let timer: NodeJS.Timeout | undefined

  function room(channel: ChannelName): number {
    const lane = lanes.get(channel)
    if (!running || lane === undefined || lane.heldUntil > performance.now()) return 0
    return Math.max(0, queued * lane.adapter.abilities.inFlight - lane.taken)
  }

  function take(deliveries: readonly Delivery[]): void {
    const takenAt = performance.now()
    for (const delivery of deliveries) {
      const lane = lanes.get(delivery.to.channel)
      if (lane === undefined) continue
      const { chat } = delivery.to
      const behind = lane.chats.get(chat)
      lane.taken++
      if (!running || lane.returning.has(chat)) giveBack(lane, delivery)
      else if (behind !== undefined) behind.push({ delivery, takenAt })
      else {
        lane.chats.set(chat, [])
        lane.ready.push({ delivery, takenAt })
      }
    }
    for (const lane of lanes.values()) begin(lane)
  }

  function begin(lane: Lane): void {
    while (running && lane.inFlight < lane.adapter.abilities.inFlight) {
      const next = lane.ready.shift()
      if (next === undefined) return
      if (performance.now() - next.takenAt > freshMs) giveBackChat(lane, next.delivery)
      else {
        lane.inFlight++
        void deliver(lane, next.delivery)
      }
    }
  }

  function settle(lane: Lane, delivery: Delivery, tried: Tried): void {
    lane.taken--
    settlings.push({ id: delivery.id, ...tried, lane, chat: delivery.to.chat })
    settleSoon()
  }

  /** Leased but not sent: it may be claimed again at once, by us or by another process. */
  function giveBack(lane: Lane, delivery: Delivery): void {
    lane.returning.add(delivery.to.chat)
    moreWaits = true
    settle(lane, delivery, { outcome: backAtOnce, partsSent: delivery.partsSent })
  }

  /** A delivery and all behind it in its chat. */
  function giveBackChat(lane: Lane, delivery: Delivery): void {
    const behind = lane.chats.get(delivery.to.chat) ?? []
    lane.chats.delete(delivery.to.chat)
    giveBack(lane, delivery)
    for (const each of behind) giveBack(lane, each.delivery)
  }

  async function deliver(lane: Lane, delivery: Delivery): Promise<void> {
    const { to, createdAt, partsSent } = delivery
    let tried: Tried
    try {
      tried = await attempt(lane, delivery)
    } catch (error) {
      onFault(error)
      // Our own fault, such as a phrase this release no longer has: repeating it would not help.
      tried = { outcome: { kind: 'refused', why: 'malformed', detail: 'fault' }, partsSent }
    }
    lane.inFlight--
    settle(lane, delivery, tried)
    onSettled({
      id: delivery.id,
      trace: delivery.trace ?? null,
      channel: to.channel,
      outcome: tried.outcome.kind,
      why: 'why' in tried.outcome ? tried.outcome.why : null,
      ms: now().getTime() - createdAt.getTime(),
      lapsed: delivery.lapsed === true,
      unknown: tried.outcome.kind === 'later' && tried.outcome.perhapsSent === true,
    })
    goOn(lane, to.chat, tried.outcome)
    begin(lane)
  }

  /** What comes next in a chat after this outcome. */
  function goOn(lane: Lane, chat: string, outcome: Settlement): void {
    const behind = lane.chats.get(chat) ?? []
    if (outcome.kind === 'later') {
      lane.returning.add(chat)
      moreWaits = true
      lane.chats.delete(chat)
      for (const { delivery } of behind) giveBack(lane, delivery)
      return
    }
    if (outcome.kind === 'refused' && (outcome.why === 'blocked' || outcome.why === 'no-such-chat')) {
      for (const { delivery } of behind.splice(0)) {
        settle(lane, delivery, {
          outcome: { kind: 'skipped', why: 'blocked' },
          partsSent: delivery.partsSent,
        })
      }
    }
    const next = behind.shift()
    if (next === undefined) lane.chats.delete(chat)
    else lane.ready.push(next)
  }

  async function attempt(lane: Lane, delivery: Delivery): Promise<Tried> {
    const { locale, turn, to, partsSent, createdAt, attempts } = delivery
    if (now().getTime() - createdAt.getTime() > tooOldMs)
      return { outcome: { kind: 'skipped', why: 'too-old' }, partsSent }
    const once = delivery.cause.kind === 'post'
    if (once && delivery.lapsed === true) return { outcome: { kind: 'skipped', why: 'unsure' }, partsSent }
    const heldMs = lane.heldUntil - performance.now()
    if (heldMs > 0) return { outcome: { kind: 'later', why: 'unreachable', afterMs: heldMs }, partsSent }
    const composed = compose(delivery.reply, { locale, speak, turn })
    const { card } = composed
    const image = composed.image ?? (card === null ? null : await drawn(card, lane))
    const parts = fit({ ...composed, image }, lane.adapter.abilities)
    // A later release may need fewer parts than have arrived: the last one is then sent again.
    let sent = Math.min(partsSent, parts.length - 1)
    for (const part of parts.slice(sent, -1)) {
      const outcome = await lane.adapter.send(to, part, { delivery: delivery.id })
      if (outcome.kind !== 'sent') return { outcome: patient(outcome, lane, attempts), partsSent: sent }
      sent++
    }
    const outcome = await lane.adapter.send(to, parts[parts.length - 1] ?? parts[0], {
      delivery: delivery.id,
    })
    if (once && outcome.kind === 'later' && outcome.perhapsSent === true)
      return { outcome: { kind: 'skipped', why: 'unsure' }, partsSent: sent }
    return { outcome: patient(outcome, lane, attempts), partsSent: outcome.kind === 'sent' ? sent + 1 : sent }
  }

  /** The picture of a card; null where none can be had: its words stand in the text as well. */
  async function drawn(card: SpokenCard, { adapter }: Lane): Promise<Drawing | null> {
    const { images, drawings } = adapter.abilities
    if (draw === undefined || !images || drawings !== true) return null
    try {
      return await draw(card)
    } catch (error) {
      onFault(error)
      return null
    }
  }

  /** The platform's own wait stands; without one, waits grow with every try. */
  function patient(outcome: Settlement, lane: Lane, attempts: number): Settlement {
    if (outcome.kind !== 'later') return outcome
    if (outcome.why === 'throttled') {
      lane.heldUntil = Math.max(lane.heldUntil, performance.now() + outcome.afterMs)
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
      for (const { lane, chat } of batch) lane.returning.delete(chat)
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
    moreWaits = false
    try {
      for (const { adapter } of lanes.values()) {
        const places = room(adapter.name)
        if (places === 0) continue
        const claimed = await outbox.claim([adapter.name], places)
        // Behind these, others of the same chats may wait.
        if (claimed.length > 0) moreWaits = true
        take(claimed)
      }
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
      for (const lane of lanes.values())
        for (const { delivery } of lane.ready.splice(0)) giveBackChat(lane, delivery)
      const patience = Date.now() + stopMs
      while (isBusy() && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 10))
    },
  }
}
