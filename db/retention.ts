/** What is forgotten by itself, and when. */
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { rulingDays } from './rulings.ts'

/** Meta redelivers for up to 7 days (webhooks page): the memory of what was heard must outlive that. */
const turnDays = 30
/** Settled deliveries hold no text; the rows are kept this long as the ledger of what was sent when. */
const ledgerDays = 400
/** Conversations with officers are kept this long after they were closed; unanswered ones, after they were asked for. */
const inboxDays = 90
/** What came with a report, its words and whose it was: two years, as people are told; half a year after officers decided
 * that it is no illegal recruitment. The case, its finding and its identifiers remain. */
const evidenceDays = 730
const clearedDays = 180
/** What a look at an address saw, its picture and its words; that it was seen gone, and the picture's sha256, remain. */
const lookDays = 730
/** News that could not be brought in so long is old: whoever asks is told how their report stands. */
const newsDays = 90
/** What was put away just now may belong to a report that is not committed yet. */
const unusedDays = 1
/** A file that could not be read in so long is not waited for any more; what was read names nobody. */
const readingDays = 7
/** Someone who has not written for this long is forgotten. */
const contactDays = 730

/** Deletes what is past its time. Safe to run in several processes at once. */
export async function forgetOld(database: Database): Promise<void> {
  await database.execute(sql`delete from turns where at < now() - make_interval(days => ${turnDays})`)
  await database.execute(
    sql`delete from outbox where created_at < now() - make_interval(days => ${ledgerDays}) and settled_at is not null`,
  )
  await database.execute(
    sql`delete from inbox_threads where coalesce(closed_at, greatest(asked_at, answered_at)) < now() - make_interval(days => ${inboxDays})`,
  )
  await forgetEvidence(database)
  await forgetNews(database)
  await database.execute(sql`
    update captures set seen = null, picture = null
    where done_at < now() - make_interval(days => ${lookDays}) and seen is not null`)
  await database.execute(
    sql`delete from readings where created_at < now() - make_interval(days => ${readingDays})`,
  )
  // Links and sessions that open nothing any more, and tries nobody waits for (`reviewers.ts`).
  await database.execute(sql`delete from invitations where until < now()`)
  await database.execute(sql`delete from sessions where created_at < now() - make_interval(hours => 12)`)
  await database.execute(sql`delete from sign_in_tries where at < now() - make_interval(days => 1)`)
  // Places that are free again (`openings.ts`).
  await database.execute(sql`delete from openings where at < now() - make_interval(days => 2)`)
  // Whoever was brought in and never wrote has agreed for as long as they do not say stop.
  await database.execute(sql`
    delete from subscribers where seen_at < now() - make_interval(days => ${contactDays})`)
  await database.execute(sql`
    delete from contacts p where created_at < now() - make_interval(days => ${contactDays}) and not exists (
      select 1 from conversations c
      where c.contact_id = p.id and c.latest_at >= now() - make_interval(days => ${contactDays}))`)
}

/** Words and files of reports past their time; then the bytes that no report has any more. */
async function forgetEvidence(database: Database): Promise<void> {
  const past = sql`(r.at < now() - make_interval(days => ${evidenceDays}) or (c.status = 'decided'
    and c.finding <> 'illegal-recruitment' and c.decided_at < now() - make_interval(days => ${clearedDays})))`
  await database.execute(sql`
    delete from evidence e using reports r, cases c where r.id = e.report_id and c.id = r.case_id and ${past}`)
  await database.execute(sql`
    delete from report_facts f using reports r, cases c where r.id = f.report_id and c.id = r.case_id and ${past}`)
  // What texts and pictures are compared by: nothing new is called alike to what is not kept any more.
  await database.execute(sql`
    delete from prints p using reports r, cases c where r.id = p.report_id and c.id = r.case_id
      and r.content <> '' and ${past}`)
  await database.execute(sql`
    update reports r set content = '', contact_id = null from cases c where c.id = r.case_id and r.content <> '' and ${past}`)
  await database.execute(sql`
    delete from originals o where used_at < now() - make_interval(days => ${unusedDays})
      and not exists (select 1 from evidence where original = o.key)`)
}

/** Decisions that are told to nobody any more, and news: what waits too long, and the ledger of what was told. */
async function forgetNews(database: Database): Promise<void> {
  await database.execute(sql`delete from rulings where at < now() - make_interval(days => ${rulingDays})`)
  await database.execute(sql`
    update news set message = null where message is not null and at < now() - make_interval(days => ${newsDays})`)
  await database.execute(sql`delete from news where at < now() - make_interval(days => ${evidenceDays})`)
}
