/** The HTTP line to the Graph API: kept-alive connections, limits on size and time, and a token that stays inside. */
import { randomUUID } from 'node:crypto'
import { Agent } from 'undici'
import { downloadLimit } from './abilities.ts'
import type { Answer } from './failures.ts'

export interface Client {
  /** One call, one try: the outbox repeats durably. `path` is below the version. Throws when there was no whole answer. */
  get(path: string): Promise<Answer>
  post(path: string, payload: unknown): Promise<Answer>
  /** A file as multipart, for `POST /{phone}/media`. */
  upload(path: string, file: { readonly bytes: Uint8Array; readonly mime: string }): Promise<Answer>
  /** Bytes behind an address the Graph API gave. Throws when it is not Meta's, absent, too large or too slow. */
  download(url: string): Promise<Uint8Array>
}

export interface ClientOptions {
  readonly token: string
  readonly apiRoot: string
  /** Longest silence of a call, in ms. */
  readonly answerWithinMs: number
  /** Most calls at once. */
  readonly connections: number
}

/** Versions live for two years. "Graph API changelog": v23.0 came in May 2025. */
const version = 'v23.0'
/** Longest a download may be silent, in ms. */
const downloadWithinMs = 60_000
/** Where Meta keeps media; the token goes nowhere else, whatever an answer says. */
const metas = /^https:\/\/([\w-]+\.)*(facebook|fbsbx|fbcdn|whatsapp)\.(com|net)$/

export function createClient({ token, apiRoot, answerWithinMs, connections }: ClientOptions): Client {
  const agent = new Agent({
    connections,
    keepAliveTimeout: 30_000,
    connect: { timeout: Math.min(10_000, answerWithinMs) },
    maxResponseSize: downloadLimit + 1024,
  })
  const { origin, pathname } = new URL(apiRoot)
  const base = `${pathname.replace(/\/$/, '')}/${version}`
  const authorization = `Bearer ${token}`
  const ask = async (request: {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly type?: string
    readonly body?: string | Uint8Array
  }): Promise<Answer> => {
    const { statusCode, body } = await agent.request({
      origin,
      path: `${base}/${request.path}`,
      method: request.method,
      headers: { authorization, ...(request.type === undefined ? {} : { 'content-type': request.type }) },
      body: request.body ?? null,
      headersTimeout: answerWithinMs,
      bodyTimeout: answerWithinMs,
    })
    return { status: statusCode, body: await body.text() }
  }

  return {
    get: (path) => ask({ method: 'GET', path }),
    post: (path, payload) =>
      ask({ method: 'POST', path, type: 'application/json', body: JSON.stringify(payload) }),
    upload(path, { bytes, mime }) {
      const boundary = randomUUID()
      const type = `multipart/form-data; boundary=${boundary}`
      return ask({ method: 'POST', path, type, body: formOf(boundary, bytes, mime) })
    },
    async download(url) {
      const address = new URL(url)
      if (address.origin !== origin && !metas.test(address.origin)) throw new Error('not an address of Meta')
      const { statusCode, body } = await agent.request({
        origin: address.origin,
        path: address.pathname + address.search,
        method: 'GET',
        headers: { authorization },
        headersTimeout: downloadWithinMs,
        bodyTimeout: downloadWithinMs,
      })
      if (statusCode !== 200) {
        await body.dump()
        throw new Error(`WhatsApp has this file no more (${statusCode}).`)
      }
      return body.bytes()
    },
  }
}

function formOf(boundary: string, bytes: Uint8Array, mime: string): Uint8Array {
  const field = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const head = `${field('messaging_product', 'whatsapp')}${field('type', mime)}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="picture"\r\nContent-Type: ${mime}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}
