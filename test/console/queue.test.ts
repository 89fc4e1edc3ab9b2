import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'

const offer = (phone: string, words = 'gaji 15 juta tanpa ijazah') =>
  `Dicari admin online di Kamboja, ${words}, tiket dan paspor kami urus. WA ${phone}`

describe('the queue and its cases', () => {
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

  const casesIn = (html: string): string[] =>
    [...html.matchAll(/class="open" href="\/console\/cases\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '')
  const asking = async (person: Person, query: string) =>
    casesIn((await person.get(`/console/cases?${query}`)).body)
  const numbersOf = async (id: string) => (await town.read(id))?.filed.map(({ number }) => number) ?? []

  it('narrows by country, sign, reason, level and channel, and by several at once', async () => {
    const farm = await town.report('Lowongan kerja kebun di Malaysia, hubungi WA 0813-1111-2222')
    const scam = await town.report(`${offer('0812-3456-7890')} https://t.me/kerja_cepat`)
    const reviewer = await town.person('reviewer')
    for (const [query, wanted] of [
      ['country=KH', [scam]],
      ['country=MY', [farm]],
      ['platform=telegram', [scam]],
      ['sign=scam_compound', [scam]],
      ['reason=trafficking-pattern', [scam]],
      ['channel=test&country=MY', [farm]],
      ['level=danger&country=MY', []],
      ['picture=yes', []],
      ['country=%27', [scam, farm]],
    ] as const)
      expect([query, await asking(reviewer, query)]).toEqual([query, wanted])
  })

  it('finds a case by the words of its evidence and by the firm it names, whatever their letters', async () => {
    const named = await town.report(`PT Agesa Asa Jaya. ${offer('0812-3456-7890')}`)
    const other = await town.report(offer('0813-1111-2222', 'kerja santai'))
    const reviewer = await town.person('reviewer')
    const search = (words: string) => asking(reviewer, new URLSearchParams({ search: words }).toString())
    expect(await search('SANTAI')).toEqual([other])
    expect((await search('paspor tiket')).toSorted()).toEqual([named, other].toSorted())
    expect(await search('paspor pesawat')).toEqual([])
    expect(await search('agesa asa jaya')).toEqual([named])
    // The stores hold no word of it.
    const { rows } = await client.database.execute(sql`select words::text, content from reports`)
    expect(JSON.stringify(rows)).not.toMatch(/santai|agesa/i)
  })

  it('searches decided cases too, unless it is told where', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const reviewer = await town.person('reviewer')
    await reviewer.post(`/console/cases/${id}/claim`)
    expect(
      (await reviewer.post(`/console/cases/${id}/propose`, { finding: 'no-violation' })).statusCode,
    ).toBe(303)
    expect(await asking(reviewer, 'search=0812-3456-7890')).toEqual([id])
    expect(await asking(reviewer, 'search=0812-3456-7890&shown=open')).toEqual([])
  })

  it('says by when, and lists what is late, the latest first', async () => {
    const mild = await town.report('Lowongan kerja kebun di Malaysia, hubungi WA 0813-1111-2222')
    const grave = await town.report(offer('0812-3456-7890'))
    // Reports are filed by the database's clock; the officers' follows it.
    town.later(Date.now() - town.now().getTime())
    const reviewer = await town.person('reviewer')
    expect(await asking(reviewer, 'shown=overdue')).toEqual([])
    expect((await reviewer.get('/console/cases')).body).toMatch(/putuskan dalam 23 jam/)
    town.later(25 * 3_600_000)
    const again = await town.person('reviewer', 'again')
    expect(await asking(again, 'shown=overdue')).toEqual([grave])
    town.later(60 * 3_600_000)
    const late = await town.person('reviewer', 'late')
    expect(await asking(late, 'shown=overdue')).toEqual([grave, mild])
  })

  it('lets a claim lapse after ten minutes, and not while its page is open', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const ani = await town.person('reviewer', 'ani')
    const budi = await town.person('reviewer', 'budi')
    await ani.post(`/console/cases/${id}/claim`)
    town.later(9 * 60_000)
    expect((await ani.post(`/console/cases/${id}/renew`)).body).toContain('10 menit')
    town.later(9 * 60_000)
    expect((await budi.post(`/console/cases/${id}/claim`)).statusCode).toBe(409)
    expect((await budi.get('/console/cases')).body).toContain('Diperiksa ani')
    town.later(2 * 60_000)
    expect((await budi.post(`/console/cases/${id}/claim`)).statusCode).toBe(303)
    // Renewing is no act, and takes nothing from anybody.
    await ani.post(`/console/cases/${id}/renew`)
    expect((await town.read(id))?.status).toMatchObject({ kind: 'claimed' })
    expect((await ani.post(`/console/cases/${id}/propose`, { finding: 'no-violation' })).statusCode).toBe(409)
  })

  it('gives a case to a colleague, who finds it among their own', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const ani = await town.person('reviewer', 'ani')
    const budi = await town.person('reviewer', 'budi')
    await ani.post(`/console/cases/${id}/claim`)
    expect(await asking(ani, 'shown=mine')).toEqual([id])
    const to =
      /value="([0-9a-f-]{36})"[^>]*>budi/.exec((await ani.get(`/console/cases/${id}`)).body)?.[1] ?? ''
    expect((await ani.post(`/console/cases/${id}/assign`, { to })).statusCode).toBe(303)
    expect(await asking(ani, 'shown=mine')).toEqual([])
    expect(await asking(budi, 'shown=mine')).toEqual([id])
    expect((await town.read(id))?.status.kind).toBe('waiting')
    const nobody = '11111111-1111-4111-8111-111111111111'
    expect((await ani.post(`/console/cases/${id}/assign`, { to: nobody })).statusCode).toBe(409)
  })

  it('keeps views for whoever made them, and notes for officers alone', async () => {
    const id = await town.report(offer('0812-3456-7890'))
    const ani = await town.person('reviewer', 'ani')
    const budi = await town.person('reviewer', 'budi')
    await ani.post('/console/views', { name: 'Kamboja <b>', query: 'country=KH&after=x&evil=1' })
    expect((await ani.get('/console/cases')).body).toContain('href="/console/cases?country=KH"')
    expect((await ani.get('/console/cases')).body).toContain('Kamboja &lt;b>')
    expect((await budi.get('/console/cases')).body).not.toContain('?country=KH"')
    await ani.post(`/console/cases/${id}/note`, { note: 'rahasia petugas' })
    expect((await budi.get(`/console/cases/${id}`)).body).toContain('rahasia petugas')
    const { rows } = await client.database.execute(
      sql`select (select json_agg(v) from saved_views v)::text, (select json_agg(n) from case_notes n)::text`,
    )
    expect(JSON.stringify(rows)).not.toMatch(/rahasia|Kamboja|country/)
  })

  it('merges, splits and undoes, and loses no report on the way', async () => {
    const one = await town.report(offer('0812-3456-7890'), 'ani')
    const two = await town.report(offer('0813-1111-2222'), 'budi')
    const reviewer = await town.person('reviewer')
    const all = [...(await numbersOf(one)), ...(await numbersOf(two))].toSorted()
    expect((await reviewer.get(`/console/cases/${two}`)).body).toContain('Sama: gabungkan')
    const merged = await reviewer.post(`/console/cases/${two}/merge`, { other: one, reason: 'sama' })
    expect(merged.headers.location).toBe(`/console/cases/${one}`)
    expect((await numbersOf(one)).toSorted()).toEqual(all)
    expect(await asking(reviewer, '')).toEqual([one])
    expect(await asking(reviewer, 'search=0813-1111-2222')).toEqual([one])
    // The next report of either number comes to the case that has them all.
    expect(await town.report(offer('0813-1111-2222', 'lagi'), 'cici')).toBe(one)
    const emptied = (await reviewer.get(`/console/cases/${two}`)).body
    expect(emptied).toContain('Digabung ke kasus')
    const undo = /name="regrouping" value="(\d+)"/.exec(emptied)?.[1] ?? ''
    expect(
      (await reviewer.post(`/console/cases/${one}/undo`, { regrouping: undo, reason: 'salah' })).statusCode,
    ).toBe(303)
    expect([(await numbersOf(one)).length, (await numbersOf(two)).length]).toEqual([2, 1])
    expect((await asking(reviewer, '')).toSorted()).toEqual([one, two].toSorted())

    const [part = 0] = await numbersOf(one)
    const split = await reviewer.post(`/console/cases/${one}/split`, {
      [`report-${part}`]: 'yes',
      reason: 'lain',
    })
    const made = String(split.headers.location).split('/').at(-1) ?? ''
    expect(await numbersOf(made)).toEqual([part])
    expect((await reviewer.get(`/console/cases/${one}`)).body).toContain('Dinyatakan berbeda')
    const everything = await reviewer.post(`/console/cases/${made}/split`, {
      [`report-${part}`]: 'yes',
      reason: 'x',
    })
    expect(everything.statusCode).toBe(409)
  })

  it('rejects a suggestion from either side, and takes that back', async () => {
    const one = await town.report(offer('0812-3456-7890'), 'ani')
    const two = await town.report(offer('0813-1111-2222'), 'budi')
    const reviewer = await town.person('reviewer')
    await reviewer.post(`/console/cases/${one}/reject`, { other: two })
    expect((await reviewer.get(`/console/cases/${two}`)).body).not.toContain('Sama: gabungkan')
    await reviewer.post(`/console/cases/${two}/reject`, { other: one, undo: 'yes' })
    expect((await reviewer.get(`/console/cases/${one}`)).body).toContain('Sama: gabungkan')
  })

  it('leaves what is decided to those who may decide it', async () => {
    const one = await town.report(offer('0812-3456-7890'), 'ani')
    const two = await town.report(offer('0813-1111-2222'), 'budi')
    const reviewer = await town.person('reviewer')
    const senior = await town.person('senior-reviewer')
    await reviewer.post(`/console/cases/${two}/claim`)
    await reviewer.post(`/console/cases/${two}/propose`, { finding: 'no-violation' })
    const merge = { other: two, reason: 'sama' }
    expect((await reviewer.post(`/console/cases/${one}/merge`, merge)).statusCode).toBe(409)
    expect((await senior.post(`/console/cases/${one}/merge`, merge)).headers.location).toBe(
      `/console/cases/${two}`,
    )
    expect(await numbersOf(two)).toHaveLength(2)
  })

  it('mutes whoever sent a report, by its number, and tells nobody who that is', async () => {
    const id = await town.report(offer('0812-3456-7890'), 'secret-person-77')
    const reviewer = await town.person('reviewer')
    const [report = 0] = await numbersOf(id)
    await reviewer.post(`/console/cases/${id}/mute`, { report: String(report), days: '30' })
    const page = (await reviewer.get(`/console/cases/${id}`)).body
    expect(page).toContain(`Pelapor laporan ${report} diabaikan sampai`)
    expect(page).not.toContain('secret-person-77')
    await reviewer.post(`/console/cases/${id}/mute`, { report: String(report) })
    expect((await town.read(id))?.filed[0]?.mutedUntil).toBeNull()
    const elsewhere = await reviewer.post(`/console/cases/${id}/mute`, { report: '99999999', days: '30' })
    expect(elsewhere.statusCode).toBe(404)
  })

  it('tells an open page that something moved, and nothing of what', async () => {
    const reviewer = await town.person('reviewer')
    const address = await town.app.listen({ host: '127.0.0.1', port: 0 })
    const ended = new AbortController()
    const response = await fetch(`${address}/console/live`, {
      headers: { cookie: `console=${reviewer.cookie}` },
      signal: ended.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    // Until the first look has been taken nothing can have moved since.
    const filed = setInterval(() => void town.report(offer('0812-3456-7890'), 'secret-person-77'), 400)
    while (!heard.includes('moved')) heard += (await reader?.read())?.value ?? ''
    clearInterval(filed)
    ended.abort()
    expect(heard).toMatch(/^retry: \d+\n\nevent: moved\ndata: cases\n\n$/)
    await town.app.close()
  })
})
