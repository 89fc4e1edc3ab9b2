/** The pages of cases and of the inbox in Chromium, on a wide screen and on a phone: worked by keys alone, alive by
 * themselves, and without a script. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelName, Effect } from '#engine'
import type { Client } from '../../db/client.ts'
import { createKeeping } from '../../db/keeping.ts'
import { openConsole, type TestConsole } from '../console/kit.ts'
import { openTestDatabase } from '../kit/database.ts'
import { plainPoster } from '../kit/posters.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone, signedIn } from './officer.ts'

const offer = (number: string, words = 'gaji 15 juta tanpa ijazah') =>
  `LOWONGAN PT Maju Jaya Abadi. Dicari admin online di Kamboja, ${words}, tiket dan paspor kami urus. WA ${number}`

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

/** Their browser, signed in. */
async function open(cookie: string | null, path: string, options = {}): Promise<Visit> {
  return visit(browser, `${address}/console${path}`, { ...signedIn(cookie), ...options }, 'main h1')
}

const decide = async (page: Page, finding: string) => {
  await page.getByLabel(finding).check()
  await page.getByRole('button', { name: 'Simpan temuan' }).click()
}

it('a queue that lives, is narrowed and searched, and a case that is worked by keys alone', async () => {
  const reviewer = await town.person('senior-reviewer', 'Sari Dewi')
  await town.person('reviewer', 'Budi Santoso')
  const wide = await open(reviewer.cookie, '/cases')
  const { page } = wide
  await page.getByText('Tidak ada kasus di sini.').waitFor()
  // Reports come in while it is open.
  await town.report(offer('0812-3456-7890'), 'ani')
  await page.locator('.queue a.open').waitFor()
  const alike = await town.report(offer('0813-1111-2222'), 'rini')
  await town.report('Lowongan kerja kebun di Malaysia, hubungi WA 0857-0000-1111', 'tono')
  await page.locator('.queue li:nth-child(3)').waitFor()
  await wide.picture('cases-queue')
  await isWell(wide)
  await page.keyboard.press('?')
  await page.getByText('kembali ke daftar').waitFor()
  await wide.picture('cases-keys')
  await page.keyboard.press('Escape')

  // What there is to choose is what there is when the page is opened.
  await page.reload()
  await page.getByText('Saring').click()
  await page.getByLabel('Negara tujuan').selectOption('KH')
  await page.getByRole('button', { name: 'Tampilkan', exact: true }).click()
  expect(await page.locator('.queue a.open').count()).toBe(2)
  await page.getByPlaceholder('Nama tampilan').fill('Kamboja')
  await page.getByRole('button', { name: 'Simpan tampilan ini' }).click()
  await page.getByRole('link', { name: 'Kamboja', exact: true }).waitFor()
  await wide.picture('cases-narrowed')
  await isWell(wide)
  await page.getByLabel('Cari', { exact: true }).fill('kebun malaysia')
  await page.keyboard.press('Enter')
  await page.getByText('Tidak ada kasus dengan').waitFor()

  await page.goto(`${address}/console/cases`)
  await page.locator('.queue a.open').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^Kasus [0-9a-f]{8}/ }).waitFor()
  await wide.picture('cases-case')
  await isWell(wide)
  await page.keyboard.press('c')
  await page.getByText('Diperiksa Anda').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('Sudah ditanyakan ke KBRI.')
  await page.getByRole('button', { name: 'Simpan catatan' }).click()
  await page.getByText('Sudah ditanyakan ke KBRI.').waitFor()

  // The same template with another number: one recruiter, said by a person, and taken back.
  await page.getByRole('button', { name: 'Sama: gabungkan' }).click()
  await page.getByText('2 laporan', { exact: true }).waitFor()
  await wide.picture('cases-merged')
  await isWell(wide)
  await page.getByRole('button', { name: 'Batalkan' }).click()
  await page.getByText('1 laporan', { exact: true }).first().waitFor()

  // A colleague moves it: the open page says so.
  const other = await open(reviewer.cookie, `/cases/${alike}`, phone)
  await other.picture('cases-case-phone')
  await isWell(other)
  const budi = await town.person('senior-reviewer', 'Rahmat')
  await other.page.waitForTimeout(1_500)
  await budi.post(`/console/cases/${alike}/claim`)
  await other.page.getByText('Kasus ini baru saja berubah').waitFor()
  await other.page.goto(`${address}/console/cases`)
  await other.page.locator('.queue a.open').first().waitFor()
  await other.picture('cases-queue-phone')
  await isWell(other)
  await other.close()

  await page.goto(`${address}/console/cases`)
  await page.locator('.queue a.open', { hasText: /./ }).last().click()
  await page.getByRole('button', { name: 'Ambil kasus ini' }).click()
  await decide(page, 'tidak ada pelanggaran')
  await page.getByText('Diputuskan: tidak ada pelanggaran').waitFor()
  await isWell(wide)
  await wide.close()
})

