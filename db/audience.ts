/** Who gets a campaign, asked of all subscribers at once: counted with the reasons of those who do not, or frozen into
 * chunks. It says in SQL what `leftOut` of the engine says of one person; a test holds the two together. */
import { bitsOf, type Campaign, type ChannelName, type LeftOut, type Terms, type Zone, zones } from '#engine'
import { type Ask, type Prepared, prepared } from './statements.ts'

/** Every channel on which campaigns may be sent, and how it takes them. */
export type TermsByChannel = ReadonlyMap<ChannelName, Terms>

export interface AudienceCount {
  /** Who would get it. */
  readonly recipients: number
  readonly groups: readonly { readonly channel: ChannelName; readonly zone: Zone; readonly people: number }[]
  /** Who is described by the audience and would not, by the reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOut | 'already-sent', number>>>
}

type Asked = Pick<Campaign, 'topic' | 'capDays' | 'audience'>

/** Recipients of a chunk: few enough that a worker is soon done with one. */
const chunkSize = 500

/** Counts now, without freezing anything. */
export async function countAudience(
  ask: Ask,
  campaign: Asked,
  terms: TermsByChannel,
): Promise<AudienceCount> {
  await ask(readWhole, [])
  const rows = await ask<CountRow>(countThem, valuesOf({ ...campaign, id: null }, terms))
  const leftOut: Partial<Record<LeftOut | 'already-sent', number>> = {}
  const groups: { channel: ChannelName; zone: Zone; people: number }[] = []
  for (const { channel, zone, why, people } of rows) {
    if (why === null) groups.push({ channel, zone: zones[zone] ?? zones[0], people })
    else leftOut[why] = (leftOut[why] ?? 0) + people
  }
  return { recipients: groups.reduce((sum, { people }) => sum + people, 0), groups, leftOut }
}

interface CountRow {
  readonly channel: ChannelName
  readonly zone: number
  readonly why: LeftOut | 'already-sent' | null
  readonly people: number
}

/** Freezes the audience into numbered chunks; returns how many recipients there are. A campaign that has chunks already
 * gets none. */
export async function freezeAudience(
  ask: Ask,
  campaign: Asked & Pick<Campaign, 'id'>,
  { terms, halves }: { readonly terms: TermsByChannel; readonly halves: boolean },
): Promise<number> {
  await ask(readWhole, [])
  const [frozen] = await ask<{ recipients: number }>(freezeThem, [...valuesOf(campaign, terms), halves])
  return frozen?.recipients ?? 0
}

function valuesOf(
  { id, topic, capDays, audience }: Asked & { readonly id: Campaign['id'] | null },
  terms: TermsByChannel,
): readonly unknown[] {
  const channels = [...terms]
  return [
    id,
    bitsOf([topic]),
    capDays,
    audience.channels,
    audience.locales,
    audience.provinces,
    audience.countries,
    audience.phases,
    audience.seenWithinDays,
    audience.without,
    channels.map(([channel]) => channel),
    channels.map(([, { windowMs }]) => windowMs),
    channels.map(([, { templates }]) => templates.join(' ')),
  ]
}

/** Connections look rows up by index alone; here all of them are wanted. */
const readWhole: Prepared = prepared('read_whole', 'set local enable_seqscan = on')

const marginMs = 60_000

/** $1 campaign or null, $2 bit of its topic, $3 days between campaigns, $4-$9 the audience, $10 campaigns whose people
 * are left out, $11-$13 channels with their windows (ms) and the languages of their templates. */
const described = `
  with terms as (
    select u.channel, u.window_ms, string_to_array(u.templates, ' ') as templates
    from unnest($11::text[], $12::float8[], $13::text[]) as u(channel, window_ms, templates)),
  already as (
    select distinct r.subscriber
    from campaign_chunks k, unnest(k.recipients) with ordinality as r(subscriber, place)
    where k.campaign = any($10::int[]) and get_byte(k.outcomes, r.place::int - 1) in (1, 2, 3)),
  described as (
    select s.id, s.channel, s.zone, case
      when s.minor then 'minor'
      when s.blocked then 'blocked'
      when (s.topics & $2::int) = 0 then 'no-consent'
      when s.paused_until > now() then 'paused'
      when $3::int > 0 and l.campaign is distinct from $1::int and l.at > now() - make_interval(days => $3::int)
        then 'capped'
      when t.channel is null then 'channel-off'
      when t.window_ms is not null
        and coalesce(s.seen_at <= now() - make_interval(secs => (t.window_ms - ${marginMs}) / 1000), true)
        and not t.templates && array[s.locale, 'id'] then 'window-closed'
      when a.subscriber is not null then 'already-sent'
    end as why
    from subscribers s
      left join latest_campaigns l on l.subscriber = s.id
      left join terms t on t.channel = s.channel
      left join already a on a.subscriber = s.id
    where (cardinality($4::text[]) = 0 or s.channel = any($4::text[]))
      and (cardinality($5::text[]) = 0 or s.locale = any($5::text[]))
      and (cardinality($6::text[]) = 0 or s.province = any($6::text[]))
      and (cardinality($7::text[]) = 0 or s.country = any($7::text[]))
      and (cardinality($8::text[]) = 0 or s.phase = any($8::text[]))
      and ($9::int is null or s.seen_at > now() - make_interval(days => $9::int)))`

const countThem = prepared(
  'count_audience',
  `${described}
   select channel, zone::int, why, count(*)::int as people from described group by channel, zone, why`,
)

/** Whoever gets the second text is who `variantFor` says. */
const variant = `case when $14::bool and (((id::bigint * 2654435761 + $1::int::bigint * 2246822519) & 4294967295) >> 31) = 1
  then 'b' else 'a' end`

/** Each chunk is of one channel, one zone and one text, so that what holds for one of it holds for all. */
const freezeThem = prepared(
  'freeze_audience',
  `${described},
   placed as (
     select id, channel, zone, variant,
       (row_number() over (partition by channel, zone, variant order by id) - 1) / ${chunkSize} as part
     from (select id, channel, zone, ${variant} as variant from described where why is null) as chosen),
   frozen as (
     insert into campaign_chunks (campaign, number, channel, zone, variant, recipients, outcomes)
     select $1::int, row_number() over (order by part, channel, zone, variant), channel, zone, variant,
       array_agg(id order by id), decode(repeat('00', count(*)::int), 'hex')
     from placed where not exists (select 1 from campaign_chunks where campaign = $1::int)
     group by channel, zone, variant, part
     returning cardinality(recipients) as people)
   select coalesce(sum(people), 0)::int as recipients from frozen`,
)
