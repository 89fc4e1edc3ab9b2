/** What is known of agencies, from dated statements: the current list, sanctions, old lists. */
import type { AgencyId, Day } from '../ids.ts'
import { readLetter, squash } from './fold.ts'

/** One dated statement about one name, as its source made it. */
export interface Statement {
  /** Official name without the legal form, as the source writes it: `AGESA ASA JAYA`. */
  readonly name: string
  readonly licence: string | null
  readonly says: 'listed' | 'revoked' | 'suspended' | 'expired' | 'on-old-list'
  readonly on: Day
  /** Where it was read, shown to people on demand. */
  readonly source: string
  /** The source is a copy of a copy: worded more softly. */
  readonly weak: boolean
}

/** The official list, sanctions on agencies, or names of an old list. */
export type ListKind = 'listed' | 'sanctions' | 'old'

/** One version of one list, as it was read from a file. */
export interface AgencyList {
  readonly kind: ListKind
  /** Date of its newest row. */
  readonly asOf: Day
  /** sha256 of the file, hex: the same file twice is one version. */
  readonly digest: string
  readonly statements: readonly Statement[]
}

/** An agency as the newest dated statement about it says. */
export interface Agency {
  readonly id: AgencyId
  readonly name: string
  readonly licences: readonly string[]
  readonly standing: Standing
}

export type Standing =
  | { readonly kind: 'listed' }
  | Lapsed
  /** On an old list and in no newer statement. */
  | { readonly kind: 'old-list'; readonly on: Day }

export interface Lapsed {
  readonly kind: 'revoked' | 'suspended' | 'expired'
  readonly since: Day
  readonly source: string
  readonly weak: boolean
}

/** One agency per name: spellings that differ in case, accents, punctuation or spaces are one name. */
export function readRegister(statements: readonly Statement[]): readonly Agency[] {
  const byName = new Map<string, Statement[]>()
  for (const statement of statements) {
    const key = squash(nameOf(statement))
    if (key === '') continue
    const known = byName.get(key)
    if (known) known.push(statement)
    else byName.set(key, [statement])
  }
  return [...byName.values()].flatMap(readAgencies)
}

/** The statements of one squashed name. Two listed spellings with different licences are two agencies. */
function readAgencies(statements: readonly Statement[]): readonly Agency[] {
  const listed = statements.filter((statement) => statement.says === 'listed')
  const spellings = partSpellings(listed)
  if (spellings.length <= 1) return [agencyOf(statements, listed[0] ?? newest(statements))]
  const others = statements.filter((statement) => statement.says !== 'listed')
  return spellings.map((spelling) => agencyOf([...spelling, ...others], spelling[0] ?? newest(statements)))
}

function partSpellings(listed: readonly Statement[]): readonly (readonly Statement[])[] {
  const parts: Statement[][] = []
  for (const statement of listed) {
    const same = parts.find((part) =>
      part.some(
        (other) =>
          slug(other.name) === slug(statement.name) ||
          (other.licence !== null && other.licence === statement.licence),
      ),
    )
    if (same) same.push(statement)
    else parts.push([statement])
  }
  return parts
}

function agencyOf(statements: readonly Statement[], shown: Statement): Agency {
  const licences = statements.flatMap(({ licence }) => (licence === null ? [] : [licence]))
  const name = nameOf(shown)
  return {
    id: slug(name) as AgencyId,
    name,
    licences: [...new Set(licences)],
    standing: settleStanding(statements),
  }
}

/** The newest dated statement wins; on the same day the more careful one. */
function settleStanding(statements: readonly Statement[]): Standing {
  const listed = latest(statements, 'listed', firstDay)
  const sanction = statements
    .filter((statement) => statement.says !== 'listed' && statement.says !== 'on-old-list')
    .sort((a, b) => compare(lastDay(b.on), lastDay(a.on)) || gravity(b) - gravity(a))[0]
  if (listed && !(sanction && lastDay(sanction.on) >= firstDay(listed.on))) return { kind: 'listed' }
  if (sanction && sanction.says !== 'listed' && sanction.says !== 'on-old-list') {
    const { says, on, source, weak } = sanction
    return { kind: says, since: on, source, weak }
  }
  return { kind: 'old-list', on: newest(statements).on }
}

function latest(
  statements: readonly Statement[],
  says: Statement['says'],
  day: (on: Day) => string,
): Statement | undefined {
  return statements
    .filter((statement) => statement.says === says)
    .sort((a, b) => compare(day(b.on), day(a.on)))[0]
}

function newest(statements: readonly Statement[]): Statement {
  return statements.reduce((best, next) => (lastDay(next.on) > lastDay(best.on) ? next : best))
}

function gravity(statement: Statement): number {
  const strong = statement.weak ? 0 : 10
  return strong + (statement.says === 'revoked' ? 3 : statement.says === 'suspended' ? 2 : 1)
}

/** A day known only in part could be any of its days: a sanction counts as its last, a list as its first. */
function lastDay(day: Day): string {
  return day.length === 4 ? `${day}-12-31` : day.length === 7 ? `${day}-31` : day
}

function firstDay(day: Day): string {
  return day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The name proper: without a nickname in brackets, and without the legal form some sources repeat. */
function nameOf(statement: Statement): string {
  const proper = statement.name
    .replace(/\s*\([^)]*\)\s*$/, '')
    .replace(/^\s*p\.?\s?t\b\.?\s+/i, '')
    .replace(/\s*,\s*p\.?t\.?\s*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  return proper === '' ? statement.name.trim() : proper
}

/** `AL-HIKMAH JAYA` → `al-hikmah-jaya`: readable, and the same in every list that has the name. */
function slug(name: string): string {
  let written = ''
  let open = false
  for (const point of name) {
    const letter = readLetter(point)
    if (letter) {
      written += open && written !== '' ? `-${letter.latin}` : letter.latin
      open = false
    } else if (!"'’‘`´".includes(point)) open = true
  }
  return written
}
