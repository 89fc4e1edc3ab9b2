/** The page of sources in a real browser: with a keyboard and a screen reader, and on a phone. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { openTestDatabase } from '../kit/database.ts'
import { launchChromium, visit } from './chromium.ts'
import { isWell, phone, signedIn } from './officer.ts'

let browser: Browser
let client: Client
let town: TestConsole
let address: string
let admin: Person

beforeAll(async () => {
  client = await openTestDatabase()
  town = await openConsole(client)
  browser = await launchChromium()
  address = await town.app.listen({ host: '127.0.0.1', port: 0 })
  admin = await town.person('admin', 'sari')
  const form = { owner: 'Siti Aminah', purpose: 'Lowongan luar negeri', pace: '60', per_day: '50' }
  await admin.post('/console/sources', {
    ...form,
    kind: 'feed',
    name: 'Loker Nusantara',
    address: 'https://loker.example/umpan.xml',
  })
  await admin.post('/console/sources', {
    ...form,
    kind: 'chat',
    name: 'Saluran loker',
    address: 't.me/LokerKamboja',
  })
  await admin.post('/console/sources', { ...form, kind: 'partner', name: 'LSM Peduli' })
  await client.pool.query(
    `update watch_sources set trouble = 'unreachable', failures = 3, judged = 41 where kind = 'feed'`,
  )
})
afterAll(async () => {
  await browser?.close()
  await town.app.close()
  await client.close()
})

it('shows sources, what came of them, and takes a new one with the keyboard alone', async () => {
  const shown = await visit(browser, `${address}/console/sources`, signedIn(admin.cookie), 'main')
  const { page } = shown
  await isWell(shown)
  await page.screenshot({ path: 'test-artefacts/sources.png', fullPage: true })
  await page.getByLabel('Nama', { exact: true }).fill('Satu halaman')
  await page.locator('select[name=kind]').selectOption('page')
  await page.getByLabel('Alamat', { exact: true }).fill('https://satu.example/loker')
  await page.getByLabel('Penanggung jawab').fill('Siti')
  await page.getByLabel('Tujuan dipantau').fill('Uji')
  await page.getByRole('button', { name: 'Tambah sumber' }).press('Enter')
  await page.getByText('Sumber ini dipantau mulai sekarang.').waitFor()
  expect(await page.getByRole('link', { name: 'Satu halaman' }).count()).toBe(1)
  await isWell(shown)
})

it('fits a phone, also the page of a partner', async () => {
  const shown = await visit(
    browser,
    `${address}/console/sources`,
    {
      ...phone,
      ...signedIn(admin.cookie),
    },
    'main',
  )
  const { page } = shown
  await page.screenshot({ path: 'test-artefacts/sources-phone.png', fullPage: true })
  await isWell(shown)
  await page.getByRole('link', { name: 'LSM Peduli' }).click()
  await isWell(shown)
})
