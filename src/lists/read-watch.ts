/** What people hand the watch as a table: sources to be watched, and lists of partners. Pure. */
import type { WatchKind } from '#engine'
import { readTable } from './read-table.ts'

/** A source as somebody writes it down; every field is letters. */
export type SourceFields = Readonly<Partial<Record<(typeof sourceColumns)[number], string>>>
export const sourceColumns = ['kind', 'address', 'name', 'owner', 'purpose', 'pace', 'per_day', 'on'] as const

export interface ReadSource {
  readonly kind: WatchKind
  readonly address: string
  readonly name: string
  readonly owner: string
  readonly purpose: string
  readonly paceMinutes: number
  readonly perDay: number
  readonly on: boolean
}

/** `closed`: an address of a platform that forbids crawling. Otherwise the field that is wrong. */
export type SourceProblem = (typeof sourceColumns)[number] | 'closed'
export type SourceReading =
  | { readonly kind: 'source'; readonly source: ReadSource }
  | { readonly kind: 'wrong'; readonly field: SourceProblem }

const kinds: readonly WatchKind[] = ['feed', 'sitemap', 'page', 'chat', 'partner', 'decided']
/** Letters of a name, an owner, a purpose. */
const longest = 200
/** In minutes: nobody is asked more often than every quarter of an hour, and a source that is read less than once in a month
 * is none. */
export const paces = { fewest: 15, most: 43_200, usual: 180 } as const
export const budgets = { fewest: 1, most: 5_000, usual: 200 } as const

export function readSourceFields(fields: SourceFields, isClosed: (host: string) => boolean): SourceReading {
  const cell = (name: (typeof sourceColumns)[number]): string => (fields[name] ?? '').trim()
  const wrong = (field: SourceProblem): SourceReading => ({ kind: 'wrong', field })
  const kind = kinds.find((each) => each === cell('kind'))
  if (kind === undefined) return wrong('kind')
  for (const name of ['name', 'owner', 'purpose'] as const)
    if (cell(name) === '' || cell(name).length > longest) return wrong(name)
  const number = (name: 'pace' | 'per_day', { fewest, most, usual }: typeof paces | typeof budgets) => {
    if (cell(name) === '') return usual
    const value = /^\d{1,6}$/.test(cell(name)) ? Number(cell(name)) : 0
    return value >= fewest && value <= most ? value : null
  }
  const paceMinutes = number('pace', paces)
  if (paceMinutes === null) return wrong('pace')
  const perDay = number('per_day', budgets)
  if (perDay === null) return wrong('per_day')
  if (!/^(|yes|no|ya|tidak)$/i.test(cell('on'))) return wrong('on')
  const address = addressOf(kind, cell('address'), cell('name'))
  if (address === null) return wrong('address')
  if (/^https?:/.test(address) && isClosed(new URL(address).hostname)) return wrong('closed')
  const on = !/^(no|tidak)$/i.test(cell('on'))
  const { name, owner, purpose } = { name: cell('name'), owner: cell('owner'), purpose: cell('purpose') }
  return { kind: 'source', source: { kind, address, name, owner, purpose, paceMinutes, perDay, on } }
}

/** In its one form; null: none of its kind. */
function addressOf(kind: WatchKind, written: string, name: string): string | null {
  switch (kind) {
    case 'decided':
      return 'decided'
    case 'partner':
      return `partner:${name.toLowerCase()}`
    case 'chat': {
      const id = /^-?\d{5,20}$/.exec(written)?.[0]
      const handle = /^(?:https?:\/\/)?(?:t\.me\/(?:s\/)?|telegram\.me\/|@)(\w{4,32})\/?$/i.exec(written)?.[1]
      return id !== undefined
        ? `telegram:${id}`
        : handle === undefined
          ? null
          : `telegram:@${handle.toLowerCase()}`
    }
    default: {
      if (written.length > 2_048 || !URL.canParse(written)) return null
      const url = new URL(written)
      if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
      if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return null
      url.hash = ''
      return url.href
    }
  }
}

/** Rows of a file that cannot all be read change nothing. `row` counts from 1, the header's line. */
export type SourcesFile =
  | { readonly kind: 'sources'; readonly sources: readonly ReadSource[] }
  | { readonly kind: 'broken'; readonly row: number; readonly field: SourceProblem | 'file' | 'columns' }

const mostSources = 2_000

