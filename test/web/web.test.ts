import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError } from '#engine'
import { createWeb, type Web } from '../../src/web.ts'

const opened: Web[] = []
afterEach(async () => {
  for (const web of opened.splice(0)) await web.close()
})
const faults: unknown[] = []
function open(): Web {
  const web = createWeb({ onFault: (error) => faults.push(error) })
  opened.push(web)
  return web
}

describe('web', () => {
  it.each([
    ['nobody', undefined, '127.0.0.1'],
    ['this proxy', ['127.0.0.1'], '203.0.113.9'],
    ['another proxy', ['10.0.0.0/8'], '127.0.0.1'],
  ])('takes the word of %s for where a request comes from', async (_name, trustedProxies, told) => {
    const web = createWeb({
      onFault: (error) => faults.push(error),
      ...(trustedProxies === undefined ? {} : { trustedProxies }),
    })
    opened.push(web)
    web.house({
      prefix: '/room',
      async register(app) {
        app.get('/who', async (request) => request.ip)
      },
    })
    const url = await web.listen('127.0.0.1', 0)
    // What stands first was written by the stranger, and what stands last by the proxy.
    const answer = await fetch(new URL('/room/who', url), {
      headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' },
    })
    expect(await answer.text()).toBe(told)
  })

  it('hands a handler the very bytes, method, path and headers', async () => {
    const web = open()
    web.mount('/hook', async (request) => {
      const bytes = new Uint8Array(await request.arrayBuffer())
      const { pathname } = new URL(request.url)
      return Response.json({
        pathname,
        method: request.method,
        key: request.headers.get('x-key'),
        bytes: [...bytes],
      })
    })
    const url = await web.listen('127.0.0.1', 0)
    const answer = await fetch(new URL('/hook/a', url), {
      method: 'POST',
      body: new Uint8Array([0, 255, 10]),
      headers: { 'x-key': 'k', 'content-type': 'application/json' },
    })
    expect(await answer.json()).toEqual({
      pathname: '/hook/a',
      method: 'POST',
      key: 'k',
      bytes: [0, 255, 10],
    })
  })

  it('streams events, and tells the handler when the listener leaves', async () => {
    const web = open()
    let left = false
    web.mount('/events', async (request) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
          request.signal.addEventListener('abort', () => {
            left = true
          })
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    })
    const url = await web.listen('127.0.0.1', 0)
    const leaving = new AbortController()
    const answer = await fetch(new URL('/events', url), { signal: leaving.signal })
    const first = await answer.body?.getReader().read()
    expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n')
    leaving.abort()
    await expect.poll(() => left).toBe(true)
  })

  it('answers a fault with a plain 500 and tells nobody why', async () => {
    const web = open()
    web.mount('/bad', async () => {
      throw new Error('secret')
    })
    const url = await web.listen('127.0.0.1', 0)
    const answer = await fetch(new URL('/bad', url))
    expect([answer.status, await answer.text()]).toEqual([500, 'Internal error'])
    expect(faults).toHaveLength(1)
  })

  it('refuses a body over the limit', async () => {
    const web = open()
    web.mount('/hook', async () => new Response('ok'))
    const url = await web.listen('127.0.0.1', 0)
    const answer = await fetch(new URL('/hook', url), {
      method: 'POST',
      body: new Uint8Array(22 * 1024 * 1024),
    })
    expect(answer.status).toBe(413)
  })

  it('says in one sentence that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(open().listen('127.0.0.1', port)).rejects.toThrow(ConfigError)
    await expect(open().listen('127.0.0.1', port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
    other.close()
  })
})
