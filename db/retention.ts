/** What is kept for how long, and what is forgotten by itself: one list, which the job goes by and the console shows. */
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import type { Database } from './client.ts'
import { rulingDays } from './rulings.ts'
import { ask, ms, prepared } from './statements.ts'

/** How long something is kept; null: for good. */
type Lasts = { readonly days: number } | { readonly hours: number } | null

interface Rule<Name extends string = string> {
  readonly name: Name
  readonly lasts: Lasts
  /** The rows that the last of them changes are what is counted. */
  readonly forget: readonly string[]
}

const before = (lasts: NonNullable<Lasts>): string =>
  `now() - interval '${'days' in lasts ? `${lasts.days} days` : `${lasts.hours} hours`}'`

/** One statement, by a moment that is past its time. */
const rule = <Name extends string>(
  name: Name,
  lasts: NonNullable<Lasts>,
  forget: (past: string) => string,
): Rule<Name> => ({
  name,
  lasts,
  forget: [forget(before(lasts))],
})

/** Words and files of reports, what they are compared by and searched by, and whose they were; the case, its finding and
 * its identifiers remain. `past`: of `reports r` and `cases c`. */
function reportsRule<Name extends string>(
  name: Name,
  days: number,
  past: (before: string) => string,
): Rule<Name> {
  const gone = `c.id = r.case_id and ${past(before({ days }))}`
  return {
    name,
    lasts: { days },
    forget: [
      `delete from evidence e using reports r, cases c where r.id = e.report_id and ${gone}`,
      `delete from report_facts f using reports r, cases c where r.id = f.report_id and ${gone}`,
      `delete from prints p using reports r, cases c where r.id = p.report_id and r.content <> '' and ${gone}`,
      `update reports r set content = '', words = '{}', contact_id = null from cases c
       where r.content <> '' and ${gone}`,
    ],
  }
}

const rules = [
  // Meta redelivers for up to 7 days (webhooks page): the memory of what was heard must outlive that.
  rule('turns', { days: 30 }, (past) => `delete from turns where at < ${past}`),
  // Settled deliveries hold no text; the rows are kept this long as the ledger of what was sent when.
  rule(
    'deliveries',
    { days: 400 },
    (past) => `delete from outbox where created_at < ${past} and settled_at is not null`,
  ),
  // After they were closed; unanswered ones, after they were asked for.
  rule(
    'inbox',
    { days: 90 },
    (past) =>
      `delete from inbox_threads where coalesce(closed_at, greatest(asked_at, answered_at)) < ${past}`,
  ),
  // Two years, as people are told.
  reportsRule('evidence', 730, (past) => `r.at < ${past}`),
  // After officers decided that it is no illegal recruitment.
  reportsRule(
    'cleared',
    180,
    (past) => `c.status = 'decided' and c.finding <> 'illegal-recruitment' and c.decided_at < ${past}`,
  ),
  // What was put away just now may belong to a report that is not committed yet.
  rule(
    'files',
    { days: 1 },
    (past) => `delete from originals o where used_at < ${past}
      and not exists (select 1 from evidence where original = o.key)`,
  ),
  // Drawn anew when somebody asks again.
  rule('views', { days: 30 }, (past) => `delete from original_views where made_at < ${past}`),
  // Decisions are told to nobody any more.
  rule('rulings', { days: rulingDays }, (past) => `delete from rulings where at < ${past}`),
  // What could not be brought in so long is old: whoever asks is told how their report stands.
  rule(
    'news',
    { days: 90 },
    (past) => `update news set message = null where message is not null and at < ${past}`,
  ),
  rule('told', { days: 730 }, (past) => `delete from news where at < ${past}`),
  // That it was seen gone, and the picture's sha256, remain.
  rule(
    'looks',
    { days: 730 },
    (past) => `update captures set seen = null, picture = null where done_at < ${past}
      and (seen is not null or picture is not null)`,
  ),
  // What its source has not listed in so long is not met again. Items hold no words: what became evidence is kept as such.
  rule(
    'watched',
    { days: 180 },
    (past) => `delete from watch_items where seen_at < ${past} and due_at is null and report_id is null`,
  ),
  rule('hosts', { days: 30 }, (past) => `delete from watch_hosts where next_at < ${past}`),
  // What could not be read in so long is not waited for any more; what was read names nobody.
  rule('readings', { days: 7 }, (past) => `delete from readings where created_at < ${past}`),
  // Links and sessions that open nothing any more, and tries nobody waits for (`reviewers.ts`).
  { name: 'invitations', lasts: { days: 3 }, forget: ['delete from invitations where until < now()'] },
  rule('sessions', { hours: 12 }, (past) => `delete from sessions where created_at < ${past}`),
  rule('tries', { days: 1 }, (past) => `delete from sign_in_tries where at < ${past}`),
  // Places that are free again (`openings.ts`).
  rule('openings', { days: 2 }, (past) => `delete from openings where at < ${past}`),
  // Whoever was brought in and never wrote has agreed for as long as they do not say stop.
  rule('subscribers', { days: 730 }, (past) => `delete from subscribers where seen_at < ${past}`),
  // Someone who has not written for this long is forgotten.
  rule(
    'contacts',
    { days: 730 },
    (past) => `delete from contacts p where created_at < ${past} and not exists (
      select 1 from conversations c where c.contact_id = p.id and c.latest_at >= ${past})`,
  ),
  { name: 'cases', lasts: null, forget: [] },
  { name: 'consents', lasts: null, forget: [] },
  { name: 'audit', lasts: null, forget: [] },
] as const satisfies readonly Rule[]

