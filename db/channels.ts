/** What each channel did last, and what waits on it. */
import type pg from 'pg'
import type { ChannelName } from '#engine'
import { ask, ms, prepared } from './statements.ts'

export interface ChannelTraffic {
  readonly channel: ChannelName
  readonly heardAt: Date | null
  readonly sentAt: Date | null
  readonly waiting: number
  /** Its platform said "not now", until then. */
  readonly heldUntil: Date | null
}

/** Of these channels, in their order. */
export async function readTraffic(
  pool: pg.Pool,
  channels: readonly ChannelName[],
  now: Date,
): Promise<readonly ChannelTraffic[]> {
  const rows = await ask<Row>(pool, trafficOf, [channels, now, new Date(now.getTime() - lookedBack)])
  return rows.map(({ channel, heard_ms, sent_ms, waiting, held_ms }) => ({
    channel,
    heardAt: momentOf(heard_ms),
    sentAt: momentOf(sent_ms),
    waiting,
    heldUntil: momentOf(held_ms),
  }))
}

/** What is older is told as never: the tables are found by time, and a silent channel would be read whole. */
const lookedBack = 7 * 86_400_000

interface Row {
  readonly channel: ChannelName
  readonly heard_ms: number | null
  readonly sent_ms: number | null
  readonly waiting: number
  readonly held_ms: number | null
}

function momentOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

const trafficOf = prepared(
  'traffic_of',
  `select c.channel,
     (select ${ms('max(at)')} from turns t where t.channel = c.channel and t.at > $3::timestamptz) as heard_ms,
     (select ${ms('max(settled_at)')} from outbox o where o.channel = c.channel and o.status = 'sent'
        and o.created_at > $3::timestamptz) as sent_ms,
     (select count(*)::int from outbox o where o.channel = c.channel and o.status in ('waiting', 'sending')) as waiting,
     (select ${ms('h.until')} from channel_holds h where h.channel = c.channel and h.until > $2::timestamptz) as held_ms
   from unnest($1::text[]) with ordinality c(channel, place) order by c.place`,
)
