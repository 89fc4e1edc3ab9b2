/** A takedown as its row says it. */
import * as z from 'zod'
import type {
  CaseId,
  IndicatorKind,
  ReviewerId,
  TakedownClass,
  TakedownId,
  TakedownRecipient,
  TakedownStatus,
} from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'

/** What is to be taken down. */
export interface Target {
  readonly kind: IndicatorKind
  /** In its one form, as the case has it. */
  readonly value: string
  /** Where it stands on the web; null: nowhere, as with a domain or a phone. */
  readonly url: string | null
  readonly platform: string | null
}

/** What a person fills in before it can be approved. */
export interface TakedownForm {
  readonly recipient: TakedownRecipient
  readonly class: TakedownClass | null
  /** Keys of content/takedowns/legal-bases.csv. */
  readonly legalBases: readonly string[]
  /** Number of the official letter it goes with. */
  readonly letter: string | null
}

export interface Takedown extends TakedownForm {
  readonly id: TakedownId
  readonly case: CaseId
  readonly target: Target
  readonly status: TakedownStatus
  readonly createdAt: Date
  /** Who wrote in it last. */
  readonly draftedBy: ReviewerId | null
  readonly approvedBy: ReviewerId | null
  readonly approvedAt: Date | null
  /** When it was last sent, and what the sender filed it under, whatever it has come to since. */
  readonly sentAt: Date | null
  readonly reference: string | null
}

export interface TakedownRow {
  readonly id: TakedownId
  readonly case_id: CaseId
  readonly target: string
  readonly recipient: TakedownRecipient
  readonly class: TakedownClass | null
  readonly legal_bases: readonly string[]
  readonly letter: string | null
  readonly status: TakedownStatus['kind']
  readonly created_ms: number
  readonly drafted_by: ReviewerId | null
  readonly approved_by: ReviewerId | null
  readonly approved_ms: number | null
  readonly sent_ms: number | null
  readonly due_ms: number | null
  readonly reference: string | null
  readonly acknowledged_ms: number | null
  readonly ticket: string | null
  readonly gone_ms: readonly number[]
  readonly refused_ms: number | null
  readonly refusal: string | null
  readonly back_ms: number | null
}

/** Of `takedowns t`. */
export const takedownColumns = `t.id, t.case_id, t.target, t.recipient, t.class, t.legal_bases, t.letter, t.status,
  ${ms('t.created_at')} as created_ms, t.drafted_by, t.approved_by, ${ms('t.approved_at')} as approved_ms,
  ${ms('t.sent_at')} as sent_ms, ${ms('t.due_at')} as due_ms, t.reference,
  ${ms('t.acknowledged_at')} as acknowledged_ms, t.ticket,
  (select coalesce(array_agg(${ms('g')} order by g), '{}') from unnest(t.seen_gone) g) as gone_ms,
  ${ms('t.refused_at')} as refused_ms, t.refusal, ${ms('t.back_at')} as back_ms`

/** Sealed by us: it is what we wrote. */
const targetForm = z.object({
  kind: z.custom<IndicatorKind>((value) => typeof value === 'string'),
  value: z.string(),
  url: z.string().nullable(),
  platform: z.string().nullable(),
})

export function takedownFrom(row: TakedownRow, seal: Seal): Takedown {
  return {
    id: row.id,
    case: row.case_id,
    target: targetForm.parse(seal.open(row.target)),
    recipient: row.recipient,
    class: row.class,
    legalBases: row.legal_bases,
    letter: row.letter,
    status: statusOf(row, seal),
    createdAt: new Date(row.created_ms),
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    approvedAt: row.approved_ms === null ? null : new Date(row.approved_ms),
    sentAt: row.sent_ms === null ? null : new Date(row.sent_ms),
    reference: row.reference,
  }
}

function statusOf(row: TakedownRow, seal: Seal): TakedownStatus {
  switch (row.status) {
    case 'drafted':
      return { kind: 'drafted', by: row.drafted_by }
    case 'approved':
      return { kind: 'approved', by: known(row.approved_by), at: moment(row.approved_ms) }
    case 'sent':
      return {
        kind: 'sent',
        at: moment(row.sent_ms),
        due: moment(row.due_ms),
        reference: known(row.reference),
      }
    case 'acknowledged':
      return {
        kind: 'acknowledged',
        at: moment(row.acknowledged_ms),
        due: moment(row.due_ms),
        reference: known(row.ticket),
      }
    case 'removed': {
      const [first, ...others] = row.gone_ms.map((at) => new Date(at))
      return { kind: 'removed', seenGone: [known(first), ...others] }
    }
    case 'refused':
      return { kind: 'refused', at: moment(row.refused_ms), why: String(seal.open(known(row.refusal))) }
    case 'back':
      return { kind: 'back', since: moment(row.back_ms) }
  }
}

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a takedown lacks a part of its status')
  return value
}

function moment(at: number | null): Date {
  return new Date(known(at))
}

/** Writes down a status that `moveTakedown` allowed. What an earlier one left stays, to be read, until it is drafted
 * anew. */
export async function writeTakedownStatus(
  ask: Ask,
  { id, status, seal }: { readonly id: TakedownId; readonly status: TakedownStatus; readonly seal: Seal },
): Promise<void> {
  switch (status.kind) {
    case 'drafted':
      return void (await ask(toDrafted, [id, status.by]))
    case 'approved':
      return void (await ask(toApproved, [id, status.by, status.at]))
    case 'sent':
      return void (await ask(toSent, [id, status.at, status.due, status.reference]))
    case 'acknowledged':
      return void (await ask(toAcknowledged, [id, status.at, status.reference]))
    case 'removed':
      return void (await ask(toRemoved, [id, status.seenGone]))
    case 'refused':
      return void (await ask(toRefused, [id, status.at, seal.close(status.why)]))
    case 'back':
      return void (await ask(toBack, [id, status.since]))
  }
}

const move = (name: string, set: string) =>
  prepared(`takedown_${name}`, `update takedowns set status = '${name}', ${set} where id = $1::uuid`)

const toDrafted = move('drafted', 'drafted_by = $2::uuid, approved_by = null, approved_at = null')
const toApproved = move('approved', 'approved_by = $2::uuid, approved_at = $3::timestamptz')
const toSent = move('sent', 'sent_at = $2::timestamptz, due_at = $3::timestamptz, reference = $4::text')
const toAcknowledged = move('acknowledged', 'acknowledged_at = $2::timestamptz, ticket = $3::text')
const toRemoved = move('removed', 'seen_gone = $2::timestamptz[]')
const toRefused = move('refused', 'refused_at = $2::timestamptz, refusal = $3::text')
const toBack = move('back', 'back_at = $2::timestamptz')
