/** The webhook: only Telegram gets in, and it is told 200 when the turn is committed, not before. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Inbound } from '#engine'
import { createWeb } from '../../../src/web.ts'
import { openTelegram, type TelegramSubject } from './subject.ts'

let subject: TelegramSubject
afterEach(async () => {
  await subject.adapter.stop()
  await subject.close()
})

interface Webhook {
  readonly url: string
  readonly secret: string
}

const open = async (hear: (inbound: Inbound) => Promise<void> = async () => undefined): Promise<Webhook> => {
  subject = await openTelegram({ by: 'webhook' })
  await subject.adapter.start(hear, subject.mount)
  const { parameters } = subject.api.journal.find(({ method }) => method === 'setWebhook') ?? {}
  return { url: String(parameters?.url), secret: String(parameters?.secret_token) }
}
const update = (id = 1): string =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: 1764000000,
      from: { id: 7, is_bot: false, first_name: 'B' },
      chat: { id: 7, type: 'private', first_name: 'B' },
      text: `halo ${id}`,
    },
  })
const post = (
  url: string,
  secret: string | null,
  body: string | Uint8Array<ArrayBuffer> = update(),
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body,
    headers: secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret },
  })

describe('the door', () => {
  it('is asked for with a path and a secret that give nothing away', async () => {
    const { url, secret } = await open()
    const { token } = subject.api
    const path = new URL(url).pathname
    expect(path).toMatch(/^\/telegram\/[\w-]{32}$/)
    expect(secret).toMatch(/^[\w-]{40,256}$/)
    for (const part of token.split(':')) expect(url + secret).not.toContain(part)
    expect(path).not.toContain(secret.slice(0, 20))
    const { parameters } = subject.api.journal.find(({ method }) => method === 'setWebhook') ?? {}
    expect(parameters).toMatchObject({
      max_connections: 100,
      allowed_updates: ['message', 'channel_post', 'callback_query', 'my_chat_member'],
    })
  })

  it('uses the secret it is given', async () => {
    subject = await openTelegram({ by: 'webhook', options: { webhookSecret: 'rahasia_Kami-1' } })
    await subject.adapter.start(async () => undefined, subject.mount)
    expect(subject.api.journal.find(({ method }) => method === 'setWebhook')?.parameters.secret_token).toBe(
      'rahasia_Kami-1',
    )
  })

  it('is shut to whoever does not know the secret', async () => {
    const heard: Inbound[] = []
    const { url, secret } = await open(async (inbound) => void heard.push(inbound))
    for (const wrong of [null, '', 'x', `${secret}x`, secret.slice(1), secret.toUpperCase()]) {
      expect((await post(url, wrong)).status).toBe(401)
    }
    expect(heard).toEqual([])
    expect(subject.events.filter(({ kind }) => kind === 'wrong-secret')).toHaveLength(6)
    expect((await post(url, secret)).status).toBe(200)
    expect(heard).toHaveLength(1)
  })

  it('answers only POST, takes nothing huge, and is not upset by what is no JSON', async () => {
    const { url, secret } = await open()
    expect((await fetch(url)).status).toBe(405)
    expect((await post(url, secret, new Uint8Array(2 * 1024 * 1024))).status).toBe(413)
    expect((await post(url, secret, '{"update_id":')).status).toBe(400)
    expect((await post(url, secret, new Uint8Array([0xff, 0xfe, 0]))).status).toBe(400)
    for (const odd of ['null', '[]', '7', '"x"', '{}', '{"update_id":"x"}']) {
      expect((await post(url, secret, odd)).status).toBe(200)
    }
  })

  it('says 503 when the turn is not committed, and Telegram comes back until it is', async () => {
    let tries = 0
    const committed: string[] = []
    await open(async (inbound) => {
      tries++
      if (tries < 4) throw new Error('away')
      committed.push(inbound.id)
    })
    const { api } = subject
    api.people.says(api.people.person(7), 'halo')
    await api.until('committed', () => committed.length === 1)
    await api.until('taken', () => api.deliveries.some(({ status }) => status === 200))
    expect(api.deliveries.map(({ status }) => status)).toEqual([503, 503, 503, 200])
  })

  it('says 200 only after the commit', async () => {
    let commit = (): void => undefined
    let began = false
    await open(() => {
      began = true
      return new Promise((resolve) => {
        commit = resolve
      })
    })
    const { api } = subject
    api.people.says(api.people.person(7), 'halo')
    await api.until('begun', () => began)
    expect(api.deliveries).toEqual([])
    commit()
    await api.until('answered', () => api.deliveries.length === 1)
    expect(api.deliveries[0]?.status).toBe(200)
  })

  it('hears the same update twenty times, in any order among others, under one id', async () => {
    const heard: Inbound[] = []
    const { url, secret } = await open(async (inbound) => void heard.push(inbound))
    const ids = [11, 12, 13]
    const copies = ids.flatMap((id) => Array.from({ length: 20 }, () => id))
    // A fixed shuffle: every run sees the same disorder.
    const disorder = copies.map((id, index) => ({ id, key: (index * 37) % 60 })).sort((a, b) => a.key - b.key)
    const answers = await Promise.all(disorder.map(({ id }) => post(url, secret, update(id))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(heard).toHaveLength(60)
    const idsOf = (text: string): Set<string> =>
      new Set(heard.filter(({ body }) => body.kind === 'text' && body.text === text).map(({ id }) => id))
    for (const id of ids) expect(idsOf(`halo ${id}`).size).toBe(1)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(3)
  })

  it('stands in the product’s own HTTP host', async () => {
    const web = createWeb({ onFault: () => undefined })
    const { href } = await web.listen('127.0.0.1', 0)
    subject = await openTelegram({ by: 'webhook', options: { publicUrl: href } })
    const heard: Inbound[] = []
    await subject.adapter.start(async (inbound) => void heard.push(inbound), web.mount)
    subject.api.people.says(subject.api.people.person(7), 'halo 🇮🇩')
    await subject.api.until('heard', () => heard.length === 1)
    expect(heard[0]?.body).toEqual({ kind: 'text', text: 'halo 🇮🇩' })
    const url = String(subject.api.journal.find(({ method }) => method === 'setWebhook')?.parameters.url)
    expect((await post(url, 'wrong')).status).toBe(401)
    await subject.adapter.stop()
    await web.close()
  })

  it('is shut after a stop, so that Telegram keeps what comes', async () => {
    const { url, secret } = await open()
    await subject.adapter.stop()
    expect((await post(url, secret)).status).toBe(503)
  })
})
