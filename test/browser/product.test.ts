/** The whole product, started as an operator starts it, seen through the page: nothing here is made for the test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProduct } from '../kit/build-product.ts'
import { type Product, startProduct } from '../kit/product.ts'
import { launchChromium, visit } from './chromium.ts'

let browser: Browser
let product: Product
let folder: string
let url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tanya-dulu-'))
  buildProduct()
  ;[product, browser] = await Promise.all([startProduct({ DATA_DIR: folder }), launchChromium()])
  url = new URL('/simulator/', product.address).href
})
afterAll(async () => {
  await browser?.close()
  // Pages were open until the end: they keep nobody from stopping cleanly.
  expect(await product.stop()).toBe(0)
  await rm(folder, { recursive: true, force: true })
})

const box = (page: Page | Locator): Locator => page.getByRole('textbox', { name: 'Tulis pesan' })

/** Sends, and waits for the answer: the lines of the bot that were not there before. */
async function ask(phone: Page | Locator, act: () => Promise<unknown>): Promise<Locator> {
  const lines = phone.locator('.by-bot')
  const before = await lines.count()
  await act()
  await lines.nth(before).waitFor()
  return lines.nth(before)
}

const write = (phone: Page | Locator, text: string) => async (): Promise<void> => {
  await box(phone).fill(text)
  await box(phone).press('Enter')
}

async function wear(phone: Page | Locator, page: Page, costume: string): Promise<void> {
  await phone.getByRole('button', { name: /^Pengaturan ponsel/ }).click()
  await page.locator(`input[value=${costume}]`).check()
  await page.getByRole('button', { name: 'Selesai' }).last().click()
}

it('a worker asks about a real agency, with the keyboard alone, and taps on', async () => {
  const { page, troubles, picture, close } = await visit(browser, url)
  await page.keyboard.type('Apakah PT HUMAN SELECT INDONESIA resmi?')
  const answer = await ask(page, () => page.keyboard.press('Enter'))
  await expect
    .poll(() =>
      page
        .locator('.by-bot')
        .allTextContents()
        .then((all) => all.join(' ')),
    )
    .toMatch(/HUMAN SELECT INDONESIA.*17 September 2026/s)
  // It never speaks of the person who wrote, and says what to check next.
  await expect
    .poll(() =>
      page
        .locator('.by-bot')
        .allTextContents()
        .then((all) => all.join(' ')),
    )
    .toContain('belum membuktikan')
  await picture('product-licensed')
  await page.locator('button.choice').last().waitFor()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  const label = await page.locator('button.choice:focus').textContent()
  expect(label).toMatch(/\w/)
  const next = await ask(page, () => page.keyboard.press('Enter'))
  expect(await next.textContent()).not.toBe(await answer.textContent())
  expect(troubles).toEqual([])
  await close()
})

it('WhatsApp Web: a number typed is the choice it stands for', async () => {
  const { page, troubles, picture, close } = await visit(browser, url)
  await wear(page, page, 'whatsapp-web')
  const which = await ask(page, write(page, 'pt human selek indonesia resmi ga kak?'))
  await page.getByRole('button', { name: '1. HUMAN SELECT INDONESIA' }).waitFor()
  await picture('product-which')
  expect(await which.textContent()).not.toMatch(/ada di daftar resmi/)
  const answer = await ask(page, write(page, '1'))
  await expect.poll(() => answer.textContent()).toMatch(/HUMAN SELECT INDONESIA.*17 September 2026/s)
  expect(troubles).toEqual([])
  await close()
})

it('a picture, a sticker and hostile text each get an answer', async () => {
  const { page, troubles, close } = await visit(browser, url)
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 } })
  await page.setInputFiles('[data-takes=photo]', { name: 'poster.png', mimeType: 'image/png', buffer })
  const toPicture = await ask(page, () => page.getByRole('button', { name: 'Kirim' }).click())
  expect(await toPicture.textContent()).toMatch(/\w{3}/)
  const toSticker = await ask(page, async () => {
    await page.getByRole('button', { name: 'Lampirkan' }).click()
    await page.getByRole('menuitem', { name: 'Stiker' }).click()
  })
  expect(await toSticker.textContent()).toMatch(/\w{3}/)
  await ask(page, write(page, 'cek PT <img src=x onerror=alert(1)> *Jaya* resmi?'))
  expect(await page.locator('.log img:not(.face):not(.picture img)').count()).toBe(0)
  expect(troubles).toEqual([])
  await close()
})

it('two phones are two people: each is answered, neither sees the other', async () => {
  const { page, troubles, picture, close } = await visit(browser, url)
  await page.getByRole('button', { name: 'Dua ponsel' }).click()
  const [siti, budi] = [page.locator('.phone').nth(0), page.locator('.phone').nth(1)]
  // One after the other: there is one keyboard, and it writes where the focus is.
  const toSiti = await ask(siti, write(siti, 'Apakah PT HUMAN SELECT INDONESIA resmi?'))
  const toBudi = await ask(budi, write(budi, 'halo'))
  await expect.poll(() => toSiti.textContent()).toContain('ada di daftar resmi')
  await expect.poll(() => toBudi.textContent()).toContain('Halo')
  expect(await budi.locator('.line', { hasText: 'HUMAN SELECT' }).count()).toBe(0)
  await picture('product-two-phones')
  expect(troubles).toEqual([])
  await close()
})

it.each(['light', 'dark'] as const)('on a phone of 360 px, %s', async (colorScheme) => {
  const small = {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  }
  const { page, troubles, picture, faintText, close } = await visit(browser, url, { ...small, colorScheme })
  await ask(page, () => page.getByRole('button', { name: 'Mulai' }).tap())
  await ask(page, write(page, 'Apakah PT HUMAN SELECT INDONESIA resmi?'))
  await page.locator('.by-bot', { hasText: '17 September 2026' }).waitFor()
  await picture(`product-phone-${colorScheme}`)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  expect(await faintText()).toEqual([])
  expect(troubles).toEqual([])
  await close()
})
