/** The HTTP line to the Bot API: kept-alive connections, limits on size and time, and a token that stays inside.
 *
 * Measured with 5,000 sendMessage, 50 at once, on two shared cores: through grammY's own node-fetch a call costs 150 to
 * 163 microseconds of CPU, through grammY with undici 83 to 94, through undici alone 65. So grammY gets undici for its
 * `fetch`, and deliveries, the hot path, go without grammY; all else is rare enough to keep its comforts. */
import { autoRetry } from '@grammyjs/auto-retry'
import { Api, type ApiClientOptions } from 'grammy'
import { Agent, FormData } from 'undici'
import { downloadLimit } from './abilities.ts'
import type { Answer } from './failures.ts'
import type { Call } from './write.ts'

export interface Client {
  /** grammY, one try a call: for what is repeated by whoever calls, or need not be. */
  readonly once: Api
  /** The same, patient enough for a long poll. */
  readonly polling: Api
  /** The same, for a last word that must not hold up a stop. */
  readonly parting: Api
  /** grammY, repeating what Telegram asks to repeat: for housekeeping, never for a delivery. */
  readonly patient: Api
  /** One delivery, one try: the outbox repeats durably. Throws when there was no whole answer. */
  deliver(call: Call): Promise<Answer>
  /** Bytes of a file getFile named. Throws when it is absent, too large or too slow. */
  download(path: string): Promise<Uint8Array>
}

export interface ClientOptions {
  readonly token: string
  readonly apiRoot: string
  /** Longest silence of a call, in ms. */
  readonly answerWithinMs: number
  /** Most deliveries at once. */
  readonly deliveries: number
}

/** Longest a poll waits for news, in seconds. Bot API, getUpdates: long polling; the server allows up to 50. */
export const pollSeconds = 30
/** Longest a last word may take, in ms. */
const partingMs = 1000
/** Longest a download may be silent, in ms. */
const downloadWithinMs = 60_000

export function createClient({ token, apiRoot, answerWithinMs, deliveries }: ClientOptions): Client {
  const agent = new Agent({
    // Some more, so that polls and taps never wait behind deliveries.
    connections: deliveries + 14,
    keepAliveTimeout: 30_000,
    connect: { timeout: Math.min(10_000, answerWithinMs) },
    maxResponseSize: downloadLimit + 1024,
  })
  const { origin, pathname } = new URL(apiRoot)
  const base = pathname.replace(/\/$/, '')
  const options = (withinMs: number): ApiClientOptions => ({
    apiRoot,
    timeoutSeconds: withinMs / 1000,
    fetch: fetchThrough(agent),
  })
  const patient = new Api(token, options(answerWithinMs))
  // Unbounded by itself on a broken line: whoever calls decides when to begin again.
  patient.config.use(autoRetry({ maxRetryAttempts: 3, maxDelaySeconds: 60, rethrowHttpErrors: true }))

  return {
    once: new Api(token, options(answerWithinMs)),
    polling: new Api(token, options(pollSeconds * 1000 + answerWithinMs)),
    parting: new Api(token, options(partingMs)),
    patient,
    async deliver(call) {
      const { statusCode, body } = await agent.request({
        origin,
        path: `${base}/bot${token}/${call.method}`,
        method: 'POST',
        ...contentOf(call),
        headersTimeout: answerWithinMs,
        bodyTimeout: answerWithinMs,
      })
      return { status: statusCode, body: await body.text() }
    },
    async download(path) {
      const { statusCode, body } = await agent.request({
        origin,
        path: `${base}/file/bot${token}/${encodeURI(path)}`,
        method: 'GET',
        headersTimeout: downloadWithinMs,
        bodyTimeout: downloadWithinMs,
      })
      if (statusCode !== 200) {
        await body.dump()
        throw new Error(`Telegram has this file no more (${statusCode}).`)
      }
      return body.bytes()
    },
  }
}

/** JSON; with a picture a form, in which whatever is no text is JSON. */
function contentOf({ payload, photo }: Call): {
  readonly headers: Record<string, string>
  readonly body: string | FormData
} {
  if (photo === undefined)
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) }
  const form = new FormData()
  for (const [name, value] of Object.entries(payload))
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  form.set('photo', new Blob([new Uint8Array(photo.bytes)], { type: photo.mime }), 'card.png')
  // The boundary is the form's own affair.
  return { headers: {}, body: form }
}

/** As much of `fetch` as grammY uses: a request with a text body, and the answer's JSON. */
function fetchThrough(agent: Agent): NonNullable<ApiClientOptions['fetch']> {
  const send = async (url: string, init: Init): Promise<{ json(): Promise<unknown> }> => {
    const { origin, pathname, search } = new URL(url)
    const { body } = await agent.request({
      origin,
      path: pathname + search,
      method: init.method === 'POST' ? 'POST' : 'GET',
      headers: init.headers,
      body: init.body,
      signal: init.signal,
    })
    return { json: () => body.json() }
  }
  return send
}

interface Init {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal
}
