/** The rules that a decision may go by: a table that the operator owns, each rule with where it comes from. */
import { readFileSync } from 'node:fs'
import { ContentError, type Finding } from '#engine'
import { readTable } from './read-table.ts'

export interface Rule {
  /** What is stored with a decision; never renamed once it was used. */
  readonly name: string
  readonly findings: readonly Finding[]
  readonly text: { readonly id: string; readonly en: string }
  readonly source: string
}

const columns = ['rule', 'findings', 'text_id', 'text_en', 'source'] as const
const findings: readonly Finding[] = ['illegal-recruitment', 'no-violation', 'unproven']

/** Throws ContentError: file, row, and what to mend. */
export function loadRules(file: string): readonly Rule[] {
  const table = readTable(readFileSync(file))
  if (table.kind === 'broken')
    throw new ContentError(`${file} row ${table.error.row ?? 1}: ${table.error.problem}`)
  const lacking = columns.find((column) => !table.header.includes(column))
  if (lacking !== undefined) throw new ContentError(`${file} has no column "${lacking}"; add it.`)
  const seen = new Set<string>()
  return table.rows.map(({ row, cells }) => {
    const cell = (column: (typeof columns)[number]): string =>
      (cells[table.header.indexOf(column)] ?? '').trim()
    const complain = (problem: string): never => {
      throw new ContentError(`${file} row ${row}: ${problem}`)
    }
    const name = cell('rule')
    if (!/^[a-z0-9-]{1,60}$/.test(name)) complain('rule must be small letters, digits and hyphens.')
    if (seen.has(name)) complain(`the rule "${name}" stands here twice.`)
    seen.add(name)
    const named = cell('findings').split(/\s+/)
    const known = findings.filter((finding) => named.includes(finding))
    if (known.length !== named.length) complain(`findings may be ${findings.join(', ')}, parted by spaces.`)
    for (const column of ['text_id', 'text_en', 'source'] as const)
      if (cell(column) === '') complain(`${column} is empty; write it.`)
    return {
      name,
      findings: known,
      text: { id: cell('text_id'), en: cell('text_en') },
      source: cell('source'),
    }
  })
}
