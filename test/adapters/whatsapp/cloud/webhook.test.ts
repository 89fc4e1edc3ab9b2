/** The webhook: only Meta gets in, and it is told 200 when every turn of a call is committed, not before. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Inbound } from '#engine'
import { createVerify, sameToken } from '../../../../adapters/whatsapp/cloud/signature.ts'
import { createTally } from '../../../../adapters/whatsapp/cloud/tally.ts'
import { createWeb } from '../../../../src/web.ts'
import { sign } from '../../../kit/cloud-api/index.ts'
import { budi, type CloudSubject, openCloud } from './subject.ts'

let subject: CloudSubject
afterEach(async () => {
  await subject.adapter.stop()
  await subject.close()
})

const open = async (
  hear: (inbound: Inbound) => Promise<void> = async () => undefined,
): Promise<CloudSubject> => {
  subject = await openCloud()
  await subject.adapter.start(hear, subject.mount)
  return subject
}
const bodyOf = (texts: readonly (readonly [id: string, text: string, from?: string])[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: texts.map(([id, text, from = '628120000001']) => ({
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
            messages: [{ from, id, timestamp: '1764000000', type: 'text', text: { body: text } }],
          },
        },
      ],
    })),
  })
const post = (body: string | Uint8Array<ArrayBuffer>, signature: string | null): Promise<Response> =>
  fetch(subject.url, {
    method: 'POST',
    body,
    headers: signature === null ? {} : { 'x-hub-signature-256': signature },
  })
const signed = (body: string): Promise<Response> => post(body, sign(body, subject.api.appSecret))
const textOf = ({ body }: Inbound): string => (body.kind === 'text' ? body.text : body.kind)

describe('being entered on Meta’s page', () => {
  it('gives the challenge back to whoever knows the token', async () => {
    const { api, url } = await open()
    await api.webhook.subscribe(url, api.verifyToken)
    const ask = (query: string): Promise<Response> => fetch(`${url}?${query}`)
    const token = encodeURIComponent(api.verifyToken)
    const right = `hub.mode=subscribe&hub.verify_token=${token}`
    expect(await (await ask(`${right}&hub.challenge=77`)).text()).toBe('77')
    for (const wrong of [
      '',
      `hub.mode=subscribe&hub.challenge=77`,
      `hub.mode=subscribe&hub.verify_token=x&hub.challenge=77`,
      `hub.mode=unsubscribe&hub.verify_token=${token}&hub.challenge=77`,
      `${right}&hub.challenge=${encodeURIComponent('<script>')}`,
      right,
    ]) {
      const answer = await ask(wrong)
      expect([answer.status, await answer.text()]).toEqual([403, 'Wrong verify token.'])
    }
    await expect(api.webhook.subscribe(url, 'another')).rejects.toThrow(/validated/)
  })
})

describe('the door', () => {
  it('is shut to whoever cannot sign, before anything is read', async () => {
    const heard: Inbound[] = []
    const { api, events } = await open(async (inbound) => void heard.push(inbound))
    const body = bodyOf([['wamid.1', 'halo 🇮🇩']])
    const right = sign(body, api.appSecret)
    const wrong = [
      null,
      '',
      'sha256=',
      right.toUpperCase(),
      right.replace('sha256=', 'sha1='),
      right.slice(0, -1),
      `${right}0`,
      `sha256=${'0'.repeat(64)}`,
      sign(body, 'another secret'),
      sign(`${body} `, api.appSecret),
    ]
    for (const signature of wrong) expect((await post(body, signature)).status).toBe(401)
    // Not even what is no JSON is told from what is.
    expect((await post('{', sign('[', api.appSecret))).status).toBe(401)
    expect(heard).toEqual([])
    // Told once, however many come: a log must not be filled by strangers.
    expect(events.filter(({ kind }) => kind === 'not-signed')).toEqual([{ kind: 'not-signed', calls: 1 }])
    expect((await post(body, right)).status).toBe(200)
    expect(heard.map(textOf)).toEqual(['halo 🇮🇩'])
  })

  it('verifies the very bytes, as Meta writes them', async () => {
    const heard: Inbound[] = []
    const { api, url } = await open(async (inbound) => void heard.push(inbound))
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.says(api.people.person(budi), 'a/b é 🙏 \u2028')
    await api.until('heard', () => heard.length === 1)
    expect(heard.map(textOf)).toEqual(['a/b é 🙏 \u2028'])
  })

  it('answers only GET and POST, takes nothing huge, and is not upset by what is no call', async () => {
    const { url, api } = await open()
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(405)
    const huge = new Uint8Array(3 * 1024 * 1024 + 1)
    expect((await post(huge, sign(huge, api.appSecret))).status).toBe(413)
    for (const odd of [
      'null',
      '[]',
      '7',
      '"x"',
      '{}',
      '{"entry":7}',
      'no JSON',
      '{"entry":[{"changes":[7]}]}',
    ])
      expect((await signed(odd)).status).toBe(200)
  })

  it('hears several messages of one call, different people side by side, one person in order', async () => {
    const order: string[] = []
    const busy = new Map<string, number>()
    let most = 0
    await open(async (inbound) => {
      const { chat } = inbound.from
      expect(busy.get(chat) ?? 0).toBe(0)
      busy.set(chat, 1)
      most = Math.max(most, [...busy.values()].filter((count) => count > 0).length)
      await new Promise((resolve) => setTimeout(resolve, 5))
      busy.set(chat, 0)
      order.push(textOf(inbound))
    })
    const texts = ['1', '2', '3'].flatMap((n) =>
      ['a', 'b'].map((who): [string, string, string] => [
        `w${who}${n}`,
        who + n,
        who === 'a' ? '62811111' : '62822222',
      ]),
    )
    expect((await signed(bodyOf(texts))).status).toBe(200)
    expect(order.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(order.filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2', 'b3'])
    expect(most).toBe(2)
  })

  it('says 503 when one turn of a call is not committed, and Meta comes back with all of it', async () => {
    const heard: string[] = []
    let away = 2
    const { api, url } = await open(async (inbound) => {
      const text = textOf(inbound)
      if (text === 'dua' && away-- > 0) throw new Error('away')
      heard.push(text)
    })
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.together(() => [
      api.people.says(api.people.person('62811111'), 'satu'),
      api.people.says(api.people.person('62822222'), 'dua'),
    ])
    await api.until('taken', () => api.webhook.pending() === 0)
    expect(api.webhook.deliveries.map(({ status }) => status)).toEqual([503, 503, 200])
    // Told again under the same id; the memory recognises it.
    expect(heard.filter((text) => text === 'satu')).toHaveLength(3)
    expect(heard.filter((text) => text === 'dua')).toHaveLength(1)
  })

  it('says 200 only after the commit', async () => {
    let commit = (): void => undefined
    let began = false
    const { api, url } = await open(() => {
      began = true
      return new Promise((resolve) => {
        commit = resolve
      })
    })
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.says(api.people.person(budi), 'halo')
    await api.until('begun', () => began)
    expect([api.webhook.deliveries, api.marks]).toEqual([[], []])
    commit()
    await api.until('answered', () => api.webhook.deliveries.length === 1)
    expect(api.webhook.deliveries[0]?.status).toBe(200)
    await api.until('the read mark', () => api.marks.length === 1)
  })

  it('is heard after an outage of almost seven days, under the same id', async () => {
    const heard: Inbound[] = []
    let away = true
    const { api, url } = await open(async (inbound) => {
      if (away) throw new Error('away')
      heard.push(inbound)
    })
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.says(api.people.person(budi), 'halo')
    for (let hour = 0; hour < 6 * 24; hour += 3) {
      const before = api.webhook.deliveries.length
      api.clock.advance(3 * 3_600_000)
      await new Promise((resolve) => setTimeout(resolve, 3))
      expect(api.webhook.deliveries.length).toBeGreaterThanOrEqual(before)
    }
    expect(heard).toEqual([])
    away = false
    api.clock.advance(7 * 3_600_000)
    await api.until('heard', () => heard.length === 1)
    expect(api.webhook.lost).toEqual([])
  })

  it('stands in the product’s own HTTP host', async () => {
    const web = createWeb({ onFault: () => undefined })
    const { href } = await web.listen('127.0.0.1', 0)
    subject = await openCloud()
    const { api, adapter } = subject
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), web.mount)
    await api.webhook.subscribe(new URL('/whatsapp/cloud', href).href, api.verifyToken)
    api.people.says(api.people.person(budi), 'halo 🇮🇩')
    await api.until('heard', () => heard.length === 1)
    expect(heard.map(textOf)).toEqual(['halo 🇮🇩'])
    await adapter.stop()
    await web.close()
  })

  it('is shut after a stop, so that Meta keeps what comes', async () => {
    const { adapter } = await open()
    await adapter.stop()
    expect((await signed(bodyOf([['w', 'x']]))).status).toBe(503)
  })
})

describe('createTally', () => {
  it('tells the first at once, and the others together', async () => {
    subject = await openCloud()
    const told: number[] = []
    let now = 0
    const count = createTally(
      1000,
      (calls) => told.push(calls),
      () => now,
    )
    for (; now < 2500; now += 100) count()
    expect(told).toEqual([1, 10, 10])
  })
})

describe('createVerify', () => {
  it('keeps to the example of the documentation of HMAC-SHA256', async () => {
    subject = await openCloud()
    // RFC 4231, test case 2, with its key.
    const verify = createVerify('Jefe')
    const data = Buffer.from('what do ya want for nothing?')
    const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    expect(verify(data, `sha256=${mac}`)).toBe(true)
    expect(verify(data, `sha256=${mac.replace('5', '6')}`)).toBe(false)
    expect(sameToken('abc', 'abc')).toBe(true)
    expect(sameToken('abcd', 'abc')).toBe(false)
    expect(sameToken('', 'abc')).toBe(false)
  })
})
