/** The whole database as lines of text, from one moment, the same on both databases: what a backup is made of, and how two
 * databases are compared. A line a row, tables in an order in which they can be filled again. */
import type pg from 'pg'

/** A line of a dump. `rows`: a JSON array of what Postgres writes for each column, or null. */
export type Line =
  | { readonly kind: 'dump'; readonly format: 1; readonly migration: string }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly values: readonly (string | null)[] }
  /** What an identity column gives next comes after `last`, unless `last` was never given. */
  | {
      readonly kind: 'numbers'
      readonly table: string
      readonly column: string
      readonly last: string
      readonly given: boolean
    }

export interface Column {
  readonly name: string
  readonly type: string
  readonly identity: boolean
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly key: readonly string[]
  readonly needs: readonly string[]
}

/** How values are written does not depend on where: these are set for the transaction. */
export const plainWriting = `set local timezone = 'UTC'; set local datestyle = 'ISO, MDY'; set local extra_float_digits = 3;
  set local bytea_output = 'hex'; set local statement_timeout = 0; set local enable_seqscan = on`

/** Most bytes that are fetched at once, about. */
const bytesAtOnce = 4_000_000
const rowsAtOnce = 2_000

/** Every row as it is at one moment, while others read and write. On the embedded database, which is one session, they wait. */
export async function* dump(pool: pg.Pool): AsyncGenerator<Line> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(plainWriting)
    yield { kind: 'dump', format: 1, migration: await latestMigration(client) }
    for (const table of await tablesOf(client)) yield* dumpTable(client, table)
    await client.query('commit')
  } catch (error) {
    broken = error instanceof Error ? error : new Error('the dump was broken off')
    throw error
  } finally {
    // Left in the middle of a transaction it is given to nobody.
    client.release(broken ?? false)
  }
}

async function* dumpTable(client: pg.PoolClient, { name, columns, key }: Table): AsyncGenerator<Line> {
  yield { kind: 'table', table: name, columns: columns.map((column) => column.name) }
  const order =
    key.length > 0 ? key.map(quoted) : columns.map((column) => `${quoted(column.name)}::text collate "C"`)
  const values = columns.map((column) => `${quoted(column.name)}::text`)
  await client.query(
    `declare rows no scroll cursor for select array[${values.join(', ')}]::text[] as values from ${quoted(name)} order by ${order.join(', ')}`,
  )
  // The first row tells about how many fit.
  for (let most = 1; ; ) {
    const { rows } = await client.query<{ values: (string | null)[] }>(slow(`fetch ${most} from rows`))
    for (const { values } of rows) yield { kind: 'row', values }
    if (rows.length < most) break
    const widest = Math.max(
      ...rows.map(({ values }) => values.reduce((sum, each) => sum + (each?.length ?? 4), 1)),
    )
    most = Math.max(1, Math.min(rowsAtOnce, Math.floor(bytesAtOnce / widest)))
  }
  await client.query('close rows')
  for (const column of columns.filter(({ identity }) => identity)) {
    const { rows } = await client.query<{ sequence: string }>(
      'select pg_get_serial_sequence($1, $2) as sequence',
      [quoted(name), column.name],
    )
    const { rows: numbers } = await client.query<{ last: string; given: boolean }>(
      `select last_value::text as last, is_called as given from ${rows[0]?.sequence}`,
    )
    for (const each of numbers) yield { kind: 'numbers', table: name, column: column.name, ...each }
  }
}

/** A question that may take as long as a large table needs. */
export function slow(text: string, values: unknown[] = []): pg.QueryConfig {
  // The types do not know this option of `pg` (client.js, `query`).
  return { text, values, query_timeout: 3_600_000 } as pg.QueryConfig
}

/** Names and digest of the newest migration that was done. */
export async function latestMigration(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by created_at desc limit 1',
  )
  return rows[0]?.hash ?? ''
}

/** Every table, those that others refer to first. */
export async function tablesOf(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'identity', a.attidentity <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(a.attname order by k.place) from pg_index i, unnest(i.indkey) with ordinality k(number, place),
          pg_attribute a where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number), '[]') as key,
      coalesce((select json_agg(distinct r.relname) from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '[]') as needs
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname collate "C"`)
  const sorted: Table[] = []
  const left = new Map(rows.map((table) => [table.name, table]))
  while (left.size > 0) {
    const next = [...left.values()].find(({ needs }) => needs.every((need) => !left.has(need)))
    if (next === undefined) throw new Error('tables refer to each other in a circle')
    left.delete(next.name)
    sorted.push(next)
  }
  return sorted
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
