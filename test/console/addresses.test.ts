import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { createLists } from '../../db/lists.ts'
import { createOwnAddresses, createOwnersFeed } from '../../db/own-addresses.ts'
import { loadOwners } from '../../src/lists/index.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { content } from '../kit/people.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'

const path = '/console/agencies/addresses'

describe('addresses that are somebody’s own', () => {
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

  const added = { owner: 'PT Agesa Asa Jaya', sort: 'firm', kind: 'domain', source: 'surat 24 November 2026' }
  const kept = async () =>
    (
      await client.database.execute(sql`select owner, kind, value, appeal from own_addresses where removed_at is null
      order by value`)
    ).rows
  const idIn = (html: string): string => /name="id" value="(\d+)"/.exec(html)?.[1] ?? ''
  const upload = (who: Person, csv: string) => {
    const token = who.get(path).then(({ body }) => /name="token" value="([^"]+)"/.exec(body)?.[1] ?? '')
    return token.then((value) => {
      const edge = 'batas'
      const part = (head: string, body: string) =>
        `--${edge}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`
      return town.app.inject({
        method: 'POST',
        url: `${path}/import`,
        headers: {
          'content-type': `multipart/form-data; boundary=${edge}`,
          cookie: `console=${who.cookie}`,
          origin: 'http://localhost:80',
          host: 'localhost:80',
        },
        payload: `${part('name="token"', value)}${part('name="file"; filename="a.csv"\r\ncontent-type: text/csv', csv)}--${edge}--\r\n`,
      })
    })
  }

  it('are added, shown with their source, and taken off, each act in the audit', async () => {
    const admin = await town.person('admin')
    expect(
      (await admin.post(path, { ...added, value: 'https://www.AgesaAsaJaya.co.id/kontak' })).statusCode,
    ).toBe(303)
    // Once.
    await admin.post(path, { ...added, value: 'agesaasajaya.co.id' })
    expect(await kept()).toEqual([
      { owner: added.owner, kind: 'domain', value: 'agesaasajaya.co.id', appeal: null },
    ])
    const page = (await admin.get(path)).body
    for (const told of [added.owner, 'agesaasajaya.co.id', added.source, 'bp2mi.go.id'])
      expect(page).toContain(told)
    // Whoever may only read sees no form.
    const reader = await town.person('reviewer')
    expect((await reader.get(path)).body).not.toContain('name="value"')
    expect((await reader.post(path, { ...added, value: 'lain.co.id' })).statusCode).toBe(403)
    await admin.post(`${path}/remove`, { id: idIn(page) })
    expect(await kept()).toEqual([])
    expect((await admin.get('/console/audit')).body).toContain('menambah alamat resmi')
  })

  it.each([
    ['value', { value: 'bukan domain' }, 'bukan domain'],
    ['owner', { owner: ' ', value: 'agesaasajaya.co.id' }, 'harus diisi'],
    ['kind', { kind: 'rumah', value: 'agesaasajaya.co.id' }, 'harus diisi'],
  ])('refuses a wrong %s, and keeps what was typed', async (_, wrong, says) => {
    const admin = await town.person('admin')
    const answer = await admin.post(path, { ...added, ...wrong })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(says)
    expect(await kept()).toEqual([])
  })

  it('are brought in as a table: all of it, or nothing and the row that is wrong', async () => {
    const admin = await town.person('admin')
    const head = 'owner,sort,kind,value,source,source_date\n'
    const rows =
      'PT A,firm,domain,contohsatu.co.id,surat,2026-11-24\nPT B,firm,account,instagram:@contoh_dua,surat,2026-11\n'
    const wrong = await upload(admin, `${head}${rows}PT C,firm,domain,tidak ada,surat,2026\n`)
    expect(wrong.statusCode).toBe(400)
    expect(wrong.body).toContain('Baris 4')
    expect(await kept()).toEqual([])
    expect((await upload(admin, head + rows)).statusCode).toBe(303)
    expect((await kept()).map(({ value }) => value)).toEqual(['contohsatu.co.id', 'instagram:contoh_dua'])
  })

  it('are told by a firm, and stand on the list once an officer accepts them', async () => {
    await town.stranger().post('/console/appeal', {
      firm: 'PT Maju Sentosa Karya',
      licence: '',
      writer: 'Rina',
      contact: 'rina@maju.example',
      wrong: 'Tolong catat alamat kami.',
      proof: '',
      addresses: 'https://www.majusentosakarya.co.id\nIG: @majusentosa_karya',
    })
    const { rows } = await client.database.execute(sql`select number from appeals`)
    const number = String(rows[0]?.['number'])
    const senior = await town.person('senior-reviewer')
    const page = (await senior.get(`/console/appeals/${number}`)).body
    for (const told of ['majusentosakarya.co.id', 'instagram:majusentosa_karya']) expect(page).toContain(told)
    expect(await kept()).toEqual([])
    await senior.post(`/console/appeals/${number}/addresses`)
    await senior.post(`/console/appeals/${number}/addresses`)
    expect(await kept()).toEqual([
      {
        owner: 'PT Maju Sentosa Karya',
        kind: 'account',
        value: 'instagram:majusentosa_karya',
        appeal: Number(number),
      },
      {
        owner: 'PT Maju Sentosa Karya',
        kind: 'domain',
        value: 'majusentosakarya.co.id',
        appeal: Number(number),
      },
    ])
    expect((await senior.get(`/console/appeals/${number}`)).body).toContain('ada di daftar')
  })

  it('change what is told within seconds, in every process', async () => {
    const seal = testSeal()
    const addresses = createOwnAddresses({ pool: client.pool, seal, now: () => new Date() })
    const faults: unknown[] = []
    const feed = await createOwnersFeed({
      addresses,
      lists: createLists(client.database),
      shipped: [],
      learn: loadOwners(content),
      onFault: (error) => faults.push(error),
    })
    const admin = await town.person('admin')
    expect(feed.current().judge('agesaasajaya-loker.com')).toBe(null)
    await admin.post(path, { ...added, value: 'agesaasajaya.co.id' })
    await expect
      .poll(() => feed.current().judge('agesaasajaya-loker.com')?.owner, { timeout: 20_000 })
      .toBe('PT Agesa Asa Jaya')
    expect(feed.current().judge('agesaasajaya.co.id')).toBe(null)
    feed.stop()
    expect(faults).toEqual([])
  })
})
