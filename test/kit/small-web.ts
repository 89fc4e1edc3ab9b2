/** A small web of made sites: pages by host and path, on one machine, with a journal of who asked for what. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { openStage, type Stage } from './stage.ts'

export type Answerer = (asked: IncomingMessage, answer: ServerResponse) => void
export type Made =
  | string
  | {
      readonly type?: string
      readonly body: string | Uint8Array
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
    }
  | Answerer

export interface Asked {
  readonly host: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export interface SmallWeb {
  readonly stage: Stage
  /** Every request, in order. */
  readonly journal: readonly Asked[]
  /** Puts a page there, or another in its place. */
  put(url: string, page: Made): void
  /** Requests for an address. */
  times(url: string): number
  close(): Promise<void>
}

export async function openSmallWeb(): Promise<SmallWeb> {
  const pages = new Map<string, Made>()
  const journal: Asked[] = []
  const hosts = new Map<string, string>()
  const stage = await openStage((asked, answer) => {
    const { host = '' } = asked.headers
    const path = asked.url ?? '/'
    journal.push({ host, path, headers: asked.headers })
    const page = pages.get(`http://${host}${path}`)
    if (page === undefined)
      return void answer.writeHead(404, { 'content-type': 'text/html' }).end('tidak ada')
    if (typeof page === 'function') return page(asked, answer)
    const made = typeof page === 'string' ? { body: page } : page
    answer
      .writeHead(made.status ?? 200, {
        'content-type': made.type ?? 'text/html; charset=utf-8',
        ...made.headers,
      })
      .end(made.body)
  })
  return {
    stage,
    journal,
    put(url, page) {
      const { host } = new URL(url)
      if (!hosts.has(host)) {
        const place = hosts.size
        const address = `93.184.${100 + Math.floor(place / 250)}.${1 + (place % 250)}`
        hosts.set(host, address)
        stage.host(address)
        stage.name(host, [address])
      }
      pages.set(url, page)
    },
    times: (url) => journal.filter(({ host, path }) => `http://${host}${path}` === url).length,
    close: () => stage.close(),
  }
}

export interface FeedEntry {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly url?: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function rss(entries: readonly FeedEntry[]): Made {
  const items = entries.map(
    ({ id, title, text, url }) =>
      `<item><guid isPermaLink="false">${escaped(id)}</guid><title>${escaped(title)}</title>${
        url === undefined ? '' : `<link>${escaped(url)}</link>`
      }<description>${escaped(`<p>${escaped(text)}</p>`)}</description><pubDate>Mon, 23 Nov 2026 02:00:00 GMT</pubDate></item>`,
  )
  return {
    type: 'application/rss+xml',
    body: `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Loker</title>${items.join('')}</channel></rss>`,
  }
}

/** A page as sites have them: a menu, the words, a foot. */
export function pageOf(title: string, words: string, more = ''): string {
  const paragraphs = words
    .split('\n')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('')
  return `<!doctype html><html lang="id"><head><title>${escaped(title)}</title></head><body>
<nav><ul><li><a href="/">Beranda</a></li><li><a href="/tentang">Tentang</a></li></ul></nav>
<main><article><h1>${escaped(title)}</h1>${paragraphs}${more}</article></main>
<footer><p>Hak cipta 2026</p></footer></body></html>`
}
