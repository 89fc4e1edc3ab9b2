/** The HTTP side: reads requests as the real server does, applies faults, runs a method, writes the answer. */
import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault, Faults } from './faults.ts'
import { readMultipart } from './multipart.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

export type Raw = Readonly<Record<string, unknown>>
/** Runs one method; returns the `result`, already as JSON text when it is `wire`. Throws Refusal. */
export type Run = (call: {
  readonly method: string
  readonly raw: Raw
  readonly gone: AbortSignal
}) => Promise<Result> | Result
export type Result = { readonly value: unknown } | { readonly wire: string }

export interface Called {
  readonly method: string
  readonly status: number | null
  readonly at: number
}

export interface BotApiServer {
  readonly root: string
  close(): Promise<void>
}

export interface ServerOptions {
  readonly token: string
  readonly world: World
  readonly faults: Faults
  readonly run: Run
  readonly onCall: (called: Called) => void
  /** Requests that are not the Bot API's: the controls of a stand-in in its own process. */
  readonly other?: (path: string, body: Buffer) => Promise<unknown>
  readonly port: number
}

/** Largest request, in bytes: a 50 MB upload and its form. */
const largestBody = 51 * 1024 * 1024

export async function startServer(options: ServerOptions): Promise<BotApiServer> {
  const server = http.createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (!response.headersSent)
        write(response, failure(new Refusal(500, `Internal Server Error: ${String(error)}`)))
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: string | Uint8Array
}

async function answer(
  options: ServerOptions,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path)
  if (file !== null) return sendFile(options, file, request, response)
  const call = /^\/bot([^/]+)\/(\w+)$/.exec(path)
  if (call === null) {
    if (options.other === undefined || !path.startsWith('/stand-in/'))
      return write(response, failure(notFound()))
    const result = await options.other(path, await bodyOf(request))
    return write(response, { status: 200, body: JSON.stringify(result ?? null) })
  }
  const [, token, method = ''] = call
  const body = await bodyOf(request)
  if (token !== options.token) {
    return write(
      response,
      failure(/^\d+:[\w-]+$/.test(token ?? '') ? new Refusal(401, 'Unauthorized') : notFound()),
    )
  }
  const fault = options.faults.next(method)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const done = (status: number | null): void => options.onCall({ method, status, at: options.world.now() })

  if (fault?.kind === 'hang') return done(null)
  if (fault?.kind === 'drop-before') {
    request.socket.destroy()
    return done(null)
  }
  if (fault?.kind === 'garbage') {
    done(fault.code ?? 200)
    return write(response, { status: fault.code ?? 200, body: '<html><body>502 Bad Gateway</body></html>' })
  }
  if (fault?.kind === 'answer') {
    done(200)
    write(response, { status: 200, body: fault.body })
    return
  }
  const result =
    fault?.kind === 'refuse'
      ? failure(refusalOf(fault))
      : await perform(options, { method, request, body, gone: gone.signal })
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  if (fault?.kind === 'drop-after') {
    request.socket.destroy()
    return done(null)
  }
  if (fault?.kind === 'half') {
    response.writeHead(result.status, {
      'content-type': 'application/json',
      'content-length': result.body.length,
    })
    response.write(result.body.slice(0, Math.floor(result.body.length / 2)))
    response.socket?.end()
    return done(null)
  }
  done(result.status)
  write(response, result)
}

async function perform(
  options: ServerOptions,
  call: {
    readonly method: string
    readonly request: http.IncomingMessage
    readonly body: Buffer
    readonly gone: AbortSignal
  },
): Promise<Answer> {
  try {
    const raw = readParameters(call.request, call.body)
    const result = await options.run({ method: call.method, raw, gone: call.gone })
    return {
      status: 200,
      body: `{"ok":true,"result":${'wire' in result ? result.wire : JSON.stringify(result.value)}}`,
    }
  } catch (error) {
    return failure(
      error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`),
    )
  }
}

/** Query string, JSON, form or multipart: the real server takes all four. */
function readParameters(request: http.IncomingMessage, body: Buffer): Raw {
  const query = (request.url ?? '').split('?')[1]
  const raw: Record<string, unknown> =
    query === undefined ? {} : Object.fromEntries(new URLSearchParams(query))
  const type = request.headers['content-type'] ?? ''
  if (body.length === 0) return raw
  if (type.includes('application/json')) {
    try {
      return Object.assign(raw, JSON.parse(body.toString()))
    } catch {
      throw new Refusal(400, "Bad Request: can't parse JSON object")
    }
  }
  if (type.includes('multipart/form-data'))
    return Object.assign(raw, Object.fromEntries(readMultipart(body, type)))
  return Object.assign(raw, Object.fromEntries(new URLSearchParams(body.toString())))
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > largestBody) throw new Refusal(413, 'Request Entity Too Large')
    chunks.push(chunk as Buffer)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

function sendFile(
  options: ServerOptions,
  [, token, path = '']: readonly (string | undefined)[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const fault = options.faults.next('file')
  if (fault?.kind === 'hang') return
  if (fault !== null) return void request.socket.destroy()
  const file = token === options.token ? options.world.file(path) : null
  if (file === null) {
    write(response, failure(notFound()))
    return
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': file.bytes.byteLength,
  })
  response.end(file.bytes)
}

function write(response: http.ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

function failure({ code, description, parameters }: Refusal): Answer {
  return { status: code, body: JSON.stringify({ ok: false, error_code: code, description, parameters }) }
}

function refusalOf(fault: Extract<Fault, { kind: 'refuse' }>): Refusal {
  const parameters = {
    ...(fault.retryAfter === undefined ? {} : { retry_after: fault.retryAfter }),
    ...(fault.migrateTo === undefined ? {} : { migrate_to_chat_id: fault.migrateTo }),
  }
  return new Refusal(
    fault.code,
    fault.description,
    Object.keys(parameters).length > 0 ? parameters : undefined,
  )
}

const notFound = (): Refusal => new Refusal(404, 'Not Found')
