/** A proxy on this machine for a browser that may look up no name itself: whatever a page asks for goes through the same
 * guard as our own fetching. */
import { setMaxListeners } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Duplex, Transform } from 'node:stream'
import { request } from 'undici'
import { dial, type Network, pin, type Trouble } from './dial.ts'
import { agentTo } from './fetch.ts'
import { type Place, readPlace } from './place.ts'

export interface GuardedProxy {
  /** `127.0.0.1:port`. */
  readonly address: string
  /** Questions that were refused so far. */
  refused(): number
  close(): Promise<void>
}

/** Headers that are between a browser and its proxy (RFC 9110 7.6.1). */
const betweenUs = /^(proxy-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade|host)$/

/** `bytes`: most that all answers together may have; `ms`: how long it lives at most. */
export async function openProxy(
  network: Network,
  limits: { readonly bytes: number; readonly ms: number },
): Promise<GuardedProxy> {
  const signal = AbortSignal.timeout(limits.ms)
  // Each connection of a page listens to it.
  setMaxListeners(0, signal)
  const sockets = new Set<Duplex>()
  let left = limits.bytes
  let refusals = 0
  /** Passes on what is left of the allowance, then ends. */
  const metered = (): Transform =>
    new Transform({
      transform(part: Buffer, _, done) {
        left -= part.length
        if (left < 0) done(new Error('too big'))
        else done(null, part)
      },
    })
  const keep = <S extends Duplex>(socket: S): S => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    return socket
  }
  const find = async (written: string) => {
    const reading = readPlace(written)
    const found =
      reading.kind === 'refused'
        ? reading
        : { ...(await pin(reading.place, network, signal)), place: reading.place }
    if (found.kind === 'refused') refusals++
    return found as Trouble | { readonly kind: 'pinned'; readonly address: string; readonly place: Place }
  }

  const server = createServer((asked, answer) => {
    pass(asked, answer).catch(() => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  })
  server.on('connection', keep)
  server.on('connect', (asked, socket: Duplex, first: Buffer) => {
    keep(socket)
    // What came along with the question belongs to the other side.
    if (first.length > 0) socket.unshift(first)
    tunnel(asked, socket).catch(() => socket.destroy())
  })

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const found = await find(asked.url ?? '')
    if (found.kind !== 'pinned') return void answer.writeHead(found.kind === 'refused' ? 403 : 502).end()
    const agent = agentTo(found.place, { address: found.address, network, signal })
    answer.once('close', () => void agent.destroy().catch(() => {}))
    const wanted = Object.entries(asked.headers).filter(([header]) => !betweenUs.test(header))
    const response = await request(found.place.url, {
      dispatcher: agent,
      method: asked.method === 'HEAD' ? 'HEAD' : 'GET',
      headers: Object.fromEntries(wanted),
      signal,
    })
    const told = Object.entries(response.headers).filter(([header]) => !betweenUs.test(header))
    answer.writeHead(response.statusCode, Object.fromEntries(told))
    response.body.pipe(metered().once('error', () => answer.destroy())).pipe(answer)
  }

  async function tunnel(asked: IncomingMessage, socket: Duplex): Promise<void> {
    const found = await find(`https://${asked.url ?? ''}`)
    if (found.kind !== 'pinned') {
      socket.end(`HTTP/1.1 ${found.kind === 'refused' ? '403 Forbidden' : '502 Bad Gateway'}\r\n\r\n`)
      return
    }
    // The browser speaks TLS itself: here it is bytes.
    const there = keep(
      await dial({ ...found.place, secure: false }, { address: found.address, network, signal }),
    )
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    socket.pipe(there)
    there.pipe(metered().once('error', () => socket.destroy())).pipe(socket)
    socket.once('close', () => there.destroy())
    there.once('close', () => socket.destroy())
  }

  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  signal.addEventListener('abort', () => void close(), { once: true })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, refused: () => refusals, close }
}
