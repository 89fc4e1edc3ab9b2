/** A phone and its WhatsApp in memory: for the session's own logic, many times a second and without a browser. Stricter
 * than life: what is sent at a wrong moment is an offence. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Look, Message, Phone, PhoneEvent, Posted } from '../../../adapters/whatsapp/web/child/phone.ts'
import { openSession } from '../../../adapters/whatsapp/web/child/session.ts'
import type { Begin } from '../../../adapters/whatsapp/web/process.ts'
import type { Settings } from '../../../adapters/whatsapp/web/wire.ts'

export interface FakeWhatsApp {
  readonly begin: Begin
  readonly delivered: readonly string[]
  readonly offences: readonly string[]
  readonly qr: string | null
  write(chat: string, body: string): void
  scan(): void
  expireQr(): void
  state(state: 'TIMEOUT' | 'CONNECTED'): void
  logout(): void
  reload(): void
  stall(): void
  resume(): void
  syncEarly(on: boolean): void
  /** The browser is gone. */
  crash(): void
  /** The process with the browser is gone, and says nothing. */
  die(): void
}

interface Page extends Phone {
  emit(event: PhoneEvent): void
  connect(): Promise<void>
  alive: boolean
  attached: boolean
  synced: boolean
}

export function createFakeWhatsApp(): FakeWhatsApp {
  const delivered: string[] = []
  const offences: string[] = []
  const unread = new Map<string, Message>()
  const acks = new Map<string, number>()
  const held: (() => void)[] = []
  let page: Page | null = null
  let kill: () => void = () => {}
  let linked = false
  let stalled = false
  let early = false
  let state = 'CONNECTED'
  let qr: string | null = null
  let count = 0

  const whenMoving = (act: () => void): void => void (stalled ? held.push(act) : act())

  function newQr(): void {
    qr = `qr-${++count}`
    page?.emit({ kind: 'qr', qr })
  }

  function createPage(): Page {
    let hear: (event: PhoneEvent) => void = () => {}
    const self: Page = {
      alive: true,
      attached: false,
      synced: false,
      emit(event) {
        if (self.alive) hear(event)
      },
      onEvent(listener) {
        hear = listener
      },
      async open() {
        await wait(1)
        if (linked) void self.connect()
        else newQr()
      },
      async connect() {
        await wait(2)
        if (!self.alive || !linked) return
        state = 'CONNECTED'
        self.synced = true
        if (early) return
        self.emit({ kind: 'authenticated' })
        self.attached = true
        self.emit({ kind: 'ready' })
      },
      async close() {
        self.alive = false
      },
      async look(): Promise<Look> {
        if (!self.alive) throw new Error('detached')
        const unpaired = qr === null ? 'UNPAIRED_IDLE' : 'UNPAIRED'
        return { state: linked ? state : unpaired, synced: self.synced, attached: self.attached }
      },
      async attach() {
        self.attached = true
        self.emit({ kind: 'authenticated' })
        self.emit({ kind: 'ready' })
      },
      async reload() {
        self.attached = false
        self.synced = false
        self.emit({ kind: 'navigated' })
        if (linked) void self.connect()
        else newQr()
      },
      async refreshQr() {
        newQr()
      },
      me: async () => ({ phone: '6281100000001@c.us', lid: null }),
      people: async (ids) => Object.fromEntries(ids.map((id) => [id, { phone: id, lid: null }])),
      unread: async () => [...unread.values()],
      async seen(chat) {
        for (const [id, { from }] of unread) if (from === chat) unread.delete(id)
      },
      typing: async () => {},
      async send({ to, text }) {
        if (!self.alive) throw new Error('detached')
        if (!linked || !self.attached || state !== 'CONNECTED') offences.push('a message while not ready')
        const posted: Posted = { id: `true_${to}_${++count}`, ack: 0 }
        acks.set(posted.id, 0)
        whenMoving(() => {
          if (!linked) return
          delivered.push(text)
          acks.set(posted.id, 1)
          page?.emit({ kind: 'ack', id: posted.id, ack: 1 })
        })
        return posted
      },
      ackOf: async (id) => acks.get(id) ?? null,
      download: async () => null,
      memory: () => null,
    }
    return self
  }

  return {
    delivered,
    offences,
    get qr() {
      return linked ? null : qr
    },
    begin(heard, over) {
      let session: ReturnType<typeof openSession> | null = null
      let isOver = false
      const end = (): void => {
        if (isOver) return
        isOver = true
        if (phone !== null) phone.alive = false
        // With a process its timers end too.
        void session?.stop()
        over()
      }
      let phone: Page | null = null
      kill = end
      return {
        say(message) {
          if (isOver) return
          if (message.kind !== 'open') return void session?.take(message)
          if (session !== null) return session.tellAll()
          phone = createPage()
          page = phone
          const tell: typeof heard = (word) => {
            if (!isOver) heard(word)
          }
          session = openSession({
            phone,
            tell,
            settings: message.settings as Settings,
            now: () => new Date(),
          })
          void session.ended.then(end)
        },
        kill: end,
      }
    },
    write(chat, body) {
      const id = `false_${chat}_${++count}`
      const message: Message = {
        id: { fromMe: false, remote: chat, id: String(count), _serialized: id },
        from: chat,
        t: Math.floor(Date.now() / 1000),
        type: 'chat',
        body,
      }
      unread.set(id, message)
      whenMoving(() => {
        if (page?.attached) page.emit({ kind: 'message', message })
      })
    },
    scan() {
      if (linked || qr === null) return
      linked = true
      qr = null
      void page?.connect()
    },
    expireQr() {
      qr = null
    },
    state(next) {
      state = next
      if (page?.attached) page.emit({ kind: 'state', state })
    },
    logout() {
      if (!linked) return
      linked = false
      qr = null
      // What the phone kept goes with the link.
      acks.clear()
      page?.emit({ kind: 'disconnected', reason: 'LOGOUT' })
    },
    reload: () => void page?.reload(),
    stall() {
      stalled = true
    },
    resume() {
      stalled = false
      for (const act of held.splice(0)) act()
    },
    syncEarly(on) {
      early = on
    },
    crash: () => page?.emit({ kind: 'lost' }),
    die: () => kill(),
  }
}
