/** Delivers updates to a webhook as Telegram does: in order within a lane, again and again until a 2xx. */
import http from 'node:http'
import type { Queued } from './queue.ts'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string | null
  readonly maxConnections: number
}

export interface WebhookDelivery {
  readonly updateId: number
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null
}

export interface Webhook {
  readonly target: WebhookTarget
  push(update: Queued): void
  /** Stops delivering; gives back what was not taken. */
  close(): readonly Queued[]
  pending(): number
  readonly lastError: string | null
}

/** Longest answer time of a connection, and longest `Retry-After` obeyed (`WebhookActor.cpp`). */
const answerTimeoutMs = 60_000
const longestRetryAfterSeconds = 3600

export interface WebhookOptions {
  readonly now: () => number
  /** First wait after a failure; it doubles, up to 60 to 120 seconds. */
  readonly firstRetryMs: number
  readonly onDelivery: (delivery: WebhookDelivery) => void
}

export function createWebhook(target: WebhookTarget, options: WebhookOptions): Webhook {
  const lanes = new Map<string, Queued[]>()
  const busy = new Set<string>()
  const timers = new Set<NodeJS.Timeout>()
  const agent = new http.Agent({ keepAlive: true, maxSockets: target.maxConnections })
  let closed = false
  let lastError: string | null = null

  const pump = (): void => {
    if (closed) return
    for (const lane of lanes.keys()) {
      if (busy.size >= target.maxConnections) return
      if (!busy.has(lane)) void run(lane)
    }
  }
  const run = async (lane: string): Promise<void> => {
    busy.add(lane)
    let delay = options.firstRetryMs
    for (let queue = lanes.get(lane); queue?.[0] !== undefined && !closed; queue = lanes.get(lane)) {
      const update = queue[0]
      const answer = update.until < options.now() ? null : await deliver(update)
      if (closed) break
      if (answer === null || (answer.status !== null && answer.status >= 200 && answer.status < 300)) {
        queue.shift()
        if (queue.length === 0) lanes.delete(lane)
        delay = options.firstRetryMs
        continue
      }
      lastError =
        answer.status === null ? 'Connection failed' : `Wrong response from the webhook: ${answer.status}`
      await pause(answer.retryAfterMs ?? delay)
      delay = Math.min(delay * 2, 60_000 + Math.random() * 60_000)
    }
    busy.delete(lane)
    pump()
  }
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  const deliver = async (update: Queued): Promise<Answer> => {
    const answer = await post(target, agent, update.json)
    options.onDelivery({ updateId: update.id, status: answer.status })
    return answer
  }

  return {
    target,
    get lastError() {
      return lastError
    },
    pending: () => [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0),
    push(update) {
      const lane = lanes.get(update.lane)
      if (lane === undefined) lanes.set(update.lane, [update])
      else lane.push(update)
      pump()
    },
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      agent.destroy()
      return [...lanes.values()].flat().sort((a, b) => a.id - b.id)
    },
  }
}

interface Answer {
  readonly status: number | null
  readonly retryAfterMs: number | null
}

function post(target: WebhookTarget, agent: http.Agent, json: string): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ status: null, retryAfterMs: null })
    const request = http.request(
      target.url,
      {
        method: 'POST',
        agent,
        timeout: answerTimeoutMs,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(json),
          ...(target.secret === null ? {} : { 'x-telegram-bot-api-secret-token': target.secret }),
        },
      },
      (response) => {
        response.resume()
        response.on('error', failed)
        response.on('end', () => {
          const after = Number(response.headers['retry-after'])
          const seconds =
            Number.isFinite(after) && after > 0 ? Math.min(after, longestRetryAfterSeconds) : null
          resolve({
            status: response.statusCode ?? null,
            retryAfterMs: seconds === null ? null : seconds * 1000,
          })
        })
      },
    )
    request.on('error', failed)
    request.on('timeout', () => request.destroy())
    request.end(json)
  })
}
