/** Calls the webhook as Meta does: signed over the very bytes, each notification by itself, in no promised order, and
 * again with growing delays until a 2xx, for seven days. */
import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { Clock } from './clock.ts'

export interface Delivery {
  readonly id: number
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null
  readonly attempt: number
}

export interface Webhook {
  /** As when the address is entered on Meta's page: asks it to give a challenge back. Throws when it does not. */
  subscribe(url: string, verifyToken: string): Promise<void>
  /** Puts a notification on its way; returns its number. Before there is an address it waits. */
  push(body: unknown): number
  /** One already sent, byte for byte, as after an answer that was lost. */
  again(id: number): void
  pending(): number
  readonly deliveries: readonly Delivery[]
  /** Given up after seven days. */
  readonly lost: readonly number[]
  stop(): void
}

export interface WebhookOptions {
  readonly clock: Clock
  readonly appSecret: string
  /** First wait after a failure; it doubles, up to six hours. */
  readonly firstRetryMs: number
}

interface Notification {
  readonly id: number
  readonly bytes: Buffer
  readonly since: number
  attempt: number
}

const lifeMs = 7 * 24 * 3_600_000
const longestDelayMs = 6 * 3_600_000
const answerTimeoutMs = 20_000

export function createWebhook({ clock, appSecret, firstRetryMs }: WebhookOptions): Webhook {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 250 })
  const deliveries: Delivery[] = []
  const lost: number[] = []
  const sent = new Map<number, Notification>()
  const waiting = new Set<Notification>()
  let address: string | null = null
  let next = 1
  let stopped = false

  const send = async (notification: Notification): Promise<void> => {
    if (stopped || address === null) return
    notification.attempt++
    const { bytes } = notification
    const status = await post(agent, address, { bytes, signature: sign(bytes, appSecret) })
    if (stopped) return
    deliveries.push({ id: notification.id, status, attempt: notification.attempt })
    if (status !== null && status >= 200 && status < 300) return void waiting.delete(notification)
    const delay = Math.min(longestDelayMs, firstRetryMs * 2 ** (notification.attempt - 1))
    if (clock.now() + delay - notification.since > lifeMs) {
      waiting.delete(notification)
      lost.push(notification.id)
      return
    }
    clock.after(delay, () => void send(notification))
  }

  return {
    deliveries,
    lost,
    pending: () => waiting.size,
    async subscribe(url, verifyToken) {
      if (new URL(url).hostname !== '127.0.0.1') throw new Error('only this machine may be called')
      const challenge = String(1_158_201_444 + deliveries.length)
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.challenge': challenge,
        'hub.verify_token': verifyToken,
      })
      const answer = await fetch(`${url}?${query}`)
      if (answer.status !== 200 || (await answer.text()) !== challenge)
        throw new Error(`The URL couldn't be validated (${answer.status}).`)
      address = url
      for (const notification of waiting) if (notification.attempt === 0) void send(notification)
    },
    push(body) {
      const bytes = Buffer.from(escaped(body))
      const notification = { id: next++, bytes, since: clock.now(), attempt: 0 }
      sent.set(notification.id, notification)
      waiting.add(notification)
      void send(notification)
      return notification.id
    },
    again(id) {
      const known = sent.get(id)
      if (known === undefined) throw new Error(`no notification ${id} to send again`)
      const copy = { ...known, since: clock.now(), attempt: 0 }
      waiting.add(copy)
      void send(copy)
    },
    stop() {
      stopped = true
      agent.destroy()
    },
  }
}

/** Meta writes everything beyond ASCII as \uXXXX and escapes slashes, and signs just that. */
export function escaped(body: unknown): string {
  return JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function sign(bytes: Uint8Array | string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`
}

/** Resolves with the HTTP status, or null when there was no answer. */
export function post(
  agent: http.Agent,
  url: string,
  { bytes, signature }: { readonly bytes: Buffer; readonly signature: string | null },
): Promise<number | null> {
  return new Promise((resolve) => {
    const request = http.request(url, {
      method: 'POST',
      agent,
      timeout: answerTimeoutMs,
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.byteLength,
        'user-agent': 'facebookexternalua',
        ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      },
    })
    request.on('response', (response) => {
      response.resume()
      response.on('error', () => resolve(null))
      response.on('end', () => resolve(response.statusCode ?? null))
    })
    request.on('error', () => resolve(null))
    request.on('timeout', () => request.destroy())
    request.end(bytes)
  })
}
