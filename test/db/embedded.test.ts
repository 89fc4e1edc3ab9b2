import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ConfigError } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { takeLock } from '../../db/embedded/lock.ts'

// What concerns only the embedded database; the stores themselves are tested on both.
describe.skipIf(!('folder' in inject('prepared')))('embedded database', () => {
  let folder: string
  let client: Client

  beforeAll(async () => {
    const prepared = inject('prepared')
    folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-embedded-'))
    if ('folder' in prepared) cpSync(prepared.folder, folder, { recursive: true })
    client = await openDatabase({ url: null, folder })
  })
  afterAll(async () => {
    await client.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const connect = (): pg.Pool => new pg.Pool({ host: folder, user: 'postgres', database: 'postgres', max: 1 })

  it('keeps its folder to this user', () => {
    expect(statSync(folder).mode & 0o077).toBe(0)
  })

  it('lets several connections run parsed queries without mixing them', async () => {
    const pools = [connect(), connect(), connect()]
    const answers = await Promise.all(
      pools.flatMap((pool, place) =>
        Array.from({ length: 50 }, async (_, turn) => {
          const { rows } = await pool.query(
            place === 0
              ? 'select $1::int as a'
              : place === 1
                ? 'select $1::int * 2 as a'
                : 'select $1::int as b, $2::text as a',
            place === 2 ? [turn, `t${turn}`] : [turn],
          )
          return rows[0].a === (place === 0 ? turn : place === 1 ? turn * 2 : `t${turn}`)
        }),
      ),
    )
    expect(answers.filter((right) => !right)).toEqual([])
    for (const pool of pools) await pool.end()
  })

  it('keeps others out of a transaction, and rolls it back when its connection dies', async () => {
    await client.database.execute(sql`create table if not exists probe (n int)`)
    const other = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' })
    other.on('error', () => {})
    await other.connect()
    await other.query('begin')
    await other.query('insert into probe values ($1)', [1])
    const counted = client.database.execute<{ n: string }>(sql`select count(*) as n from probe`)
    ;(other as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    expect((await counted).rows).toEqual([{ n: '0' }])
  })

  it('goes on after a query that fails', async () => {
    await expect(client.database.execute(sql`select ${1}::int / 0`)).rejects.toThrow()
    expect((await client.database.execute(sql`select ${2}::int as n`)).rows).toEqual([{ n: 2 }])
  })

  it('refuses a second process, with one sentence that says which and what to do', async () => {
    await expect(openDatabase({ url: null, folder })).rejects.toThrow(ConfigError)
    await expect(openDatabase({ url: null, folder })).rejects.toThrow(
      `The data folder ${folder} is in use by process ${process.pid}. Stop that process, or set DATA_DIR to another folder.`,
    )
  })

  it('lets a small tool share the database of the process that has it open', async () => {
    const tool = await openDatabase({ url: null, folder, share: true })
    expect((await tool.database.execute(sql`select 1 as n`)).rows).toEqual([{ n: 1 }])
    await tool.close()
    expect((await client.database.execute(sql`select 1 as n`)).rows).toEqual([{ n: 1 }])
  })

  it('takes over the lock of a process that is gone, also when its number is used again', () => {
    const other = mkdtempSync(join(tmpdir(), 'tanya-dulu-lock-'))
    for (const left of ['999999 1', `${process.pid} 1`]) {
      writeFileSync(join(other, 'lock'), left)
      const lock = takeLock(other)
      expect(lock).not.toHaveProperty('heldBy')
      if ('release' in lock) lock.release()
      expect(readdirSync(other)).toEqual([])
    }
    rmSync(other, { recursive: true })
  })

  it('gives the lock to one of many', () => {
    const other = mkdtempSync(join(tmpdir(), 'tanya-dulu-lock-'))
    const first = takeLock(other)
    expect(takeLock(other)).toEqual({ heldBy: process.pid })
    expect(readFileSync(join(other, 'lock'), 'utf8')).toContain(String(process.pid))
    if ('release' in first) first.release()
    expect(takeLock(other)).toHaveProperty('release')
  })

  it('finds a short place for its socket when the folder lies deep', async () => {
    const prepared = inject('prepared')
    const deep = join(mkdtempSync(join(tmpdir(), 'tanya-dulu-deep-')), randomBytes(50).toString('hex'))
    if ('folder' in prepared) cpSync(prepared.folder, deep, { recursive: true })
    const far = await openDatabase({ url: null, folder: deep })
    expect((await far.database.execute(sql`select 1 as n`)).rows).toEqual([{ n: 1 }])
    await far.close()
    rmSync(deep, { recursive: true })
  })
})
