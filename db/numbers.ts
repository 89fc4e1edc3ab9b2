/** How many there are and how long it takes, for officers and for the public. Counted over the cases of organisations that
 * may be read; nothing here names anybody. */
import type pg from 'pg'
import * as z from 'zod'
import { agencyNames, type OrganisationId } from '#engine'
import { agencyFacet } from './facets.ts'
import { monthBegins } from './queue.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

/** From one step to the next. `removed`: from sent to seen gone. `whole`: from the first report to seen gone. */
export const spans = ['reviewed', 'drafted', 'sent', 'removed', 'whole'] as const
export type Span = (typeof spans)[number]

/** How many took this step, and how long it took them, in ms; null: none did. */
export interface Taken {
  readonly many: number
  readonly median: number | null
  /** Nine of ten were quicker. */
  readonly most: number | null
}

/** What happened in a month of Jakarta, whenever it began. */
export interface Month {
  /** `2026-11`. */
  readonly month: string
  readonly opened: number
  readonly removed: number
}

export const kindsCounted = ['platform', 'country', 'province', 'agency', 'channel'] as const
export type KindCounted = (typeof kindsCounted)[number]

/** Cases of one kind; of provinces, reports. */
export interface Share {
  /** As the queue is narrowed by it; empty: not known. */
  readonly facet: string
  /** For people; null: not known. */
  readonly name: string | null
  readonly cases: number
  readonly illegal: number
}

export interface Numbers {
  readonly cases: number
  readonly illegal: number
  readonly taken: Readonly<Record<Span, Taken>>
  /** Every month of the period, the oldest first. */
  readonly months: readonly Month[]
  /** The most frequent of each kind. */
  readonly shares: Readonly<Record<KindCounted, readonly Share[]>>
  /** When `shares` were counted; null: never yet. */
  readonly sharesAt: Date | null
}

/** What anybody may know of all organisations together. */
export interface OpenNumbers extends Pick<Numbers, 'cases' | 'illegal' | 'taken'> {
  readonly reports: number
}

export interface NumberStore {
  /** Of cases that were opened since the first day of a month, `2026-01`. */
  read(asked: { readonly sees: readonly OrganisationId[]; readonly since: string }): Promise<Numbers>
  readOpen(since: string): Promise<OpenNumbers>
  /** Counts `shares` anew; safe to run in several processes at once. */
  count(): Promise<void>
}

/** Of each kind, those shown. */
const mostShares = 12
/** Reports opened to learn the name of a firm that is on no list. */
const mostOpened = 5

