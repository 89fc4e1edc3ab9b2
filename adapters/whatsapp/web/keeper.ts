/** Keeps a browser process going: begins it, begins it again, and knows how it stands. */
import type { Person } from './ids.ts'
import type { WhatsAppWebEvent } from './options.ts'
import { likenessOf, type Order } from './order.ts'
import type { Begin, Line } from './process.ts'
import { type End, type FromChild, open, type Sent, type Settings, type ToChild } from './wire.ts'

export type Standing =
  | { readonly kind: 'off' | 'starting' }
  /** Somebody must link a phone. */
  | { readonly kind: 'pairing'; readonly by: 'qr' | 'code'; readonly code: string }
  | { readonly kind: 'ready'; readonly me: Person }
  | { readonly kind: 'unready' }
  /** Nothing happens until somebody decides: never resumed by itself. */
  | { readonly kind: 'over'; readonly why: 'logged-out' | 'banned' }

export interface Keeper {
  readonly standing: Standing
  /** MiB of the browser, as last told; null: not told yet. */
  readonly memory: number | null
  /** Begins unless it is going, or over. */
  start(): void
  /** Lets the process say again how it stands, and what it keeps. */
  retell(): void
  /** Somebody wants to link a phone again. */
  relink(): void
  /** Whether it is ready, now or within `ms` if it is about to be. */
  ready(ms: number): Promise<boolean>
  /** null: the process ended before it answered. */
  send(order: Order): Promise<Sent | null>
  fetch(key: string, most: number): Promise<Uint8Array | null>
  done(id: string): void
  close(): Promise<void>
}

/** Waits before a new beginning: they double from the first to this, until a session has lasted. */
const longestWaitMs = 60_000
const lastedMs = 60_000
/** Somebody else uses the session: time for them to stop. */
const conflictWaitMs = 60_000
/** How long a message may stay unknown; its words are then sent anew. */
const unsureMs = 3 * 60_000
/** A page that began anew is back within this, or it is real trouble. */
const unreadyMs = 2_000
/** How long a closing process may take before it is killed. */
const closeMs = 12_000

