/** What became of a campaign for one person: one of a few words, kept as one byte a recipient. Every recipient has
 * exactly one, so what is counted by them always sums to the audience. */
import type { LeftOut } from './audience.ts'

/** By the byte that is stored; none is ever given another meaning. */
const codes = {
  waiting: 0,
  /** Written down before the call: if nothing follows, nobody knows whether it went. */
  sending: 1,
  sent: 2,
  /** The process or the line died in between. Never sent again. */
  unsure: 3,
  'skipped.minor': 16,
  'skipped.blocked': 17,
  'skipped.no-consent': 18,
  'skipped.paused': 19,
  'skipped.capped': 20,
  'skipped.channel-off': 21,
  'skipped.window-closed': 22,
  'skipped.forgotten': 23,
  /** The platform refused it for good. */
  'failed.blocked': 32,
  'failed.no-such-chat': 33,
  'failed.malformed': 34,
  'failed.window-closed': 35,
  /** Tried as often as makes sense. */
  'failed.unreachable': 36,
  /** Certainly not sent; to be tried once more, after so many tries. */
  'again.1': 64,
  'again.2': 65,
  'again.3': 66,
  'again.4': 67,
} as const satisfies Record<string, number> & Record<`skipped.${LeftOut}`, number>

export type RecipientOutcome = keyof typeof codes
export const recipientOutcomes = Object.keys(codes) as readonly RecipientOutcome[]

const byCode = new Map<number, RecipientOutcome>(recipientOutcomes.map((each) => [codes[each], each]))

export function codeOfOutcome(outcome: RecipientOutcome): number {
  return codes[outcome]
}

/** Throws for a byte that no release has written. */
export function outcomeOfCode(code: number): RecipientOutcome {
  const outcome = byCode.get(code)
  if (outcome === undefined) throw new Error(`no outcome has the code ${code}`)
  return outcome
}

/** Nothing was begun for them, or nothing arrived for certain: they may be sent it. */
export function isOpen(outcome: RecipientOutcome): boolean {
  return outcome === 'waiting' || outcome.startsWith('again.')
}

/** How often it was tried for them in vain. */
export function triesOf(outcome: RecipientOutcome): number {
  return outcome.startsWith('again.') ? Number(outcome.slice('again.'.length)) : 0
}

/** After one more try in vain; the fifth is the last. */
export function afterTry(before: RecipientOutcome): RecipientOutcome {
  const next = `again.${triesOf(before) + 1}`
  return next in codes ? (next as RecipientOutcome) : 'failed.unreachable'
}

/** What an officer may have tried once more: nothing of it was sent, and another try may go better. */
export const retryable: readonly RecipientOutcome[] = ['failed.unreachable', 'failed.malformed']

/** What the platform told afterwards, as one byte; the higher stands. */
export const receipts = ['none', 'accepted', 'delivered', 'read', 'failed'] as const
export type Receipt = (typeof receipts)[number]

/** What the ledger says of one recipient: `unsure` is known to be sent once the platform spoke of it. */
export function settledBy(outcome: RecipientOutcome, receipt: Receipt): RecipientOutcome {
  if (receipt === 'none' || (outcome !== 'unsure' && outcome !== 'sending')) return outcome
  return 'sent'
}

/** How many recipients have each outcome, and how many of those sent each receipt. */
export interface Tally {
  readonly outcomes: Readonly<Record<RecipientOutcome, number>>
  readonly receipts: Readonly<Record<Receipt, number>>
  readonly recipients: number
}

/** Counts chunks: bytes of outcomes, each with its bytes of receipts or null. */
export function tally(
  chunks: Iterable<{ readonly outcomes: Uint8Array; readonly receipts: Uint8Array | null }>,
): Tally {
  const outcomes = Object.fromEntries(recipientOutcomes.map((each) => [each, 0])) as Record<
    RecipientOutcome,
    number
  >
  const told = Object.fromEntries(receipts.map((each) => [each, 0])) as Record<Receipt, number>
  let recipients = 0
  for (const chunk of chunks) {
    for (const [place, code] of chunk.outcomes.entries()) {
      const receipt = receipts[chunk.receipts?.[place] ?? 0] ?? 'none'
      outcomes[settledBy(outcomeOfCode(code), receipt)]++
      told[receipt]++
      recipients++
    }
  }
  return { outcomes, receipts: told, recipients }
}
