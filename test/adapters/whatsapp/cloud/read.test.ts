/** Reading: no JSON in the world makes it throw, and the same JSON is always read the same. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipientOf } from '../../../../adapters/whatsapp/cloud/identity.ts'
import { readCall } from '../../../../adapters/whatsapp/cloud/read.ts'
import { loadSamples, whatsapp } from './subject.ts'

const self = { channel: whatsapp, phoneId: '106540352242922' }
const samples = loadSamples().map(({ raw }) => raw)

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

const readable = (body: unknown): void => {
  const call = readCall(body, self)
  expect(readCall(body, self)).toEqual(call)
  for (const { inbound } of call.heard) {
    expect(inbound.id).toMatch(/^whatsapp:[\w-]{32}$/)
    // A date or a letter no store can keep would be heard again for ever.
    expect(() => inbound.at.toISOString()).not.toThrow()
    expect(JSON.stringify(inbound)).not.toContain('\\u0000')
    // Whoever is heard can be answered.
    expect(recipientOf(inbound.from.chat)).not.toBeNull()
    expect(inbound.alias).not.toBe(inbound.person)
    expect(inbound.setting).toBe('private')
  }
  for (const status of call.statuses) {
    expect(() => status.at.toISOString()).not.toThrow()
    expect(status.outcome === null).toBe(status.kind !== 'failed')
  }
}

describe('readCall', () => {
  it('never throws on any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), readable), { numRuns: 2000 })
  })

  it('never throws on a real call with anything in any place', () => {
    const broken = fc
      .constantFrom(...samples)
      .chain((raw) => fc.tuple(fc.constant(raw), fc.constantFrom(...placesIn(raw)), fc.jsonValue()))
      .map(([raw, place, other]) => put(raw, place, other))
    fc.assert(fc.property(broken, readable), { numRuns: 5000 })
  })

  it('hears as many as stand in a call, in their order, whichever entries and changes they stand in', () => {
    const value = (ids: readonly string[]) => ({
      metadata: { phone_number_id: self.phoneId },
      messages: ids.map((id) => ({
        from: '628120000001',
        id,
        timestamp: '1764000000',
        type: 'text',
        text: { body: id },
      })),
    })
    const grouping = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 3 }), { maxLength: 4 })
    fc.assert(
      fc.property(grouping, (groups) => {
        let next = 0
        const body = {
          entry: groups.map((changes) => ({
            changes: changes.map((count) => ({
              field: 'messages',
              value: value(Array.from({ length: count }, () => `m${next++}`)),
            })),
          })),
        }
        const heard = readCall(body, self).heard.map(({ messageId }) => messageId)
        expect(heard).toEqual(Array.from({ length: next }, (_, index) => `m${index}`))
      }),
    )
  })

  it('puts nobody’s number into an id, not even as Meta encodes it', () => {
    for (const raw of samples) {
      for (const { inbound, messageId } of readCall(raw, self).heard) {
        expect(inbound.id).not.toContain(inbound.person)
        const inside = Buffer.from(inbound.id.replace('whatsapp:', ''), 'base64').toString('latin1')
        expect(inside).not.toContain(inbound.person)
        expect(inbound.id).not.toContain(messageId)
      }
    }
  })

  it('does not hear itself, however its own number is written', () => {
    const call = (display_phone_number: string) => ({
      entry: [
        {
          changes: [
            {
              field: 'messages',
              value: {
                metadata: { phone_number_id: self.phoneId, display_phone_number },
                messages: [
                  {
                    from: '15550783881',
                    id: 'w',
                    timestamp: '1764000000',
                    type: 'text',
                    text: { body: 'x' },
                  },
                ],
              },
            },
          ],
        },
      ],
    })
    for (const own of ['15550783881', '+1 555-078-3881']) expect(readCall(call(own), self).heard).toEqual([])
    expect(readCall(call('15550000000'), self).heard).toHaveLength(1)
  })

  it('knows the same person by the number, whatever else is told', () => {
    const told = (message: object, contact: object) =>
      readCall(
        {
          entry: [
            {
              changes: [
                {
                  field: 'messages',
                  value: {
                    metadata: { phone_number_id: self.phoneId },
                    contacts: [contact],
                    messages: [
                      { id: 'w', timestamp: '1764000000', type: 'text', text: { body: 'x' }, ...message },
                    ],
                  },
                },
              ],
            },
          ],
        },
        self,
      ).heard[0]?.inbound
    const number = '628120000001'
    const scoped = 'ID.134'
    const who = (message: object, contact: object = {}) => {
      const inbound = told(message, contact)
      return [inbound?.person, inbound?.from.chat, inbound?.alias ?? null]
    }
    expect(who({ from: number })).toEqual([number, number, null])
    expect(who({ from: `+${number}` })).toEqual([number, number, null])
    expect(who({ from: number, from_user_id: scoped })).toEqual([number, number, scoped])
    expect(who({ from: number }, { wa_id: number, user_id: scoped })).toEqual([number, number, scoped])
    expect(who({ from_user_id: scoped }, { user_id: scoped, wa_id: number })).toEqual([
      number,
      number,
      scoped,
    ])
    expect(who({ from_user_id: scoped }, { user_id: scoped })).toEqual([scoped, scoped, null])
    expect(who({ from_user_id: 'ID.ENT.9' })).toEqual(['ID.ENT.9', 'ID.ENT.9', null])
    expect(who({ from: 'nobody' })).toEqual([undefined, undefined, null])
  })
})

describe('what no store could keep', () => {
  it('is taken out or left alone', () => {
    const heard = (fields: object) =>
      readCall(
        {
          entry: [
            {
              changes: [
                {
                  field: 'messages',
                  value: {
                    metadata: { phone_number_id: self.phoneId },
                    messages: [{ from: '628120000001', id: 'w', timestamp: '1764000000', ...fields }],
                  },
                },
              ],
            },
          ],
        },
        self,
      ).heard
    expect(heard({ type: 'text', text: { body: 'PT\0 Maju' } })[0]?.inbound.body).toMatchObject({
      text: 'PT Maju',
    })
    for (const timestamp of ['x', '-1', '99999999999', null, 1e15])
      expect(heard({ type: 'text', text: { body: 'x' }, timestamp })).toEqual([])
  })
})

describe('recipientOf', () => {
  it.each([
    ['628120000001', { to: '628120000001' }],
    ['ID.13491208655302741918', { recipient: 'ID.13491208655302741918' }],
    ['ID.ENT.118157', { recipient: 'ID.ENT.118157' }],
    ['+628120000001', null],
    ['62812@c.us', null],
    ['-100123', null],
    ['', null],
    ['id.1', null],
    ['1', null],
  ])('%s', (chat, recipient) => expect(recipientOf(chat)).toEqual(recipient))
})
