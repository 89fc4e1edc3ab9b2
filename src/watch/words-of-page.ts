/** The words of a page as a reader sees them, its pictures, and where it leads them. */
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { most, type Page } from './wire.ts'

/** What the DOM gives us of a node; linkedom's own types are those of a browser, which we have not. */
interface Node {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly firstChild: Node | null
  readonly nextSibling: Node | null
  readonly parentNode: Node | null
}
interface Element extends Node {
  getAttribute(name: string): string | null
  querySelectorAll(selector: string): Iterable<Element> & { readonly length: number }
  querySelector(selector: string): Element | null
}
type Document = Element & { readonly documentElement: Element | null }

const silent = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'SVG',
  'IFRAME',
  'HEAD',
  'SELECT',
  'OPTION',
])
const blocks =
  /^(?:ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|BR|DD|DIV|DL|DT|FIGCAPTION|FIGURE|FOOTER|FORM|H[1-6]|HEADER|HR|LI|MAIN|NAV|OL|P|PRE|SECTION|TABLE|TR|UL)$/
/** Ways to answer an advertisement that often hide behind a button. */
const reaching =
  /^(?:https?:\/\/(?:wa\.me|(?:api\.|chat\.)?whatsapp\.com|t\.me|telegram\.me|m\.me|bit\.ly|s\.id|linktr\.ee|forms\.gle|docs\.google\.com\/forms)\b|tel:|mailto:|whatsapp:|tg:)/i
/** From this many letters on an article is one. */
const article = 250

/** Throws what the libraries throw at a broken page. */
export function readPage(html: string, url: string): Page {
  const { document } = parseHTML(
    isWhole(html) ? html : `<!doctype html><html><body>${html}</body></html>`,
  ) as unknown as {
    readonly document: Document
  }
  const counted = document.querySelectorAll('*').length
  const whole = wordsUnder(document.documentElement ?? document)
  const links = linksOf(document, url)
  const pictures = picturesOf(document, url)
  const said = {
    title: metaOf(document, 'og:title') ?? document.querySelector('title')?.firstChild?.nodeValue ?? '',
    publishedAt: momentOf(
      metaOf(document, 'article:published_time') ??
        document.querySelector('time')?.getAttribute('datetime') ??
        null,
    ),
    canonical: addressOf(document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null, url),
  }
  // Readability changes the page it reads, and so comes last; what is too large for it is read whole.
  const inner = counted > most.elements || counted < 12 ? '' : articleOf(document)
  const text = inner.length >= article ? inner : whole
  return {
    ...said,
    title: oneLine(said.title).slice(0, most.title),
    text: text.slice(0, most.letters),
    links,
    pictures,
  }
}

/** A piece of HTML as words, as feeds have it. */
export function readPiece(html: string, url: string): Pick<Page, 'text' | 'links' | 'pictures'> {
  if (!html.includes('<')) return { text: oneLines(html).slice(0, most.letters), links: [], pictures: [] }
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as unknown as {
    readonly document: Document
  }
  return {
    text: wordsUnder(document.documentElement ?? document).slice(0, most.letters),
    links: linksOf(document, url),
    pictures: picturesOf(document, url),
  }
}

const isWhole = (html: string): boolean => /<html\b/i.test(html.slice(0, 100_000))

function articleOf(document: Document): string {
  const read = new Readability<Element>(document as unknown as ConstructorParameters<typeof Readability>[0], {
    charThreshold: article,
    maxElemsToParse: most.elements,
    // The element itself, so that its words are taken as all others are.
    serializer: (element) => element as unknown as Element,
  }).parse()
  return read?.content == null ? '' : wordsUnder(read.content)
}

/** Letters under a node, a line for each block. It walks and does not call itself: depth is the stranger's to choose. */
export function wordsUnder(root: Node): string {
  const parts: string[] = []
  let letters = 0
  let at: Node | null = root
  while (at !== null && letters < most.letters * 4) {
    const name = at.nodeName.toUpperCase()
    if (at.nodeType === 3) {
      const text = at.nodeValue ?? ''
      parts.push(text.replace(/\s+/g, ' '))
      letters += text.length
    }
    if (blocks.test(name)) parts.push('\n')
    if (at.firstChild !== null && !silent.has(name)) {
      at = at.firstChild
      continue
    }
    while (at !== null && at !== root && at.nextSibling === null) {
      at = at.parentNode
      if (at !== null && blocks.test(at.nodeName.toUpperCase())) parts.push('\n')
    }
    at = at === null || at === root ? null : at.nextSibling
  }
  return oneLines(parts.join(''))
}

function oneLines(text: string): string {
  return text
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '')
    .join('\n')
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function linksOf(document: Document, url: string): readonly string[] {
  const found = new Set<string>()
  for (const each of document.querySelectorAll('a[href]')) {
    const href = (each.getAttribute('href') ?? '').trim().slice(0, 2_048)
    if (reaching.test(href)) found.add(href.replace(/^(?:tel|mailto):/i, ''))
    if (found.size >= most.links) break
  }
  // Its own address is said elsewhere.
  found.delete(url)
  return [...found]
}

function picturesOf(document: Document, url: string): readonly string[] {
  const found = new Set<string>()
  const add = (written: string | null): void => {
    const address = addressOf(written, url)
    if (address !== null && found.size < most.pictures) found.add(address)
  }
  add(metaOf(document, 'og:image'))
  for (const each of document.querySelectorAll('img[src]')) {
    // Marks and counters are no posters.
    const width = Number(each.getAttribute('width') ?? 999)
    if (!(width < 120) && !/\.(?:svg|ico|gif)(?:$|\?)/i.test(each.getAttribute('src') ?? ''))
      add(each.getAttribute('src'))
    if (found.size >= most.pictures) break
  }
  return [...found]
}

function metaOf(document: Document, name: string): string | null {
  return (
    document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content') ?? null
  )
}

/** An address of the web, whole; null: none. */
export function addressOf(written: string | null | undefined, base: string): string | null {
  const bare = (written ?? '').trim()
  if (bare === '' || bare.length > 2_048 || !URL.canParse(bare, base)) return null
  const url = new URL(bare, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  url.hash = ''
  return url.href
}

/** ISO 8601; null: no moment, or one that nobody can have meant. */
export function momentOf(written: string | null | undefined): string | null {
  const at = Date.parse((written ?? '').slice(0, 80))
  const isMeant = at > Date.parse('1995-01-01') && at < Date.parse('2100-01-01')
  return isMeant ? new Date(at).toISOString() : null
}
