/** Statements that every message asks: parsed and planned once a connection, not once a message. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'

export interface Prepared {
  readonly name: string
  readonly text: string
}

/** Asks one statement inside a transaction. */
export type Ask = <Row extends pg.QueryResultRow>(
  statement: Prepared,
  values: readonly unknown[],
) => Promise<readonly Row[]>

export function prepared(name: string, text: string): Prepared {
  return { name, text }
}

/** One statement, in a transaction of its own. */
export async function ask<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  statement: Prepared,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const client = await pool.connect()
  try {
    return await askOn(client)<Row>(statement, values)
  } finally {
    client.release()
  }
}

/** Several statements, all or none. */
export async function transact<T>(pool: pg.Pool, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(askOn(client))
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    const broken = await client.query('rollback').then(
      () => undefined,
      (cause: Error) => cause,
    )
    client.release(broken)
    throw error
  }
}

/** The embedded database is one session for all its connections, where a name can be given only once: each connection
 * has its own. */
const ownNames = new WeakMap<pg.PoolClient, string>()

function askOn(client: pg.PoolClient): Ask {
  const own = ownNames.get(client) ?? randomBytes(6).toString('hex')
  ownNames.set(client, own)
  return async <Row extends pg.QueryResultRow>({ name, text }: Prepared, values: readonly unknown[]) =>
    (await client.query<Row>({ name: `${name}_${own}`, text, values: [...values] })).rows
}

/** A moment as milliseconds: as text it would come in the session's own style. */
export function ms(moment: string): string {
  return `(extract(epoch from ${moment}) * 1000)::float8`
}

/** What becomes of an outbox row that is settled for good: nothing in it names anybody any more. */
export const wiped =
  'settled_at = now(), lease_until = null, leased_by = null, chat = null, message = null, contact_id = null'