export function createKeeper(options: {
  readonly begin: Begin
  readonly settings: Settings
  /** First wait before a new beginning, in ms. */
  readonly againMs: number
  readonly onHeard: (letter: Extract<FromChild, { readonly kind: 'heard' }>, me: Person) => void
  readonly onStanding: (standing: Standing) => void
  readonly onLinked: () => void
  /** The session is void: what was kept of it must go. */
  readonly forget: () => void
  readonly log: (event: WhatsAppWebEvent) => void
}): Keeper {
  const { settings, log } = options
  let standing: Standing = { kind: 'off' }
  let line: Line | null = null
  let lastWord: { readonly why: End; readonly detail: string } | null = null
  let me: Person = { phone: null, lid: null }
  let memory: number | null = null
  let nth = 0
  let failures = 0
  let readyAt: number | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let asks = 0
  const sends = new Map<number, (sent: Sent | null) => void>()
  const fetches = new Map<number, (bytes: Uint8Array | null) => void>()
  /** By ask, the id under which the page has a message. */
  const posted = new Map<number, string>()
  /** By chat and content, the id of a message of which nobody knows whether WhatsApp has it: an outbox brings the same. */
  const unsure = new Map<string, { readonly id: string; readonly at: number }>()
  const waiting = new Set<(ready: boolean) => void>()
  let whenOver: () => void = () => {}

  function stand(next: Standing): void {
    standing = next
    if (!isPassing(next)) for (const tell of [...waiting]) tell(next.kind === 'ready')
    options.onStanding(next)
  }

  function begin(): void {
    if (closed || line !== null) return
    clearTimeout(timer)
    lastWord = null
    log({ kind: 'starting', nth: ++nth })
    stand({ kind: 'starting' })
    line = options.begin(hear, over)
    line.say(open(settings))
  }

  function hear(message: FromChild): void {
    switch (message.kind) {
      case 'qr':
      case 'code': {
        if (standing.kind !== 'pairing') log({ kind: 'pairing', how: message.kind })
        const code = message.kind === 'qr' ? message.qr : message.code
        return void stand({ kind: 'pairing', by: message.kind, code })
      }
      case 'linked':
        log({ kind: 'linked' })
        options.onLinked()
        return void stand({ kind: 'starting' })
      case 'ready':
        me = message.me
        readyAt ??= Date.now()
        log({ kind: 'ready' })
        return void stand({ kind: 'ready', me })
      case 'unready':
        log({ kind: 'unready', why: message.why })
        return void stand({ kind: 'unready' })
      case 'heard':
        return void options.onHeard(message, me)
      case 'posted':
        return void posted.set(message.ask, message.id)
      case 'sent':
        return void answer(sends, message.ask, message.sent)
      case 'fetched':
        return void answer(fetches, message.ask, message.bytes)
      case 'memory':
        memory = message.mib
        return
      case 'mended':
        return void log({ kind: 'mended', what: message.what })
      case 'end':
        lastWord = message
        return void stand({ kind: 'unready' })
    }
  }

  function over(): void {
    line = null
    memory = null
    const { why, detail } = lastWord ?? { why: 'died' as const, detail: '' }
    for (const [ask] of sends) answer(sends, ask, null)
    for (const [ask] of fetches) answer(fetches, ask, null)
    const lasted = readyAt !== null && Date.now() - readyAt > lastedMs
    readyAt = null
    whenOver()
    if (closed) return void stand({ kind: 'off' })
    if (why === 'logged-out' || why === 'banned') {
      options.forget()
      log({ kind: 'ended', why, detail, againMs: null })
      return void stand({ kind: 'over', why })
    }
    failures = lasted || why === 'restart' ? 0 : failures + 1
    const againMs = waitAfter(why, failures, options.againMs)
    log({ kind: 'ended', why, detail, againMs })
    stand({ kind: 'starting' })
    timer = setTimeout(begin, againMs)
  }

  function answer<T>(map: Map<number, (value: T) => void>, ask: number, value: T): void {
    map.get(ask)?.(value)
    map.delete(ask)
  }

  function asking<T>(
    map: Map<number, (value: T | null) => void>,
    word: (ask: number) => ToChild,
  ): Promise<T | null> {
    if (line === null) return Promise.resolve(null)
    const ask = ++asks
    const answered = new Promise<T | null>((resolve) => map.set(ask, resolve))
    line.say(word(ask))
    return answered
  }

  async function send(order: Order): Promise<Sent | null> {
    const key = likenessOf(order)
    for (const [old, { at }] of unsure) if (Date.now() - at > unsureMs) unsure.delete(old)
    const earlier = unsure.get(key)?.id ?? null
    let ask = 0
    const sent = await asking(sends, (number) => {
      ask = number
      return { kind: 'send', ask, ...order, earlier }
    })
    const id = posted.get(ask) ?? earlier
    posted.delete(ask)
    const open = sent === null || sent.kind === 'unsure' || sent.kind === 'not-ready'
    if (open && id !== null) unsure.set(key, { id, at: Date.now() })
    else unsure.delete(key)
    return sent
  }

  return {
    get standing() {
      return standing
    },
    get memory() {
      return memory
    },
    start() {
      if (standing.kind === 'off') begin()
    },
    retell() {
      line?.say(open(settings))
    },
    relink() {
      if (standing.kind !== 'over') return
      failures = 0
      begin()
    },
    ready(ms) {
      if (!isPassing(standing)) return Promise.resolve(standing.kind === 'ready')
      const patient = standing.kind === 'starting' ? ms : Math.min(ms, unreadyMs)
      return new Promise((resolve) => {
        const tell = (ready: boolean): void => {
          clearTimeout(patience)
          waiting.delete(tell)
          resolve(ready)
        }
        const patience = setTimeout(tell, patient, false)
        waiting.add(tell)
      })
    },
    send,
    fetch: (key, most) => asking(fetches, (ask) => ({ kind: 'fetch', ask, key, most })),
    done: (id) => line?.say({ kind: 'done', id }),
    async close() {
      closed = true
      clearTimeout(timer)
      const open = line
      if (open === null) return
      const isOver = new Promise<void>((resolve) => {
        whenOver = resolve
      })
      open.say({ kind: 'close' })
      const patience = setTimeout(() => open.kill(), closeMs)
      await isOver
      clearTimeout(patience)
    },
  }
}

/** May be ready at any moment. */
const isPassing = ({ kind }: Standing): boolean => kind === 'starting' || kind === 'unready'

function waitAfter(why: End | 'died', failures: number, firstMs: number): number {
  if (why === 'restart') return 0
  if (why === 'conflict') return conflictWaitMs
  return Math.min(longestWaitMs, firstMs * 2 ** Math.max(0, failures - 1))
}
