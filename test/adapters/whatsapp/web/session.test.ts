/** One life of a session on a phone in memory: how each trouble ends, and how messages go. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Phone, PhoneEvent } from '../../../../adapters/whatsapp/web/child/phone.ts'
import { openSession, type Session } from '../../../../adapters/whatsapp/web/child/session.ts'
import { findChromium } from '../../../../adapters/whatsapp/web/chromium.ts'
import { type FromChild, open, readFromChild, readToChild } from '../../../../adapters/whatsapp/web/wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings = {
  profile: folder,
  chromium: '/usr/bin/chromium',
  browserArgs: [],
  phone: null,
  quietHours: [2, 4] as [number, number],
  memoryLimit: 1_000,
  timing: { lookMs: 5, startMs: 200, readyMs: 40, sentMs: 60, spacingMs: 0 },
}
const sessions: Session[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.stop()
})

function begin(changes: Partial<Phone> = {}) {
  const told: FromChild[] = []
  const calls: string[] = []
  let hear: (event: PhoneEvent) => void = () => {}
  const call = (name: string) => async () => void calls.push(name)
  const phone: Phone = {
    open: async () => {},
    close: call('close'),
    onEvent: (listener) => {
      hear = listener
    },
    look: async () => ({ state: 'CONNECTED', synced: true, attached: true }),
    attach: call('attach'),
    reload: call('reload'),
    refreshQr: call('refresh'),
    me: async () => ({ phone: '6281100000001@c.us', lid: null }),
    people: async () => ({}),
    unread: async () => [],
    seen: async (chat) => void calls.push(`seen ${chat}`),
    typing: async (chat) => void calls.push(`typing ${chat}`),
    send: async ({ to }) => {
      calls.push(`send ${to}`)
      return { id: 'true_x', ack: 1 }
    },
    ackOf: async () => null,
    download: async () => null,
    memory: () => null,
    ...changes,
  }
  const session = openSession({
    phone,
    tell: (word) => void told.push(word),
    settings,
    now: () => new Date(),
  })
  sessions.push(session)
  return {
    session,
    told,
    calls,
    event: (event: PhoneEvent) => hear(event),
    words: (kind: FromChild['kind']) => told.filter((word) => word.kind === kind),
  }
}
const message = (id: string, chat = 'ani@c.us', t = Date.now() / 1000) => ({
  id: { fromMe: false, remote: chat, _serialized: id },
  t,
  type: 'chat',
  body: 'halo',
})
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 5 })

describe('a session', () => {
  it.each([
    [{ kind: 'disconnected', reason: 'LOGOUT' }, 'logged-out'],
    [{ kind: 'disconnected', reason: 'UNPAIRED' }, 'logged-out'],
    [{ kind: 'disconnected', reason: 'TOS_BLOCK' }, 'banned'],
    [{ kind: 'disconnected', reason: 'SMB_TOS_BLOCK' }, 'banned'],
    [{ kind: 'disconnected', reason: 'CONFLICT' }, 'conflict'],
    [{ kind: 'disconnected', reason: 'PROXYBLOCK' }, 'stalled'],
    [{ kind: 'lost' }, 'browser-lost'],
  ] as const)('that hears %j ends as %s, and closes the browser', async (event, why) => {
    const { session, calls, event: emit, words } = begin()
    emit({ kind: 'ready' })
    emit(event as PhoneEvent)
    expect(await session.ended).toBe(why)
    expect(words('end')).toMatchObject([{ why }])
    expect(calls).toContain('close')
  })

  it.each([
    ['Failed to launch the browser process!', 'browser-failed'],
    ['The browser is already running for /x', 'browser-failed'],
    ['net::ERR_NAME_NOT_RESOLVED at https://web.whatsapp.com/', 'unreachable'],
  ])('that cannot open because of "%s" ends as %s', async (words, why) => {
    const { session } = begin({ open: () => Promise.reject(new Error(words)) })
    expect(await session.ended).toBe(why)
  })

  it('ends when the page never opens, and when it answers no more', async () => {
    const never = begin({ open: () => new Promise(() => {}) })
    expect(await never.session.ended).toBe('stalled')
    const mute = begin({ look: () => Promise.reject(new Error('detached')) })
    expect(await mute.session.ended).toBe('stalled')
  })

  it('loads a page that stands still anew, once, and then ends', async () => {
    const { session, calls } = begin({
      look: async () => ({ state: 'TIMEOUT', synced: false, attached: false }),
    })
    expect(await session.ended).toBe('stalled')
    expect(calls.filter((call) => call === 'reload')).toHaveLength(1)
  })

  it('says ready where the library missed it', async () => {
    const { calls } = begin({ look: async () => ({ state: 'CONNECTED', synced: true, attached: false }) })
    await soon(() => expect(calls).toContain('attach'))
  })

  it('tells nothing of an error but its kind', async () => {
    const { session, words } = begin()
    session.fail(new Error('6281234567890 wrote RAHASIA'))
    await session.ended
    expect(words('end')).toMatchObject([{ why: 'fault', detail: 'Error' }])
    const other = begin()
    other.session.fail('auth timeout')
    expect(other.words('end')).toMatchObject([{ detail: 'auth timeout' }])
  })
})

describe('messages in', () => {
  it('are kept until they are done, told again to who asks, and read only when none of the chat is left', async () => {
    const { session, calls, event, told, words } = begin()
    event({ kind: 'ready' })
    event({ kind: 'message', message: message('a') })
    event({ kind: 'message', message: message('b') })
    await soon(() => expect(words('heard')).toHaveLength(2))
    told.length = 0
    session.tellAll()
    expect(told.map(({ kind }) => kind)).toEqual(['ready', 'heard', 'heard'])
    session.take({ kind: 'done', id: 'a' })
    expect(calls).not.toContain('seen ani@c.us')
    session.take({ kind: 'done', id: 'b' })
    expect(calls).toContain('seen ani@c.us')
  })

  it('are found among the unread, unless they are a day old or done', async () => {
    const old = message('old', 'ani@c.us', Date.now() / 1000 - 86_500)
    const { session, event, words } = begin({ unread: async () => [old, message('new')] })
    event({ kind: 'ready' })
    await soon(() => expect(words('heard')).toHaveLength(1))
    session.take({ kind: 'done', id: 'new' })
    event({ kind: 'ready' })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(words('heard')).toHaveLength(1)
  })

  it('carry no preview of a picture', async () => {
    const { event, words } = begin()
    event({ kind: 'ready' })
    event({
      kind: 'message',
      message: { ...message('a'), type: 'image', directPath: '/x', body: '/9j/preview' },
    })
    await soon(() => expect(words('heard')).toHaveLength(1))
    expect(JSON.stringify(words('heard'))).not.toContain('preview')
  })
})

describe('messages out', () => {
  const order = { kind: 'send', ask: 1, to: 'ani@c.us', text: 'x', picture: null, earlier: null } as const
  const sentOf = async (changes: Partial<Phone>, more: object = {}) => {
    const { session, event, words, calls } = begin({
      look: async () => ({ state: 'CONNECTED', synced: true, attached: true }),
      ...changes,
    })
    event({ kind: 'ready' })
    await soon(() => expect(words('ready')).toHaveLength(1))
    session.take({ ...order, ...more })
    await soon(() => expect(words('sent')).toHaveLength(1))
    const [answer] = words('sent')
    return { sent: answer?.kind === 'sent' ? answer.sent : null, calls, event, session, words }
  }

  it('go off after "typing", and are sent once WhatsApp has them', async () => {
    const { sent, calls } = await sentOf({})
    expect(sent).toEqual({ kind: 'sent', id: 'true_x' })
    expect(calls.filter((call) => /typing|send/.test(call))).toEqual(['typing ani@c.us', 'send ani@c.us'])
  })

  it('are judged by what the page says of them', async () => {
    expect((await sentOf({ send: async () => ({ id: 'true_x', ack: -1 }) })).sent).toEqual({ kind: 'failed' })
    expect((await sentOf({ send: async () => null })).sent).toEqual({ kind: 'no-such-chat' })
    expect((await sentOf({ send: async () => ({ id: 'true_x', ack: 0 }) })).sent).toEqual({ kind: 'unsure' })
    expect((await sentOf({ send: () => new Promise(() => {}) })).sent).toEqual({ kind: 'unsure' })
    expect((await sentOf({ send: () => Promise.reject(new Error('detached')) })).sent).toEqual({
      kind: 'unsure',
    })
  })

  it('that were unsure are asked about before they are sent again, also in another browser', async () => {
    const has = await sentOf({ ackOf: async () => 2 }, { earlier: 'true_before' })
    expect(has.sent).toEqual({ kind: 'sent', id: 'true_before' })
    expect(has.calls).not.toContain('send ani@c.us')
    const lost = await sentOf({ ackOf: async () => null }, { earlier: 'true_before' })
    expect(lost.calls).toContain('send ani@c.us')
  })

  it('are known again by their picture too', async () => {
    const posted: number[] = []
    const png = (byte: number) => ({ picture: { png: new Uint8Array([byte]) } })
    const { session, words } = await sentOf(
      {
        async send({ picture }) {
          if (picture !== null && 'png' in picture) posted.push(picture.png[0] ?? 0)
          return { id: `true_${posted.length}`, ack: 0 }
        },
        ackOf: async () => 0,
      },
      png(1),
    )
    session.take({ ...order, ...png(1), ask: 2 })
    session.take({ ...order, ...png(2), ask: 3 })
    await soon(() => expect(words('sent')).toHaveLength(3))
    expect(posted).toEqual([1, 2])
  })

  it('are not begun without a session', async () => {
    const { session, words, calls } = begin({
      look: async () => ({ state: 'UNPAIRED', synced: false, attached: false }),
    })
    session.take(order)
    await soon(() => expect(words('sent')).toMatchObject([{ sent: { kind: 'not-ready' } }]))
    expect(calls).toEqual([])
  })
})

describe('the wire', () => {
  it('takes its own words, and no others', () => {
    expect(readToChild(structuredClone(open(settings)))).toMatchObject({ kind: 'open' })
    expect(readToChild({ ...open(settings), version: 0 })).toBeNull()
    expect(readToChild({ kind: 'send', ask: 1, to: 'x' })).toBeNull()
    expect(readFromChild({ kind: 'ready' })).toBeNull()
    expect(readFromChild({ kind: 'fetched', ask: 1, bytes: new Uint8Array([1]) })).toMatchObject({ ask: 1 })
    for (const strange of [null, 7, [], {}, { kind: 'x' }]) expect(readFromChild(strange)).toBeNull()
  })
})

describe('the browser', () => {
  it('is found by its setting or on PATH, or one sentence says what to do', () => {
    expect(findChromium(process.execPath, '')).toBe(process.execPath)
    expect(() => findChromium(folder, '')).toThrow('CHROMIUM is not the path of a program.')
    expect(() => findChromium(undefined, folder)).toThrow(
      'Install it (Debian: apt install chromium), or set CHROMIUM',
    )
  })
})
