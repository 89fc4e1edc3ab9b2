/** Addresses in a text, each in its one form, so that one recruiter's link is one link however it was written. Nothing
 * is opened: where a short address leads is not known here. */
import { LinkifyIt } from 'linkify-it'
import { parse as parseDomain } from 'tldts'
import type { NormalUrl } from '../ids.ts'
import { createUndisguise } from './disguise.ts'
import type { AddressBook, LinkKind } from './platforms.ts'
import { gather } from './spread.ts'
import { askedFor, createWays, decode, type Matched, type Parts, partsOfWritten } from './ways.ts'

export interface Account {
  /** As content/platforms.md calls it. */
  readonly platform: string
  /** Lower case without @; a phone's digits where accounts are phones. */
  readonly handle: string
}

/** What is odd about an address. */
export type LinkMark =
  /** Letters of another script in its name, which is shown as `xn--…`. */
  | 'foreign-letters'
  /** The state's names on a site that is not the state's. */
  | 'poses-as-state'
  /** Written so that programs do not see it. */
  | 'disguised'
  /** `name@` before the site, which hides where it leads. */
  | 'hides-site'
  /** A number for a site. */
  | 'numbers-for-name'

export interface Link {
  readonly url: NormalUrl
  readonly kind: LinkKind
  readonly platform: string | null
  /** The domain somebody registered; a blog's own name counts as one. */
  readonly domain: string | null
  /** The domain belongs to whoever wrote the site, not to a platform or a shortener or the state. */
  readonly own: boolean
  readonly account: Account | null
  /** In E.164, where the address is one of a phone. */
  readonly phone: string | null
  readonly marks: readonly LinkMark[]
}

/** `script`: would run something; `private`: leads into the reader's own network; `too-long`; `no-site`: leads nowhere. */
export type LinkRefused = 'script' | 'private' | 'too-long' | 'no-site'
export type LinkReading =
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'refused'; readonly why: LinkRefused }

export interface FoundLink {
  readonly start: number
  readonly end: number
  readonly reading: LinkReading
}

export interface Links {
  /** Addresses in a text, in order. Never throws. */
  find(text: string): readonly FoundLink[]
  /** One address in its one form. */
  normalise(written: string): LinkReading
}

/** Longest address taken as one, in characters: what servers and browsers agree on. */
const longestAddress = 2048
/** Most of a text that is read, in UTF-16 units. */
const mostRead = 16_384
const mostLinks = 100

