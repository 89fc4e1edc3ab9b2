/** The queue of cases as officers narrow, count and search it. Nothing here tells who reported. */
import type pg from 'pg'
import {
  type CaseId,
  type ChannelName,
  type Indicator,
  keyOf,
  type OrganisationId,
  type PriorityReason,
  type ReviewerId,
  searchWords,
} from '#engine'
import { type CaseRow, type Level, levels, type QueuedCase, queuedFrom, told, toldOf } from './case-rows.ts'
import { agencyFacet, hasWords, wordKey } from './facets.ts'
import type { Seal } from './seal.ts'
import { ask, type Prepared, prepared } from './statements.ts'

export type { Level, QueuedCase } from './case-rows.ts'

/** `open`: all that is not decided. A claim that lapsed counts as waiting. `mine`: assigned to me, or in my hands.
 * `all`: decided or not, the newest first. `any`: whatever was found, decided or not. */
export const shownNames = [
  'open',
  'waiting',
  'claimed',
  'proposed',
  'overdue',
  'mine',
  'decided',
  'all',
  'any',
] as const
export type Shown = (typeof shownNames)[number]

export interface Asked {
  /** Organisations whose cases may be read. */
  readonly sees: readonly OrganisationId[]
  readonly who: ReviewerId
  readonly shown: Shown
  readonly level: Level | null
  readonly reason: PriorityReason | null
  /** Name of a sign, of a platform, of a channel; a country's code. */
  readonly sign: string | null
  readonly platform: string | null
  readonly country: string | null
  readonly channel: ChannelName | null
  /** The firm's facet, without its kind. */
  readonly agency: string | null
  /** Months of Jakarta in which it was opened, `2026-11`, the last one included. */
  readonly since: string | null
  readonly until: string | null
  readonly withPicture: boolean
  /** Those found by a search; null: all. */
  readonly among: readonly CaseId[] | null
  /** The last case of the page before. */
  readonly after: CaseId | null
}

/** What a search looks for. */
export interface Sought {
  readonly sees: readonly OrganisationId[]
  readonly indicators: readonly Indicator[]
  /** A report's number, as its reporter was told. */
  readonly number: number | null
  /** The first eight letters of a case's id. */
  readonly caseBegins: string | null
  /** Names of firms, as `agencyNames` writes them. */
  readonly agencies: readonly string[]
  /** Words that the evidence has, all of them; empty: none are looked for. */
  readonly text: string
}

export interface FoundCases {
  readonly cases: readonly CaseId[]
  /** False: the words are so common that only the newest reports were opened. */
  readonly complete: boolean
}

/** What there is to narrow by, of the cases that are seen. */
export interface Choices {
  readonly signs: readonly string[]
  readonly platforms: readonly string[]
  readonly countries: readonly string[]
  readonly channels: readonly string[]
}

export type Counts = Readonly<Record<Exclude<Shown, 'decided' | 'all' | 'any'>, number>>

export interface Queue {
  list(asked: Asked): Promise<{ readonly cases: readonly QueuedCase[]; readonly more: boolean }>
  counts(asked: Pick<Asked, 'sees' | 'who'>): Promise<Counts>
  choices(asked: Pick<Asked, 'sees'>): Promise<Choices>
  /** Cases that any of this is part of; at most a hundred. */
  find(sought: Sought): Promise<FoundCases>
}

/** Cases of one page of the queue. */
const pageSize = 25
const mostFound = 100
/** Cases of one firm that are listed, the newest. */
const mostNaming = 1_000
/** Reports opened for the words of a search, the newest first: what can be opened in a twentieth of a second. */
const mostOpened = 600
/** Reports in which common words are looked for first. */
const mostLately = 4_000
/** Cases whose facets are looked at for what there is to choose: the newest, which is what officers narrow. */
const mostChosenFrom = 5_000

