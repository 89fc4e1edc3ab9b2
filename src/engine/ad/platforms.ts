/** What is known of platforms' addresses: plain values, read from content and handed in. */

/** What an address leads to. `short`: somewhere only opening it would tell; `site`: a website of its own. */
export type LinkKind = 'account' | 'invite' | 'post' | 'form' | 'page' | 'short' | 'site'

/** One address and the other ways to write it; `{name}`, `{phone}`, `{number}`, `{code}` and `{any}` are holes. */
export interface AddressForm {
  readonly kind: Exclude<LinkKind, 'site'>
  /** `https://wa.me/{phone}`: how it is always written by us. */
  readonly one: string
  /** `send?phone={phone}` on its host, or an app's own scheme. */
  readonly ways: readonly string[]
}

export interface Platform {
  readonly name: string
  /** What people call it, lower case. */
  readonly called: readonly string[]
  /** Groups of hosts that are one and the same, the first the one shown; `*.` stands for any subdomain. */
  readonly sites: readonly (readonly [string, ...string[]])[]
  /** Pages of the platform itself: never an account. */
  readonly notNames: readonly string[]
  readonly forms: readonly AddressForm[]
}

/** All that content says about addresses. */
export interface AddressBook {
  readonly platforms: readonly Platform[]
  /** Sites where anybody may have a page, so that their domain names nobody. */
  readonly shared: readonly string[]
  readonly shorteners: readonly string[]
  /** Addresses that carry another one under this key: `l.facebook.com/l.php` and `u`. */
  readonly wrappers: readonly { readonly host: string; readonly path: string; readonly key: string }[]
  /** Keys behind `?` that change nothing; a `*` at the end stands for anything. */
  readonly tracking: readonly string[]
  /** Endings of one owner: `blogspot.co.id` is `blogspot.com`. */
  readonly suffixes: readonly { readonly from: string; readonly to: string }[]
  /** The state's own domains, and names that are the state's. */
  readonly state: { readonly domains: readonly string[]; readonly names: readonly string[] }
}
