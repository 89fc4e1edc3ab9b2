/** What would happen if a file were imported: shown before anything is replaced. */
import type { AgencyList, ListKind } from '#engine'
import { compareLists, type ListChanges } from './compare-lists.ts'
import { dateOf, digestOf } from './load.ts'
import { type RowError, readList } from './read-list.ts'

/** What speaks against swapping: `future` always, the others unless somebody says that it is right. */
export type Objection = 'future' | 'shrinks' | 'older' | 'same'

export type ImportPlan =
  | {
      readonly kind: 'refused'
      readonly errors: readonly RowError[]
      /** The list without its broken rows, for whoever decides to do without them; null: there is none. */
      readonly rest: AgencyList | null
    }
  | {
      readonly kind: 'ready'
      readonly list: AgencyList
      /** null: there was no list of this kind. */
      readonly before: AgencyList | null
      readonly changes: ListChanges
      readonly objections: readonly Objection[]
    }

export interface ImportFile {
  readonly csv: Uint8Array
  readonly kind: ListKind
  readonly current: readonly AgencyList[]
  readonly now: Date
}

/** Reads the file and compares it with the current list of its kind. */
export function planImport({ csv, kind, current, now }: ImportFile): ImportPlan {
  const reading = readList(csv, kind)
  const statements = reading.kind === 'read' ? reading.statements : reading.readable
  const list =
    statements.length === 0 ? null : { kind, asOf: dateOf(statements), digest: digestOf(csv), statements }
  if (reading.kind === 'refused') return { kind: 'refused', errors: reading.errors, rest: list }
  if (list === null) throw new Error('a list that was read has rows')
  return planSwap(list, current, now)
}

export function planSwap(
  list: AgencyList,
  current: readonly AgencyList[],
  now: Date,
): Extract<ImportPlan, { readonly kind: 'ready' }> {
  const before = current.find(({ kind }) => kind === list.kind) ?? null
  const changes = compareLists(before?.statements ?? [], list.statements)
  // A day ahead: somewhere on earth it is tomorrow already.
  const latest = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  const objections: readonly (readonly [Objection, boolean])[] = [
    ['future', list.asOf > latest],
    ['shrinks', changes.shrinksTooMuch],
    ['older', before !== null && list.asOf < before.asOf],
    ['same', before !== null && list.digest === before.digest && list.asOf === before.asOf],
  ]
  return {
    kind: 'ready',
    list,
    before,
    changes,
    objections: objections.flatMap(([objection, applies]) => (applies ? [objection] : [])),
  }
}
