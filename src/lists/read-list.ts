/** Reads a list of agencies from CSV: whole and right, or refused with every row that must be mended. */
import type { Day, ListKind, Statement } from '#engine'
import { readTable, type Table } from './read-table.ts'

/** What is wrong in one row, and what to do. Row 1 is the line of column names; null: the file as a whole. */
export interface RowError {
  readonly row: number | null
  readonly column: string | null
  readonly problem: string
}

export type ListReading =
  | {
      readonly kind: 'read'
      readonly statements: readonly Statement[]
      /** Rows that repeated another and were dropped. */
      readonly merged: number
    }
  | {
      readonly kind: 'refused'
      readonly errors: readonly RowError[]
      /** The rows without an error, for whoever decides to do without the others. */
      readonly readable: readonly Statement[]
    }

/** Most bytes and rows of a list: forty times today's. */
const mostBytes = 32 * 1024 * 1024
const mostRows = 200_000
/** Longest name, in characters; the longest listed one has 34. */
const longestName = 160
/** Errors reported at once: enough to see what is wrong. */
const mostErrors = 50

const columns = ['name', 'licence_number', 'status', 'source', 'source_date'] as const
type Column = (typeof columns)[number]

/**
 * Statements of a CSV list (UTF-8; columns by name in any order; `,` or `;`). Rows that say the same are merged.
 * Refuses missing columns, empty names, impossible dates, a status that is not of this kind of list.
 */
export function readList(csv: string | Uint8Array, kind: ListKind): ListReading {
  if (csv.length > mostBytes)
    return refuse(`The file is larger than ${mostBytes / 1024 / 1024} MB; split it.`)
  const table = readTable(csv)
  if (table.kind === 'broken') return { kind: 'refused', errors: [table.error], readable: [] }
  const missing = columns.filter((column) => !table.header.includes(column))
  if (missing.length > 0) {
    return {
      kind: 'refused',
      errors: missing.map((column) => ({
        row: 1,
        column,
        problem: `The column ${column} is missing; the first line must name the columns ${columns.join(', ')}.`,
      })),
      readable: [],
    }
  }
  if (table.rows.length === 0) return refuse('The list has no rows; a list needs at least one agency.')
  if (table.rows.length > mostRows) return refuse(`The list has more than ${mostRows} rows; split it.`)
  return readRows(table, kind)
}

function readRows(table: Extract<Table, { kind: 'table' }>, kind: ListKind): ListReading {
  const errors: RowError[] = []
  const statements = new Map<string, Statement>()
  for (const { row, cells } of table.rows) {
    if (cells.length !== table.header.length) {
      const problem = `The row has ${cells.length} cells, the first line ${table.header.length}; quote cells that contain the separator.`
      errors.push({ row, column: null, problem })
      continue
    }
    const cell = (column: Column) => cells[table.header.indexOf(column)]?.trim() ?? ''
    const read = readRow(cell, kind)
    if ('problem' in read) errors.push({ row, ...read })
    else statements.set(JSON.stringify([read.name.toUpperCase(), read.licence, read.says, read.on]), read)
  }
  if (errors.length > 0)
    return { kind: 'refused', errors: errors.slice(0, mostErrors), readable: [...statements.values()] }
  return {
    kind: 'read',
    statements: [...statements.values()],
    merged: table.rows.length - statements.size,
  }
}

function readRow(
  cell: (column: Column) => string,
  kind: ListKind,
): Statement | { readonly column: Column; readonly problem: string } {
  const name = cell('name').replace(/\s+/g, ' ')
  if (name === '')
    return { column: 'name', problem: 'The name is empty; write the name or take the row out.' }
  if (!/\p{L}/u.test(name)) return { column: 'name', problem: 'The name has no letters; write the name.' }
  if (name.length > longestName) {
    return { column: 'name', problem: `The name has more than ${longestName} characters; shorten it.` }
  }
  if (/\p{C}/u.test(name)) {
    return { column: 'name', problem: 'The name has invisible characters; type it anew.' }
  }
  const licence = cell('licence_number').replace(/[\s.\-/]/g, '')
  if (!/^[A-Za-z0-9]{0,40}$/.test(licence)) {
    return { column: 'licence_number', problem: 'Not a licence number; write its digits, or leave it empty.' }
  }
  const status = readStatus(cell('status'), kind)
  if (!status) {
    return {
      column: 'status',
      problem: `Not a status of this list; write one of: ${statusesOf(kind).join(', ')}.`,
    }
  }
  const source = cell('source')
  if (source === '') return { column: 'source', problem: 'The source is empty; say where the row was read.' }
  const on = readDay(cell('source_date'))
  if (on === null || (kind === 'listed' && on.length < 10)) {
    const form = kind === 'listed' ? '2026-09-17' : '2026-09-17, 2026-09 or 2026'
    return { column: 'source_date', problem: `Not a date; write it as ${form}.` }
  }
  return { name, licence: licence === '' ? null : licence, on, source, ...status }
}

const statuses: Readonly<Record<ListKind, Readonly<Record<string, Statement['says']>>>> = {
  listed: { terdaftar: 'listed' },
  sanctions: {
    dicabut: 'revoked',
    'penghentian sementara': 'suspended',
    'tidak memperpanjang': 'expired',
  },
  old: { 'tidak diketahui (daftar lama)': 'on-old-list' },
}

function statusesOf(kind: ListKind): readonly string[] {
  return Object.keys(statuses[kind])
}

/** A status may carry a remark in brackets; `(sumber lemah)` marks a weak source. */
function readStatus(written: string, kind: ListKind): Pick<Statement, 'says' | 'weak'> | null {
  const status = written.toLowerCase().replace(/\s+/g, ' ')
  const found = Object.entries(statuses[kind]).find(
    ([known]) =>
      status === known || status.startsWith(`${known} (`) || status.startsWith(known.replace(/\)$/, ',')),
  )
  return found ? { says: found[1], weak: status.includes('sumber lemah') } : null
}

/** A day, month or year that exists. */
function readDay(written: string): Day | null {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(written)
  if (!parts) return null
  const [, year = '', month = '01', day = '01'] = parts
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const exists = date.toISOString().startsWith(`${year}-${month}-${day}`)
  return exists && Number(year) >= 1900 ? (written as Day) : null
}

function refuse(problem: string): ListReading {
  return { kind: 'refused', errors: [{ row: null, column: null, problem }], readable: [] }
}
