/** The adapter, the real whatsapp-web.js in a real Chromium, and the stand-in, as the law of adapters wants them. One
 * browser serves all tests of a file: each gets an adapter of its own on it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address, ChannelName } from '#engine'
import { object } from '../../../adapters/whatsapp/json.ts'
import { idOf, placeOf } from '../../../adapters/whatsapp/web/ids.ts'
import {
  createWhatsAppWeb,
  type WhatsAppWeb,
  type WhatsAppWebEvent,
  type WhatsAppWebOptions,
} from '../../../adapters/whatsapp/web/index.ts'
import { type Begin, beginProcess, type Line } from '../../../adapters/whatsapp/web/process.ts'
import type { FromChild } from '../../../adapters/whatsapp/web/wire.ts'
import type { Shown, Subject } from '../../contract/adapter.ts'
import { openMounting } from '../../kit/mounting.ts'
import { readMarks } from '../../kit/whatsapp-marks.ts'
import { openWhatsAppWebSite, us, type WhatsAppWebSite, type Written } from '../../kit/whatsapp-web/index.ts'

export const whatsapp = 'whatsapp' as ChannelName
export const address = (chat: string): Address => ({ channel: whatsapp, chat })

export interface WhatsAppWebSubject extends Subject {
  readonly adapter: WhatsAppWeb
  readonly site: WhatsAppWebSite
  readonly events: readonly WhatsAppWebEvent[]
}

export interface SharedBrowser {
  readonly site: WhatsAppWebSite
  readonly begin: Begin
  readonly folder: string
  close(): Promise<void>
}

/** A browser that outlives the adapters on it; linked as soon as it asks to be. */
export async function shareBrowser(): Promise<SharedBrowser> {
  const site = await openWhatsAppWebSite()
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
  let listener: (message: FromChild) => void = () => {}
  let process: Line | null = null
  let ended: () => void = () => {}
  const whenEnded = new Promise<void>((resolve) => {
    ended = resolve
  })
  const open = new Set<string>()
  const hear = (message: FromChild): void => {
    if (message.kind === 'qr') site.scan(message.qr)
    const id = message.kind === 'heard' ? idOf(object(message.message)?.id) : null
    if (id !== null) open.add(id)
    listener(message)
  }
  return {
    site,
    folder,
    begin(heard, over) {
      listener = heard
      process ??= beginProcess(hear, ended)
      const line = process
      return {
        say(message) {
          if (message.kind === 'done') open.delete(message.id)
          if (message.kind !== 'close') return line.say(message)
          listener = () => {}
          // What this adapter never heard must not reach the next.
          for (const id of open) line.say({ kind: 'done', id })
          open.clear()
          over()
        },
        kill: () => line.kill(),
      }
    },
    async close() {
      process?.say({ kind: 'close' })
      if (process !== null) await whenEnded
      await site.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function openOn(
  shared: SharedBrowser,
  options: Partial<WhatsAppWebOptions> = {},
): Promise<WhatsAppWebSubject> {
  const { site, folder, begin } = shared
  const host = await openMounting()
  const events: WhatsAppWebEvent[] = []
  const bytes = new Uint8Array([137, 80, 78, 71, 1, 2, 3])
  const key = site.archive({
    chat: '6281234567890@c.us',
    type: 'image',
    media: { base64: Buffer.from(bytes).toString('base64'), mimetype: 'image/png' },
  })
  const adapter = createWhatsAppWeb({
    folder,
    browserArgs: site.browserArgs,
    address: (path) => host.url + path,
    tell: () => {},
    log: (event) => events.push(event),
    timing: { sentMs: 5_000, spacingMs: 5 },
    begin,
    ...options,
  })
  return {
    adapter,
    site,
    events,
    mount: host.mount,
    chat: address('6281234567890'),
    picture: { bytes, media: { channel: whatsapp, key, type: 'image', bytes: bytes.length } },
    secrets: [us.phone.split('@')[0] ?? '', us.lid.split('@')[0] ?? '', '6281234567890'],
    async deliver(raw) {
      site.write(raw as Written)
    },
    async shown(chat) {
      return site.delivered.filter(({ to }) => to === placeOf(chat.chat)).map(readShown)
    },
    async press() {
      throw new Error('there are no buttons on WhatsApp Web')
    },
    async close() {
      await adapter.close()
      await host.close()
      site.reset()
    },
  }
}

function readShown({ text, data }: WhatsAppWebSite['delivered'][number]): Shown {
  const { text: seen, bold, italic, other } = readMarks(text)
  return { text: seen, bold, italic: [...italic, ...other], links: [], buttons: [], image: data !== null }
}

/** Asks again and again; rejects shortly before a test is given up, so that it is known for what it waited. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'something'): Promise<void> {
  for (const end = Date.now() + 80_000; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
