/** What identifies a recruiter in an advertisement, and which of it may join two reports to one case. */
import type { AdClaims } from '../ad/claims.ts'
import type { Link } from '../ad/links.ts'

export type IndicatorKind = 'link' | 'account' | 'phone' | 'bank-account' | 'domain' | 'poster' | 'text'

export interface Indicator {
  readonly kind: IndicatorKind
  /** In its one form: an address, `platform:handle`, E.164, `bank:digits`, a domain, a fingerprint. */
  readonly value: string
  /** Whether two reports that share it are about one recruiter. Pictures and texts are compared, not shared. */
  readonly joins: boolean
}

/** What belongs to the state or to a listed company as it told the ministry: known to many, and never a recruiter's. */
export interface Exempt {
  readonly phones: ReadonlySet<string>
  readonly domains: ReadonlySet<string>
  /** `platform:handle`. */
  readonly accounts: ReadonlySet<string>
}

/** Everything that identifies, each once. */
export function indicatorsOf(
  claims: AdClaims,
  exempt: Exempt,
  prints: { readonly posters: readonly string[]; readonly text: string | null },
): readonly Indicator[] {
  const links = claims.links.flatMap(({ reading }) => (reading.kind === 'link' ? [reading.link] : []))
  const all: readonly Indicator[] = [
    ...claims.phones.map(
      ({ e164 }): Indicator => ({
        kind: 'phone',
        value: e164,
        joins: !exempt.phones.has(e164),
      }),
    ),
    ...claims.accounts
      .filter(({ handle }) => !claims.phones.some(({ e164 }) => e164 === `+${handle}`))
      .map(({ platform, handle }): Indicator => {
        const value = `${platform}:${handle}`
        return { kind: 'account', value, joins: !exempt.accounts.has(value) }
      }),
    ...claims.bankAccounts.map(
      ({ bank, number }): Indicator => ({
        kind: 'bank-account',
        value: `${bank}:${number}`,
        joins: bank !== '?',
      }),
    ),
    ...links
      .filter(({ phone }) => phone === null)
      .map((link): Indicator => ({ kind: 'link', value: link.url, joins: joinsByLink(link, exempt) })),
    ...links.flatMap((link): readonly Indicator[] =>
      link.own && link.domain !== null
        ? [{ kind: 'domain', value: link.domain, joins: !exempt.domains.has(link.domain) }]
        : [],
    ),
    ...prints.posters.map((value): Indicator => ({ kind: 'poster', value, joins: false })),
    ...(prints.text === null ? [] : [{ kind: 'text', value: prints.text, joins: false } as const]),
  ]
  const first = new Map<string, Indicator>()
  for (const one of all) if (!first.has(keyOf(one))) first.set(keyOf(one), one)
  return [...first.values()]
}

/** One string for an indicator, the same in every report that has it. */
export function keyOf({ kind, value }: Indicator): string {
  return `${kind}:${value}`
}

/** As people read it: `+62812…`, `@loker (tiktok)`, `BCA 123`. */
export function shownAs({ kind, value }: Pick<Indicator, 'kind' | 'value'>): string {
  const [before = '', ...rest] = value.split(':')
  if (kind === 'account') return `@${rest.join(':')} (${before})`
  return kind === 'bank-account' ? `${before.toUpperCase()} ${rest.join(':')}` : value
}

/** An exact address joins when somebody made it: not a shortened one, not a platform's own page, not the state's. */
function joinsByLink(link: Link, { domains }: Exempt): boolean {
  if (link.domain !== null && domains.has(link.domain)) return false
  switch (link.kind) {
    case 'account':
    case 'invite':
    case 'post':
    case 'form':
      return true
    case 'page':
    case 'short':
      return false
    case 'site':
      return link.own || (!/(?:^|\.)go\.id$/.test(link.domain ?? '') && /^https:\/\/[^/]+\/.+/.test(link.url))
  }
}
