/** `npm run pictures`: the pictures of the README, in docs/pictures, from the program itself in Chromium: a talk in the simulator,
 * the officers' queue, a campaign being written. Everything in them is made up. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { ChannelName } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { openConsole } from '../../test/console/kit.ts'
import { findOnPath } from '../../test/kit/find-on-path.ts'
import { startProduct } from '../../test/kit/product.ts'
import { makeSubscribers } from '../../test/kit/subscribers.ts'
import { onScratchDatabase } from './bench/scratch.ts'
import { command, tell } from './command.ts'

const pictures = join(import.meta.dirname, '../../docs/pictures')

await command(async () => {
  mkdirSync(pictures, { recursive: true })
  const browser = await chromium.launch({
    executablePath: findOnPath(['chromium', 'chromium-browser', 'google-chrome']),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    await inEmptyFolder((folder) => pictureTalk(browser, folder))
    // A server is quicker, where the tests have one.
    if (process.env['TEST_DATABASE_URL'] !== undefined)
      await onScratchDatabase((url) => pictureConsole(browser, { url, folder: '' }))
    else await inEmptyFolder((folder) => pictureConsole(browser, { url: null, folder }))
  } finally {
    await browser.close()
  }
  return 0
})

async function inEmptyFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-pictures-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pictureTalk(browser: Browser, folder: string): Promise<void> {
  const product = await startProduct({ DATA_DIR: folder })
  const page = await open(browser, new URL('/simulator/', product.address).href, { width: 900, height: 760 })
  const box = page.getByRole('textbox').first()
  for (const text of [
    'PT Human Select Indonesia resmi gak?',
    'Dicari admin di Kamboja, gaji 15 juta tanpa ijazah, WA 0812-3456-7890',
  ]) {
    const before = await page.locator('.by-bot').count()
    await box.fill(text)
    await box.press('Enter')
    await page.locator('.by-bot').nth(before).waitFor()
    await page.waitForTimeout(1_500)
  }
  await keep(page, 'simulator')
  await product.stop()
}

async function pictureConsole(browser: Browser, where: Parameters<typeof openDatabase>[0]): Promise<void> {
  const client = await openDatabase(where)
  const town = await openConsole(client)
  const at = await town.app.listen({ host: '127.0.0.1', port: 0 })
  const reports = [
    'Dicari admin online Kamboja, gaji 15 juta, tanpa ijazah, paspor kami urus. WA 0812-3456-7890',
    'Lowongan perawat lansia Jepang, visa turis dulu, DP 5 juta ke BCA 123-456-7890 a.n. Budi',
    'Kerja kapal Taiwan tanpa pengalaman, biaya admin 3 juta. Telegram t.me/agen_contoh',
    'Butuh ART Arab Saudi proses cepat, bayar setelah sampai, hubungi 0857-0000-1111',
  ]
  for (const [place, text] of reports.entries())
    for (let who = 0; who <= place % 3; who++) await town.report(text, `orang-${place}-${who}`)
  await makeSubscribers(
    client.pool,
    town.seal,
    Array.from({ length: 440 }, (_, place) => ({
      channel: 'telegram' as ChannelName,
      chat: String(place + 1),
    })),
  )
  const ani = await town.person('admin', 'Ani Lestari')
  const page = await open(browser, `${at}/console/cases`, { width: 1_100, height: 720 }, ani.cookie)
  await keep(page, 'queue')
  await page.goto(`${at}/console/campaigns/new`)
  await page.getByLabel('Nama untuk petugas').fill('Kamboja, November')
  await page
    .getByLabel('Isi pesan (Indonesia)')
    .first()
    .fill(
      '**Lowongan admin ke Kamboja: banyak yang jadi korban.**\n\nSebelum bayar:\n\n- Cek nama PT di daftar resmi',
    )
  await page.getByLabel('Pilihan 1').first().fill('Saya sudah tahu')
  await page.getByLabel('Pilihan 2').first().fill('Bantu saya')
  await page.getByLabel('Pilihan 2').first().blur()
  await page.waitForTimeout(2_000)
  await keep(page, 'campaign')
  await town.app.close()
  await client.close()
}

async function open(
  browser: Browser,
  url: string,
  viewport: { readonly width: number; readonly height: number },
  session: string | null = null,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'id-ID', viewport, reducedMotion: 'reduce' })
  if (session !== null)
    await context.addCookies([{ name: 'console', value: session, url: new URL(url).origin }])
  const page = await context.newPage()
  await page.goto(url)
  return page
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  tell(`docs/pictures/${name}.png`)
}
