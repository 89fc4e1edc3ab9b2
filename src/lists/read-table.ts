/** CSV as rows with their line numbers: UTF-8, a byte order mark or none, `,` or `;`, any line ends. */
import { CsvError, parse } from 'csv-parse/sync'
import type { RowError } from './read-list.ts'

export type Table =
  | {
      readonly kind: 'table'
      /** Column names, lower case. */
      readonly header: readonly string[]
      readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
    }
  | { readonly kind: 'broken'; readonly error: RowError }

/** Longest record, in bytes: an unclosed quote would otherwise swallow the rest of the file. */
const longestRecord = 64 * 1024

export function readTable(csv: string | Uint8Array): Table {
  const text = typeof csv === 'string' ? csv : decode(csv)
  if (text === null) return broken(null, 'The file is not UTF-8; save it as "CSV UTF-8".')
  const bare = text.replace(/^\uFEFF/, '')
  try {
    const records = parse(bare, {
      delimiter: delimiterOf(bare),
      info: true,
      max_record_size: longestRecord,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
    }[]
    const [header, ...rows] = records
    if (!header) return broken(null, 'The file is empty; it needs a line of column names and rows.')
    return {
      kind: 'table',
      header: header.record.map((name) => name.trim().toLowerCase()),
      rows: rows
        .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
        .map(({ record, info }) => ({ row: info.lines, cells: record })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = (error as { readonly lines?: unknown }).lines
    return broken(
      typeof line === 'number' ? line : null,
      'A quotation mark is not closed or stands inside a cell.',
    )
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The sign that parts the column names. */
function delimiterOf(text: string): ',' | ';' {
  const [header = ''] = text.split(/\r?\n|\r/, 1)
  return header.split(';').length > header.split(',').length ? ';' : ','
}

function broken(row: number | null, problem: string): Table {
  return { kind: 'broken', error: { row, column: null, problem } }
}
