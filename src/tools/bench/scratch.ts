/** A database of a bench's own on the Postgres server, dropped afterwards. */
import pg from 'pg'
import { withDatabase } from '../../../test/kit/prepare-database.ts'

let made = 0

export async function onScratchDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const admin = new pg.Pool({ connectionString: server, max: 1 })
  const name = `tanya_dulu_bench_${process.pid}_${made++}`
  await admin.query(`create database ${name}`)
  try {
    return await use(withDatabase(server, name))
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}
