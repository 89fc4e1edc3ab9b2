/** What one try made of a recipient: the platform's answer as a word of the ledger. */
import { afterTry, type RecipientOutcome, type SendOutcome } from '#engine'

export interface Tried {
  readonly outcome: RecipientOutcome
  /** The person wants nothing more, as the platform says. */
  readonly optedOut: boolean
  /** The whole channel waits so long, in ms; 0: it goes on. */
  readonly holdMs: number
}

/** A wait as long as this is a no: "not to be tried again before the next day" (Cloud API, 131049). */
const tooLateMs = 3_600_000

/** `before`: what the ledger said until then. Whatever may have arrived is never tried again. */
export function readTry(before: RecipientOutcome, answer: SendOutcome): Tried {
  const tried = (outcome: RecipientOutcome, more: Partial<Tried> = {}): Tried => ({
    outcome,
    optedOut: false,
    holdMs: 0,
    ...more,
  })
  switch (answer.kind) {
    case 'sent':
      return tried('sent')
    case 'refused':
      return tried(`failed.${answer.why}`, { optedOut: answer.optOut === true })
    case 'later':
      if (answer.perhapsSent === true) return tried('unsure')
      if (answer.why === 'throttled') return tried(before, { holdMs: answer.afterMs })
      return tried(answer.afterMs >= tooLateMs ? 'failed.unreachable' : afterTry(before))
  }
}

/** How long a chunk waits before those are tried again who could not be reached so many times, in ms. */
export function waitAfter(tries: number): number {
  return [0, 5_000, 30_000, 120_000, 600_000][tries] ?? 600_000
}
