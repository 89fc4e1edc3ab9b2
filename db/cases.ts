/** Reports and the cases they belong to: a report joins the case of the recruiter it names, or opens one. */
import {
  type CaseId,
  type ChannelName,
  type ContactId,
  differenceOfPictures,
  dueAt,
  type Fact,
  type Indicator,
  type Joining,
  joinReport,
  type KnownCases,
  keyOf,
  keysOfPicture,
  keysOfText,
  likenessOfTexts,
  type OrganisationId,
  prioritise,
  type ReportedAd,
  type ReportId,
  weighPeople,
} from '#engine'
import { keepEvidence } from './evidence.ts'
import { describeCase } from './facets.ts'
import { homeOrganisation } from './schema.ts'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

export interface Report {
  readonly number: number
  readonly ads: readonly ReportedAd[]
  readonly facts: readonly Fact[]
  /** null: nobody passed it on, we have read it ourselves. */
  readonly contact: ContactId | null
  readonly channel: ChannelName
  /** Whose case it opens, if it opens one; the home organisation's when not told. */
  readonly organisation?: OrganisationId
}

/** Texts and pictures compared with one report at most: the nearest share many pieces, and come first. */
const mostCompared = 60
/** Likeness of one text with itself, a letter more or less. */
const sameText = 0.95
/** Reports looked at for one piece, and for the weight of one case: what is passed on ten thousand times must not make
 * the next report wait. */
const mostOfText = 8
/** A piece of a picture has but 256 values: many are looked at, or the same picture is missed among a million. */
const mostOfPicture = 4_000
/** Cases suggested for one report: nobody looks through more. */
const mostSuggested = 10
const mostWeighed = 500
const gravity = { danger: 2, caution: 1, 'no-signs': 0 } as const

/** Files a report inside the turn's own transaction. Returns the report's id and its case. */
export async function fileReport(
  ask: Ask,
  { number, ads, facts, contact, channel, organisation = homeOrganisation }: Report,
  seal: Seal,
): Promise<{ readonly report: ReportId; readonly case: CaseId }> {
  const found = distinct(ads.flatMap(({ indicators }) => indicators))
  const keyed = found.map((indicator) => ({ indicator, key: seal.recognise('indicator', keyOf(indicator)) }))
  const known = await whatIsKnown(ask, keyed, seal)
  const joining = joinReport(found, known)
  const [opened] = joining.kind === 'opens' ? await ask<{ id: CaseId }>(openCase, [organisation]) : []
  const id = joining.kind === 'joins' ? joining.case : opened?.id
  if (id === undefined) throw new Error('a case was not opened')
  const worst = ads.reduce<ReportedAd['level']>(
    (level, ad) => (gravity[ad.level] > gravity[level] ? ad.level : level),
    'no-signs',
  )
  const content = seal.close(
    ads.map(({ text, posters, media, forwarded, countries, agencies }) => ({
      text,
      posters,
      media,
      forwarded,
      countries,
      agencies,
    })),
  )
  const signs = [...new Set(ads.flatMap((ad) => ad.signs))]
  const [report] = await ask<{ id: ReportId }>(addReport, [
    number,
    id,
    contact,
    channel,
    worst,
    signs,
    content,
  ])
  if (report === undefined) throw new Error('a report was not written')
  await keepEvidence(ask, { report: report.id, ads, channel }, seal)
  await ask(addIndicators, [
    report.id,
    id,
    keyed.map(({ indicator }) => indicator.kind),
    keyed.map(({ key }) => key),
    keyed.map(({ indicator }) => seal.close(indicator.value)),
    keyed.map(({ indicator }) => indicator.joins),
  ])
  const pieces = found
    .filter((indicator) => !isKept(indicator, id, known))
    .flatMap((indicator) => piecesOf(indicator).map((key) => ({ key, print: indicator.value })))
  if (pieces.length > 0)
    await ask(addPrints, [report.id, id, pieces.map(({ key }) => key), pieces.map(({ print }) => print)])
  await suggest(ask, id, joining)
  await describeCase(ask, { id, report: report.id, ads, channel }, seal)
  if (facts.length > 0) await ask(writeFacts, [contact, number, facts])
  await rankCase(ask, id)
  return { report: report.id, case: id }
}

/** What a reporter tells later of a report of theirs, inside the turn's own transaction; its case is ranked anew. */
export async function addFacts(
  ask: Ask,
  { number, facts, contact }: Pick<Report, 'number' | 'facts'> & { readonly contact: ContactId },
): Promise<void> {
  const [report] = await ask<{ case_id: CaseId }>(writeFacts, [contact, number, facts])
  if (report !== undefined) await rankCase(ask, report.case_id)
}

