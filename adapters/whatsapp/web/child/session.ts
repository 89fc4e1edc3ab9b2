/** One life of one browser: from its start to whatever ends it. Beginning anew is the business of whoever began it, so
 * there is no way back from anything here, and every trouble has the same simple end. */

import { array, number, object } from '../../json.ts'
import type { Person } from '../ids.ts'
import { idOf } from '../ids.ts'
import type { End, FromChild, Settings, ToChild } from '../wire.ts'
import type { Message, Phone, PhoneEvent } from './phone.ts'
import { isRestartDue } from './rest.ts'
import { createSending } from './sending.ts'
import { within } from './within.ts'

export interface Session {
  take(message: ToChild): void
  /** Says again where it stands, and what it still keeps: for a bot that has just come. */
  tellAll(): void
  /** Sends what it has begun to send, and ends. */
  stop(): Promise<void>
  fail(error: unknown): void
  /** Resolves after the browser is gone. */
  readonly ended: Promise<End>
}

/** A message that nobody could be given an answer to for a day is not brought up again. */
const dayMs = 24 * 3_600_000
/** What a look may take, and how many may fail one after another. */
const lookWithinMs = 10_000
const missesAllowed = 3
/** How often chats are searched for messages that were not heard. */
const sweepEveryMs = 60_000
/** How many ids of finished messages are remembered, so that a sweep does not bring them again. */
const remembered = 5_000
/** How long a kind end waits for what is on its way. */
const partingMs = 5_000

