/** One pace a channel, shared by every process on every machine: each takes places of a moment ahead, in one statement. A
 * place that is not used is lost, never made up for, so that together they are never faster than the platform allows. */
import type pg from 'pg'
import type { CampaignPace, ChannelName } from '#engine'
import { ask, prepared } from './statements.ts'

/** Places are taken no further ahead than this, in ms: a stop, an opt-out or an answer is obeyed soon. */
const aheadMs = 250
/** Of how long a time places are taken at once, in ms: they are the most that a kill leaves unknown. */
const atOnceMs = 200
/** Of the platform's limit: the rest is for clocks and lines that are not exact. */
const ofLimit = 0.985
/** How long it takes until all of the pace is used again after a 429, in seconds. */
const recoverySeconds = 600
/** A platform that asks for a longer wait means campaigns (Cloud API, 131048), in seconds. */
const everybodysWaitSeconds = 60

export function createCampaignPace(pool: pg.Pool): CampaignPace {
  return {
    async take(channel, perSecond, most) {
      const count = Math.max(1, Math.min(most, Math.floor((perSecond * atOnceMs) / 1000)))
      const [taken] = await ask<{ end_ms: number; every_ms: number }>(pool, takePlaces, [
        channel,
        perSecond * ofLimit,
        count,
      ])
      if (taken === undefined) return { kind: 'wait', ms: aheadMs / 5 }
      const inMs = Math.max(0, taken.end_ms - count * taken.every_ms)
      return { kind: 'go', count, inMs, everyMs: taken.every_ms }
    },
    async charge(channel, perSecond, messages) {
      if (messages > 0) await ask(pool, chargePlaces, [channel, perSecond * ofLimit, messages])
    },
    async slow(channel, holdMs) {
      await ask(pool, hold, [channel, holdMs / 1000])
    },
  }
}

/** Which part of its limit each channel uses now: less for a while after the platform complained. */
export async function readShares(pool: pg.Pool): Promise<ReadonlyMap<ChannelName, number>> {
  const rows = await ask<{ channel: ChannelName; share: number }>(pool, findShares, [])
  return new Map(rows.map(({ channel, share }) => [channel, ofLimit * share]))
}

/** Between two places, in seconds; longer for a while after the platform complained. */
const every = `1 / ($2::float8 * least(1, p.share + coalesce(
  extract(epoch from clock_timestamp() - p.slowed_at) / ${recoverySeconds}, 0)))`

/** A complaint that is not one of the last seconds' again. */
const isNew = `(slowed_at is null or slowed_at < clock_timestamp() - interval '5 seconds')`

const findShares = prepared(
  'find_channel_shares',
  `select p.channel, least(1, p.share + coalesce(
     extract(epoch from clock_timestamp() - p.slowed_at) / ${recoverySeconds}, 0))::float8 as share
   from channel_paces p`,
)

/** A pace that a crash of the database forgets has cost a moment; waiting for the disk would cost every answer that is
 * written down meanwhile. */
const notToDisk = `(select set_config('synchronous_commit', 'off', true)) as soft`

/** By the database's clock, read when the row is ours: processes may disagree about the time, and have waited. */
const takePlaces = prepared(
  'take_places',
  `insert into channel_paces as p (channel, next_at)
   select $1::text, clock_timestamp() + make_interval(secs => $3::int / $2::float8) from ${notToDisk}
   on conflict (channel) do update
     set next_at = greatest(p.next_at, clock_timestamp()) + make_interval(secs => $3::int * ${every})
     where p.next_at < clock_timestamp() + make_interval(secs => ${aheadMs / 1000})
       and not exists (select 1 from channel_holds h where h.channel = $1::text and h.until > clock_timestamp())
   returning (extract(epoch from p.next_at - clock_timestamp()) * 1000)::float8 as end_ms,
     (1000 * ${every})::float8 as every_ms`,
)

const chargePlaces = prepared(
  'charge_places',
  `insert into channel_paces as p (channel, next_at)
   select $1::text, clock_timestamp() + make_interval(secs => $3::int / $2::float8) from ${notToDisk}
   on conflict (channel) do update
     set next_at = greatest(p.next_at, clock_timestamp()) + make_interval(secs => $3::int * ${every})`,
)

/** A short wait is everybody's; a long one is about campaigns, and answers do not wait for it. Several messages meet the
 * same wall at once: that is one complaint, and the pace is lowered once. */
const hold = prepared(
  'slow_channel',
  `with held as (
     insert into channel_holds (channel, until)
     select $1::text, clock_timestamp() + make_interval(secs => $2::float8) where $2::float8 <= ${everybodysWaitSeconds}
     on conflict (channel) do update set until = greatest(channel_holds.until, excluded.until))
   update channel_paces set
     next_at = greatest(next_at, clock_timestamp() + make_interval(secs => $2::float8)),
     slowed_at = case when ${isNew} then clock_timestamp() else slowed_at end,
     share = case when ${isNew} then greatest(0.1, 0.7 * least(1, share + coalesce(
       extract(epoch from clock_timestamp() - slowed_at) / ${recoverySeconds}, 0))) else share end
   where channel = $1::text`,
)