/** Fetched before it is asked, since joining itself is pure. */
async function whatIsKnown(
  ask: Ask,
  keyed: readonly { readonly indicator: Indicator; readonly key: string }[],
  seal: Seal,
): Promise<KnownCases> {
  const strong = keyed.filter(({ indicator }) => indicator.joins)
  const shared = await ask<{ key: string; case_id: CaseId }>(findCases, [strong.map(({ key }) => key)])
  const pieces = keyed.flatMap(({ indicator }) => piecesOf(indicator))
  const alike =
    pieces.length === 0
      ? []
      : await ask<{ kind: 'poster' | 'text'; print: string; report_id: ReportId; case_id: CaseId }>(
          findPrints,
          [pieces, mostCompared],
        )
  const pictured = [
    ...new Set(alike.filter(({ kind }) => kind === 'poster').map(({ report_id }) => report_id)),
  ]
  const identifiers =
    pictured.length === 0
      ? []
      : await ask<{ report_id: ReportId; kind: Indicator['kind']; value: string }>(findIndicators, [pictured])
  const keyOfIndicator = new Map(keyed.map(({ indicator, key }) => [indicator, key]))
  const identifiersOf = (report: ReportId) =>
    identifiers
      .filter(({ report_id }) => report_id === report)
      .map(({ kind, value }) => keyOf({ kind, value: String(seal.open(value)), joins: true }))
  return {
    casesWith: (indicator) =>
      shared.filter(({ key }) => key === keyOfIndicator.get(indicator)).map(({ case_id }) => case_id),
    picturesLike: (fingerprint) =>
      alike
        .filter(({ kind }) => kind === 'poster')
        .map(({ print, report_id, case_id }) => ({
          case: case_id,
          difference: differenceOfPictures(print, fingerprint),
          identifiers: identifiersOf(report_id),
        })),
    textsLike: (fingerprint) =>
      alike
        .filter(({ kind }) => kind === 'text')
        .map(({ print, case_id }) => ({ case: case_id, likeness: likenessOfTexts(print, fingerprint) })),
  }
}

/** The same words or picture are compared by the report of this case that had them first: what is passed on ten thousand
 * times is kept once. */
function isKept({ kind, value }: Indicator, id: CaseId, known: KnownCases): boolean {
  if (kind === 'text')
    return known.textsLike(value).some((like) => like.case === id && like.likeness >= sameText)
  return (
    kind === 'poster' && known.picturesLike(value).some((like) => like.case === id && like.difference === 0)
  )
}

function piecesOf({ kind, value }: Indicator): readonly string[] {
  if (kind === 'poster') return keysOfPicture(value).map((piece) => `poster:${piece}`)
  return kind === 'text' ? keysOfText(value).map((piece) => `text:${piece}`) : []
}

async function suggest(ask: Ask, id: CaseId, joining: Joining): Promise<void> {
  // The strongest reasons stand first.
  const suggests = joining.suggests.slice(0, mostSuggested)
  if (suggests.length === 0) return
  await ask(addSuggestions, [id, suggests.map((each) => each.case), suggests.map(({ why }) => why)])
}

/** Ranks a case by what its counted reports and their facts say: after a report, a fact, a merge or a split. People are
 * counted, not messages. */
export async function rankCase(ask: Ask, id: CaseId): Promise<void> {
  const [row] = await ask<{
    known: number
    fresh: number
    watched: boolean
    signs: readonly string[] | null
    facts: Readonly<Partial<Record<Fact, number>>> | null
    opened_ms: number
    now_ms: number
  }>(weighCase, [id])
  if (row === undefined) return
  const facts = row.facts ?? {}
  const toldAt = (fact: Fact, later = 0): Date | null => {
    const at = facts[fact]
    return at === undefined ? null : new Date(at + later)
  }
  const { rank, because } = prioritise(
    {
      captive: facts.captive !== undefined,
      moneySentAt: toldAt('money-sent'),
      // "Tomorrow", "this week": counted as the day after it was told.
      leavesAt: toldAt('leaves-soon', dayMs),
      left: facts.left !== undefined,
      child: facts.child !== undefined,
      signs: new Set(row.signs ?? []),
      people: weighPeople(row),
      waitingSince: new Date(row.opened_ms),
    },
    new Date(row.now_ms),
  )
  const ranked = row.watched ? rank - belowPeople : rank
  await ask(setRank, [id, ranked, because, dueAt(because, new Date(row.opened_ms))])
}

/** What nobody but the watch has told of stands behind all that people have: more than all reasons together weigh. */
const belowPeople = 10_000

