/** Loads content/official.csv and content/look-alikes.md: addresses that are somebody's own, and words about those that
 * only look so. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, type LookalikeWords, type OwnAddress, type OwnKind } from '#engine'
import { partsOf, readSections } from './read-sections.ts'
import { readTable } from './read-table.ts'

/** One row of such a table: whose it is, and who says so. */
export interface OfficialRow extends OwnAddress {
  readonly source: string
  /** Day, month or year of the source. */
  readonly sourceDate: string
}

export type OfficialFile =
  | { readonly kind: 'rows'; readonly rows: readonly OfficialRow[] }
  | { readonly kind: 'broken'; readonly row: number | null; readonly problem: string }

export const officialColumns = ['owner', 'sort', 'kind', 'value', 'source', 'source_date'] as const
const kinds: readonly OwnKind[] = ['domain', 'account', 'name', 'ordinary-name']
/** Rows of one file, at most. */
const mostRows = 5_000

/** `content`: the folder of that name. Throws ContentError: file, row, and what to mend. */
export function loadOfficial(content: string): readonly OfficialRow[] {
  const file = join(content, 'official.csv')
  const read = readOfficial(readFileSync(file))
  if (read.kind === 'broken') throw new ContentError(`${file} row ${read.row ?? 1}: ${read.problem}`)
  return read.rows
}

/** Throws ContentError: file and what is missing. */
export function loadLookalikeWords(content: string): LookalikeWords {
  const file = join(content, 'look-alikes.md')
  const sections = readSections(readFileSync(file, 'utf8'), file)
  const wordsOf = (name: string): readonly string[] => {
    const section = sections.find((each) => each.name === name)
    if (section === undefined)
      throw new ContentError(`${file}: the section "${name}" is missing; put it back.`)
    return section.items.flatMap(({ text }) => partsOf(text))
  }
  return {
    added: wordsOf('added words'),
    neutral: wordsOf('neutral words'),
    office: wordsOf('office words'),
    kept: wordsOf('kept endings'),
    mail: wordsOf('mail'),
  }
}

/** A table as an operator writes it; all of it, or what is wrong with its first wrong row. */
export function readOfficial(csv: string | Uint8Array): OfficialFile {
  const table = readTable(csv)
  if (table.kind === 'broken') return { kind: 'broken', row: table.error.row, problem: table.error.problem }
  const lacking = officialColumns.find((column) => !table.header.includes(column))
  if (lacking !== undefined)
    return { kind: 'broken', row: 1, problem: `There is no column "${lacking}"; add it.` }
  if (table.rows.length > mostRows)
    return {
      kind: 'broken',
      row: mostRows + 1,
      problem: `There are more than ${mostRows} rows; split the file.`,
    }
  const rows: OfficialRow[] = []
  for (const { row, cells } of table.rows) {
    const cell = (column: (typeof officialColumns)[number]): string =>
      (cells[table.header.indexOf(column)] ?? '').trim()
    const sort = cell('sort')
    const kind = kinds.find((each) => each === cell('kind'))
    const problem =
      cell('owner') === '' || cell('source') === ''
        ? 'owner and source must not be empty.'
        : sort !== 'state' && sort !== 'firm'
          ? 'sort must be state or firm.'
          : kind === undefined
            ? `kind must be one of ${kinds.join(', ')}.`
            : !/^\d{4}(-\d\d(-\d\d)?)?$/.test(cell('source_date'))
              ? 'source_date must be a day, a month or a year: 2026-11-24.'
              : null
    const value = kind === undefined ? null : readOwnValue(kind, cell('value'))
    if (problem !== null || value === null || kind === undefined || (sort !== 'state' && sort !== 'firm'))
      return {
        kind: 'broken',
        row,
        problem: problem ?? 'value must be a domain, platform:handle, or a name without spaces.',
      }
    const known = { owner: cell('owner').slice(0, 160), source: cell('source').slice(0, 500) }
    rows.push({ ...known, sort, kind, value, sourceDate: cell('source_date') })
  }
  return { kind: 'rows', rows }
}

/** A value in the form it is compared in; null: it is none of its kind. */
export function readOwnValue(kind: OwnKind, written: string): string | null {
  const bare = written.trim().toLowerCase()
  if (kind === 'domain') {
    const domain = bare
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/[/?#].*$/, '')
    return /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(domain)
      ? domain
      : null
  }
  if (kind === 'account') {
    const account = bare.replace(/:@/, ':')
    return /^[a-z0-9-]{2,20}:[a-z0-9_.-]{2,64}$/.test(account) ? account : null
  }
  return /^[a-z0-9]{4,40}$/.test(bare) ? bare : null
}
