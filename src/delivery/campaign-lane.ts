/** A channel's lane: the chunk it is at, what is on its way, and what makes it wait. */
import {
  type Adapter,
  type CampaignWords,
  type Chunk,
  isOpen,
  outcomeOfCode,
  type Recipient,
  type RecipientOutcome,
  triesOf,
} from '#engine'
import { waitAfter } from './campaign-outcome.ts'

/** So many in a row that could not be reached are no fault of theirs: the platform is away. */
const awayAfter = 5
const longestAwayMs = 30_000

export interface OpenChunk {
  readonly chunk: Chunk
  readonly words: CampaignWords
  /** The next place to look at. */
  cursor: number
  /** Calls that were begun and not answered. */
  calls: number
  /** The platform says that they want nothing more; not written down yet. */
  readonly optedOut: number[]
  /** Not to be gone on with before so long, in ms; null: nothing asks for that. */
  waitMs: number | null
  /** Places of those who may not be written to yet, and how long they wait, in ms. */
  readonly unopened: Map<number, number>
  /** When something changed that is not written down (`performance.now()`); null: all is. */
  changedAt: number | null
}

export interface Lane {
  readonly adapter: Adapter
  readonly bulk: NonNullable<Adapter['abilities']['bulk']>
  open: OpenChunk | null
  /** Chunks whose last calls are awaited, and that are then given back. */
  readonly ending: Set<Promise<void>>
  /** Written down as being sent, and not answered. */
  inFlight: number
  /** Tries in a row that never got as far as the platform. */
  unreached: number
  /** Nothing is begun before this moment, by `performance.now()`: no clock that somebody may set back. */
  heldUntil: number
}

/** One recipient who is sent it now. */
export interface Going {
  readonly place: number
  readonly before: RecipientOutcome
  readonly to: Recipient
  readonly as: 'free' | 'template'
}

/** None for a channel that takes no campaigns. */
export function laneOf(adapter: Adapter): readonly Lane[] {
  const { bulk } = adapter.abilities
  if (bulk === undefined) return []
  return [{ adapter, bulk, open: null, ending: new Set(), inFlight: 0, unreached: 0, heldUntil: 0 }]
}

/** Whether the platform is away, so that a try in vain says nothing of whom it was for; the lane then waits, longer each
 * time. */
export function isAway(lane: Lane, outcome: RecipientOutcome): boolean {
  lane.unreached = unreachedBy(outcome) ? lane.unreached + 1 : 0
  if (lane.unreached < awayAfter) return false
  holdLane(lane, Math.min(longestAwayMs, 500 * 2 ** Math.min(10, lane.unreached - awayAfter)))
  // What may have arrived stays unknown all the same.
  return outcome !== 'unsure'
}

export function holdLane(lane: Lane, ms: number): void {
  lane.heldUntil = Math.max(lane.heldUntil, performance.now() + ms)
}

function unreachedBy(outcome: RecipientOutcome): boolean {
  return outcome === 'unsure' || outcome === 'failed.unreachable' || outcome.startsWith('again.')
}

export function outcomeAt({ outcomes }: Chunk, place: number): RecipientOutcome {
  return outcomeOfCode(outcomes[place] ?? 0)
}

/** Places from the cursor on for which nothing was begun. */
export function openPlaces({ chunk, cursor }: OpenChunk): readonly number[] {
  const places: number[] = []
  for (let place = cursor; place < chunk.recipients.length; place++)
    if (isOpen(outcomeAt(chunk, place))) places.push(place)
  return places
}

/** When a chunk is to be looked at again, in ms; null: nobody of it is left. */
export function againAfter({ chunk, waitMs, unopened }: OpenChunk): number | null {
  const waits = [...chunk.outcomes]
    .map(outcomeOfCode)
    .flatMap((outcome, place) =>
      isOpen(outcome) ? [unopened.get(place) ?? waitAfter(triesOf(outcome))] : [],
    )
  return waits.length === 0 ? null : (waitMs ?? Math.min(...waits))
}
