/** Whom we wrote to first. WhatsApp lets a business open conversations with so many different people in 24 moving hours
 * (Cloud API, "Messaging limits": 250 to 100,000), one count for all its numbers, and so for all our processes. */
import type pg from 'pg'
import type { ChannelName, Openings } from '#engine'
import type { Seal } from './seal.ts'
import { prepared, transact } from './statements.ts'

const keyBytes = 12
/** A minute longer than the day: a message reaches the platform after its place was taken. */
const countedSeconds = 24 * 3600 + 60
/** Whoever finds no place asks again no sooner, in ms. */
const shortestWaitMs = 60_000
/** Of the lock that processes take in turn. */
const openingsLock = 0x6f70656e

export function createOpenings({ pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal }): Openings {
  const keyOf = (channel: ChannelName, chat: string): Buffer =>
    Buffer.from(seal.recognise('opening', channel, chat), 'base64url').subarray(0, keyBytes)
  return {
    take: (channel, chats, most) =>
      transact(pool, async (ask) => {
        await ask(hold, [openingsLock])
        const keys = chats.map((chat) => keyOf(channel, chat))
        const rows = await ask<{ person: Buffer }>(takePlaces, [keys, most])
        const taken = new Set(rows.map(({ person }) => person.toString('hex')))
        const open = keys.map((key) => taken.has(key.toString('hex')))
        if (!open.includes(false)) return { open, waitMs: null }
        const [oldest] = await ask<{ wait_ms: number | null }>(findOldest, [])
        return { open, waitMs: Math.max(shortestWaitMs, oldest?.wait_ms ?? 0) }
      }),
  }
}

const hold = prepared('hold_openings', 'select pg_advisory_xact_lock($1::bigint)')

/** By the moment of the statement: the transaction began before it was its turn. */
const counted = `o.at > statement_timestamp() - interval '${countedSeconds} seconds'`

/** Whoever has a place keeps it, by the newest time; the others get what is left, in their order. */
const takePlaces = prepared(
  'take_openings',
  `with asked as (
     select person, min(place) as place from unnest($1::bytea[]) with ordinality as u(person, place) group by person),
   known as (select a.person from asked a join openings o using (person) where ${counted}),
   fresh as (
     select person from asked where person not in (select person from known) order by place
     limit (select greatest(0, $2::int - count(*)) from openings o where ${counted}))
   insert into openings (person, at)
     select person, statement_timestamp() from (table known union all table fresh) as placed
   on conflict (person) do update set at = excluded.at
   returning person`,
)

const findOldest = prepared(
  'find_oldest_opening',
  `select (extract(epoch from min(o.at) - statement_timestamp()) * 1000 + ${countedSeconds * 1000})::float8 as wait_ms
   from openings o where ${counted}`,
)
