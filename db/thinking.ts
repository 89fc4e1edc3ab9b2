/** The turns of one batch, thought one after another: each knows what the one before it changed. No database here. */
import {
  type Burst,
  type ContactId,
  type Inbound,
  type Indicator,
  inboxAfter,
  keyOf,
  type Offered,
  type Remembered,
  type ReportSeen,
  type Ruling,
  type State,
  subscriberAfter,
  type Turn,
} from '#engine'

/** A message that waits for its turn. */
export interface Pending {
  readonly inbound: Inbound
  readonly think: (known: Remembered) => Turn
  /** Identifiers in it. */
  readonly seeks: readonly Indicator[]
  readonly resolve: (result: 'done' | 'seen-before') => void
  readonly reject: (error: unknown) => void
}

/** A message under the keys by which the database knows it. */
export interface Named {
  readonly pending: Pending
  readonly turn: string
  readonly conversation: string
  readonly contact: string
  readonly chat: string
  /** Keys of other ids of this contact that are to be remembered, each with that of its private conversation. */
  readonly aliases?: readonly { readonly key: string; readonly conversation: string }[]
}

/** A conversation of this batch, as far as it has got. */
export interface Known {
  readonly conversation: string
  readonly contact: ContactId
  readonly remembered: Remembered
}

export interface Thought {
  readonly named: Named
  readonly known: Known
  readonly turn: Turn
  readonly state: State
  readonly offered: readonly Offered[]
}

/** Choices of this many turns are remembered, so that a slightly old button still works. */
const offersKept = 3

/** Thinks the turns in order, each knowing what the one before it in the same conversation changed. */
export function think(
  wanted: readonly Named[],
  known: Map<string, Known>,
  seen: Set<string>,
  answers: (() => void)[],
  /** By the key of an indicator. */
  ruled: ReadonlyMap<string, readonly Ruling[]>,
): { readonly done: readonly Thought[]; readonly left: readonly Pending[] } {
  const done: Thought[] = []
  const left: Pending[] = []
  const forgotten = new Set<ContactId>()
  for (const named of wanted) {
    const { pending } = named
    const here = known.get(named.conversation)
    if (here === undefined) throw new Error('a conversation vanished while it was locked')
    if (forgotten.has(here.contact)) {
      // The next transaction will not know this person any more.
      left.push(pending)
      continue
    }
    if (seen.has(named.turn)) {
      answers.push(() => pending.resolve('seen-before'))
      continue
    }
    seen.add(named.turn)
    let turn: Turn
    try {
      const rulings = pending.seeks.flatMap((indicator) => ruled.get(keyOf(indicator)) ?? [])
      turn = pending.think({ ...here.remembered, rulings })
    } catch (error) {
      answers.push(() => pending.reject(error))
      continue
    }
    const thought = {
      named,
      known: here,
      turn,
      state: turn.next,
      offered: offeredAfter(here.remembered, turn),
    }
    done.push(thought)
    answers.push(() => pending.resolve('done'))
    if (turn.effects.some((effect) => effect.kind === 'forget-contact')) forgotten.add(here.contact)
    else carryOver(known, thought)
  }
  return { done, left }
}

function offeredAfter(before: Remembered, turn: Turn): readonly Offered[] {
  const choices = turn.replies.flatMap((reply) => reply.choices ?? [])
  if (choices.length === 0) return before.offered
  return [{ turn: before.turn, choices }, ...before.offered].slice(0, offersKept)
}

/** Pictures of this conversation that are still being read. */
export function burstAfter(before: Remembered, { burst }: Turn): Burst | null {
  return burst === undefined ? (before.burst ?? null) : burst
}

/** What later turns of the same batch must know: of this conversation, and of this person elsewhere. */
function carryOver(known: Map<string, Known>, { named, known: here, turn, state, offered }: Thought): void {
  const { at } = named.pending.inbound
  const inbox = inboxAfter(here.remembered.inbox, turn.effects, new Date())
  const burst = burstAfter(here.remembered, turn)
  const own = { ...here.remembered, state, offered, inbox, burst, turn: here.remembered.turn + 1, latest: at }
  known.set(named.conversation, { ...here, remembered: own })
  if (turn.effects.length === 0) return
  for (const [key, other] of known) {
    if (other.contact !== here.contact) continue
    const subscriber = subscriberAfter(other.remembered.subscriber, turn.effects, at)
    let remembered: Remembered = { ...other.remembered, subscriber }
    for (const effect of turn.effects) {
      if (effect.kind === 'locale') remembered = { ...remembered, locale: effect.locale }
      if (effect.kind === 'introduced') remembered = { ...remembered, introduced: at }
      if (effect.kind === 'report-news') remembered = { ...remembered, news: effect.wished }
      if (effect.kind === 'follow-agency') remembered = { ...remembered, follows: remembered.follows + 1 }
      if (effect.kind === 'no-news') remembered = { ...remembered, news: false, follows: 0 }
      if (effect.kind === 'file-report') {
        const report: ReportSeen = { number: effect.number, at, status: 'waiting', decided: null }
        remembered = { ...remembered, reports: [report, ...remembered.reports] }
      }
    }
    known.set(key, { ...other, remembered })
  }
}
