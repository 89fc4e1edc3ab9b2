/** The stand-in itself: as strict as the documentation, and its clock, limits and webhook do what Meta's do. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type CloudApi, type CloudApiOptions, createCloudApi, sign, type Wire } from './index.ts'

const phone = '628120000500'
let api: CloudApi
let server: http.Server | null = null
afterEach(async () => {
  await api.stop()
  server?.close()
  server = null
})
const open = async (options: CloudApiOptions = {}): Promise<CloudApi> => {
  api = await createCloudApi({ limits: null, ...options })
  api.limits.heard(phone)
  return api
}
const ask = async (path: string, init: RequestInit = {}): Promise<{ status: number; body: Wire }> => {
  const answer = await fetch(`${api.root}/v23.0/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json', ...init.headers },
  })
  return { status: answer.status, body: (await answer.json()) as Wire }
}
const send = (payload: Wire, init: RequestInit = {}) =>
  ask(`${api.phoneId}/messages`, {
    method: 'POST',
    body: JSON.stringify({ messaging_product: 'whatsapp', to: phone, ...payload }),
    ...init,
  })
const text = { type: 'text', text: { body: 'Halo' } }
const interactive = (fields: Wire): Wire => ({
  type: 'interactive',
  interactive: { body: { text: 'x' }, ...fields },
})
const replies = (buttons: readonly (readonly [string, string])[]): Wire =>
  interactive({
    type: 'button',
    action: { buttons: buttons.map(([id, title]) => ({ type: 'reply', reply: { id, title } })) },
  })
const rows = (count: number, more: Wire = {}): Wire =>
  interactive({
    type: 'list',
    action: {
      button: 'Lihat',
      sections: [{ rows: Array.from({ length: count }, (_, n) => ({ id: `${n}`, title: `t${n}` })) }],
      ...more,
    },
  })
const codeOf = ({ body }: { readonly body: Wire }): unknown => (body.error as Wire | undefined)?.code

describe('sending', () => {
  it('answers as Meta does', async () => {
    await open()
    const { status, body } = await send({ ...text, biz_opaque_callback_data: '7' })
    expect(status).toBe(200)
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: phone, wa_id: phone }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    })
    expect(api.journal).toMatchObject([{ to: phone, type: 'text', callback: '7', content: { body: 'Halo' } }])
  })

  it('writes errors as Meta does', async () => {
    await open()
    const { status, body } = await send({ ...text, to: '628120000599' })
    expect(status).toBe(400)
    expect(body).toEqual({
      error: {
        message: '(#131047) Re-engagement message',
        type: 'OAuthException',
        code: 131047,
        error_data: { messaging_product: 'whatsapp', details: expect.stringContaining('24 hours') },
        fbtrace_id: expect.any(String),
      },
    })
  })

  it('knows its token and its number', async () => {
    await open()
    const stranger = { headers: { authorization: 'Bearer x' } }
    expect(await send(text, stranger)).toMatchObject({ status: 401, body: { error: { code: 190 } } })
    expect(await ask('999/messages', { method: 'POST', body: '{}' })).toMatchObject({ status: 400 })
    expect(await ask(`${api.phoneId}?fields=id`)).toMatchObject({ status: 200, body: { id: api.phoneId } })
  })

  it.each<[string, Wire, number]>([
    ['no product', { ...text, messaging_product: undefined }, 100],
    ['an unknown field', { ...text, urgent: true }, 100],
    ['an unknown field inside', { type: 'text', text: { body: 'x', bold: true } }, 100],
    ['an unknown kind', { type: 'hologram', hologram: {} }, 100],
    ['two recipients', { ...text, recipient: 'ID.1' }, 100],
    ['no recipient', { ...text, to: undefined }, 100],
    ['no number', { ...text, to: 'budi' }, 131009],
    ['an empty text', { type: 'text', text: { body: '' } }, 100],
    ['4,097 letters', { type: 'text', text: { body: 'a'.repeat(4097) } }, 100],
    ['our id of 513 letters', { ...text, biz_opaque_callback_data: 'x'.repeat(513) }, 100],
    ['no buttons', replies([]), 131009],
    [
      'four buttons',
      replies([
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'c'],
        ['4', 'd'],
      ]),
      131009,
    ],
    ['a title of 21', replies([['1', 'x'.repeat(21)]]), 131009],
    ['an empty title', replies([['1', '']]), 131009],
    [
      'the same title twice',
      replies([
        ['1', 'a'],
        ['2', 'a'],
      ]),
      131009,
    ],
    [
      'the same id twice',
      replies([
        ['1', 'a'],
        ['1', 'b'],
      ]),
      131009,
    ],
    ['an id of spaces', replies([[' 1', 'a']]), 131009],
    [
      'a body of 1,025',
      {
        ...replies([['1', 'a']]),
        interactive: { type: 'button', body: { text: 'x'.repeat(1025) }, action: { buttons: [] } },
      },
      100,
    ],
    ['eleven rows', rows(11), 131009],
    ['a list without its word', rows(4, { button: undefined }), 131009],
    ['a word of 21', rows(4, { button: 'x'.repeat(21) }), 131009],
    ['a picture nobody uploaded', { type: 'image', image: { id: '5' } }, 100],
    [
      'a template nobody approved',
      { type: 'template', template: { name: 'x', language: { code: 'id' } } },
      132001,
    ],
  ])('refuses %s', async (_name, payload, code) => {
    await open()
    expect(codeOf(await send(payload))).toBe(code)
    expect(api.journal).toEqual([])
  })

  it('takes what is just within', async () => {
    await open()
    for (const payload of [
      { type: 'text', text: { body: 'a'.repeat(4096), preview_url: false } },
      replies([
        ['1', 'x'.repeat(20)],
        ['2', 'b'],
        ['3', 'c'],
      ]),
      rows(10),
      rows(1),
    ])
      expect((await send(payload)).status).toBe(200)
  })
})

describe('limits', () => {
  it('the 24 hours, and 72 after an ad', async () => {
    await open()
    expect((await send(text)).status).toBe(200)
    api.clock.advance(24 * 3_600_000)
    expect(codeOf(await send(text))).toBe(131047)
    api.people.sends(api.people.person(phone), { type: 'text', text: { body: 'x' }, referral: {} })
    api.clock.advance(71 * 3_600_000)
    expect((await send(text)).status).toBe(200)
  })

  it('45 to one person at once, then one in six seconds', async () => {
    await open({ limits: { perSecond: null, tier: null } })
    for (let count = 0; count < 45; count++) expect((await send(text)).status).toBe(200)
    expect(codeOf(await send(text))).toBe(131056)
    api.clock.advance(6000)
    expect((await send(text)).status).toBe(200)
    expect(codeOf(await send(text))).toBe(131056)
  })

  it('so many a second, in and out together', async () => {
    await open({ limits: { perSecond: 10, pair: null, tier: null } })
    for (let count = 0; count < 5; count++) api.people.says(api.people.person(phone), 'halo')
    const codes: unknown[] = []
    for (let count = 0; count < 8; count++) codes.push(codeOf(await send(text)))
    expect(codes).toContain(130429)
    api.clock.advance(1000)
    expect((await send(text)).status).toBe(200)
  })

  it('so many different people written to first, in 24 moving hours', async () => {
    const templates = [{ name: 'kabar', language: 'id', status: 'APPROVED', values: 0 }] as const
    await open({ limits: { perSecond: null, pair: null, tier: 2 }, templates })
    const to = (person: string) =>
      send({ type: 'template', to: person, template: { name: 'kabar', language: { code: 'id' } } })
    expect((await to('628120000601')).status).toBe(200)
    api.clock.advance(3_600_000)
    expect((await to('628120000602')).status).toBe(200)
    expect((await to('628120000602')).status).toBe(200)
    expect(codeOf(await to('628120000603'))).toBe(131048)
    // Who has written to us costs nothing.
    api.limits.heard('628120000604')
    expect((await to('628120000604')).status).toBe(200)
    api.clock.advance(23 * 3_600_000)
    expect((await to('628120000603')).status).toBe(200)
  })
})

describe('media', () => {
  it('in two steps, with the token, for five minutes', async () => {
    await open()
    const stored = api.media.add(new Uint8Array([1, 2, 3]), 'image/png', 'a person')
    const { body } = await ask(stored.id)
    expect(body).toMatchObject({ mime_type: 'image/png', file_size: 3, id: stored.id })
    const bytes = (authorization: string) => fetch(String(body.url), { headers: { authorization } })
    expect((await bytes('Bearer x')).status).toBe(404)
    expect((await (await bytes(`Bearer ${api.token}`)).arrayBuffer()).byteLength).toBe(3)
    api.clock.advance(5 * 60_000 + 1)
    expect((await bytes(`Bearer ${api.token}`)).status).toBe(404)
    expect(codeOf(await ask('404404'))).toBe(100)
  })

  it('what a person sent cannot be sent on before it was uploaded', async () => {
    await open()
    const { id } = api.media.add(new Uint8Array([1]), 'image/png', 'a person')
    expect(codeOf(await send({ type: 'image', image: { id } }))).toBe(131053)
  })
})

describe('the webhook', () => {
  interface Call {
    readonly body: string
    readonly signature: string
  }
  const listen = async (answer: (calls: readonly Call[]) => number): Promise<readonly Call[]> => {
    const calls: Call[] = []
    server = http.createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://x')
      const challenge = searchParams.get('hub.challenge')
      if (challenge !== null) return void response.end(challenge)
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        calls.push({ body, signature: String(request.headers['x-hub-signature-256']) })
        response.writeHead(answer(calls)).end()
      })
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await api.webhook.subscribe(`http://127.0.0.1:${port}/w`, api.verifyToken)
    return calls
  }
  const advanceUntil = async (ms: number, done: () => boolean, most = 400): Promise<void> => {
    for (let step = 0; step < most && !done(); step++) {
      api.clock.advance(ms)
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
  }

  it('is signed over the bytes that are sent, in which nothing is beyond ASCII', async () => {
    await open()
    const calls = await listen(() => 200)
    api.people.says(api.people.person(phone), 'é/🙏')
    await api.until('called', () => calls.length === 1)
    const [call] = calls
    expect(call?.body).toContain('\\u00e9\\/\\ud83d\\ude4f')
    expect(call?.signature).toBe(sign(call?.body ?? '', api.appSecret))
  })

  it('calls again with growing delays until a 2xx', async () => {
    await open({ firstRetryMs: 1000 })
    const at: number[] = []
    const calls = await listen((all) => {
      at.push(api.clock.now())
      return all.length < 5 ? 503 : 200
    })
    api.people.says(api.people.person(phone), 'halo')
    await api.until('called', () => calls.length === 1)
    await advanceUntil(500, () => api.webhook.pending() === 0)
    expect(api.webhook.deliveries.map(({ status }) => status)).toEqual([503, 503, 503, 503, 200])
    const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(1000 * 2 ** index)
  })

  it('gives up after seven days, and not before', async () => {
    await open({ firstRetryMs: 60_000 })
    const calls = await listen(() => 500)
    const { notification } = api.people.says(api.people.person(phone), 'halo')
    const begun = api.clock.now()
    await api.until('called', () => calls.length === 1)
    await advanceUntil(3_600_000, () => api.webhook.pending() === 0)
    expect(api.webhook.lost).toEqual([notification])
    const days = (api.clock.now() - begun) / 86_400_000
    expect(days).toBeGreaterThan(6.5)
    expect(days).toBeLessThan(7.5)
    expect(calls.length).toBeGreaterThan(25)
  })

  it('repeats byte for byte, and puts several messages into one call', async () => {
    await open()
    const calls = await listen(() => 200)
    const { notification } = api.people.says(api.people.person(phone), 'halo')
    await api.until('called', () => calls.length === 1)
    api.webhook.again(notification)
    api.people.together(() =>
      [1, 2, 3].map((n) => api.people.says(api.people.person(`62812000070${n}`), 'x')),
    )
    await api.until('called', () => calls.length === 3)
    expect(calls[1]?.body).toBe(calls[0]?.body)
    expect((JSON.parse(calls[2]?.body ?? '{}') as { entry: unknown[] }).entry).toHaveLength(3)
  })

  it('is not called before it gave the challenge back, nor anywhere but here', async () => {
    await open()
    server = http.createServer((_request, response) => void response.end('no'))
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(api.webhook.subscribe(`http://127.0.0.1:${port}/`, 'x')).rejects.toThrow(/validated/)
    await expect(api.webhook.subscribe('https://example.org/', 'x')).rejects.toThrow(/only this machine/)
  })
})

describe('people', () => {
  it('are one person under number and scoped id, and keep it when either changes', async () => {
    await open()
    const who = api.people.person(phone, { scopedId: 'ID.5' })
    expect(api.people.keyOf('ID.5')).toBe(phone)
    api.people.changesScopedId(who, 'ID.6')
    expect([api.people.keyOf('ID.6'), api.people.keyOf('ID.5')]).toEqual([phone, 'ID.5'])
    api.people.changesNumber(api.people.person(phone), '628120000900')
    expect(api.people.keyOf('ID.6')).toBe('628120000900')
  })

  it('who show no number are told by their scoped id alone', async () => {
    await open()
    const bodies: string[] = []
    server = http.createServer((request, response) => {
      const challenge = new URL(request.url ?? '/', 'http://x').searchParams.get('hub.challenge')
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
      request.on('end', () => response.end(challenge ?? ''))
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    await api.webhook.subscribe(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'x')
    api.people.says(api.people.person('628120000901', { scopedId: 'ID.7', hidden: true }), 'halo')
    await api.until('called', () => bodies.length === 1)
    expect(bodies[0]).toContain('"from_user_id":"ID.7"')
    expect(bodies[0]?.replace(/wamid\.[^"]*/, '')).not.toContain('628120000901')
  })
})