export function createQueue({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Queue {
  async function findByWords(sees: Sought['sees'], words: readonly string[]): Promise<FoundCases> {
    if (words.length === 0) return { cases: [], complete: true }
    const keys = [...new Set(words.map((word) => wordKey(word, seal)))]
    const of = (statement: Prepared) => ask<{ id: CaseId; content: string }>(pool, statement, [sees, keys])
    const lately = await of(haveWordsLately)
    const rows = lately.length < mostOpened ? await of(haveWords) : lately
    const cases = rows.flatMap(({ id, content }) => (hasWords(content, words, seal) ? [id] : []))
    return { cases: [...new Set(cases)], complete: rows.length < mostOpened }
  }

  return {
    async list({ sees, who, shown, among: found, after, reason, since, until, ...narrow }) {
      // A firm is in few cases: they are found by their index, and not looked for among all.
      const { agency } = narrow
      const among =
        agency === null || found !== null
          ? found
          : (await ask<{ id: CaseId }>(pool, casesNaming, [sees, `agency:${agency}`, mostNaming])).map(
              ({ id }) => id,
            )
      const { wanted, unwanted } = facetsOf(narrow)
      const opened = [since === null ? null : monthBegins(since), until === null ? null : monthEnds(until)]
      const filter = [sees, wanted, unwanted, reason, among, after, now(), ...opened]
      const rows =
        shown === 'open' || shown === 'decided' || shown === 'overdue' || (shown === 'all' && among === null)
          ? await ask<CaseRow>(pool, listings[shown], filter)
          : shown === 'any' || shown === 'all'
            ? await ask<CaseRow>(pool, listings.any, filter)
            : await ask<CaseRow>(pool, listings.some, [...filter, shown, who])
      return {
        cases: rows.slice(0, pageSize).map((row) => queuedFrom(row, seal)),
        more: rows.length > pageSize,
      }
    },
    async counts({ sees, who }) {
      const [row] = await ask<Counts>(pool, countThem, [sees, now(), who])
      if (row === undefined) throw new Error('nothing was counted')
      return row
    },
    async choices({ sees }) {
      const rows = await ask<{ facet: string }>(pool, chooseFrom, [sees, mostChosenFrom])
      const of = (kind: string) =>
        rows.flatMap(({ facet }) => (facet.startsWith(`${kind}:`) ? [facet.slice(kind.length + 1)] : []))
      return {
        signs: of('sign'),
        platforms: of('platform'),
        countries: of('country'),
        channels: of('channel'),
      }
    },
    async find({ sees, indicators, number, caseBegins, agencies, text }) {
      const keys = indicators.map((indicator) => seal.recognise('indicator', keyOf(indicator)))
      const ends = (filling: string) =>
        caseBegins === null
          ? null
          : `${caseBegins}-${[4, 4, 4, 12].map((many) => filling.repeat(many)).join('-')}`
      const named = agencies.map((name) => agencyFacet(name, seal))
      const rows = await ask<{ id: CaseId }>(pool, findCases, [
        sees,
        keys,
        number,
        ends('0'),
        ends('f'),
        named,
        mostFound,
      ])
      const written = await findByWords(sees, searchWords(text))
      const cases = [...new Set([...rows.map(({ id }) => id), ...written.cases])]
      return {
        cases: cases.slice(0, mostFound),
        complete: written.complete && cases.length <= mostFound,
      }
    },
  }
}

/** Midnight of Jakarta, which has no summer time, before the first day of a month, `2026-11`. */
export function monthBegins(month: string): Date {
  return new Date(`${month}-01T00:00:00+07:00`)
}

/** Midnight after its last day. */
export function monthEnds(month: string): Date {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number) - 7 * 3_600_000)
}

/** A case has the level of its worst report, and so none of the worse ones. */
function facetsOf(
  narrow: Pick<Asked, 'level' | 'sign' | 'platform' | 'country' | 'channel' | 'agency' | 'withPicture'>,
): { readonly wanted: readonly string[]; readonly unwanted: readonly string[] } {
  const { level, withPicture, sign, platform, country, channel, agency } = narrow
  const named = Object.entries({ sign, platform, country, channel, agency }).flatMap(([kind, name]) =>
    name === null ? [] : [`${kind}:${name}`],
  )
  return {
    wanted: [...named, ...(level === null ? [] : [`level:${level}`]), ...(withPicture ? ['picture'] : [])],
    unwanted: level === null ? [] : levels.slice(levels.indexOf(level) + 1).map((worse) => `level:${worse}`),
  }
}

const filtered = `organisation_id = any($1::uuid[]) and facets @> $2::text[] and not facets && $3::text[]
  and ($4::text is null or because @> array[$4::text]) and ($5::uuid[] is null or id = any($5::uuid[]))
  and ($8::timestamptz is null or opened_at >= $8::timestamptz) and ($9::timestamptz is null or opened_at < $9::timestamptz)`

/** `offset 0`: first in order, then asked whether they are wanted, so that it ends with the page. The other way round all
 * cases are asked; and how many are wanted stands in the text, since a plan for any number would do the same (250 ms
 * instead of a few at 25,000 open cases). */
