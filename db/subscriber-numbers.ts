/** Subscribers as numbers, as a table without chats, and erased when one of them asks by another way than the chat. */
import type pg from 'pg'
import {
  type ChannelName,
  type Locale,
  type Phase,
  type ReviewerId,
  type Topic,
  topics,
  topicsIn,
} from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact } from './statements.ts'

export interface SubscriberCounts {
  readonly all: number
  /** Who asked for a topic, is not blocked and did not say that they are under 18. */
  readonly active: number
  readonly byTopic: ReadonlyMap<Topic, number>
  readonly byChannel: ReadonlyMap<ChannelName, number>
  readonly byLocale: ReadonlyMap<Locale, number>
  /** By code; null: not told. */
  readonly byProvince: ReadonlyMap<string | null, number>
}

/** One subscriber without their chat: it proves what they agreed to, and leads to nobody. */
export interface SubscriberLine {
  readonly number: number
  readonly channel: ChannelName
  readonly locale: Locale
  readonly topics: readonly Topic[]
  readonly province: string | null
  readonly country: string | null
  readonly phase: Phase | null
  readonly blocked: boolean
  readonly minor: boolean
  /** The newest yes: when, by which way, and to which words. */
  readonly givenAt: Date | null
  readonly how: string | null
  readonly text: string | null
}

export interface SubscriberNumbers {
  count(): Promise<SubscriberCounts>
  /** Some thousands with a higher number than this, rising. */
  lines(after: number): Promise<readonly SubscriberLine[]>
  /** false: there is none of this number. */
  erase(number: number, by: ReviewerId): Promise<boolean>
}

export function createSubscriberNumbers({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): SubscriberNumbers {
  return {
    async count() {
      const rows = await ask<CountRow>(pool, countThem, [])
      const active = rows.filter(({ blocked, minor, bits }) => !blocked && !minor && bits !== 0)
      return {
        all: sumOf(rows),
        active: sumOf(active),
        byTopic: new Map(
          topics.map((topic) => [topic, sumOf(active.filter(({ bits }) => topicsIn(bits).includes(topic)))]),
        ),
        byChannel: sumBy(active, ({ channel }) => channel),
        byLocale: sumBy(active, ({ locale }) => locale),
        byProvince: sumBy(active, ({ province }) => province),
      }
    },
    async lines(after) {
      const rows = await ask<LineRow>(pool, readLines, [after])
      return rows.map(({ bits, given_ms, ...row }) => ({
        ...row,
        topics: topicsIn(bits),
        givenAt: given_ms === null ? null : new Date(given_ms),
      }))
    },
    erase: (number, by) =>
      transact(pool, async (ask) => {
        const [gone] = await ask<{ id: number }>(eraseOne, [number])
        if (gone === undefined) return false
        await note(
          ask,
          { at: now(), by, act: 'subscriber.forgotten', subject: String(number), details: {} },
          seal,
        )
        return true
      }),
  }
}

interface CountRow {
  readonly channel: ChannelName
  readonly locale: Locale
  readonly province: string | null
  readonly bits: number
  readonly blocked: boolean
  readonly minor: boolean
  readonly people: number
}

interface LineRow extends Omit<SubscriberLine, 'topics' | 'givenAt'> {
  readonly bits: number
  readonly given_ms: number | null
}

const sumOf = (rows: readonly CountRow[]): number => rows.reduce((sum, { people }) => sum + people, 0)

/** The most first. */
function sumBy<Key>(rows: readonly CountRow[], keyOf: (row: CountRow) => Key): ReadonlyMap<Key, number> {
  const sums = new Map<Key, number>()
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.people)
  return new Map([...sums].toSorted(([, one], [, other]) => other - one))
}

const countThem = prepared(
  'count_subscribers',
  `select channel, locale, province, topics::int as bits, blocked, minor, count(*)::int as people
   from subscribers group by channel, locale, province, topics, blocked, minor`,
)
const readLines = prepared(
  'read_subscriber_lines',
  `with page as (
     select id, channel, locale, topics, province, country, phase, blocked, minor
     from subscribers where id > $1::int order by id limit 2000),
   proofs as (
     select distinct on (c.subscriber) c.subscriber, c.at, c.how, t.version || ' ' || t.locale as text
     from consents c left join consent_texts t on t.id = c.text
     where c.kind = 'given' and c.subscriber >= (select min(id) from page) and c.subscriber <= (select max(id) from page)
     order by c.subscriber, c.at desc)
   select s.id as number, s.channel, s.locale, s.topics::int as bits, s.province, s.country, s.phase, s.blocked, s.minor,
     ${ms('p.at')} as given_ms, p.how, p.text
   from page s left join proofs p on p.subscriber = s.id order by s.id`,
)
/** As `forgetSubscribers` does for somebody who asks in the chat. */
const eraseOne = prepared(
  'erase_subscriber',
  `with gone as (delete from subscribers where id = $1::int returning id),
   answers as (delete from campaign_answers where subscriber in (select id from gone)),
   latest as (delete from latest_campaigns where subscriber in (select id from gone))
   select id from gone`,
)
