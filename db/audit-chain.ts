/** How acts are bound to one another: each row's hash covers the hash before it and everything the row says, so nobody
 * can change, drop, add or move one without every later hash becoming wrong. Plain SHA-256, so that anybody with the
 * rows can check them. Pure. */
import { hash as digest } from 'node:crypto'

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

/** A row as it stands in the database: what it says, in one line, and its hash. */
export interface Chained {
  readonly line: string
  readonly hash: string
}

/** Before the first row. */
export const start: Link = { place: 0, hash: '0'.repeat(64) }

export function linkAfter(before: Link, act: Bound): Link {
  const place = before.place + 1
  return { place, hash: hashOf(before.hash, lineOf(place, act)) }
}

/** All that a row says, in one line. `lineInSql` of `audit.ts` and the migration that bound the first rows make the same:
 * change none without the others. */
export function lineOf(place: number, { atMicros, by, act, subject, details }: Bound): string {
  return [String(place), String(atMicros), by, act, subject, details].map(field).join(',')
}

/** Lengths in bytes stand before the fields, so that no letter can move from one to the next. */
function field(text: string | null): string {
  return text === null ? '-' : `${Buffer.byteLength(text)}:${text}`
}

function hashOf(before: string, line: string): string {
  return digest('sha256', `${before},${line}`)
}

/** What is wrong, at the first place where something is. `row`: changed, moved, or bound to another; `gap`: one or more
 * are missing before it; `anchor`: not what was anchored there; `cut`: anchored, and not there any more. */
export type ChainFault = 'row' | 'gap' | 'anchor' | 'cut'

export type ChainReading =
  | { readonly kind: 'whole'; readonly rows: number; readonly anchors: number; readonly head: Link }
  | { readonly kind: 'broken'; readonly place: number; readonly fault: ChainFault }

/** Checks rows in the order of their places against each other and against anchors. */
export function createChainCheck(anchors: readonly Link[]): {
  /** False: it is broken, and nothing after it is worth reading. */
  take(rows: readonly Chained[]): boolean
  end(): ChainReading
} {
  const anchored = new Map<number, string>()
  let broken: ChainReading | null = null
  const breaks = (place: number, fault: ChainFault): false => {
    broken ??= { kind: 'broken', place, fault }
    return false
  }
  for (const { place, hash } of anchors) {
    // Two anchors of one place that differ: one of them was written by somebody else.
    if ((anchored.get(place) ?? hash) !== hash) breaks(place, 'anchor')
    anchored.set(place, hash)
  }
  let { place, hash } = start
  let last = 0
  for (const each of anchored.keys()) last = Math.max(last, each)
  return {
    take(rows) {
      for (const row of rows) {
        if (broken !== null) return false
        place++
        if (!row.line.startsWith(`${field(String(place))},`)) return breaks(place, 'gap')
        hash = hashOf(hash, row.line)
        if (row.hash !== hash) return breaks(place, 'row')
        if ((anchored.get(place) ?? hash) !== hash) return breaks(place, 'anchor')
      }
      return broken === null
    },
    end() {
      if (broken === null && last > place) breaks(place + 1, 'cut')
      return broken ?? { kind: 'whole', rows: place, anchors: anchored.size, head: { place, hash } }
    },
  }
}
