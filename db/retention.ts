/** What is forgotten by itself, and when. */
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/** Meta redelivers for up to 7 days (webhooks page): the memory of what was heard must outlive that. */
const turnDays = 30
/** Settled deliveries hold no text; the rows are kept this long as the ledger of what was sent when. */
const ledgerDays = 400
/** Conversations with officers are kept this long after they were closed; unanswered ones, after they were asked for. */
const inboxDays = 90
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
  // Links and sessions that open nothing any more, and tries nobody waits for (`reviewers.ts`).
  await database.execute(sql`delete from invitations where until < now()`)
  await database.execute(sql`delete from sessions where created_at < now() - make_interval(hours => 12)`)
  await database.execute(sql`delete from sign_in_tries where at < now() - make_interval(days => 1)`)
  await database.execute(sql`
    delete from contacts p where created_at < now() - make_interval(days => ${contactDays}) and not exists (
      select 1 from conversations c
      where c.contact_id = p.id and c.latest_at >= now() - make_interval(days => ${contactDays}))`)
}