export function createLinks(book: AddressBook): Links {
  const ways = createWays(book.platforms)
  const sites = new Map<
    string,
    { readonly site: string; readonly platform: string; readonly domain: string | null }
  >()
  for (const { name, sites: groups } of book.platforms) {
    for (const group of groups) {
      for (const host of group) {
        const site = group[0]
        sites.set(host, { site, platform: name, domain: domainOf(site) })
      }
    }
  }
  const shorteners = new Set(book.shorteners)
  const shared = new Set(book.shared)
  const dropped = new Set(book.tracking.filter((key) => !key.endsWith('*')))
  const droppedStarts = book.tracking.filter((key) => key.endsWith('*')).map((key) => key.slice(0, -1))
  const wrappers = new Map(book.wrappers.map(({ host, path, key }) => [`${host}${path}`, key]))
  const schemes = new Set(ways.schemes)
  /** `kemnaker-go-id.example`, `bp2mi.info`, `go.id.example`. */
  const namesState = new RegExp(
    `(?:^|[.-])(?:${book.state.names.join('|')})(?=[.-]|$)|(?:^|[.-])go[.-]id[.-]`,
  )
  const twins = new Map(book.suffixes.map(({ from, to }) => [from, to]))
  const undisguise = createUndisguise([...sites.keys(), ...book.shorteners])
  const linkify = createLinkify([...sites.keys(), ...book.shorteners])
  const appLink = new RegExp(
    String.raw`(?<![\w])(?:${ways.schemes.map((each) => each.replace(/[.+]/g, String.raw`\$&`)).join('|')}):(?:\/\/)?[\w%?&=@+/~.#-]{3,}`,
    'gi',
  )

  const isTracking = (key: string) => dropped.has(key) || droppedStarts.some((start) => key.startsWith(start))

  function normalise(written: string): LinkReading {
    return read(written.trim(), 0)
  }

  function read(written: string, depth: number): LinkReading {
    if (written.length > longestAddress) return { kind: 'refused', why: 'too-long' }
    const isWeb = /^https?:\/\//i.test(written)
    const scheme = isWeb ? undefined : /^([a-z][a-z0-9.+-]*):(?!\d)/i.exec(written)?.[1]?.toLowerCase()
    if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return readApp(written, scheme)
    const bare = isWeb || scheme !== undefined
    const url = parseUrl(bare ? written : `https://${written.replace(/^\/\//, '')}`)
    if (url === null) return { kind: 'refused', why: 'no-site' }
    const host = siteOf(url.hostname)
    if (isPrivate(url.hostname)) return { kind: 'refused', why: 'private' }
    if (depth < 3 && url.search !== '' && /=https?(?::|%3a)/i.test(url.search)) {
      const key = wrappers.get(`${host}${url.pathname}`)
      const inner = key === undefined ? null : askedFor(url.search.slice(1), key)
      if (inner !== null && /^https?:/i.test(inner)) return read(inner, depth + 1)
    }
    return readWeb(url, host)
  }

  function readApp(written: string, scheme: string): LinkReading {
    if (!schemes.has(scheme)) return { kind: 'refused', why: 'script' }
    const matched = ways.match(partsOfWritten(written))
    return matched === null
      ? { kind: 'refused', why: 'no-site' }
      : { kind: 'link', link: linkOf(matched, []) }
  }

  function readWeb(url: URL, host: string): LinkReading {
    const known = sites.get(host) ?? sites.get(`*.${parentOf(host)}`)
    const domain = known?.domain ?? domainOf(host)
    if (domain === null) return { kind: 'refused', why: 'no-site' }
    const marks = known !== undefined && url.username === '' ? [] : marksOf(url, domain)
    const matched = known === undefined ? matchBefore(url, host) : ways.match(partsOf(url, known.site))
    if (matched !== null) return { kind: 'link', link: linkOf(matched, marks) }
    const short = shorteners.has(host) || shorteners.has(domain)
    return {
      kind: 'link',
      link: {
        url: writeUrl(url, known?.site ?? host, isTracking),
        kind: short && url.pathname.length > 1 ? 'short' : known === undefined && !short ? 'site' : 'page',
        platform: known?.platform ?? null,
        domain,
        own:
          known === undefined &&
          !short &&
          !shared.has(domain) &&
          !platformDomains.has(domain) &&
          !isState(domain),
        account: null,
        phone: null,
        marks,
      },
    }
  }

  /** Without `www.` and a last dot; endings of one owner brought to one. */
  function siteOf(hostname: string): string {
    const dotless = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
    const host = dotless.startsWith('www.') && dotless.indexOf('.', 4) > 0 ? dotless.slice(4) : dotless
    const twin = twins.get(parentOf(host))
    return twin === undefined ? host : `${host.slice(0, host.indexOf('.') + 1)}${twin}`
  }

  /** `nama.t.me`: the account stands before the site. */
  function matchBefore(url: URL, host: string): Matched | null {
    const site = `*.${parentOf(host)}`
    if (!ways.sites.has(site)) return null
    return ways.match(partsOf(url, site, host.slice(0, host.indexOf('.'))))
  }

  function marksOf(url: URL, domain: string): readonly LinkMark[] {
    const marks: LinkMark[] = []
    const { hostname } = url
    if (hostname.includes('xn--')) marks.push('foreign-letters')
    if (namesState.test(hostname) && !isState(domain)) marks.push('poses-as-state')
    if (url.username !== '') marks.push('hides-site')
    if (/^[\d.]+$|^\[/.test(hostname)) marks.push('numbers-for-name')
    return marks
  }

  const isState = (domain: string) =>
    book.state.domains.some((own) => domain === own || domain.endsWith(`.${own}`))
  const platformDomains = new Set([...sites.keys()].map((host) => domainOf(host.replace('*.', '')) ?? host))

  function find(text: string): readonly FoundLink[] {
    const clear = undisguise(gather(text.slice(0, mostRead)))
    const found: FoundLink[] = []
    const add = (from: number, to: number, reading: LinkReading) => {
      const start = clear.places[from] ?? 0
      const end = Math.max(start + 1, (clear.places[to - 1] ?? 0) + 1)
      if (found.some((other) => start < other.end && other.start < end)) return
      const asWritten = text.slice(start, end) === clear.text.slice(from, to)
      found.push({ start, end, reading: asWritten ? reading : disguised(reading) })
    }
    for (const match of clear.text.matchAll(runnable))
      add(match.index, match.index + match[0].length, { kind: 'refused', why: 'script' })
    for (const match of clear.text.matchAll(appLink)) {
      const written = match[0].replace(/[.,!?]+$/, '')
      add(match.index, match.index + written.length, read(written, 0))
    }
    for (const match of linkify.match(clear.text) ?? []) {
      if (found.length >= mostLinks) break
      if (match.schema === '' && !isMeant(clear.text, match.index, match.raw)) continue
      add(match.index, match.lastIndex, read(match.raw.replaceAll('&amp;', '&'), 0))
    }
    return found.sort((a, b) => a.start - b.start)
  }

  return { find, normalise }
}

/** What would run when opened. "Kirim data: nama, umur" is nothing of that kind. */
const runnable =
  /(?<![\w])(?:(?:java|vb)script:\s?\S{1,9000}|data:[a-z]+\/[\w.+-]+[;,]\S{0,9000}|(?:file|blob|ftp):\/\/\S{1,300})/gi

/** Endings beside those of two letters: what recruiters' sites are registered under. */
const endings =
  'xyz online site app link top club store shop live info page team work jobs agency careers international world asia pro vip fun space website tech dev digital group center click icu buzz sbs cfd lol com net org biz'

function createLinkify(hosts: readonly string[]): LinkifyIt {
  return new LinkifyIt({
    fuzzyLink: true,
    fuzzyEmail: false,
    fuzzyIP: true,
    urlAuth: true,
    maxLength: mostRead,
  }).tlds(
    [...new Set([...endings.split(' '), ...hosts.map((host) => host.slice(host.lastIndexOf('.') + 1))])],
    true,
  )
}

/** Endings that are believed without "www" or a path; of others ("gaji.di", "brangkat.ke") most are a space forgotten. */
const believed =
  /\.(?:com|net|org|info|biz|xyz|online|site|app|link|top|club|store|shop|live|page|icu|vip|id|co|me|ly|gle|ee|my|sg|tw|hk|jp|kr)$/i

function isMeant(text: string, at: number, raw: string): boolean {
  if (/[@.]/.test(text[at - 1] ?? '')) return false
  const [host = '', ...path] = raw.split(/[/?#]/)
  if (/^www\./i.test(host) || /^[\d.:]+$/.test(host)) return true
  // "PT.Asa.id" may be; "Rp.8.jt" and "jam.08.00-me" are not.
  const labels = host.split('.')
  if (labels.some((label) => label === '')) return false
  const name = labels.at(-2) ?? ''
  if (path.join('') !== '' && parseDomain(host).isIcann === true)
    return !/^(?:sd|smp|sma|dan|atau)$/i.test(labels.at(-1) ?? '')
  return believed.test(host) && (name.length > 1 || labels.length > 2 || /^[tx]\.(?:me|co|com)$/i.test(host))
}

function disguised(reading: LinkReading): LinkReading {
  if (reading.kind === 'refused') return reading
  return { kind: 'link', link: { ...reading.link, marks: [...reading.link.marks, 'disguised'] } }
}

function parseUrl(written: string): URL | null {
  try {
    return new URL(written)
  } catch {
    return null
  }
}

function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1)
}

/** A host by the list of public suffixes: what was registered, and under which ending. */
export function siteOfHost(host: string): { readonly domain: string | null; readonly suffix: string } {
  const read = parseDomain(host, { allowPrivateDomains: true })
  const known = !read.isIp && (read.isIcann === true || read.isPrivate === true)
  return known ? { domain: read.domain, suffix: read.publicSuffix ?? '' } : { domain: null, suffix: '' }
}

function domainOf(host: string): string | null {
  const read = parseDomain(host, { allowPrivateDomains: true })
  if (read.isIp) return host
  return read.isIcann || read.isPrivate ? (read.domain ?? host) : null
}

/** Names that lead into somebody's own network, by their last part. */
const privateEndings = new Set('localhost local internal lan home corp intranet test onion'.split(' '))

function isPrivate(hostname: string): boolean {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
  return (
    privateEndings.has(host.slice(host.lastIndexOf('.') + 1)) ||
    host.endsWith('.home.arpa') ||
    (/^[\d[]/.test(host) && isPrivateNumber(host))
  )
}

function isPrivateNumber(host: string): boolean {
  return (
    /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|2(?:2[4-9]|[3-5]\d))\./.test(
      host,
    ) || /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:|64:ff9b:)/.test(host)
  )
}

