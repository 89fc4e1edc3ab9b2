/** Pictures that come one after another are one question: each is read by itself, and they are answered together when the
 * last of them was. */
import type { Kit, PassedOn, State } from './conversation.ts'
import { passedOn } from './passed-on.ts'
import type { Answer } from './steps/answer.ts'
import { isPassedOn } from './stored.ts'
import type { Understood } from './understand.ts'

/** What of a burst is known so far. */
export interface Burst {
  /** Pictures and letters that are still being read. */
  readonly waiting: number
  /** When the latest of them came: ISO 8601, UTC. */
  readonly since: string
  /** The latest turn that was about them. */
  readonly turn: number
  /** Those that were read. */
  readonly read: readonly PassedOn[]
}

/** A reading that has not come after so long is waited for no more; what was read is answered with the next one. */
const lastsMs = 10 * 60_000

/** The burst of this conversation. */
function burstOf({ known, now }: Kit): Burst | null {
  const burst = known.burst ?? null
  const isOver = burst !== null && now.getTime() - Date.parse(burst.since) >= lastsMs
  return isOver ? { ...burst, waiting: 0 } : burst
}

/** What a reading means together with those before it. `wait`: others of its burst are still being read. */
export function gather(
  understood: Understood,
  kit: Kit,
): { readonly understood: Understood; readonly state: State; readonly wait: Burst | null } {
  const { state } = kit.known
  const burst = burstOf(kit)
  if (kit.inbound.body.kind !== 'reading' || burst === null) return { wait: null, understood, state }
  const waiting = burst.waiting - 1
  // What officers decided about it is told at once.
  if (waiting > 0 && kit.known.rulings.length === 0)
    return {
      understood,
      state,
      wait: { ...burst, waiting, turn: kit.known.turn, read: [...burst.read, passedOn(kit)] },
    }
  if (burst.read.length === 0) return { wait: null, understood, state }
  const before = state.at === 'ad.confirm' ? state : { ads: [], facts: [] }
  return {
    wait: null,
    understood: readTogether([...burst.read, passedOn(kit)], understood, kit),
    state: { at: 'ad.confirm', ads: [...before.ads, ...burst.read], facts: before.facts },
  }
}

/** Pages of one poster, photographs of one letter: what they say, they say together. */
function readTogether(all: readonly PassedOn[], last: Understood, kit: Kit): Understood {
  const text = all
    .map((each) => each.text)
    .filter((each) => each.trim() !== '')
    .join('\n\n')
  if (text === '') return last
  const posters = all.flatMap((each) => each.posters)
  const reading = kit.ads.read(text, kit.knowledge, posters)
  return { ...last, intent: { kind: 'ad', passed: passedOn(kit), reading }, ad: reading }
}

/** The burst after this turn; of pictures without a word between them only the first is answered with "I am reading it". */
export function inBurst(answer: Answer, kit: Kit): Answer {
  const burst = burstOf(kit)
  const { turn } = kit.known
  if (kit.inbound.body.kind === 'reading') {
    // After an answer nothing that was read waits any more.
    const left = burst !== null && burst.waiting > 1
    return { ...answer, burst: left ? { ...burst, waiting: burst.waiting - 1, turn, read: [] } : null }
  }
  if (!answer.effects.some(({ kind }) => kind === 'read-media')) return answer
  const begun = {
    waiting: (burst?.waiting ?? 0) + 1,
    since: kit.now.toISOString(),
    turn,
    read: burst?.read ?? [],
  }
  const isSaid = (burst?.waiting ?? 0) > 0 && burst?.turn === turn - 1 && answer.outcome === 'ad.reading'
  return { ...answer, replies: isSaid ? [] : answer.replies, burst: begun }
}

/** The burst as it was stored with a conversation; null when it cannot be read. Never throws. */
export function readBurst(stored: unknown): Burst | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { waiting, since, turn, read } = stored as Readonly<Record<string, unknown>>
  if (typeof waiting !== 'number' || typeof turn !== 'number') return null
  if (typeof since !== 'string' || Number.isNaN(Date.parse(since))) return null
  return Array.isArray(read) && read.every(isPassedOn) ? { waiting, since, turn, read } : null
}
