/** Reading: no JSON in the world makes it throw, and the same JSON is always read the same. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { laneOf, readUpdate, tapOf } from '../../../adapters/telegram/read.ts'
import { placeOf } from '../../../adapters/telegram/write.ts'
import { loadSamples } from './subject.ts'

const self = { channel: 'telegram' as ChannelName, id: 7000000001, username: 'tanya_dulu_bot' }
const now = new Date('2026-11-24T00:00:00Z')

/** Every place inside a JSON value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}
/** The value with another put in one place. */
function put(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) }
  copy[key] = put(copy[key], rest, other)
  return Array.isArray(value) ? Object.values(copy) : copy
}

const readable = (update: unknown): void => {
  const inbound = readUpdate(update, self, now)
  expect(readUpdate(update, self, now)).toEqual(inbound)
  tapOf(update)
  laneOf(update)
  if (inbound === null) return
  expect(inbound.id).toMatch(/^telegram:\w+:\S+$/)
  // A date or a letter no store can keep would be heard again for ever.
  expect(() => inbound.at.toISOString()).not.toThrow()
  expect(JSON.stringify(inbound)).not.toContain('\\u0000')
  expect(placeOf(inbound.from.chat)).not.toBeNull()
  expect(['text', 'press', 'media', 'card', 'place', 'membership', 'unsupported']).toContain(
    inbound.body.kind,
  )
}

describe('readUpdate', () => {
  it('never throws on any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), readable), { numRuns: 2000 })
  })

  it('never throws on a real update with anything in any place', () => {
    const samples = loadSamples().map(({ raw }) => raw)
    const broken = fc
      .constantFrom(...samples)
      .chain((raw) => fc.tuple(fc.constant(raw), fc.constantFrom(...placesIn(raw)), fc.jsonValue()))
      .map(([raw, place, other]) => put(raw, place, other))
    fc.assert(fc.property(broken, readable), { numRuns: 5000 })
  })

  it('never throws on entities that point anywhere', () => {
    const entity = fc.record({
      type: fc.constantFrom('mention', 'bot_command', 'text_mention', 'bold', 'x'),
      offset: fc.oneof(fc.integer({ min: -5, max: 40 }), fc.double(), fc.constant(null)),
      length: fc.oneof(fc.integer({ min: -5, max: 40 }), fc.constant('1')),
      user: fc.constantFrom({ id: self.id }, { id: 1 }, null),
    })
    const update = fc
      .record({ text: fc.string({ unit: 'grapheme' }), entities: fc.array(entity) })
      .map((fields) => ({
        update_id: 1,
        message: { message_id: 1, date: 1, from: { id: 1 }, chat: { id: -1, type: 'group' }, ...fields },
      }))
    fc.assert(fc.property(update, readable), { numRuns: 3000 })
  })

  it('puts nobody’s number into an id', () => {
    for (const { raw } of loadSamples()) {
      const inbound = readUpdate(raw, self, now)
      if (inbound === null) continue
      expect(inbound.id).not.toContain(inbound.person)
      expect(inbound.id).not.toContain(inbound.from.chat)
    }
  })
})

describe('what no store could keep', () => {
  const heard = (update: object): unknown => readUpdate({ update_id: 1, ...update }, self, now)
  const from = { id: 1, is_bot: false }
  const chat = { id: 1, type: 'private' }
  it('is taken out or left alone', () => {
    expect(heard({ message: { message_id: 1, date: 1, from, chat, text: 'PT\0 Maju' } })).toMatchObject({
      body: { text: 'PT Maju' },
    })
    expect(
      heard({
        callback_query: { id: '5', from, message: { message_id: 1, date: 0, chat }, data: '1.\0' + '0' },
      }),
    ).toMatchObject({ body: { token: '1.0' } })
    expect(heard({ message: { message_id: 1, date: 1e15, from, chat, text: 'x' } })).toBeNull()
    expect(heard({ message: { message_id: 1, date: -1, from, chat, text: 'x' } })).toBeNull()
    expect(
      heard({ callback_query: { id: '', from, message: { message_id: 1, date: 0, chat }, data: '1.0' } }),
    ).toBeNull()
  })
})

describe('placeOf', () => {
  it.each([
    ['123', { chat: '123', topic: null }],
    ['-1001234567890', { chat: '-1001234567890', topic: null }],
    ['-100/12', { chat: '-100', topic: 12 }],
    ['', null],
    ['62812@c.us', null],
    ['1/2/3', null],
    ['@channel', null],
    ['1e3', null],
  ])('%s', (chat, place) => expect(placeOf(chat)).toEqual(place))
})