export function openSession(options: {
  readonly phone: Phone
  readonly tell: (message: FromChild) => void
  readonly settings: Settings
  readonly now: () => Date
}): Session {
  const { phone, tell, settings, now } = options
  const { timing } = settings
  const began = now()
  let ready = false
  let opened = false
  let pairing = false
  /** Without knowing who we are, nobody can tell whom a group speaks to: nothing is heard before. */
  let knowUs: () => void = () => {}
  const weAreKnown = new Promise<void>((resolve) => {
    knowUs = resolve
  })
  let latest: FromChild | null = null
  let ending: Promise<void> | null = null
  let misses = 0
  /** Raised whenever the page is not what it was. */
  let changes = 0
  let reloaded = false
  /** Since when there has been no session, no QR and no progress (ms of `now`). */
  let stuckSince = began.getTime()
  let sweptAt = 0
  let busyAt = began.getTime()
  let ended: (why: End) => void = () => {}
  const whenEnded = new Promise<End>((resolve) => {
    ended = resolve
  })
  /** Heard, and not yet done: by the id of the message. */
  const kept = new Map<string, { readonly chat: string; readonly letter: FromChild }>()
  const done = new Set<string>()
  const known = new Map<string, Person>()
  let hearing: Promise<void> = Promise.resolve()

  const sending = createSending({
    phone,
    timing,
    ready: () => ready,
    onPosted: (ask, id) => tell({ kind: 'posted', ask, id }),
  })

  function show(message: FromChild): void {
    latest = message
    tell(message)
  }

  function end(why: End, detail = ''): void {
    if (ending !== null) return
    ready = false
    clearInterval(timer)
    tell({ kind: 'end', why, detail })
    ending = phone
      .close()
      .catch(() => {})
      .then(() => ended(why))
  }

  async function becomeReady(): Promise<void> {
    const asked = changes
    const me = await within(lookWithinMs, phone.me()).catch(() => null)
    // Not now; the next look comes here again.
    if (ending !== null || me === null || asked !== changes) return
    knowUs()
    stuckSince = now().getTime()
    reloaded = false
    if (!ready) {
      ready = true
      show({ kind: 'ready', me })
    }
    await sweep()
  }

  function becomeUnready(why: string): void {
    changes++
    if (!ready) return
    ready = false
    stuckSince = now().getTime()
    show({ kind: 'unready', why })
  }

  function onEvent(event: PhoneEvent): void {
    if (ending !== null) return
    switch (event.kind) {
      case 'qr':
      case 'code':
        pairing = true
        ready = false
        stuckSince = now().getTime()
        return void show(event)
      case 'authenticated':
        stuckSince = now().getTime()
        if (pairing) tell({ kind: 'linked' })
        pairing = false
        return
      case 'ready':
        return void becomeReady()
      case 'progress':
        stuckSince = now().getTime()
        return
      case 'navigated':
        becomeUnready('the page began anew')
        return void look()
      case 'state':
        if (event.state !== 'CONNECTED') return void becomeUnready(event.state)
        return void look()
      case 'message':
        return void hear(event.message)
      case 'ack':
        return void sending.acknowledge(event.id, event.ack)
      case 'disconnected':
        return void end(endOf(event.reason), event.reason)
      case 'lost':
        return void end('browser-lost')
    }
  }

  /** One after another: asking who somebody is must not change the order of messages. */
  function hear(message: Message): void {
    const id = idOf(message.id)
    if (id === null || message.type === 'ciphertext') return
    busyAt = now().getTime()
    hearing = hearing.then(async () => {
      await weAreKnown
      const people = await peopleIn(message)
      if (ending !== null) return
      const letter: FromChild = { kind: 'heard', message: slim(message), people }
      kept.set(id, { chat: idOf(object(message.id)?.remote) ?? '', letter })
      tell(letter)
    })
  }

  async function peopleIn(message: Message): Promise<Record<string, Person>> {
    const key = object(message.id)
    const ids = [key?.remote, key?.participant, message.author]
      .map(idOf)
      .filter((id): id is string => id !== null && !id.endsWith('@g.us'))
    const unknown = ids.filter((id) => !known.has(id))
    if (unknown.length > 0) {
      const found = await within(lookWithinMs, phone.people(unknown)).catch(() => ({}))
      for (const [id, person] of Object.entries(found)) if (isWhole(person)) known.set(id, person)
      return { ...found, ...pick(known, ids) }
    }
    return pick(known, ids)
  }

  /** The bot has it for good: others may see that it was read, once nothing of the chat waits. */
  function finish(id: string): void {
    const letter = kept.get(id)
    kept.delete(id)
    done.add(id)
    if (done.size > remembered) for (const first of [...done].slice(0, remembered / 2)) done.delete(first)
    if (letter === undefined || !ready) return
    if ([...kept.values()].some(({ chat }) => chat === letter.chat)) return
    phone.seen(letter.chat).catch(() => {})
  }

  /** Messages that came while nobody listened stand in the chats as unread. */
  async function sweep(): Promise<void> {
    sweptAt = now().getTime()
    const messages = await within(lookWithinMs, phone.unread()).catch(() => [])
    for (const message of messages) {
      const id = idOf(message.id)
      const at = (number(message.t) ?? 0) * 1000
      if (id === null || kept.has(id) || done.has(id) || now().getTime() - at > dayMs) continue
      hear(message)
    }
    await hearing
  }

  let looking = false
  async function look(): Promise<void> {
    if (looking || ending !== null || !opened) return
    looking = true
    try {
      const asked = changes
      const seen = await within(lookWithinMs, phone.look())
      misses = 0
      // What was seen of a page before it changed says nothing of this one.
      if (ending === null && asked === changes) await judge(seen.state, seen)
    } catch {
      // Between two pages there is nothing to look at.
      if (++misses >= missesAllowed) end('stalled', 'the page does not answer')
    } finally {
      looking = false
    }
  }

  async function judge(
    state: string | null,
    page: { readonly synced: boolean; readonly attached: boolean },
  ): Promise<void> {
    const stuckMs = now().getTime() - stuckSince
    // The library would ask Node, not the page, for a new one.
    if (state === 'UNPAIRED_IDLE') {
      await phone.refreshQr()
      tell({ kind: 'mended', what: 'an expired QR' })
      return
    }
    if (state === 'CONFLICT' || state?.endsWith('TOS_BLOCK')) return end(endOf(state), state)
    if (state === 'CONNECTED') {
      if (ready && !page.attached) becomeUnready('the page began anew')
      if (ready) {
        if (now().getTime() - sweptAt > sweepEveryMs) await sweep()
        return
      }
      if (page.attached) return becomeReady()
      if (page.synced && stuckMs > timing.lookMs) {
        await phone.attach()
        tell({ kind: 'mended', what: 'a missed ready' })
      }
    } else becomeUnready(state ?? 'no state')
    if (pairing || stuckMs < timing.readyMs) return
    if (reloaded) return void end('stalled', state ?? 'no state')
    reloaded = true
    stuckSince = now().getTime()
    tell({ kind: 'mended', what: 'a page that stood still' })
    await phone.reload()
  }

  function rest(): void {
    const mib = phone.memory()
    if (mib !== null) tell({ kind: 'memory', mib })
    const idleMs =
      kept.size === 0 && sending.idle() ? now().getTime() - Math.max(busyAt, sending.latest()) : 0
    if (isRestartDue({ now: now(), began, mib, idleMs, settings }))
      end('restart', mib === null ? '' : `${mib} MiB`)
  }

  let ticks = 0
  const timer = setInterval(() => {
    if (opened) void look()
    else if (now().getTime() - began.getTime() > timing.startMs) end('stalled', 'the page did not open')
    if (++ticks % Math.ceil(sweepEveryMs / timing.lookMs) === 0) rest()
  }, timing.lookMs)

  phone.onEvent(onEvent)
  phone.open().then(
    () => {
      opened = true
      stuckSince = now().getTime()
    },
    (error: unknown) => end(whyNotOpen(error), nameOf(error)),
  )

  return {
    ended: whenEnded,
    take(message) {
      switch (message.kind) {
        case 'open':
          return
        case 'done':
          return finish(message.id)
        case 'send':
          return void sending.send(message).then((sent) => tell({ kind: 'sent', ask: message.ask, sent }))
        case 'fetch':
          return void phone.download(message.key, message.most).then(
            (bytes) => tell({ kind: 'fetched', ask: message.ask, bytes: bytes && new Uint8Array(bytes) }),
            () => tell({ kind: 'fetched', ask: message.ask, bytes: null }),
          )
        case 'close':
          return void this.stop()
      }
    },
    tellAll() {
      if (latest !== null) tell(latest)
      for (const { letter } of kept.values()) tell(letter)
    },
    async stop() {
      ready = false
      await within(partingMs, sending.settled()).catch(() => {})
      end('stopped')
      await whenEnded
    },
    fail(error) {
      end('fault', nameOf(error))
    },
  }
}