export function createNumbers({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): NumberStore {
  /** Names of firms by their facet: as lists write them, or else as they were read in a report. */
  async function nameAgencies(
    sees: readonly OrganisationId[],
    facets: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (facets.length === 0) return new Map()
    const [listed, found] = await Promise.all([
      ask<{ name: string }>(pool, listedNames, []),
      ask<{ content: string }>(pool, reportsNaming, [facets, sees, mostOpened]),
    ])
    const read = found.flatMap(({ content }) => namesIn(content, seal))
    const onList = listed.flatMap(({ name }) => squashed(name).map((letters) => [letters, name] as const))
    return new Map(
      [...read.map((letters) => [letters, letters.toUpperCase()] as const), ...onList].map(
        ([letters, name]) => [agencyFacet(letters, seal), name],
      ),
    )
  }

  return {
    async read({ sees, since }) {
      const from = monthBegins(since)
      const [[cases], [steps], months, shares] = await Promise.all([
        ask<CaseRow>(pool, countCases, [sees, from]),
        ask<StepRow>(pool, countSteps, [sees, from]),
        ask<Month>(pool, countMonths, [sees, from, now()]),
        ask<ShareRow>(pool, readShares, [sees, `${since}-01`, mostShares]),
      ])
      if (cases === undefined || steps === undefined) throw new Error('nothing was counted')
      const of = (kind: KindCounted) => shares.filter(({ facet }) => facet.startsWith(`${kind}:`))
      const names = await nameAgencies(
        sees,
        of('agency').map(({ facet }) => facet),
      )
      const share = ({ facet, cases, illegal }: ShareRow): Share => {
        const value = facet.slice(facet.indexOf(':') + 1)
        const name = facet.startsWith('agency:') ? (names.get(facet) ?? null) : value
        return { facet: value, name: value === '' ? null : name, cases, illegal }
      }
      const counted = shares[0]?.counted_ms
      return {
        cases: cases.many,
        illegal: cases.illegal,
        taken: takenFrom(cases, steps),
        months,
        shares: {
          platform: of('platform').map(share),
          country: of('country').map(share),
          province: of('province').map(share),
          agency: of('agency').map(share),
          channel: of('channel').map(share),
        },
        sharesAt: counted === undefined ? null : new Date(counted),
      }
    },
    async readOpen(since) {
      const from = monthBegins(since)
      const everywhere = (await ask<{ id: OrganisationId }>(pool, allOrganisations, [])).map(({ id }) => id)
      const [[cases], [steps], [reports]] = await Promise.all([
        ask<CaseRow>(pool, countCases, [everywhere, from]),
        ask<StepRow>(pool, countSteps, [everywhere, from]),
        ask<{ many: number }>(pool, countReports, [from]),
      ])
      if (cases === undefined || steps === undefined) throw new Error('nothing was counted')
      const { many, illegal } = cases
      return { cases: many, illegal, taken: takenFrom(cases, steps), reports: reports?.many ?? 0 }
    },
    count: () =>
      transact(pool, async (ask) => {
        const [held] = await ask<{ held: boolean }>(holdCounting, [])
        if (held?.held !== true) return
        await ask(dropShares, [])
        await ask(countShares, [])
        await ask(countProvinces, [])
        await ask(markCounted, [now()])
      }),
  }
}

function takenFrom(cases: CaseRow, steps: StepRow): Numbers['taken'] {
  const taken = (many: number, [median, most]: readonly (number | null)[] = []): Taken => ({
    many,
    median: median ?? null,
    most: most ?? null,
  })
  return {
    reviewed: taken(cases.reviewed, cases.reviewed_ms ?? []),
    drafted: taken(steps.drafted, steps.drafted_ms ?? []),
    sent: taken(steps.sent, steps.sent_ms ?? []),
    removed: taken(steps.removed, steps.removed_ms ?? []),
    whole: taken(steps.removed, steps.whole_ms ?? []),
  }
}

const contentForm = z.array(z.object({ agencies: z.array(z.string()).optional() }))

function namesIn(content: string, seal: Seal): readonly string[] {
  try {
    return contentForm.parse(seal.open(content)).flatMap(({ agencies }) => agencies ?? [])
  } catch {
    // Its key is gone, or it is of another release: the firm stays without a name.
    return []
  }
}

/** A name in letters alone, as facets have it. */
function squashed(name: string): readonly string[] {
  return agencyNames({ kind: 'unlisted', query: name } as Parameters<typeof agencyNames>[0])
}

interface CaseRow {
  readonly many: number
  readonly illegal: number
  readonly reviewed: number
  readonly reviewed_ms: readonly number[] | null
}

interface StepRow {
  readonly drafted: number
  readonly sent: number
  readonly removed: number
  readonly drafted_ms: readonly number[] | null
  readonly sent_ms: readonly number[] | null
  readonly removed_ms: readonly number[] | null
  readonly whole_ms: readonly number[] | null
}

interface ShareRow {
  readonly facet: string
  readonly cases: number
  readonly illegal: number
  readonly counted_ms: number
}

/** A case opens with its first report. Clocks of two machines may differ by a moment: nothing took less than no time. */
const between = (from: string, to: string, where: string): string =>
  `percentile_cont(array[0.5, 0.9]) within group (order by ${ms(`greatest(${to} - ${from}, interval '0')`)})
     filter (where ${where})`
const decidedIllegal = `status = 'decided' and finding = 'illegal-recruitment'`

const countCases = prepared(
  'count_cases_since',
  `select count(*)::int as many, count(*) filter (where ${decidedIllegal})::int as illegal,
     count(*) filter (where status = 'decided')::int as reviewed,
     ${between('opened_at', 'decided_at', "status = 'decided'")} as reviewed_ms
   from cases where merged_into is null and organisation_id = any($1::uuid[]) and opened_at >= $2::timestamptz`,
)

/** When it was first seen gone, if it is gone now. */
const goneAt = `case when t.status = 'removed' then t.seen_gone[1] end`

const countSteps = prepared(
  'count_steps_since',
  `select count(*)::int as drafted, count(sent_at)::int as sent, count(gone)::int as removed,
     ${between('decided_at', 'created_at', 'decided_at is not null')} as drafted_ms,
     ${between('created_at', 'sent_at', 'sent_at is not null')} as sent_ms,
     ${between('sent_at', 'gone', 'gone is not null')} as removed_ms,
     ${between('opened_at', 'gone', 'gone is not null')} as whole_ms
   from (select c.opened_at, c.decided_at, t.created_at, t.sent_at, ${goneAt} as gone
     from takedowns t join cases c on c.id = t.case_id
     where c.organisation_id = any($1::uuid[]) and c.opened_at >= $2::timestamptz) steps`,
)

/** Each month by its own short walk of an index. */
const countMonths = prepared(
  'count_months',
  `with gone as materialized (
     select t.seen_gone[1] as at from takedowns t join cases c on c.id = t.case_id
     where c.organisation_id = any($1::uuid[]) and t.status = 'removed' and t.seen_gone[1] >= $2::timestamptz),
   months as (
     select m, m at time zone 'Asia/Jakarta' as begins, (m + interval '1 month') at time zone 'Asia/Jakarta' as ends
     from generate_series($2::timestamptz at time zone 'Asia/Jakarta', $3::timestamptz at time zone 'Asia/Jakarta',
       interval '1 month') m)
   select to_char(m, 'YYYY-MM') as month,
     (select count(*)::int from cases where merged_into is null and organisation_id = any($1::uuid[])
       and opened_at >= begins and opened_at < ends) as opened,
     (select count(*)::int from gone where at >= begins and at < ends) as removed
   from months order by m`,
)

/** Of what is not known nothing is left out: it would make the others look larger. */
const readShares = prepared(
  'read_shares',
  `select facet, cases, illegal,
     (select ${ms('value::timestamptz')} from house where name = 'shares counted') as counted_ms
   from (select facet, sum(cases)::int as cases, sum(illegal)::int as illegal,
       row_number() over (partition by split_part(facet, ':', 1)
         order by facet like '%:' desc, sum(cases) desc, facet) as place
     from facet_days where organisation_id = any($1::uuid[]) and day >= $2::date
     group by facet) s
   where place <= $3::int + 1 order by facet like '%:', cases desc, facet`,
)

const dayOf = (moment: string): string => `(${moment} at time zone 'Asia/Jakarta')::date`
/** What a case must have one of, or it is not known. */
const facetKinds = ['platform', 'country', 'channel']

const holdCounting = prepared('hold_counting', 'select pg_try_advisory_xact_lock(7468913) as held')
const dropShares = prepared('drop_shares', 'delete from facet_days')
const countShares = prepared(
  'count_shares',
  `insert into facet_days (day, organisation_id, facet, cases, illegal)
   select ${dayOf('opened_at')}, organisation_id, facet, count(*), count(*) filter (where ${decidedIllegal})
   from (
     select c.opened_at, c.organisation_id, c.status, c.finding, f.facet from cases c, unnest(c.facets) as f(facet)
       where merged_into is null and f.facet ~ '^(agency|${facetKinds.join('|')}):'
     union all
     select c.opened_at, c.organisation_id, c.status, c.finding, k || ':' from cases c, unnest(array['${facetKinds.join("','")}']) k
       where merged_into is null and not exists (select from unnest(c.facets) f where f like k || ':%')) each
   group by 1, 2, 3`,
)

/** By the reporter, as far as they have told it and are not forgotten. */
const countProvinces = prepared(
  'count_provinces',
  `insert into facet_days (day, organisation_id, facet, cases, illegal)
   select ${dayOf('r.at')}, c.organisation_id, 'province:' || coalesce(s.province, ''), count(*),
     count(*) filter (where ${decidedIllegal})
   from reports r join cases c on c.id = r.case_id left join contacts p on p.id = r.contact_id
     left join (select translate(encode(key, 'base64'), '+/', '-_') as key, province from subscribers
       where province is not null) s on s.key = left(p.key, 16)
   where r.channel <> '${watchChannel}' group by 1, 2, 3`,
)

const markCounted = prepared(
  'mark_counted',
  `insert into house (name, value) values ('shares counted', $1::timestamptz::text)
   on conflict (name) do update set value = excluded.value`,
)

const countReports = prepared(
  'count_reports_since',
  `select count(*)::int as many from reports where at >= $1::timestamptz and channel <> '${watchChannel}'`,
)

const allOrganisations = prepared('all_organisations', 'select id from organisations')

const listedNames = prepared(
  'listed_names',
  `select distinct s.name from statements s join agency_lists l on l.id = s.list_id where l.current`,
)

const reportsNaming = prepared(
  'reports_naming',
  `select r.content from unnest($1::text[]) f, lateral (
     select id from cases where facets @> array[f] and organisation_id = any($2::uuid[]) limit $3::int) c,
     lateral (select content from reports where case_id = c.id and content <> '' order by place desc limit $3::int) r`,
)
