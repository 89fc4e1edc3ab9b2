/** Sends campaigns: a chunk at a time, at the pace all processes share. Just before each few are sent, everybody's consent
 * and the campaign's status are read again; and that they are about to be sent is written down first, so that whatever
 * ends this process, nobody gets it twice. Answers have a worker of their own and wait for none of this. */
import {
  type Adapter,
  type CampaignId,
  type CampaignLedger,
  type CampaignPace,
  type CampaignWords,
  type ChannelName,
  codeOfOutcome,
  gate,
  locales,
  type Openings,
  type Recipient,
  type RecipientOutcome,
  type SendOutcome,
  type Terms,
} from '#engine'
import { createCampaignCall } from './campaign-call.ts'
import {
  againAfter,
  type Going,
  holdLane,
  isAway,
  type Lane,
  laneOf,
  type OpenChunk,
  openPlaces,
  outcomeAt,
} from './campaign-lane.ts'
import type { Saying } from './campaign-message.ts'
import { readTry } from './campaign-outcome.ts'

export interface CampaignSender {
  start(): void
  /** Begins nothing more; resolves when what was begun is written down and every chunk is given back. */
  stop(): Promise<void>
}

/** Where a process may end, by name: tests end it at each of them. */
export type SendingStep = 'leased' | 'rechecked' | 'written' | 'called' | 'answered' | 'released'

export interface Sent {
  readonly channel: ChannelName
  readonly campaign: CampaignId
  readonly outcome: RecipientOutcome
}

/** Between two looks for something to send, in ms. */
const idleMs = 500
/** After a fault, such as a database that does not answer, in ms. */
const faultMs = 500
/** How long before its place a message is looked at again: the time that takes, in ms. */
const leadMs = 40
/** What was read longer ago is not acted on: it is read again, in ms. An opt-out is obeyed within a second. */
const freshMs = 600
/** What became of a message is written down within so long, in ms. */
const writtenWithinMs = 500
/** How long stopping tries to write down what became of the last ones. */
const stopMs = 20_000