/** One class of data, and what became of it. */
export interface Kept {
  readonly name: (typeof rules)[number]['name']
  readonly lasts: Lasts
  /** What the job forgot of it; null: it has not run yet, or has nothing to do here. */
  readonly forgotten: {
    /** When the job last ran. */
    readonly at: Date
    /** How many it last found, and when; null: none so far. */
    readonly latest: { readonly count: number; readonly at: Date } | null
    readonly total: number
  } | null
}

/** Deletes what is past its time, and writes down how much that was. Safe to run in several processes at once. */
export async function forgetOld(database: Database): Promise<void> {
  for (const { name, forget } of rules as readonly Rule[]) {
    let count = 0
    for (const statement of forget) count = (await database.execute(sql.raw(statement))).rowCount ?? 0
    if (forget.length > 0)
      await database.execute(sql`
      insert into forgettings (name, at, latest, latest_at, total)
      values (${name}, now(), ${count}::int, case when ${count}::int > 0 then now() end, ${count}::int)
      on conflict (name) do update set at = now(), total = forgettings.total + ${count}::int,
        latest = case when ${count}::int > 0 then ${count}::int else forgettings.latest end,
        latest_at = case when ${count}::int > 0 then now() else forgettings.latest_at end`)
  }
}

/** Every class, in the order in which it is told. */
export async function readKept(pool: pg.Pool): Promise<readonly Kept[]> {
  const rows = await ask<Row>(pool, readThem, [])
  return rules.map(({ name, lasts }) => {
    const row = rows.find((each) => each.name === name)
    const forgotten =
      row === undefined
        ? null
        : {
            at: new Date(row.at_ms),
            latest: row.latest_ms === null ? null : { count: row.latest, at: new Date(row.latest_ms) },
            total: row.total,
          }
    return { name, lasts, forgotten }
  })
}

interface Row {
  readonly name: string
  readonly at_ms: number
  readonly latest: number
  readonly latest_ms: number | null
  readonly total: number
}

const readThem = prepared(
  'read_forgettings',
  `select name, ${ms('at')} as at_ms, latest, ${ms('latest_at')} as latest_ms, total::float8 as total from forgettings`,
)
