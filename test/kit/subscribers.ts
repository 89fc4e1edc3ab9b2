/** Many subscribers at once, as a list that was brought in would leave them. Their chats are their numbers. */
import type pg from 'pg'
import { bitsOf, type ChannelName, type Locale, type Phase, type Topic, zones } from '#engine'
import type { Seal } from '../../db/seal.ts'
import { closeAddress, subscriberKey } from '../../db/subscribers.ts'

export interface MadeSubscriber {
  readonly channel: ChannelName
  readonly chat: string
  readonly locale?: Locale
  readonly topics?: readonly Topic[]
  readonly province?: string | null
  readonly country?: string | null
  readonly phase?: Phase | null
  readonly zone?: (typeof zones)[number]
  readonly blocked?: boolean
  readonly minor?: boolean
  readonly pausedUntil?: Date | null
  readonly seenAt?: Date | null
}

/** Returns their numbers, in order. */
export async function makeSubscribers(
  pool: pg.Pool,
  seal: Seal,
  people: readonly MadeSubscriber[],
): Promise<readonly number[]> {
  const numbers: number[] = []
  for (let from = 0; from < people.length; from += 5_000) {
    const some = people.slice(from, from + 5_000)
    const keys = some.map(({ channel, chat }) => subscriberKey(seal.recognise('contact', channel, chat)))
    const columns = [
      keys,
      some.map(({ chat }, place) => closeAddress(seal, chat, keys[place] ?? Buffer.alloc(0))),
      some.map(({ channel }) => channel),
      some.map(({ locale }) => locale ?? 'id'),
      some.map(({ topics }) => bitsOf(topics ?? ['scam-alerts'])),
      some.map(({ province }) => province ?? null),
      some.map(({ country }) => country ?? null),
      some.map(({ phase }) => phase ?? null),
      some.map(({ zone }) => zones.indexOf(zone ?? 'Asia/Jakarta')),
      some.map(({ blocked }) => blocked ?? false),
      some.map(({ minor }) => minor ?? false),
      some.map(({ pausedUntil }) => pausedUntil ?? null),
      some.map(({ seenAt }) => (seenAt === undefined ? new Date() : seenAt)),
    ]
    const { rows } = await pool.query<{ id: number }>(add, columns)
    numbers.push(...rows.map(({ id }) => id))
  }
  return numbers
}

const add = `insert into subscribers (key, address, channel, locale, topics, province, country, phase, zone, blocked,
    minor, paused_until, seen_at)
  select * from unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[],
    $8::text[], $9::smallint[], $10::bool[], $11::bool[], $12::timestamptz[], $13::timestamptz[])
  returning id`
