/** What an address as a stranger wrote it leads to, and whether we may go there as far as its letters tell. Pure. */
import { isIP } from 'node:net'
import { isPublic } from './address.ts'

/** Somewhere on the web: a name or a public address, on the port of its scheme. */
export interface Place {
  readonly url: URL
  /** A name without its last dot, or an address without brackets. */
  readonly host: string
  readonly isAddress: boolean
  readonly port: number
  readonly secure: boolean
}

/** `unwanted`: whoever asks did not wish to be led there. `name`: one of a private network, or none at all; `address`: not of the public internet. */
export type Refusal =
  | 'malformed'
  | 'scheme'
  | 'credentials'
  | 'port'
  | 'name'
  | 'address'
  | 'too-many-redirects'
  | 'unwanted'

export type PlaceReading =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** Longest address, in characters: what servers and browsers agree on. */
const longest = 2_048
/** Names that mean a machine nearby or another network (RFC 6761, 6762, 7686, 8375, 9476; ICANN on .internal). */
const privateEndings = /\.(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|onion|alt)$/
/** `label.label`, as the URL parser leaves it: small letters, digits, hyphens; foreign letters are `xn--…` by then. */
const name = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** Reads an address the way a browser does, which also undoes decimal, octal and hexadecimal spellings. Never throws. */
export function readPlace(written: string): PlaceReading {
  if (written.length > longest || !URL.canParse(written)) return refused('malformed')
  const url = new URL(written)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('scheme')
  if (url.username !== '' || url.password !== '') return refused('credentials')
  const secure = url.protocol === 'https:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  if (port !== 80 && port !== 443) return refused('port')
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0) {
    return isPublic(host)
      ? { kind: 'place', place: { url, host, isAddress: true, port, secure } }
      : refused('address')
  }
  if (!name.test(host) || privateEndings.test(`.${host}`)) return refused('name')
  return { kind: 'place', place: { url, host, isAddress: false, port, secure } }
}

function refused(why: Refusal): PlaceReading {
  return { kind: 'refused', why }
}
