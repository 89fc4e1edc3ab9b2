import { afterEach, describe, expect, it } from 'vitest'
import type {
  Abilities,
  Adapter,
  Card,
  ChannelName,
  Delivery,
  DeliveryId,
  Draw,
  Drawing,
  Fitted,
  Outbox,
  SendOutcome,
  Settling,
  Speak,
  SpokenCard,
} from '#engine'
import { plainText } from '#engine'
import { createWorker, type Settled, type Worker } from '../../src/delivery/worker.ts'

const channel = 'test' as ChannelName
const sent: SendOutcome = { kind: 'sent', messageId: '1' }
const speak: Speak = (wording) => [
  {
    kind: 'paragraph',
    spans: [{ kind: 'plain', text: 'verbatim' in wording ? wording.verbatim : 'phrase' }],
  },
]

/** A channel whose answers a test decides. */
function createChannel(abilities: Partial<Abilities> = {}) {
  const said: string[] = []
  const images: Fitted['image'][] = []
  const open: ((outcome: SendOutcome) => void)[] = []
  let answer: ((text: string) => SendOutcome) | null = () => sent
  const adapter: Adapter = {
    name: channel,
    abilities: {
      textLimit: 100,
      captionLimit: 100,
      buttons: null,
      images: false,
      window: null,
      inFlight: 3,
      ...abilities,
    },
    start: async () => {},
    stop: async () => {},
    fetchMedia: async () => new Uint8Array(),
    send(_to, message) {
      const text = plainText(message.text)
      said.push(text)
      images.push(message.image)
      const answered = answer?.(text)
      return answered === undefined ? new Promise((resolve) => open.push(resolve)) : Promise.resolve(answered)
    },
  }
  return {
    adapter,
    said,
    images,
    /** Sends that hang until they are let go. */
    open,
    answers: (how: ((text: string) => SendOutcome) | null) => {
      answer = how
    },
  }
}

/** An outbox whose rows a test puts in. */
function createBox() {
  const waiting: Delivery[] = []
  const settled: Settling[] = []
  let failures = 0
  const outbox: Outbox = {
    claim: async (_channels, most) => waiting.splice(0, most),
    settle: async (settlings) => {
      if (failures-- > 0) throw new Error('away')
      settled.push(...settlings)
    },
  }
  return {
    outbox,
    waiting,
    settled,
    fail: (times: number) => {
      failures = times
    },
  }
}

let numbered = 0
function delivery(text: string, changes: Partial<Delivery> = {}): Delivery {
  numbered++
  return {
    id: `${numbered}` as DeliveryId,
    to: { channel, chat: `chat ${numbered}` },
    reply: { body: [{ verbatim: text }] },
    locale: 'id',
    turn: 1,
    cause: { kind: 'turn' },
    attempts: 0,
    partsSent: 0,
    createdAt: new Date(),
    ...changes,
  }
}

