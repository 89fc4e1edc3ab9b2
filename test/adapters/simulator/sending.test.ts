import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Adapter, plainText, type SendOutcome } from '#engine'
import { writeMarkup } from '../../../adapters/simulator/markup.ts'
import { aPost, budi, message, openSimulator, plain, type Simulator, siti } from './kit.ts'

let clock = new Date('2026-11-24T00:00:00Z')
let simulator: Simulator
beforeEach(async () => {
  clock = new Date('2026-11-24T00:00:00Z')
  simulator = await openSimulator({ now: () => clock })
})
afterEach(() => simulator.close())

function send(adapter: Adapter, sent: ReturnType<typeof message>, chat = siti): Promise<SendOutcome> {
  return adapter.send({ channel: adapter.name, chat }, sent)
}

describe('each number of the abilities is true: at the limit sent, beyond it refused', () => {
  const malformed = { kind: 'refused', why: 'malformed' }

  it('text', async () => {
    for (const adapter of simulator.adapters) {
      const { textLimit } = adapter.abilities
      expect(await send(adapter, message({ text: plain('a'.repeat(textLimit)) }))).toMatchObject({
        kind: 'sent',
      })
      expect(await send(adapter, message({ text: plain('a'.repeat(textLimit + 1)) }))).toMatchObject(
        malformed,
      )
      expect(await send(adapter, message({ text: [] }))).toMatchObject(malformed)
    }
  })

  it('text beside a picture', async () => {
    for (const adapter of simulator.adapters) {
      const image = { channel: adapter.name, key: 'gone', type: 'image', bytes: 1 } as const
      const text = plain('a'.repeat(adapter.abilities.captionLimit))
      const more = plain('a'.repeat(adapter.abilities.captionLimit + 1))
      expect(await send(adapter, message({ text, image }))).toMatchObject({ kind: 'sent' })
      expect(await send(adapter, message({ text: more, image }))).toMatchObject(malformed)
    }
  })

  it('buttons and their labels', async () => {
    for (const adapter of simulator.adapters) {
      const { buttons } = adapter.abilities
      const row = (labelLength: number) => ({ label: 'a'.repeat(labelLength), token: '1.0' })
      if (buttons === null) {
        expect(await send(adapter, message({ buttons: [row(1)] }))).toMatchObject(malformed)
        continue
      }
      const { most, labelLimit, links } = buttons
      expect(await send(adapter, message({ buttons: Array(most).fill(row(labelLimit)) }))).toMatchObject({
        kind: 'sent',
      })
      expect(await send(adapter, message({ buttons: Array(most + 1).fill(row(1)) }))).toMatchObject(malformed)
      expect(await send(adapter, message({ buttons: [row(labelLimit + 1)] }))).toMatchObject(malformed)
      const link = { label: 'Buka', url: 'https://example.org/' }
      expect(await send(adapter, message({ buttons: [link] }))).toMatchObject(
        links ? { kind: 'sent' } : malformed,
      )
    }
  })

  it('the window of 24 hours', async () => {
    const { window } = simulator.cloud.abilities
    if (window === null) throw new Error('has a window')
    await simulator.post(aPost({ costume: 'whatsapp-cloud' }))
    clock = new Date(clock.getTime() + window.ms)
    expect(await send(simulator.cloud, message({}))).toMatchObject({ kind: 'sent' })
    clock = new Date(clock.getTime() + 1)
    expect(await send(simulator.cloud, message({}))).toMatchObject({ kind: 'refused', why: 'window-closed' })
  })
})

it('refuses a chat that cannot be, and one whose person blocked the bot, until they write again', async () => {
  expect(await send(simulator.telegram, message({}), '628123')).toMatchObject({
    kind: 'refused',
    why: 'no-such-chat',
  })
  await simulator.post(aPost({ said: { kind: 'membership', change: 'blocked' } }))
  expect(await send(simulator.telegram, message({}))).toMatchObject({ kind: 'refused', why: 'blocked' })
  expect(await send(simulator.telegram, message({}), budi)).toMatchObject({ kind: 'sent' })
  await simulator.post(aPost())
  expect(await send(simulator.telegram, message({}))).toMatchObject({ kind: 'sent' })
})

it('no refusal repeats what was to be sent', async () => {
  const secret = 'rahasia'.repeat(2000)
  expect(JSON.stringify(await send(simulator.telegram, message({ text: plain(secret) })))).not.toContain(
    'rahasia',
  )
})

describe('hostile text', () => {
  it('arrives as the very letters it was', async () => {
    const watch = await simulator.watch(siti)
    const hostile = '<img src=x onerror=alert(1)>\n\ndata: {"by":"bot"}\r\nevent: ready\u2028\u202E\u200B*_`'
    await send(simulator.telegram, message({ text: plain(hostile) }))
    await simulator.post(aPost({ said: { kind: 'text', text: hostile } }))
    const lines = await watch.until((all) => all.length >= 2)
    const [bot] = lines
    expect(bot?.by === 'bot' && plainText(bot.text)).toBe(hostile)
    expect(simulator.heard[0]?.body).toEqual({ kind: 'text', text: hostile })
  })

  it('any text at all keeps its letters on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), async (text) => {
        const watch = await simulator.watch(budi)
        await send(simulator.telegram, message({ text: plain(text) }), budi)
        const lines = await watch.until((all) =>
          all.some((line) => line.by === 'bot' && plainText(line.text) === text),
        )
        watch.close()
        expect(lines.length).toBeGreaterThan(0)
      }),
      { numRuns: 40 },
    )
  })

  it('a link that a browser could run is no link', () => {
    const kindOf = (url: string) =>
      writeMarkup([{ kind: 'paragraph', spans: [{ kind: 'link', text: 'a', url }] }])[0]?.spans[0]?.kind
    for (const url of [
      'javascript:alert(1)',
      ' JaVaScRiPt:1',
      'data:text/html,x',
      'vbscript:1',
      'file:///etc',
      'x',
      '',
    ]) {
      expect(kindOf(url), url).toBe('plain')
    }
    for (const url of ['https://example.org/', 'http://a.b', 'tel:+6221', 'mailto:a@b.c']) {
      expect(kindOf(url), url).toBe('link')
    }
  })
})
