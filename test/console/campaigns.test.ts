import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CampaignId } from '#engine'
import { createCampaigns } from '../../db/campaigns.ts'
import type { Client } from '../../db/client.ts'
import { roadForTest, termsOfChannel } from '../kit/campaign-road.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { type MadeSubscriber, makeSubscribers } from '../kit/subscribers.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'

const words = `**Awas lowongan admin ke Kamboja**

Cek dulu di {kota}: https://kp2mi.go.id`
const form = {
  name: 'Kamboja, November',
  topic: 'scam-alerts',
  'a-id-words': words,
  'a-id-choice-0': 'Saya sudah tahu',
  'a-id-choice-1': 'Bantu saya',
  values: 'kota: Indramayu',
  'hours-from': '',
  'hours-to': '',
  'cap-days': '0',
}
const people = (count: number, more: Partial<MadeSubscriber> = {}): readonly MadeSubscriber[] =>
  Array.from({ length: count }, (_, place) => ({ channel: 'telegram' as never, chat: `c${place}`, ...more }))

describe('campaigns of the console', () => {
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
    ani = await town.person('campaign-officer', 'Ani')
    budi = await town.person('campaign-officer', 'Budi')
  })
  afterAll(() => client.close())

  const written = async (more: Record<string, string> = {}): Promise<string> => {
    const made = await ani.post('/console/campaigns', { ...form, ...more })
    expect(made.statusCode).toBe(303)
    return String(made.headers.location)
  }
  const makePeople = (count: number, more: Partial<MadeSubscriber> = {}) =>
    makeSubscribers(client.pool, town.seal, people(count, more))
  const stores = () =>
    createCampaigns({
      pool: client.pool,
      seal: town.seal,
      now: () => new Date(),
      channels: roadForTest.channels.map(termsOfChannel),
      alone: 100,
    })

  it('shows a campaign as each channel would, with its limits', async () => {
    const page = await ani.get(await written())
    expect(page.body).toContain('<strong>Awas lowongan admin ke Kamboja</strong>')
    expect(page.body).toContain('Cek dulu di Indramayu')
    expect(page.body).toContain('<span class="tap">Saya sudah tahu</span>')
    expect(page.body).toContain('dari 4.096 huruf')
    expect(page.body).toContain('Tanpa templat')
  })

  it('turns choices into a numbered list where a label is longer than a button', async () => {
    const page = await ani.get(await written({ 'a-id-choice-0': 'Saya sudah tahu hal ini sejak lama' }))
    expect(page.body).toContain('1. Saya sudah tahu hal ini sejak lama')
    expect(page.body).toContain('Pilihan jadi daftar bernomor')
  })

  it('counts whom it reaches and says why others are left out, before anything is kept', async () => {
    await makePeople(3)
    await makeSubscribers(client.pool, town.seal, [
      { channel: 'telegram' as never, chat: 'young', minor: true },
      { channel: 'telegram' as never, chat: 'other', topics: ['lessons'] },
      { channel: 'whatsapp' as never, chat: 'late', seenAt: new Date(0) },
    ])
    const page = await ani.post('/console/campaigns', { ...form, look: 'yes' })
    expect(page.body).toContain('3 penerima')
    expect(page.body).toContain('<strong>1</strong> berusia di bawah 18 tahun')
    expect(page.body).toContain('<strong>1</strong> tidak atau tidak lagi meminta topik ini')
    expect(page.body).toContain('<strong>1</strong> lewat 24 jam, dan tidak ada templat')
    expect(page.body).toContain('sekitar 1 menit')
    expect(page.body).toContain(words.slice(0, 20))
    expect((await ani.get('/console/campaigns')).body).toContain('Belum ada kampanye.')
    const part = await ani.post('/console/campaigns/reach', form)
    expect(part.body).toContain('3 penerima')
    expect(part.body).not.toContain('<html')
  })

  it('keeps every word that was typed when something cannot be read', async () => {
    const page = await ani.post('/console/campaigns', {
      ...form,
      'a-su-words': 'Awas <b>',
      'province-JB': 'yes',
      'hours-from': '20:00',
      'hours-to': '08:00',
    })
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('Isi kedua jam')
    expect(page.body).toContain('Awas lowongan admin ke Kamboja')
    expect(page.body).toContain('Awas &lt;b>')
    expect(page.body).toMatch(/name="province-JB" value="yes" checked/)
    expect(page.body).toContain('value="Bantu saya"')
  })

  it('lets nothing be proposed with a misspelt address, an empty hole or choices that differ', async () => {
    await makePeople(3)
    const at = await written({
      'a-id-words': 'Cek di https://kp2mi,id atau http://kp2mi.go.id, kata {petugas}.',
      'a-en-words': 'Check first.',
    })
    const page = await ani.get(at)
    expect(page.body).toContain('&quot;https://kp2mi,id&quot; tidak menuju situs mana pun')
    expect(page.body).toContain('harus diawali https')
    expect(page.body).toContain('lubang &quot;petugas&quot; belum diisi')
    expect(page.body).toContain('0 pilihan, tetapi bahasa Indonesia punya 2')
    expect((await ani.post(`${at}/propose`)).statusCode).toBe(409)
    expect((await ani.get(at)).body).toContain('Rancangan')
  })

  it('needs another person for many, who may send it back with a note', async () => {
    await makePeople(101)
    const at = await written()
    await ani.post(`${at}/propose`)
    expect((await ani.get(at)).body).toContain('Menunggu persetujuan')
    expect((await ani.post(`${at}/approve`)).body).toContain('Penulis tidak dapat menyetujui')
    expect((await budi.post(`${at}/send-back`)).body).toContain('Tulis apa yang perlu diperbaiki.')
    await budi.post(`${at}/send-back`, { note: 'Sebut nama kotanya.' })
    const back = await ani.get(at)
    expect(back.body).toContain('Sebut nama kotanya.')
    expect(back.body).toContain('Rancangan')
    await ani.post(`${at}/propose`)
    await budi.post(`${at}/approve`)
    expect((await ani.get(at)).body).toContain('Disetujui')
  })

  it('goes to few at once, is stopped, resumed and cancelled, and its numbers sum', async () => {
    await makePeople(40)
    const at = await written()
    const id = at.split('/').at(-1) as CampaignId
    await ani.post(`${at}/propose`)
    await stores().begin()
    const sending = await ani.get(at)
    expect(sending.body).toContain('HENTIKAN')
    expect(sending.body).toContain('Jumlah: 40 dari 40 penerima.')
    expect((await ani.get('/console/campaigns')).body).toContain('HENTIKAN SEMUA')
    await ani.post('/console/campaigns/stop-all')
    expect((await ani.get(at)).body).toContain('Lanjutkan (40)')
    await ani.post(`${at}/resume`)
    expect((await stores().read(id))?.campaign.status.kind).toBe('sending')
    expect((await ani.post(`${at}/cancel`)).statusCode).toBe(409)
    await ani.post(`${at}/cancel`, { sure: 'yes' })
    expect((await ani.get(at)).body).toContain('dibatalkan sebelum dikirim')
    const table = await ani.get(`${at}/recipients.csv`)
    const lines = table.body.trimEnd().split('\r\n')
    expect(lines[0]).toBe('subscriber,channel,text,outcome,receipt')
    expect(lines).toHaveLength(41)
    expect(table.headers['content-disposition']).toContain('attachment')
  })

  it('says what is not certain, what was answered, and that few answers tell nothing', async () => {
    const numbers = await makePeople(30)
    const at = await written({ 'b-id-words': 'Tanya dulu.', 'b-id-choice-0': 'Ya', 'b-id-choice-1': 'Tidak' })
    const id = at.split('/').at(-1) as CampaignId
    await ani.post(`${at}/propose`)
    await stores().begin()
    const { chunks } = stores()
    const [first, second] = await chunks(id, 0)
    if (first === undefined || second === undefined) throw new Error('no halves')
    const sent = (people: number, last: string) => `${'02'.repeat(people - 1)}${last}`
    for (const { number, recipients } of [first, second])
      await client.pool.query(
        `update campaign_chunks set done = true, outcomes = decode($3, 'hex') where campaign = $1::int and number = $2::int`,
        [id, number, sent(recipients.length, number === first.number ? '03' : '24')],
      )
    await client.pool.query(
      `insert into campaign_answers (campaign, subscriber, choice, variant) values ($1::int, $2::int, 0, 'b')`,
      [id, second.recipients[0]],
    )
    await ani.post(`${at}/pause`)
    const page = await ani.get(at)
    expect(page.body).toContain('tidak pasti (1)')
    expect(page.body).toContain(`<p class="numbers">${first.recipients.at(-1)}</p>`)
    expect(page.body).toContain('Belum dapat dipastikan')
    expect(page.body).toContain('Jumlah: 30 dari 30 penerima.')
    expect(page.body).toContain('Coba lagi yang gagal (1)')
    await ani.post(`${at}/retry`)
    expect((await ani.get(at)).body).toContain('Lanjutkan (1)')
    expect(numbers).toHaveLength(30)
  })

  it('copies an earlier one into a new draft, and takes a picture only if it is one', async () => {
    const at = await written()
    const copied = await ani.post(`${at}/copy`)
    expect(copied.headers.location).not.toBe(`${at}/edit`)
    expect((await ani.get(String(copied.headers.location))).body).toContain('Awas lowongan admin')
    const refused = await ani.post(`${at}/picture`)
    expect(refused.body).toContain('bukan gambar yang dapat dibaca')
  })

  it('gives out poster, pictures, caption and scripts, with the list’s date', async () => {
    const at = await written()
    const page = await ani.get(`${at}/handouts`)
    expect(page.body).toContain('17 September 2026')
    expect(page.body).toContain('#TanyaDulu')
    expect(page.body).toContain('Naskah 30 detik')
    const poster = await ani.get(`${at}/handouts/poster?text=a-id`)
    expect(poster.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await ani.get(`${at}/handouts/nothing`)).statusCode).toBe(404)
  })

  it('tells an auditor everything and lets them do nothing', async () => {
    const at = await written()
    const auditor = await town.person('auditor', 'Wati')
    const page = await auditor.get(at)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toContain('Ajukan')
    expect((await auditor.post(`${at}/propose`)).statusCode).toBe(403)
  })

  it('shows subscribers as numbers, and few of them not at all', async () => {
    await makePeople(12, { province: 'JT' })
    await makeSubscribers(client.pool, town.seal, [
      { channel: 'whatsapp' as never, chat: '628123', province: 'JB' },
    ])
    const page = await ani.get('/console/subscribers')
    expect(page.body).toContain('13 meminta paling sedikit satu topik')
    expect(page.body).toContain('Jawa Tengah')
    expect(page.body).toMatch(/Jawa Barat<\/span><span class="bar-count">&lt;5/)
    expect(page.body).not.toContain('628123')
    expect(page.body).not.toContain('Unduh daftar pelanggan')
  })

  it('exports proofs without chats, and erases one on request', async () => {
    const admin = await town.person('admin', 'Dewi')
    const [first] = await makePeople(2)
    const table = await admin.get('/console/subscribers/all.csv')
    expect(table.body.trimEnd().split('\r\n')).toHaveLength(3)
    expect(table.body).not.toContain('c0')
    expect((await ani.get('/console/subscribers/all.csv')).statusCode).toBe(403)
    await admin.post('/console/subscribers/erase', { number: String(first) })
    expect((await admin.get('/console/subscribers/all.csv')).body.trimEnd().split('\r\n')).toHaveLength(3)
    const erased = await admin.post('/console/subscribers/erase', { number: String(first), sure: 'yes' })
    expect(erased.body).toContain('sudah dihapus')
    expect((await admin.get('/console/subscribers/all.csv')).body.trimEnd().split('\r\n')).toHaveLength(2)
    expect((await admin.get('/console/audit')).body).toContain('melupakan')
  })

  it('answers of a campaign that does not exist like any other page that is lost', async () => {
    expect((await ani.get('/console/campaigns/999')).statusCode).toBe(404)
    expect((await ani.get('/console/campaigns/1e3')).statusCode).toBe(404)
    expect((await ani.post('/console/campaigns/999/pause')).statusCode).toBe(404)
  })
})
