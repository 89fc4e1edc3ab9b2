import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { manifestForm } from '../../src/dossier/index.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'

const offer =
  'Dicari admin online di Kamboja lewat PT Maju Mundur Sentosa, gaji 15 juta tanpa ijazah. https://t.me/kerja_kamboja WA 0812-3456-7890'
const form = {
  recipient: 'ministry',
  class: 'ordinary',
  letter: 'B-12/KP2MI/2026',
  'basis-uu-18-2017-69-81': 'yes',
}

describe('takedowns of the console', () => {
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
    ani = await town.person('senior-reviewer', 'Ani')
    budi = await town.person('senior-reviewer', 'Budi')
  })
  afterAll(() => client.close())

  /** A case that two people decided. */
  async function decided(who = 'pelapor-rahasia-7781'): Promise<string> {
    const id = await town.report(offer, who)
    const at = `/console/cases/${id}`
    await ani.post(`${at}/claim`)
    await ani.post(`${at}/propose`, {
      finding: 'illegal-recruitment',
      reason: 'perorangan menempatkan',
      rule: 'person-places-workers',
    })
    await budi.post(`${at}/confirm`, { finding: 'illegal-recruitment' })
    return id
  }
  async function drafted(id: string): Promise<string> {
    const page = await ani.get(`/console/cases/${id}/takedowns`)
    const at = [...page.body.matchAll(/name="(target-\d+)"[\s\S]*?<bdi>([^<]+)<\/bdi>/g)].find(
      ([, , value]) => value === 'telegram:kerja_kamboja',
    )
    const made = await ani.post(`/console/cases/${id}/takedowns`, {
      [at?.[1] ?? '']: 'yes',
      recipient: 'ministry',
    })
    return String(made.headers.location)
  }
  async function looked(to: string): Promise<void> {
    await ani.post(`${to}/captures`)
    const [job] = await town.captures.claim(1)
    if (job === undefined) throw new Error('no look is waiting')
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await town.captures.settle(job.id, {
      result: 'alive',
      seen: { url: job.url, status: 200, text: offer },
      picture: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
    })
  }

  it('runs from a decided case to removed, by two people, and comes back', async () => {
    const id = await decided()
    const to = await drafted(id)
    expect((await ani.get(to)).body).toContain('https://t.me/kerja_kamboja')
    expect((await ani.get(to)).body).toContain('nomor surat resmi')
    await ani.post(`${to}/write`, form)
    await looked(to)
    expect((await ani.get(to)).body).toContain('Bukti lengkap.')
    expect((await ani.post(`${to}/approve`, { looked: 'yes' })).body).toContain(
      'tidak boleh menyetujuinya sendiri',
    )
    expect((await budi.post(`${to}/approve`)).body).toContain('Lihat paketnya dulu')
    await budi.post(`${to}/approve`, { looked: 'yes' })
    await budi.post(`${to}/send`, { class: 'ordinary', reference: 'ND-77' })
    expect((await ani.get('/console/takedowns?shown=sent')).body).toContain('sisa waktu')
    town.later(26 * 3_600_000)
    const again = await town.person('senior-reviewer', 'Citra')
    expect((await again.get('/console/takedowns?shown=overdue')).body).toContain('telegram:kerja_kamboja')
    await again.post(`${to}/acknowledge`, { reference: 'TKT-9' })
    await again.post(`${to}/look`, { gone: 'yes' })
    expect((await again.get(to)).body).toContain('terlihat hilang 1 kali')
    await again.post(`${to}/look`, { gone: 'no' })
    expect((await again.get(to)).body).toContain('Muncul lagi')
    const history = (await again.get(to)).body
    for (const act of ['menyetujui permintaan', 'mengirim permintaan', 'mencatat tanda terima'])
      expect(history).toContain(act)
  })

  it('confirms what a look proposes, and only then is it gone', async () => {
    const to = await drafted(await decided())
    await ani.post(`${to}/write`, form)
    await looked(to)
    await budi.post(`${to}/approve`, { looked: 'yes' })
    await budi.post(`${to}/send`, { class: 'ordinary', reference: 'ND-77' })
    await ani.post(`${to}/captures`)
    const [job] = await town.captures.claim(1)
    await town.captures.settle(job?.id as never, {
      result: 'gone',
      seen: { url: '', status: 404, text: '' },
      picture: null,
    })
    const page = (await budi.get(to)).body
    expect(page).toContain('Sepertinya hilang')
    expect(page).toContain('Terkirim')
    await budi.post(`${to}/captures/${job?.id}`, { as: 'gone' })
    expect((await budi.get(to)).body).toContain('Sudah hilang')
  })

  it('is asked for in no case that is not decided so', async () => {
    const id = await town.report(offer)
    const page = await ani.get(`/console/cases/${id}/takedowns`)
    expect(page.body).toContain('hanya untuk kasus yang diputuskan dua orang')
    expect((await ani.post(`/console/cases/${id}/takedowns`, { 'target-0': 'yes' })).statusCode).toBe(409)
  })

  it('hands out a package that opens, is true, and tells nothing of who reported', async () => {
    const id = await decided()
    await town.report(offer, 'pelapor-rahasia-9912')
    const to = await drafted(id)
    await ani.post(`${to}/write`, form)
    await looked(to)
    await budi.post(`${to}/approve`, { looked: 'yes' })
    const pdf = await budi.get(`${to}/package.pdf`)
    const zip = await budi.get(`${to}/package.zip`)
    expect(zip.rawPayload.equals((await budi.get(`${to}/package.zip`)).rawPayload)).toBe(true)
    const files = unzipSync(zip.rawPayload)
    const manifest = manifestForm.parse(JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()))
    expect(manifest.wanted).toMatchObject([
      { url: 'https://t.me/kerja_kamboja', platform: 'telegram', class: 'ordinary', hours: 24 },
    ])
    expect(manifest.people).toEqual({ decidedBy: ['Ani', 'Budi'], draftedBy: 'Ani', approvedBy: 'Budi' })
    expect(manifest.firms[0]?.says).toContain('per 2026-09-17')
    expect(manifest.destinations.map(({ law }) => law)).toEqual(['Kamboja'])
    expect(manifest.identifiers.map(({ value }) => value)).toContain('+6281234567890')
    for (const { name, sha256 } of manifest.files)
      expect(
        createHash('sha256')
          .update(files[name ?? ''] ?? '')
          .digest('hex'),
      ).toBe(sha256)
    const document = await getDocument({ data: new Uint8Array(pdf.rawPayload), verbosity: 0 }).promise
    let words = ''
    for (let page = 1; page <= document.numPages; page++)
      for (const item of (await (await document.getPage(page)).getTextContent()).items)
        words += 'str' in item ? item.str : ''
    expect(words).toContain('B-12/KP2MI/2026')
    // Everything that is in it, once more as text: nothing of a reporter, not even the number they were told.
    const numbers = (await client.pool.query('select number, contact_id from reports')).rows
    const all =
      words +
      Object.values(files)
        .map((bytes) => Buffer.from(bytes).toString('latin1'))
        .join('\n')
    for (const planted of [
      'pelapor-rahasia',
      ...numbers.flatMap((row) => [String(row.number), row.contact_id]),
    ])
      expect(all).not.toContain(planted)
  })
})
