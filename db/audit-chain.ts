/** How acts are bound to one another: each row's hash covers the hash before it and everything the row says, so nobody
 * can change, drop, add or move one without every later hash becoming wrong. Plain SHA-256, so that anybody with the
 * rows can check them. Pure. */
import { createHash } from 'node:crypto'

/** What of an act is bound. */
export interface Bound {
  /** Microseconds since 1970, UTC. */
  readonly atMicros: bigint
  readonly by: string | null
  readonly act: string
  readonly subject: string | null
  /** As it is stored: sealed. */
  readonly details: string | null
}

export interface Link {
  /** From 1, without a gap. */
  readonly place: number
  /** sha256, hex. */
  readonly hash: string
}

/** Before the first row. */
export const start: Link = { place: 0, hash: '0'.repeat(64) }

/** The migration that bound the first rows does the same in SQL: change neither without the other. */
export function linkAfter(before: Link, act: Bound): Link {
  const place = before.place + 1
  const fields = [String(place), String(act.atMicros), act.by, act.act, act.subject, act.details]
  // Lengths stand before the fields, so that no letter can move from one to the next.
  const line = fields.map((each) => (each === null ? '-' : `${Buffer.byteLength(each)}:${each}`)).join(',')
  return { place, hash: createHash('sha256').update(`${before.hash},${line}`).digest('hex') }
}
