/** The ways to write an address, as patterns of its parts: which of them an address is, and what stands in the holes. */
import type { AddressForm, Platform } from './platforms.ts'

/** An address in its parts, whatever its scheme: `tg://resolve?domain=x` is site `tg:`, segment `resolve`. */
export interface Parts {
  readonly site: string
  readonly segments: readonly string[]
  readonly query: string
  /** With its `#`, or empty. */
  readonly fragment: string
}

export interface Matched {
  readonly form: AddressForm
  readonly platform: Platform
  /** The address in its one form. */
  readonly url: string
  readonly holes: ReadonlyMap<string, string>
}

export interface Ways {
  match(parts: Parts): Matched | null
  /** Sites with ways of their own; `*.t.me` where the name stands before the site. */
  readonly sites: ReadonlySet<string>
  /** Schemes of apps, without the colon. */
  readonly schemes: readonly string[]
}

interface Piece {
  readonly before: string
  readonly hole: string
  readonly after: string
}
interface Way {
  readonly form: AddressForm
  readonly platform: Platform
  readonly segments: readonly Piece[]
  readonly asked: readonly (readonly [string, Piece])[]
  readonly fragment: Piece | null
  /** The one form, cut at its holes: text and hole names in turn. */
  readonly one: readonly string[]
}

export function createWays(platforms: readonly Platform[]): Ways {
  /** By site and number of segments: few of them are looked at for one address. */
  const byShape = new Map<string, Way[][]>()
  const schemes = new Set<string>()
  for (const platform of platforms) {
    for (const form of platform.forms) {
      for (const written of [form.one.replace(/^https:\/\//, ''), ...form.ways]) {
        const parts = partsOfWritten(written)
        const scheme = /^([\w.+-]+):$/.exec(parts.site)?.[1]
        if (scheme) schemes.add(scheme)
        const way = compile(parts, form, platform)
        const shapes = byShape.get(parts.site) ?? []
        byShape.set(parts.site, shapes)
        const { length } = parts.segments
        shapes[length] = [...(shapes[length] ?? []), way]
      }
    }
  }
  return {
    sites: new Set(byShape.keys()),
    schemes: [...schemes],
    match(parts) {
      for (const way of byShape.get(parts.site)?.[parts.segments.length] ?? []) {
        const holes = fill(way, parts)
        if (holes === null) continue
        const { form, platform, one } = way
        const url = one.map((piece, at) => (at % 2 === 0 ? piece : (holes.get(piece) ?? ''))).join('')
        return { form, platform, url, holes }
      }
      return null
    },
  }
}

/** Parts of an address that is no web address, or of a way as content writes it. */
export function partsOfWritten(written: string): Parts {
  const [, address = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(written) ?? []
  const [, scheme, rest = ''] = /^([a-z][\w.+-]*:)(?:\/\/)?(.*)$/is.exec(address) ?? []
  const pieces = (scheme === undefined ? address : rest).split('/').filter((piece) => piece !== '')
  const site = scheme?.toLowerCase() ?? pieces.shift() ?? ''
  // `{name}.t.me`: the subdomain is read as if it were the first part of the path.
  const [, inHost, host] = /^(\{\w+\})\.(.+)$/.exec(site) ?? []
  return inHost === undefined || host === undefined
    ? { site, segments: pieces, query, fragment }
    : { site: `*.${host}`, segments: [inHost, ...pieces], query, fragment }
}

function compile(parts: Parts, form: AddressForm, platform: Platform): Way {
  return {
    form,
    platform,
    segments: parts.segments.map(pieceOf),
    asked: parts.query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', value = ''] = pair.split('=')
        return [key, pieceOf(value)]
      }),
    fragment: parts.fragment === '' ? null : pieceOf(parts.fragment),
    one: form.one.split(/\{(\w+)\}/),
  }
}

function pieceOf(written: string): Piece {
  const [, before = '', hole = '', after = ''] = /^([^{]*)(?:\{(\w+)\})?(.*)$/s.exec(written) ?? []
  return { before, hole, after }
}

function fill(way: Way, parts: Parts): ReadonlyMap<string, string> | null {
  const holes = new Map<string, string>()
  for (const [at, piece] of way.segments.entries()) {
    if (!take(piece, parts.segments[at] ?? '', way, holes)) return null
  }
  if (way.fragment !== null && !take(way.fragment, parts.fragment, way, holes)) return null
  for (const [key, piece] of way.asked) {
    const value = askedFor(parts.query, key)
    if (value === null || !take(piece, value, way, holes)) return null
  }
  return holes
}

function take(piece: Piece, typed: string, way: Way, holes: Map<string, string>): boolean {
  const { before, hole, after } = piece
  if (hole === '') return typed.toLowerCase() === before.toLowerCase()
  const text = decode(typed)
  if (!text.startsWith(before) || !text.endsWith(after)) return false
  const value = readHole(hole, text.slice(before.length, text.length - after.length), way)
  if (value === null) return false
  holes.set(hole, value)
  return true
}

function readHole(hole: string, text: string, { platform }: Way): string | null {
  switch (hole.replace(/\d+$/, '')) {
    case 'name': {
      const name = text.toLowerCase()
      return /^[\p{L}\p{N}._-]{1,80}$/u.test(name) && !platform.notNames.includes(name) ? name : null
    }
    case 'phone':
      return readPhone(text)
    case 'number':
      return /^\d{1,25}$/.test(text) ? text : null
    case 'code':
      return /^[\w.-]{2,120}$/.test(text) ? text : null
    default:
      return text === '' ? null : text
  }
}

/** Digits with the country's code; a number that begins with 0 is an Indonesian one. */
function readPhone(text: string): string | null {
  const bare = text.replace(/[\s().+-]/g, '').replace(/^00/, '')
  const whole = bare.replace(/^0/, '62').replace(/^620/, '62')
  return /^\d{8,15}$/.test(whole) ? whole : null
}

/** The value of a key behind `?`; null when it does not stand there. */
export function askedFor(query: string, key: string): string | null {
  for (const pair of query.split('&')) {
    const cut = pair.indexOf('=')
    if ((cut === -1 ? pair : pair.slice(0, cut)).toLowerCase() === key.toLowerCase())
      return cut === -1 ? '' : decode(pair.slice(cut + 1).replaceAll('+', ' '))
  }
  return null
}

/** Percent signs undone where they can be. */
export function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
