/** The pages of takedowns in Chromium, on a wide screen and on a phone, from a decided case to a package. */
import { createHash } from 'node:crypto'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { openTestDatabase } from '../kit/database.ts'
import { plainPoster } from '../kit/posters.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone, signedIn } from './officer.ts'

const offer =
  'LOWONGAN PT Maju Jaya Abadi. Dicari admin online di Kamboja, gaji 15 juta tanpa ijazah, tiket dan paspor kami urus. https://t.me/kerja_kamboja WA 0812-3456-7890'

let client: Client
let town: TestConsole
let browser: Browser
let address: string
beforeAll(async () => {
  ;[client, browser] = await Promise.all([openTestDatabase(), launchChromium()])
  town = await openConsole(client)
  address = await town.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await browser?.close()
  await town?.app.close()
  await client?.close()
})

async function open({ cookie }: Person, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  return visit(browser, `${address}/console${path}`, { ...signedIn(cookie), ...options }, 'main h1')
}

it('a takedown is written by one, approved by another, sent and seen gone', async () => {
  const ani = await town.person('senior-reviewer', 'Ani Lestari')
  const budi = await town.person('senior-reviewer', 'Budi Santoso')
  const id = await town.report(offer)
  await ani.post(`/console/cases/${id}/claim`)
  const finding = 'illegal-recruitment'
  await ani.post(`/console/cases/${id}/propose`, { finding, reason: 'Kamboja', rule: 'closed-country' })
  await budi.post(`/console/cases/${id}/confirm`, { finding })

  const writing = await open(ani, `/cases/${id}`)
  const { page } = writing
  await page.getByRole('link', { name: 'Buat permintaan' }).click()
  await page.getByLabel('telegram:kerja_kamboja').check()
  await isWell(writing)
  await writing.picture('takedown-targets')
  await page.getByRole('button', { name: 'Buat permintaan' }).click()
  await page.getByText('Yang masih kurang:').waitFor()
  await page.getByLabel('Kelas').selectOption('ordinary')
  await page.getByLabel('Nomor surat resmi').fill('B-12/KP2MI/2026')
  await page.getByLabel('UU 18/2017 Pasal 69 dan 81').check()
  await page.getByRole('button', { name: 'Simpan isi permintaan' }).click()
  await page.getByRole('button', { name: 'Periksa dan rekam sekarang' }).click()
  await page.getByText('menunggu').waitFor()
  const [job] = await town.captures.claim(1)
  if (job === undefined) throw new Error('no look is waiting')
  const bytes = await plainPoster([offer.slice(0, 60)])
  await town.captures.settle(job.id, {
    result: 'alive',
    seen: { url: job.url, status: 200, text: offer },
    picture: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
  })
  await page.reload()
  await page.getByText('Bukti lengkap.').waitFor()
  await isWell(writing)
  await writing.picture('takedown-draft')
  const place = new URL(page.url()).pathname.replace('/console', '')
  await writing.close()

  const approving = await open(budi, place, phone)
  await approving.page.getByLabel('Saya sudah melihat paketnya').check()
  await isWell(approving)
  await approving.picture('takedown-approve-phone')
  await approving.page.getByRole('button', { name: 'Setujui permintaan' }).click()
  await approving.page.getByLabel('Nomor', { exact: true }).fill('ND-77')
  await approving.page.getByRole('button', { name: 'Catat sebagai terkirim' }).click()
  await approving.page.getByText('sisa waktu').waitFor()
  await approving.close()

  const list = await open(budi, '/takedowns')
  await list.page.getByText('telegram:kerja_kamboja').waitFor()
  await isWell(list)
  await list.picture('takedown-list')
  await list.close()
  const narrow = await open(budi, '/takedowns?lang=en', phone)
  await isWell(narrow)
  await narrow.picture('takedown-list-phone')
  await narrow.close()
})
