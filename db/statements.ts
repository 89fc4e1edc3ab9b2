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

/** Names are this process's own: the embedded database is one session, shared by all its connections. */
const own = randomBytes(4).toString('hex')

export function prepared(name: string, text: string): Prepared {
  return { name: `${name}_${own}`, text }
}

/** One statement, in a transaction of its own. */
export async function ask<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  { name, text }: Prepared,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  return (await pool.query<Row>({ name, text, values: [...values] })).rows
}

/** Several statements, all or none. */
export async function transact<T>(pool: pg.Pool, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(
      async <Row extends pg.QueryResultRow>({ name, text }: Prepared, values: readonly unknown[]) =>
        (await client.query<Row>({ name, text, values: [...values] })).rows,
    )
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

/** A moment as milliseconds: as text it would come in the session's own style. */
export function ms(moment: string): string {
  return `(extract(epoch from ${moment}) * 1000)::float8`
}

/** What becomes of an outbox row that is settled for good: nothing in it names anybody any more. */
export const wiped =
  'settled_at = now(), lease_until = null, leased_by = null, chat = null, message = null, contact_id = null'
