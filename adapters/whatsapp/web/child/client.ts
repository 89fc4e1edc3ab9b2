/** The real phone: whatsapp-web.js in a Chromium of ours. */
import { mkdirSync } from 'node:fs'
import wweb from 'whatsapp-web.js'
import * as z from 'zod'
import { idOf } from '../ids.ts'
import type { Picture, Settings } from '../wire.ts'
import { freeProfile } from './lock.ts'
import { memoryOf } from './memory.ts'
import * as page from './page.ts'
import { type Message, NoPicture, type Phone, type PhoneEvent } from './phone.ts'

const { Client, MessageMedia } = wweb
type Client = InstanceType<typeof Client>

/** How long the library waits for a page that shows itself as WhatsApp Web. */
const pageWithinMs = 30_000
/** How long the browser may take to close before it is killed. */
const closeWithinMs = 5_000
/** Most messages that are read back from one chat. */
const unreadAtMost = 50

const looked = z.object({ state: z.string().nullable(), synced: z.boolean(), attached: z.boolean() })
const person = z.object({ phone: z.string().nullable(), lid: z.string().nullable() })
const people = z.array(person.extend({ id: z.string() }))
const chats = z.array(z.object({ id: z.string(), unread: z.number() }))

export function createClient(settings: Settings, onMended: (what: string) => void): Phone {
  const { phone, timing } = settings
  const client: Client = new Client({
    // The profile is the session: the library's own way deletes it under a running browser at a logout.
    puppeteer: {
      headless: true,
      executablePath: settings.chromium,
      userDataDir: settings.profile,
      args: browserArgs(settings),
      // Ending the browser is ours: a signal must first let us finish.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout: 120_000,
    },
    // Or it writes into the working directory.
    webVersionCache: { type: 'none' },
    authTimeoutMs: Math.min(pageWithinMs, timing.startMs),
    ...(phone === null ? {} : { pairWithPhoneNumber: { phoneNumber: phone } }),
  })

  const evaluate = (expression: string): Promise<unknown> => {
    const { pupPage } = client
    return pupPage === undefined ? Promise.reject(new Error('no page')) : pupPage.evaluate(expression)
  }
  /** Kills what did not close. */
  async function close(): Promise<void> {
    const browser = client.pupBrowser?.process() ?? null
    const closing = client.destroy().catch(() => {})
    const timer = setTimeout(() => browser?.kill('SIGKILL'), closeWithinMs)
    await closing
    clearTimeout(timer)
  }

  return {
    async open() {
      mkdirSync(settings.profile, { recursive: true, mode: 0o700 })
      if (await freeProfile(settings.profile)) onMended('a browser nobody owned')
      await client.initialize()
    },
    close,
    onEvent: (hear) => connect(client, hear, evaluate),
    look: async () => looked.parse(await evaluate(page.look)),
    attach: async () => void (await evaluate(page.attach)),
    reload: async () => void (await client.pupPage?.reload({ timeout: pageWithinMs })),
    refreshQr: async () => void (await evaluate(page.refreshQr)),
    me: async () => person.parse(await evaluate(page.me)),
    async people(ids) {
      const found = people.parse(await evaluate(page.people(ids)))
      return Object.fromEntries(found.map(({ id, ...both }) => [id, both]))
    },
    async unread() {
      const found = chats.parse(await evaluate(page.unreadChats))
      const read: Message[] = []
      for (const { id, unread } of found) {
        const limit = Math.min(unread, unreadAtMost)
        // One chat that cannot be opened must not hide the others.
        const messages = await client
          .getChatById(id)
          .then((chat) => chat.fetchMessages({ limit, fromMe: false }))
          .catch(() => [])
        read.push(...messages.map(dataOf))
      }
      return read
    },
    seen: async (chat) => void (await client.sendSeen(chat)),
    typing: async (chat) => void (await evaluate(page.typing(chat))),
    async send({ to, text, picture }) {
      // Marked as read only once the turn is committed; link previews would ask strangers.
      const how = { sendSeen: false, linkPreview: false, parseVCards: false }
      const message =
        picture === null
          ? await client.sendMessage(to, text, how)
          : await client.sendMessage(to, await mediaOf(client, picture), { ...how, caption: text })
      // Declared as always there; for a number without WhatsApp it is not.
      if (!message) return null
      const id = idOf(message.id)
      return id === null ? null : { id, ack: message.ack }
    },
    async ackOf(id) {
      return (await client.getMessageById(id))?.ack ?? null
    },
    async download(key, most) {
      const message = await client.getMessageById(key)
      const media = await message?.downloadMedia()
      // Four letters of base64 are three bytes.
      if (!media || media.data.length > (most * 4) / 3 + 4) return null
      return Buffer.from(media.data, 'base64')
    },
    memory() {
      const pid = client.pupBrowser?.process()?.pid
      return pid === undefined ? null : memoryOf(pid)
    },
  }
}

