/** What Meta counts: throughput, how much one person gets, the 24 hours, and how many are written to first. */
import type { Clock } from './clock.ts'
import { refuse } from './refusal.ts'

export interface LimitOptions {
  /** Messages a second, in and out together; null: not counted. */
  readonly perSecond: number | null
  /** To one person: one in `everyMs`, `burst` borrowed from the time to come; null: not counted. */
  readonly pair: { readonly everyMs: number; readonly burst: number } | null
  /** Different people written to first in 24 moving hours; null: no limit. */
  readonly tier: number | null
}

/** Cloud API: "Throughput", "Pair rate limits", "Messaging limits" (of a new, unverified portfolio). */
export const publishedLimits: LimitOptions = { perSecond: 80, pair: { everyMs: 6000, burst: 45 }, tier: 250 }

const dayMs = 24 * 3_600_000

export interface Limits {
  /** Somebody wrote to us: their 24 hours begin anew. `ms` when they came through an ad: 72 hours. */
  heard(person: string, ms?: number): void
  isOpen(person: string): boolean
  /** Throws Refusal; otherwise counts the message. */
  sending(person: string, kind: 'free' | 'template'): void
}

export function createLimits(options: LimitOptions, clock: Clock): Limits {
  const openUntil = new Map<string, number>()
  const paid = new Map<string, number>()
  const opened = new Map<string, number>()
  let numberPaid = 0

  const count = (): boolean => {
    if (options.perSecond === null) return true
    const everyMs = 1000 / options.perSecond
    const next = Math.max(numberPaid, clock.now()) + everyMs
    if (next - clock.now() > 1000) return false
    numberPaid = next
    return true
  }
  const isOpen = (person: string): boolean => (openUntil.get(person) ?? 0) > clock.now()

  return {
    isOpen,
    heard(person, ms = dayMs) {
      openUntil.set(person, Math.max(openUntil.get(person) ?? 0, clock.now() + ms))
      // What comes in is never refused, but it is counted.
      count()
    },
    sending(person, kind) {
      const now = clock.now()
      if (kind === 'free' && !isOpen(person)) throw refuse(131047)
      if (!isOpen(person) && options.tier !== null) {
        for (const [who, at] of opened) if (at <= now - dayMs) opened.delete(who)
        if (!opened.has(person) && opened.size >= options.tier) throw refuse(131048)
      }
      if (options.pair !== null) {
        const next = Math.max(paid.get(person) ?? 0, now) + options.pair.everyMs
        if (next - now > options.pair.everyMs * options.pair.burst) throw refuse(131056)
        if (!count()) throw refuse(130429)
        paid.set(person, next)
      } else if (!count()) throw refuse(130429)
      if (!isOpen(person)) opened.set(person, now)
    },
  }
}
