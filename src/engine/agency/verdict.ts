/** The verdict about a name. `decide()` is the only place in the house that may say "licensed". */
import type { Day } from '../ids.ts'
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
