/** The webhook: answers 200 only after the turn is committed, and knows Telegram by a secret only the two share. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** An update of 4,096 characters with a quote of as many and all its entities stays under 200 KB. In bytes. */
const bodyLimit = 1024 * 1024

export interface WebhookAddress {
  readonly path: string
  readonly secret: string
}

/** Both are made from the token, so that nothing needs to be kept, and neither gives it away. */
export function addressOf(token: string, secret: string | undefined): WebhookAddress {
  const derive = (purpose: string): string => createHmac('sha256', token).update(purpose).digest('base64url')
  return {
    path: `/telegram/${derive('webhook path').slice(0, 32)}`,
    secret: secret ?? derive('webhook secret'),
  }
}

export interface WebhookDoor {
  /** Resolves once committed; a rejection becomes 503, and Telegram sends the update again. */
  readonly take: (update: unknown) => Promise<void>
  readonly secret: string
  readonly onStranger: () => void
}

export function createDoor({
  take,
  secret,
  onStranger,
}: WebhookDoor): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return plain(405, 'Only POST is answered here.')
    if (!sameSecret(request.headers.get('x-telegram-bot-api-secret-token') ?? '', secret)) {
      onStranger()
      return plain(401, 'Wrong secret token.')
    }
    if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) return plain(413, 'Too large.')
    const bytes = await request.arrayBuffer()
    if (bytes.byteLength > bodyLimit) return plain(413, 'Too large.')
    const update = parse(new TextDecoder().decode(bytes))
    if (update === undefined) return plain(400, 'Not JSON.')
    try {
      await take(update)
      return plain(200, '')
    } catch {
      return plain(503, 'Not committed; send it again.')
    }
  }
}

/** Takes as long for a secret that is nearly right as for one that is all wrong. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHmac('sha256', 'compare').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const plain = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/plain' } })
