/** The page on which a phone is linked. It shows a QR to whoever opened a link that works once: whoever scans it first
 * owns the bot's account, so nobody else may see it. No script; the page loads itself again. */
import { createHash, randomBytes } from 'node:crypto'
import QRCode from 'qrcode'
import type { Standing } from './keeper.ts'

export interface Door {
  /** Path of a new link; the one before is void. */
  invite(): string
  /** Whether a link or a page that was opened by one still works. */
  readonly isOpen: boolean
  answer(request: Request): Promise<Response>
}

export const doorPath = '/whatsapp-web'
/** How long a link may be opened, and how long its page then works. */
export const openMs = 30 * 60_000
const cookieName = 'whatsapp_web'

export function createDoor(options: {
  readonly standing: () => Standing
  readonly relink: () => void
  readonly now: () => number
}): Door {
  const { standing, relink, now } = options
  const secret = (): string => randomBytes(16).toString('base64url')
  let link = { token: secret(), until: 0 }
  let visit = { token: secret(), until: 0 }

  const isVisitor = (request: Request): boolean =>
    now() < visit.until && cookieOf(request.headers.get('cookie')) === visit.token

  function redeem(request: Request): Response {
    link = { token: secret(), until: 0 }
    visit = { token: secret(), until: now() + openMs }
    const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : ''
    return new Response(null, {
      status: 303,
      headers: {
        ...still,
        location: doorPath,
        'set-cookie': `${cookieName}=${visit.token}; HttpOnly; SameSite=Lax; Path=${doorPath}; Max-Age=${openMs / 1000}${secure}`,
      },
    })
  }

  return {
    invite() {
      link = { token: secret(), until: now() + openMs }
      return `${doorPath}/${link.token}`
    },
    get isOpen() {
      return now() < Math.max(link.until, visit.until)
    },
    async answer(request) {
      const { pathname } = new URL(request.url)
      const given = pathname.slice(doorPath.length + 1)
      // 128 random bits: that a comparison stops early tells nothing of use.
      if (given !== '') {
        return request.method === 'GET' && now() < link.until && given === link.token
          ? redeem(request)
          : closed()
      }
      if (!isVisitor(request)) return closed()
      if (request.method === 'POST') {
        relink()
        return new Response(null, { status: 303, headers: { ...still, location: doorPath } })
      }
      return page(200, await write(standing()))
    },
  }
}

function cookieOf(header: string | null): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieName) return value ?? null
  }
  return null
}

async function write(standing: Standing): Promise<string> {
  switch (standing.kind) {
    case 'pairing':
      return standing.by === 'code'
        ? `<h1>Link the phone</h1><p>On the phone: WhatsApp, Linked devices, Link a device, Link with phone number. Type:</p><p class="code">${asText(standing.code)}</p>`
        : `<h1>Link the phone</h1><p>On the phone: WhatsApp, Linked devices, Link a device. Scan:</p>${await QRCode.toString(standing.code, { type: 'svg', margin: 2 })}`
    case 'ready':
      return '<h1>Linked</h1><p>The phone is linked and the bot answers. You may close this page.</p>'
    case 'over':
      return standing.why === 'banned'
        ? '<h1>Blocked</h1><p>WhatsApp has blocked this account. Open WhatsApp on the phone and read what it says there.</p>'
        : '<h1>Not linked</h1><p>The link to the phone was ended, here or on the phone. Nothing is sent until you link it again.</p><form method="post"><button>Show a new code</button></form>'
    default:
      return '<h1>One moment</h1><p>WhatsApp is being opened.</p>'
  }
}

const style =
  'body{font:1.1rem system-ui,sans-serif;max-width:26rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}svg{width:100%;height:auto}.code{font:700 2rem monospace;letter-spacing:.2em}button{font:inherit;padding:.5rem 1rem}'
const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** Kept by nobody on the way. */
const still = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

function page(status: number, body: string): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"><title>Tanya Dulu: WhatsApp</title><style>${style}</style>${body}</html>`
  return new Response(html, {
    status,
    headers: {
      ...still,
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; style-src ${styleHash}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    },
  })
}

const closed = (): Response =>
  new Response('This link is no longer valid. A new one is in the terminal of the bot.', {
    status: 404,
    headers: { ...still, 'content-type': 'text/plain' },
  })

function asText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}
