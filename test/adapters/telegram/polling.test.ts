/** Long polling: what is not committed is never confirmed, and what is committed is not asked for again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Adapter, Fitted, Inbound } from '#engine'
import { type Fault, serverError, tooManyRequests, type Wire } from '../../kit/bot-api/index.ts'
import { fitted } from '../../kit/fit-for-test.ts'
import { openTelegram, type TelegramSubject } from './subject.ts'

let subject: TelegramSubject
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await subject.adapter.stop()
  await subject.close()
})

const open = async (): Promise<TelegramSubject> => {
  subject = await openTelegram({ by: 'polling' })
  return subject
}
const textOf = ({ body }: Inbound): string => (body.kind === 'text' ? body.text : '')

/** A turn whose commit the test decides on. */
function gate(): { readonly promise: Promise<void>; open(): void } {
  let release = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    release = resolve
  })
  return { promise, open: () => release() }
}

describe('the offset', () => {
  it('moves only after every turn of the batch is committed', async () => {
    const { api, adapter, mount } = await open()
    const commit = gate()
    const heard: string[] = []
    const first = api.people.says(api.people.person(1), 'satu').updateId
    const last = api.people.says(api.people.person(2), 'dua').updateId
    await adapter.start(async (inbound) => {
      heard.push(textOf(inbound))
      if (textOf(inbound) === 'dua') await commit.promise
    }, mount)
    await api.until('both heard', () => heard.length === 2)
    expect(api.queue.confirmed()).toBeLessThanOrEqual(first)
    expect(api.queue.pending()).toBe(2)
    commit.open()
    await api.until('confirmed', () => api.queue.confirmed() === last + 1)
    expect(api.queue.pending()).toBe(0)
    expect(heard).toEqual(['satu', 'dua'])
  })

  it('waits while turns fail, hears the same again, and never asks twice for one offset', async () => {
    const { api, adapter, mount, events } = await open()
    const heard: string[] = []
    let away = true
    await adapter.start(async (inbound) => {
      heard.push(inbound.id)
      if (away && textOf(inbound) !== 'lain')
        throw Object.assign(new Error('secret words'), { code: 'ECONNREFUSED' })
    }, mount)
    api.people.says(api.people.person(1), 'satu')
    api.people.says(api.people.person(1), 'dua')
    const last = api.people.says(api.people.person(2), 'lain').updateId
    const asked = (): number =>
      api.queue.offsets.filter((offset) => offset === api.queue.offsets.at(-1)).length
    await api.until('three tries', () => events.filter(({ kind }) => kind === 'not-committed').length >= 3)
    expect(api.queue.confirmed()).toBeLessThan(last)
    expect(api.queue.pending()).toBe(3)
    expect(asked()).toBe(1)
    // The second of the same chat has not begun: order is kept while the first is not done.
    expect(new Set(heard).size).toBe(2)
    away = false
    await api.until('confirmed', () => api.queue.confirmed() === last + 1)
    expect(new Set(heard).size).toBe(3)
    expect(events.find(({ kind }) => kind === 'not-committed')).toMatchObject({ error: 'ECONNREFUSED' })
    expect(JSON.stringify(events)).not.toContain('secret words')
  })

  it('is confirmed at a stop for what was committed, and for nothing else', async () => {
    const { api, adapter, mount } = await open()
    const done = api.people.says(api.people.person(1), 'selesai').updateId
    api.people.says(api.people.person(2), 'gagal')
    api.people.says(api.people.person(3), 'selesai')
    const heard: string[] = []
    await adapter.start(async (inbound) => {
      heard.push(textOf(inbound))
      if (textOf(inbound) === 'gagal') throw new Error('away')
    }, mount)
    await api.until('all tried', () => heard.length >= 3)
    await adapter.stop()
    // The third was committed too, but confirming it would confirm the second.
    expect(api.queue.confirmed()).toBe(done + 1)
    const again: string[] = []
    await adapter.start(async (inbound) => void again.push(textOf(inbound)), mount)
    await api.until('the rest heard', () => again.length === 2)
    expect(again).toEqual(['gagal', 'selesai'])
  })

  it('outlives kill -9 in the middle of a turn: the update is heard again', async () => {
    const { api, adapter, mount } = await open()
    const { updateId } = api.people.says(api.people.person(1), 'jangan hilang')
    const script = fileURLToPath(new URL('./stuck.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, api.token, api.root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const before = line.toString().trim()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(api.queue.confirmed()).toBeLessThanOrEqual(updateId)
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    await api.until('heard again', () => heard.length === 1)
    expect(heard[0]?.id).toBe(before)
  })
})

describe('polling', () => {
  it('goes on after every kind of trouble, loses nothing and never asks in a hurry', async () => {
    await open()
    const troubles: readonly Fault[] = [
      serverError(502),
      tooManyRequests(1),
      { kind: 'garbage' },
      { kind: 'half' },
      { kind: 'answer', body: '{"ok":true,"result":null}' },
      { kind: 'answer', body: '{"ok":true,"result":[{"message":{}}]}' },
      { kind: 'answer', body: '[]' },
      { kind: 'drop-after' },
      { kind: 'refuse', code: 409, description: 'Conflict: terminated by other getUpdates request' },
    ]
    // All at once: each waits the three seconds for which Telegram punishes the hasty.
    await Promise.all(
      troubles.map(async (fault) => {
        const own = await openTelegram({ by: 'polling' })
        const { api, adapter, mount, events } = own
        api.faults.failNext('getUpdates', fault)
        api.people.says(api.people.person(1), 'halo')
        const heard: string[] = []
        await adapter.start(async (inbound) => void heard.push(textOf(inbound)), mount)
        await api.until(`heard after ${fault.kind}`, () => heard.length === 1)
        expect(heard).toEqual(['halo'])
        expect(events).toContainEqual(expect.objectContaining({ kind: 'call-failed', call: 'getUpdates' }))
        const [first, second] = api.calls.filter(({ method }) => method === 'getUpdates')
        expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2900)
        await adapter.stop()
        await own.close()
      }),
    )
  })

  it('takes the webhook away first, so that Telegram lets it poll', async () => {
    const { api, adapter, mount } = await open()
    const set = await fetch(`${api.root}/bot${api.token}/setWebhook?url=http://127.0.0.1:9/x`)
    expect(set.status).toBe(200)
    const heard: string[] = []
    await adapter.start(async (inbound) => void heard.push(textOf(inbound)), mount)
    api.people.says(api.people.person(1), 'halo')
    await api.until('heard', () => heard.length === 1)
  })

  it('keeps the order of a chat and lets others pass', async () => {
    const { api, adapter, mount } = await open()
    const slow = gate()
    const heard: string[] = []
    const budi = api.people.person(1)
    for (const text of ['1', '2', '3']) api.people.says(budi, text)
    api.people.says(api.people.person(2), 'lain')
    await adapter.start(async (inbound) => {
      if (textOf(inbound) === '1') await slow.promise
      heard.push(textOf(inbound))
    }, mount)
    await api.until('the other was heard', () => heard.includes('lain'))
    expect(heard).toEqual(['lain'])
    slow.open()
    await api.until('all heard', () => heard.length === 4)
    expect(heard).toEqual(['lain', '1', '2', '3'])
  })

  it('hears a thousand people, each once', async () => {
    const { api, adapter, mount } = await open()
    const heard: string[] = []
    await adapter.start(async (inbound) => void heard.push(inbound.id), mount)
    for (let id = 1; id <= 1000; id++) api.people.says(api.people.person(id), `nomor ${id}`)
    await api.until('all heard and confirmed', () => heard.length >= 1000 && api.queue.pending() === 0)
    expect(new Set(heard).size).toBe(1000)
    expect(heard).toHaveLength(1000)
  })

  it('finishes a turn that has begun before it stops', async () => {
    const { api, adapter, mount } = await open()
    const commit = gate()
    let began = false
    let finished = false
    const { updateId } = api.people.says(api.people.person(1), 'halo')
    await adapter.start(async () => {
      began = true
      await commit.promise
      finished = true
    }, mount)
    await api.until('begun', () => began)
    const stopped = adapter.stop()
    commit.open()
    await stopped
    expect(finished).toBe(true)
    expect(api.queue.confirmed()).toBe(updateId + 1)
  })
})

describe('a tap', () => {
  it('is acknowledged after the commit, not before', async () => {
    const { api, adapter, mount, chat } = await open()
    const commit = gate()
    let heard = 0
    await adapter.start(async () => {
      heard++
      await commit.promise
    }, mount)
    await adapter.send(chat, pick(adapter))
    api.people.presses(api.people.person(500), lastShown(), 'Ya')
    await api.until('heard', () => heard === 1)
    const acknowledged = (): boolean => api.journal.some(({ method }) => method === 'answerCallbackQuery')
    expect(acknowledged()).toBe(false)
    commit.open()
    await api.until('acknowledged', acknowledged)
  })

  it('sent again by an impatient phone has a new update and the same id', async () => {
    const { api, adapter, mount, chat } = await open()
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    await adapter.send(chat, pick(adapter))
    const { tapId, updateId } = api.people.presses(api.people.person(500), lastShown(), 'Ya')
    const second = api.people.pressesAgain(tapId)
    expect(second).not.toBe(updateId)
    await api.until('heard twice', () => heard.length === 2)
    expect(heard[1]?.id).toBe(heard[0]?.id)
    const other = api.people.presses(api.people.person(500), lastShown(), 'Ya')
    expect(other.tapId).not.toBe(tapId)
    await api.until('heard', () => heard.length === 3)
    expect(heard[2]?.id).not.toBe(heard[0]?.id)
  })

  it('that cannot be acknowledged is heard all the same', async () => {
    const { api, adapter, mount, chat, events } = await open()
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    await adapter.send(chat, pick(adapter))
    api.faults.failNext('answerCallbackQuery', serverError(500))
    api.people.presses(api.people.person(500), lastShown(), 'Ya')
    await api.until('logged', () => events.some((event) => event.kind === 'call-failed'))
    expect(heard).toHaveLength(1)
    api.people.says(api.people.person(500), 'lanjut')
    await api.until('heard', () => heard.length === 2)
  })
})

function pick({ abilities }: Adapter): Fitted {
  const buttons = [
    { label: 'Ya', token: '2.0' },
    { label: 'Tidak', token: '2.1' },
  ]
  return fitted({ text: 'Benar?', buttons }, abilities)
}

function lastShown(): Wire {
  const message = subject.api.shown(500).at(-1)
  if (message === undefined) throw new Error('nothing was shown')
  return message
}
