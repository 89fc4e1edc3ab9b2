/** Cases as reviewers read and decide them. Nothing here tells who reported. */
import type pg from 'pg'
import { z } from 'zod'
import {
  type CaseAction,
  type CaseId,
  type CaseRefusal,
  type CaseStatus,
  type Finding,
  type Indicator,
  type IndicatorKind,
  keyOf,
  type Moved,
  moveCase,
  type PriorityReason,
  type ReportedAd,
  type ReviewerId,
  type Suggestion,
} from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

export type Level = ReportedAd['level']

/** One line of the queue. */
export interface QueuedCase {
  readonly id: CaseId
  readonly status: CaseStatus
  readonly because: readonly PriorityReason[]
  readonly openedAt: Date
  /** When it was reported last. */
  readonly latestAt: Date
  /** Different people, not reports. */
  readonly people: number
  readonly reports: number
  /** That of its worst report. */
  readonly level: Level
  readonly hasPicture: boolean
}

/** `open`: all that is not decided; a claim that lapsed counts as waiting. */
export type Shown = 'open' | 'waiting' | 'claimed' | 'proposed' | 'decided'

export interface Asked {
  readonly shown: Shown
  readonly level: Level | null
  readonly withPicture: boolean
  /** Those found by a search; null: all. */
  readonly among: readonly CaseId[] | null
  /** The last case of the page before. */
  readonly after: CaseId | null
}

/** What a search looks for. */
export interface Sought {
  readonly indicators: readonly Indicator[]
  /** A report's number, as its reporter was told. */
  readonly number: number | null
  /** The first eight letters of a case's id. */
  readonly caseBegins: string | null
}

export interface FiledReport {
  readonly number: number
  readonly at: Date
  readonly level: Level
  readonly signs: readonly string[]
  /** As it was received; null when its key is gone. */
  readonly ads:
    | readonly { readonly text: string; readonly pictures: number; readonly forwarded: string }[]
    | null
}

export interface CaseFile extends QueuedCase {
  /** Newest first, at most `mostReports`. */
  readonly filed: readonly FiledReport[]
  readonly identifiers: readonly {
    readonly kind: IndicatorKind
    readonly value: string
    readonly joins: boolean
    readonly reports: number
  }[]
  /** Cases that may be the same recruiter. */
  readonly similar: readonly (QueuedCase & { readonly why: Suggestion['why'] })[]
}

export interface Queue {
  list(asked: Asked): Promise<{ readonly cases: readonly QueuedCase[]; readonly more: boolean }>
  /** Cases that any of this is part of; at most a hundred. */
  find(sought: Sought): Promise<readonly CaseId[]>
  read(id: CaseId): Promise<CaseFile | null>
  /** One act of a reviewer, with its line in the audit; null: no such case. */
  move(id: CaseId, action: CaseAction): Promise<Moved<CaseStatus, CaseRefusal> | null>
}

/** Cases of one page of the queue. */
const pageSize = 25
export const mostReports = 50
const mostIdentifiers = 200
const mostSimilar = 20
const mostFound = 100

const contentForm = z.array(
  z.object({ text: z.string(), posters: z.array(z.string()), forwarded: z.string() }),
)

