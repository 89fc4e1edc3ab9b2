/** How the watch behaves towards strangers: who it says it is, how often it asks, what it does not ask at all. */

import type { WatchTrouble } from '#engine'
import type { Validators, Watch } from '../../db/watch.ts'
import { type Asking, fetchGuarded, type Limits, type Network } from '../guard/index.ts'
import type { Parser } from './parser.ts'

export interface Manners {
  readonly network: Network
  readonly parser: Parser
  readonly hosts: Pick<Watch, 'takeTurn' | 'slowDown' | 'answered' | 'silent' | 'robots' | 'keepRobots'>
  /** Whether a host's owner forbids crawling. */
  readonly isClosed: (host: string) => boolean
  /** Whom to write to, as the user agent says it; null: not told, and nothing is fetched. */
  readonly contact: string | null
  readonly now: () => Date
  /** For one request at most, in ms; shorter in tests. */
  readonly patience?: number
}

/** A page that was read, or why not. `later`: not now, its host is to be left alone. */
export type Visit =
  | {
      readonly kind: 'page'
      readonly url: string
      readonly type: string
      readonly bytes: Uint8Array
      readonly validators: Validators
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'later'; readonly at: Date }
  | {
      readonly kind: 'failed'
      readonly trouble: WatchTrouble
      readonly notBefore: Date | null
      readonly again: boolean
    }

/** The name by which robots.txt knows us. */
export const agentName = 'TanyaDuluWatch'
/** Between two requests to one host when it does not say, and at most when it does, in ms. */
export const usualPace = 10_000
const longestPace = 300_000
/** Nobody is asked to wait longer than this, in ms. */
const longestWait = 24 * 3_600_000

export const watchLimits = {
  page: { ms: 20_000, bytes: 3_000_000, redirects: 5 },
  /** 50,000 addresses, packed (sitemaps.org has 50 MB unpacked). */
  list: { ms: 30_000, bytes: 8_000_000, redirects: 5 },
  robots: { ms: 10_000, bytes: 600_000, redirects: 5 },
  picture: { ms: 20_000, bytes: 5_000_000, redirects: 3 },
} as const satisfies Readonly<Record<string, Limits>>

export interface Visitor {
  /** False: whoever owns it forbids crawling, so that it is known without asking. */
  mayRead(url: string): boolean
  /** `turn` false: the same errand as the request before, as the pictures of a page are. */
  visit(
    url: string,
    how: { readonly limits: Limits; readonly validators?: Validators | null; readonly turn?: false },
  ): Promise<Visit>
}

