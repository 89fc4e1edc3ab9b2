/** A case as its row says it: what the queue, one case and moved reports share. */
import type { CaseId, CaseStatus, Finding, PriorityReason, ReportedAd, ReviewerId } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

export type Level = ReportedAd['level']
export const levels: readonly Level[] = ['no-signs', 'caution', 'danger']

/** One line of the queue. */
export interface QueuedCase {
  readonly id: CaseId
  readonly status: CaseStatus
  readonly because: readonly PriorityReason[]
  readonly openedAt: Date
  /** By when it should be decided; null: opened before there were such times. */
  readonly dueAt: Date | null
  /** When it was reported last. */
  readonly latestAt: Date
  /** Different people, not reports. */
  readonly people: number
  /** Of people. */
  readonly reports: number
  /** What the watch has read, counted apart. */
  readonly watched: number
  /** That of its worst report. */
  readonly level: Level
  readonly hasPicture: boolean
  readonly assignedTo: ReviewerId | null
  /** The case that has all its reports now. */
  readonly mergedInto: CaseId | null
}

export interface StatusRow {
  readonly status: CaseStatus['kind']
  readonly finding: Finding | null
  readonly claimed_by: ReviewerId | null
  readonly claimed_ms: number | null
  readonly until_ms: number | null
  readonly proposed_by: ReviewerId | null
  readonly proposed_ms: number | null
  readonly reason: string | null
  readonly rule: string | null
  readonly decided_by: readonly ReviewerId[] | null
  readonly decided_ms: number | null
}

export interface CaseRow extends StatusRow {
  readonly id: CaseId
  readonly because: readonly PriorityReason[]
  readonly opened_ms: number
  readonly due_ms: number | null
  readonly latest_ms: number | null
  readonly people: number
  readonly reports: number
  readonly watched: number
  readonly gravity: number | null
  readonly has_picture: boolean
  readonly assigned_to: ReviewerId | null
  readonly merged_into: CaseId | null
}

export function queuedFrom(row: CaseRow, seal: Seal): QueuedCase {
  return {
    id: row.id,
    status: statusFrom(row, seal),
    because: row.because,
    openedAt: new Date(row.opened_ms),
    dueAt: row.due_ms === null ? null : new Date(row.due_ms),
    latestAt: new Date(row.latest_ms ?? row.opened_ms),
    people: row.people,
    reports: row.reports,
    watched: row.watched,
    level: levels[row.gravity ?? 0] ?? 'no-signs',
    hasPicture: row.has_picture,
    assignedTo: row.assigned_to,
    mergedInto: row.merged_into,
  }
}

export function statusFrom(row: StatusRow, seal: Seal): CaseStatus {
  const said = { reason: row.reason === null ? '' : String(seal.open(row.reason)), rule: row.rule }
  switch (row.status) {
    case 'waiting':
      return { kind: 'waiting' }
    case 'claimed':
      return {
        kind: 'claimed',
        by: known(row.claimed_by),
        at: new Date(known(row.claimed_ms)),
        until: new Date(known(row.until_ms)),
      }
    case 'proposed':
      return {
        kind: 'proposed',
        finding: known(row.finding),
        by: known(row.proposed_by),
        at: new Date(known(row.proposed_ms)),
        ...said,
      }
    case 'decided': {
      const [first, ...others] = known(row.decided_by)
      return {
        kind: 'decided',
        finding: known(row.finding),
        by: [known(first), ...others],
        at: new Date(known(row.decided_ms)),
        ...said,
      }
    }
  }
}

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a case lacks a part of its status')
  return value
}

export async function writeStatus(
  ask: Ask,
  { id, status, seal }: { readonly id: CaseId; readonly status: CaseStatus; readonly seal: Seal },
): Promise<void> {
  const claimed = status.kind === 'claimed' ? status : null
  const proposed = status.kind === 'proposed' ? status : null
  const decided = status.kind === 'decided' ? status : null
  const said = proposed ?? decided
  await ask(moveTo, [
    id,
    status.kind,
    said?.finding ?? null,
    claimed?.by ?? null,
    claimed?.at ?? null,
    claimed?.until ?? null,
    proposed?.by ?? null,
    proposed?.at ?? null,
    said === null ? null : seal.close(said.reason),
    decided?.by ?? null,
    decided?.at ?? null,
    said?.rule ?? null,
  ])
}

export const statusColumns = `c.status, c.finding, c.claimed_by, ${ms('c.claimed_at')} as claimed_ms,
  ${ms('c.claimed_until')} as until_ms, c.proposed_by, ${ms('c.proposed_at')} as proposed_ms, c.reason, c.rule,
  c.decided_by, ${ms('c.decided_at')} as decided_ms`

const byPeople = `(channel <> '${watchChannel}')`

/** Of the few cases that are shown, not of all. Goes with `toldOf` beside the table `c`. */
export const told = `c.id, c.because, ${ms('c.opened_at')} as opened_ms, ${ms('c.due_at')} as due_ms,
  c.assigned_to, c.merged_into, c.facets @> '{picture}' as has_picture, ${statusColumns}, t.*`
export const toldOf = `lateral (select count(*) filter (where ${byPeople})::int as reports,
  count(*) filter (where not ${byPeople})::int as watched,
  count(distinct coalesce(contact_id, id)) filter (where ${byPeople})::int as people,
  max(case level when 'danger' then 2 when 'caution' then 1 else 0 end)::int as gravity,
  ${ms('max(at)')} as latest_ms from reports where case_id = c.id) t`

const moveTo = prepared(
  'move_case',
  `update cases set status = $2::text, finding = $3::text, claimed_by = $4::uuid, claimed_at = $5::timestamptz,
     claimed_until = $6::timestamptz, proposed_by = $7::uuid, proposed_at = $8::timestamptz, reason = $9::text,
     decided_by = $10::uuid[], decided_at = $11::timestamptz, rule = $12::text where id = $1::uuid`,
)
