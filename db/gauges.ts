/** How the whole stands, for whoever watches: what waits and since when, what is late, what must never be. One question
 * that finds few rows by their indexes; it names nobody. */
import type pg from 'pg'
import { bitsOf, topics } from '#engine'
import { ask, prepared } from './statements.ts'

/** One thing counted: `label` is a channel, a status or a class; null where there is but one. */
export interface Gauge {
  readonly name: GaugeName
  readonly label: string | null
  readonly value: number
}

/** Counts, and ages in seconds; `share` is of 1. */
export const gaugeNames = [
  'outbox.waiting',
  'outbox.age',
  'leases.held',
  'leases.lapsed',
  'holds.left',
  'readings.waiting',
  'readings.age',
  'looks.waiting',
  'looks.age',
  'news.waiting',
  'news.age',
  'evidence.waiting',
  'inbox.waiting',
  'inbox.age',
  'cases.open',
  'cases.late',
  'cases.reborn',
  'takedowns.due',
  'takedowns.overdue',
  'takedowns.next',
  'campaigns.open',
  'campaigns.late',
  'pace.share',
  'opt-outs.broken',
  'forgetting.age',
  'forgotten.rows',
  'audit.length',
] as const
export type GaugeName = (typeof gaugeNames)[number]

interface Row {
  readonly name: GaugeName
  readonly label: string | null
  readonly value: number
}

/** As it is now. Rejects when the database does not answer. */
export async function readGauges(pool: pg.Pool): Promise<readonly Gauge[]> {
  return ask<Row>(pool, look, [topics, topics.map((topic) => bitsOf([topic]))])
}

const age = (since: string): string => `coalesce(extract(epoch from now() - min(${since})), 0)::float8`

/** Something was sent to somebody later than this after they had taken their consent back: more than a send that was under
 * way (15 s at most) can explain. */
const underWaySeconds = 20

const look = prepared(
  'look_at_gauges',
  `with out as (
     select channel, status, created_at, lease_until from outbox where status in ('waiting', 'sending'))
   select 'outbox.waiting' as name, channel as label, count(*)::float8 as value from out group by channel
   union all select 'outbox.age', channel, ${age('created_at')} from out group by channel
   union all select 'leases.held', channel, count(*) from out where lease_until >= now() group by channel
   union all select 'leases.lapsed', channel, count(*) from out where lease_until < now() group by channel
   union all select 'holds.left', channel, extract(epoch from until - now())::float8 from channel_holds where until > now()
   union all select 'readings.waiting', null, count(*) from readings where done_at is null
   union all select 'readings.age', null, ${age('created_at')} from readings where done_at is null
   union all select 'looks.waiting', null, count(*) from captures where done_at is null and due_at <= now()
   union all select 'looks.age', null, ${age('due_at')} from captures where done_at is null and due_at <= now()
   union all select 'news.waiting', null, count(*) from news where message is not null
   union all select 'news.age', null, ${age('at')} from news where message is not null
   union all select 'evidence.waiting', null, count(*) from evidence where status = 'wanted'
   union all select 'inbox.waiting', null, count(*) from inbox_threads where status = 'waiting'
   union all select 'inbox.age', null, ${age('asked_at')} from inbox_threads where status = 'waiting'
   union all select 'cases.open', null, count(*) from cases where status <> 'decided'
   union all select 'cases.late', null, count(*) from cases where status <> 'decided' and due_at < now()
   union all select 'cases.reborn', null, count(distinct case_id) from rebirths
   union all select 'takedowns.due', class, count(*) from takedowns where status in ('sent', 'acknowledged') group by class
   union all select 'takedowns.overdue', class, count(*) from takedowns
     where status in ('sent', 'acknowledged') and due_at < now() group by class
   union all select 'takedowns.next', class, extract(epoch from min(due_at) - now())::float8 from takedowns
     where status in ('sent', 'acknowledged') group by class
   union all select 'campaigns.open', status, count(*) from campaigns where status in ('approved', 'sending') group by status
   union all select 'campaigns.late', null, count(*) from campaign_chunks where not done and lease_until < now() - interval '2 minutes'
   union all select 'pace.share', channel, share from channel_paces
   union all select 'opt-outs.broken', null, count(*) from consents c
     join latest_campaigns l on l.subscriber = c.subscriber join campaigns p on p.id = l.campaign
     join unnest($1::text[], $2::int[]) as t(topic, bit) on t.topic = p.topic
     where c.kind = 'withdrawn' and c.topics & t.bit <> 0 and c.at > now() - interval '1 hour'
       and l.at > c.at + make_interval(secs => ${underWaySeconds})
       and not exists (select 1 from consents g where g.subscriber = c.subscriber and g.kind = 'given' and g.at > c.at)
   union all select 'forgetting.age', name, extract(epoch from now() - at)::float8 from forgettings
   union all select 'forgotten.rows', name, total from forgettings
   union all select 'audit.length', null, coalesce(max(place), 0) from audit`,
)
