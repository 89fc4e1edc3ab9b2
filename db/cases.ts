/** Reports and the cases they belong to: a report joins the case of the recruiter it names, or opens one. */
import {
  type CaseId,
  type ChannelName,
  type ContactId,
  differenceOfPictures,
  dueAt,
  type Fact,
  type Indicator,
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
  sameText,
  seenAgain,
  weighPeople,
} from '#engine'
import { keepEvidence } from './evidence.ts'
import { facetsOfReport, wordKeysOf } from './facets.ts'
import { reopenReborn } from './rebirths.ts'
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
  const seen = seenAgain(found, known)
  const joining = joinReport(found, known)
  const joined = joining.kind === 'joins' ? joining.case : null
  const worst = ads.reduce<ReportedAd['level']>(
    (level, ad) => (gravity[ad.level] > gravity[level] ? ad.level : level),
    'no-signs',
  )
  const prints = found.filter(
    (indicator) => isPrint(indicator) && (joined === null || !isKept(indicator, joined, known)),
  )
  const pieces = prints.flatMap((print, at) => piecesOf(print).map((key) => ({ key, place: at + 1 })))
  // The strongest reasons stand first.
  const suggests = joining.suggests.slice(0, mostSuggested)
  const [filed] = await ask<{ id: ReportId; case_id: CaseId }>(addReport, [
    joined,
    organisation,
    number,
    contact,
    channel,
    worst,
    [...new Set(ads.flatMap((ad) => ad.signs))],
    wordKeysOf(ads, seal),
    seal.close(ads.map(contentOf)),
    keyed.map(({ indicator }) => indicator.kind),
    keyed.map(({ key }) => key),
    keyed.map(({ indicator }) => seal.close(indicator.value)),
    keyed.map(({ indicator }) => indicator.joins),
    prints.map(({ value }) => value),
    pieces.map(({ key }) => key),
    pieces.map(({ place }) => place),
    suggests.map((each) => each.case),
    suggests.map(({ why }) => why),
  ])
  if (filed === undefined) throw new Error('a report was not written')
  await keepEvidence(ask, { report: filed.id, ads, channel }, seal)
  if (facts.length > 0) await ask(writeFacts, [contact, number, facts])
  const anew = keyed.some(
    ({ indicator }) => indicator.joins && !known.casesWith(indicator).includes(filed.case_id),
  )
  const joinedAs = { case: filed.case_id, anew }
  const reborn = await reopenReborn(ask, { report: filed.id, seen, joined: joinedAs })
  for (const id of reborn) if (id !== filed.case_id) await rankCase(ask, id)
  await rankCase(ask, filed.case_id, facetsOfReport(ads, channel, seal))
  return { report: filed.id, case: filed.case_id }
}

/** What of an advertisement is sealed with its report. */
function contentOf({ text, posters, media, forwarded, countries, agencies }: ReportedAd): object {
  return { text, posters, media, forwarded, countries, agencies }
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

function isPrint({ kind }: Indicator): boolean {
  return kind === 'poster' || kind === 'text'
}

function piecesOf({ kind, value }: Indicator): readonly string[] {
  if (kind === 'poster') return keysOfPicture(value).map((piece) => `poster:${piece}`)
  return kind === 'text' ? keysOfText(value).map((piece) => `text:${piece}`) : []
}

/** Ranks a case by what its counted reports and their facts say: after a report, a fact, a merge or a split. People are
 * counted, not messages. `facets` are added to those of the case on the way. */
export async function rankCase(ask: Ask, id: CaseId, facets: readonly string[] = []): Promise<void> {
  const [row] = await ask<{
    known: number
    fresh: number
    watched: boolean
    signs: readonly string[] | null
    facts: Readonly<Partial<Record<Fact, number>>> | null
    reborn: boolean
    since_ms: number
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
      waitingSince: new Date(row.since_ms),
      reborn: row.reborn,
    },
    new Date(row.now_ms),
  )
  const ranked = row.watched ? rank - belowPeople : rank
  await ask(setRank, [id, ranked, because, dueAt(because, new Date(row.since_ms)), facets])
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
  `select f.kind, p.print, p.report_id, p.case_id
   from (
     select kind, print_id, count(*) as shared
     from (
       select 'text' as kind, t.print_id from unnest($1::text[]) as k,
         lateral (select print_id from print_keys where key = k limit ${mostOfText}) as t
       where k like 'text:%'
       union all
       select 'poster', t.print_id from unnest($1::text[]) as k,
         lateral (select print_id from print_keys where key = k limit ${mostOfPicture}) as t
       where k like 'poster:%') as piece
     group by 1, 2 order by shared desc limit $2::int) as f
   join prints p on p.id = f.print_id order by f.shared desc`,
)

const findIndicators = prepared(
  'find_indicators',
  `select report_id, kind, value from indicators where report_id = any($1::uuid[])
   and kind in ('phone', 'account', 'bank-account')`,
)

/** A report with all that it is known by, in one statement: under the load of a million reports every round trip counts. The
 * case it joins is locked first, so that whoever ranks it next has seen this report. */
const addReport = prepared(
  'add_report',
  `with opened as (
     insert into cases (organisation_id) select $2::uuid where $1::uuid is null returning id),
   joined as (select id from cases where id = $1::uuid for no key update),
   filed as (
     insert into reports (number, case_id, contact_id, channel, level, signs, words, content, counted)
     select $3::int, c.id, $4::uuid, $5::text, $6::text, $7::text[], $8::smallint[], $9::text, not exists (
       select 1 from contacts where id = $4::uuid and muted_until > now())
     from (select id from opened union all select id from joined) as c returning id, case_id),
   named as (
     insert into indicators (report_id, case_id, kind, key, value, joins)
     select filed.*, u.* from filed, unnest($10::text[], $11::text[], $12::text[], $13::bool[]) as u),
   compared as (
     insert into prints (report_id, case_id, print)
     select filed.*, u.print from filed, unnest($14::text[]) as u(print) returning id, print),
   pieces as (
     insert into print_keys (key, print_id)
     select u.key, compared.id from compared join unnest($14::text[]) with ordinality as p(print, place) using (print)
     join unnest($15::text[], $16::int[]) as u(key, place) on u.place = p.place),
   suggested as (
     insert into suggestions (case_id, other_id, why)
     select filed.case_id, u.* from filed, unnest($17::uuid[], $18::text[]) as u on conflict do nothing)
   select id, case_id from filed`,
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
     b.at is not null as reborn, ${ms('coalesce(b.old, c.opened_at)')} as since_ms, ${ms('now()')} as now_ms
   from cases c, lateral (
     select max(at) as at, max(at) filter (where mine) as old from (
       select at, true as mine from rebirths where case_id = c.id
       union all select b.at, false from counted r join rebirths b on b.report_id = r.id) seen) b
   where c.id = $1::uuid for no key update of c`,
)

const setRank = prepared(
  'set_rank',
  `update cases set rank = $2::int, because = $3::text[], due_at = $4::timestamptz,
     facets = array(select distinct unnest(facets || $5::text[]) order by 1) where id = $1::uuid`,
)
