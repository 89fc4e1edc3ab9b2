/** The one way to the database: a `pg` pool under drizzle, on a server or on the embedded database. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { ConfigError } from '#engine'
import { type Embedded, openEmbedded } from './embedded/open.ts'
import * as schema from './schema.ts'

export type Database = NodePgDatabase<typeof schema>

export interface Client {
  readonly database: Database
  /** The same connections, for statements that every message asks (`statements.ts`). */
  readonly pool: pg.Pool
  readonly kind: 'postgres' | 'embedded'
  /** Resolves when the database answers within `ms`; rejects when it does not. */
  ping(ms: number): Promise<void>
  close(): Promise<void>
}

export interface Where {
  /** `postgres://…`, or null for the embedded database in `folder`. */
  readonly url: string | null
  readonly folder: string
  /** Use the embedded database of a running process, if one has it open. */
  readonly share?: boolean
  /** Hears of connections that the server ended; they are replaced by themselves. */
  readonly onFault?: (error: unknown) => void
  /** The embedded database ended by itself; without a listener the process ends with the error. */
  readonly onLost?: (error: Error) => void
}

/** Connects and brings the tables up to date. Throws ConfigError when the database cannot be reached or used. */
export async function openDatabase(where: Where): Promise<Client> {
  const embedded =
    where.url === null
      ? await openEmbedded(where.folder, { share: where.share ?? false, onLost: where.onLost ?? raise })
      : null
  const pool = embedded === null ? serverPool(where.url ?? '') : embeddedPool(embedded)
  // Without listeners a connection that dies, idle or between two statements, would end the process.
  pool.on('error', (error) => where.onFault?.(error))
  pool.on('connect', (connection) => connection.on('error', () => {}))
  const database = drizzle(pool, { schema, casing: 'snake_case' })
  const probe = embedded === null ? probePool(where.url ?? '') : null
  try {
    await bringUpToDate(database)
  } catch (cause) {
    await probe?.end()
    await pool.end()
    await embedded?.close()
    throw new ConfigError(cannotOpen(cause, embedded !== null), { cause })
  }
  return {
    database,
    pool,
    kind: embedded === null ? 'postgres' : 'embedded',
    async ping(ms) {
      await Promise.race([(probe ?? pool).query('select 1'), timeout(ms)])
    },
    async close() {
      await probe?.end()
      await pool.end()
      await embedded?.close()
    },
  }
}

/** A server that does not answer must not hold a turn for ever. */
function serverPool(url: string): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
    application_name: 'tanya-dulu',
    onConnect: prepareConnection,
  })
}

/** Whether the server answers is asked beside the pool: when all its connections hang, the question would hang with them. */
function probePool(url: string): pg.Pool {
  const probe = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 1_000,
    query_timeout: 1_000,
    application_name: 'tanya-dulu probe',
  })
  probe.on('error', () => {})
  probe.on('connect', (connection) => connection.on('error', () => {}))
  return probe
}

/** Every question of ours finds few rows by a key. A plan must not depend on how fresh the statistics of a quickly
 * growing table are (a whole table was read for each batch: 365 us a turn instead of 140), nor be compiled for 100 ms. */
async function prepareConnection(client: pg.ClientBase): Promise<void> {
  await client.query('set enable_seqscan = off; set jit = off')
}

/** One connection: the embedded database is one session, so more of them would only wait for each other. Hence,
 * as on a server, nothing inside a transaction may ask the database in any way but through that transaction. */
function embeddedPool(embedded: Embedded): pg.Pool {
  return new pg.Pool({ host: embedded.host, user: 'postgres', database: 'postgres', max: 1 })
}

/** Any number, the same in every process: only one of them migrates at a time. */
const migrationLock = 7_468_911

async function bringUpToDate(database: Database): Promise<void> {
  // From here and from the built program, which both lie one level below the top.
  const migrationsFolder = join(import.meta.dirname, '../db/migrations')
  await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`)
    // The migrator begins a transaction of its own, which inside ours is a savepoint.
    await migrate(tx as unknown as Database, { migrationsFolder })
  })
}

function cannotOpen(cause: unknown, embedded: boolean): string {
  if (embedded)
    return 'The embedded database could not be brought up to date. Restore DATA_DIR from a backup.'
  const code = codeOf(cause)
  if (code === '28P01' || code === '28000')
    return 'The database refused the user or password in DATABASE_URL.'
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist. Create it first.'
  if (code === '42501') return 'The user in DATABASE_URL may not create tables. Grant it the schema.'
  return 'The database in DATABASE_URL cannot be reached. Check its address, and that it is running.'
}

/** SQLSTATE or system error code, wherever drizzle has wrapped it; null when there is none. */
export function codeOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

async function timeout(ms: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref())
  throw new Error(`the database did not answer within ${ms} ms`)
}

function raise(error: Error): never {
  throw error
}
