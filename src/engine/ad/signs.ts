/** How dangerous an advertisement looks, and why. Never "safe": what shows no sign is only that. */
import type { AgencyId } from '../ids.ts'
import type { AdClaims } from './claims.ts'
import type { Lookalike } from './official.ts'
import { createPlain, type Plain } from './plain.ts'
import { createFinder, wordsOfSaying } from './sayings.ts'
import type { Saying, SignGroup, SignNeed, SignTable } from './sign-table.ts'

/** Who speaks: only what is offered can be dangerous; a warning about the same thing is none. */
export type Voice = 'offers' | 'warns' | 'reports' | 'asks' | 'talks'

export interface AdSign {
  /** The group's name in content/signs.md. */
  readonly name: string
  readonly weight: number
  readonly kind: SignGroup['kind']
  readonly sentence: SignGroup['sentence']
  readonly source: string
  readonly on: string
  /** The plain words that showed it, for a reviewer; empty where something else than words did. */
  readonly words: readonly string[]
  /** The addresses that showed it, where it is about addresses. */
  readonly looksLike?: readonly Lookalike[]
}

export interface AdJudgement {
  readonly level: 'danger' | 'caution' | 'no-signs'
  readonly voice: Voice
  /** Offers work abroad, or says how to get there. */
  readonly abroad: boolean
  /** Gravest first; empty when the level is `no-signs`. */
  readonly signs: readonly AdSign[]
}

/** What is known beside the text. */
export interface SignsKnown {
  /** Phones in E.164 and domains of the state's own offices. */
  readonly officialPhones: ReadonlySet<string>
  /** Phones in E.164 that a listed agency gave to the ministry; empty when none are known. */
  contactsOf(agency: AgencyId): readonly string[]
}

export interface Signs {
  /** `looksLike`: addresses in it that look like somebody else's. */
  judge(text: string, claims: AdClaims, looksLike?: readonly Lookalike[]): AdJudgement
}

export function createSigns(table: SignTable, known: SignsKnown): Signs {
  const vocabulary = new Set(table.groups.flatMap(({ sayings }) => sayings.flatMap(wordsOfSaying)))
  const plainOf = createPlain(vocabulary, table.spelling)
  const groups = table.groups.map((group) => ({
    group,
    // The text's words are spelled one way, so the sayings' are too.
    finder: createFinder(
      group.sayings.map((saying) => respell(saying, table.spelling)),
      group.is === 'sign' ? 'do not count' : 'count',
    ),
  }))

  return {
    judge(text, claims, looksLike = []) {
      const plain = plainOf(text)
      const found = new Map<string, readonly string[]>()
      for (const { group, finder } of groups) {
        const words = finder.find(plain)
        if (words.length > 0) found.set(group.name, words)
      }
      for (const name of marksOf(claims, plain, known, found)) found.set(name, [])
      for (const { sort } of looksLike) found.set(`address.${sort}`, [])
      // Twice, since a need may name a group that is itself only needed.
      for (const _ of [1, 2]) {
        for (const { group } of groups) {
          if (!found.has(group.name) && group.needs.some((need) => isMet(need, found)))
            found.set(group.name, [])
        }
      }
      const signs = groups.flatMap(({ group }) =>
        group.is === 'sign' && found.has(group.name)
          ? [signOf(group, found.get(group.name) ?? [], looksLike)]
          : [],
      )
      const abroad = isAbroad(found, signs)
      const voice = hear(found, claims, { deeds: sumOf(signs, 'deed'), question: isQuestion(text) })
      const level = weigh(signs, { voice, abroad, lawful: isLawful(found) })
      return {
        level,
        voice,
        abroad,
        signs: level === 'no-signs' ? [] : withoutRepeats(signs).sort((a, b) => b.weight - a.weight),
      }
    },
  }
}

function respell(saying: Saying, spelling: SignTable['spelling']): Saying {
  return saying.map((piece) => {
    if (piece.kind === 'choice')
      return { ...piece, sayings: piece.sayings.map((each) => respell(each, spelling)) }
    const spelled = piece.kind === 'word' && !piece.open ? spelling.get(piece.word) : undefined
    return piece.kind === 'word' && spelled !== undefined ? { ...piece, word: spelled } : piece
  })
}

function signOf(
  { name, weight, kind, sentence, source, on }: SignGroup,
  words: readonly string[],
  looksLike: readonly Lookalike[],
): AdSign {
  const shown = looksLike.filter(({ sort }) => name === `looks_like_${sort}`)
  return {
    name,
    weight,
    kind,
    sentence,
    source,
    on,
    words,
    ...(shown.length === 0 ? {} : { looksLike: shown }),
  }
}

