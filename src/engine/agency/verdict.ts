/** The verdict about a name. `decide()` is the only place in the house that may say "licensed". */
import type { Day } from '../ids.ts'
import { isHonest, squash } from './fold.ts'
import type { Agency, Lapsed } from './register.ts'

/** What a name began with: only a PT can be a P3MI. */
export type LegalForm = 'pt' | 'cv' | 'yayasan' | 'lpk' | 'ud' | 'koperasi' | 'other'

/** A listed, lapsed or old name that the typed one may have meant. */
export interface Candidate {
  readonly agency: Agency
  /** The words of the official name that differ from what was typed, as they stand in the official name. */
  readonly differs: readonly string[]
}

export type Verdict = {
  /** Date of the list it was judged by: in every verdict, so no sentence can omit it. */
  readonly asOf: Day
  /** The name as typed, trimmed and capped; never more of the message than that. */
  readonly query: string
} & (
  | { readonly kind: 'licensed'; readonly agency: Agency }
  | { readonly kind: 'lapsed'; readonly agency: Agency; readonly standing: Lapsed }
  | {
      readonly kind: 'which'
      readonly candidates: readonly [Candidate, ...Candidate[]]
      /** near: spelled or worded differently; form: a CV, Yayasan, LPK … with a PT's name; same: several agencies fit. */
      readonly why: 'near' | 'form' | 'same'
    }
  | { readonly kind: 'old-list'; readonly agency: Agency }
  | { readonly kind: 'unlisted'; readonly form: LegalForm | null }
  | { readonly kind: 'no-name' }
)

/** An agency named in a message. */
export interface Mention {
  readonly verdict: Verdict
  /** Named beyond doubt: by a legal form ("PT …"), a licence number, or a name that is exactly on a list. */
  readonly certain: boolean
}

/** The names by which a case that mentions it is found, in letters alone: the agency's, those it may be, or the one typed. */
export function agencyNames(verdict: Verdict): readonly string[] {
  const names =
    'agency' in verdict
      ? [verdict.agency.name]
      : verdict.kind === 'which'
        ? verdict.candidates.map(({ agency }) => agency.name)
        : [verdict.query]
  return names.map(squash).filter((name) => name !== '')
}

/** A name as it was read out of a message, with the agencies it may mean: all that `decide` goes by. */
export interface Reading {
  readonly query: string
  readonly form: LegalForm | null
  /** The words read as the name, as they were typed. */
  readonly typed: string
  /** Typed in plain letters, and nothing beside the words can belong to a longer name. */
  readonly alone: boolean
  /** Best first. */
  readonly candidates: readonly Candidate[]
}

/** Most names put before a person: more than three are not read. */
const mostCandidates = 3

/**
 * Judges a reading by the list of `asOf`. Licensed, lapsed and old-list are said only when the typed words are
 * one agency's whole name (case, accents, punctuation and spaces aside) and stand alone; likeness only ever asks.
 */
export function decide(reading: Reading, asOf: Day): Verdict {
  const { query, form, typed, alone, candidates } = reading
  const said = { asOf, query }
  const [best, ...others] = candidates
  if (!best) return { ...said, kind: 'unlisted', form }
  const name = isHonest(typed) ? squash(typed) : ''
  const same = candidates.filter(({ agency }) => name !== '' && squash(agency.name) === name)
  const ask = (why: 'near' | 'form' | 'same', [first, ...rest]: readonly [Candidate, ...Candidate[]]) =>
    ({ ...said, kind: 'which', why, candidates: [first, ...rest.slice(0, mostCandidates - 1)] }) as const

  if (form !== null && form !== 'pt') return ask('form', [best, ...others])
  const [only, ...twins] = same
  if (!alone || !only) return ask('near', [best, ...others])
  if (twins.length > 0) return ask('same', [only, ...twins])
  const { agency } = only
  switch (agency.standing.kind) {
    case 'listed':
      return { ...said, kind: 'licensed', agency }
    case 'old-list':
      return { ...said, kind: 'old-list', agency }
    default:
      return { ...said, kind: 'lapsed', agency, standing: agency.standing }
  }
}
