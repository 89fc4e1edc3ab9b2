import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReviewerId } from '#engine'
import { note } from '../../db/audit.ts'
import { checkChain } from '../../db/chain-check.ts'
import { type Client, openDatabase, type Where } from '../../db/client.ts'
import { dump } from '../../db/dump.ts'
import { keysIn, readKeys } from '../../db/keys.ts'
import { reseal } from '../../db/reseal.ts'
import { createSeal, type Seal } from '../../db/seal.ts'
import { transact } from '../../db/statements.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'

const run = promisify(execFile)
const home = join(import.meta.dirname, '../..')
const key = randomBytes(32).toString('base64')

/** Runs a command as an operator does. */
async function tool(
  name: string,
  words: readonly string[],
  { url, folder }: Where,
  more = {},
): Promise<{ code: number; said: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATA_DIR: folder,
    ...(url === null ? {} : { DATABASE_URL: url }),
    BACKUP_KEY: key,
    ...more,
  }
  return run(process.execPath, ['--import', 'tsx', `src/tools/${name}.ts`, ...words], {
    cwd: home,
    env,
  }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  )
}

async function linesOf(where: Where): Promise<string> {
  const client = await openDatabase(where)
  try {
    let text = ''
    for await (const line of dump(client.pool)) text += `${JSON.stringify(line)}\n`
    return text
  } finally {
    await client.close()
  }
}

/** Rows of every shape: bytes, lists, JSON, nothing, letters of all kinds, the bound rows of the audit. */
async function fill({ pool }: Client, seal: Seal): Promise<void> {
  const words = 'PT "Maju", {Jaya} \\ \n\t ✂️ \u202e NULL'
  await pool.query(
    `insert into contacts (key, channel) select 'k' || n, 'telegram' from generate_series(1, 2500) n`,
  )
  await pool.query(
    `insert into conversations (key, contact_id, memory, latest_at) select key, id, $1, '2026-02-28 23:59:59.123456+07' from contacts`,
    [seal.close({ words })],
  )
  await pool.query(`insert into cases (because, facets, reason) values ($1, $2, null)`, [
    ['danger'],
    [words, 'a,b', ''],
  ])
  await pool.query(
    `insert into reports (number, case_id, channel, level, signs, content, words) select 12345678, id, 'telegram', 'danger', '{}', $1, '{1,-2}' from cases`,
    [seal.close(words)],
  )
  await pool.query(`insert into originals (key, size, type) values ('o', 3, 'image/png')`)
  await pool.query(`insert into original_pieces values ('o', 0, $1)`, [
    seal.closeBytes(Buffer.from('abc'), 'original o 0'),
  ])
  await pool.query(
    `insert into campaigns (name, topic, author, audience, values) values ($1, 'lessons', $2, $3, '{"b":1,"a":[null,"x"]}')`,
    [words, randomUUID(), { kind: 'everybody' }],
  )
  for (const subject of ['a', 'b', 'c'])
    await transact(pool, (ask) =>
      note(
        ask,
        { at: new Date(), by: randomUUID() as ReviewerId, act: 'case.claim', subject, details: { words } },
        seal,
      ),
    )
}