function partsOf(url: URL, site: string, before?: string): Parts {
  const { pathname } = url
  const segments = pathname === '/' ? [] : pathname.split('/').filter(Boolean)
  return {
    site,
    segments: before === undefined ? segments : [before, ...segments],
    query: url.search.slice(1),
    fragment: url.hash,
  }
}

function linkOf({ form, platform, url, holes }: Matched, marks: readonly LinkMark[]): Link {
  const phone = holes.get('phone')
  const handle =
    holes.get('name') ??
    phone ??
    (form.kind === 'account' ? (holes.get('number') ?? holes.get('code')) : undefined)
  const isWriter = form.kind === 'account' || (form.kind === 'post' && !/\/groups\//.test(url))
  return {
    url: url as NormalUrl,
    kind: form.kind,
    platform: platform.name,
    domain: platform.sites[0]?.[0] ?? null,
    own: false,
    account: handle !== undefined && isWriter ? { platform: platform.name, handle } : null,
    phone: phone === undefined ? null : `+${phone}`,
    marks,
  }
}

/** An ordinary web address: https, no tracking, one spelling of its path, keys in order. */
function writeUrl(url: URL, host: string, isTracking: (key: string) => boolean): NormalUrl {
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  const path = respellPath(url.pathname)
  const query =
    url.search.length < 2
      ? []
      : url.search
          .slice(1)
          .split('&')
          .filter((pair) => pair !== '' && pair !== '=' && !isTracking(keyOf(pair)))
          .map((pair) => pair.replaceAll('%20', '+'))
          .sort()
  const asked = query.length === 0 ? '' : `?${query.join('&')}`
  const inPage = /^#[!/]./.test(url.hash) ? `${path === '' && asked === '' ? '/' : ''}${url.hash}` : ''
  return `https://${host}${port}${path}${asked}${inPage}` as NormalUrl
}

function respellPath(path: string): string {
  const spelled = path.includes('%')
    ? path.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
        const plain = decode(escaped)
        return /^[\w.~-]+$/.test(plain) ? plain : escaped.toUpperCase()
      })
    : path
  return spelled
    .replace(/\/{2,}/g, '/')
    .replace(/\/index\.(?:html?|php)$/i, '/')
    .replace(/\/$/, '')
}

function keyOf(pair: string): string {
  const cut = pair.indexOf('=')
  return (cut === -1 ? pair : pair.slice(0, cut)).toLowerCase()
}
