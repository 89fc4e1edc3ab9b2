/** What is known of agencies, from dated statements: the current list, sanctions, old lists. */
import type { AgencyId, Day } from '../ids.ts'

/** One dated statement about one name, as its source made it. */
export interface Statement {
  /** Official name without the legal form, as the source writes it: `AGESA ASA JAYA`. */
  readonly name: string
  readonly licence: string | null
  readonly says: 'listed' | 'revoked' | 'suspended' | 'expired' | 'on-old-list'
  readonly on: Day
  /** Where it was read, shown to people on demand. */
  readonly source: string
  /** The source is a copy of a copy: worded more softly. */
  readonly weak: boolean
}

/** An agency as the newest dated statement about it says. */
export interface Agency {
  readonly id: AgencyId
  readonly name: string
  readonly licences: readonly string[]
  readonly standing: Standing
}

export type Standing =
  | { readonly kind: 'listed' }
  | Lapsed
  /** On an old list and in no newer statement. */
  | { readonly kind: 'old-list'; readonly on: Day }

export interface Lapsed {
  readonly kind: 'revoked' | 'suspended' | 'expired'
  readonly since: Day
  readonly source: string
  readonly weak: boolean
}
