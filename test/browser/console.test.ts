/** From an empty database to a decision: an admin is added at the terminal, an advertisement comes in through the bot,
 * two people decide, and its reporter hears it. The product runs as an operator runs it. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'otplib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProduct } from '../kit/build-product.ts'
import { type Product, startProduct } from '../kit/product.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone } from './officer.ts'

const home = join(import.meta.dirname, '../..')
const password = 'kereta hujan melati 42'

let browser: Browser
let product: Product
let folder: string
const at = (path: string): string => new URL(path, product.address).href

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tanya-dulu-'))
  buildProduct()
  ;[product, browser] = await Promise.all([startProduct({ DATA_DIR: folder }), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  expect(await product.stop()).toBe(0)
  await rm(folder, { recursive: true, force: true })
})

/** As an operator does it, while the product runs. */
async function addReviewer(
  ...more: readonly string[]
): Promise<{ readonly path: string; readonly said: string }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'src/tools/add-reviewer.ts', ...more],
    { cwd: home, env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder } },
  )
  return { path: new URL(stdout.trim().split('\n').at(-1) ?? '').pathname, said: stdout }
}

async function takeUp(page: Page, name: string): Promise<void> {
  await page.getByLabel('Nama Anda').fill(name)
  await page.getByLabel('Kata sandi baru').fill(password)
  await page.getByLabel('Ulangi kata sandi').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Masuk' }).waitFor()
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Alamat surel').fill(email)
  await page.getByLabel('Kata sandi', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

/** What the app on their phone would do; resolves when the page behind it is open. */
async function setUpCodes(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Pasang kode sekali pakai' }).waitFor()
  const secret = (await page.locator('code.secret').textContent())?.replaceAll(' ', '') ?? ''
  await page.getByLabel('Kode 6 angka').fill(await generate({ secret }))
  await page.keyboard.press('Enter')
  // Recovery codes are shown once, and lead on.
  await page.locator('main h1', { hasNotText: 'Pasang kode sekali pakai' }).waitFor()
  await page.goto(at('/console/cases'))
  await page.getByRole('heading', { name: 'Kasus' }).waitFor()
}

const openConsole = (path: string, options = {}): Promise<Visit> =>
  visit(browser, at(path), options, 'main h1')

/** Says something to the bot and waits for its answer to stand there. */
async function say(page: Page, text: string, answer: string | RegExp): Promise<void> {
  await page.getByRole('textbox', { name: 'Tulis pesan' }).fill(text)
  await page.keyboard.press('Enter')
  await page.locator('.by-bot', { hasText: answer }).last().waitFor()
}

it('a report becomes a decision of two people, and its reporter hears it', async () => {
  const { path, said } = await addReviewer('--email', 'admin@example.org', '--role', 'admin')
  expect(said).toContain('admin@example.org')

  const admin = await openConsole(path)
  await admin.picture('console-invitation')
  await takeUp(admin.page, 'Sari Dewi')
  await admin.picture('console-sign-in')
  await signIn(admin.page, 'admin@example.org')
  await admin.page.getByRole('heading', { name: 'Pasang kode sekali pakai' }).waitFor()
  await admin.picture('console-codes')
  await setUpCodes(admin.page)
  await admin.page.getByText('Tidak ada kasus di sini.').waitFor()

  // The admin invites the second person, who joins in a browser of their own.
  await admin.page.getByRole('link', { name: 'Petugas', exact: true }).click()
  await admin.page.getByLabel('Alamat surel').fill('budi@example.org')
  await admin.page.getByLabel('Peran').selectOption('senior-reviewer')
  await admin.page.getByRole('button', { name: 'Undang petugas' }).click()
  const link = (await admin.page.locator('code.link').textContent()) ?? ''
  await admin.picture('console-reviewers')
  const senior = await openConsole(link, phone)
  await takeUp(senior.page, 'Budi Santoso')
  await signIn(senior.page, 'budi@example.org')
  await setUpCodes(senior.page)

  // With the queue open, an advertisement comes in through the bot.
  await admin.page.getByRole('link', { name: 'Kasus', exact: true }).click()
  await admin.page.getByText('Tidak ada kasus di sini.').waitFor()
  const worker = await visit(browser, at('/simulator/'))
  await say(
    worker.page,
    'Lowongan admin online di Kamboja, gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus. WA 0812-3456-7890',
    'Boleh saya teruskan',
  )
  await worker.page.getByRole('button', { name: 'Ya, teruskan' }).click()
  await worker.page.locator('.by-bot', { hasText: 'Nomor laporan Anda' }).waitFor()
  const filed =
    (await worker.page.locator('.by-bot', { hasText: 'Nomor laporan' }).last().textContent()) ?? ''
  const number = /\d{8}/.exec(filed)?.[0] ?? ''
  // It appears by itself; the page was touched by nobody.
  await admin.page.locator('.queue a.open').waitFor({ timeout: 30_000 })
  await admin.picture('console-queue')

  // By the keys alone: to the case, and claimed.
  await admin.page.keyboard.press('j')
  expect(await admin.page.evaluate('document.activeElement.className')).toBe('open')
  await admin.page.keyboard.press('Enter')
  await admin.page.getByRole('heading', { name: /^Kasus [0-9a-f]{8}/ }).waitFor()
  expect(await admin.page.locator('pre.evidence').textContent()).toContain('WA 0812-3456-7890')
  await admin.page.getByText('+6281234567890').waitFor()
  await admin.picture('console-case')
  await admin.page.keyboard.press('c')
  await admin.page.getByLabel('perekrutan ilegal').check()
  await admin.page.getByLabel('Aturan').selectOption('closed-country')
  await admin.page.getByLabel('Alasan', { exact: true }).fill('Tujuan Kamboja tanpa izin, biaya di muka.')
  await admin.picture('console-propose')
  await admin.page.getByRole('button', { name: 'Simpan temuan' }).click()
  await admin.page.getByText('Orang lain harus menyetujui').waitFor()
  expect(await admin.page.getByRole('button', { name: /^Setujui/ }).count()).toBe(0)
  await say(worker.page, `laporan ${number}`, 'sedang diperiksa')

  await senior.page.reload()
  await senior.picture('console-queue-phone')
  await senior.page.locator('.queue a.open').click()
  await senior.page.getByText('Sari Dewi mengusulkan').waitFor()
  await senior.picture('console-case-phone')
  await senior.page.getByRole('button', { name: 'Setujui: perekrutan ilegal' }).click()
  await senior.page.getByText('Diputuskan: perekrutan ilegal').waitFor()
  await say(worker.page, `laporan ${number}`, 'perekrutan tidak resmi')

  // In English, and with who did what.
  await admin.page.getByRole('link', { name: 'Catatan', exact: true }).click()
  await admin.page.getByRole('link', { name: 'English' }).click()
  await admin.page.getByText('confirmed the proposal').waitFor()
  await admin.picture('console-audit')

  for (const each of [admin, senior]) {
    await isWell(each)
    await each.close()
  }
  await worker.close()
})
