/** Fills an empty database with what a dump holds: all of it, or nothing. */
import type pg from 'pg'
import { ConfigError } from '#engine'
import { type Line, latestMigration, plainWriting, quoted, slow, type Table, tablesOf } from './dump.ts'

/** Rows and bytes that go to the database at once. */
const rowsAtOnce = 1_000
const bytesAtOnce = 4_000_000

/** Tables that fill as soon as somebody uses the bot: what has them is not overwritten. */
const signsOfUse = ['contacts', 'turns', 'outbox', 'reports', 'reviewers', 'subscribers', 'campaigns']

/** Throws ConfigError when the database is in use, or of another release than the dump. Returns how many rows there are. */
export async function load(pool: pg.Pool, lines: AsyncIterable<Line>): Promise<number> {
  const client = await pool.connect()
  let failed: unknown = null
  try {
    await client.query('begin')
    await client.query(plainWriting)
    const tables = await tablesOf(client)
    await refuseUsed(client)
    await empty(client, tables)
    const count = await fill(client, tables, lines)
    for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`)
    await client.query('commit')
    return count
  } catch (error) {
    failed = error
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release(failed !== null)
  }
}

async function refuseUsed(client: pg.ClientBase): Promise<void> {
  for (const name of signsOfUse) {
    const { rows } = await client.query(`select 1 from ${quoted(name)} limit 1`)
    if (rows.length > 0)
      throw new ConfigError(
        'The database to be filled is in use already, and nothing in it was changed. Name an empty one.',
      )
  }
}

/** A new database has rows of its own, of migrations, among them some that may only grow. */
async function empty(client: pg.ClientBase, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`)
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')} restart identity`)
}

async function fill(
  client: pg.ClientBase,
  tables: readonly Table[],
  lines: AsyncIterable<Line>,
): Promise<number> {
  let count = 0
  let into: { readonly statement: string; rows: (readonly (string | null)[])[]; bytes: number } | null = null
  const flush = async (): Promise<void> => {
    if (into === null || into.rows.length === 0) return
    await client.query(slow(into.statement, [JSON.stringify(into.rows)]))
    count += into.rows.length
    into.rows = []
    into.bytes = 0
  }
  for await (const line of lines) {
    if (line.kind === 'row') {
      if (into === null) throw new Error('a row stands before its table')
      into.rows.push(line.values)
      into.bytes += line.values.reduce((sum, each) => sum + (each?.length ?? 4), 0)
      if (into.rows.length >= rowsAtOnce || into.bytes >= bytesAtOnce) await flush()
      continue
    }
    await flush()
    if (line.kind === 'dump') await refuseOther(client, line.migration)
    else if (line.kind === 'table') into = { statement: insertInto(tables, line), rows: [], bytes: 0 }
    else
      await client.query('select setval(pg_get_serial_sequence($1, $2), $3::bigint, $4)', [
        quoted(line.table),
        line.column,
        line.last,
        line.given,
      ])
  }
  await flush()
  return count
}

async function refuseOther(client: pg.ClientBase, migration: string): Promise<void> {
  if (migration === (await latestMigration(client))) return
  throw new ConfigError(
    'The dump is of another release of this program. Restore it with that release, then upgrade.',
  )
}

function insertInto(tables: readonly Table[], line: Extract<Line, { readonly kind: 'table' }>): string {
  const table = tables.find(({ name }) => name === line.table)
  const columns = line.columns.map((name) => table?.columns.find((column) => column.name === name))
  if (table === undefined || columns.includes(undefined))
    throw new Error(`no such table or column: ${line.table}`)
  const values = columns.map((column, at) => `(r->>${at})::${column?.type}`)
  return `insert into ${quoted(table.name)} (${line.columns.map(quoted).join(', ')}) overriding system value
    select ${values.join(', ')} from json_array_elements($1::json) as r`
}
