/** Platforms that forbid crawling: the operator's table of whom the watch does not read, each with why. */
import { readFileSync } from 'node:fs'
import { ContentError } from '#engine'
import { readTable } from './read-table.ts'

export interface ClosedPlatform {
  readonly domain: string
  readonly reason: { readonly id: string; readonly en: string }
}

const columns = ['domain', 'reason_id', 'reason_en', 'source'] as const

/** Which closed platform a host is part of; null: none. Throws ContentError: file, row, and what to mend. */
export function loadClosedPlatforms(file: string): (host: string) => ClosedPlatform | null {
  const table = readTable(readFileSync(file))
  if (table.kind === 'broken')
    throw new ContentError(`${file} row ${table.error.row ?? 1}: ${table.error.problem}`)
  const lacking = columns.find((column) => !table.header.includes(column))
  if (lacking !== undefined) throw new ContentError(`${file} has no column "${lacking}"; add it.`)
  const closed = new Map<string, ClosedPlatform>()
  for (const { row, cells } of table.rows) {
    const cell = (column: (typeof columns)[number]): string =>
      (cells[table.header.indexOf(column)] ?? '').trim()
    const complain = (problem: string): never => {
      throw new ContentError(`${file} row ${row}: ${problem}`)
    }
    const domain = cell('domain')
    if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(domain))
      complain('domain must be a name such as facebook.com, in small letters.')
    if (closed.has(domain)) complain(`the domain "${domain}" stands here twice.`)
    for (const column of ['reason_id', 'reason_en', 'source'] as const)
      if (cell(column) === '') complain(`${column} is empty; write it.`)
    closed.set(domain, { domain, reason: { id: cell('reason_id'), en: cell('reason_en') } })
  }
  return (host) => {
    const labels = host.toLowerCase().replace(/\.$/, '').split('.')
    for (let at = 0; at < labels.length - 1; at++) {
      const found = closed.get(labels.slice(at).join('.'))
      if (found !== undefined) return found
    }
    return null
  }
}