/** "Scam compound" says more than "closed destination" and "gambling work" said beside it. */
function withoutRepeats(signs: readonly AdSign[]): AdSign[] {
  const names = new Set(signs.map(({ name }) => name))
  return signs.filter(
    ({ name }) =>
      !(name === 'gambling_work' && names.has('scam_compound')) &&
      !(name === 'poses_as_state' && names.has('looks_like_state')) &&
      !(name === 'fee_asked' && names.has('fee_first')) &&
      !(name === 'private_contact' && names.has('no_firm')),
  )
}

function isMet({ all, none }: SignNeed, found: ReadonlyMap<string, unknown>): boolean {
  return all.every((name) => found.has(name)) && none.every((name) => !found.has(name))
}

/** A listed company, a permit's number or the state itself stands behind it. */
function isLawful(found: ReadonlyMap<string, unknown>): boolean {
  return found.has('agency.listed') || found.has('order.number') || found.has('contact.state')
}

/** Work in another country is spoken of, or something as grave as organs and brides. */
function isAbroad(found: ReadonlyMap<string, unknown>, signs: readonly AdSign[]): boolean {
  if (signs.some(({ weight }) => weight >= 6)) return true
  // A course, a journey or goods from there, and nobody is placed.
  if (found.has('trade') && !found.has('placement')) return false
  const places = ['abroad', 'closed', 'near_closed', 'middle_east', 'wrong_visa', 'boat']
  const works = ['work', 'side_way', 'home_job', 'desk_job'].some((name) => found.has(name))
  return works && places.some((name) => found.has(name))
}

function sumOf(signs: readonly AdSign[], kind: SignGroup['kind']): number {
  return signs.filter((sign) => sign.kind === kind).reduce((total, { weight }) => total + weight, 0)
}

/** Points of what is done, of who does it and of what lures; the thresholds were set on the tuning half of our texts. */
function weigh(
  signs: readonly AdSign[],
  { voice, abroad, lawful }: { readonly voice: Voice; readonly abroad: boolean; readonly lawful: boolean },
): AdJudgement['level'] {
  if (voice === 'warns' || voice === 'reports') return 'no-signs'
  const level = weighOffer(signs, { voice, abroad, lawful })
  // Whoever asks about such an address is told what it looks like, whatever else is said of it.
  return level === 'no-signs' && signs.some(({ looksLike }) => looksLike !== undefined) ? 'caution' : level
}

function weighOffer(
  signs: readonly AdSign[],
  { voice, abroad, lawful }: { readonly voice: Voice; readonly abroad: boolean; readonly lawful: boolean },
): AdJudgement['level'] {
  const [deeds, who, lures] = [sumOf(signs, 'deed'), sumOf(signs, 'who'), Math.min(3, sumOf(signs, 'lure'))]
  if (!abroad) return voice === 'offers' && deeds >= 4 ? 'caution' : 'no-signs'
  if (voice !== 'offers') return deeds >= 2 ? 'caution' : 'no-signs'
  if (deeds >= 4) return 'danger'
  if (!lawful && (deeds >= 3 ? who + lures >= 2 : deeds >= 2 && who + lures >= 5)) return 'danger'
  if (deeds >= 2 || (!lawful && (who >= 2 || who + lures >= 2))) return 'caution'
  return 'no-signs'
}

/** Who speaks, by what each kind of speaker says; the numbers were set on the tuning half of our texts. */
function hear(
  found: ReadonlyMap<string, readonly string[]>,
  claims: AdClaims,
  { deeds, question }: { readonly deeds: number; readonly question: boolean },
): Voice {
  const said = (name: string, most: number) => Math.min(most, found.get(name)?.length ?? 0) * 2
  const reachable = ways.some((name) => found.has(name))
  const pay = claims.money.some(({ role }) => role === 'pay')
  // What says nowhere how to answer is seldom an offer, however many words of one it has.
  const offered = said('offer', reachable || found.has('invite') ? 4 : 2)
  const offers = offered + said('invite', 3) + (reachable ? 3 : 0) + (pay ? 1 : 0)
  const [warns, reports, talks] = [said('warning', 5), said('news', 5), said('talk', 2)]
  const asks = said('asking', 4) + (question && !reachable ? 2 : 0)
  const against = warns + reports
  if (against >= 4 && against >= offers) return reports > warns ? 'reports' : 'warns'
  const demands = reachable && deeds >= 4
  if (against >= (demands ? 4 : 2) && offers < 6 && asks < 2) return reports > warns ? 'reports' : 'warns'
  if (asks >= 2 && offers < 8 && !(reachable && (offers >= 7 || deeds >= 3))) return 'asks'
  if (talks >= 2 && offers < 5) return 'talks'
  return offers >= 3 ? 'offers' : 'talks'
}

