/** From an empty database to a removal: an admin is added at the terminal, an advertisement comes in through the bot, two
 * people decide and have it taken down, its reporter hears each step, and the numbers show it. The product runs as an
 * operator runs it. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'otplib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProduct } from '../kit/build-product.ts'
import { plainPoster } from '../kit/posters.ts'
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

/** What comes by itself, without a question. */
async function hears(page: Page, words: string): Promise<void> {
  await page.locator('.by-bot', { hasText: words }).first().waitFor({ timeout: 60_000 })
}

/** One writes the request with its evidence, the other approves and sends it, and sees it gone: by keys and labels alone. */
async function takeDown(writer: Visit, approver: Visit): Promise<void> {
  const { page } = writer
  const enter = (on: Page, name: string): Promise<void> =>
    on.getByRole('button', { name, exact: true }).press('Enter')
  await page.goto(at('/console/cases?shown=decided'))
  await page.locator('.queue a.open').press('Enter')
  await page.getByRole('link', { name: 'Buat permintaan' }).press('Enter')
  await page.getByLabel('telegram:kerja_kamboja').press('Space')
  await enter(page, 'Buat permintaan')
  await page.getByText('Yang masih kurang:').waitFor()
  await writer.picture('console-takedown-lacks')
  await page.getByLabel('Kelas').selectOption('urgent')
  await page.getByLabel('Nomor surat resmi').fill('B-12/KP2MI/2026')
  await page.getByLabel('UU 18/2017 Pasal 69 dan 81').press('Space')
  await enter(page, 'Simpan isi permintaan')
  // A closed group is pictured by hand.
  await page.locator('summary', { hasText: 'Tangkapan layar buatan petugas' }).press('Enter')
  const buffer = await plainPoster(['LOWONGAN KAMBOJA', 'gaji 15 juta', 'WA 0812-3456-7890'])
  await page
    .getByLabel('Gambar', { exact: true })
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer })
  const taken = new Date(Date.now() + 7 * 3_600_000 - 60_000).toISOString().slice(0, 16)
  await page.getByLabel('Waktu diambil').fill(taken)
  await enter(page, 'Tambahkan sebagai bukti')
  await page.getByText('Bukti lengkap.').waitFor()
  await isWell(writer)
  await writer.picture('console-takedown-whole')
  const place = page.url()

  const second = approver.page
  await second.goto(place)
  const waits = second.waitForEvent('download')
  await second.getByRole('link', { name: 'Unduh PDF' }).press('Enter')
  const words = await wordsOfPdf(await readFile(await (await waits).path()))
  expect(words).toContain('B-12/KP2MI/2026')
  expect(words).toContain('telegram:kerja_kamboja')
  for (const name of ['Sari Dewi', 'Budi Santoso']) expect(words).toContain(name)
  await second.getByLabel('Saya sudah melihat paketnya').press('Space')
  await enter(second, 'Setujui permintaan')
  await second.getByLabel('Nomor', { exact: true }).fill('ND-77')
  await enter(second, 'Catat sebagai terkirim')
  await second.getByText('sisa waktu').waitFor()
  await approver.picture('console-takedown-clock-phone')
  await second.getByLabel('Nomor', { exact: true }).fill('TIKET-9')
  await enter(second, 'Catat sebagai diterima')
  await second.getByText('TIKET-9').first().waitFor()
  await enter(second, 'Saya melihat: sudah hilang')
  await second.locator('.state', { hasText: 'hilang' }).waitFor()
  await isWell(approver)
}

async function wordsOfPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise
  const words: string[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    words.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  await pdf.loadingTask.destroy()
  return words.join('\n')
}

it('a report becomes a decision of two people and a removal, and its reporter hears it', async () => {
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
    'Lowongan admin online di Kamboja, gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus. https://t.me/kerja_kamboja WA 0812-3456-7890',
    'Boleh saya teruskan',
  )
  await worker.page.getByRole('button', { name: 'Ya, teruskan' }).click()
  await worker.page.locator('.by-bot', { hasText: 'Nomor laporan Anda' }).waitFor()
  const filed =
    (await worker.page.locator('.by-bot', { hasText: 'Nomor laporan' }).last().textContent()) ?? ''
  const number = /\d{8}/.exec(filed)?.[0] ?? ''
  await worker.page.getByRole('button', { name: 'Ya, kabari' }).click()
  await hears(worker.page, 'saya kabari di sini')
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
  await admin.page.getByText('Diperiksa Anda').waitFor()
  await admin.page.keyboard.press('n')
  await admin.page.keyboard.type('Nomor ini juga ada di laporan KBRI.')
  await admin.page.getByRole('button', { name: 'Simpan catatan' }).press('Enter')
  await admin.page.locator('main', { hasText: 'Nomor ini juga ada di laporan KBRI.' }).waitFor()
  await admin.page.getByLabel('perekrutan ilegal').check()
  await admin.page.getByLabel('Aturan').selectOption('closed-country')
  await admin.page.getByLabel('Alasan', { exact: true }).fill('Tujuan Kamboja tanpa izin, biaya di muka.')
  await admin.picture('console-propose')
  await admin.page.getByRole('button', { name: 'Simpan temuan' }).click()
  await admin.page.getByText('Orang lain harus menyetujui').waitFor()
  expect(await admin.page.getByRole('button', { name: /^Setujui/ }).count()).toBe(0)
  await hears(worker.page, 'petugas mulai memeriksa')
  await say(worker.page, `laporan ${number}`, 'sedang diperiksa')

  await senior.page.reload()
  await senior.picture('console-queue-phone')
  await senior.page.locator('.queue a.open').click()
  await senior.page.getByText('Sari Dewi mengusulkan').waitFor()
  await senior.picture('console-case-phone')
  await senior.page.getByRole('button', { name: 'Setujui: perekrutan ilegal' }).click()
  await senior.page.getByText('Diputuskan: perekrutan ilegal').waitFor()
  await hears(worker.page, 'petugas memutuskan ini perekrutan tidak resmi')
  await say(worker.page, `laporan ${number}`, 'perekrutan tidak resmi')

  await takeDown(admin, senior)
  await hears(worker.page, 'iklannya sudah dihapus')
  await worker.page.evaluate('scrollTo(0, document.body.scrollHeight)')
  await worker.picture('console-reporter')

  await admin.page.getByRole('link', { name: 'Angka', exact: true }).click()
  const gone = admin.page.locator('tr', { hasText: 'Hilang, sejak laporan pertama' })
  await gone.getByText('1', { exact: true }).first().waitFor()
  await admin.picture('console-numbers')

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
}, 420_000)
