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
    }
  | {
      readonly kind: 'decided'
      readonly finding: Finding
      readonly by: readonly [ReviewerId, ...ReviewerId[]]
      readonly at: Date
      readonly reason: string
    }

export type CaseAction =
  | { readonly kind: 'claim' | 'release'; readonly by: ReviewerId }
  | { readonly kind: 'propose'; readonly by: ReviewerId; readonly finding: Finding; readonly reason: string }
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

/** How long a claim lasts unless it is renewed, in ms: 30 minutes. */
export const claimLasts = 30 * 60_000

/** Findings that harm a name need two people. */
export function needsSecondPerson(finding: Finding): boolean {
  return finding === 'illegal-recruitment'
}

/** The status after an action, or why it is not allowed. */
export function moveCase(status: CaseStatus, action: CaseAction, now: Date): Moved<CaseStatus, CaseRefusal> {
  if ('reason' in action && action.reason.trim() === '') return refused('no-reason')
  switch (action.kind) {
    case 'claim':
      return claim(status, action.by, now)
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
  { by, finding, reason }: Extract<CaseAction, { readonly kind: 'propose' }>,
  now: Date,
): Moved<CaseStatus, CaseRefusal> {
  if (status.kind === 'decided') return refused('already-decided')
  if (status.kind === 'proposed') return refused('awaits-second-person')
  if (status.kind === 'waiting') return refused('claim-first')
  // A claim that has lapsed still belongs to its holder until another takes it.
  if (status.by !== by) return refused('claimed-by-another')
  return moved(
    needsSecondPerson(finding)
      ? { kind: 'proposed', finding, by, at: now, reason }
      : { kind: 'decided', finding, by: [by], at: now, reason },
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
  return moved({ kind: 'decided', finding, by: [status.by, by], at: now, reason: status.reason })
}

function isHeldByAnother(
  { by, until }: Extract<CaseStatus, { readonly kind: 'claimed' }>,
  reviewer: ReviewerId,
  now: Date,
): boolean {
  return by !== reviewer && until > now
}
