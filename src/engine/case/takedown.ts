/** One request to take one address or account down: its way, its clock, and what its evidence still lacks. The bot
 * prepares it; a person files it. */
import type { NormalUrl, ReviewerId } from '../ids.ts'
import type { Finding } from './case.ts'
import { type Moved, moved, refused } from './moved.ts'

/** How soon the platform must act: PM Kominfo 5/2020 as reported on 3 August 2022; 4 h for what is urgent. */
export type TakedownClass = 'urgent' | 'ordinary'
/** In ms. */
export const timeToAct: Readonly<Record<TakedownClass, number>> = {
  urgent: 4 * 3_600_000,
  ordinary: 24 * 3_600_000,
}

/** Who is asked: the ministry, which asks Komdigi to order the platform (agreement of 15 December 2025); the platform
 * itself; whoever registered a domain. */
export type TakedownRecipient = 'ministry' | 'platform' | 'registrar'
export const takedownRecipients: readonly TakedownRecipient[] = ['ministry', 'platform', 'registrar']

export type TakedownStatus =
  | { readonly kind: 'drafted'; readonly by: ReviewerId | null }
  | { readonly kind: 'approved'; readonly by: ReviewerId; readonly at: Date }
  /** `reference`: what the sender filed it under. */
  | { readonly kind: 'sent'; readonly at: Date; readonly due: Date; readonly reference: string }
  /** `reference`: what the recipient filed it under. */
  | { readonly kind: 'acknowledged'; readonly at: Date; readonly due: Date; readonly reference: string }
  /** `seenGone`: looks at which it was gone; one look may be an outage. */
  | { readonly kind: 'removed'; readonly seenGone: readonly [Date, ...Date[]] }
  | { readonly kind: 'refused'; readonly at: Date; readonly why: string }
  | { readonly kind: 'back'; readonly since: Date }

export type TakedownAction =
  | { readonly kind: 'approve'; readonly by: ReviewerId }
  /** A person filed it; `reference` is what they filed it under. */
  | { readonly kind: 'send'; readonly class: TakedownClass; readonly reference: string }
  | { readonly kind: 'acknowledge'; readonly reference: string }
  | { readonly kind: 'refuse'; readonly why: string }
  /** Somebody or a recheck looked: it is gone, or it is there. */
  | { readonly kind: 'look'; readonly gone: boolean }
  /** Written anew, also with more evidence: whatever was approved is approved no more. */
  | { readonly kind: 'redraft'; readonly by: ReviewerId }

export type TakedownRefusal =
  | 'own-draft'
  | 'not-approved'
  | 'not-sent'
  | 'already-sent'
  | 'no-reference'
  | 'no-reason'

/** The status after an action, or why it is not allowed. */
export function moveTakedown(
  status: TakedownStatus,
  action: TakedownAction,
  now: Date,
): Moved<TakedownStatus, TakedownRefusal> {
  switch (action.kind) {
    case 'approve':
      if (status.kind !== 'drafted') return refused('already-sent')
      return status.by === action.by
        ? refused('own-draft')
        : moved({ kind: 'approved', by: action.by, at: now })
    case 'send':
      if (status.kind === 'drafted') return refused('not-approved')
      if (status.kind !== 'approved' && status.kind !== 'back') return refused('already-sent')
      if (action.reference.trim() === '') return refused('no-reference')
      return moved({
        kind: 'sent',
        at: now,
        due: new Date(now.getTime() + timeToAct[action.class]),
        reference: action.reference,
      })
    case 'acknowledge':
      if (status.kind !== 'sent') return refused('not-sent')
      if (action.reference.trim() === '') return refused('no-reference')
      return moved({ kind: 'acknowledged', at: now, due: status.due, reference: action.reference })
    case 'refuse':
      if (!isUnderWay(status)) return refused('not-sent')
      return action.why.trim() === ''
        ? refused('no-reason')
        : moved({ kind: 'refused', at: now, why: action.why })
    case 'look':
      return look(status, action.gone, now)
    case 'redraft':
      return isUnderWay(status) || status.kind === 'removed'
        ? refused('already-sent')
        : moved({ kind: 'drafted', by: action.by })
  }
}

/** Before it is sent a look changes nothing that we asked for; afterwards it may be gone, and may come back. */
function look(status: TakedownStatus, gone: boolean, now: Date): Moved<TakedownStatus, TakedownRefusal> {
  switch (status.kind) {
    case 'drafted':
    case 'approved':
      return refused('not-sent')
    case 'removed':
      return moved(
        gone ? { kind: 'removed', seenGone: [...status.seenGone, now] } : { kind: 'back', since: now },
      )
    default:
      return moved(gone ? { kind: 'removed', seenGone: [now] } : status)
  }
}

function isUnderWay(
  status: TakedownStatus,
): status is Extract<TakedownStatus, { readonly kind: 'sent' | 'acknowledged' }> {
  return status.kind === 'sent' || status.kind === 'acknowledged'
}

/** Sent, not gone, and past its time. */
export function isOverdue(status: TakedownStatus, now: Date): boolean {
  return isUnderWay(status) && now > status.due
}

/** Gone at looks on at least two days, as days are counted in Jakarta. */
export function isGoneForGood(status: TakedownStatus): boolean {
  if (status.kind !== 'removed') return false
  return new Set(status.seenGone.map(dayInJakarta)).size >= 2
}

function dayInJakarta(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** What goes with a request (PM Kominfo 5/2020 articles 15–16 as quoted on 27 November 2025: letter, legal basis and
 * context, address or id, screenshots). The reporter's identity is no part of it. */
export interface TakedownEvidence {
  readonly caseNumber: string
  readonly url: NormalUrl | null
  readonly account: string | null
  readonly firstSeenAt: Date | null
  readonly capturedAt: Date | null
  /** Pictures of it with their sha256, hex. */
  readonly screenshots: readonly { readonly sha256: string }[]
  readonly text: string
  readonly signs: readonly string[]
  readonly legalBasis: readonly string[]
  readonly class: TakedownClass | null
  readonly letterNumber: string | null
  /** What the case stands at now: a reopened case asks for nothing to be taken down. */
  readonly finding: Finding | null
  readonly decidedBy: readonly ReviewerId[]
}

export type EvidenceLack =
  | 'address-or-account'
  | 'first-seen'
  | 'captured'
  | 'screenshot'
  | 'text'
  | 'signs'
  | 'legal-basis'
  | 'class'
  | 'letter'
  | 'finding'
  | 'second-person'

/** What is still missing before it may be sent; empty when it is complete. */
export function lacksOf(evidence: TakedownEvidence): readonly EvidenceLack[] {
  const lacks: readonly (readonly [EvidenceLack, boolean])[] = [
    ['address-or-account', evidence.url === null && (evidence.account ?? '').trim() === ''],
    ['first-seen', evidence.firstSeenAt === null],
    ['captured', evidence.capturedAt === null],
    ['screenshot', !evidence.screenshots.some(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))],
    ['text', evidence.text.trim() === ''],
    ['signs', evidence.signs.length === 0],
    ['legal-basis', evidence.legalBasis.length === 0],
    ['class', evidence.class === null],
    ['letter', (evidence.letterNumber ?? '').trim() === ''],
    ['finding', evidence.finding !== 'illegal-recruitment'],
    ['second-person', new Set(evidence.decidedBy).size < 2],
  ]
  return lacks.flatMap(([lack, holds]) => (holds ? [lack] : []))
}
