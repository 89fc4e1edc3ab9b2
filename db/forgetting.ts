/** Forgets one person at their wish when they cannot say it in the chat: known to us only by a report of theirs. */
import type pg from 'pg'
import type { ContactId } from '#engine'
import { note } from './audit.ts'
import { forgetContact } from './effects.ts'
import type { Seal } from './seal.ts'
import { prepared, transact } from './statements.ts'

/** Whoever sent the report of this number is forgotten, as by "hapus data saya"; the report stays, and is nobody's.
 * `nobody`: there is no such report, or its reporter is forgotten already. */
export function forgetReporter(
  { pool, seal, now }: { readonly pool: pg.Pool; readonly seal: Seal; readonly now: () => Date },
  number: number,
): Promise<'forgotten' | 'nobody'> {
  return transact(pool, async (ask) => {
    const [row] = await ask<{ contact_id: ContactId | null }>(reporterOf, [number])
    if (row === undefined || row.contact_id === null) return 'nobody'
    await forgetContact(ask, row.contact_id, 0)
    await note(ask, { at: now(), by: null, act: 'person.forgotten', subject: null, details: {} }, seal)
    return 'forgotten'
  })
}

const reporterOf = prepared('reporter_of', 'select contact_id from reports where number = $1::int for update')
