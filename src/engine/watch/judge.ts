/** Judges what the watch has read by the same reading as a forwarded advertisement. Nothing is decided here: what looks
 * dangerous waits for an officer. */
import type { AdReading, Ads } from '../ad/reading.ts'
import { agencyNames } from '../agency/verdict.ts'
import type { Indicator } from '../case/indicators.ts'
import type { ReportedAd } from '../conversation.ts'
import type { Knowledge } from '../ports.ts'
import type { WatchKind } from './source.ts'

/** One thing that a source has, as words. */
export interface WatchedItem {
  readonly from: WatchKind
  /** Where it stands, if it stands somewhere by itself. */
  readonly address: string | null
  readonly title: string
  readonly text: string
  /** Addresses that it leads its readers to, beside those in its text. */
  readonly links: readonly string[]
  /** Pictures, each with its words and its likeness (16 hex digits). */
  readonly pictures: readonly { readonly text: string; readonly fingerprint: string | null }[]
  /** By the source's clock; null: not told. */
  readonly publishedAt: Date | null
}

/** Something beside the words of an advertisement for which an officer should see an item. `name` is kept with the
 * report among its signs. */
export interface WatchReason {
  readonly name: string
  readonly level: 'caution' | 'danger'
}

/** Looks for reasons of one sort. Pure; called once for each item, with its words as they were judged. */
export type FindReasons = (item: WatchedItem, reading: AdReading, words: string) => readonly WatchReason[]

export interface WatchedAd {
  readonly level: ReportedAd['level']
  /** As a report has it; to be filed when the level is not `no-signs`. */
  readonly ad: ReportedAd
}

const gravity = { 'no-signs': 0, caution: 1, danger: 2 } as const
/** Longest words judged, in letters: what is longer is no advertisement, and its beginning tells. */
const longest = 20_000

/** The words of an item, as they are judged, shown and kept. */
export function wordsOfItem({ address, title, text, links, pictures }: WatchedItem): string {
  const parts = [
    text.startsWith(title) ? '' : title,
    text,
    ...pictures.map((picture) => picture.text),
    links.join('\n'),
  ]
  const words = parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n')
    .slice(0, longest)
  return address === null ? words : `${words}\n\n${address}`.trim()
}

/** `reasons`: what is looked for beside the signs of an advertisement. */
export function createWatchJudge({
  ads,
  knowledge,
  reasons,
}: {
  readonly ads: Ads
  readonly knowledge: () => Pick<Knowledge, 'read'>
  readonly reasons: readonly FindReasons[]
}): (item: WatchedItem, at: { readonly received: Date }) => WatchedAd {
  return (item, { received }) => {
    const words = wordsOfItem(item)
    const posters = item.pictures.flatMap(({ fingerprint }) => (fingerprint === null ? [] : [fingerprint]))
    // Signs are looked for in its own words: the address where it stands is not a way to answer it.
    const judged = ads.read(wordsOfItem({ ...item, address: null }), knowledge(), posters)
    const indicators = withAddress(judged.indicators, item.address, ads, knowledge())
    const found = reasons.flatMap((find) => find(item, { ...judged, indicators }, words))
    const level = [judged.judgement.level, ...found.map((reason) => reason.level)].reduce((worst, each) =>
      gravity[each] > gravity[worst] ? each : worst,
    )
    const { claims, judgement } = judged
    return {
      level,
      ad: {
        text: words,
        posters,
        media: null,
        forwarded: 'no',
        at: { sent: (item.publishedAt ?? received).toISOString(), received: received.toISOString() },
        level,
        signs: [...new Set([...found.map(({ name }) => name), ...judgement.signs.map(({ name }) => name)])],
        indicators,
        countries: claims.countries.map(({ value }) => value),
        agencies: claims.agencies.flatMap(({ verdict }) => agencyNames(verdict)),
      },
    }
  }
}

/** The exact address where it stands identifies it. Its domain does not: a site has the advertisements of many. */
function withAddress(
  indicators: readonly Indicator[],
  address: string | null,
  ads: Ads,
  knowledge: Pick<Knowledge, 'read'>,
): readonly Indicator[] {
  if (address === null) return indicators
  const own = ads.read(address, knowledge).indicators.filter(({ kind }) => kind !== 'text')
  const domains = new Set(own.flatMap(({ kind, value }) => (kind === 'domain' ? [value] : [])))
  const known = indicators.map((each) =>
    each.kind === 'domain' && domains.has(each.value) ? { ...each, joins: false } : each,
  )
  const fresh = own
    .filter(({ kind, value }) => !known.some((each) => each.kind === kind && each.value === value))
    .map((each) => (each.kind === 'domain' ? { ...each, joins: false } : each))
  return [...known, ...fresh]
}

/** A partner has said that it is bad: whatever can be recognised again is worth an officer's look, also where the list has
 * no words of the advertisement itself. */
export const partnerReason: FindReasons = ({ from }, { indicators }) =>
  from === 'partner' && indicators.some(({ joins }) => joins)
    ? [{ name: 'partner_list', level: 'caution' }]
    : []
