import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { createQueue } from '../../db/queue.ts'
import { homeOrganisation } from '../../db/schema.ts'
import type { WatchSourceForm } from '../../db/watch-sources.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { rss } from '../kit/small-web.ts'
import { openWatchStage, type WatchStage } from './stage.ts'

const by = '11111111-1111-4111-8111-111111111111'
export const actor = { of: homeOrganisation, by: by as never }
export const sourceOf = (form: Partial<WatchSourceForm>): WatchSourceForm => ({
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
const danger =
  'DICARI admin online di Kamboja! Gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus. Berangkat cepat, bisa tanpa pengalaman. Minat WA 081234567890. Kerja santai, makan dan mess gratis, bonus besar setiap bulan untuk yang rajin. Langsung berangkat minggu ini juga, kuota terbatas, jangan sampai ketinggalan kesempatan emas ini bersama kami. Hubungi segera admin kami, proses dibantu sampai selesai, dijamin berangkat tanpa ribet dan tanpa potongan.'

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
  afterEach(() => stage.close())

  const queued = async () => {
    const queue = createQueue({ pool: client.pool, seal: stage.seal, now: stage.now })
    const { cases } = await queue.list({
      sees: [homeOrganisation],
      who: by as never,
      shown: 'open',
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
    })
    return cases
  }

  it('reads a feed, and brings what is dangerous into the queue, marked as its own', async () => {
    stage.web.put('http://loker.test.id/feed.xml', rss([{ id: '1', title: 'Lowongan', text: danger }]))
    await stage.sources.add(sourceOf({}), actor)
    await stage.read()
    expect(stage.faults).toEqual([])
    const [first, ...others] = await queued()
    expect(others).toEqual([])
    expect(first).toMatchObject({ level: 'danger', reports: 0, people: 0, watched: 1 })
  })
})
