import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { codeOf as errorCodeOf } from '../../db/client.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type TestConsole } from './kit.ts'

const offer = (phone: string, words = 'gaji 15 juta tanpa ijazah') =>
  `Dicari admin online di Kamboja, ${words}, tiket dan paspor kami urus. WA ${phone}`

describe('cases of the console', () => {
  let client: Client
  let town: TestConsole
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
  })
  afterAll(() => client.close())

  const statusOf = async (id: string) => (await town.read(id))?.status
  const casesIn = (html: string): string[] =>
    [...html.matchAll(/class="open" href="\/console\/cases\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '')
  const acts = async (id: string): Promise<unknown[]> =>
    (await client.database.execute(sql`select act from audit where subject = ${id} order by id`)).rows.map(
      ({ act }) => act,
    )

  it('shows the gravest first, with its reasons in plain words', async () => {
    const mild = await town.report('Lowongan kerja kebun di Malaysia, hubungi WA 0813-1111-2222')
    const grave = await town.report(offer('0812-3456-7890'))
    const reviewer = await town.person('reviewer')
    const page = await reviewer.get('/console/cases')
    expect(casesIn(page.body)).toEqual([grave, mild])
    expect(page.body).toContain('Bahaya')
    expect(page.body).toContain('1 orang')
    const english = await reviewer.get('/console/cases?lang=en')
    expect(english.body).toContain('Danger')
    expect(english.body).toContain('<html lang="en">')
  })

  it('finds a case by a number typed in any way, by a link, by a report number, and finds nothing else', async () => {
    const id = await town.report(`${offer('0812-3456-7890')} https://t.me/kerja_kamboja_cepat`)
    await town.report(offer('0813-1111-2222', 'kerja santai'))
    const reviewer = await town.person('reviewer')
    const search = async (words: string) =>
      casesIn((await reviewer.get(`/console/cases?${new URLSearchParams({ search: words })}`)).body)
    const report = (await town.read(id))?.filed[0]?.number
    for (const words of [
      '0812-3456-7890',
      '+62 812 3456 7890',
      'wa.me/6281234567890',
      't.me/kerja_kamboja_cepat',
      'https://telegram.me/kerja_kamboja_cepat?utm_source=x',
      String(report),
      id.slice(0, 8),
    ])
      expect([words, await search(words)]).toEqual([words, [id]])
    expect(await search('0899-0000-0000')).toEqual([])
    expect(await search("' or 1=1 --")).toEqual([])
  })

  it('narrows by status and level, and turns pages without losing or repeating a case', async () => {
    const ids: string[] = []
    for (let at = 0; at < 30; at++)
      ids.push(await town.report(offer(`0812-3456-78${10 + at}`, `kerja ${at}`)))
    const reviewer = await town.person('reviewer')
    const first = await reviewer.get('/console/cases')
    const next = /href="(\/console\/cases\?after=[^"]+)"/.exec(first.body)?.[1] ?? ''
    const second = await reviewer.get(next)
    expect(casesIn(first.body)).toHaveLength(25)
    expect([...casesIn(first.body), ...casesIn(second.body)].toSorted()).toEqual(ids.toSorted())
    await reviewer.post(`/console/cases/${ids[3]}/claim`)
    expect(casesIn((await reviewer.get('/console/cases?shown=claimed')).body)).toEqual([ids[3]])
    expect(casesIn((await reviewer.get('/console/cases?level=no-signs')).body)).toEqual([])
    // A claim lapses by itself: the case waits again.
    town.later(9 * 60_000)
    expect((await reviewer.get('/console/cases?shown=claimed')).statusCode).toBe(200)
    town.later(2 * 60_000)
    expect(casesIn((await reviewer.get('/console/cases?shown=claimed')).body)).toEqual([])
  })

  it('never tells who reported', async () => {
    const id = await town.report(offer('0812-3456-7890'), 'secret-person-77')
    await town.say('secret-person-77', 'mau bicara sama petugas', [{ kind: 'open-inbox' }])
    const admin = await town.person('admin')
    const list = (await admin.get('/console/inbox')).body
    const thread = /href="(\/console\/inbox\/\d+)"/.exec(list)?.[1] ?? ''
    const plain = town.routes.filter(({ method, url }) => method === 'GET' && !/[:*]|live|assets/.test(url))
    const places = [
      ...plain.map(({ url }) => url),
      `/console/cases/${id}`,
      `/console/cases/${id}/moved?stamp=old`,
      thread,
      `${thread}/messages`,
    ]
    const pages = (await Promise.all(places.map(async (place) => (await admin.get(place)).body))).join('\n')
    expect(places.length).toBeGreaterThan(10)
    const { rows } = await client.database.execute(
      sql`select c.id::text, c.key, v.id::text as conversation, v.key as chat from contacts c join conversations v on v.contact_id = c.id`,
    )
    expect(rows).toHaveLength(1)
    for (const secret of ['secret-person-77', ...Object.values(rows[0] ?? {}).map(String)])
      expect(pages).not.toContain(secret)
    expect(pages).toContain('0812-3456-7890')
  })

  it('shows hostile text as text', async () => {
    const id = await town.report(
      `<script>alert(1)</script><img src=x onerror=alert(2)> ${offer('0812-3456-7890')}`,
    )
    const page = (await (await town.person('reviewer')).get(`/console/cases/${id}`)).body
    expect(page).toContain('&lt;script>alert(1)&lt;/script>')
    expect(page).not.toContain('<img src=x')
  })

  it('decides with two people, each act written down, and tells the reporter through the bot', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const reviewer = await town.person('reviewer')
    const senior = await town.person('senior-reviewer')
    const to = (act: string) => `/console/cases/${id}/${act}`
    const finding = 'illegal-recruitment'
    expect((await reviewer.post(to('propose'), { finding, reason: 'Kamboja' })).statusCode).toBe(409)
    expect((await reviewer.post(to('claim'))).statusCode).toBe(303)
    expect((await reviewer.post(to('propose'), { finding, reason: '  ' })).statusCode).toBe(409)
    expect(
      (await reviewer.post(to('propose'), { finding, reason: 'Tujuan Kamboja', rule: 'closed-country' }))
        .statusCode,
    ).toBe(303)
    expect(await statusOf(id)).toMatchObject({ kind: 'proposed', finding, reason: 'Tujuan Kamboja' })
    // What was read must be what is confirmed.
    expect((await senior.post(to('confirm'), { finding: 'unproven' })).statusCode).toBe(409)
    expect((await senior.post(to('confirm'), { finding })).statusCode).toBe(303)
    expect(await statusOf(id)).toMatchObject({ kind: 'decided', finding })
    expect((await senior.get('/console/cases')).body).not.toContain(id)
    expect((await senior.get('/console/cases?shown=decided')).body).toContain(id)
    expect((await senior.post(to('reopen'), { reason: 'Bukti baru' })).statusCode).toBe(303)
    expect(await statusOf(id)).toEqual({ kind: 'waiting' })
    expect(await acts(id)).toEqual(['case.claim', 'case.propose', 'case.confirm', 'case.reopen'])
    const page = (await senior.get(`/console/cases/${id}`)).body
    expect(page).toContain('Bukti baru')
  })

  it('lets nobody confirm their own proposal, whatever their role', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const admin = await town.person('admin')
    const finding = 'illegal-recruitment'
    await admin.post(`/console/cases/${id}/claim`)
    await admin.post(`/console/cases/${id}/propose`, { finding, reason: 'Kamboja', rule: 'closed-country' })
    const answer = await admin.post(`/console/cases/${id}/confirm`, { finding })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Anda tidak dapat menyetujui usulan sendiri.')
    expect((await statusOf(id))?.kind).toBe('proposed')
    expect(await acts(id)).not.toContain('case.confirm')
  })

  it('keeps one person alone from calling anybody illegal, even past the program', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const alone = '11111111-1111-4111-8111-111111111111'
    for (const by of [`{${alone}}`, `{${alone},${alone}}`, '{}', null]) {
      const refused = await client.database
        .execute(
          sql`update cases set status = 'decided', finding = 'illegal-recruitment', decided_by = ${by}::uuid[] where id = ${id}`,
        )
        .then(() => null, errorCodeOf)
      expect(refused).toBe('23514')
    }
  })

  it('only ever adds to the audit', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    await (await town.person('reviewer')).post(`/console/cases/${id}/claim`)
    for (const statement of [
      sql`update audit set act = 'case.release'`,
      sql`delete from audit`,
      sql`truncate audit`,
    ])
      await expect(client.database.execute(statement)).rejects.toThrow()
    expect(await acts(id)).toEqual(['case.claim'])
  })

  it('gives a case that two claim at once to one of them', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const [one, other] = [await town.person('reviewer', 'one'), await town.person('reviewer', 'other')]
    const answers = await Promise.all([one, other].map((each) => each.post(`/console/cases/${id}/claim`)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
    expect(answers.find(({ statusCode }) => statusCode === 409)?.body).toContain(
      'Rekan lain sedang memeriksa kasus ini.',
    )
    expect(await acts(id)).toEqual(['case.claim'])
  })

  it('answers what is no case with a page that says so', async () => {
    const reviewer = await town.person('reviewer')
    for (const id of ['11111111-1111-4111-8111-111111111111', 'x', '%00'])
      expect((await reviewer.get(`/console/cases/${id}`)).statusCode).toBe(404)
  })

  it('shows cases that look alike, and weighs little on a poor line', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const other = await town.report(offer('0813-1111-2222'))
    const reviewer = await town.person('reviewer')
    const page = await reviewer.get(`/console/cases/${id}`)
    expect(page.body).toContain(`href="/console/cases/${other}"`)
    expect(page.body).toContain('teksnya mirip')
    const assets = [...page.body.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    )
    expect(assets).toHaveLength(3)
    let bytes = Buffer.byteLength(page.body)
    for (const path of assets) {
      const asset = await town.stranger().get(path, { 'accept-encoding': 'gzip' })
      expect(asset.headers['content-encoding']).toBe('gzip')
      bytes += asset.rawPayload.length
    }
    expect(bytes).toBeLessThan(60 * 1024)
  })
})
