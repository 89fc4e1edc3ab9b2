/** The one way to a stranger's machine: its name is resolved once, every answer is checked, and the connection goes to
 * the very address that was checked, so that a name cannot lead elsewhere between the two. */
import { lookup } from 'node:dns/promises'
import { request } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isPublic } from './address.ts'
import type { Place, Refusal } from './place.ts'

/** What lies between us and the internet; tests give another. */
export interface Network {
  /** Every address of a name. Rejects when there is none. */
  readonly resolve: (name: string) => Promise<readonly string[]>
  /** Where to connect for an address that was checked: there. */
  readonly reach: (address: string, port: number) => { readonly host: string; readonly port: number }
  /** A proxy that is asked to connect to the checked address; null: we connect ourselves. */
  readonly proxy: { readonly host: string; readonly port: number } | null
  /** Certificates to trust beside the usual ones, in PEM. */
  readonly trust?: string
}

export type Failure = 'no-such-name' | 'unreachable' | 'timeout' | 'certificate' | 'broken' | 'too-big'
export type Trouble =
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'failed'; readonly why: Failure }

/** The internet as it is. `proxy`: `http://host:port`. */
export function openNetwork(proxy: string | null): Network {
  const through = proxy === null ? null : new URL(proxy)
  return {
    resolve: async (name) =>
      (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address),
    reach: (host, port) => ({ host, port }),
    proxy: through === null ? null : { host: through.hostname, port: Number(through.port || 80) },
  }
}

/** The address a place has, checked. One answer that is not public refuses them all: somebody tries something. */
export async function pin(
  { host, isAddress }: Place,
  { resolve }: Network,
  signal: AbortSignal,
): Promise<{ readonly kind: 'pinned'; readonly address: string } | Trouble> {
  if (isAddress) return { kind: 'pinned', address: host }
  try {
    const addresses = await orAborted(resolve(host), signal)
    const [first] = addresses
    if (first === undefined) return { kind: 'failed', why: 'no-such-name' }
    return addresses.every(isPublic)
      ? { kind: 'pinned', address: first }
      : { kind: 'refused', why: 'address' }
  } catch (error) {
    return { kind: 'failed', why: failureOf(error, signal) }
  }
}

/** A connection to a pinned address; over TLS for a secure place, to the name that was asked for. Rejects. */
export async function dial(
  place: Place,
  {
    address,
    network,
    signal,
  }: { readonly address: string; readonly network: Network; readonly signal: AbortSignal },
): Promise<Socket> {
  const { host, port } = network.reach(address, place.port)
  const socket =
    network.proxy === null
      ? await opened(connectTcp({ host, port }), 'connect', signal)
      : await connectThrough(network.proxy, { host, port }, signal)
  if (!place.secure) return socket
  const secured = connectTls({
    socket,
    ALPNProtocols: ['http/1.1'],
    ...(place.isAddress ? { host: place.host } : { servername: place.host, host: place.host }),
    ...(network.trust === undefined ? {} : { ca: network.trust }),
  })
  return opened(secured, 'secureConnect', signal)
}

/** A tunnel to an address, never to a name: the proxy has nothing to resolve. */
function connectThrough(
  proxy: NonNullable<Network['proxy']>,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Socket> {
  const path = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  return new Promise((resolve, reject) => {
    request({ ...proxy, method: 'CONNECT', path, headers: { host: path }, agent: false, signal })
      .once('connect', ({ statusCode }, socket, first) => {
        if (first.length > 0) socket.unshift(first)
        if (statusCode === 200) return resolve(socket as Socket)
        socket.destroy()
        reject(new Error(`the proxy answered ${statusCode ?? 'nothing'}`))
      })
      .once('response', ({ statusCode }) =>
        reject(new Error(`the proxy answered ${statusCode ?? 'nothing'}`)),
      )
      .once('error', reject)
      .end()
  })
}

function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.destroy()
      reject(signal.reason)
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', reject)
    socket.once(event, () => {
      signal.removeEventListener('abort', abort)
      socket.off('error', reject)
      // Between two users of it nobody listens, and what breaks then is told to the next read.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

const certificateCodes = /^(CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

/** What became of an attempt, without a word of the error: it may quote the address. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return 'timeout'
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    if (code === 'ENOTFOUND' || code === 'ENODATA') return 'no-such-name'
    if (certificateCodes.test(code)) return 'certificate'
    if (/^E(CONN|HOST|NET|ADDR|PIPE|AI_AGAIN)|^ETIMEDOUT$|CONNECT_TIMEOUT$/.test(code)) return 'unreachable'
    if (/TIMEOUT$/.test(code)) return 'timeout'
  }
  return 'broken'
}
