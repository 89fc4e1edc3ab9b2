/** A stand-in for web.whatsapp.com and the phone behind it: the real whatsapp-web.js in a real Chromium links itself to
 * it. An https page (`page.js`), events down to it, calls up from it, and a server that judges what it is told. */
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { makeCertificate } from './certificate.ts'

/** Something written to a chat, in the page's own words. Everything beyond the first lines goes to it as it is. */
export interface Written {
  /** `62811…@c.us`, `…@lid`, `…@g.us`, `status@broadcast` … */
  readonly chat: string
  /** Who wrote it, in a group. */
  readonly author?: string
  readonly id?: string
  readonly fromMe?: boolean
  /** Unix seconds. */
  readonly t?: number
  readonly type?: string
  readonly body?: string
  readonly media?: { readonly base64: string; readonly mimetype: string; readonly filename?: string }
  /** Both ids of people in it, as the real page learns them beside a message. */
  readonly people?: readonly { readonly phone: string; readonly lid: string }[]
  readonly [attribute: string]: unknown
}

/** A message that reached people. */
export interface Delivered {
  readonly id: string
  readonly to: string
  readonly type: string
  readonly text: string
  /** Bytes of a picture; null: none. */
  readonly data: Buffer | null
}

export interface Call {
  readonly kind: string
  readonly [field: string]: unknown
}

export interface WhatsAppWebSite {
  /** Under these arguments web.whatsapp.com is this site, and nothing else exists. */
  readonly browserArgs: readonly string[]
  /** Everything the page told the server, in order. */
  readonly journal: readonly Call[]
  readonly delivered: readonly Delivered[]
  /** What no phone in its senses does: letting a message go although the last it was told is no session that is linked,
   * connected and synced, saying nothing at all … */
  readonly offences: readonly string[]
  /** Messages let go in the moments in which a session had ended and its page could not know that yet. */
  readonly untold: number
  /** Pages that are open now. */
  readonly pages: number
  /** Chats with something unread. */
  readonly unread: readonly string[]
  /** Resolves with the next call of this kind, or one not yet looked at. */
  waitFor(kind: string, matches?: (call: Call) => boolean): Promise<Call>

  /** What the QR on the page says now; null: it shows none. */
  readonly qr: string | null
  /** The phone scans what a QR shows. Throws when it has expired. */
  scan(qr: string): void
  /** The phone's owner types the code. */
  enter(code: string): void
  expireQr(): void
  logout(): void
  /** One of WhatsApp's words: CONFLICT, TIMEOUT, CONNECTED … */
  state(state: string): void

  /** Somebody writes. Returns the id that WhatsApp gives it. */
  write(message: Written): string
  edit(id: string, body: string): void
  revoke(id: string): void
  ack(id: string, ack: number): void
  /** What becomes of the next message of ours, and only of that: refused, or nothing yet. */
  answerNext(how: 'refuse' | 'keep'): void
  /** A message of old, that the page knows when asked for and not before. Returns its id. */
  archive(message: Written): string
  /** These have no account, or are groups we are not in. */
  forget(chat: string): void
  /** We were removed from this group. */
  expel(group: string): void

  reload(): void
  navigate(url: string): void
  /** Pages finish before the library listens. */
  syncEarly(on: boolean): void
  /** Pages come without WhatsApp in them. */
  emptyPages(on: boolean): void
  /** Nothing moves in either direction until `resume`; with a kind, only calls of that kind get no answer. */
  stall(kind?: string): void
  /** How much does not move now. */
  readonly held: number
  resume(): void
  /** Nobody answers at all until `mend`. */
  cut(): void
  mend(): Promise<void>
  /** Forgets messages, calls and troubles; who is linked stays linked. */
  reset(): void
  close(): Promise<void>
}

export const us = { phone: '6281100000001@c.us', lid: '99900000000001@lid' }
/** WhatsApp Web's composer takes no more. */
const textCeiling = 65_536

/** The keys that `page.js` has for its QR. */
const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64')

interface Page {
  /** Its own name for itself; another after each loading. */
  readonly id: string | null
  readonly response: NodeJS.WritableStream
  device: string | null
  /** What it was told, in order. */
  readonly told: Call[]
  /** It said that it has all that its phone has. */
  synced: boolean
}

/** Whether a page may send that has acted on so much of what it was told: linked, connected, and synced. */
function isReady({ told, synced }: Page, heard: number): boolean {
  let [linked, connected] = [false, false]
  for (const { kind, state } of told.slice(0, heard)) {
    if (kind === 'paired') [linked, connected] = [true, true]
    if (kind === 'state') connected = state === 'CONNECTED'
    if (kind === 'logout') linked = false
  }
  return linked && connected && synced
}

