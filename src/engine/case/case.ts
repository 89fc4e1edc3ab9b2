/** A case is one recruiter. What a reviewer may do with it, and when a second person is needed. */
import type { ReviewerId } from '../ids.ts'
import { type Moved, moved, refused } from './moved.ts'

export type Finding = 'illegal-recruitment' | 'no-violation' | 'unproven'

export type CaseStatus =
  | { readonly kind: 'waiting' }
  /** One reviewer works on it; the claim lapses by itself. */
  | { readonly kind: 'claimed'; readonly by: ReviewerId; readonly at: Date; readonly until: Date }
  /** A finding that harms somebody's name waits for a second person. */
  | {
      readonly kind: 'proposed'
      readonly finding: Finding
      readonly by: ReviewerId
      readonly at: Date
      readonly reason: string
      /** Name of the rule it goes by, from the operator's table. */
      readonly rule: string | null
    }
  | {
      readonly kind: 'decided'
      readonly finding: Finding
      readonly by: readonly [ReviewerId, ...ReviewerId[]]
      readonly at: Date
      /** May be empty where nothing was found: that needs no essay. */
      readonly reason: string
      readonly rule: string | null
    }

export type CaseAction =
  /** `renew`: the page of whoever works on it is still open. */
  | { readonly kind: 'claim' | 'renew' | 'release'; readonly by: ReviewerId }
  | {
      readonly kind: 'propose'
      readonly by: ReviewerId
      readonly finding: Finding
      readonly reason: string
      readonly rule: string | null
    }
  /** `finding` is what the second person read: a proposal changed meanwhile is not confirmed unseen. */
  | { readonly kind: 'confirm'; readonly by: ReviewerId; readonly finding: Finding }
  | { readonly kind: 'send-back' | 'reopen'; readonly by: ReviewerId; readonly reason: string }

export type CaseRefusal =
  | 'claimed-by-another'
  | 'claim-first'
  | 'awaits-second-person'
  | 'own-proposal'
  | 'proposal-changed'
  | 'nothing-proposed'
  | 'already-decided'
  | 'not-decided'
  | 'no-reason'
  | 'no-rule'

/** How long a claim lasts unless it is renewed, in ms: 10 minutes. */
export const claimLasts = 10 * 60_000

/** Findings that harm a name need two people. */
export function needsSecondPerson(finding: Finding): boolean {
  return finding === 'illegal-recruitment'
}

/** Saying that nothing was found takes no essay; whatever else is said of anybody takes its reason. */
function needsReason(action: Extract<CaseAction, { readonly reason: string }>): boolean {
  return action.kind !== 'propose' || action.finding !== 'no-violation'
}

/** The status after an action, or why it is not allowed. */
export function moveCase(status: CaseStatus, action: CaseAction, now: Date): Moved<CaseStatus, CaseRefusal> {
  if ('reason' in action && needsReason(action) && action.reason.trim() === '') return refused('no-reason')
  switch (action.kind) {
    case 'claim':
      return claim(status, action.by, now)
    case 'renew':
      return renew(status, action.by, now)
    case 'release':
      return release(status, action.by, now)
    case 'propose':
      return propose(status, action, now)
    case 'confirm':
      return confirm(status, action, now)
    case 'send-back':
      if (status.kind !== 'proposed') return refused('nothing-proposed')
      return status.by === action.by ? refused('own-proposal') : moved({ kind: 'waiting' })
    case 'reopen':
      return status.kind === 'decided' ? moved({ kind: 'waiting' }) : refused('not-decided')
  }
}

function claim(status: CaseStatus, by: ReviewerId, now: Date): Moved<CaseStatus, CaseRefusal> {
  switch (status.kind) {
    case 'decided':
      return refused('already-decided')
    case 'proposed':
      return refused('awaits-second-person')
    case 'claimed':
      if (isHeldByAnother(status, by, now)) return refused('claimed-by-another')
  }
  return moved({ kind: 'claimed', by, at: now, until: new Date(now.getTime() + claimLasts) })
}

/** As long as nobody else has it; since when it was worked on stays as it was. */
function renew(status: CaseStatus, by: ReviewerId, now: Date): Moved<CaseStatus, CaseRefusal> {
  if (status.kind !== 'claimed') return refused('claim-first')
  return status.by === by
    ? moved({ ...status, until: new Date(now.getTime() + claimLasts) })
    : refused('claimed-by-another')
}

/** The holder lets go, or the proposer takes the proposal back. */
function release(status: CaseStatus, by: ReviewerId, now: Date): Moved<CaseStatus, CaseRefusal> {
  switch (status.kind) {
    case 'decided':
      return refused('already-decided')
    case 'claimed':
      return isHeldByAnother(status, by, now) ? refused('claimed-by-another') : moved({ kind: 'waiting' })
    case 'proposed':
      return status.by === by ? moved({ kind: 'waiting' }) : refused('awaits-second-person')
    case 'waiting':
      return moved(status)
  }
}

function propose(
  status: CaseStatus,
  { by, finding, reason, rule }: Extract<CaseAction, { readonly kind: 'propose' }>,
  now: Date,
): Moved<CaseStatus, CaseRefusal> {
  if (status.kind === 'decided') return refused('already-decided')
  if (status.kind === 'proposed') return refused('awaits-second-person')
  if (status.kind === 'waiting') return refused('claim-first')
  // A claim that has lapsed still belongs to its holder until another takes it.
  if (status.by !== by) return refused('claimed-by-another')
  if (needsSecondPerson(finding) && rule === null) return refused('no-rule')
  return moved(
    needsSecondPerson(finding)
      ? { kind: 'proposed', finding, by, at: now, reason, rule }
      : { kind: 'decided', finding, by: [by], at: now, reason, rule },
  )
}

function confirm(
  status: CaseStatus,
  { by, finding }: Extract<CaseAction, { readonly kind: 'confirm' }>,
  now: Date,
): Moved<CaseStatus, CaseRefusal> {
  if (status.kind === 'decided') return refused('already-decided')
  if (status.kind !== 'proposed') return refused('nothing-proposed')
  if (status.by === by) return refused('own-proposal')
  if (status.finding !== finding) return refused('proposal-changed')
  const { reason, rule } = status
  return moved({ kind: 'decided', finding, by: [status.by, by], at: now, reason, rule })
}

function isHeldByAnother(
  { by, until }: Extract<CaseStatus, { readonly kind: 'claimed' }>,
  reviewer: ReviewerId,
  now: Date,
): boolean {
  return by !== reviewer && until > now
}
