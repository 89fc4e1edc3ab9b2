/** The whole product as an operator starts it, with WhatsApp Web on: one story from the first QR to the logout. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import QRCode from 'qrcode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { holderOf } from '../../../adapters/whatsapp/web/child/lock.ts'
import { buildProduct } from '../../kit/build-product.ts'
import { plainPoster } from '../../kit/posters.ts'
import { type Product, runProduct, startProduct } from '../../kit/product.ts'
import { readMarks } from '../../kit/whatsapp-marks.ts'
import { openWhatsAppWebSite, type WhatsAppWebSite } from '../../kit/whatsapp-web/index.ts'
import { until } from './subject.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
const profile = join(folder, 'whatsapp-web/session')
let site: WhatsAppWebSite
let product: Product
beforeAll(async () => {
  buildProduct()
  site = await openWhatsAppWebSite()
})
afterAll(async () => {
  await product?.stop('SIGKILL')
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (): Promise<void> => {
  product = await startProduct({
    DATA_DIR: folder,
    WHATSAPP_WEB: 'on',
    WHATSAPP_WEB_BROWSER_ARGS: site.browserArgs.join(' '),
  })
}
const shown = (number: string): readonly string[] =>
  site.delivered.filter(({ to }) => to === `${number}@c.us`).map(({ text }) => readMarks(text).text)
const question = 'PT Human Select Indonesia resmi gak?'
const verdict = /PT HUMAN SELECT INDONESIA ada di daftar resmi/
const ask = (number: string, body = question): string => site.write({ chat: `${number}@c.us`, body })
const verdictsTo = (number: string): number => shown(number).filter((text) => verdict.test(text)).length

it('says what is missing when there is no browser', async () => {
  const without = { DATA_DIR: folder, WHATSAPP_WEB: 'on', CHROMIUM: '/nowhere/chromium' }
  expect(await runProduct(without)).toEqual({
    code: 1,
    output: 'CHROMIUM is not the path of a program. Set it to that of Chromium or Chrome.\n',
  })
})

it('draws the QR in the terminal, and says where else it is', async () => {
  await start()
  await until(() => site.qr !== null, 'a QR on the page')
  const drawing = await QRCode.toString(site.qr ?? '', { type: 'terminal', small: true })
  await until(() => product.output().includes(drawing), 'the same QR in the terminal')
  expect(product.output()).toContain(`Link a phone to WhatsApp: ${product.address.href}whatsapp-web/`)
})

it('answers, once the phone has scanned it', async () => {
  site.scan(site.qr ?? '')
  ask('6281200000001')
  await until(() => verdictsTo('6281200000001') === 1, 'a verdict')
  // Choices are a menu, and a number answers it.
  const menu = shown('6281200000001').find((text) => /^1\. /m.test(text))
  expect(menu).toBeDefined()
  const before = shown('6281200000001').length
  ask('6281200000001', '1')
  await until(() => shown('6281200000001').length > before, 'an answer to the menu')
})

it('asks once about pictures that are passed on in a row, and files them as one report', async () => {
  const number = '6281200000009'
  const pages = await Promise.all(['0812-3456-7890', '0812-3456-7891', '0812-3456-7892'].map(pageOf))
  for (const page of pages)
    site.write({
      chat: `${number}@c.us`,
      type: 'image',
      isForwarded: true,
      forwardingScore: 1,
      media: { base64: page.toString('base64'), mimetype: 'image/jpeg' },
    })
  const asked = () => shown(number).filter((text) => text.includes('Boleh saya teruskan'))
  await until(() => asked().length > 0, 'the question')
  expect(asked()).toHaveLength(1)
  expect(asked()[0]).toContain('3 iklan ini')
  expect(shown(number).filter((text) => text.includes('saya baca dulu'))).toHaveLength(1)
  ask(number, 'ya')
  await until(() => shown(number).some((text) => /Nomor laporan Anda: \d{8}/.test(text)), 'the number')
  expect(asked()).toHaveLength(1)
})

function pageOf(phone: string): Promise<Buffer> {
  return plainPoster([
    'LOWONGAN KERJA',
    'KAMBOJA',
    'Gaji 15 juta per bulan',
    'Tiket dan paspor kami urus',
    `WA ${phone}`,
  ])
}

it('answers after the browser was killed, once', async () => {
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  process.kill(holderOf(profile) ?? 0, 'SIGKILL')
  ask('6281200000002')
  await until(() => verdictsTo('6281200000002') > 0, 'a verdict')
})

it('answers after the bot itself was killed, once, and without a new QR', async () => {
  ask('6281200000003')
  await product.stop('SIGKILL')
  ask('6281200000004')
  await start()
  await until(() => verdictsTo('6281200000003') > 0 && verdictsTo('6281200000004') > 0, 'two verdicts')
  expect(product.output()).not.toContain('Link a phone')
  expect(verdictsTo('6281200000002')).toBe(1)
  expect(verdictsTo('6281200000004')).toBe(1)
})

it('says plainly that it was logged out, and sends nothing more', async () => {
  site.logout()
  await until(
    () => product.output().includes('Nothing is sent until somebody links it again.'),
    'the sentence',
  )
  await until(() => !existsSync(profile), 'the session gone')
  expect(site.pages).toBe(0)
})

it('says nothing of people to the log, and leaves no browser behind', async () => {
  for (const secret of ['62812', '3EB0', 'Human Select', 'HUMAN SELECT']) {
    // The lists that were loaded are counted, not named.
    expect(product.output()).not.toContain(secret)
  }
  expect(await product.stop('SIGTERM')).toBe(0)
  expect(holderOf(profile)).toBeNull()
  expect(site.offences).toEqual([])
})