export async function openWhatsAppWebSite(): Promise<WhatsAppWebSite> {
  const { spki, ...tls } = makeCertificate()
  const journal: Call[] = []
  const delivered: Delivered[] = []
  const offences: string[] = []
  const pages = new Set<Page>()
  const linked = new Set<string>()
  const unknown = new Set<string>()
  const expelled = new Set<string>()
  const messages = new Map<string, Written & { readonly id: string }>()
  const media = new Map<string, Buffer>()
  const unread = new Map<string, string[]>()
  const calls = new EventEmitter()
  calls.setMaxListeners(0)
  const looked = new Set<Call>()
  const held: (() => void)[] = []
  let count = 0
  let ref = ''
  let code = ''
  let early = false
  let empty = false
  let stalled: boolean | string = false
  let untold = 0
  const answers: ('refuse' | 'keep')[] = []

  const server = https.createServer(tls, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://web.whatsapp.com')
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html')
      return void response.end(
        empty ? '<!doctype html>' : readFileSync(new URL('page.html', import.meta.url)),
      )
    }
    if (url.pathname === '/page.js') {
      response.setHeader('content-type', 'text/javascript')
      return void response.end(readFileSync(new URL('page.js', import.meta.url)))
    }
    if (url.pathname === '/stand-in/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': here\n\n')
      const page: Page = {
        id: url.searchParams.get('page'),
        response,
        device: url.searchParams.get('device') || null,
        told: [],
        synced: false,
      }
      pages.add(page)
      request.on('close', () => pages.delete(page))
      return greet(page)
    }
    if (url.pathname.startsWith('/stand-in/media/')) {
      const bytes = media.get(url.pathname.slice('/stand-in/media/'.length))
      response.statusCode = bytes === undefined ? 404 : 200
      return void response.end(bytes)
    }
    if (url.pathname === '/stand-in/up' && request.method === 'POST') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const call = JSON.parse(Buffer.concat(chunks).toString()) as Call
        const asking = (): Page | undefined =>
          [...pages].find(({ id }) => id === url.searchParams.get('page'))
        if (call.kind === 'send' && isLinked(asking())) remember(call['message'] as Record<string, unknown>)
        whenMoving(() => {
          const page = asking()
          // The page that asked is gone: nobody sent this.
          if (response.destroyed || page === undefined) return void response.destroy()
          const answer = take(call, page)
          response.statusCode = answer === null ? 400 : 200
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify(answer ?? {}))
        }, call.kind)
      })
      return
    }
    response.statusCode = 404
    response.end()
  })
  const sockets = new Set<Duplex>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  function whenMoving(act: () => void, kind?: string): void {
    if (stalled === true || (kind !== undefined && stalled === kind)) held.push(act)
    else act()
  }

  function down(event: Call, to: Iterable<Page> = pages): void {
    const chosen = [...to]
    whenMoving(() => {
      for (const page of chosen) {
        page.told.push(event)
        page.response.write(`data: ${JSON.stringify(event)}\n\n`)
      }
    })
  }

  function newRef(): void {
    ref = `2@stand-in-${++count}`
    for (const page of pages) if (!isLinked(page)) down({ kind: 'ref', ref }, [page])
  }

  const isLinked = (page: Page | undefined): boolean =>
    typeof page?.device === 'string' && linked.has(page.device)

  /** A page that comes is linked already, or is shown a QR. */
  function greet(page: Page): void {
    setTimeout(() => {
      if (isLinked(page)) return pair(page)
      page.device = null
      newRef()
    }, 50)
  }

  function pair(page: Page): void {
    page.device ??= `device-${++count}`
    linked.add(page.device)
    const waiting = [...unread.values()].flat().flatMap((id) => {
      const message = messages.get(id)
      return message === undefined ? [] : [message]
    })
    down({ kind: 'paired', wid: us.phone, lid: us.lid, device: page.device, early, messages: waiting }, [
      page,
    ])
  }

  /** Null: the server refuses it. */
  function take(call: Call, page: Page): object | null {
    journal.push(call)
    queueMicrotask(() => calls.emit('call', call))
    switch (call.kind) {
      case 'refresh-qr':
        newRef()
        return {}
      case 'pairing-code':
        code = `CODE${String(++count).padStart(4, '0')}`
        return { code }
      case 'exists':
        return { exists: !unknown.has(String(call['wid'])) }
      case 'seen':
        unread.delete(String(call['chat']))
        return {}
      case 'message':
        return { message: messages.get(String(call['id'])) ?? null }
      case 'send':
        if (!isReady(page, Number(call['heard']))) offences.push('a message while not ready')
        // Ended a moment ago, which the page cannot know yet: nobody takes it.
        if (!isLinked(page) || !isReady(page, page.told.length)) untold++
        return isLinked(page) ? deliver(call['message'] as Record<string, unknown>) : { ack: 0 }
      case 'logout':
        logout()
        return {}
      case 'synced':
        page.synced = true
        return {}
      case 'typing':
      case 'paused':
      case 'unknown-module':
        return {}
      default:
        offences.push(`an unknown call ${call.kind}`)
        return null
    }
  }

  /** The phone keeps what it was given to send, whatever becomes of it. */
  function remember(message: Record<string, unknown>): void {
    const [, chat = '', id = ''] = String(message['id']).split('_')
    messages.set(String(message['id']), {
      chat,
      id,
      fromMe: true,
      ack: 0,
      body: String(message['body'] ?? ''),
    })
  }

  function deliver(message: Record<string, unknown>): { readonly ack: number } {
    const to = String(message['to'])
    const text = String((message['data'] === undefined ? message['body'] : message['caption']) ?? '')
    if (text === '' && message['data'] === undefined) offences.push('a message without anything in it')
    const how = answers.shift()
    if (how === 'refuse' || expelled.has(to) || text.length > textCeiling) return { ack: -1 }
    const id = String(message['id'])
    const kept = messages.get(id)
    if (kept !== undefined && how !== 'keep') messages.set(id, { ...kept, ack: 1 })
    const data = message['data'] === undefined ? null : Buffer.from(String(message['data']), 'base64')
    delivered.push({ id, to, type: String(message['type']), text, data })
    return { ack: how === 'keep' ? 0 : 1 }
  }

  function logout(): void {
    linked.clear()
    // What the phone kept goes with the link.
    for (const [id, { fromMe }] of messages) if (fromMe === true) messages.delete(id)
    down({ kind: 'logout' })
  }

  return {
    browserArgs: [
      `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${spki}`,
    ],
    journal,
    delivered,
    offences,
    get untold() {
      return untold
    },
    get pages() {
      return pages.size
    },
    get unread() {
      return [...unread.keys()]
    },
    async waitFor(kind, matches = () => true) {
      const fits = (call: Call): boolean => call.kind === kind && !looked.has(call) && matches(call)
      for (;;) {
        const found = journal.find(fits)
        if (found !== undefined) {
          looked.add(found)
          return found
        }
        await once(calls, 'call')
      }
    },

    get qr() {
      return ref === '' ? null : [ref, keyOf(1), keyOf(2), 'adv-secret', '1'].join(',')
    },
    scan(qr) {
      if (qr.split(',')[0] !== ref) throw new Error('this QR has expired')
      ref = ''
      for (const page of pages) if (!isLinked(page)) pair(page)
    },
    enter(typed) {
      if (typed !== code || code === '') throw new Error('this code is not valid')
      code = ''
      for (const page of pages) if (!isLinked(page)) pair(page)
    },
    expireQr() {
      ref = ''
      down(
        { kind: 'state', state: 'UNPAIRED_IDLE' },
        [...pages].filter((page) => !isLinked(page)),
      )
    },
    logout,
    state: (state) => down({ kind: 'state', state }, [...pages].filter(isLinked)),

    write(message) {
      const { whole, kept } = keep(message)
      if (message.fromMe !== true) {
        const others = (unread.get(message.chat) ?? []).filter((each) => each !== whole)
        unread.set(message.chat, [...others, whole])
      }
      down({ kind: 'incoming', message: kept }, [...pages].filter(isLinked))
      return whole
    },
    edit: (id, body) => down({ kind: 'edit', id, body }),
    revoke: (id) => down({ kind: 'revoke', id }),
    ack: (id, ack) => down({ kind: 'ack', id, ack }),
    answerNext: (how) => void answers.push(how),
    archive: (message) => keep(message).whole,
    forget: (chat) => void unknown.add(chat),
    expel: (group) => void expelled.add(group),

    reload: () => down({ kind: 'reload' }),
    navigate: (url) => down({ kind: 'navigate', url }),
    syncEarly(on) {
      early = on
    },
    emptyPages(on) {
      empty = on
    },
    stall(kind) {
      stalled = kind ?? true
    },
    get held() {
      return held.length
    },
    resume() {
      stalled = false
      for (const act of held.splice(0)) act()
    },
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
    async mend() {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    reset() {
      for (const list of [journal, delivered, offences, held, answers]) list.length = 0
      for (const map of [messages, unread, media]) map.clear()
      for (const set of [unknown, expelled, looked]) set.clear()
      early = false
      empty = false
      stalled = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }

  function keep(message: Written): {
    readonly whole: string
    readonly kept: Written & { readonly id: string }
  } {
    const id = message.id ?? `3EB0${String(++count).padStart(16, '0')}`
    const participant = message.author === undefined ? [] : [message.author]
    const whole = [message.fromMe ?? false, message.chat, id, ...participant].join('_')
    const { media: file, ...rest } = message
    const kept = {
      t: Math.floor(Date.now() / 1000),
      ...rest,
      id,
      ...(file === undefined ? {} : { media: mediaOf(id, file) }),
    } as Written & { readonly id: string }
    messages.set(whole, kept)
    return { whole, kept }
  }

  function mediaOf(id: string, file: NonNullable<Written['media']>): object {
    const bytes = Buffer.from(file.base64, 'base64')
    media.set(id, bytes)
    return { at: id, mimetype: file.mimetype, filename: file.filename, size: bytes.length }
  }
}
