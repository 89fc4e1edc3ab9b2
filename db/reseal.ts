/** Seals again with the newest key what older keys have sealed, while the program runs. The audit is left as it is: its rows
 * are bound as they stand, so keys that sealed them stay among SEAL_KEYS. */
import type pg from 'pg'
import { quoted, type Table, tablesOf } from './dump.ts'
import { aboutView } from './original-views.ts'
import { aboutPiece } from './originals.ts'
import type { Seal } from './seal.ts'

/** Rows that are locked at once: whoever wants one of them waits a few milliseconds. */
const atOnce = 100
/** Pieces of a megabyte. */
const piecesAtOnce = 4

/** Columns of bytes, and what each is sealed to be about. */
const bytes: Readonly<
  Record<string, { readonly column: string; about(row: Record<string, unknown>): string }>
> = {
  original_pieces: { column: 'sealed', about: (row) => aboutPiece(String(row['key']), Number(row['piece'])) },
  original_views: { column: 'sealed', about: (row) => aboutView(String(row['key']), Number(row['page'])) },
  subscribers: { column: 'address', about: (row) => (row['key'] as Buffer).toString('hex') },
}

/** Goes through everything once. Returns how many rows were sealed again: 0 means that nothing old is left, as far as
 * nobody seals with an old key meanwhile. Safe in several processes, and to be broken off. */
export async function reseal(pool: pg.Pool, seal: Seal, newest: number): Promise<number> {
  const client = await pool.connect()
  const tables = await tablesOf(client).finally(() => client.release())
  let changed = 0
  for (const table of tables) {
    const columns = table.name === 'audit' ? [] : table.columns.filter(({ type }) => type === 'text')
    const sealed = columns.map(({ name }) => name)
    if (table.key.length === 0 || (sealed.length === 0 && bytes[table.name] === undefined)) continue
    changed += await resealTable(pool, seal, newest, table, sealed)
  }
  return changed
}

async function resealTable(
  pool: pg.Pool,
  seal: Seal,
  newest: number,
  table: Table,
  texts: readonly string[],
): Promise<number> {
  const most = table.name === 'original_pieces' ? piecesAtOnce : atOnce
  let after: readonly unknown[] | null = null
  let changed = 0
  for (;;) {
    const batch = await resealBatch(pool, seal, newest, { table, texts, after, most })
    changed += batch.changed
    if (batch.last === null) return changed
    after = batch.last
  }
}

interface Place {
  readonly table: Table
  readonly texts: readonly string[]
  /** Key of the row before; null: from the beginning. */
  readonly after: readonly unknown[] | null
  readonly most: number
}

async function resealBatch(
  pool: pg.Pool,
  seal: Seal,
  newest: number,
  { table, texts, after, most }: Place,
): Promise<{ readonly changed: number; readonly last: readonly unknown[] | null }> {
  const key = table.key.map(quoted).join(', ')
  const marks = table.key.map(
    (name, at) => `$${at + 1}::${table.columns.find((each) => each.name === name)?.type}`,
  )
  const blob = bytes[table.name]
  const wanted = [...texts, ...(blob === undefined ? [] : [blob.column])]
  const chosen = [...new Set([...table.key, ...wanted])].map(quoted).join(', ')
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<Record<string, unknown>>(
      `select ${chosen} from ${quoted(table.name)} ${after === null ? '' : `where (${key}) > (${marks.join(', ')})`}
       order by ${key} limit ${most} for update`,
      after === null ? [] : [...after],
    )
    let changed = 0
    for (const row of rows) {
      const anew = sealedAnew(seal, newest, row, texts)
      const old = blob === undefined ? null : row[blob.column]
      if (blob !== undefined && old instanceof Buffer && old.length > 0 && old[0] !== newest)
        anew.set(blob.column, seal.closeBytes(seal.openBytes(old, blob.about(row)), blob.about(row)))
      if (anew.size === 0) continue
      changed++
      const sets = [...anew.keys()].map((name, at) => `${quoted(name)} = $${table.key.length + at + 1}`)
      await client.query(
        `update ${quoted(table.name)} set ${sets.join(', ')} where (${key}) = (${marks.join(', ')})`,
        [...table.key.map((name) => row[name]), ...anew.values()],
      )
    }
    await client.query('commit')
    client.release()
    const last = rows.length < most ? undefined : rows.at(-1)
    return { changed, last: last === undefined ? null : table.key.map((name) => last[name]) }
  } catch (error) {
    client.release(error instanceof Error ? error : true)
    throw error
  }
}

/** What `seal.close` writes begins so; nothing else in a column of text does. */
const sealedForm = /^(\d{1,3})\.[\w-]{38}/

function sealedAnew(
  seal: Seal,
  newest: number,
  row: Record<string, unknown>,
  texts: readonly string[],
): Map<string, unknown> {
  const anew = new Map<string, unknown>()
  for (const name of texts) {
    const text = row[name]
    const id = typeof text === 'string' ? sealedForm.exec(text)?.[1] : undefined
    if (id !== undefined && Number(id) !== newest) anew.set(name, seal.close(seal.open(String(text))))
  }
  return anew
}