describe('worker', () => {
  let worker: Worker
  const counted: Settled[] = []
  const faults: unknown[] = []
  afterEach(async () => {
    await worker.stop()
    counted.length = 0
    faults.length = 0
  })
  function begin(
    box: ReturnType<typeof createBox>,
    line: ReturnType<typeof createChannel>,
    more: { readonly draw?: Draw; readonly now?: () => Date } = {},
  ): Worker {
    worker = createWorker({
      outbox: box.outbox,
      adapters: [line.adapter],
      speak,
      now: () => new Date(),
      onSettled: (each) => counted.push(each),
      onFault: (error) => faults.push(error),
      ...more,
    })
    worker.start()
    return worker
  }

  describe('draws a card', () => {
    const drawing: Drawing = { bytes: new Uint8Array([1]), mime: 'image/png' }
    const card: Card = {
      mood: 'lesson',
      title: { verbatim: 'title' },
      head: { verbatim: 'head' },
      verdict: null,
      body: [{ verbatim: 'body' }],
      foot: { verbatim: 'foot' },
    }
    const send = async (draw: Draw | null, abilities: Partial<Abilities>) => {
      const [box, line] = [createBox(), createChannel(abilities)]
      line.answers(() => ({ kind: 'sent', messageId: '1' }))
      begin(box, line, draw === null ? {} : { draw }).take([
        delivery('text', { reply: { body: [{ verbatim: 'text' }], card } }),
      ])
      await expect.poll(() => box.settled.length).toBe(1)
      await worker.stop()
      expect(line.said).toEqual(['text'])
      return line.images
    }
    const able = { images: true, drawings: true }

    it('where a channel takes drawings, beside the text', async () => {
      const asked: SpokenCard[] = []
      const draw: Draw = async (each) => {
        asked.push(each)
        return drawing
      }
      expect(await send(draw, able)).toEqual([drawing])
      expect(asked.map(({ head, body }) => [plainText(head), plainText(body)])).toEqual([['head', 'body']])
    })

    it('nowhere else, and the text goes out all the same', async () => {
      const draw: Draw = async () => drawing
      expect(await send(draw, { images: true })).toEqual([null])
      expect(await send(draw, {})).toEqual([null])
      expect(await send(null, able)).toEqual([null])
      expect(await send(async () => null, able)).toEqual([null])
      expect(faults).toEqual([])
      const broken = new Error('no room to draw')
      expect(await send(() => Promise.reject(broken), able)).toEqual([null])
      expect(faults).toEqual([broken])
    })
  })

  it('sends what is handed over and what waits, and settles both', async () => {
    const [box, line] = [createBox(), createChannel()]
    box.waiting.push(delivery('waited'))
    begin(box, line).take([delivery('handed over')])
    await expect.poll(() => box.settled.length).toBe(2)
    expect(line.said.toSorted()).toEqual(['handed over', 'waited'])
    expect(box.settled.map(({ outcome, partsSent }) => [outcome.kind, partsSent])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ])
    expect(counted).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }])
  })

  it('has no more on its way than the channel allows, and room for some more in memory', async () => {
    const [box, line] = [createBox(), createChannel()]
    line.answers(null)
    begin(box, line)
    expect(worker.room(channel)).toBe(60)
    worker.take(Array.from({ length: 5 }, (_, n) => delivery(`${n}`)))
    expect(line.said).toEqual(['0', '1', '2'])
    expect(worker.room(channel)).toBe(55)
    expect(worker.room('other' as ChannelName)).toBe(0)
    line.open[0]?.(sent)
    await expect.poll(() => line.said).toEqual(['0', '1', '2', '3'])
    line.answers(() => sent)
    for (const letGo of line.open) letGo(sent)
  })

  it('holds everything back when the platform says not now', async () => {
    const [box, line] = [createBox(), createChannel({ inFlight: 1 })]
    line.answers(() => ({ kind: 'later', why: 'throttled', afterMs: 60_000 }))
    begin(box, line).take([delivery('a'), delivery('b')])
    await expect.poll(() => box.settled.length).toBe(2)
    expect(line.said).toEqual(['a'])
    expect(worker.room(channel)).toBe(0)
    expect(box.settled[0]?.outcome).toEqual({ kind: 'later', why: 'throttled', afterMs: 60_000 })
    expect(box.settled[1]?.outcome).toMatchObject({ kind: 'later', why: 'unreachable' })
  })

  it('is not held for years by a clock that was wrong when the platform said not now', async () => {
    const [box, line] = [createBox(), createChannel()]
    let wrongMs = 400 * 24 * 3_600_000
    line.answers(() => ({ kind: 'later', why: 'throttled', afterMs: 50 }))
    begin(box, line, { now: () => new Date(Date.now() + wrongMs) }).take([
      delivery('a', { createdAt: new Date(Date.now() + wrongMs) }),
    ])
    await expect.poll(() => box.settled.length).toBe(1)
    wrongMs = 0
    await expect.poll(() => worker.room(channel)).toBeGreaterThan(0)
  })

  it('waits longer with each try of a delivery that does not get through', async () => {
    const [box, line] = [createBox(), createChannel()]
    line.answers(() => ({ kind: 'later', why: 'unreachable', afterMs: 100 }))
    begin(box, line).take([0, 1, 5, 50].map((attempts) => delivery('a', { attempts })))
    await expect.poll(() => box.settled.length).toBe(4)
    const waits = box.settled.map(({ outcome }) => (outcome.kind === 'later' ? outcome.afterMs : 0))
    expect(waits.toSorted((a, b) => a - b)).toEqual([2_000, 4_000, 64_000, 300_000])
  })

  it('sends only those parts of a long answer that have not arrived', async () => {
    const [box, line] = [createBox(), createChannel()]
    const long = Array.from({ length: 3 }, (_, n) => `${n}`.repeat(90)).join(' ')
    line.answers((text) => (text.startsWith('1') ? { kind: 'later', why: 'unreachable', afterMs: 0 } : sent))
    begin(box, line).take([delivery(long)])
    await expect.poll(() => box.settled.length).toBe(1)
    expect(box.settled[0]).toMatchObject({ outcome: { kind: 'later' }, partsSent: 1 })
    line.answers(() => sent)
    worker.take([delivery(long, { partsSent: 1 })])
    await expect.poll(() => box.settled.length).toBe(2)
    expect(box.settled[1]).toMatchObject({ outcome: { kind: 'sent' }, partsSent: 3 })
    expect(line.said.map((text) => text[0])).toEqual(['0', '1', '1', '2'])
  })

  it('says what is due in one chat one after another, and in order', async () => {
    const [box, line] = [createBox(), createChannel()]
    line.answers(null)
    const to = { channel, chat: 'one' }
    begin(box, line).take([delivery('a', { to }), delivery('b', { to }), delivery('elsewhere')])
    worker.take([delivery('c', { to })])
    expect(line.said).toEqual(['a', 'elsewhere'])
    line.open[0]?.(sent)
    await expect.poll(() => line.said).toEqual(['a', 'elsewhere', 'b'])
    line.open[2]?.(sent)
    await expect.poll(() => line.said).toEqual(['a', 'elsewhere', 'b', 'c'])
    for (const letGo of line.open) letGo(sent)
    await expect.poll(() => box.settled.length).toBe(4)
  })

  it('lets nothing overtake an answer that could not be sent yet', async () => {
    const [box, line] = [createBox(), createChannel()]
    const to = { channel, chat: 'one' }
    line.answers((text) => (text === 'a' ? { kind: 'later', why: 'unreachable', afterMs: 0 } : sent))
    begin(box, line).take([delivery('a', { to }), delivery('b', { to })])
    await expect.poll(() => line.said.length).toBe(1)
    worker.take([delivery('c', { to })])
    await expect.poll(() => box.settled.length).toBe(3)
    expect(line.said).toEqual(['a'])
    expect(box.settled.every(({ outcome }) => outcome.kind === 'later')).toBe(true)
    // Once all that is written down, the chat is open again.
    worker.take([delivery('d', { to })])
    await expect.poll(() => line.said).toEqual(['a', 'd'])
  })

  it('skips what else was due in a chat that is closed', async () => {
    const [box, line] = [createBox(), createChannel()]
    const to = { channel, chat: 'one' }
    line.answers(() => ({ kind: 'refused', why: 'blocked', detail: 'Forbidden' }))
    begin(box, line).take([delivery('a', { to }), delivery('b', { to })])
    await expect.poll(() => box.settled.length).toBe(2)
    expect(line.said).toEqual(['a'])
    expect(box.settled.map(({ outcome }) => outcome.kind)).toEqual(['refused', 'skipped'])
  })

  it('lets an answer go that nobody could be given for a day', async () => {
    const [box, line] = [createBox(), createChannel()]
    begin(box, line).take([delivery('old', { createdAt: new Date(Date.now() - 25 * 3_600_000) })])
    await expect.poll(() => box.settled.length).toBe(1)
    expect(box.settled[0]?.outcome).toEqual({ kind: 'skipped', why: 'too-old' })
    expect(line.said).toEqual([])
  })

  it('refuses what it cannot speak, and goes on', async () => {
    const [box, line] = [createBox(), createChannel()]
    begin(box, line).take([delivery('bad', { reply: { body: [null as never] } }), delivery('good')])
    await expect.poll(() => box.settled.length).toBe(2)
    expect(box.settled.map(({ outcome }) => outcome.kind).toSorted()).toEqual(['refused', 'sent'])
    expect(faults).toHaveLength(1)
  })

  it('keeps an outcome that the database did not take, and offers it again', async () => {
    const [box, line] = [createBox(), createChannel()]
    box.fail(2)
    begin(box, line).take([delivery('a')])
    await expect.poll(() => box.settled.length, { timeout: 5_000 }).toBe(1)
    expect(line.said).toEqual(['a'])
    expect(faults).toHaveLength(2)
  })

  it('finishes what it has begun when it is stopped, and gives the rest back', async () => {
    const [box, line] = [createBox(), createChannel()]
    line.answers(null)
    begin(box, line).take(Array.from({ length: 5 }, (_, n) => delivery(`${n}`)))
    const stopped = worker.stop()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(line.said).toEqual(['0', '1', '2'])
    for (const letGo of line.open) letGo(sent)
    await stopped
    expect(line.said).toEqual(['0', '1', '2'])
    expect(box.settled.map(({ outcome }) => outcome.kind).toSorted()).toEqual([
      'later',
      'later',
      'sent',
      'sent',
      'sent',
    ])
  })
})