export function readSourcesFile(csv: Uint8Array, isClosed: (host: string) => boolean): SourcesFile {
  const table = readTable(csv)
  if (table.kind === 'broken') return { kind: 'broken', row: table.error.row ?? 1, field: 'file' }
  const needed = ['kind', 'name', 'owner', 'purpose'] as const
  if (needed.some((column) => !table.header.includes(column)) || table.rows.length > mostSources)
    return { kind: 'broken', row: 1, field: 'columns' }
  const sources: ReadSource[] = []
  for (const { row, cells } of table.rows) {
    const fields = Object.fromEntries(table.header.map((column, at) => [column, cells[at] ?? '']))
    const read = readSourceFields(fields, isClosed)
    if (read.kind === 'wrong') return { kind: 'broken', row, field: read.field }
    sources.push(read.source)
  }
  return { kind: 'sources', sources }
}

/** One row of a partner's list, as the watch takes it. */
export interface ReadPartnerRow {
  readonly id: string | null
  readonly url: string | null
  readonly text: string
  readonly at: string | null
}
export type PartnerFile =
  | { readonly kind: 'rows'; readonly rows: readonly ReadPartnerRow[] }
  | { readonly kind: 'broken'; readonly row: number }

const mostRows = 10_000
const longestRow = 20_000
/** Columns that are words of the advertisement, in the order in which they are read. */
const worded = [
  'title',
  'text',
  'phone',
  'account',
  'platform',
  'bank',
  'bank_account',
  'agency',
  'country',
  'note',
]

/** CSV with a line of names, or one JSON object a line. What cannot be read changes nothing. */
export function readPartnerFile(bytes: Uint8Array): PartnerFile {
  const begin = Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  const rows = begin.startsWith('{') ? fromLines(bytes) : fromTable(bytes)
  if (!Array.isArray(rows)) return { kind: 'broken', row: rows.row }
  const read: ReadPartnerRow[] = []
  for (const { row, fields } of rows) {
    const one = rowFrom(fields)
    if (one === null) return { kind: 'broken', row }
    read.push(one)
  }
  return read.length === 0 || read.length > mostRows
    ? { kind: 'broken', row: 1 }
    : { kind: 'rows', rows: read }
}

interface Row {
  readonly row: number
  readonly fields: Readonly<Record<string, string>>
}

function fromTable(bytes: Uint8Array): Row[] | { readonly row: number } {
  const table = readTable(bytes)
  if (table.kind === 'broken') return { row: table.error.row ?? 1 }
  if (!table.header.some((column) => column === 'url' || worded.includes(column))) return { row: 1 }
  return table.rows.map(({ row, cells }) => ({
    row,
    fields: Object.fromEntries(table.header.map((column, at) => [column, cells[at] ?? ''])),
  }))
}

function fromLines(bytes: Uint8Array): Row[] | { readonly row: number } {
  const found: Row[] = []
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue
    try {
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return { row: at + 1 }
      const fields = Object.entries(value).flatMap(([name, each]) =>
        typeof each === 'string' || typeof each === 'number' ? [[name.toLowerCase(), String(each)]] : [],
      )
      found.push({ row: at + 1, fields: Object.fromEntries(fields) })
    } catch {
      return { row: at + 1 }
    }
  }
  return found
}

function rowFrom(fields: Readonly<Record<string, string>>): ReadPartnerRow | null {
  const cell = (name: string): string => (Object.hasOwn(fields, name) ? (fields[name] ?? '') : '').trim()
  const written = cell('url')
  const url = written === '' ? null : URL.canParse(written) && /^https?:/i.test(written) ? written : undefined
  if (url === undefined) return null
  const text = worded
    .map((name) =>
      name === 'account' && cell('platform') !== ''
        ? `${cell('platform')}: ${cell(name)}`
        : name === 'platform'
          ? ''
          : name === 'bank_account' && cell('bank') !== ''
            ? `rekening ${cell('bank')} ${cell(name)}`
            : name === 'bank'
              ? ''
              : cell(name),
    )
    .filter((each) => each !== '')
    .join('\n')
    .slice(0, longestRow)
  if (url === null && text === '') return null
  const at = Date.parse(cell('at') || cell('date'))
  return {
    id: cell('id') === '' ? null : cell('id').slice(0, 200),
    url,
    text,
    at: Number.isNaN(at) ? null : new Date(at).toISOString(),
  }
}