export function createQueue({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Queue {
  const queued = (row: CaseRow): QueuedCase => ({
    id: row.id,
    status: statusFrom(row, seal),
    because: row.because,
    openedAt: new Date(row.opened_ms),
    latestAt: new Date(row.latest_ms ?? row.opened_ms),
    people: row.people,
    reports: row.reports,
    level: levels[row.gravity ?? 0] ?? 'no-signs',
    hasPicture: row.has_picture,
  })
  const contentOf = (content: string): FiledReport['ads'] => {
    try {
      return contentForm
        .parse(seal.open(content))
        .map(({ text, posters, forwarded }) => ({ text, pictures: posters.length, forwarded }))
    } catch {
      return null
    }
  }

  return {
    async list({ shown, level, withPicture, among, after }) {
      const gravity = level === null ? null : levels.indexOf(level)
      const filter = [gravity, withPicture, among, after]
      const rows =
        shown === 'decided'
          ? await ask<CaseRow>(pool, decidedCases, filter)
          : await ask<CaseRow>(pool, openCases, [...filter, shown, now()])
      return { cases: rows.slice(0, pageSize).map(queued), more: rows.length > pageSize }
    },
    async find({ indicators, number, caseBegins }) {
      const keys = indicators.map((indicator) => seal.recognise('indicator', keyOf(indicator)))
      const ends = (filling: string) =>
        caseBegins === null
          ? null
          : `${caseBegins}-${[4, 4, 4, 12].map((many) => filling.repeat(many)).join('-')}`
      const rows = await ask<{ id: CaseId }>(pool, findCases, [keys, number, ends('0'), ends('f'), mostFound])
      return rows.map(({ id }) => id)
    },
    async read(id) {
      const [row] = await ask<CaseRow>(pool, oneCase, [id])
      if (row === undefined) return null
      const filed = await ask<ReportRow>(pool, reportsOf, [id, mostReports])
      const identifiers = await ask<IndicatorRow>(pool, identifiersOf, [id, mostIdentifiers])
      const similar = await ask<CaseRow & { why: Suggestion['why'] }>(pool, similarTo, [id, mostSimilar])
      return {
        ...queued(row),
        filed: filed.map(({ number, at_ms, level, signs, content }) => ({
          number,
          at: new Date(at_ms),
          level,
          signs,
          ads: contentOf(content),
        })),
        identifiers: identifiers.map(({ kind, value, joins, reports }) => ({
          kind,
          value: String(seal.open(value)),
          joins,
          reports,
        })),
        similar: similar.map((each) => ({ ...queued(each), why: each.why })),
      }
    },
    move: (id, action) =>
      transact(pool, async (ask) => {
        const [row] = await ask<StatusRow>(lockCase, [id])
        if (row === undefined) return null
        const at = now()
        const result = moveCase(statusFrom(row, seal), action, at)
        if (!result.ok) return result
        await writeStatus(ask, { id, status: result.value, seal })
        const { kind, by, ...details } = action
        await note(ask, { at, by, act: `case.${kind}`, subject: id, details }, seal)
        return result
      }),
  }
}

const levels: readonly Level[] = ['no-signs', 'caution', 'danger']

interface StatusRow {
  readonly status: CaseStatus['kind']
  readonly finding: Finding | null
  readonly claimed_by: ReviewerId | null
  readonly claimed_ms: number | null
  readonly until_ms: number | null
  readonly proposed_by: ReviewerId | null
  readonly proposed_ms: number | null
  readonly reason: string | null
  readonly decided_by: readonly ReviewerId[] | null
  readonly decided_ms: number | null
}

interface CaseRow extends StatusRow {
  readonly id: CaseId
  readonly because: readonly PriorityReason[]
  readonly opened_ms: number
  readonly latest_ms: number | null
  readonly people: number
  readonly reports: number
  readonly gravity: number | null
  readonly has_picture: boolean
}

interface ReportRow {
  readonly number: number
  readonly at_ms: number
  readonly level: Level
  readonly signs: readonly string[]
  readonly content: string
}

interface IndicatorRow {
  readonly kind: IndicatorKind
  readonly value: string
  readonly joins: boolean
  readonly reports: number
}

function statusFrom(row: StatusRow, seal: Seal): CaseStatus {
  const reason = row.reason === null ? '' : String(seal.open(row.reason))
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
        reason,
      }
    case 'decided': {
      const [first, ...others] = known(row.decided_by)
      return {
        kind: 'decided',
        finding: known(row.finding),
        by: [known(first), ...others],
        at: new Date(known(row.decided_ms)),
        reason,
      }
    }
  }
}

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a case lacks a part of its status')
  return value
}

async function writeStatus(
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
  ])
}

const statusColumns = `c.status, c.finding, c.claimed_by, ${ms('c.claimed_at')} as claimed_ms,
  ${ms('c.claimed_until')} as until_ms, c.proposed_by, ${ms('c.proposed_at')} as proposed_ms, c.reason,
  c.decided_by, ${ms('c.decided_at')} as decided_ms`

/** Looked up case by case: as "exists" it would be answered for all cases at once. */
const hasPicture = `((select 1 from indicators i where i.case_id = c.id and i.kind = 'poster' limit 1) is not null)`
/** Of the few cases that are shown, not of all. */
const told = `c.id, c.because, ${ms('c.opened_at')} as opened_ms, ${statusColumns}, t.*,
  ${hasPicture} as has_picture`
