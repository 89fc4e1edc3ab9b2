/** The webhook: Meta proves itself by a signature, and hears 200 only after every turn of a call is committed. */
import { parse } from '../json.ts'
import { sameToken, type Verify } from './signature.ts'

/** Where Meta is told to call us, below PUBLIC_URL. It need not be secret: every call is signed. */
export const webhookPath = '/whatsapp/cloud'

/** "Webhooks": payloads of up to 3 MB. In bytes. */
const bodyLimit = 3 * 1024 * 1024

export interface WebhookDoor {
  /** Resolves once all of it is committed; a rejection becomes 503, and Meta sends the call again. */
  readonly take: (body: unknown) => Promise<void>
  readonly verify: Verify
  /** What Meta shows when the address is entered on its page. */
  readonly verifyToken: string
  readonly onStranger: () => void
}

export function createDoor(door: WebhookDoor): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'GET') return greet(new URL(request.url).searchParams, door)
    if (request.method !== 'POST') return plain(405, 'Only GET and POST are answered here.')
    const signature = request.headers.get('x-hub-signature-256')
    if (signature === null) return refuse(door)
    if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) return plain(413, 'Too large.')
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.byteLength > bodyLimit) return plain(413, 'Too large.')
    if (!door.verify(bytes, signature)) return refuse(door)
    try {
      await door.take(parse(decoder.decode(bytes)))
      return bare(200)
    } catch {
      return plain(503, 'Not committed; send it again.')
    }
  }
}

/** "Verification requests": the challenge is given back to whoever knows the token. */
function greet(query: URLSearchParams, { verifyToken, onStranger }: WebhookDoor): Response {
  const challenge = query.get('hub.challenge') ?? ''
  const known = sameToken(query.get('hub.verify_token') ?? '', verifyToken)
  if (query.get('hub.mode') === 'subscribe' && known && /^[\w.-]{1,200}$/.test(challenge))
    return plain(200, challenge)
  onStranger()
  return plain(403, 'Wrong verify token.')
}

/** A stranger is told nothing, as cheaply as can be. */
function refuse({ onStranger }: WebhookDoor): Response {
  onStranger()
  return bare(401)
}

const decoder = new TextDecoder()
const bare = (status: number): Response => new Response(null, { status })
const headers = { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }
const plain = (status: number, body: string): Response => new Response(body, { status, headers })
