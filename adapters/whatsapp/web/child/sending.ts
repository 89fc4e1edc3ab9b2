/** Sends one message after another, with a breath between them, and waits until WhatsApp has each. */
import { setTimeout as wait } from 'node:timers/promises'
import { likenessOf } from '../order.ts'
import type { Sent, Settings, ToChild } from '../wire.ts'
import { NoPicture, type Phone, type Posted } from './phone.ts'
import { within } from './within.ts'

type Order = Extract<ToChild, { readonly kind: 'send' }>

export interface Sending {
  send(order: Order): Promise<Sent>
  acknowledge(id: string, ack: number): void
  idle(): boolean
  /** When the latest message went off (ms since epoch); 0: none yet. */
  latest(): number
  /** Waits for what has begun. */
  settled(): Promise<void>
}

/** The session went away just before. */
class NotReady extends Error {
  override readonly name = 'NotReady'
}

interface Begun {
  readonly posting: Promise<Posted | null>
  /** ms since epoch */
  readonly at: number
}

/** A message that was never taken is forgotten after this: the same words are then sent anew. */
const unsureMs = 3 * 60_000
/** How many acks of our own messages are kept until somebody asks. */
const acksKept = 500
/** Sending to a chat shows "typing" first; if that takes long, the message matters more. */
const typingWithinMs = 1_000

export function createSending({
  phone,
  timing,
  ready,
  onPosted,
}: {
  readonly phone: Phone
  readonly timing: Settings['timing']
  readonly ready: () => boolean
  readonly onPosted: (ask: number, id: string) => void
}): Sending {
  /** What the page was given and WhatsApp has not confirmed: by chat and content, since a second try brings the same. */
  const unsure = new Map<string, Begun>()
  const acks = new Map<string, number>()
  const waiting = new Map<string, (ack: number) => void>()
  const open = new Set<Promise<unknown>>()
  let line: Promise<void> = Promise.resolve()
  let latestAt = 0

  function acknowledge(id: string, ack: number): void {
    acks.set(id, ack)
    if (acks.size > acksKept) acks.delete(acks.keys().next().value ?? '')
    waiting.get(id)?.(ack)
  }

  /** Resolves with the first ack that decides: below 0 or above. */
  function decided(posted: Posted): Promise<number> {
    const ack = acks.get(posted.id) ?? posted.ack
    if (ack !== 0) return Promise.resolve(ack)
    return new Promise((resolve) => {
      waiting.set(posted.id, (later) => {
        if (later !== 0) resolve(later)
      })
    })
  }

  async function post(order: Order): Promise<Posted | null> {
    await within(typingWithinMs, phone.typing(order.to)).catch(() => {})
    if (!ready()) throw new NotReady()
    latestAt = Date.now()
    return phone.send(order)
  }

  /** In line, so that two never go off in the same moment. Null: it was not begun. */
  async function begin(order: Order, key: string, until: number): Promise<Begun | null> {
    const before = line
    let leave: () => void = () => {}
    line = new Promise((resolve) => {
      leave = resolve
    })
    await before
    try {
      await wait(Math.max(0, latestAt + timing.spacingMs - Date.now()))
      if (!ready() || Date.now() > until) return null
      const begun = { posting: post(order), at: Date.now() }
      for (const [old, { at }] of unsure) if (Date.now() - at > unsureMs) unsure.delete(old)
      unsure.set(key, begun)
      // Held up at most as long as one message may take: a page that hangs must not hang the line.
      await within(timing.sentMs, begun.posting).catch(() => {})
      return begun
    } finally {
      leave()
    }
  }

  async function send(order: Order): Promise<Sent> {
    if (!ready()) return { kind: 'not-ready' }
    const until = Date.now() + timing.sentMs
    const key = likenessOf(order)
    const earlier = earlierOf(order, key)
    const goesOn = earlier !== null && !(await isLost(earlier.posting))
    const begun = goesOn ? earlier : await begin(order, key, until)
    if (begun === null) return { kind: 'not-ready' }
    try {
      const posted = await within(Math.max(1, until - Date.now()), begun.posting)
      if (posted === null) return forget(key, { kind: 'no-such-chat' })
      onPosted(order.ask, posted.id)
      const ack = await within(Math.max(1, until - Date.now()), decided(posted))
      waiting.delete(posted.id)
      return forget(key, ack < 0 ? { kind: 'failed' } : { kind: 'sent', id: posted.id })
    } catch (error) {
      if (error instanceof NoPicture) return forget(key, { kind: 'no-such-picture' })
      if (error instanceof NotReady) return forget(key, { kind: 'not-ready' })
      return { kind: 'unsure' }
    }
  }

  /** What became of a try before: begun here, or in a browser that is gone and whose phone remembers it. */
  function earlierOf({ earlier }: Order, key: string): Begun | null {
    const begun = unsure.get(key)
    if (begun !== undefined && Date.now() - begun.at < unsureMs) return begun
    return earlier === null ? null : { posting: Promise.resolve({ id: earlier, ack: 0 }), at: Date.now() }
  }

  function forget(key: string, sent: Sent): Sent {
    unsure.delete(key)
    return sent
  }

  /** Given to the page before, and yet not there any more: a page that began anew has forgotten it. */
  async function isLost(posting: Promise<Posted | null>): Promise<boolean> {
    const state = await Promise.race([
      posting.then(
        (posted) => posted,
        () => 'failed' as const,
      ),
      wait(1, 'open' as const),
    ])
    if (state === 'open') return false
    if (state === 'failed' || state === null) return true
    const ack = await within(timing.sentMs, phone.ackOf(state.id)).catch(() => 0)
    if (ack !== null && ack !== 0) acknowledge(state.id, ack)
    return ack === null || ack < 0
  }

  return {
    acknowledge,
    idle: () => open.size === 0,
    latest: () => latestAt,
    send(order) {
      const task = send(order)
      open.add(task)
      void task.finally(() => open.delete(task))
      return task
    },
    async settled() {
      await Promise.all(open)
    },
  }
}
