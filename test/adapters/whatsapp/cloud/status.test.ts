/** Statuses: in any order, repeated, and what a failure means. */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { DeliveryId } from '#engine'
import { readStatus } from '../../../../adapters/whatsapp/cloud/status.ts'
import { fitted } from '../../../kit/fit-for-test.ts'
import { budi, type CloudSubject, openCloud } from './subject.ts'

const status = (fields: object) =>
  readStatus({ id: 'wamid.A', timestamp: '1764000000', recipient_id: '628120000001', ...fields })
const failed = (code: unknown) => status({ status: 'failed', errors: [{ code, title: 'Words' }] })

describe('readStatus', () => {
  it('tells what arrived, with our own id of it', () => {
    expect(status({ status: 'read', biz_opaque_callback_data: '77' })).toEqual({
      kind: 'read',
      messageId: expect.stringMatching(/^[\w-]{32}$/),
      delivery: '77',
      at: new Date(1764000000_000),
      outcome: null,
      code: null,
    })
  })

  it.each([
    [131026, { kind: 'refused', why: 'blocked' }],
    [131050, { kind: 'refused', why: 'blocked' }],
    [131047, { kind: 'refused', why: 'window-closed' }],
    [131049, { kind: 'later', why: 'unreachable', afterMs: 86_400_000 }],
    [131048, { kind: 'later', why: 'throttled' }],
    [130472, { kind: 'refused', why: 'malformed' }],
    [131053, { kind: 'later', why: 'unreachable' }],
    [424242, { kind: 'refused', why: 'malformed' }],
  ])('says what failure %i means', (code, outcome) => {
    expect(failed(code)).toMatchObject({ kind: 'failed', code, outcome })
  })

  it('reads a failure that names no error, and none that is none', () => {
    expect(status({ status: 'failed' })).toMatchObject({
      kind: 'failed',
      code: null,
      outcome: { kind: 'refused' },
    })
    expect(status({ status: 'deleted' })).toBeNull()
    expect(status({ status: 'read', id: '' })).toBeNull()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('id', 'status', 'timestamp', 'errors'), fc.jsonValue()),
        (fields) => {
          readStatus(fields)
        },
      ),
    )
  })
})

describe('through the webhook', () => {
  let subject: CloudSubject
  afterEach(async () => {
    await subject.adapter.stop()
    await subject.close()
  })

  it('hears every status of a delivery, delayed, repeated and shuffled, under the id that send gave', async () => {
    subject = await openCloud({ api: { statuses: { afterMs: 5, times: 3, seed: 11 } } })
    const { adapter, api, mount, url, chat, statuses } = subject
    await adapter.start(async () => undefined, mount)
    await api.webhook.subscribe(url, api.verifyToken)
    const outcome = await adapter.send(chat, fitted({ text: 'Halo' }, adapter.abilities), {
      delivery: '4711' as DeliveryId,
    })
    await api.until('nine statuses', () => statuses.length === 9)
    expect(new Set(statuses.map(({ delivery }) => delivery))).toEqual(new Set(['4711']))
    if (outcome.kind !== 'sent') throw new Error('not sent')
    expect(new Set(statuses.map(({ messageId }) => messageId))).toEqual(new Set([outcome.messageId]))
    for (const kind of ['sent', 'delivered', 'read'])
      expect(statuses.filter((each) => each.kind === kind)).toHaveLength(3)
    // Not in the order in which it happened.
    expect(statuses.map(({ kind }) => kind).join(' ')).not.toMatch(/^(sent ){3}(delivered ){3}/)
  })

  it('hears of a message that Meta took and could not deliver', async () => {
    subject = await openCloud({ api: { statuses: { afterMs: 5 } } })
    const { adapter, api, mount, url, chat, statuses } = subject
    await adapter.start(async () => undefined, mount)
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.blocks(api.people.person(budi))
    expect(await adapter.send(chat, fitted({ text: 'Halo' }, adapter.abilities))).toMatchObject({
      kind: 'sent',
    })
    await api.until('a failure', () => statuses.length === 1)
    expect(statuses[0]).toMatchObject({ kind: 'failed', code: 131026, outcome: { why: 'blocked' } })
    expect(JSON.stringify(statuses[0])).not.toContain(budi)
  })
})
