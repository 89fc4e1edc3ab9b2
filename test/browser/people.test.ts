/** Officers' own pages in a real browser: readable with a screen reader, on a phone, and without a script of anybody's. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { openTestDatabase } from '../kit/database.ts'
import { seriousFindings } from './axe.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'

const wide = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

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
})
afterAll(async () => {
  await browser?.close()
  await town.app.close()
  await client.close()
})

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
]

it.each(pages)('$name is readable on a wide screen and on a phone', async ({ name, path, stranger }) => {
  for (const [size, options] of [
    ['wide', wide],
    ['phone', phone],
  ] as const) {
    const { page, picture, faintText, troubles, close } = await open(
      stranger === true ? null : admin,
      path,
      options,
    )
    await picture(`people-${name}-${size}`)
    expect(await seriousFindings(page)).toEqual([])
    expect(await faintText()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(troubles).toEqual([])
    await close()
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