const dayMs = 24 * 3_600_000

function distinct(indicators: readonly Indicator[]): readonly Indicator[] {
  return [...new Map(indicators.map((each) => [keyOf(each), each])).values()]
}

/** From case to case along the index: a number that stands in thousands of reports is as quickly found as any. */
const findCases = prepared(
  'find_cases',
  `with recursive found(key, case_id) as (
     select k, (select case_id from indicators where joins and key = k order by case_id limit 1)
     from unnest($1::text[]) as k
     union all
     select f.key, (select case_id from indicators where joins and key = f.key and case_id > f.case_id
       order by case_id limit 1)
     from found f where f.case_id is not null)
   select f.key, f.case_id from found f join cases c on c.id = f.case_id order by c.opened_at, f.case_id`,
)

const findPrints = prepared(
  'find_prints',
  `select split_part(k, ':', 1) as kind, p.print, p.report_id, p.case_id, count(*) as shared
   from (
     select k, t.* from unnest($1::text[]) as k,
       lateral (select print, report_id, case_id from prints where key = k limit ${mostOfText}) as t
     where k like 'text:%'
     union all
     select k, t.* from unnest($1::text[]) as k,
       lateral (select print, report_id, case_id from prints where key = k limit ${mostOfPicture}) as t
     where k like 'poster:%') as p
   group by 1, 2, 3, 4 order by shared desc limit $2::int`,
)

const findIndicators = prepared(
  'find_indicators',
  `select report_id, kind, value from indicators where report_id = any($1::uuid[])
   and kind in ('phone', 'account', 'bank-account')`,
)

const openCase = prepared('open_case', 'insert into cases (organisation_id) values ($1::uuid) returning id')

const addReport = prepared(
  'add_report',
  `insert into reports (number, case_id, contact_id, channel, level, signs, content, counted)
   values ($1::int, $2::uuid, $3::uuid, $4::text, $5::text, $6::text[], $7::text, not exists (
     select 1 from contacts where id = $3::uuid and muted_until > now())) returning id`,
)

const addIndicators = prepared(
  'add_indicators',
  `insert into indicators (report_id, case_id, kind, key, value, joins)
   select $1::uuid, $2::uuid, u.* from unnest($3::text[], $4::text[], $5::text[], $6::bool[]) as u`,
)

const addPrints = prepared(
  'add_prints',
  `insert into prints (report_id, case_id, key, print)
   select $1::uuid, $2::uuid, u.* from unnest($3::text[], $4::text[]) as u`,
)

const addSuggestions = prepared(
  'add_suggestions',
  `insert into suggestions (case_id, other_id, why) select $1::uuid, u.* from unnest($2::uuid[], $3::text[]) as u
   on conflict do nothing`,
)

/** Only the reporter's own report takes it. */
const writeFacts = prepared(
  'write_facts',
  `with report as (select id, case_id from reports where contact_id = $1::uuid and number = $2::int),
   told as (
     insert into report_facts (report_id, fact) select report.id, u.fact from report, unnest($3::text[]) as u(fact)
     on conflict (report_id, fact) do update set at = now())
   select case_id from report`,
)

/** What the watch has read is nobody's word. `known`: people we knew for three days before they reported; the others, and those forgotten since, are `fresh`. */
const weighCase = prepared(
  'weigh_case',
  `with counted as materialized (
     select id, contact_id, channel, signs, at from reports where case_id = $1::uuid and counted limit ${mostWeighed}),
   people as (
     select coalesce(r.contact_id, r.id) as person,
       coalesce(bool_or(p.created_at < r.at - interval '3 days'), false) as known
     from counted r left join contacts p on p.id = r.contact_id
     where r.channel <> '${watchChannel}' group by 1)
   select (select count(*) filter (where known)::int from people) as known,
     (select count(*) filter (where not known)::int from people) as fresh,
     exists (select 1 from reports where case_id = c.id) and not exists (
       select 1 from reports where case_id = c.id and channel <> '${watchChannel}') as watched,
     (select array_agg(distinct sign) from counted, unnest(signs) as sign) as signs,
     (select json_object_agg(fact, ms) from (
       select f.fact, max(${ms('f.at')}) as ms from reports r join report_facts f on f.report_id = r.id
       where r.case_id = c.id and r.counted group by f.fact) as told) as facts,
     ${ms('c.opened_at')} as opened_ms, ${ms('now()')} as now_ms
   from cases c where c.id = $1::uuid for update of c`,
)

const setRank = prepared(
  'set_rank',
  'update cases set rank = $2::int, because = $3::text[], due_at = $4::timestamptz where id = $1::uuid',
)
