import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { createWatchSources } from '../../db/watch-sources.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { host, openConsole, type Person, type TestConsole, tokenIn } from './kit.ts'

const fields = {
  kind: 'feed',
  address: 'https://loker.example/feed',
  name: 'Loker',
  owner: 'Siti',
  purpose: 'Lowongan luar negeri',
  pace: '60',
  per_day: '50',
}

describe('sources', () => {
  let client: Client
  let town: TestConsole
  let admin: Person
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
    admin = await town.person('admin')
  })
  afterAll(() => client.close())

  const all = () =>
    createWatchSources({ pool: client.pool, seal: town.seal, now: town.now }).all(homeOrganisation)
  const upload = async (path: string, content: string) => {
    const token = tokenIn((await admin.get('/console/account')).body)
    const mark = 'batas'
    const body = `--${mark}\r\ncontent-disposition: form-data; name="token"\r\n\r\n${token}\r\n--${mark}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--${mark}--\r\n`
    return town.app.inject({
      method: 'POST',
      url: path,
      headers: {
        host,
        origin: `http://${host}`,
        cookie: `console=${admin.cookie}`,
        'content-type': `multipart/form-data; boundary=${mark}`,
      },
      body,
    })
  }

  it('adds one once, changes it, switches it and has it read', async () => {
    expect((await admin.post('/console/sources', fields)).statusCode).toBe(200)
    expect((await admin.post('/console/sources', fields)).statusCode).toBe(400)
    const [one] = await all()
    if (one === undefined) throw new Error('nothing was added')
    expect(one).toMatchObject({
      paceMinutes: 60,
      perDay: 50,
      on: true,
      address: 'https://loker.example/feed',
    })
    const at = `/console/sources/${one.id}`
    expect((await admin.get(at)).body).toContain('loker.example')
    await admin.post(at, { ...fields, name: 'Loker baru', pace: '120', on: 'yes' })
    expect((await all())[0]).toMatchObject({ name: 'Loker baru', paceMinutes: 120 })
    await admin.post(`${at}/turn`, { on: 'no' })
    expect((await all())[0]?.on).toBe(false)
    await admin.post(`${at}/hurry`)
    expect((await all())[0]?.dueAt?.getTime()).toBeLessThanOrEqual(town.now().getTime())
    const acts = (await admin.get('/console/audit')).body
    expect(acts).toContain('menambah sumber')
    expect((await admin.get('/console/sources/all.csv')).body).toContain('Loker baru')
  })

  it('refuses what is wrong by its field, and platforms that forbid crawling', async () => {
    const wrong = async (change: object) => {
      const answer = await admin.post('/console/sources', { ...fields, ...change })
      expect(answer.statusCode).toBe(400)
      return /role="alert">([^<]*)/.exec(answer.body)?.[1]
    }
    expect(await wrong({ address: 'loker' })).toContain('Alamat')
    expect(await wrong({ pace: '1' })).toContain('Jarak waktu')
    expect(await wrong({ owner: '' })).toContain('penanggung jawab')
    expect(await wrong({ address: 'https://m.facebook.com/loker' })).toContain('melarang perayapan')
    expect(await all()).toEqual([])
  })

  it('takes a table whole or not at all, and the list of a partner', async () => {
    const head = 'kind,address,name,owner,purpose,pace,per_day,on'
    const broken = await upload(
      '/console/sources/import',
      `${head}\nfeed,https://a.example/f,A,Siti,Uji,,,\npage,x,B,Siti,Uji,,,`,
    )
    expect(broken.statusCode).toBe(400)
    expect(broken.body).toContain('Baris 3')
    expect(await all()).toEqual([])
    const whole = `${head}\nfeed,https://a.example/f,A,Siti,Uji,,,\nchat,t.me/LokerKamboja,B,Siti,Uji,,,no\npartner,,LSM,Siti,Uji,,,`
    expect((await upload('/console/sources/import', whole)).body).toContain('3 sumber ditambahkan')
    expect((await upload('/console/sources/import', whole)).body).toContain('0 sumber ditambahkan')
    const partner = (await all()).find(({ kind }) => kind === 'partner')
    const list = await upload(
      `/console/sources/${partner?.id}/list`,
      'text\n"Dicari admin online di Kamboja, gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus. WA 081234567890"\nResep rendang',
    )
    expect(list.body).toContain('1 berbahaya')
    expect((await admin.get('/console/cases')).body).toContain('pantauan: 1')
    expect((await all()).find(({ kind }) => kind === 'partner')).toMatchObject({ judged: 2, entered: 1 })
  })
})
