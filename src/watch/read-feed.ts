/** Feeds (RSS 0.9 to 2.0, RDF, Atom, JSON Feed) and sitemaps as lists. Formats say the same in many ways; what they say is
 * taken out here by its names, as far as it is letters. */
import { gunzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { parseFeed } from 'feedsmith'
import { lettersOf } from './letters.ts'
import { type Entry, most, type Parsed } from './wire.ts'
import { addressOf, momentOf, readPiece } from './words-of-page.ts'

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  const inner = fieldsOf(value)['value']
  return typeof inner === 'string' ? inner : ''
}

/** Throws what the libraries throw at a broken feed. */
export function readFeed(letters: string, url: string): Parsed {
  const { feed } = parseFeed(letters.trim()) as { readonly feed: unknown }
  const all = listOf(fieldsOf(feed)['items'] ?? fieldsOf(feed)['entries'])
  return {
    kind: 'feed',
    entries: all.slice(0, most.entries).flatMap((each) => entryFrom(fieldsOf(each), url)),
  }
}

function entryFrom(fields: Fields, base: string): readonly Entry[] {
  const links = listOf(fields['links']).map(fieldsOf)
  const link =
    links.find((each) => each['rel'] === undefined || each['rel'] === 'alternate')?.['href'] ??
    fields['link'] ??
    fields['url'] ??
    fields['external_url']
  const url = addressOf(textOf(link), base)
  const title = readPiece(textOf(fields['title']), base).text.replace(/\n/g, ' ').slice(0, most.title)
  const bodies = [
    textOf(fieldsOf(fields['content'])['encoded']),
    textOf(fields['content']),
    textOf(fields['content_html']),
    textOf(fields['content_text']),
    textOf(fields['description']),
    textOf(fields['summary']),
  ]
  // The longest is the whole one.
  const body = readPiece(
    bodies.reduce((longest, each) => (each.length > longest.length ? each : longest), '').slice(0, 500_000),
    url ?? base,
  )
  const id = textOf(fields['guid']) || textOf(fields['id']) || url || ''
  const whole = { title, ...body, pictures: picturesFrom(fields, body.pictures, base) }
  if (id === '' && whole.title === '' && whole.text === '') return []
  const published = fields['pubDate'] ?? fields['published'] ?? fields['date_published'] ?? fields['updated']
  return [
    {
      ...whole,
      id: (id === '' ? `${whole.title}\n${whole.text}` : id).slice(0, 4_096),
      url,
      publishedAt: momentOf(textOf(published)),
    },
  ]
}

function picturesFrom(fields: Fields, inText: readonly string[], base: string): readonly string[] {
  const media = fieldsOf(fields['media'])
  const files = [
    ...listOf(fields['enclosures']),
    ...listOf(fields['attachments']),
    ...listOf(media['contents']),
  ]
    .map(fieldsOf)
    .filter(
      (each) =>
        /^image\//.test(textOf(each['type']) || textOf(each['mime_type'])) ||
        textOf(each['medium']) === 'image',
    )
    .map((each) => textOf(each['url']))
  const all = [textOf(fields['image']), ...files].flatMap((each) => addressOf(each, base) ?? [])
  return [...new Set([...all, ...inText])].slice(0, most.pictures)
}

const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  isArray: (name) => name === 'url' || name === 'sitemap',
})

/** Most bytes that a packed sitemap may have unpacked. */
const unpackedMost = 20_000_000

/** The newest first, as far as it says when. Throws as above. */
export function readSitemap(bytes: Uint8Array, base: string): Parsed {
  const unpacked =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: unpackedMost }) : bytes
  const letters = lettersOf(unpacked, '').trim()
  // A list of addresses, a line each, is a sitemap too (sitemaps.org, "Text file").
  if (!letters.startsWith('<')) {
    const lines = letters.split(/\r?\n/, most.addresses + 1)
    const pages = lines
      .filter((line) => /^https?:\/\//i.test(line.trim()))
      .flatMap((line) => pageAt(line, '', base))
    return pages.length === 0 ? { kind: 'refused', why: 'unreadable' } : { kind: 'sitemap', pages, maps: [] }
  }
  const read = fieldsOf(xml.parse(letters))
  const set = read['urlset']
  const index = read['sitemapindex']
  if (set === undefined && index === undefined) return { kind: 'refused', why: 'wrong-type' }
  const pages = listOf(fieldsOf(set)['url'])
    .map(fieldsOf)
    .flatMap((each) => pageAt(textOf(each['loc']), textOf(each['lastmod']), base))
    .sort((a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0))
    .slice(0, most.addresses)
  const maps = listOf(fieldsOf(index)['sitemap']).flatMap(
    (each) => addressOf(textOf(fieldsOf(each)['loc']), base) ?? [],
  )
  return { kind: 'sitemap', pages, maps: maps.slice(0, 50) }
}

/** A sitemap speaks for its own site alone (sitemaps.org, "location"). */
function pageAt(written: string, changed: string, base: string): readonly { url: string; changed: string }[] {
  const url = addressOf(written, base)
  if (url === null || new URL(url).host !== new URL(base).host) return []
  return [{ url, changed: changed.slice(0, 40) }]
}
