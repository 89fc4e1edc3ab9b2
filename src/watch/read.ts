/** Reads one source or one item: fetched with manners, taken apart by the thread, judged like a forwarded advertisement. */
import { createHash } from 'node:crypto'
import type { WatchedAd, WatchedItem } from '#engine'
import type {
  Found,
  ItemJob,
  ItemReading,
  Listed,
  SourceJob,
  SourceReading,
  Watch,
  WatchedPicture,
} from '../../db/watch.ts'
import type { Visitor } from './manners.ts'
import { watchLimits } from './manners.ts'
import type { Parser } from './parser.ts'
import type { Entry, Page, Parsed } from './wire.ts'

/** Words, likeness and type of a picture; null: it is none, or cannot be read. */
export type ReadPicture = (bytes: Uint8Array) => Promise<Omit<WatchedPicture, 'bytes'> | null>

export interface Eyes {
  readonly visitor: Visitor
  readonly parser: Parser
  readonly judge: (item: WatchedItem, at: { readonly received: Date }) => WatchedAd
  /** null: pictures are not read. */
  readonly readPicture: ReadPicture | null
  readonly now: () => Date
}

/** `later`: not now, its host is to be left alone until then. */
export type SourceRead = SourceReading | { readonly kind: 'later'; readonly at: Date }
export type ItemRead = ItemReading | { readonly kind: 'later'; readonly at: Date }

/** An entry with fewer letters is a teaser: the page itself is read. */
const teaser = 400
/** Sitemaps of an index that are read in one go. */
const mostMaps = 5
/** Pictures of one item that are read, where its words are few or say something bad. */
const mostPictures = 2
const fewWords = 300

export async function readSource(
  job: SourceJob,
  store: Pick<Watch, 'changed' | 'decidedAddresses'>,
  eyes: Eyes,
): Promise<SourceRead> {
  if (job.kind === 'decided') return listDecided(job, store, eyes)
  const limits = job.kind === 'page' ? watchLimits.page : watchLimits.list
  const got = await eyes.visitor.visit(job.address, { limits, validators: job.validators })
  if (got.kind !== 'page') return got
  const digest = digestOf(got.bytes)
  const { validators } = got
  if (digest === job.digest) return { kind: 'unchanged' }
  const parsed = await parse(job.kind, got, eyes)
  if (parsed.kind === 'refused') return { kind: 'failed', trouble: parsed.why, notBefore: null }
  const changed = (found: readonly Found[]): SourceReading => ({ kind: 'changed', validators, digest, found })
  switch (parsed.kind) {
    case 'page': {
      const item = itemOfPage(job.kind, got.url, parsed.page)
      return changed([
        { ...(await judgePage(item, parsed.page, eyes)), kind: 'read', id: job.address, mark: digest },
      ])
    }
    case 'feed': {
      const listed = new Map(parsed.entries.map((each) => [each.id, { ...each, mark: markOfEntry(each) }]))
      const fresh = await store.changed(job.id, [...listed.values()])
      return changed(fresh.flatMap(({ id }) => foundInFeed(listed.get(id), eyes)))
    }
    case 'sitemap':
      return changed(await pagesOfSitemap(job, parsed, store, eyes))
    case 'robots':
      throw new Error('a source was read as rules')
  }
}

async function parse(
  kind: SourceJob['kind'],
  { bytes, type, url }: { readonly bytes: Uint8Array; readonly type: string; readonly url: string },
  { parser }: Eyes,
): ReturnType<Parser['parse']> {
  if (kind === 'sitemap') return parser.parse({ want: 'sitemap', bytes, url })
  return parser.parse({ want: kind === 'feed' ? 'feed' : 'page', bytes, type, url })
}

function foundInFeed(entry: (Entry & Listed) | undefined, { judge, now, visitor }: Eyes): readonly Found[] {
  if (entry === undefined) return []
  const { id, mark, url } = entry
  const item = itemOf('feed', url, entry)
  if (url !== null && entry.text.length < teaser && visitor.mayRead(url))
    return [{ kind: 'later', id, mark, url, said: item }]
  const words = wordsOf(item)
  return [{ kind: 'read', id, mark, words, judged: judge(item, { received: now() }), pictures: [] }]
}

async function pagesOfSitemap(
  job: SourceJob,
  first: Extract<Parsed, { readonly kind: 'sitemap' }>,
  store: Pick<Watch, 'changed'>,
  eyes: Eyes,
): Promise<readonly Found[]> {
  const pages = [...first.pages]
  for (const map of first.maps.slice(0, mostMaps)) {
    // One errand: an index is read together with what it lists.
    const got = await eyes.visitor.visit(map, { limits: watchLimits.list, turn: false })
    if (got.kind !== 'page') continue
    const parsed = await eyes.parser.parse({ want: 'sitemap', bytes: got.bytes, url: got.url })
    if (parsed.kind === 'sitemap') pages.push(...parsed.pages)
  }
  const listed = new Map(pages.map(({ url, changed }) => [url, { id: url, mark: changed }]))
  const fresh = await store.changed(job.id, [...listed.values()])
  return fresh.map((each) => later('sitemap', each))
}

