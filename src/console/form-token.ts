/** The token that comes back with a form, veiled anew on every page: what is the same in many packed answers can be
 * guessed from their lengths (BREACH, 2013). */
import { randomBytes, timingSafeEqual } from 'node:crypto'

/** `token` in base64url. */
export function veil(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  const mask = randomBytes(bytes.length)
  return Buffer.concat([mask, mix(bytes, mask)]).toString('base64url')
}

export function isVeiled(given: string, token: string): boolean {
  const bytes = Buffer.from(token, 'base64url')
  const both = Buffer.from(given, 'base64url')
  if (both.length !== 2 * bytes.length) return false
  return timingSafeEqual(mix(both.subarray(bytes.length), both.subarray(0, bytes.length)), bytes)
}

function mix(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}
