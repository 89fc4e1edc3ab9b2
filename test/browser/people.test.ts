/** Officers' own pages in a real browser: readable with a screen reader, on a phone, and without a script of anybody's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AgencyList, Day } from '#engine'
import type { Client } from '../../db/client.ts'
import { createLists } from '../../db/lists.ts'
import { loadShippedLists } from '../../src/lists/index.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { openTestDatabase } from '../kit/database.ts'
import { content } from '../kit/people.ts'
import { seriousFindings } from './axe.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone } from './officer.ts'

const wide = { viewport: { width: 1280, height: 800 } }

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
  await town.person('senior-reviewer', 'budi')
  await town.person('auditor', 'wayan')
  await admin.post('/console/organisations', { name: 'Dinas Tenaga Kerja Jawa Timur', kind: 'province' })
  const lists = createLists(client.database)
  const shipped = loadShippedLists(join(content, 'agencies'))
  await lists.ship(shipped)
  const [listed] = shipped
  if (listed !== undefined) await lists.swap(newer(listed))
  await admin.post('/console/tokens', { name: 'Sistem SISKOP2MI', cases: 'yes', counts: 'yes', days: '90' })
  await town.stranger().post('/console/appeal', {
    firm: 'PT Maju Sentosa Karya',
    writer: 'Rina Putri',
    contact: 'rina@maju.example',
    wrong: 'Izin kami masih berlaku sampai 2028.',
  })
})
afterAll(async () => {
  await browser?.close()
  await town.app.close()
  await client.close()
})

/** A list two months on: the first is gone, one has another name, one has come. */
function newer(list: AgencyList): AgencyList {
  const [, second, ...rest] = list.statements
  const renamed = second === undefined ? [] : [{ ...second, name: `${second.name} BARU` }]
  const added = rest.slice(0, 1).map((each) => ({ ...each, name: 'HARAPAN SEJAHTERA', licence: '9999' }))
  return { ...list, asOf: '2026-11-20' as Day, digest: 'newer', statements: [...renamed, ...rest, ...added] }
}

/** Opens a page as somebody signed in; null: as a stranger. */
async function open(person: Person | null, path: string, size: typeof wide | typeof phone): Promise<Visit> {
  const opened = await visit(browser, `${address}/console/sign-in`, size, 'h1')
  if (person !== null) {
    await opened.page.context().addCookies([{ name: 'console', value: person.cookie ?? '', url: address }])
  }
  await opened.page.goto(`${address}${path}`)
  await opened.page.locator('h1').waitFor()
  return opened
}

const pages: readonly { readonly name: string; readonly path: string; readonly stranger?: true }[] = [
  { name: 'sign-in', path: '/console/sign-in', stranger: true },
  { name: 'account', path: '/console/account' },
  { name: 'reviewers', path: '/console/reviewers' },
  { name: 'organisations', path: '/console/organisations' },
  { name: 'agencies', path: '/console/agencies?search=jaya' },
  { name: 'versions', path: '/console/agencies/versions' },
  { name: 'changes', path: '/console/agencies/changes?from=1&to=4' },
  { name: 'import', path: '/console/agencies/import' },
  { name: 'appeal', path: '/console/appeal', stranger: true },
  { name: 'appeals', path: '/console/appeals' },
  { name: 'tokens', path: '/console/tokens' },
  { name: 'channels', path: '/console/channels' },
]

it.each(pages)('$name is readable on a wide screen and on a phone', async ({ name, path, stranger }) => {
  for (const [size, options] of [
    ['wide', wide],
    ['phone', phone],
  ] as const) {
    const opened = await open(stranger === true ? null : admin, path, options)
    await opened.picture(`people-${name}-${size}`)
    await isWell(opened)
    await opened.close()
  }
})

it('opens the menu of a phone by the keyboard, and shuts it again', async () => {
  const { page, picture, troubles, close } = await open(admin, '/console/account', phone)
  const menu = page.getByRole('navigation')
  expect(await menu.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Menu' }).focus()
  await page.keyboard.press('Enter')
  await menu.waitFor()
  await picture('people-menu-phone')
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'hidden' })
  // The first thing Tab finds on a page leads past its menu.
  await page.reload()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('main')
  expect(troubles).toEqual([])
  await close()
})

