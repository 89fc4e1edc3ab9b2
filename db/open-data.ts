/** What other systems may read: cases, takedowns and counts of one organisation, and nothing that names anybody. */
import type pg from 'pg'
import type { CaseId, Finding, OrganisationId, TakedownId } from '#engine'
import { ask, prepared } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

export interface OpenCase {
  readonly id: CaseId
  readonly status: 'waiting' | 'claimed' | 'proposed' | 'decided'
  /** Only of a decided case: a proposal is nobody's finding yet. */
  readonly finding: Finding | null
  readonly opened_at: string
  readonly decided_at: string | null
  readonly reports: number
  /** Different people, not reports. */
  readonly people: number
  readonly takedowns: number
}

export interface OpenTakedown {
  readonly id: TakedownId
  readonly case_id: CaseId
  /** `link`, `account`, …: what is to be taken down; its address is not told. */
  readonly kind: string
  readonly platform: string | null
  readonly recipient: string
  readonly class: string | null
  readonly status: string
  readonly created_at: string
  readonly approved_at: string | null
  readonly sent_at: string | null
  readonly due_at: string | null
  readonly acknowledged_at: string | null
}

/** One month of one organisation, in western Indonesia's time. */
export interface OpenCounts {
  /** `2026-11`. */
  readonly month: string
  readonly cases_opened: number
  readonly cases_decided: number
  readonly illegal_recruitment: number
  readonly takedowns_sent: number
}

/** Rows of one page. `after`: the last id of the page before, or null. */
export interface Paging<Id> {
  readonly after: Id | null
  readonly most: number
}

export interface OpenData {
  cases(of: OrganisationId, page: Paging<CaseId>): Promise<readonly OpenCase[]>
  /** null: this organisation has no such case. */
  case(of: OrganisationId, id: CaseId): Promise<OpenCase | null>
  takedowns(of: OrganisationId, page: Paging<TakedownId>): Promise<readonly OpenTakedown[]>
  /** The last 24 months in which anything happened, the newest first. */
  counts(of: OrganisationId): Promise<readonly OpenCounts[]>
}

export function createOpenData(pool: pg.Pool): OpenData {
  return {
    cases: (of, { after, most }) => ask<OpenCase>(pool, openCasesOf, [of, after, most]),
    async case(of, id) {
      const [row] = await ask<OpenCase>(pool, openCase, [of, id])
      return row ?? null
    },
    takedowns: (of, { after, most }) => ask<OpenTakedown>(pool, openTakedownsOf, [of, after, most]),
    counts: (of) => ask<OpenCounts>(pool, countsOf, [of]),
  }
}

/** A moment as ISO 8601 in UTC, whatever the session's style is. */
function iso(moment: string): string {
  return `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}

const caseColumns = `c.id, c.status, case when c.status = 'decided' then c.finding end as finding,
  ${iso('c.opened_at')} as opened_at, ${iso('c.decided_at')} as decided_at, r.reports, r.people,
  (select count(*)::int from takedowns t where t.case_id = c.id) as takedowns`
const reportsOf = `lateral (select count(*)::int as reports, count(distinct coalesce(contact_id, id))::int as people
  from reports where case_id = c.id and channel <> '${watchChannel}') r`

/** A case that was merged into another has no reports left, and is told by that other. */
const openCasesOf = prepared(
  'open_cases_of',
  `select ${caseColumns} from cases c, ${reportsOf}
   where c.organisation_id = $1::uuid and c.merged_into is null and ($2::uuid is null or c.id > $2::uuid)
   order by c.id limit $3::int`,
)
const openCase = prepared(
  'open_case_of',
  `select ${caseColumns} from cases c, ${reportsOf} where c.organisation_id = $1::uuid and c.id = $2::uuid`,
)
const openTakedownsOf = prepared(
  'open_takedowns_of',
  `select t.id, t.case_id, t.kind, t.platform, t.recipient, t.class, t.status, ${iso('t.created_at')} as created_at,
     ${iso('t.approved_at')} as approved_at, ${iso('t.sent_at')} as sent_at, ${iso('t.due_at')} as due_at,
     ${iso('t.acknowledged_at')} as acknowledged_at
   from takedowns t join cases c on c.id = t.case_id
   where c.organisation_id = $1::uuid and ($2::uuid is null or t.id > $2::uuid) order by t.id limit $3::int`,
)

const monthOf = (moment: string): string => `to_char(${moment} at time zone 'Asia/Jakarta', 'YYYY-MM')`
const countsOf = prepared(
  'counts_of',
  `select month, sum(opened)::int as cases_opened, sum(decided)::int as cases_decided,
     sum(illegal)::int as illegal_recruitment, sum(sent)::int as takedowns_sent
   from (
     select ${monthOf('opened_at')} as month, 1 as opened, 0 as decided, 0 as illegal, 0 as sent
       from cases where organisation_id = $1::uuid and merged_into is null
     union all
     select ${monthOf('decided_at')}, 0, 1, (finding = 'illegal-recruitment')::int, 0
       from cases where organisation_id = $1::uuid and merged_into is null and status = 'decided'
     union all
     select ${monthOf('t.sent_at')}, 0, 0, 0, 1
       from takedowns t join cases c on c.id = t.case_id
       where c.organisation_id = $1::uuid and t.sent_at is not null) every_month
   group by month order by month desc limit 24`,
)
