/** What the queue is narrowed and searched by, written when a report is filed and when reports are moved.
 *
 * The words of a report are kept as keys from 0 to 16,383: an HMAC of the word, cut to fourteen bits. Several of the words,
 * names and numbers that people write share each key, so a stolen dump tells no word, only that some key is common. A search
 * takes the newest reports that have all keys, opens them and looks: of 200,000 reports some 400 share a key by chance. Whole
 * words alone: keys of parts of words would tell more of a text than a search is worth. */
import * as z from 'zod'
import { type CaseId, type Indicator, type ReportedAd, searchWords } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'

/** What of an advertisement is sealed as a report's content, as far as it is searched. */
const described = z.array(
  z.object({
    text: z.string(),
    posters: z.array(z.string()),
    countries: z.array(z.string()).optional(),
    agencies: z.array(z.string()).optional(),
  }),
)
/** Reports of one case that are read again when some of them have moved. */
const mostReread = 500

/** The key of a word, 0 to 16,383. */
export function wordKey(word: string, seal: Seal): number {
  return Buffer.from(seal.recognise('word', word), 'base64url').readUInt16BE(0) & 0x3fff
}

export function agencyFacet(name: string, seal: Seal): string {
  return `agency:${seal.recognise('agency', name).slice(0, 22)}`
}

/** What a new report adds to those of its case. */
export function facetsOfReport(ads: readonly ReportedAd[], channel: string, seal: Seal): readonly string[] {
  const facets = ads.flatMap((ad) => [
    `level:${ad.level}`,
    ...ad.signs.map((sign) => `sign:${sign}`),
    ...facetsOfText(ad, seal),
    ...ad.indicators.flatMap(facetsOfIndicator),
  ])
  return [...new Set([`channel:${channel}`, ...facets])]
}

/** The keys of a report's words. */
export function wordKeysOf(ads: readonly ReportedAd[], seal: Seal): readonly number[] {
  const words = new Set(ads.flatMap(({ text }) => searchWords(text)))
  return [...new Set([...words].map((word) => wordKey(word, seal)))]
}

/** Says anew what all reports of a case say together. */
export async function redescribeCase(ask: Ask, id: CaseId, seal: Seal): Promise<void> {
  const reports = await ask<{ channel: string; level: string; signs: readonly string[]; content: string }>(
    reportsOf,
    [id, mostReread],
  )
  const indicators = await ask<{ kind: Indicator['kind']; value: string }>(indicatorsOf, [id])
  const facets = [
    ...reports.flatMap(({ channel, level, signs, content }) => [
      `channel:${channel}`,
      `level:${level}`,
      ...signs.map((sign) => `sign:${sign}`),
      ...contentOf(content, seal).flatMap((ad) => facetsOfText(ad, seal)),
    ]),
    ...indicators.flatMap(({ kind, value }) => facetsOfIndicator({ kind, value: String(seal.open(value)) })),
  ]
  await ask(setFacets, [id, [...new Set(facets)]])
}

/** Whether a report's text has all these words. */
export function hasWords(content: string, words: readonly string[], seal: Seal): boolean {
  const has = new Set(contentOf(content, seal).flatMap(({ text }) => searchWords(text)))
  return words.every((word) => has.has(word))
}

function contentOf(content: string, seal: Seal): z.infer<typeof described> {
  try {
    return described.parse(seal.open(content))
  } catch {
    // Its key is gone, or it is of another release: it cannot be searched.
    return []
  }
}

function facetsOfText(
  ad: { readonly posters: readonly string[] } & {
    readonly [key in 'countries' | 'agencies']?: readonly string[] | undefined
  },
  seal: Seal,
): readonly string[] {
  return [
    ...(ad.countries ?? []).map((country) => `country:${country}`),
    ...(ad.agencies ?? []).map((name) => agencyFacet(name, seal)),
    ...(ad.posters.length > 0 ? ['picture'] : []),
  ]
}

function facetsOfIndicator(indicator: Pick<Indicator, 'kind' | 'value'>): readonly string[] {
  const [platform] = indicator.kind === 'account' ? indicator.value.split(':') : []
  return platform === undefined ? [] : [`platform:${platform}`]
}

const setFacets = prepared('set_facets', 'update cases set facets = $2::text[] where id = $1::uuid')
const reportsOf = prepared(
  'reports_to_describe',
  'select channel, level, signs, content from reports where case_id = $1::uuid order by place desc limit $2::int',
)
const indicatorsOf = prepared(
  'accounts_to_describe',
  `select kind, min(value) as value from indicators where case_id = $1::uuid and kind = 'account' group by kind, key`,
)
