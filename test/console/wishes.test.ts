/** What is told and done for people beside cases: a person's wish, what is kept, numbers for everybody, a picture taken by
 * hand, one's own password. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { forgetOld } from '../../db/retention.ts'
import { createPublicNumbers } from '../../src/console/index.ts'
import { loadLabels } from '../../src/console/words.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { content } from '../kit/people.ts'
import { cookieIn, host, openConsole, password, type TestConsole, tokenIn } from './kit.ts'
import { decide, draft, offer } from './removal.ts'

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

const contactIn = (html: string) => /name="contact" value="([0-9a-f-]{36})"/.exec(html)?.[1] ?? ''

describe('one person', () => {
  it('is found without a name, copied, and forgotten after a second yes', async () => {
    const admin = await town.person('admin')
    await town.report(offer, 'pelapor-7781')
    const [{ number }] = (await client.pool.query<{ number: number }>('select number from reports')).rows as [
      { number: number },
    ]
    expect((await admin.post('/console/person', { number: '99999999' })).statusCode).toBe(404)
    const found = await admin.post('/console/person', { number: String(number) })
    expect(found.body).not.toContain('pelapor-7781')
    const contact = contactIn(found.body)
    const copy = await admin.post('/console/person/copy', { contact })
    expect(copy.headers['content-disposition']).toContain('data.json')
    expect(copy.json().reports[0].number).toBe(number)
    expect((await admin.post('/console/person/forget', { contact })).statusCode).toBe(400)
    expect((await client.pool.query('select from contacts')).rowCount).toBe(1)
    expect((await admin.post('/console/person/forget', { contact, sure: 'yes' })).body).toContain(
      'sudah dilupakan',
    )
    expect((await client.pool.query('select from contacts')).rowCount).toBe(0)
    expect((await client.pool.query('select from reports')).rowCount).toBe(1)
    expect((await admin.post('/console/person/copy', { contact })).statusCode).toBe(404)
    expect((await admin.get('/console/audit')).body).toContain('mengunduh data satu orang')
  })
})

describe('what is kept', () => {
  it('is told by the list that the job goes by, with what it forgot', async () => {
    const auditor = await town.person('auditor')
    expect((await auditor.get('/console/retention')).body).toContain('Belum pernah dijalankan')
    await client.pool.query(
      `insert into turns (key, at, channel, intent, outcome, locale)
       select k, now() - interval '31 days', 'test', 'help', 'help', 'id' from unnest(array['a', 'b']) k`,
    )
    await forgetOld(client.database)
    await forgetOld(client.database)
    // Their session, by the clock of this test, was past its time too.
    const { body } = await (await town.person('auditor')).get('/console/retention')
    expect(body).toContain('30 hari')
    expect(body.replaceAll(/<[^>]*>/g, ' ')).toMatch(/Tanda pesan.*?2\s+terakhir:\s+2,/s)
  })
})

describe('numbers for everybody', () => {
  it('tell no small number, name nobody, and may be kept by anybody on the way', async () => {
    await town.report(offer, 'pelapor-7781')
    const ask = createPublicNumbers({
      numbers: town.numbers,
      labels: loadLabels(`${content}/console`),
      listAsOf: () => '2026-10-01',
      botAddress: 't.me/TanyaDuluBot',
      now: town.now,
    })
    const answer = await ask({ url: 'http://localhost/angka' })
    const page = await answer.text()
    expect(page).toContain('kurang dari 5')
    expect(page).toContain('2026-10-01')
    expect(page).toContain('t.me/TanyaDuluBot')
    expect(page.length).toBeLessThan(4_000)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=600')
    const english = await (await ask({ url: 'http://localhost/angka?lang=en' })).text()
    expect(english).toContain('fewer than 5')
    for (let each = 0; each < 6; each++) await town.report(`${offer} +62812000000${each}`, `lain-${each}`)
    expect(await (await ask({ url: 'http://localhost/angka' })).text()).toBe(page)
    town.later(600_000)
    expect(await (await ask({ url: 'http://localhost/angka' })).text()).toMatch(
      /Laporan yang diterima<\/th><td>7</,
    )
  })
})

describe('a picture taken by hand', () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('gambar')])

  it('is evidence of the takedown with both clocks, and nothing but a picture is', async () => {
    const ani = await town.person('senior-reviewer', 'Ani')
    const budi = await town.person('senior-reviewer', 'Budi')
    const id = await town.report(offer)
    await decide(id, ani, budi)
    const to = await draft(id, ani)
    const send = async (file: Buffer, taken: string) => {
      const token = tokenIn((await ani.get('/console/account')).body)
      const form = new FormData()
      form.set('token', token)
      form.set('taken', taken)
      form.set('file', new Blob([new Uint8Array(file)]), 'layar.png')
      const body = new Request('http://x/', { method: 'POST', body: form })
      return town.app.inject({
        method: 'POST',
        url: `${to}/pictures`,
        headers: {
          host,
          origin: `http://${host}`,
          cookie: `console=${ani.cookie}`,
          'content-type': body.headers.get('content-type') ?? '',
        },
        body: Buffer.from(await body.arrayBuffer()),
      })
    }
    expect((await send(Buffer.from('%PDF-1.7 x'), '2026-11-24T09:30')).body).toContain('bukan gambar')
    expect((await send(png, '2026-11-24T23:30')).body).toContain('tidak lebih lambat')
    expect((await send(png, '')).body).toContain('tidak lebih lambat')
    expect((await client.pool.query('select from captures')).rowCount).toBe(0)
    expect((await send(png, '2026-11-24T09:30')).statusCode).toBe(303)
    const { body } = await ani.get(to)
    expect(body).toContain('diambil petugas')
    expect(body).toContain('2026-11-24T02:30:00.000Z')
    expect(body).toContain(createHash('sha256').update(png).digest('hex'))
    const picture = await ani.get(/href="([^"]*\/captures\/[^"]*)"/.exec(body)?.[1] ?? '')
    expect(picture.rawPayload.equals(png)).toBe(true)
    expect((await client.pool.query(`select from audit where act = 'takedown.picture'`)).rowCount).toBe(1)
  })
})

describe("one's own password", () => {
  const next = 'kapal bintang mangga 77'

  it('is changed by whoever knows the old one, and other devices are out', async () => {
    const ani = await town.person('reviewer', 'Ani')
    /** Half a minute later each time: no code is taken twice. */
    const signIn = async (word: string) => {
      town.later(60_000)
      const code = await town.code(ani.codes ?? '')
      return cookieIn(
        await town.stranger().post('/console/sign-in', { email: ani.email, password: word, code }),
      )
    }
    const other = town.signed((await signIn(password)) ?? '')
    const change = (form: Record<string, string>) => ani.post('/console/account/password', form)
    expect((await change({ old: 'salah salah salah', password: next, again: next })).statusCode).toBe(403)
    expect((await change({ old: password, password: 'pendek', again: 'pendek' })).statusCode).toBe(400)
    expect((await change({ old: password, password: next, again: `${next}x` })).statusCode).toBe(400)
    expect((await other.get('/console/account')).statusCode).toBe(200)
    town.later(60_000)
    expect((await change({ old: password, password: next, again: next })).body).toContain('sudah diganti')
    expect((await ani.get('/console/account')).statusCode).toBe(200)
    expect((await other.get('/console/account')).statusCode).toBe(303)
    expect(await signIn(password)).toBeNull()
    expect(await signIn(next)).not.toBeNull()
  })
})
