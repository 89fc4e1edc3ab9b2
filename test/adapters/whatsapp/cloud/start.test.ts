/** Starting: what cannot work is one sentence, what passes by itself is waited for, and no secret is ever told. */
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError } from '#engine'
import { type CloudOptions, createWhatsAppCloud } from '../../../../adapters/whatsapp/cloud/index.ts'
import { unfitted } from '../../../kit/fit-for-test.ts'
import { type CloudSubject, openCloud, whatsapp } from './subject.ts'

const good: CloudOptions = {
  channel: whatsapp,
  token: 'EAA-a-token-of-the-right-length',
  phoneId: '106540352242922',
  appSecret: '0123456789abcdef0123456789abcdef',
  verifyToken: 'Verify-1',
  onStatus: () => undefined,
  log: () => undefined,
}

describe('options that can never work', () => {
  it.each<[Partial<CloudOptions>, string]>([
    [{ token: 'short' }, 'WHATSAPP_CLOUD_TOKEN'],
    [{ token: 'with a space and long enough' }, 'WHATSAPP_CLOUD_TOKEN'],
    [{ phoneId: '+1 555 0783881' }, 'WHATSAPP_CLOUD_PHONE_ID'],
    [{ appSecret: 'geheim' }, 'WHATSAPP_CLOUD_APP_SECRET'],
    [{ verifyToken: 'x' }, 'WHATSAPP_CLOUD_VERIFY_TOKEN'],
    [{ businessId: 'my shop' }, 'WHATSAPP_CLOUD_BUSINESS_ID'],
    [{ apiRoot: 'ftp://x' }, 'WHATSAPP_CLOUD_API_ROOT'],
  ])('%o', (wrong, setting) => {
    const make = () => createWhatsAppCloud({ ...good, ...wrong })
    expect(make).toThrow(ConfigError)
    expect(make).toThrow(setting)
    for (const value of Object.values(wrong)) expect(make).not.toThrow(String(value))
  })

  it('those that can are taken', () => {
    expect(createWhatsAppCloud(good).name).toBe('whatsapp')
  })
})

describe('start', () => {
  let subject: CloudSubject
  afterEach(async () => {
    await subject.adapter.stop()
    await subject.close()
  })

  it.each([
    ['an old token', { token: 'EAA-an-old-token-that-expired' }, /WHATSAPP_CLOUD_TOKEN/],
    ['another id', { phoneId: '106540352249999' }, /WHATSAPP_CLOUD_PHONE_ID/],
  ])('says what to mend: %s', async (_name, options, words) => {
    subject = await openCloud({ options })
    const started = subject.adapter.start(async () => undefined, subject.mount)
    await expect(started).rejects.toThrow(ConfigError)
    await expect(started).rejects.toThrow(words)
  })

  it.each([200, 10])('says when the token may not use the number (%i)', async (code) => {
    subject = await openCloud()
    const body = JSON.stringify({ error: { message: 'x', code } })
    subject.api.faults.failNext('number', { kind: 'answer', status: 403, body })
    await expect(subject.adapter.start(async () => undefined, subject.mount)).rejects.toThrow(/may not use/)
  })

  it('begins without Meta, which calls us when it is back', async () => {
    subject = await openCloud()
    const { api, adapter, mount, url, events } = subject
    api.faults.failNext('number', { kind: 'drop-before' })
    let heard = 0
    await adapter.start(async () => void heard++, mount)
    expect(events).toContainEqual({ kind: 'call-failed', call: 'number', code: null })
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.says(api.people.person('628120000001'), 'halo')
    await api.until('heard', () => heard === 1)
  })

  it('tells trouble of the account by its code alone', async () => {
    subject = await openCloud()
    const { api, adapter, mount, url, events } = subject
    await adapter.start(async () => undefined, mount)
    await api.webhook.subscribe(url, api.verifyToken)
    const metadata = { phone_number_id: api.phoneId }
    api.raw({
      entry: [{ changes: [{ field: 'messages', value: { metadata, errors: [{ code: 131031 }] } }] }],
    })
    await api.until('told', () => events.some(({ kind }) => kind === 'trouble'))
    expect(events).toContainEqual({ kind: 'trouble', code: 131031 })
  })

  it('keeps token, secret, numbers and words out of everything it tells', async () => {
    subject = await openCloud()
    const { api, adapter, mount, url, chat, events, statuses, secrets } = subject
    let away = true
    await adapter.start(async () => {
      if (away) throw new Error('RAHASIA')
    }, mount)
    await api.webhook.subscribe(url, api.verifyToken)
    api.faults.failNext('mark', { kind: 'drop-before' })
    api.people.says(api.people.person('628120000601'), 'RAHASIA')
    await api.until('refused', () => events.some(({ kind }) => kind === 'not-committed'))
    away = false
    await api.until('taken', () => api.webhook.pending() === 0)
    await api.until('the mark', () => events.some(({ kind }) => kind === 'call-failed'))
    const outcomes = [
      await adapter.send(chat, unfitted({ text: '' })),
      await adapter.send({ ...chat, chat: '628120000602' }, unfitted({ text: 'RAHASIA' })),
    ]
    const told = inspect([events, statuses, outcomes], { depth: 9 })
    for (const secret of [...secrets, 'RAHASIA', '62812']) expect(told).not.toContain(secret)
  })

  it('finishes turns that have begun when it is stopped', async () => {
    subject = await openCloud()
    const { api, adapter, mount, url } = subject
    let commit = (): void => undefined
    let began = false
    await adapter.start(() => {
      began = true
      return new Promise((resolve) => {
        commit = resolve
      })
    }, mount)
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.says(api.people.person('628120000001'), 'halo')
    await api.until('begun', () => began)
    let stopped = false
    const stopping = adapter.stop().then(() => {
      stopped = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(stopped).toBe(false)
    commit()
    await stopping
    await api.until('answered', () => api.webhook.deliveries.length === 1)
    expect(api.webhook.deliveries[0]?.status).toBe(200)
  })
})
