/** The one door of the console: who asks, from where, with which right. Pages are reached through it alone. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Reviewers, Session } from '../../db/reviewers.ts'
import { isVeiled, veil } from './form-token.ts'
import type { Labels } from './index.ts'
import { frame, part } from './layout.tsx'
import { pack } from './packing.ts'
import { type Answer, base, codesPath, nextPlace, type Page, type SignedVisit, type Visit } from './page.ts'
import { allows, mustHaveCodes } from './roles.ts'
import { zoneNamed } from './time.ts'
import { messagePage } from './views.tsx'
import { type ConsoleLocale, consoleLocales } from './words.ts'

export interface Gate {
  readonly reviewers: Pick<Reviewers, 'session'>
  readonly labels: Labels
  readonly now: () => Date
  /** `https://…`, where the world reaches the console; null: from this machine alone. */
  readonly origin: string | null
  readonly assets: { readonly style: string; readonly script: string; readonly htmx: string }
}

/** Nothing from anywhere else, nothing written into the page itself; no text becomes a script. htmx puts our own answers
 * into the page through the one policy that console.js makes, which makes HTML and neither scripts nor their addresses. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ')

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

const texts = z.record(z.string(), z.string())
/** Longest form, in bytes: a reason and its envelope. */
const longestForm = 32 * 1024
const languageLasts = 365 * 24 * 3_600

export function openGate(app: FastifyInstance, gate: Gate, pages: readonly Page[]): void {
  const { origin } = gate
  const secure = origin !== null
  // `__Host-`: the browser takes it over https alone, for this host alone (RFC 6265bis 4.1.3.2).
  const sessionName = secure ? '__Host-console' : 'console'
  const cookie = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

  app.addHook('onRoute', ({ url, config }) => {
    const need = (config as { need?: unknown } | undefined)?.need
    if (typeof need !== 'string')
      throw new Error(`${url} of the console names no need: say who may open it, or that anybody may`)
  })
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) void reply.header(name, value)
    if (secure) void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    // Another name for this machine could be a stranger's page that had its name pointed here.
    if (!isOurs(request, origin))
      await reply.code(421).type('text/plain').send('This is not the console’s address.')
  })
  for (const page of pages) {
    app.route({
      method: page.method,
      url: page.path,
      bodyLimit: page.longest ?? longestForm,
      config: { need: page.need },
      handler: async (request, reply) => pass(page, request, reply),
    })
  }

  async function pass(page: Page, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = visitOf(request, reply)
    const refuse = (status: number, label: Parameters<Visit['t']>[0]) =>
      send({ kind: 'page', title: visit.t(label), body: messagePage(visit, label), status }, visit, reply)
    if (page.method === 'POST' && request.headers.origin !== visit.origin)
      return refuse(403, 'refused_origin')
    const touch = !('byItself' in page)
    const session = visit.session === null ? null : await gate.reviewers.session(visit.session, touch)
    if (page.need === 'nobody') return send(await page.answer(visit), visit, reply)
    if (session === null) return askToSignIn(request, reply, visit)
    const signed = signedVisit(visit, session)
    const { role, hasCodes } = signed.who
    if (page.need !== 'self' && mustHaveCodes(role) && !hasCodes) return reply.redirect(codesPath, 303)
    if (!allows(signed.who, page.need))
      return send(
        {
          kind: 'page',
          title: visit.t('refused_right'),
          body: messagePage(visit, 'refused_right'),
          status: 403,
        },
        signed,
        reply,
      )
    if (page.method === 'POST' && !isVeiled(visit.form['token'] ?? '', session.formToken))
      return refuse(403, 'refused_form')
    return send(await page.answer(signed), signed, reply)
  }

  // Without an address of our own we are asked on this machine alone, so the name is one of its own.
  const originOf = (request: FastifyRequest): string => origin ?? `http://${request.headers.host}`

  function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
    const query = readTexts(request.query)
    const locale = localeOf(query['lang'], request)
    if (query['lang'] === locale)
      void reply.setCookie('language', locale, { ...cookie, path: base, maxAge: languageLasts })
    return {
      now: gate.now(),
      locale,
      zone: zoneNamed(null),
      t: gate.labels[locale],
      path: request.url,
      back: backOf(request, originOf(request)),
      params: readTexts(request.params),
      query,
      form: readTexts(request.body),
      file: fileIn(request.body),
      origin: originOf(request),
      address: request.ip,
      browser: (request.headers['user-agent'] ?? '').slice(0, 300),
      session: request.cookies[sessionName] ?? null,
    }
  }

  function askToSignIn(request: FastifyRequest, reply: FastifyReply, visit: Visit): FastifyReply {
    const place = visit.path.split('?')[0] ?? base
    const to = `${base}/sign-in?${new URLSearchParams({ next: place })}`
    // A part of a page cannot show the form: the whole page goes there.
    if (request.headers['hx-request'] === 'true')
      return reply.code(401).header('hx-redirect', `${base}/sign-in`).send()
    if (request.method !== 'GET') {
      const body = messagePage(visit, 'signed_out')
      return send({ kind: 'page', title: visit.t('sign_in'), body, status: 401 }, visit, reply)
    }
    return reply.redirect(to, 303)
  }

  function send(answer: Answer, visit: Visit | SignedVisit, reply: FastifyReply): FastifyReply {
    switch (answer.kind) {
      case 'page': {
        const { title, body, status = 200 } = answer
        return sendHtml(frame({ visit, title, body, assets: gate.assets }), reply.code(status))
      }
      case 'part':
        return sendHtml(part(answer.body), reply)
      case 'file':
      case 'download': {
        const name = encodeURIComponent(answer.name)
        void reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        return reply.type(answer.type).send(answer.kind === 'file' ? answer.bytes : answer.rows)
      }
      case 'stream':
        return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(answer.events)
      case 'go':
        if (answer.session === null)
          // What the browser may still hold of pages goes with the session; of cookies only the session's.
          void reply.clearCookie(sessionName, cookie).header('clear-site-data', '"cache", "storage"')
        else if (answer.session !== undefined) void reply.setCookie(sessionName, answer.session, cookie)
        return reply.redirect(answer.to, 303)
    }
  }
}

