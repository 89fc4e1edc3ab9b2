/** All that an advertisement claims: whom, where, for how much, and how to reach them. Each with its place in the text. */
import type { Mention } from '../agency/verdict.ts'
import type { Knowledge } from '../ports.ts'
import { createAccounts, type FoundAccount } from './accounts.ts'
import { type BankAccount, findBankAccounts } from './banks.ts'
import { createLinks, type FoundLink, type Links } from './links.ts'
import { findMoney, type Money } from './money.ts'
import { type FoundPhone, findPhones } from './phones.ts'
import {
  type CountryCode,
  findCountries,
  findJobs,
  findVisas,
  type JobKind,
  type Said,
  type VisaKind,
} from './places.ts'
import type { AddressBook } from './platforms.ts'
import { gather, placeBack } from './spread.ts'

export interface AdClaims {
  readonly agencies: readonly Mention[]
  readonly links: readonly FoundLink[]
  /** Accounts with a platform, from addresses and from words beside them. */
  readonly accounts: readonly FoundAccount[]
  /** From words and from addresses of phones. */
  readonly phones: readonly FoundPhone[]
  readonly bankAccounts: readonly BankAccount[]
  readonly emails: readonly Said<string>[]
  readonly money: readonly Money[]
  readonly countries: readonly Said<CountryCode>[]
  readonly jobs: readonly Said<JobKind>[]
  readonly visas: readonly Said<VisaKind>[]
  /** As written: "Employer: Tan Ah Kow", "majikan …". */
  readonly employers: readonly Said<string>[]
  /** Numbers of permits and job orders, as written. */
  readonly permits: readonly (Said<string> & { readonly kind: 'sip2mi' | 'sip3mi' | 'job-order' })[]
}

export interface Claims {
  readonly links: Links
  read(text: string, knowledge: Pick<Knowledge, 'read'>): AdClaims
}

const mostRead = 16_384

export function createClaims(book: AddressBook): Claims {
  const links = createLinks(book)
  const findAccounts = createAccounts(book)
  return {
    links,
    read(text, knowledge) {
      const found = links.find(text)
      const together = gather(text.slice(0, mostRead))
      /** Found in words put together; told where it stands in the text as it was typed. */
      const typed = <T extends Placed>(all: readonly T[]): readonly T[] =>
        together.text === text ? all : all.map((one) => placeBack(together, one))
      const outside = <T extends Placed>(all: readonly T[]): readonly T[] =>
        typed(all).filter((one) => !found.some(({ start, end }) => one.start < end && start < one.end))
      const words = together.text
      const hidden = ({ start, end, disguised }: FoundPhone): boolean =>
        disguised || !words.includes(text.slice(start, end))
      return {
        agencies: knowledge.read(words),
        links: found,
        accounts: mergeAccounts(found, outside(findAccounts(words))),
        phones: mergePhones(found, outside(findPhones(words))).map((phone) => ({
          ...phone,
          disguised: hidden(phone),
        })),
        bankAccounts: outside(findBankAccounts(words)),
        emails: typed(findEmails(words)),
        money: typed(findMoney(words)),
        countries: typed(findCountries(words)),
        jobs: typed(findJobs(words)),
        visas: typed(findVisas(words)),
        employers: typed(findEmployers(words)),
        permits: typed(findPermits(words)),
      }
    },
  }
}

interface Placed {
  readonly start: number
  readonly end: number
}

function mergeAccounts(links: readonly FoundLink[], named: readonly FoundAccount[]): readonly FoundAccount[] {
  const all = [
    ...links.flatMap(({ start, end, reading }) =>
      reading.kind === 'link' && reading.link.account !== null
        ? [{ ...reading.link.account, start, end }]
        : [],
    ),
    ...named,
  ]
  return firstOfEach(all, ({ platform, handle }) => `${platform} ${handle}`)
}

function mergePhones(links: readonly FoundLink[], written: readonly FoundPhone[]): readonly FoundPhone[] {
  const linked = links.flatMap(({ start, end, reading }): readonly FoundPhone[] =>
    reading.kind === 'link' && reading.link.phone !== null
      ? [
          {
            e164: reading.link.phone,
            start,
            end,
            mobile: true,
            disguised: reading.link.marks.includes('disguised'),
          },
        ]
      : [],
  )
  return firstOfEach([...linked, ...written], ({ e164 }) => e164)
}

function firstOfEach<T extends { readonly start: number }>(
  all: readonly T[],
  keyOf: (one: T) => string,
): readonly T[] {
  const first = new Map<string, T>()
  for (const one of [...all].sort((a, b) => a.start - b.start))
    if (!first.has(keyOf(one))) first.set(keyOf(one), one)
  return [...first.values()]
}

function findEmails(text: string): readonly Said<string>[] {
  return [
    ...text
      .slice(0, mostRead)
      .matchAll(/(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])/giu),
  ].map((match) => ({
    value: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function findEmployers(text: string): readonly Said<string>[] {
  const named =
    /(?<![\p{L}])(?:employer|majikan|nama majikan|pemberi kerja|perusahaan pengguna|user)[^\S\n]?[:=-][^\S\n]?([^\n,;|]{3,60})/giu
  return [...text.slice(0, mostRead).matchAll(named)].map((match) => {
    const value = (match[1] ?? '').trim()
    const start = match.index + match[0].lastIndexOf(value)
    return { value, start, end: start + value.length }
  })
}

function findPermits(text: string): AdClaims['permits'] {
  const named =
    /(?<![\p{L}])(sip ?2 ?mi|sippmi|sip ?p2mi|sip ?3 ?mi|siup ?p3mi|sip ?p3mi|job order|jo)(?![\p{L}])[^\S\n]{0,2}(?:(?:no|nomor|nomer|number)(?![\p{L}])\.?)?[^\S\n]{0,2}[:#=-]?[^\S\n]{0,2}((?=[\w./-]*\d)[A-Z0-9][\w./-]{3,40})/giu
  return [...text.slice(0, mostRead).matchAll(named)].map((match) => {
    const [, name = '', number = ''] = match
    const start = match.index + match[0].lastIndexOf(number)
    const kind = /3/.test(name) ? 'sip3mi' : /sip|siup/i.test(name) ? 'sip2mi' : 'job-order'
    return { kind, value: number.replace(/[.,]$/, ''), start, end: start + number.length }
  })
}