it('shows a picture only to whoever asks for it, by keys as well', async () => {
  const reviewer = await town.person('reviewer', 'Melihat')
  const channel = 'test' as ChannelName
  const id = await town.report(offer('0878-2222-3333'), 'yani', {
    channel,
    key: 'p',
    type: 'image',
    bytes: null,
  })
  const keeping = createKeeping({ pool: client.pool, seal: town.seal, holder: 'here' })
  const [file] = await keeping.claim([channel], 1)
  if (file === undefined) throw new Error('nothing to keep')
  const bytes = await plainPoster(['LOWONGAN KAMBOJA', 'gaji 15 juta', 'WA 0878-2222-3333'])
  await keeping.keep(file.id, { bytes, type: 'image/png' })
  const wide = await open(reviewer.cookie, `/cases/${id}`)
  const picture = wide.page.locator('.picture img')
  await picture.scrollIntoViewIfNeeded()
  const filter = () => picture.evaluate((image) => getComputedStyle(image).filter)
  expect(await filter()).toContain('blur')
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode())).toBeUndefined()
  await wide.picture('cases-picture-blurred')
  await wide.page.locator('.picture summary').focus()
  await wide.page.keyboard.press('Enter')
  await wide.page.getByText('Kaburkan lagi').waitFor()
  expect(await filter()).toBe('none')
  await wide.picture('cases-picture')
  await isWell(wide)
  // Of another organisation, or signed out, there is no such picture.
  const address = (await picture.getAttribute('src')) ?? ''
  expect((await town.stranger().get(address)).statusCode).toBe(303)
  const own = await town.person('reviewer', 'x')
  const answer = await own.get(address)
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  expect((await own.get(address.replace(id, '11111111-1111-4111-8111-111111111111'))).statusCode).toBe(404)
  await wide.close()
})

it('works without a script', async () => {
  const reviewer = await town.person('reviewer', 'Tanpa Skrip')
  const id = await town.report(offer('0877-1234-5678', 'kerja santai'), 'wati')
  const bare = await open(reviewer.cookie, '/cases', { javaScriptEnabled: false })
  await bare.page.getByRole('link', { name: /^Lewat waktu/ }).click()
  await bare.page.getByText('Tidak ada kasus di sini.').waitFor()
  await bare.page.goto(`${address}/console/cases/${id}`)
  await bare.page.getByRole('button', { name: 'Ambil kasus ini' }).click()
  await bare.page.getByText('Diperiksa Anda').waitFor()
  await bare.page.getByLabel('Tugaskan kepada').selectOption({ label: 'Tanpa Skrip' })
  await bare.page.getByRole('button', { name: 'Tugaskan', exact: true }).click()
  await bare.page.getByText('Untuk Anda').waitFor()
  await bare.close()
})

it('an inbox that lives, and an answer that is sent as the bot', async () => {
  const officer = await town.person('inbox-officer', 'Dewi')
  const wide = await open(officer.cookie, '/inbox')
  const { page } = wide
  await page.getByText('Tidak ada yang menunggu.').waitFor()
  const handed: Effect[] = [
    { kind: 'open-inbox' },
    { kind: 'urgent', danger: 'passport-held', country: 'my' },
  ]
  await town.say('siti', 'mau bicara sama petugas, paspor saya ditahan majikan', handed)
  await page.getByText('Paspor ditahan').waitFor()
  await wide.picture('inbox')
  await isWell(wide)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^Percakapan \d/ }).waitFor()
  await page.getByText('Jawaban siap pakai').click()
  await wide.picture('inbox-thread')
  await isWell(wide)
  await page.getByRole('button', { name: 'Ubah dulu' }).first().click()
  await page.keyboard.type(' Kami di sini.')
  await page.getByRole('button', { name: 'Kirim' }).first().click()
  await page.locator('.ours').waitFor()
  await town.say('siti', 'saya di Johor', [{ kind: 'to-officers', noted: false }])
  await page.getByText('saya di Johor').waitFor()
  const small = await open(officer.cookie, '/inbox', phone)
  await small.picture('inbox-phone')
  await small.page.locator('a.open').click()
  await small.page.getByText('saya di Johor').waitFor()
  await small.picture('inbox-thread-phone')
  await isWell(small)
  await small.close()
  await page.getByRole('button', { name: 'Tutup: bot menjawab lagi' }).click()
  await page.getByText('Tidak ada yang menunggu.').waitFor()
  await wide.close()
})
