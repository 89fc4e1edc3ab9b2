/** The HTTP host: adapters mount web-standard handlers on it, and operators ask it whether we live. */
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ConfigError, type Mount } from '#engine'

/** Largest body any adapter may receive, in bytes: a 20 MB upload and its form around it. */
const bodyLimit = 21 * 1024 * 1024

type Answer = Parameters<Mount>[1]

/** Pages that need more than one address: they are fastify's own routes. */
export interface Room {
  readonly prefix: string
  register(app: FastifyInstance): Promise<void>
}

export interface Web {
  readonly mount: Mount
  /** A room of pages below `prefix`, with hooks of its own. Only before the port is open. */
  readonly house: (room: Room) => void
  /** Throws ConfigError when the port is taken or may not be opened, and what a room throws. Port 0 picks a free one. */
  listen(host: string, port: number): Promise<URL>
  /** Answers what is under way, then closes; open event streams are ended. */
  close(): Promise<void>
}

export interface WebOptions {
  /** Hears of a handler that threw; the caller got a plain 500. */
  readonly onFault: (error: unknown) => void
  /** Proxies whose X-Forwarded-For is believed; anybody else's is not. None unless said. */
  readonly trustedProxies?: readonly string[]
}

export function createWeb(options: WebOptions): Web {
  const { trustedProxies = [] } = options
  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
  })
  // Handlers see the very bytes: signatures are computed over them.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error)
    if (status >= 500) options.onFault(error)
    void reply
      .code(status)
      .type('text/plain')
      .send(status >= 500 ? 'Internal error' : 'Bad request')
  })

  // One route, so that adapters may be mounted after the port is open: a taken port is found before anybody is heard.
  const mounted = new Map<string, Answer>()
  app.all('*', async (request, reply) => {
    // It would give a request's headers back to whoever made a browser send them.
    if (request.method === 'TRACE') return reply.code(405).type('text/plain').send('Not answered')
    const answer = answerTo(mounted, new URL(request.url, 'http://localhost').pathname)
    if (answer === null) return reply.code(404).type('text/plain').send('Not found')
    return write(await answer(toRequest(request, reply)), reply)
  })

  return {
    mount(path, answer) {
      mounted.set(path.replace(/\/$/, ''), answer)
    },
    house({ prefix, register }) {
      // Awaited with everything else when the port is opened; what it throws is thrown there.
      void app.register((room) => register(room), { prefix })
    },
    async listen(host, port) {
      await app.ready()
      try {
        return new URL(await app.listen({ host, port }))
      } catch (error) {
        throw new ConfigError(cannotListen(error, host, port), { cause: error })
      }
    },
    async close() {
      await app.close()
    },
  }
}

/** The handler of this path, or of the nearest path above it; `/` itself is no path above others. */
function answerTo(mounted: ReadonlyMap<string, Answer>, pathname: string): Answer | null {
  let path = pathname.replace(/\/$/, '')
  for (;;) {
    const answer = mounted.get(path)
    if (answer !== undefined) return answer
    path = path.slice(0, path.lastIndexOf('/'))
    if (path === '') return null
  }
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500
  return typeof status === 'number' ? status : 500
}

/** A web-standard request whose parts are made when they are asked for: a whole one costs more than most answers do
 * (78 microseconds with its signal and body, of which a signature check needs none). */
function toRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const bytes = request.body instanceof Buffer ? request.body : null
  const url = (): string => `${request.protocol}://${request.headers.host ?? 'localhost'}${request.url}`
  const signal = once(() => {
    const ended = new AbortController()
    reply.raw.on('close', () => ended.abort())
    return ended.signal
  })
  const headers = once(() => headersOf(request))
  const whole = once(
    () =>
      new Request(url(), {
        method: request.method,
        headers: headers(),
        signal: signal(),
        ...(bytes === null || bytes.length === 0 ? {} : { body: bytes }),
      }),
  )
  return Object.create(Request.prototype, {
    method: { value: request.method },
    url: { get: url },
    headers: { get: headers },
    signal: { get: signal },
    body: { get: () => whole().body },
    bodyUsed: { get: () => whole().bodyUsed },
    arrayBuffer: { value: async () => new Uint8Array(bytes ?? []).buffer },
    text: { value: async () => bytes?.toString('utf8') ?? '' },
    json: { value: async () => JSON.parse(bytes?.toString('utf8') ?? '') as unknown },
    formData: { value: () => whole().formData() },
    blob: { value: () => whole().blob() },
    clone: { value: () => whole().clone() },
  }) as Request
}

function headersOf({ headers: given }: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each)
  }
  return headers
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Only what has no end is handed on as a stream; all else is whole already. */
async function write(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(response.status)
  for (const [name, value] of response.headers) void reply.header(name, value)
  if (response.body === null) return reply.send()
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream'))
    return reply.send(Buffer.from(await response.arrayBuffer()))
  // The two declarations of ReadableStream, the web's and Node's, describe the same object.
  const stream = Readable.fromWeb(response.body as NodeReadableStream)
  return reply.send(stream)
}

function cannotListen(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use by another program. Stop that program, or set PORT to a free one.`
  }
  if (code === 'EACCES') return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `HOST is ${host}, which is no address of this machine. Set HOST to 127.0.0.1 or 0.0.0.0.`
  }
  return `HTTP could not be opened on ${host}:${port}. Check HOST and PORT.`
}
