import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrganisationId } from '#engine'
import type { Client } from '../../db/client.ts'
import { csvLine } from '../../src/console/csv.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'
import { decide, offer, removal } from './removal.ts'

const hour = 3_600_000

describe('numbers', () => {
  let client: Client
  let town: TestConsole
  let ani: Person
  let budi: Person
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
    await signIn()
  })
  afterAll(() => client.close())

  /** Two people; anew after hours away, which end a session. */
  async function signIn(): Promise<void> {
    ani = await town.person('senior-reviewer', 'Ani')
    budi = await town.person('senior-reviewer', 'Budi')
  }

  const page = async (person: Person, query = '') =>
    (await person.get(`/console/numbers${query}`)).body.replaceAll(/<svg.*?<\/svg>/gs, '')
  /** The cells of the row that begins so. */
  const row = (html: string, name: string): readonly string[] => {
    const found = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, cells = '']) =>
      [...cells.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, text = '']) =>
        text.replaceAll(/<[^>]*>/g, ''),
      ),
    )
    return found.find(([first]) => first === name)?.slice(1) ?? []
  }

  it('counts from the report to the removal, with how long each step took', async () => {
    const id = await town.report(offer)
    const began = town.now().getTime()
    town.later(2 * hour)
    await signIn()
    await decide(id, ani, budi)
    town.later(hour)
    await signIn()
    await removal(town, id, ani, budi, { hoursUntilGone: 20 })
    await client.pool.query(`update cases set opened_at = $1`, [new Date(began)])
    await signIn()
    await client.pool.query(`update takedowns set created_at = $1`, [new Date(began + 3 * hour)])
    const html = await page(ani)
    expect(row(html, 'Laporan pertama')[0]).toBe('1')
    expect(row(html, 'Diputuskan').slice(0, 2)).toEqual(['1', '2 jam'])
    expect(row(html, 'Berkas bukti dibuat').slice(0, 2)).toEqual(['1', '1 jam'])
    expect(row(html, 'Hilang, sejak dikirim').slice(0, 2)).toEqual(['1', '20 jam'])
    expect(row(html, 'Hilang, sejak laporan pertama').slice(0, 2)).toEqual(['1', '23 jam'])
    expect(row(html, 'Nov 2026')[0]).toBe('1')
    expect(html).toContain('/console/takedowns?shown=removed&amp;gone=2026-11')
    expect((await ani.get('/console/takedowns?shown=removed&gone=2026-11')).body).toContain(
      'telegram:kerja_kamboja',
    )
    expect((await ani.get('/console/takedowns?shown=removed&gone=2026-10')).body).not.toContain(
      'telegram:kerja_kamboja',
    )
  })

  it('shows parts once they are counted, and what is behind each', async () => {
    const id = await town.report(offer)
    await town.report('Lowongan di Malaysia tanpa ijazah, gaji 9 juta, hub 0813-9999-0000', 'siti')
    expect(await page(ani)).toContain('Pembagian belum dihitung')
    await town.numbers.count()
    const html = await page(ani)
    expect(row(html, 'telegram')[0]).toBe('1')
    expect(row(html, 'Kamboja')[0]).toBe('1')
    const to = /href="([^"]*agency=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await ani.get(to)).body).toContain(id)
    expect((await ani.get('/console/cases?shown=all&country=KH&since=2026-11&until=2026-11')).body).toContain(
      id,
    )
    expect((await ani.get('/console/cases?shown=all&country=KH&since=2026-12')).body).not.toContain(id)
  })

  it('counts nothing of another organisation', async () => {
    await town.report(offer)
    await town.numbers.count()
    const elsewhere = await town.organisations.add(
      { name: 'Dinas provinsi', kind: 'province', oversees: false },
      (await town.reviewers.all())[0]?.id as never,
    )
    const other = await town.person('senior-reviewer', 'Citra', elsewhere as OrganisationId)
    const html = await page(other)
    expect(row(html, 'Laporan pertama')[0]).toBe('0')
    expect(html).not.toContain('Kamboja')
    expect((await other.get('/console/numbers.csv')).body).not.toContain('telegram')
  })

  it('tells nobody from which province a few people are', async () => {
    await town.report(offer)
    await client.pool.query(
      `insert into subscribers (key, address, channel, locale, province)
       select decode(translate(left(key, 16), '-_', '+/'), 'base64'), '\\x00', channel, 'id', 'JI' from contacts`,
    )
    await town.numbers.count()
    const html = await page(ani)
    expect(row(html, 'Jawa Timur')[0]).toBe('kurang dari 5')
    expect((await ani.get('/console/numbers.csv')).body).toContain('province,Jawa Timur,<5')
  })

  it('gives a table that no spreadsheet runs', async () => {
    const csv = await ani.get('/console/numbers.csv?months=3')
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.body.split('\r\n').at(1)).toBe('step,reported,0,0,,')
    expect(csvLine(['=1+1', '+62812', '-x', '@a', '\tb', 'a,"b"', 'a\nb', null, -3])).toBe(
      `'=1+1,'+62812,'-x,'@a,'\tb,"a,""b""","a\nb",,-3\r\n`,
    )
  })
})