/** It ends in a question; "Minat?" is none. */
function isQuestion(text: string): boolean {
  const last = text.lastIndexOf('?')
  return (
    last > text.length * 0.6 &&
    !/(?:minat|tertarik|serius|mau|siap|interested|gelem|hoyong)\W*$/i.test(text.slice(0, last))
  )
}

/** How a reader can answer or pay. */
const ways = [
  'contact.phone',
  'contact.account',
  'contact.group',
  'contact.form',
  'contact.short',
  'bank.account',
]

/** Monthly pay, in rupiah, from which it lures: more than most lawful work abroad pays, and where workers are locked up. */
const highPay = { anywhere: 25_000_000, closed: 7_000_000 }

function marksOf(
  claims: AdClaims,
  plain: Plain,
  known: SignsKnown,
  found: ReadonlyMap<string, unknown>,
): readonly string[] {
  const links = claims.links.flatMap(({ reading }) => (reading.kind === 'link' ? [reading.link] : []))
  const phones = claims.phones.filter(({ e164 }) => !known.officialPhones.has(e164))
  const state =
    claims.emails.some(({ value }) => /\.go\.id$/.test(value)) ||
    links.some(({ domain }) => domain !== null && /(?:^|\.)go\.id$/.test(domain)) ||
    phones.length < claims.phones.length
  const pay = Math.max(0, ...claims.money.filter(({ role }) => role === 'pay').map(({ rupiah }) => rupiah))
  const bound = found.has('closed') || found.has('near_closed') ? highPay.closed : highPay.anywhere
  const marks: readonly (readonly [string, boolean])[] = [
    ...agencyMarks(claims, known),
    ['contact.phone', phones.length > 0],
    ['contact.account', claims.accounts.some(({ handle }) => !/^\d+$/.test(handle))],
    ['contact.group', links.some(({ kind }) => kind === 'invite')],
    ['contact.form', links.some(({ kind }) => kind === 'form')],
    ['contact.short', links.some(({ kind }) => kind === 'short')],
    [
      'contact.disguised',
      phones.some(({ disguised }) => disguised) || links.some(({ marks }) => marks.includes('disguised')),
    ],
    ['contact.state', state],
    ['link.poses', links.some(({ marks }) => marks.includes('poses-as-state'))],
    ['bank.account', claims.bankAccounts.length > 0],
    ['fee.amount', claims.money.some(({ role }) => role === 'fee')],
    ['pay.stated', pay > 0],
    ['pay.high', pay >= bound],
    ['order.number', claims.permits.some(({ kind }) => kind !== 'sip3mi')],
    [
      'age.child',
      /(?: usia| umur| age| aged) (?:dari |mulai |minimal |min |from |antara )?1[2-7] (?!jam|bulan|hari)/.test(
        plain.text,
      ),
    ],
  ]
  return marks.flatMap(([name, there]) => (there ? [name] : []))
}

function agencyMarks(
  { agencies, phones }: AdClaims,
  known: SignsKnown,
): readonly (readonly [string, boolean])[] {
  const certain = agencies.filter((mention) => mention.certain).map(({ verdict }) => verdict)
  const listed = certain.flatMap((verdict) => (verdict.kind === 'licensed' ? [verdict.agency] : []))
  const contacts = listed.flatMap(({ id }) => known.contactsOf(id))
  const unlisted = certain.flatMap((verdict) => (verdict.kind === 'unlisted' ? [verdict] : []))
  return [
    ['agency.none', certain.length === 0],
    ['agency.listed', listed.length > 0],
    ['agency.lapsed', certain.some(({ kind }) => kind === 'lapsed')],
    [
      'agency.unlisted',
      unlisted.some(({ form }) => form === null || form === 'pt') ||
        certain.some(({ kind }) => kind === 'old-list'),
    ],
    ['agency.other-form', unlisted.some(({ form }) => form !== null && form !== 'pt')],
    [
      'contact.differs',
      contacts.length > 0 && phones.length > 0 && !phones.some(({ e164 }) => contacts.includes(e164)),
    ],
  ]
}
