import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName, InboundId } from '#engine'
import { createWatchJudge, partnerReason } from '#engine'
import { createCaseFiles } from '../../db/case-files.ts'
import type { Client } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createQueue, type QueuedCase } from '../../db/queue.ts'
import { homeOrganisation } from '../../db/schema.ts'
import { partnerAddress, type WatchSourceForm } from '../../db/watch-sources.ts'
import { readPartnerFile } from '../../src/lists/index.ts'
import { createWatchChats, takeList } from '../../src/watch/index.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'
import { pageOf, rss } from '../kit/small-web.ts'
import { adOf, lawful, news, other, phone } from './ads.ts'
import { openWatchStage, type WatchStage } from './stage.ts'

const by = '11111111-1111-4111-8111-111111111111' as never
const actor = { of: homeOrganisation, by }
const sourceOf = (form: Partial<WatchSourceForm>): WatchSourceForm => ({
  kind: 'feed',
  address: 'http://loker.test.id/feed.xml',
  name: 'Loker',
  owner: 'Siti',
  purpose: 'Lowongan luar negeri',
  paceMinutes: 60,
  perDay: 200,
  on: true,
  ...form,
})
const hour = 3_600_000
const feed = 'http://loker.test.id/feed.xml'

describe('the watch', () => {
  let client: Client
  let stage: WatchStage
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(async () => {
    await empty(client.database)
    stage = await openWatchStage(client)
  })
  afterEach(async () => {
    expect(stage.faults).toEqual([])
    expect(stage.web.stage.sung()).toBe(0)
    await stage.close()
  })

  const everything = {
    sees: [homeOrganisation],
    who: by,
    level: null,
    reason: null,
    sign: null,
    platform: null,
    country: null,
    channel: null,
    agency: null,
    since: null,
    until: null,
    withPicture: false,
    among: null,
    after: null,
  } as const
  const queued = async (narrow: object = {}): Promise<readonly QueuedCase[]> => {
    const queue = createQueue({ pool: client.pool, seal: stage.seal, now: stage.now })
    return (await queue.list({ ...everything, shown: 'open', ...narrow })).cases
  }
  const fileOf = (id: QueuedCase['id']) =>
    createCaseFiles({ pool: client.pool, seal: stage.seal, now: stage.now }).read({
      id,
      sees: [homeOrganisation],
    })
  const textsOf = async (): Promise<readonly string[]> => {
    const files = await Promise.all((await queued()).map(({ id }) => fileOf(id)))
    return files.flatMap((file) => file?.filed.flatMap(({ ads }) => ads?.map(({ text }) => text) ?? []) ?? [])
  }
  /** As the bot files what somebody passed on. */
  const report = async (text: string, number: number): Promise<void> => {
    const { claims, judgement, indicators } = shippedAds().read(text, shippedKnowledge())
    const ad = {
      text,
      posters: [],
      media: null,
      forwarded: 'often' as const,
      level: judgement.level,
      signs: judgement.signs.map(({ name }) => name),
      indicators,
      countries: claims.countries.map(({ value }) => value),
      agencies: [],
    }
    await createMemory({ pool: client.pool, seal: stage.seal, holder: 'here', handOver: nobody }).turn(
      inboundFrom(`orang-${number}`, `r${number}`),
      () => turnSaying('', { effects: [{ kind: 'file-report', number, ads: [ad], facts: [] }] }),
    )
  }
  const one = async () => {
    const [source] = await stage.sources.all(homeOrganisation)
    if (source === undefined) throw new Error('no source')
    return source
  }

  it('fills the queue from feeds, a sitemap and a page with the right ones, and only those', async () => {
    const { web, sources } = stage
    web.put(
      feed,
      rss([
        { id: 'a', title: 'Lowongan', text: adOf(0, 1) },
        { id: 'b', title: 'Lowongan Jepang', text: lawful[0] },
        { id: 'c', title: 'Berita', text: news[0] },
        { id: 'd', title: 'Loker baru', text: 'Baca selengkapnya', url: 'http://loker.test.id/d' },
        { id: 'e', title: 'Resep', text: other[0] },
        // A trap: it is not fetched, whatever it is.
        { id: 'f', title: 'Lihat', text: 'Grup', url: 'https://www.facebook.com/groups/loker' },
      ]),
    )
    web.put('http://loker.test.id/d', pageOf('Loker baru', adOf(1, 2)))
    web.put('http://peta.test.id/sitemap.xml', {
      type: 'application/xml',
      body: '<sitemapindex><sitemap><loc>http://peta.test.id/satu.xml.gz</loc></sitemap></sitemapindex>',
    })
    web.put('http://peta.test.id/satu.xml.gz', {
      type: 'application/gzip',
      body: gzipSync(
        `<urlset>${['ad', 'news', 'lawful', 'private'].map((path) => `<url><loc>http://peta.test.id/${path}</loc><lastmod>2026-11-20</lastmod></url>`).join('')}<url><loc>http://lain.test.id/x</loc></url></urlset>`,
      ),
    })
    web.put('http://peta.test.id/robots.txt', {
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /private',
    })
    web.put('http://peta.test.id/ad', pageOf('Lowongan Malaysia', adOf(2, 3)))
    web.put('http://peta.test.id/news', pageOf('Berita', news[1]))
    web.put('http://peta.test.id/lawful', pageOf('Lowongan', lawful[1]))
    web.put('http://peta.test.id/private', pageOf('Lowongan', adOf(3, 9)))
    // Its number stands behind a button alone.
    web.put(
      'http://satu.test.id/loker',
      pageOf(
        'Operator',
        adOf(3, 4).replace(/Hubungi \d+/, 'Hubungi kami'),
        `<a href="https://wa.me/62${phone(4).slice(1)}">Chat</a>`,
      ),
    )
    web.put('http://satu.test.id/resep', pageOf('Resep', other[1]))
    await sources.addAll(
      [
        sourceOf({}),
        sourceOf({ kind: 'sitemap', address: 'http://peta.test.id/sitemap.xml', name: 'Peta' }),
        sourceOf({ kind: 'page', address: 'http://satu.test.id/loker', name: 'Satu' }),
        sourceOf({ kind: 'page', address: 'http://satu.test.id/resep', name: 'Resep' }),
      ],
      actor,
    )
    await stage.read(12, 30_000)
    const found = (await textsOf()).map((text) =>
      [1, 2, 3, 4, 9].filter((at) => text.includes(phone(at).slice(1))),
    )
    expect(found.flat().sort()).toEqual([1, 2, 3, 4])
    expect(await queued()).toHaveLength(4)
    expect(await queued({ channel: 'watch' })).toHaveLength(4)
    expect(web.times('http://peta.test.id/private')).toBe(0)
    expect(web.stage.asked).not.toContain('www.facebook.com')
    expect(web.stage.asked).not.toContain('lain.test.id')
    for (const { headers } of web.journal) {
      expect(headers['user-agent']).toMatch(/^TanyaDuluWatch\/1\.0 \(\+pengawas@example\.org\)$/)
      expect(headers).not.toHaveProperty('cookie')
      expect(headers).not.toHaveProperty('referer')
    }
    const numbers = await sources.all(homeOrganisation)
    expect(numbers.map(({ name, judged, entered }) => [name, judged, entered])).toEqual([
      ['Loker', 6, 2],
      ['Peta', 3, 1],
      ['Resep', 1, 0],
      ['Satu', 1, 1],
    ])
  })

  it('reads what has changed and nothing else, by asking whether it has', async () => {
    const { web, sources } = stage
    const seen: unknown[] = []
    let version = 1
    web.put(feed, (asked, answer) => {
      seen.push(asked.headers['if-none-match'])
      if (asked.headers['if-none-match'] === `"${version}"`) return void answer.writeHead(304).end()
      const entries = Array.from({ length: version }, (_, at) => ({
        id: `i${at}`,
        title: 'Loker',
        text: adOf(at, at + 20),
      }))
      const made = rss(entries) as { readonly body: string }
      answer
        .writeHead(200, { etag: `"${version}"`, 'content-type': 'application/rss+xml', 'set-cookie': 'a=b' })
        .end(made.body)
    })
    await sources.add(sourceOf({}), actor)
    await stage.read(3, hour)
    expect(seen).toEqual([undefined, '"1"', '"1"'])
    expect((await one()).judged).toBe(1)
    version = 2
    await stage.read(2, hour)
    expect((await one()).judged).toBe(2)
    expect(await queued()).toHaveLength(2)
  })

  it('files a page once, whatever it changes, until it names another number', async () => {
    const { web, sources } = stage
    const address = 'http://satu.test.id/loker'
    await sources.add(sourceOf({ kind: 'page', address }), actor)
    for (const words of [
      adOf(0, 5),
      `${adOf(0, 5)} Dilihat 17 kali.`,
      adOf(0, 5),
      `${adOf(0, 5)} Atau ${phone(6)}`,
    ]) {
      web.put(address, pageOf('Loker', words))
      await stage.read(1, hour)
    }
    const [only, ...others] = await queued()
    expect(others).toEqual([])
    expect(only).toMatchObject({ watched: 2, reports: 0, people: 0 })
  })

  it('links what people report of the same thing, counts them apart, and puts them first', async () => {
    const { web, sources } = stage
    web.put(
      feed,
      rss([
        { id: 'a', title: 'L', text: adOf(3, 7) },
        { id: 'b', title: 'L', text: adOf(0, 8) },
      ]),
    )
    await sources.add(sourceOf({}), actor)
    await stage.read()
    await report(`Loker Taiwan pabrik, biaya murah, bisa cicil, proses cepat. WA ${phone(30)}`, 12_345_678)
    expect((await queued()).map(({ people, watched }) => [people, watched])).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ])
    await report(adOf(0, 8), 12_345_679)
    const [first] = await queued()
    expect(first).toMatchObject({ people: 1, reports: 1, watched: 1 })
    expect(await queued()).toHaveLength(3)
    const numbers = await sources.numbers(homeOrganisation)
    expect(numbers).toMatchObject({ first: { many: 1 }, alone: 1, later: 0 })
    expect(numbers.signs.find(({ sign }) => sign === 'scam_compound')).toMatchObject({
      decided: 0,
      confirmed: 0,
    })
  })

  it('shows no names of private people, and keeps nothing of what is harmless', async () => {
    const { web, sources } = stage
    const named = `${adOf(0, 10)} a.n. Bambang Sutrisno. Menurut Ibu Ratna Dewi prosesnya mudah.`
    web.put(
      feed,
      rss([
        { id: 'a', title: 'L', text: named },
        { id: 'b', title: 'Resep', text: `${other[0]} oleh Kartika Sari` },
      ]),
    )
    await sources.add(sourceOf({}), actor)
    await stage.read()
    const [text] = await textsOf()
    expect(text).toContain('Ibu R… D…')
    expect(text).not.toMatch(/Bambang|Sutrisno|Ratna/)
    const dump = JSON.stringify((await client.pool.query('select * from watch_items')).rows, (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(dump).not.toMatch(/Kartika|Resep|rendang/i)
    const targets = await client.pool.query('select 1 from watch_items where target is not null')
    expect(targets.rowCount).toBe(0)
  })

  it('waits its turn at each host, obeys its delay and its budget, and is silent after failures', async () => {
    const { web, sources } = stage
    const at: number[] = []
    for (let page = 0; page < 6; page++)
      web.put(`http://peta.test.id/${page}`, (_, answer) => {
        at.push(stage.now().getTime())
        answer.end(pageOf('Resep', other[0]))
      })
    web.put('http://peta.test.id/sitemap.txt', {
      type: 'text/plain',
      body: Array.from({ length: 6 }, (_, page) => `http://peta.test.id/${page}`).join('\n'),
    })
    web.put('http://peta.test.id/robots.txt', 'User-agent: TanyaDuluWatch\nCrawl-delay: 30')
    await sources.add(
      sourceOf({
        kind: 'sitemap',
        address: 'http://peta.test.id/sitemap.txt',
        perDay: 4,
        paceMinutes: 43_200,
      }),
      actor,
    )
    await stage.read(60, 10_000)
    expect(at).toHaveLength(4)
    for (const [place, each] of at.entries())
      if (place > 0) expect(each - (at[place - 1] ?? 0)).toBeGreaterThanOrEqual(30_000)
    stage.later(24 * hour)
    await stage.read(60, 10_000)
    expect(at).toHaveLength(6)
    // One that fails is asked less and less often.
    web.put('http://mati.test.id/feed', (_, answer) => void answer.writeHead(500).end('x'))
    await sources.add(sourceOf({ address: 'http://mati.test.id/feed', name: 'Mati', paceMinutes: 15 }), actor)
    await stage.read(24, hour)
    const [dead] = (await sources.all(homeOrganisation)).filter(({ name }) => name === 'Mati')
    expect(dead).toMatchObject({ trouble: 'server', judged: 0 })
    expect(web.times('http://mati.test.id/feed')).toBeLessThan(9)
    web.put('http://sibuk.test.id/feed', { status: 429, body: 'x', headers: { 'retry-after': '7200' } })
    await sources.add(
      sourceOf({ address: 'http://sibuk.test.id/feed', name: 'Sibuk', paceMinutes: 15 }),
      actor,
    )
    await stage.read(7, hour / 4)
    expect(web.times('http://sibuk.test.id/feed')).toBe(1)
  })

  it('fetches nothing without a contact, from a closed platform, or where robots.txt cannot be read', async () => {
    await stage.close()
    stage = await openWatchStage(client, { contact: null })
    stage.web.put(feed, rss([{ id: 'a', title: 'L', text: adOf(0, 1) }]))
    await stage.sources.add(sourceOf({}), actor)
    await stage.read()
    expect((await one()).trouble).toBe('no-contact')
    expect(stage.web.journal).toEqual([])
    await stage.close()
    await empty(client.database)
    stage = await openWatchStage(client)
    stage.web.put(feed, rss([{ id: 'a', title: 'L', text: adOf(0, 1) }]))
    stage.web.put('http://loker.test.id/robots.txt', { status: 500, body: 'x' })
    await stage.sources.addAll(
      [sourceOf({}), sourceOf({ kind: 'page', address: 'https://www.facebook.com/loker', name: 'FB' })],
      actor,
    )
    await stage.read()
    expect((await stage.sources.all(homeOrganisation)).map(({ trouble }) => trouble)).toEqual([
      'closed-platform',
      'unreachable',
    ])
    expect(stage.web.times(feed)).toBe(0)
    // Nor where a redirect leads.
    stage.web.put('http://ke.test.id/', {
      status: 302,
      body: '',
      headers: { location: 'https://www.tiktok.com/@loker' },
    })
    await stage.sources.add(sourceOf({ kind: 'page', address: 'http://ke.test.id/', name: 'Ke' }), actor)
    await stage.read()
    const [led] = (await stage.sources.all(homeOrganisation)).filter(({ name }) => name === 'Ke')
    expect(led?.trouble).toBe('closed-platform')
    expect(stage.web.stage.asked).not.toContain('www.tiktok.com')
  })

  it('shares its work with another process, and neither reads what the other reads', async () => {
    const { web, sources } = stage
    const forms = Array.from({ length: 40 }, (_, at) => {
      const address = `http://s${at}.test.id/feed`
      web.put(
        address,
        rss([{ id: 'a', title: 'L', text: at % 4 === 0 ? adOf(at / 4, at + 40) : (other[at % 2] ?? '') }]),
      )
      return sourceOf({ address, name: `S${at}` })
    })
    await sources.addAll(forms, actor)
    const second = stage.another('there')
    await Promise.all([stage.worker.round(), second.worker.round()])
    expect(stage.reads.length + second.reads.length).toBe(40)
    expect(second.reads.length).toBeGreaterThan(0)
    expect(stage.reads.length).toBeGreaterThan(0)
    for (const { address } of forms) expect(web.times(address)).toBe(1)
    expect(await queued()).toHaveLength(10)
  })

  it('writes nothing of a reading whose lease another has by then, and begins anew what a dead process had', async () => {
    stage.web.put(feed, rss([{ id: 'a', title: 'L', text: adOf(0, 1) }]))
    await stage.sources.add(sourceOf({}), actor)
    const [job] = await stage.store.claim(1)
    if (job?.what !== 'source') throw new Error('nothing was claimed')
    const second = stage.another('there')
    await second.worker.round()
    expect(second.reads).toEqual([])
    stage.later(400_000)
    await second.worker.round()
    expect(second.reads).toEqual([{ what: 'source', outcome: 'read' }])
    expect(await stage.store.settleSource(job, { kind: 'unchanged' })).toBe(false)
    expect(await queued()).toHaveLength(1)
  })

  it('takes the posts of chats that are watched, once each, and nothing of any other', async () => {
    const telegram = 'telegram' as ChannelName
    await stage.sources.addAll(
      [
        sourceOf({ kind: 'chat', address: 'telegram:@lokerkamboja', name: 'Saluran' }),
        sourceOf({ kind: 'chat', address: 'telegram:-100777', name: 'Grup' }),
      ],
      actor,
    )
    const judge = createWatchJudge({ ads: shippedAds(), knowledge: shippedKnowledge, reasons: [] })
    const chats = createWatchChats({ sources: stage.sources, store: stage.store, judge, now: stage.now })
    const said = (chat: string, id: string, text: string, name: string | null = null) =>
      chats.hear(
        inboundFrom('x', id, {
          id: id as InboundId,
          from: { channel: telegram, chat },
          setting: 'group',
          addressed: false,
          body: { kind: 'text', text },
          venue: { kind: 'channel', name, post: name === null ? null : `https://t.me/${name}/1` },
        }),
      )
    expect(await said('-100555', '1', adOf(0, 11), 'LokerKamboja')).toBe('taken')
    expect(await said('-100555', '1', adOf(0, 11), 'LokerKamboja')).toBe('taken')
    expect(await said('-100777/5', '2', adOf(1, 12))).toBe('taken')
    expect(await said('-100777', '3', 'Selamat pagi semua, Pak Joko sudah makan?')).toBe('taken')
    expect(await said('-100888', '4', adOf(2, 13), 'grup_lain')).toBe('ignored')
    expect(await queued()).toHaveLength(2)
    expect(
      (await stage.sources.all(homeOrganisation)).map(({ name, judged, entered }) => [name, judged, entered]),
    ).toEqual([
      ['Grup', 2, 1],
      ['Saluran', 1, 1],
    ])
  })

  it('takes the lists of partners: by their words, by their pages, and by what a partner names', async () => {
    stage.web.put('http://satu.test.id/loker', pageOf('Loker', adOf(0, 14)))
    const source = await stage.sources.add(
      sourceOf({ kind: 'partner', address: partnerAddress('LSM'), name: 'LSM' }),
      actor,
    )
    if (source === null) throw new Error('not added')
    const judge = createWatchJudge({
      ads: shippedAds(),
      knowledge: shippedKnowledge,
      reasons: [partnerReason],
    })
    const lines = [
      { id: '1', text: adOf(1, 15) },
      { id: '2', url: 'http://satu.test.id/loker' },
      { id: '3', url: 'https://www.facebook.com/loker.kamboja.resmi', note: 'Akun dilaporkan anggota kami' },
      { id: '4', text: other[0] },
    ]
    const file = readPartnerFile(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')))
    if (file.kind !== 'rows') throw new Error('broken')
    const take = () =>
      takeList(source, file.rows, {
        store: stage.store,
        judge,
        visitor: { mayRead: (url) => !url.includes('facebook') },
        now: stage.now,
      })
    expect(await take()).toEqual({ danger: 1, caution: 1, 'no-signs': 1, waiting: 1, known: 0 })
    await stage.read()
    expect(await queued()).toHaveLength(3)
    expect(await take()).toMatchObject({ danger: 0, caution: 0, 'no-signs': 0, known: 3 })
    await stage.sources.turn(source, false, actor)
    expect(await take()).toBeNull()
    expect(readPartnerFile(Buffer.from('{"id":1}\n{broken'))).toEqual({ kind: 'broken', row: 2 })
    expect(readPartnerFile(Buffer.from('url;text\nhttps://a.example;x\nnot an address;y'))).toEqual({
      kind: 'broken',
      row: 3,
    })
  })
})
