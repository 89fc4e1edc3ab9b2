/** The templates that we mean to use on WhatsApp when a person's 24 hours are over: names and languages, as they were
 * handed to Meta for approval. */
import { readFileSync } from 'node:fs'
import { ContentError } from '#engine'
import { readTable } from './read-table.ts'

export interface TemplateRow {
  readonly name: string
  /** As Meta names languages: `id`, `en`, `en_US`. */
  readonly language: string
}

/** Columns of the file. `category` and `body` are for whoever hands it to Meta; the approved words are Meta's copy. */
const columns = ['name', 'language', 'category', 'body'] as const

/** Throws ContentError: file and row. */
export function loadTemplates(file: string): readonly TemplateRow[] {
  const table = readTable(readFileSync(file))
  if (table.kind === 'broken')
    throw new ContentError(`${file} row ${table.error.row ?? 1}: ${table.error.problem}`)
  const lacking = columns.find((column) => !table.header.includes(column))
  if (lacking !== undefined) throw new ContentError(`${file} has no column "${lacking}"; add it.`)
  const seen = new Set<string>()
  return table.rows.map(({ row, cells }) => {
    const cell = (column: (typeof columns)[number]): string =>
      (cells[table.header.indexOf(column)] ?? '').trim()
    const [name, language] = [cell('name'), cell('language')]
    const complain = (problem: string): never => {
      throw new ContentError(`${file} row ${row}: ${problem}`)
    }
    // Cloud API, "Templates": names of small letters, digits and underscores.
    if (!/^[a-z0-9_]{1,512}$/.test(name)) complain('name must be small letters, digits and underscores.')
    if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(language)) complain('language must look like id or en_US.')
    if (!['UTILITY', 'MARKETING'].includes(cell('category')))
      complain('category must be UTILITY or MARKETING.')
    if (cell('body') === '' || cell('body').length > 1024) complain('body must have 1 to 1024 letters.')
    if (seen.has(`${name} ${language}`)) complain('this name stands here twice in this language.')
    seen.add(`${name} ${language}`)
    return { name, language }
  })
}