const gravityOf = `case level when 'danger' then 2 when 'caution' then 1 else 0 end`
const toldOf = `lateral (select count(*)::int as reports, count(distinct coalesce(contact_id, id))::int as people,
  max(${gravityOf})::int as gravity, ${ms('max(at)')} as latest_ms from reports where case_id = c.id) t`

const filtered = `($1::int is null or (select max(${gravityOf}) from reports where case_id = c.id) = $1::int)
  and (not $2::bool or ${hasPicture})
  and ($3::uuid[] is null or c.id = any($3::uuid[]))`

/** `offset 0`: first in order, then asked whether they are wanted, so that it ends with the page. The other way round all
 * cases are asked; and how many are wanted stands in the text, since a plan for any number would do the same (250 ms
 * instead of a few at 25,000 open cases). */
const openCases = prepared(
  'open_cases',
  `select ${told} from (
     select * from (
       select * from cases c where c.status <> 'decided' order by c.rank desc nulls last, c.opened_at, c.id offset 0) c
     where ${filtered}
       and ($4::uuid is null or exists (select 1 from cases a where a.id = $4::uuid and (c.rank < a.rank
         or (c.rank = a.rank and (c.opened_at, c.id) > (a.opened_at, a.id)))))
       and case $5::text when 'open' then true
         when 'waiting' then c.status = 'waiting' or (c.status = 'claimed' and c.claimed_until <= $6::timestamptz)
         when 'claimed' then c.status = 'claimed' and c.claimed_until > $6::timestamptz
         else c.status = $5::text end
     limit ${pageSize + 1}) c, ${toldOf}
   order by c.rank desc nulls last, c.opened_at, c.id`,
)

const decidedCases = prepared(
  'decided_cases',
  `select ${told} from (
     select * from (select * from cases c where c.status = 'decided'
       order by c.decided_at desc nulls last, c.id desc offset 0) c
     where ${filtered}
       and ($4::uuid is null or exists (select 1 from cases a where a.id = $4::uuid
         and (c.decided_at, c.id) < (a.decided_at, a.id)))
     limit ${pageSize + 1}) c, ${toldOf}
   order by c.decided_at desc nulls last, c.id desc`,
)

const findCases = prepared(
  'seek_cases',
  `select case_id as id from indicators where joins and key = any($1::text[])
   union select case_id from indicators where not joins and key = any($1::text[])
   union select case_id from reports where number = $2::int
   union select id from cases where id between $3::uuid and $4::uuid limit $5::int`,
)

const oneCase = prepared('one_case', `select ${told} from cases c, ${toldOf} where c.id = $1::uuid`)

const reportsOf = prepared(
  'reports_of',
  `select number, ${ms('at')} as at_ms, level, signs, content from reports where case_id = $1::uuid
   order by at desc, id limit $2::int`,
)

const identifiersOf = prepared(
  'identifiers_of',
  `select kind, min(value) as value, bool_or(joins) as joins, count(distinct report_id)::int as reports
   from indicators where case_id = $1::uuid and kind not in ('poster', 'text')
   group by kind, key order by joins desc, reports desc, kind, key limit $2::int`,
)

const similarTo = prepared(
  'similar_to',
  `select ${told}, s.why from (
     select other_id as id, why, at from suggestions where case_id = $1::uuid
     union select case_id, why, at from suggestions where other_id = $1::uuid) s
   join cases c on c.id = s.id, ${toldOf} order by s.at desc, c.id limit $2::int`,
)

const lockCase = prepared(
  'lock_case',
  `select ${statusColumns} from cases c where c.id = $1::uuid for update`,
)

const moveTo = prepared(
  'move_case',
  `update cases set status = $2::text, finding = $3::text, claimed_by = $4::uuid, claimed_at = $5::timestamptz,
     claimed_until = $6::timestamptz, proposed_by = $7::uuid, proposed_at = $8::timestamptz, reason = $9::text,
     decided_by = $10::uuid[], decided_at = $11::timestamptz where id = $1::uuid`,
)
