/** The HTTP side: the token, faults on order, a call, and the answer or the error as Meta writes it. */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Called, Fault, Faults } from './faults.ts'
import { badToken, bodyOf, noObject, Refusal, refuse } from './refusal.ts'

export interface Asked {
  readonly method: string
  /** Below the version: `{id}/messages`, `{id}`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly type: string
  readonly body: Buffer
}

export interface ServerOptions {
  readonly token: string
  readonly faults: Faults
  readonly port: number
  /** What kind of call this is; null: there is no such. */
  readonly called: (asked: Asked) => Called | null
  /** Answers a call; throws Refusal. */
  readonly run: (asked: Asked, root: string) => unknown
  /** Bytes of an attachment, or null. */
  readonly file: (path: string) => Uint8Array | null
  readonly onCall: (call: { readonly call: Called; readonly status: number | null }) => void
  /** Requests that are not Meta's: the controls of a stand-in in its own process. */
  readonly other?: (path: string, body: Buffer) => Promise<unknown>
}

export interface CloudServer {
  readonly root: string
  close(): Promise<void>
}

/** "Media": uploads of up to 100 MB. In bytes. */
const largestBody = 101 * 1024 * 1024

export async function startServer(options: ServerOptions): Promise<CloudServer> {
  const server = http.createServer((request, response) => {
    answer(options, request, response, root()).catch((error: unknown) => {
      if (!response.headersSent) write(response, 500, JSON.stringify({ error: { message: String(error) } }))
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const root = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    root: root(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  options: ServerOptions,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  root: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', root)
  const body = await bytesOf(request)
  if (options.other !== undefined && url.pathname.startsWith('/stand-in/')) {
    const result = await options.other(url.pathname, body)
    return write(response, 200, JSON.stringify(result ?? null))
  }
  const known = request.headers.authorization === `Bearer ${options.token}`
  if (url.pathname.startsWith('/whatsapp_business/'))
    return sendFile(options, { url, known, request, response })
  const path = /^\/v\d{1,2}\.0\/(.+)$/.exec(url.pathname)?.[1] ?? ''
  const asked: Asked = {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    type: request.headers['content-type'] ?? '',
    body,
  }
  const call = options.called(asked)
  if (call === null || !known) {
    const refusal = known ? noObject(path) : badToken()
    return write(response, refusal.status, JSON.stringify(bodyOf(refusal)))
  }
  const fault = options.faults.next(call)
  const done = (status: number | null): void => options.onCall({ call, status })
  if (fault?.kind === 'hang') return done(null)
  if (fault?.kind === 'drop-before') {
    request.socket.destroy()
    return done(null)
  }
  if (fault?.kind === 'answer') {
    done(fault.status)
    return write(response, fault.status, fault.body)
  }
  const { status, text } = perform(options, { asked, root, fault })
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  if (fault?.kind === 'drop-after') {
    request.socket.destroy()
    return done(null)
  }
  if (fault?.kind === 'half') {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length })
    response.write(text.slice(0, Math.floor(text.length / 2)))
    response.socket?.end()
    return done(null)
  }
  done(status)
  write(response, status, text)
}

function perform(
  options: ServerOptions,
  { asked, root, fault }: { readonly asked: Asked; readonly root: string; readonly fault: Fault | null },
): { readonly status: number; readonly text: string } {
  try {
    if (fault?.kind === 'refuse') throw fault.code === 190 ? badToken() : refuse(fault.code)
    return { status: 200, text: JSON.stringify(options.run(asked, root)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, text: JSON.stringify(bodyOf(error)) }
  }
}

function sendFile(
  options: ServerOptions,
  call: {
    readonly url: URL
    readonly known: boolean
    readonly request: http.IncomingMessage
    readonly response: http.ServerResponse
  },
): void {
  const fault = options.faults.next('file')
  if (fault?.kind === 'hang') return
  if (fault !== null) return void call.request.socket.destroy()
  // Without the token, or after five minutes, Meta answers with a page.
  const bytes = call.known ? options.file(call.url.pathname) : null
  if (bytes === null) return void write(call.response, 404, '<html>URL signature expired</html>', 'text/html')
  call.response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': bytes.byteLength,
  })
  call.response.end(bytes)
}

async function bytesOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > largestBody) throw new Error('too large')
    chunks.push(chunk as Buffer)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

function write(response: http.ServerResponse, status: number, text: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
