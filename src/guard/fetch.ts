/** Fetches a stranger's page within limits and behind the guard: every hop of a redirect is read, resolved and checked
 * anew. No cookies, no credentials, nothing that says who asks. */
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, type Dispatcher, request } from 'undici'
import { dial, type Failure, failureOf, type Network, pin, type Trouble } from './dial.ts'
import { type Place, type Refusal, readPlace } from './place.ts'

export interface Limits {
  /** From the first question to the last byte, in ms. */
  readonly ms: number
  /** Most bytes of the body, unpacked. */
  readonly bytes: number
  readonly redirects: number
}
/** Enough for a page with its text; pictures are the browser's business. */
export const pageLimits: Limits = { ms: 20_000, bytes: 4 * 1024 * 1024, redirects: 5 }

/** `hops`: the addresses asked, in order; they name somebody's page and belong in no log. */
export type Fetched =
  | {
      readonly kind: 'fetched'
      readonly url: string
      readonly status: number
      /** Content type as told; empty when none was. */
      readonly type: string
      readonly body: Buffer
      readonly told: Told
      readonly hops: readonly string[]
    }
  | { readonly kind: 'refused'; readonly why: Refusal; readonly hops: readonly string[] }
  | { readonly kind: 'failed'; readonly why: Failure; readonly hops: readonly string[] }

/** What a server says beside its page; empty where it says nothing. */
export interface Told {
  readonly etag: string
  readonly lastModified: string
  readonly retryAfter: string
}

/** How somebody asks who has more to say than a browser. */
export interface Asking {
  /** In place of those of a browser, or beside them; names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether to follow a redirect to there; false ends it as `unwanted`. */
  readonly mayFollow: (to: URL) => Promise<boolean>
}

/** Looks like a common browser: pages for sellers of people hide from anything else. */
const headers = {
  'user-agent':
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'id,en;q=0.7',
  'accept-encoding': 'gzip, br',
}
const asBrowser: Asking = { headers: {}, mayFollow: async () => true }
const redirecting = new Set([301, 302, 303, 307, 308])

/** Never throws for what the other side does. */
export async function fetchGuarded(
  address: string,
  limits: Limits,
  network: Network,
  asking: Asking = asBrowser,
): Promise<Fetched> {
  const signal = AbortSignal.timeout(limits.ms)
  const hops: string[] = []
  for (let at = address; ; ) {
    const reading = readPlace(at)
    if (reading.kind === 'refused') return { ...reading, hops }
    const { place } = reading
    hops.push(place.url.href)
    if (hops.length > 1 && !(await asking.mayFollow(place.url)))
      return { kind: 'refused', why: 'unwanted', hops }
    const answer = await askOnce(place, { limits, network, signal, headers: asking.headers })
    if (answer.kind !== 'answered') return { ...answer, hops }
    if (answer.location === null) {
      const { status, type, body, told } = answer
      return { kind: 'fetched', url: place.url.href, status, type, body, told, hops }
    }
    if (hops.length > limits.redirects) return { kind: 'refused', why: 'too-many-redirects', hops }
    if (!URL.canParse(answer.location, place.url)) return { kind: 'refused', why: 'malformed', hops }
    at = new URL(answer.location, place.url).href
  }
}

interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly type: string
  readonly body: Buffer
  readonly told: Told
  /** Where it sends us on; null: nowhere. */
  readonly location: string | null
}

async function askOnce(
  place: Place,
  {
    limits,
    network,
    signal,
    headers: own,
  }: {
    readonly limits: Limits
    readonly network: Network
    readonly signal: AbortSignal
    readonly headers: Asking['headers']
  },
): Promise<Answered | Trouble> {
  const pinned = await pin(place, network, signal)
  if (pinned.kind !== 'pinned') return pinned
  const agent = agentTo(place, { address: pinned.address, network, signal })
  try {
    const response = await request(place.url, {
      dispatcher: agent,
      headers: { ...headers, ...own },
      signal,
    })
    const told = {
      etag: headerOf(response, 'etag'),
      lastModified: headerOf(response, 'last-modified'),
      retryAfter: headerOf(response, 'retry-after'),
    }
    const status = response.statusCode
    const location = redirecting.has(status) ? headerOf(response, 'location') : ''
    if (location !== '') return { kind: 'answered', status, type: '', body: Buffer.alloc(0), told, location }
    const body = await readWhole(unpacked(response), limits.bytes)
    if (body === null) return { kind: 'failed', why: 'too-big' }
    return { kind: 'answered', status, type: headerOf(response, 'content-type'), body, told, location: null }
  } catch (error) {
    return { kind: 'failed', why: failureOf(error, signal) }
  } finally {
    agent.destroy().catch(() => {})
  }
}

/** Connects to the pinned address alone, whatever it is asked to connect to. */
export function agentTo(place: Place, to: Parameters<typeof dial>[1]): Agent {
  return new Agent({
    maxHeaderSize: 32 * 1024,
    connect: (_, done) =>
      void dial(place, to).then(
        (socket) => done(null, socket),
        (error: unknown) => done(error instanceof Error ? error : new Error('not connected'), null),
      ),
  })
}

export function headerOf({ headers }: Pick<Dispatcher.ResponseData, 'headers'>, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** One packing at most; a second one has no use but to hurt. */
function unpacked(response: Dispatcher.ResponseData): Readable {
  const body: Readable = response.body
  const unpack = unpackers[headerOf(response, 'content-encoding').trim().toLowerCase()]
  if (unpack === undefined) return body
  const through = unpack()
  body.once('error', (error) => through.destroy(error))
  return body.pipe(through)
}

const unpackers: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** null: more than `most` bytes; what is left is not taken. */
async function readWhole(body: Readable, most: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > most) {
      body.destroy()
      return null
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}
