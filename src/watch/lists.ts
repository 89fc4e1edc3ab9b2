/** Lists that partners hand over: each row judged by its words, or its page read where it has an address and few words. */
import type { WatchedAd, WatchedItem, WatchSourceId } from '#engine'
import type { Found, TakenOutcome, Watch } from '../../db/watch.ts'
import type { Visitor } from './manners.ts'

/** One row of a partner's list. */
export interface PartnerRow {
  /** By which the partner knows it; null: by what it says. */
  readonly id: string | null
  readonly url: string | null
  /** All that it says, in lines. */
  readonly text: string
  /** ISO 8601; null: not told. */
  readonly at: string | null
}

export type TakenList = Readonly<Record<TakenOutcome, number>>

/** Rows taken in one transaction: a long list holds nobody up. */
const atOnce = 50
/** With fewer words its page says more. */
const fewWords = 120

/** Takes a list into its source. null: the source is off, or gone. */
export async function takeList(
  source: WatchSourceId,
  rows: readonly PartnerRow[],
  {
    store,
    judge,
    visitor,
    now,
  }: {
    readonly store: Pick<Watch, 'take'>
    readonly judge: (item: WatchedItem, at: { readonly received: Date }) => WatchedAd
    readonly visitor: Pick<Visitor, 'mayRead'>
    readonly now: () => Date
  },
): Promise<TakenList | null> {
  const counts = { danger: 0, caution: 0, 'no-signs': 0, waiting: 0, known: 0 }
  const found = rows.map((row): Found => {
    const item: WatchedItem = {
      from: 'partner',
      address: row.url,
      title: '',
      text: row.text,
      links: [],
      pictures: [],
      publishedAt: row.at === null ? null : new Date(row.at),
    }
    const words = [row.url ?? '', row.text].join('\n')
    const listed = { id: row.id ?? words, mark: words }
    // What may be read and has hardly any words is read first; whatever it says, a partner has named it.
    return row.url !== null && row.text.length < fewWords && visitor.mayRead(row.url)
      ? { ...listed, kind: 'later', url: row.url, said: item }
      : { ...listed, kind: 'read', words, judged: judge(item, { received: now() }), pictures: [] }
  })
  for (let from = 0; from < found.length; from += atOnce) {
    const outcomes = await store.take(source, found.slice(from, from + atOnce))
    if (outcomes.length === 0) return null
    for (const outcome of outcomes) counts[outcome]++
  }
  return counts
}
