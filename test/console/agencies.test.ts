import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { createLists } from '../../db/lists.ts'
import { loadShippedLists } from '../../src/lists/index.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { content } from '../kit/people.ts'
import { host, openConsole, type Person, type TestConsole, tokenIn } from './kit.ts'

const shipped = readFileSync(join(content, 'agencies/p3mi-2026-09-17.csv'), 'utf8')
const newer = shipped
  .replaceAll('2026-09-17', '2026-11-20')
  .replace(/^AGESA ASA JAYA,/m, 'AGESA ASA BARU,')
  .concat('HARAPAN BARU,9999,terdaftar,,,,siskop2mi,2026-11-20\n')

describe('lists of agencies in the console', () => {
  let client: Client
  let town: TestConsole
  let admin: Person
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    await createLists(client.database).ship(loadShippedLists(join(content, 'agencies')))
    town = await openConsole(client)
    admin = await town.person('admin')
  })
  afterAll(() => client.close())

  const current = async () =>
    (await createLists(client.database).current()).find(({ kind }) => kind === 'listed')
  /** As a browser sends a file. */
  const upload = async (csv: string, kind = 'listed') => {
    const form = new FormData()
    form.set('token', tokenIn((await admin.get('/console/agencies/import')).body))
    form.set('kind', kind)
    form.set('file', new File([csv], 'list.csv', { type: 'text/csv' }))
    const request = new Request('http://here.invalid', { method: 'POST', body: form })
    return town.app.inject({
      method: 'POST',
      url: '/console/agencies/import',
      headers: {
        host,
        cookie: `console=${admin.cookie}`,
        origin: `http://${host}`,
        'content-type': request.headers.get('content-type') ?? '',
      },
      body: Buffer.from(await request.arrayBuffer()),
    })
  }
  const hidden = (html: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const confirm = (html: string, more: Record<string, string> = {}) =>
    admin.post('/console/agencies/import', {
      kind: hidden(html, 'kind'),
      confirmed: hidden(html, 'confirmed'),
      csv: hidden(html, 'csv'),
      ...more,
    })

  it('finds a company by a part of its name, with each source and its date', async () => {
    const reviewer = await town.person('reviewer')
    const page = (await reviewer.get('/console/agencies?search=multi+intan')).body
    expect(page).toContain('MULTI INTAN AMANAH INTERNASIONAL')
    expect(page).toContain('izin dicabut')
    expect(page).toContain('Kepmen P2MI 96/2026')
    // One spelling finds the other.
    expect((await reviewer.get('/console/agencies?search=abul+pratama+jaya')).body).toContain(
      'ABUL PRATAMAJAYA',
    )
    expect((await reviewer.get('/console/agencies?search=9120307772741')).body).toContain('AGESA ASA JAYA')
    const nothing = (await reviewer.get('/console/agencies?search=%25')).body
    expect(nothing).toContain('Itu tidak berarti ilegal')
  })

  it('shows what a file would change, and changes nothing before it is confirmed', async () => {
    const planned = (await upload(newer)).body
    expect(planned).toContain('Ditambahkan: 1')
    expect(planned).toContain('HARAPAN BARU')
    expect(planned).toContain('AGESA ASA JAYA → AGESA ASA BARU')
    expect((await current())?.asOf).toBe('2026-09-17')
    expect((await confirm(planned)).statusCode).toBe(303)
    expect((await current())?.asOf).toBe('2026-11-20')
    const versions = (await admin.get('/console/agencies/versions')).body
    const changes = /\/console\/agencies\/changes\?from=\d+&amp;to=\d+/.exec(versions)?.[0] ?? ''
    expect((await admin.get(changes.replace('&amp;', '&'))).body).toContain('HARAPAN BARU')
    expect((await admin.get('/console/audit')).body).toContain('mengganti daftar P3MI')
  })

  it('asks once more before a list that is much shorter or older, and takes none from the future', async () => {
    const lines = newer.trim().split('\n')
    const short = (await upload(lines.slice(0, 100).join('\n'))).body
    expect((await confirm(short)).statusCode).toBe(200)
    expect((await current())?.asOf).toBe('2026-09-17')
    expect((await confirm(short, { shrinks: 'yes' })).statusCode).toBe(303)
    expect((await current())?.statements).toHaveLength(99)
    const future = (await upload(newer.replaceAll('2026-11-20', '2027-01-01'))).body
    expect(future).toContain('ada di masa depan')
    expect(hidden(future, 'confirmed')).toBe('')
  })

  it('names every broken row and changes nothing', async () => {
    const answer = await upload(`${newer},,terdaftar,,,,x,2026-11-20\nA B,,menari,,,,x,2026-11-20\n`)
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('(name)')
    expect(answer.body).toContain('(status)')
    expect((await upload('')).statusCode).toBe(400)
    expect((await current())?.asOf).toBe('2026-09-17')
  })

  it('takes no other bytes than those that were looked at', async () => {
    const planned = (await upload(newer)).body
    const other = Buffer.from(newer.replace('HARAPAN BARU', 'HARAPAN LAMA')).toString('base64')
    expect((await confirm(planned, { csv: other })).statusCode).toBe(200)
    expect((await current())?.asOf).toBe('2026-09-17')
  })
})
