/** Twenty kinds of pages and feeds that are broken, huge, endless, slow, lying, redirecting or hostile, each many times, among
 * good ones. `WATCH_TIMES=20` for the whole of it. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WatchKind } from '#engine'
import type { Client } from '../../db/client.ts'
import { homeOrganisation } from '../../db/schema.ts'
import { openTestDatabase } from '../kit/database.ts'
import { type Made, pageOf, rss } from '../kit/small-web.ts'
import { adOf, other } from './ads.ts'
import { openWatchStage, type WatchStage } from './stage.ts'

const times = Number(process.env['WATCH_TIMES'] ?? 3)
const actor = { of: homeOrganisation, by: '11111111-1111-4111-8111-111111111111' as never }
const bodyOf = (made: Made): string => (made as { readonly body: string }).body

interface Hostile {
  readonly name: string
  readonly kind: WatchKind
  readonly page: (at: number, host: string) => Made
  /** What becomes of it; `read`: it is read all the same, and its advertisement found. */
  readonly ends: RegExp
}

const laughs = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "haha">${'bcdefghij'
  .split('')
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`)
  .join('')}]><rss version="2.0"><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>`
const kinds: readonly Hostile[] = [
  { name: 'broken XML', kind: 'feed', page: () => '<rss><channel><item><title>x', ends: /unreadable/ },
  {
    name: 'a page in place of a feed',
    kind: 'feed',
    page: () => pageOf('Resep', other[0]),
    ends: /unreadable/,
  },
  { name: 'huge', kind: 'feed', page: () => ({ body: Buffer.alloc(9_000_000, 'loker ') }), ends: /too-big/ },
  {
    name: 'endless',
    kind: 'page',
    page: () => (_, answer) => {
      const more = () => {
        if (!answer.destroyed && answer.write('<p>loker</p>'.repeat(2_000))) setTimeout(more, 2)
        else answer.once('drain', more)
      }
      more()
    },
    ends: /too-big|slow/,
  },
  {
    name: 'slow',
    kind: 'page',
    page: () => (_, answer) => {
      const timer = setInterval(() => answer.write('.'), 100)
      answer.once('close', () => clearInterval(timer))
    },
    ends: /slow/,
  },
  { name: 'silent', kind: 'feed', page: () => () => {}, ends: /slow/ },
  {
    name: 'lies of its type',
    kind: 'feed',
    page: (at) => ({ type: 'image/png', body: bodyOf(rss([{ id: 'a', title: 'L', text: adOf(at, at) }])) }),
    ends: /read/,
  },
  {
    name: 'lies of its length',
    kind: 'page',
    page: () => (asked, answer) => {
      answer.writeHead(200, { 'content-length': '100000' }).write('<p>loker</p>')
      setTimeout(() => asked.socket.destroy(), 20)
    },
    ends: /unreachable/,
  },
  {
    name: 'lies of its packing',
    kind: 'page',
    page: () => ({ body: 'tidak dikemas', headers: { 'content-encoding': 'gzip' } }),
    ends: /unreachable/,
  },
  {
    name: 'a bomb',
    kind: 'page',
    page: () => ({ body: gzipSync(Buffer.alloc(60_000_000)), headers: { 'content-encoding': 'gzip' } }),
    ends: /too-big/,
  },
  {
    name: 'lies of its letters',
    kind: 'page',
    page: (at) => ({
      type: 'text/html; charset=utf-16',
      body: Buffer.from(pageOf('Lowongan caf\u00e9', adOf(at, at + 1_000)), 'latin1'),
    }),
    ends: /read/,
  },
  {
    name: 'a circle',
    kind: 'page',
    page: (_, host) => ({ status: 302, body: '', headers: { location: `http://${host}/x` } }),
    ends: /refused/,
  },
  {
    name: 'to our own network',
    kind: 'page',
    page: (at) => ({
      status: 302,
      body: '',
      headers: { location: at % 2 ? 'http://169.254.169.254/latest' : 'http://10.0.0.1/' },
    }),
    ends: /refused/,
  },
  {
    name: 'to a file',
    kind: 'page',
    page: () => ({ status: 301, body: '', headers: { location: 'file:///etc/passwd' } }),
    ends: /refused/,
  },
  { name: 'a server that fails', kind: 'feed', page: () => ({ status: 500, body: 'x' }), ends: /server/ },
  {
    name: 'a line that breaks',
    kind: 'feed',
    page: () => (asked) => void asked.socket.destroy(),
    ends: /unreachable/,
  },
  {
    name: 'a picture',
    kind: 'page',
    page: () => ({ type: 'text/html', body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) }),
    ends: /wrong-type/,
  },
  { name: 'entities of entities', kind: 'feed', page: () => laughs, ends: /unreadable|too-heavy|read/ },
  {
    name: 'too deep',
    kind: 'page',
    page: () => '<div><b>'.repeat(150_000),
    ends: /too-heavy|unreadable|read/,
  },
  {
    name: 'no letters at all',
    kind: 'sitemap',
    page: () => ({ body: Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)) }),
    ends: /unreadable|wrong-type/,
  },
]

describe('hostile pages and feeds', () => {
  let client: Client
  let stage: WatchStage
  beforeAll(async () => {
    client = await openTestDatabase()
    stage = await openWatchStage(client, { patience: 1_500, parser: { ms: 1_200 } })
  })
  afterAll(async () => {
    await stage.close()
    await client.close()
  })

  it('lose nothing, hang nothing, and reach nothing else', async () => {
    expect(kinds).toHaveLength(20)
    const forms = kinds.flatMap(({ name, kind, page }, place) =>
      Array.from({ length: times }, (_, at) => {
        const host = `k${place}-${at}.test.id`
        const address = `http://${host}/x`
        stage.web.put(address, page(at, host))
        return { kind, address, name: `${name} ${at}` }
      }),
    )
    const good = Array.from({ length: times }, (_, at) => {
      const address = `http://baik${at}.test.id/feed`
      stage.web.put(address, rss([{ id: 'a', title: 'L', text: adOf(at, at + 2_000) }]))
      return { kind: 'feed' as const, address, name: `good ${at}` }
    })
    await stage.sources.addAll(
      [...forms, ...good].map((form) => ({
        ...form,
        owner: 'Siti',
        purpose: 'Uji',
        paceMinutes: 60,
        perDay: 100,
        on: true,
      })),
      actor,
    )
    await stage.read(3, 20_000)
    expect(stage.faults).toEqual([])
    const all = new Map((await stage.sources.all(homeOrganisation)).map((each) => [each.name, each]))
    const ended = forms.flatMap(({ name }) => {
      const one = all.get(name)
      const how = one?.trouble ?? (one?.readAt == null ? 'nothing' : 'read')
      const { ends } = kinds.find((kind) => name.startsWith(kind.name)) ?? { ends: /never/ }
      return ends.test(how) ? [] : [`${name}: ${how}`]
    })
    expect(ended).toEqual([])
    for (const { name } of good) expect(all.get(name)).toMatchObject({ entered: 1, trouble: null })
    for (const name of ['lies of its type', 'lies of its letters'])
      for (let at = 0; at < times; at++) expect(all.get(`${name} ${at}`)).toMatchObject({ entered: 1 })
    const leased = await client.pool.query('select 1 from watch_sources where leased_by is not null')
    expect(leased.rowCount).toBe(0)
    expect(stage.web.stage.sung()).toBe(0)
  }, 500_000)
})
