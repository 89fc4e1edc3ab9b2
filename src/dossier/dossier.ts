/** What an evidence package holds (PM Kominfo 5/2020 articles 15 and 16 as quoted on 27 November 2025: letter, legal basis
 * and context, address or id, screenshots). Nothing in it tells who reported. */

/** One address or account that is asked to be taken down. */
export interface Wanted {
  readonly kind: string
  /** `telegram:kerja_kamboja`, `+62812…`, a domain. */
  readonly account: string
  readonly url: string | null
  readonly platform: string | null
  readonly firstSeenAt: Date | null
  readonly capturedAt: Date | null
  readonly recipient: string
  /** `urgent`: 4 hours; `ordinary`: 24. */
  readonly class: 'urgent' | 'ordinary' | null
}

/** A firm named in it, and what the list says of the name; never that it is illegal. */
export interface NamedFirm {
  readonly name: string
  /** One sentence, with the list's date in it. */
  readonly says: string
}

export interface Article {
  readonly law: string
  readonly says: string
  readonly source: string
}

export interface Piece {
  /** `screenshot`: made by us; `original`: as it was received; `cleaned`: an original without its notes of a phone. */
  readonly what: 'screenshot' | 'original' | 'cleaned'
  /** `image/png`. */
  readonly type: string
  readonly at: Date
  /** null: too big, or of a kind that may tell who sent it; its hash stands for it. */
  readonly bytes: Uint8Array | null
  /** Hex. */
  readonly sha256: string
}

export interface Dossier {
  readonly caseNumber: string
  readonly letter: string | null
  /** Of the request itself, not of the printing: the same request is the same bytes. */
  readonly at: Date
  readonly wanted: readonly [Wanted, ...Wanted[]]
  readonly legalBases: readonly Article[]
  /** What the case was decided to be, and by which rule. */
  readonly finding: { readonly text: string; readonly rule: string | null; readonly at: Date | null }
  /** Who proposed and who confirmed; who wrote this request and who approved it. */
  readonly people: {
    readonly decidedBy: readonly string[]
    readonly draftedBy: string | null
    readonly approvedBy: string | null
  }
  readonly signs: readonly string[]
  readonly firms: readonly NamedFirm[]
  readonly destinations: readonly Article[]
  /** Phones, accounts, bank accounts, domains: kind and value. */
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  /** As found. */
  readonly texts: readonly string[]
  readonly pieces: readonly Piece[]
}

/** Every word the package says itself, with its holes. */
export const dossierLabels = {
  dossier_title: [],
  dossier_intro: [],
  dossier_case: [],
  dossier_letter: [],
  dossier_date: [],
  dossier_wanted: [],
  dossier_account: [],
  dossier_address: [],
  dossier_platform: [],
  dossier_first_seen: [],
  dossier_captured: [],
  dossier_recipient: [],
  dossier_class: [],
  dossier_class_urgent: [],
  dossier_class_ordinary: [],
  dossier_bases: [],
  dossier_source: ['source'],
  dossier_finding: [],
  dossier_rule: [],
  dossier_decided_by: [],
  dossier_drafted_by: [],
  dossier_approved_by: [],
  dossier_signs: [],
  dossier_firms: [],
  dossier_firms_none: [],
  dossier_destinations: [],
  dossier_identifiers: [],
  dossier_texts: [],
  dossier_texts_note: [],
  dossier_files: [],
  dossier_screenshot: [],
  dossier_original: [],
  dossier_cleaned: [],
  dossier_kept_apart: [],
  dossier_page: ['page', 'pages'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type DossierLabel = keyof typeof dossierLabels

/** The words in the reader's language. */
export type Say = (label: DossierLabel, values?: Readonly<Record<string, string | number>>) => string

const twoClocks = (at: Date, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).formatToParts(at)
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`
}

/** `2026-11-24 10:15:00 WIB (2026-11-24 03:15:00 UTC)`: letters that no machine's language changes. */
export function bothClocks(at: Date): string {
  return `${twoClocks(at, 'Asia/Jakarta')} WIB (${twoClocks(at, 'UTC')} UTC)`
}
