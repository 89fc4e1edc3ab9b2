/** One person's wish to be forgotten, or to have a copy, when they cannot say it in the chat: found by a report of theirs,
 * or by their own id, which is neither kept nor written down anywhere. */
import type pg from 'pg'
import type { ChannelName, ContactId, ReviewerId } from '#engine'
import { note } from './audit.ts'
import { forgetContact } from './effects.ts'
import { type CopyOfData, copyOf, readingsOf } from './person-copy.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

/** How a person is named to us. `id`: as the channel knows them. */
export type Naming =
  | { readonly kind: 'report'; readonly number: number }
  | { readonly kind: 'id'; readonly channel: ChannelName; readonly id: string }

/** What is shown before anything is done. */
export interface KnownPerson {
  readonly contact: ContactId
  readonly channel: ChannelName
  readonly since: Date
  readonly reports: number
}

export interface Persons {
  /** null: nobody is known by that. */
  find(naming: Naming): Promise<KnownPerson | null>
  /** All that is kept of them, in words; null: they are forgotten meanwhile. Written down without saying whose it was. */
  copy(contact: ContactId, by: ReviewerId): Promise<CopyOfData | null>
  /** As by "hapus data saya"; reports stay, and are nobody's. `by`: null is somebody at the machine itself. */
  forget(contact: ContactId, by: ReviewerId | null): Promise<'forgotten' | 'nobody'>
}

export function createPersons({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Persons {
  const write = (askWithin: Ask, by: ReviewerId | null, act: string) =>
    note(askWithin, { at: now(), by, act, subject: null, details: {} }, seal)
  return {
    async find(naming) {
      const [row] =
        naming.kind === 'report'
          ? await ask<Row>(pool, byReport, [naming.number])
          : await ask<Row>(pool, byKey, [seal.recognise('contact', naming.channel, naming.id)])
      if (row === undefined) return null
      const { id, channel, since_ms, reports } = row
      return { contact: id, channel, since: new Date(since_ms), reports }
    },
    copy: (contact, by) =>
      transact(pool, async (ask) => {
        const copied = await copyOf(ask, contact, { seal, now: now() })
        if (copied !== null) await write(ask, by, 'person.exported')
        return copied
      }),
    forget: (contact, by) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ key: string }>(lockPerson, [contact])
        if (row === undefined) return 'nobody'
        await dropReadings(ask, contact, seal)
        await forgetContact(ask, contact, 0)
        await write(ask, by, 'person.forgotten')
        return 'forgotten'
      }),
  }
}

async function dropReadings(ask: Ask, contact: ContactId, seal: Seal): Promise<void> {
  await ask(dropThem, [await readingsOf(ask, contact, seal)])
}

interface Row {
  readonly id: ContactId
  readonly channel: ChannelName
  readonly since_ms: number
  readonly reports: number
}

const person = `p.id, p.channel, ${ms('p.created_at')} as since_ms,
  (select count(*)::int from reports where contact_id = p.id) as reports`

const byReport = prepared(
  'person_by_report',
  `select ${person} from reports r join contacts p on p.id = r.contact_id where r.number = $1::int`,
)

const byKey = prepared(
  'person_by_key',
  `select ${person} from contacts p
   where p.key = $1::text or p.id = (select contact_id from aliases where key = $1::text)
   order by p.key = $1::text limit 1`,
)

const lockPerson = prepared('lock_person', 'select key from contacts where id = $1::uuid for update')

const dropThem = prepared('drop_readings', 'delete from readings where id = any($1::bigint[])')
