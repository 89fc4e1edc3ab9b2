/** Addresses and names that are somebody's own: what content/official.csv and the operator's table say. Plain values. */

/** `name`: is the owner's wherever it stands; `ordinary-name`: its words are anybody's, so that more must stand beside it. */
export type OwnKind = 'domain' | 'account' | 'name' | 'ordinary-name'

export interface OwnAddress {
  /** As it is told to people: "KP2MI", "PT …". */
  readonly owner: string
  readonly sort: 'state' | 'firm'
  readonly kind: OwnKind
  /** A domain in small letters, `platform:handle`, or a name without spaces. */
  readonly value: string
}

/** What content/look-alikes.md says; small letters. */
export interface LookalikeWords {
  /** What is put beside a name to make it look like an office. */
  readonly added: readonly string[]
  readonly neutral: readonly string[]
  /** What makes an ordinary name the state's. */
  readonly office: readonly string[]
  /** Endings that only offices, schools and universities are given. */
  readonly kept: readonly string[]
  /** Where anybody may have mail. */
  readonly mail: readonly string[]
}

/** An address that looks like somebody's own and is on no list of theirs. Says no more than that. */
export interface Lookalike {
  readonly owner: string
  readonly sort: OwnAddress['sort']
  /** As people read it: a site, `@handle (platform)`, an e-mail address. */
  readonly address: string
}