/** WhatsApp's words for why a session is over. */
function endOf(reason: string): End {
  if (/^(LOGOUT|UNPAIRED)/.test(reason)) return 'logged-out'
  if (/TOS_BLOCK$/.test(reason)) return 'banned'
  return reason === 'CONFLICT' ? 'conflict' : 'stalled'
}

function whyNotOpen(error: unknown): End {
  const message = error instanceof Error ? error.message : String(error)
  return /launch|ENOENT|EACCES|browser is already running/i.test(message) ? 'browser-failed' : 'unreachable'
}

/** Nothing of an error but its kind: its message may quote what was sent, or to whom. */
function nameOf(error: unknown): string {
  if (error instanceof Error) return /net::ERR_[A-Z_]+/.exec(error.message)?.[0] ?? error.name
  return typeof error === 'string' && /^[a-z ]{1,40}$/.test(error) ? error : typeof error
}

const isWhole = (person: Person): boolean => person.phone !== null && person.lid !== null

function pick(known: ReadonlyMap<string, Person>, ids: readonly string[]): Record<string, Person> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const person = known.get(id)
      return person === undefined ? [] : [[id, person]]
    }),
  )
}

/** Without the preview of a picture, which stands where a text has its words, and what else is large and unread. */
function slim(message: Message): Message {
  const {
    mediaData: _data,
    mediaObject: _object,
    thumbnail: _thumbnail,
    waveform: _wave,
    links: _links,
    ...rest
  } = message
  const quoted = object(rest.quotedMsg)
  return {
    ...(typeof rest.directPath === 'string' ? { ...rest, body: '' } : rest),
    ...(quoted !== null && typeof quoted.directPath === 'string'
      ? { quotedMsg: { ...quoted, body: '' } }
      : {}),
    ...('vcardList' in rest ? { vcardList: array(rest.vcardList).slice(0, 50) } : {}),
  }
}