function signedVisit(visit: Visit, { reviewer: who, formToken, organisations }: Session): SignedVisit {
  const everywhere = who.organisation.oversees && allows(who, 'cases.everywhere')
  return {
    ...visit,
    who,
    zone: zoneNamed(who.zone),
    sees: everywhere ? organisations : [who.organisation.id],
    formToken: veil(formToken),
  }
}

function sendHtml(html: string, reply: FastifyReply): FastifyReply {
  const { encoding, bytes } = pack(Buffer.from(html), reply.request.headers['accept-encoding'])
  if (encoding !== null) void reply.header('content-encoding', encoding)
  return reply.header('vary', 'accept-encoding, cookie').type('text/html; charset=utf-8').send(bytes)
}

/** Without an address of our own we are asked on this machine alone; with one, the cookie and the form's origin bind
 * to it, whatever name a proxy asks by. */
function isOurs(request: FastifyRequest, origin: string | null): boolean {
  const host = request.headers.host ?? ''
  return origin !== null || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
}

/** What answers a form has no address of its own: one leads back to the page that had it. */
function backOf({ method, url, headers }: FastifyRequest, origin: string): string {
  if (method === 'GET') return url
  const { referer = '' } = headers
  return nextPlace(referer.startsWith(`${origin}/`) ? referer.slice(origin.length) : undefined)
}

function localeOf(asked: string | undefined, request: FastifyRequest): ConsoleLocale {
  const wanted = asked ?? request.cookies['language']
  return consoleLocales.find((each) => each === wanted) ?? 'id'
}

/** The one file that a form brought. */
function fileIn(given: unknown): Buffer | null {
  const values = typeof given === 'object' && given !== null ? Object.values(given) : []
  return values.find((value) => Buffer.isBuffer(value)) ?? null
}

/** Only single texts: what comes twice, or is anything else, counts as not given. */
function readTexts(given: unknown): Readonly<Record<string, string>> {
  if (typeof given !== 'object' || given === null) return {}
  return texts.parse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string')),
  )
}
