/** content/contacts.csv and the record of who called which number: rows → contacts. */
import { type Contact, type Day, needs, places, ways } from '#engine'
import type { RowError } from './read-list.ts'
import { readTable } from './read-table.ts'

/** A contact with what only the operator needs to see. */
export interface ContactRow {
  readonly contact: Contact
  /** Where the number was read. */
  readonly source: string
  /** The newest call, if anybody called. */
  readonly confirmed: Confirmation | null
}

/** Somebody called a number on a day: it was answered by that office, or it is dead. */
export interface Confirmation {
  readonly value: string
  readonly on: Day
  readonly by: string
  readonly result: 'answers' | 'dead'
}

export type ContactReading =
  | { readonly kind: 'read'; readonly rows: readonly ContactRow[] }
  | { readonly kind: 'unreadable'; readonly file: 'contacts' | 'confirmed'; readonly error: RowError }

export const contactColumns = [
  'place',
  'office',
  'by',
  'value',
  'needs',
  'as_of',
  'confidence',
  'source',
] as const
export const confirmationColumns = ['value', 'on', 'by', 'result'] as const

const reaches: readonly Contact['place'][] = [...places, 'abroad', 'anywhere']
const aDay = /^\d{4}(-\d{2}(-\d{2})?)?$/
const results: readonly Confirmation['result'][] = ['answers', 'dead']

/** Reads both files. A number found dead stays in its row, so that the operator sees it; `usable` leaves it out. */
export function readContacts(contacts: string | Uint8Array, confirmed: string | Uint8Array): ContactReading {
  const calls = readRows(confirmed, confirmationColumns, toConfirmation)
  if ('error' in calls) return { kind: 'unreadable', file: 'confirmed', error: calls.error }
  const newest = new Map<string, Confirmation>()
  for (const call of calls.rows)
    if (call.on >= (newest.get(call.value)?.on ?? '')) newest.set(call.value, call)
  const read = readRows(contacts, contactColumns, (cells) => toRow(cells, newest))
  if ('error' in read) return { kind: 'unreadable', file: 'contacts', error: read.error }
  const known = new Set(read.rows.map(({ contact }) => contact.value))
  const stray = calls.rows.find(({ value }) => !known.has(value))
  if (stray === undefined) return { kind: 'read', rows: read.rows }
  const problem = `"${stray.value}" is in no row of contacts.csv; write the number exactly as there.`
  return { kind: 'unreadable', file: 'confirmed', error: { row: null, column: 'value', problem } }
}

/** What may be shown: every number that nobody found dead. */
export function usable(rows: readonly ContactRow[]): readonly Contact[] {
  return rows.filter(({ confirmed }) => confirmed?.result !== 'dead').map(({ contact }) => contact)
}

type Cells<Column extends string> = Readonly<Record<Column, string>>
type Problem = { readonly column: string; readonly problem: string }

function toRow(
  cells: Cells<(typeof contactColumns)[number]>,
  newest: ReadonlyMap<string, Confirmation>,
): ContactRow | Problem {
  const { value, office, source } = cells
  const place = reaches.find((each) => each === cells.place)
  if (place === undefined) return wrong('place', cells.place, reaches)
  const by = ways.find((each) => each === cells.by)
  if (by === undefined) return wrong('by', cells.by, ways)
  const named = cells.needs.split(';').map((need) => need.trim())
  const meant = named.flatMap((name) => needs.filter((need) => need === name))
  if (meant.length !== named.length) return wrong('needs', cells.needs, needs)
  if (!aDay.test(cells.as_of))
    return { column: 'as_of', problem: `"${cells.as_of}" is no day; write 2026-09-17.` }
  const doubtful = cells.confidence === 'recheck'
  if (!doubtful && cells.confidence !== 'good')
    return wrong('confidence', cells.confidence, ['good', 'recheck'])
  if (!isForm(by, value))
    return { column: 'value', problem: `"${value}" is not a ${by}; see content/README.md.` }
  const confirmed = newest.get(value) ?? null
  const answered = confirmed?.result === 'answers' ? confirmed.on : null
  const stated = cells.as_of as Day
  return {
    contact: {
      place,
      office,
      by,
      value,
      needs: meant,
      asOf: answered !== null && answered > stated ? answered : stated,
      doubtful: doubtful && answered === null,
    },
    source,
    confirmed,
  }
}

function toConfirmation(cells: Cells<(typeof confirmationColumns)[number]>): Confirmation | Problem {
  const result = results.find((each) => each === cells.result)
  if (result === undefined) return wrong('result', cells.result, results)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cells.on))
    return { column: 'on', problem: `"${cells.on}" is no day; write 2026-09-17.` }
  return { value: cells.value, on: cells.on as Day, by: cells.by, result }
}

/** What phones make a link of: digits in groups, or an address. */
function isForm(by: Contact['by'], value: string): boolean {
  if (by === 'app') return true
  return by === 'web' ? /^https:\/\/[a-z0-9./-]+$/.test(value) : /^\+?\d[\d -]+\d$/.test(value)
}

function wrong(column: string, found: string, known: readonly string[]): Problem {
  return { column, problem: `"${found}" is not known; write one of ${known.join(', ')}.` }
}

function readRows<Column extends string, Row>(
  csv: string | Uint8Array,
  columns: readonly Column[],
  read: (cells: Cells<Column>) => Row | Problem,
): { readonly rows: readonly Row[] } | { readonly error: RowError } {
  const table = readTable(csv)
  if (table.kind === 'broken') return { error: table.error }
  const lacking = columns.find((column) => !table.header.includes(column))
  if (lacking !== undefined)
    return { error: { row: null, column: lacking, problem: 'This column is missing; put it back.' } }
  const rows: Row[] = []
  for (const { row, cells } of table.rows) {
    const named = Object.fromEntries(
      columns.map((column) => [column, (cells[table.header.indexOf(column)] ?? '').trim()]),
    ) as Cells<Column>
    const empty = columns.find((column) => named[column] === '')
    if (empty !== undefined)
      return { error: { row, column: empty, problem: 'This cell is empty; fill it in.' } }
    const one = read(named)
    if (isProblem(one)) return { error: { row, ...one } }
    rows.push(one)
  }
  return { rows }
}

function isProblem<Row>(read: Row | Problem): read is Problem {
  return typeof read === 'object' && read !== null && 'problem' in read
}