/** Addresses of decided cases are looked at anew each time the source is due. */
async function listDecided(
  job: SourceJob,
  store: Pick<Watch, 'changed' | 'decidedAddresses'>,
  { now, visitor }: Eyes,
): Promise<SourceReading> {
  const round = String(Math.floor(now().getTime() / (job.paceMinutes * 60_000)))
  const listed = (await store.decidedAddresses(job.id))
    .filter((address) => visitor.mayRead(address))
    .map((address) => ({ id: address, mark: round }))
  const fresh = await store.changed(job.id, listed)
  return {
    kind: 'changed',
    validators: { etag: '', lastModified: '' },
    digest: round,
    found: fresh.map((each) => later('decided', each)),
  }
}

function later(from: WatchedItem['from'], { id, mark }: Listed): Found {
  const said = { from, address: id, title: '', text: '', links: [], pictures: [], publishedAt: null }
  return { kind: 'later', id, mark, url: id, said }
}

export async function readItem(job: ItemJob, eyes: Eyes): Promise<ItemRead> {
  const got = await eyes.visitor.visit(job.url, { limits: watchLimits.page })
  const said = wordsOf(job.said)
  /** What its source says of it is judged where the page itself cannot be read. */
  const bySource = (): ItemReading => ({
    kind: 'read',
    words: said,
    judged: eyes.judge(job.said, { received: eyes.now() }),
    pictures: [],
  })
  if (got.kind === 'later') return got
  if (got.kind === 'unchanged') return { kind: 'failed', trouble: 'server', again: true }
  if (got.kind === 'failed') {
    if (got.again && job.attempts < 2) return { kind: 'failed', trouble: got.trouble, again: true }
    return job.said.text === '' && job.said.title === ''
      ? { kind: 'failed', trouble: got.trouble, again: false }
      : bySource()
  }
  const parsed = await eyes.parser.parse({ want: 'page', bytes: got.bytes, type: got.type, url: got.url })
  if (parsed.kind !== 'page')
    return said === ''
      ? { kind: 'failed', trouble: parsed.kind === 'refused' ? parsed.why : 'unreadable', again: false }
      : bySource()
  const item = itemOfPage(job.kind, got.url, parsed.page)
  const title = item.title === '' ? job.said.title : item.title
  return { kind: 'read', ...(await judgePage({ ...item, title }, parsed.page, eyes)) }
}

/** Its words first; pictures only where they may say what the words do not. */
async function judgePage(
  item: WatchedItem,
  page: Page,
  eyes: Eyes,
): Promise<{
  readonly words: string
  readonly judged: WatchedAd
  readonly pictures: readonly WatchedPicture[]
}> {
  const received = eyes.now()
  const words = wordsOf(item)
  const judged = eyes.judge(item, { received })
  const { readPicture } = eyes
  const wanted = judged.level !== 'no-signs' || item.text.length < fewWords
  if (readPicture === null || !wanted || page.pictures.length === 0) return { words, judged, pictures: [] }
  const pictures: WatchedPicture[] = []
  for (const url of page.pictures.slice(0, mostPictures)) {
    const got = await eyes.visitor.visit(url, { limits: watchLimits.picture, turn: false })
    if (got.kind !== 'page') continue
    const read = await readPicture(got.bytes)
    if (read !== null) pictures.push({ ...read, bytes: got.bytes })
  }
  if (pictures.length === 0) return { words, judged, pictures }
  const shown = { ...item, pictures: pictures.map(({ text, fingerprint }) => ({ text, fingerprint })) }
  return { words: wordsOf(shown), judged: eyes.judge(shown, { received }), pictures }
}

function itemOf(
  from: WatchedItem['from'],
  address: string | null,
  entry: Omit<Entry, 'id' | 'url'>,
): WatchedItem {
  const { title, text, links, publishedAt } = entry
  return {
    from,
    address,
    title,
    text,
    links,
    pictures: [],
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
  }
}

/** Only its own site may say that a page stands elsewhere. */
function itemOfPage(from: WatchedItem['from'], url: string, page: Page): WatchedItem {
  const canonical = page.canonical !== null && new URL(page.canonical).host === new URL(url).host
  return itemOf(from, canonical ? page.canonical : url, page)
}

/** By which a change is seen: what people read of it, and whom it leads to. */
function wordsOf({ title, text, links, pictures }: WatchedItem): string {
  return [title, text, ...links, ...pictures.map(({ text, fingerprint }) => `${fingerprint} ${text}`)].join(
    '\n',
  )
}

function markOfEntry({ title, text, links, pictures, url }: Entry): string {
  return [url, title, text, ...links, ...pictures].join('\n')
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')
