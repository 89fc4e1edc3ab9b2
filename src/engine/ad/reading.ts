/** One reading of an advertisement: what it claims, how dangerous it looks, what identifies its recruiter. */
import { type Exempt, type Indicator, indicatorsOf } from '../case/indicators.ts'
import { fingerprintText } from '../case/likeness.ts'
import type { Contact } from '../contacts.ts'
import type { Knowledge } from '../ports.ts'
import { type AdClaims, createClaims } from './claims.ts'
import { siteOfHost } from './links.ts'
import { createLookalikes, type Lookalikes } from './lookalikes.ts'
import type { LookalikeWords, OwnAddress } from './official.ts'
import { findPhones } from './phones.ts'
import type { AddressBook } from './platforms.ts'
import type { SignTable } from './sign-table.ts'
import { type AdJudgement, createSigns } from './signs.ts'

export interface AdReading {
  readonly claims: AdClaims
  readonly judgement: AdJudgement
  readonly indicators: readonly Indicator[]
}

export interface Ads {
  /** `posters`: fingerprints of the pictures it came with. Pure; never throws. */
  read(text: string, knowledge: Pick<Knowledge, 'read'>, posters?: readonly string[]): AdReading
}

/** Whose addresses are known, now: they may be added to while the program runs. Asked anew for each reading. */
export type Owners = () => Lookalikes

/** What tells look-alikes; learned anew whenever an address or a list of firms is. */
export function createOwners(parts: {
  readonly own: readonly OwnAddress[]
  readonly words: LookalikeWords
  /** Names of licensed firms, squashed. */
  readonly firms: ReadonlySet<string>
  readonly book: AddressBook
}): Lookalikes {
  const hosts = parts.book.platforms
    .flatMap(({ sites }) => sites.flat())
    .map((host) => host.replace('*.', ''))
  const shared = new Set([...parts.book.shared, ...hosts])
  return createLookalikes({ ...parts, shared, siteOf: siteOfHost })
}

/** `contacts` are the state's own offices: their numbers and sites are nobody's sign and join no cases. */
export function createAds(parts: {
  readonly book: AddressBook
  readonly table: SignTable
  readonly contacts: readonly Contact[]
  /** Absent: nobody's addresses are known, and nothing is called a look-alike. */
  readonly owners?: Owners
}): Ads {
  const claims = createClaims(parts.book)
  const exempt: Exempt = {
    phones: new Set(parts.contacts.flatMap(({ value }) => findPhones(value).map(({ e164 }) => e164))),
    domains: new Set(
      parts.contacts.flatMap(({ by, value }) =>
        by === 'web' ? claims.links.find(value).flatMap(({ reading }) => domainOf(reading)) : [],
      ),
    ),
    accounts: new Set(),
  }
  const signs = createSigns(parts.table, { officialPhones: exempt.phones, contactsOf: () => [] })
  return {
    read(text, knowledge, posters = []) {
      const claimed = claims.read(text, knowledge)
      return {
        claims: claimed,
        judgement: signs.judge(text, claimed, parts.owners?.().find(claimed, posters.length > 0) ?? []),
        indicators: indicatorsOf(claimed, exempt, { posters, text: fingerprintText(text) }),
      }
    },
  }
}

/** The same, for one turn: what is read again is not worked out again. */
export function readOnce(ads: Ads): Ads {
  let last: { readonly key: string; readonly reading: AdReading } | null = null
  return {
    read(text, knowledge, posters = []) {
      const key = [...posters, text].join('\n')
      if (last?.key !== key) last = { key, reading: ads.read(text, knowledge, posters) }
      return last.reading
    },
  }
}

function domainOf(reading: AdClaims['links'][number]['reading']): readonly string[] {
  return reading.kind === 'link' && reading.link.domain !== null ? [reading.link.domain] : []
}
