/** Own addresses, a firm's appeal with its addresses, and a case that was seen again, in Chromium. */
import { sql } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { openConsole, type TestConsole } from '../console/kit.ts'
import { decide, offer, removal } from '../console/removal.ts'
import { openTestDatabase } from '../kit/database.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone, signedIn } from './officer.ts'

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
const open = (cookie: string | null, path: string, options = {}): Promise<Visit> =>
  visit(browser, `${address}/console${path}`, { ...signedIn(cookie), ...options }, 'main h1')

it('own addresses are kept and read on a wide screen and on a phone', async () => {
  const admin = await town.person('admin', 'Sari Dewi')
  const wide = await open(admin.cookie, '/agencies/addresses')
  const { page } = wide
  await page.getByLabel('Pemilik').fill('PT Agesa Asa Jaya')
  await page.getByLabel('Alamat', { exact: true }).fill('agesaasajaya.co.id')
  await page.getByLabel('Sumber').fill('Surat perusahaan, 24 November 2026')
  await page.getByRole('button', { name: 'Tambah alamat' }).click()
  await page.getByText('agesaasajaya.co.id').first().waitFor()
  await page.getByText('bawaan program').first().click()
  await wide.picture('addresses')
  await isWell(wide)
  const small = await open(admin.cookie, '/agencies/addresses', phone)
  await small.picture('addresses-phone')
  await isWell(small)
})

it('a firm tells its addresses, and an officer accepts them', async () => {
  const door = await open(null, '/appeal')
  await door.page
    .getByLabel('Situs dan akun Anda sendiri')
    .fill('www.majusentosakarya.co.id\nIG: @majusentosa_karya')
  await door.picture('appeal-addresses')
  await isWell(door)
  await town.stranger().post('/console/appeal', {
    firm: 'PT Maju Sentosa Karya',
    licence: '',
    writer: 'Rina',
    contact: 'rina@maju.example',
    wrong: 'Tolong catat alamat kami.',
    proof: '',
    addresses: 'www.majusentosakarya.co.id\nIG: @majusentosa_karya',
  })
  const { rows } = await client.database.execute(sql`select number from appeals`)
  const senior = await town.person('senior-reviewer')
  const wide = await open(senior.cookie, `/appeals/${rows[0]?.['number']}`)
  await wide.page.getByRole('button', { name: 'Terima alamat ini' }).click()
  await wide.page.getByText('ada di daftar').first().waitFor()
  await wide.picture('appeal-accepted')
  await isWell(wide)
})

it('a case that was taken down and is seen again says so, and leads to the other', async () => {
  const [one, two] = [
    await town.person('senior-reviewer', 'Ani'),
    await town.person('senior-reviewer', 'Budi'),
  ]
  const old = await town.report(offer, 'ani')
  await decide(old, one, two)
  await removal(town, old, one, two, { hoursUntilGone: 3 })
  const words = offer.replace('0812-3456-7890', '0813-1111-2222').replace('kerja_kamboja', 'kerja_baru')
  const another = await town.report(words, 'rini')
  expect(another).not.toBe(old)
  const officer = await town.person('senior-reviewer', 'Citra')
  const queue = await open(officer.cookie, '/cases')
  await queue.page.locator('.queue').getByText('Pernah diturunkan, terlihat lagi').first().waitFor()
  await queue.picture('rebirth-queue')
  await isWell(queue)
  const wide = await open(officer.cookie, `/cases/${old}`)
  await wide.page.getByText('Terlihat lagi setelah diturunkan').waitFor()
  await wide.picture('rebirth-old')
  await isWell(wide)
  await wide.page.getByRole('region', { name: 'Terlihat lagi setelah diturunkan' }).getByRole('link').click()
  await wide.page.getByText('kasus yang sudah diturunkan').waitFor()
  expect(wide.page.url()).toContain(another)
  const small = await open(officer.cookie, `/cases/${another}`, phone)
  await small.picture('rebirth-phone')
  await isWell(small)
})