/** The page's own model of a message; typed as hidden, and the only whole one. */
function dataOf(message: { readonly rawData: object }): Message {
  return message.rawData as Message
}

async function mediaOf(client: Client, picture: Picture): Promise<InstanceType<typeof MessageMedia>> {
  if ('png' in picture) return new MessageMedia('image/png', Buffer.from(picture.png).toString('base64'))
  const message = await client.getMessageById(picture.key).catch(() => null)
  const media = message?.hasMedia ? await message.downloadMedia() : null
  if (!media) throw new NoPicture('the message with this picture is gone')
  return media
}

function connect(
  client: Client,
  hear: (event: PhoneEvent) => void,
  evaluate: (expression: string) => Promise<unknown>,
): void {
  client.on('qr', (qr) => {
    hear({ kind: 'qr', qr })
    watchBrowser()
  })
  client.on('code', (code) => hear({ kind: 'code', code }))
  client.on('authenticated', () => hear({ kind: 'authenticated' }))
  client.on('loading_screen', () => hear({ kind: 'progress' }))
  client.on('ready', () => {
    evaluate(page.mark).then(
      () => hear({ kind: 'ready' }),
      // The page began anew in this very moment; it will say ready again.
      () => {},
    )
  })
  client.on('message', (message) => hear({ kind: 'message', message: dataOf(message) }))
  client.on('message_ack', (message, ack) => {
    const id = idOf(message.id)
    if (id !== null) hear({ kind: 'ack', id, ack })
  })
  client.on('change_state', (state) => hear({ kind: 'state', state }))
  client.on('disconnected', (reason) => hear({ kind: 'disconnected', reason: String(reason) }))

  // The browser is there only after the library has begun; it says nothing when it dies.
  let watched = false
  function watchBrowser(): void {
    const { pupBrowser, pupPage } = client
    if (watched || !pupBrowser || !pupPage) return
    watched = true
    pupBrowser.on('disconnected', () => hear({ kind: 'lost' }))
    pupPage.on('error', () => hear({ kind: 'lost' }))
    pupPage.on('framenavigated', (frame) => {
      if (frame === pupPage.mainFrame()) hear({ kind: 'navigated' })
    })
    clearInterval(timer)
  }
  const timer = setInterval(watchBrowser, 50)
  timer.unref()
}

/** Parts of a browser that nobody looks at. The omnibox is a page of its own, with a process of its own: without it the
 * start costs half a second of CPU less, and the session 50 MiB (Chromium 156). */
const unused = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
  'AudioServiceOutOfProcess',
  'MediaRouter',
  // Asks its maker for the time.
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
]

/** Names that the browser shall not find. Whatever switches it is given, it asks its maker for updates and for accounts
 * (Chromium 156, by its own log), and so tells a stranger where a bot runs; nothing on WhatsApp's page is from there. */
const unfound = ['*.google.com', '*.googleapis.com', '*.gstatic.com']
const rulesSwitch = '--host-resolver-rules='

function browserArgs({ browserArgs: given }: Settings): string[] {
  // Of a switch that is given twice only the last counts.
  const rules = given.filter((arg) => arg.startsWith(rulesSwitch)).map((arg) => arg.slice(rulesSwitch.length))
  return [
    // Chromium refuses to sandbox for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    // A browser of fewer processes needs 40 MiB less.
    '--in-process-gpu',
    '--disable-software-rasterizer',
    '--enable-features=NetworkServiceInProcess2',
    `--disable-features=${unused.join()}`,
    '--disable-extensions',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...given.filter((arg) => !arg.startsWith(rulesSwitch)),
    rulesSwitch + [...unfound.map((name) => `MAP ${name} ~NOTFOUND`), ...rules].join(', '),
  ]
}
