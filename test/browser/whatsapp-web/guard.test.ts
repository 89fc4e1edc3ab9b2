/** The last moment before a message goes: the page itself lets none go without a session, even for somebody who has not
 * heard yet that there is none. Without the bot's own care: the library is asked to send, straight. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '../../../adapters/whatsapp/web/child/client.ts'
import type { Phone } from '../../../adapters/whatsapp/web/child/phone.ts'
import { findChromium } from '../../../adapters/whatsapp/web/chromium.ts'
import { openWhatsAppWebSite, type WhatsAppWebSite } from '../../kit/whatsapp-web/index.ts'
import { until } from './subject.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
const netLog = join(folder, 'net.json')
let site: WhatsAppWebSite
let phone: Phone
let readies = 0
beforeAll(async () => {
  site = await openWhatsAppWebSite()
  phone = createClient(
    {
      profile: join(folder, 'session'),
      chromium: findChromium(undefined, process.env['PATH'] ?? ''),
      browserArgs: [...site.browserArgs.map(leadHere), `--log-net-log=${netLog}`],
      phone: null,
      quietHours: [2, 4],
      memoryLimit: 1_200,
      timing: { lookMs: 250, startMs: 60_000, readyMs: 15_000, sentMs: 5_000, spacingMs: 0 },
    },
    () => {},
  )
  phone.onEvent((event) => {
    if (event.kind === 'qr') site.scan(event.qr)
    if (event.kind === 'ready') readies++
  })
  await phone.open()
  await until(() => readies > 0, 'ready')
})
afterAll(async () => {
  await phone.close()
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Every other name leads to the stand-in too, so that one which is not found was hidden by the bot itself. */
function leadHere(arg: string): string {
  return arg.replace(/MAP web\.whatsapp\.com (\S+), MAP \* ~NOTFOUND/, 'MAP * $1')
}

const send = (text: string, picture: { readonly png: Uint8Array } | null = null) =>
  phone.send({ to: '6281234567890@c.us', text, picture })
const refused = (sending: Promise<unknown>) => expect(sending).rejects.toThrow('no session')
async function goes(text: string): Promise<void> {
  await send(text)
  await until(() => site.delivered.some((each) => each.text === text), text)
}
async function state(next: string): Promise<void> {
  site.state(next)
  await until(async () => (await phone.look()).state === next, next)
}

it('lets messages go while there is a session', () => goes('pertama'))

// In any other state the library itself ends the browser.
it.each(['TIMEOUT', 'OPENING', 'PAIRING'])('lets none go in the state %s', async (word) => {
  await state(word)
  await refused(send('terputus'))
  await refused(send('gambar', { png: new Uint8Array([137, 80, 78, 71]) }))
  await state('CONNECTED')
  await goes(`sesudah ${word}`)
})

it('lets none go that was begun before the connection went away', async () => {
  // The library asks WhatsApp about a new number before it sends; that takes a while.
  site.stall('exists')
  const sending = phone.send({ to: '6281234567891@c.us', text: 'di tengah', picture: null })
  await until(() => site.held > 0, 'the question')
  await state('TIMEOUT')
  site.resume()
  await refused(sending)
  await state('CONNECTED')
  await goes('sesudah di tengah')
})

it('guards a page that began anew as well', async () => {
  const before = readies
  site.reload()
  await until(() => readies > before, 'ready again')
  await state('TIMEOUT')
  await refused(send('muat ulang'))
  await state('CONNECTED')
  await goes('terakhir')
})

it('lets none go once it was logged out', async () => {
  const before = readies
  site.logout()
  const isUs = () =>
    phone.me().then(
      (me) => me.phone !== null,
      () => false,
    )
  await until(async () => !(await isUs()), 'the logout')
  await expect(send('keluar')).rejects.toThrow()
  // The QR that comes then is scanned.
  await until(() => readies > before, 'a new link')
})

it('and the server, which judges by what it had told the page, saw no other message', () => {
  expect(site.offences).toEqual([])
  expect(site.delivered.map(({ text }) => text)).toEqual([
    'pertama',
    'sesudah TIMEOUT',
    'sesudah OPENING',
    'sesudah PAIRING',
    'sesudah di tengah',
    'terakhir',
  ])
})

it('in all this the browser connected to nobody but this machine, by its own log', async () => {
  await phone.close()
  const { constants, events } = logged()
  const of = (name: string) => events.filter(({ type }) => type === constants.logEventTypes[name])
  const hosts = of('TCP_CONNECT_ATTEMPT').flatMap(({ params }) => params?.address?.split(':')[0] ?? [])
  expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']))
  // It looks for a way to the outside without sending anything there.
  expect(of('UDP_BYTES_SENT')).toEqual([])
})

it('finds nobody but WhatsApp, whatever it asks for by itself', () => {
  const { constants, events } = logged()
  const begun = constants.logEventTypes['URL_REQUEST_START_JOB']
  const strangers = events.flatMap(({ type, params, source }) =>
    type === begun && params?.url !== undefined && !isOfWhatsApp(params.url)
      ? [{ host: new URL(params.url).host, source: source.id }]
      : [],
  )
  const failed = new Map(
    events.flatMap(({ source, params }) =>
      params?.net_error === undefined ? [] : [[source.id, params.net_error] as const],
    ),
  )
  const notFound = -105
  const found = strangers.filter(({ source }) => failed.get(source) !== notFound)
  expect(found.map(({ host }) => host)).toEqual([])
})

function isOfWhatsApp(url: string): boolean {
  return !/^(?:http|ws)s?:/.test(url) || new URL(url).hostname === 'web.whatsapp.com'
}

function logged(): NetLog {
  return JSON.parse(readFileSync(netLog, 'utf8')) as NetLog
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly {
    readonly type: number
    readonly source: { readonly id: number }
    readonly params?: { readonly address?: string; readonly url?: string; readonly net_error?: number }
  }[]
}
