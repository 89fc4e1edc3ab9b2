/** Writes a backup and reads one. */
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import * as z from 'zod'
import { ConfigError } from '#engine'
import { dump, type Line } from '../../../db/dump.ts'
import { closeBox, openBox } from './box.ts'
import { digested, newDigest, packed, unpacked } from './lines.ts'

const first = z.object({
  made: z.iso.datetime(),
  /** `keys.json` of the data folder; null: the keys are in the environment. */
  keys: z.string().nullable(),
})
export type First = z.infer<typeof first>

const text = z.string().nullable()
const line: z.ZodType<Line> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dump'), format: z.literal(1), migration: z.string() }),
  z.object({ kind: z.literal('table'), table: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('row'), values: z.array(text) }),
  z.object({
    kind: z.literal('numbers'),
    table: z.string(),
    column: z.string(),
    last: z.string(),
    given: z.boolean(),
  }),
])

export interface Written {
  readonly rows: number
  /** sha256 of the canonical dump, hex. */
  readonly digest: string
}

/** BACKUP_KEY, which opens backups and nothing else. Throws ConfigError. */
export function backupKey(written: string | undefined): Buffer {
  const key = Buffer.from(written ?? '', 'base64')
  if (key.length === 32) return key
  throw new ConfigError(
    'BACKUP_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32, and keep it elsewhere than the backups.',
  )
}

/** Writes `file` (mode 600), reads it back, and only then gives it its name. Throws ConfigError when there is one of that name. */
export async function writeBackup(
  file: string,
  pool: pg.Pool,
  key: Buffer,
  keys: string | null,
): Promise<Written> {
  if (existsSync(file)) throw new ConfigError(`There is a file ${file} already. Give another name.`)
  const draft = `${file}.part`
  const digest = newDigest()
  const begins: First = { made: new Date().toISOString(), keys }
  try {
    await pipeline(
      closeBox(key, packed(begins, digested(dump(pool), digest))),
      createWriteStream(draft, { mode: 0o600 }),
    )
    const written = { rows: digest.rows, digest: digest.hash.digest('hex') }
    const back = newDigest()
    for await (const _ of digested((await readBackup(draft, key)).lines, back));
    if (back.rows !== written.rows || back.hash.digest('hex') !== written.digest)
      throw new Error('what was read back is not what was written')
    renameSync(draft, file)
    return written
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Its beginning, and its lines to be read once. Throws ConfigError when it does not open. */
export async function readBackup(
  file: string,
  key: Buffer,
): Promise<{ readonly first: First; readonly lines: AsyncIterable<Line> }> {
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`)
  const values = unpacked(openBox(key, createReadStream(file)))
  const begins = await values.next()
  async function* lines(): AsyncGenerator<Line> {
    for await (const value of values) yield line.parse(value)
  }
  return { first: first.parse(begins.value), lines: lines() }
}
