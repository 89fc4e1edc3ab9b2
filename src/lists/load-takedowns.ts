/** What goes with a request to take something down: tables that the operator owns, each line with where it comes from. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError } from '#engine'
import { readTable } from './read-table.ts'

type Twice = { readonly id: string; readonly en: string }

export interface LegalBasis {
  /** What is stored with a request; never renamed once it was used. */
  readonly name: string
  readonly law: Twice
  readonly says: Twice
  readonly source: string
}

export interface Destination {
  /** ISO 3166, large letters. */
  readonly country: string
  readonly says: Twice
  readonly source: string
}

export interface TakedownTables {
  readonly legalBases: readonly LegalBasis[]
  readonly destinations: readonly Destination[]
  /** How platforms say that something is not there, in small letters. */
  readonly goneWords: readonly string[]
}

/** Reads `content/takedowns`. Throws ContentError: file, row, and what to mend. */
export function loadTakedownTables(folder: string): TakedownTables {
  const bases = rowsOf(join(folder, 'legal-bases.csv'), 'basis', /^[a-z0-9-]{1,60}$/, [
    'law_id',
    'law_en',
    'says_id',
    'says_en',
    'source',
  ])
  const places = rowsOf(join(folder, 'destinations.csv'), 'country', /^[A-Z]{2}$/, [
    'says_id',
    'says_en',
    'source',
  ])
  const words = readFileSync(join(folder, 'gone-words.md'), 'utf8').matchAll(/^- (.+)$/gm)
  return {
    legalBases: bases.map(({ key, cell }) => ({
      name: key,
      law: { id: cell('law_id'), en: cell('law_en') },
      says: { id: cell('says_id'), en: cell('says_en') },
      source: cell('source'),
    })),
    destinations: places.map(({ key, cell }) => ({
      country: key,
      says: { id: cell('says_id'), en: cell('says_en') },
      source: cell('source'),
    })),
    goneWords: [...words].map(([, words = '']) => words.trim().toLowerCase()),
  }
}

function rowsOf(file: string, keyed: string, form: RegExp, columns: readonly string[]) {
  const table = readTable(readFileSync(file))
  if (table.kind === 'broken')
    throw new ContentError(`${file} row ${table.error.row ?? 1}: ${table.error.problem}`)
  const lacking = [keyed, ...columns].find((column) => !table.header.includes(column))
  if (lacking !== undefined) throw new ContentError(`${file} has no column "${lacking}"; add it.`)
  const seen = new Set<string>()
  return table.rows.map(({ row, cells }) => {
    const cell = (column: string): string => (cells[table.header.indexOf(column)] ?? '').trim()
    const key = cell(keyed)
    const complain = (problem: string): never => {
      throw new ContentError(`${file} row ${row}: ${problem}`)
    }
    if (!form.test(key)) complain(`${keyed} "${key}" is not of its form; write it as the rows beside it do.`)
    if (seen.has(key)) complain(`${keyed} "${key}" stands here twice.`)
    seen.add(key)
    for (const column of columns) if (cell(column) === '') complain(`${column} is empty; write it.`)
    return { key, cell }
  })
}
