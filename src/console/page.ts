/** What a page of the console is: where it is, what it needs, and how it answers. */
import type { Readable } from 'node:stream'
import type { VNode } from 'preact'
import type { OrganisationId } from '#engine'
import type { Reviewer } from '../../db/reviewers.ts'
import type { Need } from './roles.ts'
import type { Zone } from './time.ts'
import type { ConsoleLocale, Tell } from './words.ts'

/** One request, as far as a page may know it. */
export interface Visit {
  readonly now: Date
  readonly locale: ConsoleLocale
  /** In which times are shown. */
  readonly zone: Zone
  readonly t: Tell
  /** Path and query as asked for. */
  readonly path: string
  /** Path and query of a page that can be opened: this one, or the one whose form is answered here. */
  readonly back: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
  /** The file of an upload; null: none came. */
  readonly file: Buffer | null
  /** Where the console is reached, without a path. */
  readonly origin: string
  /** Where it comes from, to slow down guessing. */
  readonly address: string
  /** What the browser calls itself, shortened. */
  readonly browser: string
  /** Token of the session, if the browser has one. */
  readonly session: string | null
}

export interface SignedVisit extends Visit {
  readonly who: Reviewer
  /** Organisations whose cases they may read. What they may do, they do for `who.organisation` alone. */
  readonly sees: readonly OrganisationId[]
  /** Goes into every form. */
  readonly formToken: string
}

export type Answer =
  | { readonly kind: 'page'; readonly title: string; readonly body: VNode; readonly status?: number }
  /** A part of a page, for a page that is open. */
  | { readonly kind: 'part'; readonly body: VNode }
  /** A download. `name`: what the file is called. */
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly bytes: Buffer }
  /** A download that is written while it is read. */
  | { readonly kind: 'download'; readonly name: string; readonly type: string; readonly rows: Readable }
  /** Server-sent events, until the browser or the stream ends them. */
  | { readonly kind: 'stream'; readonly events: Readable }
  /** `session`: the token of a new session, or null to end the one there is. */
  | { readonly kind: 'go'; readonly to: string; readonly session?: string | null }

interface Place {
  readonly method: 'GET' | 'POST'
  /** Below `/console`. */
  readonly path: string
  /** Longest form in bytes, where it is not the usual one. */
  readonly longest?: number
}

/** For anybody: signing in, and following an invitation. */
export interface OpenPage extends Place {
  readonly need: 'nobody'
  answer(visit: Visit): Promise<Answer>
}

export interface SignedPage extends Place {
  readonly need: Need
  /** Asked for by the page itself and not by a person: keeps no session alive. */
  readonly byItself?: true
  answer(visit: SignedVisit): Promise<Answer>
}

export type Page = OpenPage | SignedPage

/** Where everything of the console is. */
export const base = '/console'

/** Reachable without a right of its own: what somebody must see to get one. */
export const codesPath = `${base}/account/codes`

/** Where a form leads back to: only a page of ours, and never another site's. */
export function nextPlace(asked: string | undefined): string {
  return asked !== undefined && /^\/console(\/[\w-]+)*\/?(\?[\w.~%&=+-]*)?$/.test(asked) ? asked : base
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
