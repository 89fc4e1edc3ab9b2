/** What a new list changes against the one before: shown to the operator before anything is replaced. */
import type { Statement } from '#engine'

export interface ListChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** One licence number under another name. */
  readonly renamed: readonly { readonly from: string; readonly to: string; readonly licence: string }[]
  /** One name with another licence number or standing. */
  readonly changed: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  /** More than a tenth of the names would be gone: likely a broken export. */
  readonly shrinksTooMuch: boolean
}

/** Names are compared without case and punctuation; a renamed agency is neither added nor removed. */
export function compareLists(before: readonly Statement[], after: readonly Statement[]): ListChanges {
  const old = byName(before)
  const now = byName(after)
  const gone = [...old].filter(([key]) => !now.has(key))
  const come = [...now].filter(([key]) => !old.has(key))
  const renamed = gone.flatMap(([, rows]) => {
    const licence = rows.map((row) => row.licence).find((number) => number !== null && holder(come, number))
    const to = licence ? holder(come, licence) : undefined
    return to && licence ? [{ from: nameOf(rows), to, licence }] : []
  })
  const changed = [...now].flatMap(([key, rows]) => {
    const earlier = old.get(key)
    const from = earlier ? describe(earlier) : ''
    const to = describe(rows)
    return earlier && from !== to ? [{ name: nameOf(rows), from, to }] : []
  })
  return {
    added: come.map(([, rows]) => nameOf(rows)).filter((name) => !renamed.some(({ to }) => to === name)),
    removed: gone
      .map(([, rows]) => nameOf(rows))
      .filter((name) => !renamed.some(({ from }) => from === name)),
    renamed,
    changed,
    shrinksTooMuch: now.size < old.size * 0.9,
  }
}

type Rows = readonly Statement[]

function byName(statements: Rows): ReadonlyMap<string, Rows> {
  const names = new Map<string, Statement[]>()
  for (const statement of statements) {
    const key = statement.name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
    const rows = names.get(key)
    if (rows) rows.push(statement)
    else names.set(key, [statement])
  }
  return names
}

function holder(names: readonly (readonly [string, Rows])[], licence: string): string | undefined {
  const found = names.find(([, rows]) => rows.some((row) => row.licence === licence))
  return found ? nameOf(found[1]) : undefined
}

function nameOf(rows: Rows): string {
  return rows[0]?.name ?? ''
}

/** Licence numbers and standings of one name, comparable. */
function describe(rows: Rows): string {
  return [...new Set(rows.map((row) => `${row.says} ${row.licence ?? 'without number'}`))].sort().join(', ')
}