describe('backups', () => {
  let folder: string
  let from: TestDatabase
  let to: TestDatabase
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-backup-'))
    from = await makeDatabase()
    to = await makeDatabase()
    const client = await openDatabase(from.where)
    await fill(client, createSeal(keysIn(from.where.folder)))
    await client.close()
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await from.drop()
    await to.drop()
  })

  it('hold all, tell nothing, and fill an empty database with the same', async () => {
    const file = join(folder, 'one.backup')
    expect(await tool('backup', [file], from.where)).toMatchObject({
      code: 0,
      said: expect.stringContaining('read back'),
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file).includes(Buffer.from('telegram'))).toBe(false)
    const bare = { ...to.where }
    rmSync(join(bare.folder, 'keys.json'), { force: true })
    expect(await tool('restore', [file], bare)).toMatchObject({
      code: 0,
      said: expect.stringContaining('the same'),
    })
    expect(await linesOf(to.where)).toBe(await linesOf(from.where))
    expect(readFileSync(join(bare.folder, 'keys.json'), 'utf8')).toBe(
      readFileSync(join(from.where.folder, 'keys.json'), 'utf8'),
    )
    const client = await openDatabase(to.where)
    try {
      expect(await checkChain(client.pool, folder)).toMatchObject({ kind: 'whole', rows: 4 })
      // It is as guarded as before, and counts on from where it was.
      await expect(client.pool.query('delete from audit')).rejects.toThrow()
      await client.pool.query(
        `insert into campaigns (name, topic, author, audience) values ('next', 'lessons', gen_random_uuid(), '{}')`,
      )
    } finally {
      await client.close()
    }
    // What is in use is not overwritten.
    expect(await tool('restore', [file], to.where)).toMatchObject({
      code: 1,
      said: expect.stringContaining('in use'),
    })
  })

  it('open with their own key alone, and not when a byte was changed or the end is missing', async () => {
    const file = join(folder, 'one.backup')
    await tool('backup', [file], from.where)
    const whole = readFileSync(file)
    const refused = { code: 1, said: expect.stringContaining('does not open') }
    const other = { BACKUP_KEY: randomBytes(32).toString('base64') }
    expect(await tool('restore', [file], to.where, other)).toMatchObject(refused)
    const changed = Buffer.from(whole)
    changed[whole.length - 5] = (changed[whole.length - 5] ?? 0) ^ 1
    for (const [name, bytes] of [
      ['changed', changed],
      ['cut', whole.subarray(0, -1)],
    ] as const) {
      writeFileSync(join(folder, name), bytes)
      expect(await tool('restore', [join(folder, name)], to.where)).toMatchObject(refused)
    }
    const { said, code } = await tool('backup', [file], from.where)
    expect({ said, code }).toMatchObject({ code: 1, said: expect.stringContaining('already') })
  })

  it('move the embedded database to a server in one command, and both are the same', async () => {
    const { url } = to.where
    // Only with a server beside it.
    if (url === null) return
    const embedded: Where = { url: null, folder: join(folder, 'data') }
    const client = await openDatabase(embedded)
    await fill(client, createSeal(keysIn(embedded.folder)))
    await client.close()
    expect(await tool('move', [url], embedded)).toMatchObject({
      code: 0,
      said: expect.stringContaining('same in both'),
    })
    expect(await linesOf(to.where)).toBe(await linesOf(embedded))
  })

  it('can leave an old key behind: everything but the audit is sealed with the new one, while others write', async () => {
    const client = await openDatabase(from.where)
    try {
      const one = keysIn(from.where.folder)
      const stored = JSON.parse(readFileSync(join(from.where.folder, 'keys.json'), 'utf8')) as {
        identity: string
        sealing: string
      }
      const both = readKeys({
        ...stored,
        sealing: `${stored.sealing},2:${randomBytes(32).toString('base64')}`,
      })
      const seal = createSeal(both)
      const writing = Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          client.pool.query(`update conversations set turn = turn + 1 where key = $1`, [`k${n + 1}`]),
        ),
      )
      expect(await reseal(client.pool, seal, 2)).toBe(2_502)
      await writing
      expect(await reseal(client.pool, seal, 2)).toBe(0)
      const alone = createSeal({ ...both, opening: new Map([[2, both.sealing.key]]) })
      const { rows } = await client.pool.query('select memory from conversations')
      for (const { memory } of rows) alone.open(memory)
      const { rows: pieces } = await client.pool.query('select sealed from original_pieces')
      expect(alone.openBytes(pieces[0].sealed, 'original o 0').toString()).toBe('abc')
      expect(await checkChain(client.pool, folder)).toMatchObject({ kind: 'whole' })
      const { rows: turns } = await client.pool.query('select sum(turn)::int as sum from conversations')
      expect(turns[0].sum).toBe(20)
      expect(one.sealing.id).toBe(1)
    } finally {
      await client.close()
    }
  })
})
