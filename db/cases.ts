/** Reports and the cases they belong to: a report joins the case of the recruiter it names, or opens one. */
import {
  type CaseId,
  type ChannelName,
  type ContactId,
  differenceOfPictures,
  type Indicator,
  type Joining,
  joinReport,
  type KnownCases,
  keyOf,
  keysOfPicture,
  keysOfText,
  likenessOfTexts,
  prioritise,
  type ReportedAd,
  type ReportId,
} from '#engine'
import { keepEvidence } from './evidence.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'

export interface Report {
  readonly number: number
  readonly ads: readonly ReportedAd[]
  readonly contact: ContactId
  readonly channel: ChannelName
}

/** Texts and pictures compared with one report at most: the nearest share many pieces, and come first. */
const mostCompared = 200
const gravity = { danger: 2, caution: 1, 'no-signs': 0 } as const

/** Files a report inside the turn's own transaction. */
export async function fileReport(
  ask: Ask,
  { number, ads, contact, channel }: Report,
  seal: Seal,
): Promise<void> {
  const found = distinct(ads.flatMap(({ indicators }) => indicators))
  const keyed = found.map((indicator) => ({ indicator, key: seal.recognise('indicator', keyOf(indicator)) }))
  const joining = joinReport(found, await whatIsKnown(ask, keyed, seal))
  const [opened] = joining.kind === 'opens' ? await ask<{ id: CaseId }>(openCase, []) : []
  const id = joining.kind === 'joins' ? joining.case : opened?.id
  if (id === undefined) throw new Error('a case was not opened')
  const worst = ads.reduce<ReportedAd['level']>(
    (level, ad) => (gravity[ad.level] > gravity[level] ? ad.level : level),
    'no-signs',
  )
  const content = seal.close(
    ads.map(({ text, posters, media, forwarded }) => ({ text, posters, media, forwarded })),
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
  const pieces = found.flatMap((indicator) =>
    piecesOf(indicator).map((key) => ({ key, print: indicator.value })),
  )
  if (pieces.length > 0)
    await ask(addPrints, [report.id, id, pieces.map(({ key }) => key), pieces.map(({ print }) => print)])
  await suggest(ask, id, joining)
  await rankCase(ask, id)
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

function piecesOf({ kind, value }: Indicator): readonly string[] {
  if (kind === 'poster') return keysOfPicture(value).map((piece) => `poster:${piece}`)
  return kind === 'text' ? keysOfText(value).map((piece) => `text:${piece}`) : []
}

async function suggest(ask: Ask, id: CaseId, { suggests }: Joining): Promise<void> {
  if (suggests.length === 0) return
  await ask(addSuggestions, [id, suggests.map((each) => each.case), suggests.map(({ why }) => why)])
}

/** People are counted, not messages. */
async function rankCase(ask: Ask, id: CaseId): Promise<void> {
  const [row] = await ask<{
    people: number
    signs: readonly string[] | null
    opened_ms: number
    now_ms: number
  }>(weighCase, [id])
  if (row === undefined) return
  const { rank, because } = prioritise(
    {
      captive: false,
      moneySentAt: null,
      leavesAt: null,
      child: false,
      signs: new Set(row.signs ?? []),
      people: row.people,
      waitingSince: new Date(row.opened_ms),
    },
    new Date(row.now_ms),
  )
  await ask(setRank, [id, rank, because])
}

function distinct(indicators: readonly Indicator[]): readonly Indicator[] {
  return [...new Map(indicators.map((each) => [keyOf(each), each])).values()]
}

const findCases = prepared(
  'find_cases',
  `select distinct i.key, i.case_id, c.opened_at from indicators i join cases c on c.id = i.case_id
   where i.joins and i.key = any($1::text[]) order by c.opened_at, i.case_id`,
)

const findPrints = prepared(
  'find_prints',
  `select split_part(key, ':', 1) as kind, print, report_id, case_id, count(*) as shared from prints
   where key = any($1::text[]) group by 1, 2, 3, 4 order by shared desc limit $2::int`,
)

const findIndicators = prepared(
  'find_indicators',
  `select report_id, kind, value from indicators where report_id = any($1::uuid[])
   and kind in ('phone', 'account', 'bank-account')`,
)

const openCase = prepared('open_case', 'insert into cases default values returning id')

const addReport = prepared(
  'add_report',
  `insert into reports (number, case_id, contact_id, channel, level, signs, content)
   values ($1::int, $2::uuid, $3::uuid, $4::text, $5::text, $6::text[], $7::text) returning id`,
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

const weighCase = prepared(
  'weigh_case',
  `select (select count(distinct coalesce(contact_id, id))::int from reports where case_id = c.id) as people,
     (select array_agg(distinct sign) from reports, unnest(signs) as sign where case_id = c.id) as signs,
     (extract(epoch from c.opened_at) * 1000)::float8 as opened_ms,
     (extract(epoch from now()) * 1000)::float8 as now_ms
   from cases c where c.id = $1::uuid for update of c`,
)

const setRank = prepared(
  'set_rank',
  'update cases set rank = $2::int, because = $3::text[] where id = $1::uuid',
)