export function createVisitor({
  network,
  parser,
  hosts,
  isClosed,
  contact,
  now,
  patience = Number.POSITIVE_INFINITY,
}: Manners): Visitor {
  const within = (limits: Limits): Limits => ({ ...limits, ms: Math.min(limits.ms, patience) })
  const userAgent = `${agentName}/1.0 (+${contact ?? ''})`
  const asking = (headers: Readonly<Record<string, string>>, mayFollow: Asking['mayFollow']): Asking => ({
    headers: { 'user-agent': userAgent, ...headers },
    mayFollow,
  })

  /** What a host's robots.txt says of an address. `unknown`: it could not be read, which forbids all for now (RFC 9309, 2.3.1.4). */
  async function askRobots(
    url: URL,
  ): Promise<'unknown' | { readonly allowed: boolean; readonly delayMs: number }> {
    const kept = await hosts.robots(url.host)
    let text = kept?.text ?? null
    if (kept === null) {
      const got = await fetchGuarded(
        new URL('/robots.txt', url).href,
        within(watchLimits.robots),
        network,
        asking({ accept: 'text/plain,*/*;q=0.5' }, async (to) => !isClosed(to.hostname)),
      )
      if (got.kind === 'failed' && got.why !== 'too-big') return 'unknown'
      if (got.kind === 'fetched' && (got.status >= 500 || got.status === 429)) return 'unknown'
      text =
        got.kind === 'fetched' && got.status === 200 ? got.body.toString('utf8').replaceAll('\0', '') : null
      await hosts.keepRobots(url.host, text)
    }
    if (text === null) return { allowed: true, delayMs: 0 }
    const read = await parser.parse({
      want: 'robots',
      text,
      url: new URL('/robots.txt', url).href,
      agent: agentName,
      asked: [url.href],
    })
    // Rules that nobody can read forbid nothing, as crawlers take them.
    return read.kind === 'robots'
      ? { allowed: read.allowed[0] !== false, delayMs: read.delayMs }
      : { allowed: true, delayMs: 0 }
  }

  const failed = (trouble: WatchTrouble, again: boolean, notBefore: Date | null = null): Visit => ({
    kind: 'failed',
    trouble,
    again,
    notBefore,
  })

  return {
    mayRead: (url) => URL.canParse(url) && !isClosed(new URL(url).hostname),
    async visit(address, { limits, validators = null, turn = true }) {
      if (!URL.canParse(address)) return failed('refused', false)
      const url = new URL(address)
      if (isClosed(url.hostname)) return failed('closed-platform', false)
      if (contact === null) return failed('no-contact', true)
      if (turn) {
        const taken = await hosts.takeTurn(url.host, usualPace)
        if (taken.kind === 'later') return taken
      }
      const robots = await askRobots(url)
      if (robots === 'unknown') {
        await hosts.silent(url.host, null)
        return failed('unreachable', true)
      }
      if (!robots.allowed) return failed('robots', false)
      if (turn && robots.delayMs > usualPace)
        await hosts.slowDown(url.host, Math.min(robots.delayMs, longestPace))
      const got = await fetchGuarded(
        url.href,
        within(limits),
        network,
        asking(conditions(validators), async (to) => {
          if (isClosed(to.hostname)) return false
          if (to.host === url.host) return true
          const there = await askRobots(to)
          return there !== 'unknown' && there.allowed
        }),
      )
      if (got.kind === 'refused') {
        const closed = got.why === 'unwanted' && isClosed(new URL(got.hops.at(-1) ?? url).hostname)
        return failed(closed ? 'closed-platform' : 'refused', false)
      }
      if (got.kind === 'failed') {
        if (got.why === 'too-big') return failed('too-big', false)
        await hosts.silent(url.host, null)
        return failed(got.why === 'timeout' ? 'slow' : 'unreachable', true)
      }
      const { status } = got
      if (status === 304 && validators !== null) {
        await hosts.answered(url.host)
        return { kind: 'unchanged' }
      }
      if (status === 429 || status === 503) {
        const until = waitUntil(got.told.retryAfter, now())
        await hosts.silent(url.host, until)
        return failed(status === 429 ? 'busy' : 'server', true, until)
      }
      await hosts.answered(url.host)
      if (status === 404 || status === 410) return failed('missing', false)
      if (status === 401 || status === 403 || status === 451) return failed('forbidden', false)
      if (status < 200 || status >= 300 || got.body.length === 0) return failed('server', true)
      return {
        kind: 'page',
        url: got.url,
        type: got.type.slice(0, 200),
        bytes: got.body,
        validators: {
          etag: got.told.etag.slice(0, 500),
          lastModified: got.told.lastModified.slice(0, 100),
        },
      }
    },
  }
}

function conditions(validators: Validators | null): Readonly<Record<string, string>> {
  const { etag = '', lastModified = '' } = validators ?? {}
  // What was told is given back as it was; what cannot be a header is not.
  const plain = /^[\x20-\x7e]+$/
  return {
    ...(plain.test(etag) ? { 'if-none-match': etag } : {}),
    ...(plain.test(lastModified) ? { 'if-modified-since': lastModified } : {}),
  }
}

/** Seconds, or a day in letters (RFC 9110, 10.2.3); null: nothing was said. */
function waitUntil(retryAfter: string, now: Date): Date | null {
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - now.getTime()
  return Number.isFinite(seconds) && seconds > 0
    ? new Date(now.getTime() + Math.min(seconds, longestWait))
    : null
}
