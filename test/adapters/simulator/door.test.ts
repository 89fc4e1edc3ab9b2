import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { aPost, openSimulator, type Simulator } from './kit.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await openSimulator()
})
afterEach(() => simulator.close())

it('serves the page and its parts under a policy that lets nothing else in', async () => {
  const page = await fetch(simulator.url)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = page.headers.get('content-security-policy') ?? ''
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy.split('; ')).toContain(rule)
  }
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const html = await page.text()
  // Inline script or style would be refused by the policy, and a full address would leave this machine.
  expect(html).not.toMatch(/<script(?! type="module" src="page.js")/)
  expect(html).not.toMatch(/<style|style=|https?:/)
})

it('is at most 60 KB on the wire, all parts together', async () => {
  const parts = await Promise.all(
    ['', 'page.js', 'style.css', 'icon.svg'].map(async (name) => {
      const answer = await fetch(new URL(name, simulator.url))
      expect(answer.headers.get('content-encoding')).toBe('gzip')
      return gzipSync(new Uint8Array(await answer.arrayBuffer())).length
    }),
  )
  expect(parts.reduce((sum, size) => sum + size, 0)).toBeLessThan(60 * 1024)
})

it('sends a part only once while it has not changed', async () => {
  const first = await fetch(new URL('style.css', simulator.url))
  await first.arrayBuffer()
  const etag = first.headers.get('etag') ?? ''
  const second = await fetch(new URL('style.css', simulator.url), { headers: { 'if-none-match': etag } })
  expect(second.status).toBe(304)
})

it('adds the slash that relative addresses need, and knows no other address', async () => {
  const bare = await fetch(simulator.url.href.slice(0, -1), { redirect: 'manual' })
  expect([bare.status, bare.headers.get('location')]).toEqual([308, '/simulator/'])
  for (const name of ['main.ts', '../package.json', '%2e%2e/index.ts', 'constructor', 'media/none']) {
    expect((await fetch(new URL(name, simulator.url))).status, name).toBe(404)
  }
  expect((await fetch(simulator.url, { method: 'PUT' })).status).toBe(405)
})

it('takes messages from its own page alone', async () => {
  const { origin } = simulator.url
  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { origin, 'sec-fetch-site': 'same-site' },
    {},
  ]
  for (const headers of foreign) {
    for (const to of ['messages', 'uploads', 'again']) {
      expect((await simulator.post(aPost(), { to, headers })).status, JSON.stringify(headers)).toBe(403)
    }
  }
  expect(simulator.heard).toEqual([])
  const own = { origin, 'sec-fetch-site': 'same-origin' }
  expect((await simulator.post(aPost(), { headers: own })).status).toBe(202)
})

it('does not answer to a name that somebody else could point at this machine', async () => {
  const { createRoutesFor } = await import('./routes-alone.ts')
  const answer = createRoutesFor(['coba.example.org'])
  const status = async (host: string): Promise<number> =>
    (await answer(new Request(`http://${host}/simulator/costumes`))).status
  expect(await status('rebound.example:3000')).toBe(421)
  expect(await status('1.2.3.4.nip.example')).toBe(421)
  expect(await status('localhost:3000')).toBe(200)
  expect(await status('127.0.0.1:3000')).toBe(200)
  expect(await status('192.168.1.20:3000')).toBe(200)
  expect(await status('[::1]:3000')).toBe(200)
  expect(await status('coba.example.org')).toBe(200)
})

it('takes a message of 64 KB and no more, a file of 20 MB and no more', async () => {
  const empty = JSON.stringify(aPost({ said: { kind: 'text', text: '' } })).length
  const text = 'a'.repeat(64 * 1024 - empty)
  expect((await simulator.post(aPost({ said: { kind: 'text', text } }))).status).toBe(202)
  expect((await simulator.post(aPost({ said: { kind: 'text', text: `${text}ab` } }))).status).toBe(413)

  const media = { kind: 'media', caption: '' } as const
  const largest = new File([new Uint8Array(20 * 1024 * 1024)], 'a.bin')
  expect((await simulator.upload(aPost({ said: media }), largest)).status).toBe(202)
  const larger = new File([new Uint8Array(20 * 1024 * 1024 + 64 * 1024)], 'b.bin')
  expect((await simulator.upload(aPost({ said: media }), larger)).status).toBe(413)
  expect(simulator.heard).toHaveLength(2)
})

it('names the field that is wrong, says nothing of what it held, and hears nothing', async () => {
  const secret = 'rahasia-62812'
  const wrong: readonly (readonly [string, unknown])[] = [
    ['person', aPost({ person: `${secret}!` })],
    ['person', aPost({ person: 'g-somebody-else' })],
    ['person', aPost({ person: `p-${'x'.repeat(49)}` })],
    ['group', aPost({ group: `../${secret}` })],
    ['id', aPost({ id: `${secret} ${secret}` })],
    ['said.text', aPost({ said: { kind: 'text', text: '' } })],
    ['forwarded', { ...aPost(), forwarded: secret }],
    ['costume', { ...aPost(), costume: secret }],
    ['hint', { ...aPost(), hint: secret }],
    ['message', secret],
    ['message', '{'],
    ['said', { ...aPost(), said: null }],
  ]
  for (const [field, post] of wrong) {
    const answer = await simulator.post(post)
    const { error } = (await answer.json()) as { readonly error: string }
    expect([answer.status, error.split(':')[0]]).toEqual([400, field])
    expect(error).not.toContain(secret)
  }
  expect(simulator.heard).toEqual([])
})

it('says so while the bot is not listening', async () => {
  await simulator.telegram.stop()
  expect((await simulator.post(aPost())).status).toBe(503)
  expect((await simulator.post(aPost({ costume: 'whatsapp-web' }))).status).toBe(202)
  expect(simulator.heard.map(({ from }) => from.channel)).toEqual(['simulator-whatsapp'])
})