const listing = (name: string, of: { from: string; order: string; behind: string; more?: string }) =>
  prepared(
    name,
    `select ${told} from (
       select * from (select * from cases where ${of.from} order by ${of.order} offset 0) c
       where ${filtered} and $7::timestamptz is not null ${of.more ?? ''}
         and ($6::uuid is null or exists (select 1 from cases a where a.id = $6::uuid and ${of.behind}))
       limit ${pageSize + 1}) c, ${toldOf}
     order by ${of.order}`,
  )

const open = `status <> 'decided' and merged_into is null`
const byRank = {
  order: 'rank desc nulls last, opened_at, id',
  behind: '(c.rank < a.rank or (c.rank = a.rank and (c.opened_at, c.id) > (a.opened_at, a.id)))',
}
const listings = {
  open: listing('open_cases', { from: open, ...byRank }),
  overdue: listing('overdue_cases', {
    from: `${open} and due_at <= $7::timestamptz`,
    order: 'due_at, id',
    behind: '(c.due_at, c.id) > (a.due_at, a.id)',
  }),
  decided: listing('decided_cases', {
    from: `status = 'decided' and merged_into is null`,
    order: 'decided_at desc nulls last, id desc',
    behind: '(c.decided_at, c.id) < (a.decided_at, a.id)',
  }),
  all: listing('all_cases', {
    from: 'merged_into is null',
    order: 'opened_at desc, id desc',
    behind: '(c.opened_at, c.id) < (a.opened_at, a.id)',
  }),
  any: listing('found_cases', { from: 'id = any($5::uuid[])', ...byRank }),
  some: listing('some_cases', {
    from: open,
    ...byRank,
    more: `and case $10::text
      when 'waiting' then status = 'waiting' or (status = 'claimed' and claimed_until <= $7::timestamptz)
      when 'claimed' then status = 'claimed' and claimed_until > $7::timestamptz
      when 'mine' then assigned_to = $11::uuid or (status = 'claimed' and claimed_by = $11::uuid)
      else status = $10::text end`,
  }),
}

const casesNaming = prepared(
  'cases_naming',
  `select id from cases where facets @> array[$2::text] and merged_into is null and organisation_id = any($1::uuid[])
   order by opened_at desc limit $3::int`,
)

const countThem = prepared(
  'count_cases',
  `select count(*)::int as open,
     count(*) filter (where status = 'waiting' or (status = 'claimed' and claimed_until <= $2::timestamptz))::int
       as waiting,
     count(*) filter (where status = 'claimed' and claimed_until > $2::timestamptz)::int as claimed,
     count(*) filter (where status = 'proposed')::int as proposed,
     count(*) filter (where due_at <= $2::timestamptz)::int as overdue,
     count(*) filter (where assigned_to = $3::uuid or (status = 'claimed' and claimed_by = $3::uuid))::int as mine
   from cases where ${open} and organisation_id = any($1::uuid[])`,
)

const chooseFrom = prepared(
  'choose_from',
  `select distinct facet from (
     select facets from cases where organisation_id = any($1::uuid[]) and ${open}
     order by rank desc nulls last, opened_at limit $2::int) c, unnest(c.facets) as facet
   where facet ~ '^(sign|platform|country|channel):' order by facet`,
)

const findCases = prepared(
  'seek_cases',
  `select c.id from (
     select case_id as id from indicators where joins and key = any($2::text[])
     union select case_id from indicators where not joins and key = any($2::text[])
     union select case_id from reports where number = $3::int
     union select id from cases where id between $4::uuid and $5::uuid
     union select id from cases where facets && $6::text[]) found
   join cases c on c.id = found.id and c.organisation_id = any($1::uuid[]) limit $7::int`,
)

/** Common words are in enough of the newest reports, whose order ends the search; rare ones are found by their index. One
 * question for both would be planned for neither (820 ms instead of 20 at 200,000 reports). */
const haveWordsLately = prepared(
  'have_words_lately',
  `select r.case_id as id, r.content from (
     select case_id, content, words from reports order by place desc limit ${mostLately}) r
   join cases c on c.id = r.case_id and c.organisation_id = any($1::uuid[])
   where r.words @> $2::smallint[] limit ${mostOpened}`,
)

const haveWords = prepared(
  'have_words',
  `with found as materialized (select id, case_id, place from reports where words @> $2::smallint[])
   select r.case_id as id, r.content from (
     select f.id from found f join cases c on c.id = f.case_id and c.organisation_id = any($1::uuid[])
     order by f.place desc limit ${mostOpened}) f
   join reports r on r.id = f.id`,
)