export function createCampaignSender(options: {
  readonly ledger: CampaignLedger
  readonly pace: CampaignPace
  /** Asked only where a channel counts whom is written to first. */
  readonly openings: Openings
  /** Of these, the ones that take campaigns. */
  readonly adapters: readonly Adapter[]
  readonly saying: Saying
  readonly now: () => Date
  readonly onSent: (sent: Sent) => void
  readonly onFault: (error: unknown) => void
  readonly onStep?: (step: SendingStep) => void
}): CampaignSender {
  const { ledger, pace, openings, adapters, saying, now, onSent, onFault, onStep = () => {} } = options
  const lanes = adapters.flatMap(laneOf)
  const known = new Map<CampaignId, Promise<CampaignWords>>()
  const call = createCampaignCall(saying, () => onStep('called'))
  let running = false
  let loops: readonly Promise<void>[] = []

  async function run(lane: Lane): Promise<void> {
    while (running) {
      try {
        await step(lane)
      } catch (error) {
        onFault(error)
        await sleep(faultMs)
      }
    }
  }

  async function step(lane: Lane): Promise<void> {
    const held = lane.heldUntil - performance.now()
    if (held > 0) {
      if (lane.open !== null) giveBack(lane, lane.open)
      return sleep(Math.min(held, idleMs))
    }
    lane.open ??= await openNext(lane)
    if (lane.open === null) return sleep(idleMs)
    await writeSoon(lane.open)
    const places = openPlaces(lane.open)
    if (places.length === 0) return giveBack(lane, lane.open)
    // While the platform may be away, one at a time finds out.
    const room = (lane.unreached === 0 ? lane.bulk.inFlight : 1) - lane.inFlight
    if (room <= 0) return sleep(2)
    const taken = await pace.take(lane.adapter.name, lane.bulk.perSecond, Math.min(room, places.length))
    if (taken.kind === 'wait') return sleep(taken.ms)
    const firstAt = performance.now() + taken.inMs
    await sleepUntil(firstAt - leadMs)
    await begin(lane, lane.open, places.slice(0, taken.count), { firstAt, everyMs: taken.everyMs })
  }

  /** What came of the last ones waits for the next ones to be written with them, but not for long. */
  async function writeSoon(open: OpenChunk): Promise<void> {
    if (open.changedAt === null || performance.now() - open.changedAt < writtenWithinMs) return
    await write(open, [])
  }

  async function write(open: OpenChunk, beginning: readonly number[]): Promise<boolean> {
    const optedOut = open.optedOut.slice()
    // From here on, what changes is not in it.
    open.changedAt = null
    const held = await ledger.write(open.chunk, { beginning, optedOut })
    if (held) open.optedOut.splice(0, optedOut.length)
    return held
  }

  async function openNext(lane: Lane): Promise<OpenChunk | null> {
    const chunk = await ledger.lease(lane.adapter.name)
    if (chunk === null) return null
    onStep('leased')
    const words = await wordsOf(chunk.campaign)
    return {
      chunk,
      words,
      cursor: 0,
      calls: 0,
      optedOut: [],
      waitMs: null,
      unopened: new Map(),
      changedAt: null,
    }
  }

  /** What a campaign says never changes once it is sent. */
  function wordsOf(id: CampaignId): Promise<CampaignWords> {
    const read = known.get(id) ?? ledger.words(id)
    known.set(id, read)
    read.catch(() => known.delete(id))
    return read
  }

  /** Looks at these recipients once more, writes down who is sent it, and sends it at its places. */
  async function begin(
    lane: Lane,
    open: OpenChunk,
    places: readonly number[],
    pacing: { readonly firstAt: number; readonly everyMs: number },
  ): Promise<void> {
    const { chunk } = open
    const readAt = performance.now()
    const numbers = places.map((place) => chunk.recipients[place] ?? 0)
    const { sending, found } = await ledger.recheck(chunk, numbers)
    onStep('rechecked')
    if (!sending) return giveBack(lane, open)
    const wanted: Going[] = []
    for (const [index, place] of places.entries()) {
      const decided = decide(lane, open, found[index] ?? null)
      if (decided.kind === 'wait') {
        // All of a chunk keep the same hours.
        open.waitMs = decided.until.getTime() - now().getTime()
        return giveBack(lane, open)
      }
      const before = outcomeAt(chunk, place)
      if (decided.kind === 'skip') chunk.outcomes[place] = codeOfOutcome(`skipped.${decided.why}`)
      else if (found[index] != null) wanted.push({ place, before, to: found[index], as: decided.as })
    }
    const going = await withOpenings(lane, open, wanted)
    for (const { place } of going) chunk.outcomes[place] = codeOfOutcome('sending')
    const takeBack = (): void => {
      for (const { place, before } of going) chunk.outcomes[place] = codeOfOutcome(before)
    }
    let held: boolean
    try {
      held = await write(
        open,
        going.map(({ place }) => chunk.recipients[place] ?? 0),
      )
    } catch (error) {
      // Perhaps it was written; then it is written again as it truly is, since nothing was sent.
      takeBack()
      throw error
    }
    if (!held) {
      takeBack()
      return giveBack(lane, open)
    }
    onStep('written')
    open.cursor = (places.at(-1) ?? open.cursor) + 1
    lane.inFlight += going.length
    open.calls += going.length
    void fire(lane, open, going, { ...pacing, readAt })
  }

  function decide(lane: Lane, { words, chunk }: OpenChunk, who: Recipient | null) {
    const templates = locales.filter((locale) =>
      words.texts.some(
        (text) => text.variant === chunk.variant && text.locale === locale && text.template !== null,
      ),
    )
    const terms: Terms = { windowMs: lane.adapter.abilities.window?.ms ?? null, templates }
    return gate(words.campaign, who?.subscriber ?? null, { terms, now: now() })
  }

  /** Those of them who may be written to now; the others stay as they were. What is taken stays taken, whatever becomes of
   * the message. */
  async function withOpenings(
    { adapter }: Lane,
    open: OpenChunk,
    wanted: readonly Going[],
  ): Promise<readonly Going[]> {
    const most = adapter.abilities.window?.people
    const first = wanted.filter(({ as }) => as === 'template')
    if (most === undefined || first.length === 0) return wanted
    const chats = first.map(({ to }) => to.chat)
    const taken = await openings.take(adapter.name, chats, most)
    for (const [index, { place }] of first.entries())
      if (taken.open[index] !== true) open.unopened.set(place, taken.waitMs ?? 0)
    return wanted.filter(({ place }) => !open.unopened.has(place))
  }

  async function fire(
    lane: Lane,
    open: OpenChunk,
    going: readonly Going[],
    {
      firstAt,
      everyMs,
      readAt,
    }: { readonly firstAt: number; readonly everyMs: number; readonly readAt: number },
  ): Promise<void> {
    for (const [index, each] of going.entries()) {
      await sleepUntil(firstAt + index * everyMs)
      if (performance.now() - readAt > freshMs) settle(lane, open, each, null)
      else
        void call(lane.adapter, open, each)
          .catch((error: unknown): SendOutcome => {
            onFault(error)
            // Our own fault, before or after the call: nobody knows.
            return { kind: 'later', why: 'unreachable', afterMs: 0, perhapsSent: true }
          })
          .then((answer) => settle(lane, open, each, answer))
    }
  }

  /** `answer` is null for one that was not begun after all. */
  function settle(lane: Lane, open: OpenChunk, { place, before }: Going, answer: SendOutcome | null): void {
    const { chunk, optedOut } = open
    lane.inFlight--
    open.calls--
    open.changedAt ??= performance.now()
    if (answer === null) {
      chunk.outcomes[place] = codeOfOutcome(before)
      return
    }
    onStep('answered')
    const tried = readTry(before, answer)
    const outcome = isAway(lane, tried.outcome) ? before : tried.outcome
    chunk.outcomes[place] = codeOfOutcome(outcome)
    const number = chunk.recipients[place]
    if (tried.optedOut && number !== undefined) optedOut.push(number)
    if (tried.holdMs > 0) {
      holdLane(lane, tried.holdMs)
      pace.slow(lane.adapter.name, tried.holdMs).catch(onFault)
    }
    onSent({ channel: lane.adapter.name, campaign: chunk.campaign, outcome })
  }

  /** The lane goes on with another chunk, while the last calls of this one are awaited. */
  function giveBack(lane: Lane, open: OpenChunk): void {
    lane.open = null
    const ending = end(open).finally(() => lane.ending.delete(ending))
    lane.ending.add(ending)
  }

  /** Until it is written down: a lease that was lost meanwhile takes nothing any more. */
  async function end(open: OpenChunk): Promise<void> {
    while (open.calls > 0) await sleep(2)
    for (const began = performance.now(); running || performance.now() - began < stopMs; ) {
      try {
        await ledger.release(open.chunk, {
          beginning: [],
          optedOut: open.optedOut,
          againAfterMs: againAfter(open),
        })
        return onStep('released')
      } catch (error) {
        onFault(error)
        await sleep(faultMs)
      }
    }
  }

  return {
    start() {
      running = true
      loops = lanes.map(run)
    },
    async stop() {
      running = false
      await Promise.all(loops)
      for (const lane of lanes) if (lane.open !== null) giveBack(lane, lane.open)
      await Promise.all(lanes.flatMap(({ ending }) => [...ending]))
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function sleepUntil(at: number): Promise<void> {
  const ms = at - performance.now()
  if (ms > 0.5) await sleep(ms)
}