it('shows what an uploaded list would change before it is confirmed', async () => {
  const { page, picture, troubles, close } = await open(admin, '/console/agencies/import', wide)
  const csv = readFileSync(join(content, 'agencies/p3mi-2026-09-17.csv'), 'utf8')
  await page.getByLabel('Berkas CSV').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv.replaceAll('2026-09-17', '2026-11-22')),
  })
  await page.getByRole('button', { name: 'Lihat perubahannya' }).click()
  await page.getByRole('heading', { name: 'Perubahan yang akan terjadi' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await picture('people-plan-wide')
  await page.getByRole('button', { name: 'Setujui dan ganti daftar' }).click()
  await page.getByText('Per 2026-11-22').waitFor()
  expect(troubles).toEqual([])
  await close()
})

it('answers a correction, and the firm reads it with its code', async () => {
  const firm = await open(null, '/console/appeal', phone)
  await firm.page.getByLabel('Nama perusahaan').fill('PT Jujur Abadi')
  await firm.page.getByLabel('Nama Anda').fill('Agus')
  await firm.page.getByLabel('Surel atau nomor telepon').fill('agus@jujur.example')
  await firm.page.getByLabel('Apa yang salah').fill('Nama kami tertulis sebagai daftar lama.')
  await firm.page.getByRole('button', { name: 'Kirim permintaan' }).click()
  const code = (await firm.page.locator('code.link').textContent()) ?? ''
  await firm.picture('people-appeal-filed-phone')
  const officer = await open(admin, '/console/appeals', wide)
  await officer.page.getByRole('link', { name: 'PT Jujur Abadi' }).click()
  await officer.page.getByLabel('Keputusan').selectOption('corrected')
  await officer.page.getByLabel('Jawaban untuk perusahaan').fill('Sudah kami perbaiki hari ini.')
  expect(await seriousFindings(officer.page)).toEqual([])
  await officer.picture('people-appeal-one-wide')
  await officer.page.getByRole('button', { name: 'Jawab permintaan' }).click()
  await firm.page.getByRole('link', { name: 'Lihat jawaban' }).click()
  await firm.page.getByLabel('Kode Anda').fill(code)
  await firm.page.keyboard.press('Enter')
  await firm.page.getByText('Sudah kami perbaiki hari ini.').waitFor()
  expect(await seriousFindings(firm.page)).toEqual([])
  for (const each of [firm, officer]) {
    expect(each.troubles).toEqual([])
    await each.close()
  }
})

it('gives recovery codes when one-time codes are set up', async () => {
  const invited = await town.reviewers.invite({
    email: 'dewi@example.org',
    role: 'admin',
    organisation: (await town.organisations.all())[0]?.id as never,
    by: null,
  })
  if (invited.kind === 'known') throw new Error('known')
  const { page, picture, troubles, close } = await open(null, `/console/invitation/${invited.token}`, wide)
  await page.getByLabel('Nama Anda').fill('Dewi')
  await page.getByLabel('Kata sandi baru').fill('kereta hujan melati 42')
  await page.getByLabel('Ulangi kata sandi').fill('kereta hujan melati 42')
  await page.keyboard.press('Enter')
  await page.getByLabel('Alamat surel').fill('dewi@example.org')
  await page.getByLabel('Kata sandi', { exact: true }).fill('kereta hujan melati 42')
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: 'Kode QR' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await picture('people-codes-wide')
  const secret = (await page.locator('code.secret').textContent())?.replaceAll(' ', '') ?? ''
  await page.getByLabel('Kode 6 angka').fill(await town.code(secret))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Kode pemulihan Anda' }).waitFor()
  expect(await page.locator('.recovery li').count()).toBe(10)
  expect(await seriousFindings(page)).toEqual([])
  await picture('people-recovery-wide')
  expect(troubles).toEqual([])
  await close()
})
