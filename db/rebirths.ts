/** Recruiters who were taken down and are seen again. Their case goes back to the queue, tied to the report in which they
 * were seen; what people are told about their numbers stays as officers decided it. */
import type { CaseId, IndicatorKind, OrganisationId, ReportId, SeenAgain } from '#engine'
import { type Ask, ms, prepared } from './statements.ts'

/** One time that something of a case was seen again. */
export interface Rebirth {
  readonly at: Date
  /** The case that was taken down. */
  readonly old: CaseId
  /** Where the report stands now: in the same case, or in one of its own. */
  readonly report: number
  readonly in: CaseId
  readonly by: readonly IndicatorKind[]
}

/** Reopens those cases that were decided by two people to be illegal recruitment and then taken down: something is gone,
 * and no request waits for its answer. Nothing else is reopened, however often it is seen: not what was found lawful or
 * unproven, not what is still being asked to be removed. Once decided anew, the same is no news: only what the case did not
 * have, or a removal since, reopens it again. A muted person's report reopens nothing.
 * Written in the transaction in which the report is filed; returns the cases that were reopened. */
export async function reopenReborn(
  ask: Ask,
  {
    report,
    seen,
    joined,
  }: {
    readonly report: ReportId
    readonly seen: readonly SeenAgain[]
    /** The report's own case, and whether it brings what that case did not have. */
    readonly joined: { readonly case: CaseId; readonly anew: boolean }
  },
): Promise<readonly CaseId[]> {
  if (seen.length === 0) return []
  const rows = await ask<{ id: CaseId }>(reopen, [
    seen.map((each) => each.case),
    seen.map(({ by }) => by.join(' ')),
    seen.map((each) => each.case === joined.case && joined.anew),
    report,
  ])
  return rows.map(({ id }) => id)
}

/** Those of a case: it was seen again, or it has the report in which another one was. Newest first; what belongs to an
 * organisation of `sees` alone. */
export async function rebirthsOf(
  ask: Ask,
  id: CaseId,
  sees: readonly OrganisationId[],
): Promise<readonly Rebirth[]> {
  const rows = await ask<{
    at_ms: number
    old: CaseId
    report: number
    in: CaseId
    by: readonly IndicatorKind[]
  }>(readThem, [id, mostShown, sees])
  return rows.map(({ at_ms, ...row }) => ({ ...row, at: new Date(at_ms) }))
}

const mostShown = 20

/** Locked in the order of their ids, so that two reports that meet the same two cases do not wait for each other. */
const reopen = prepared(
  'reopen_reborn',
  `with old as materialized (
     select c.id, c.decided_at, u.by, u.anew
     from unnest($1::uuid[], $2::text[], $3::bool[]) as u(id, by, anew) join cases c on c.id = u.id
     where c.status = 'decided' and c.finding = 'illegal-recruitment' and c.merged_into is null
     order by c.id for no key update of c),
   gone as (
     select old.* from old
     where exists (select 1 from takedowns t where t.case_id = old.id and t.status = 'removed')
       and not exists (select 1 from takedowns t where t.case_id = old.id and t.status not in ('removed', 'refused'))
       and exists (select 1 from reports r where r.id = $4::uuid and r.counted)
       and (old.anew or not exists (
         select 1 from rebirths b where b.case_id = old.id and b.at >= coalesce((
           select max(s) from takedowns t, unnest(t.seen_gone) as s where t.case_id = old.id), b.at)))),
   tied as (
     insert into rebirths (case_id, report_id, by, decided_at)
     select gone.id, $4::uuid, string_to_array(gone.by, ' '), gone.decided_at from gone
     on conflict do nothing returning case_id)
   update cases set status = 'waiting', finding = null, reason = null, rule = null, decided_by = null, decided_at = null,
     proposed_by = null, proposed_at = null, claimed_by = null, claimed_at = null, claimed_until = null
   where id in (select case_id from tied) returning id`,
)

const readThem = prepared(
  'rebirths_of',
  `select ${ms('b.at')} as at_ms, b.case_id as old, r.number as report, r.case_id as in, b.by
   from (
     select * from rebirths where case_id = $1::uuid
     union select b.* from reports r join rebirths b on b.report_id = r.id where r.case_id = $1::uuid) b
     join reports r on r.id = b.report_id
   where not exists (select 1 from cases c where c.id in (b.case_id, r.case_id) and c.organisation_id <> all($3::uuid[]))
   order by b.id desc limit $2::int`,
)
