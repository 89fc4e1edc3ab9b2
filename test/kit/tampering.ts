/** What somebody who may do everything to the database could do to the audit; each leaves at least one trace. */
import { type Bound, type Link, linkAfter, start } from '../../db/audit-chain.ts'

type Draw = () => number

/** A row with all it says. */
export type Row = Bound & Link

const ways = ['edit', 'delete', 'swap', 'insert', 'cut', 'rehash', 'rewrite', 'renumber'] as const
export type Way = (typeof ways)[number]

/** The rows as they stand after one tampering, and which it was. `rewrite` and `renumber` make a chain that is whole in
 * itself: only anchors tell. */
export function tamper(
  rows: readonly Row[],
  draw: Draw,
): { readonly way: Way; readonly rows: readonly Row[] } {
  const way = ways[Math.floor(draw() * ways.length)] as Way
  const at = Math.floor(draw() * rows.length)
  const other = (at + 1 + Math.floor(draw() * (rows.length - 1))) % rows.length
  const row = rows[at] as Row
  const changed = [...rows]
  switch (way) {
    case 'edit':
      changed[at] = edited(row, draw)
      return { way, rows: changed }
    case 'delete':
      changed.splice(at, 1)
      // The last one cut is what `cut` does.
      return at === rows.length - 1 ? { way: 'cut', rows: changed } : { way, rows: changed }
    case 'swap': {
      const two = rows[other] as Row
      // What they say changes places; where they stand does not.
      changed[at] = { ...two, place: row.place, hash: draw() < 0.5 ? row.hash : two.hash }
      changed[other] = { ...row, place: two.place, hash: draw() < 0.5 ? two.hash : row.hash }
      return { way, rows: changed }
    }
    case 'insert':
      changed.splice(at, 0, { ...row, act: 'case.confirm', hash: linkAfter(row, row).hash })
      return { way, rows: changed }
    case 'cut':
      return { way, rows: changed.slice(0, at) }
    case 'rehash': {
      const before = at === 0 ? start : (rows[at - 1] as Row)
      const forged = edited(row, draw)
      changed[at] = { ...forged, ...linkAfter(before, forged) }
      return { way, rows: changed }
    }
    case 'rewrite':
      changed[at] = edited(row, draw)
      return { way, rows: chained(changed) }
    case 'renumber':
      changed.splice(at, 1)
      return { way, rows: chained(changed) }
  }
}

function edited(row: Row, draw: Draw): Row {
  const somebody = `0${Math.floor(draw() * 1e7)}`.padStart(8, '0')
  const which = Math.floor(draw() * 5)
  return {
    ...row,
    ...(which === 0 ? { atMicros: row.atMicros + 1n } : {}),
    ...(which === 1 ? { by: `${somebody}-0000-4000-8000-000000000000` } : {}),
    ...(which === 2 ? { act: `${row.act}.` } : {}),
    ...(which === 3 ? { subject: row.subject === null ? '' : null } : {}),
    ...(which === 4 ? { details: `${row.details ?? ''}A` } : {}),
  }
}

/** A chain made anew over rows as they are. */
export function chained(rows: readonly Bound[]): readonly Row[] {
  let before: Link = start
  return rows.map((row) => {
    before = linkAfter(before, row)
    return { ...row, ...before }
  })
}
