import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewerId } from '#engine'
import { type Anchor, createAnchors, readAnchors } from '../../db/anchors.ts'
import { chainOf, note } from '../../db/audit.ts'
import { type ChainReading, createChainCheck, lineOf } from '../../db/audit-chain.ts'
import type { Client } from '../../db/client.ts'
import { transact } from '../../db/statements.ts'
import { openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { randomFrom } from '../kit/random.ts'
import { chained, tamper } from '../kit/tampering.ts'

const ani = '0a000000-0000-4000-8000-000000000001' as ReviewerId

describe('the audit', () => {
  let client: Client
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())

  const write = (subject: string) =>
    transact(client.pool, (ask) =>
      note(ask, { at: new Date(), by: ani, act: 'case.claim', subject, details: { reason: 'karena' } }, seal),
    )
  async function check(anchors: readonly Anchor[] = []): Promise<ChainReading> {
    const checking = createChainCheck(anchors)
    for await (const rows of chainOf(client.pool)) if (!checking.take(rows)) break
    return checking.end()
  }
  /** As somebody does who may do everything to the database. */
  const asOwner = async (...statements: readonly string[]) => {
    for (const each of [
      'alter table audit disable trigger all',
      ...statements,
      'alter table audit enable trigger all',
    ])
      await client.database.execute(sql.raw(each))
  }

  it('is one chain from the row of the migration on, whoever writes at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => write(`k,é:${at}`)))
    expect(await check()).toMatchObject({ kind: 'whole', rows: 13 })
    const { rows } = await client.database.execute<{ act: string }>(
      sql`select act from audit order by place limit 1`,
    )
    expect(rows).toEqual([{ act: 'audit.chained' }])
  })

  it('takes no row that is not bound', async () => {
    await expect(
      client.database.execute(sql`insert into audit (act) values ('case.claim')`),
    ).rejects.toThrow()
  })

  it('shows what was done behind its back, and what was cut off by its anchors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-anchors-'))
    const told: number[] = []
    const anchors = createAnchors({
      pool: client.pool,
      folder,
      now: () => new Date('2026-11-24T03:00:00Z'),
      onAnchor: ({ place }) => told.push(place),
      onFault: (error) => {
        throw error
      },
    })
    anchors.start()
    await anchors.stop()
    expect(told).toEqual([13])
    const kept = (await readAnchors(folder)).anchors
    expect(kept.map(({ place }) => place)).toEqual([13])
    expect(await check(kept)).toMatchObject({ kind: 'whole', anchors: 1 })

    await asOwner(`update audit set act = 'case.release' where place = 5`)
    expect(await check()).toEqual({ kind: 'broken', place: 5, fault: 'row' })
    await asOwner(
      `update audit set act = 'case.claim' where place = 5`,
      'create table aside as select * from audit',
    )
    await asOwner('delete from audit where place = 7')
    expect(await check()).toEqual({ kind: 'broken', place: 7, fault: 'gap' })
    await asOwner('delete from audit where place > 6')
    expect((await check()).kind).toBe('whole')
    expect(await check(kept)).toEqual({ kind: 'broken', place: 7, fault: 'cut' })
    await asOwner(
      'insert into audit overriding system value select * from aside where place > 6',
      'drop table aside',
    )
    expect((await check(kept)).kind).toBe('whole')

    const file = join(folder, 'anchors.txt')
    writeFileSync(file, `${readFileSync(file, 'utf8')}2026-11-24T03:01:00.000Z half`)
    expect((await readAnchors(folder)).broken).toBeNull()
    writeFileSync(file, 'nonsense\n')
    expect((await readAnchors(folder)).broken).toBe(1)
    rmSync(folder, { recursive: true })
  })

  it('hides no tampering', () => {
    const draw = randomFrom(11)
    const rows = chained(
      Array.from({ length: 40 }, (_, at) => ({
        atMicros: BigInt(at),
        by: at % 3 === 0 ? null : ani,
        act: 'case.claim',
        subject: at % 5 === 0 ? null : `k${at}`,
        details: at % 2 === 0 ? null : '1.abc',
      })),
    )
    const anchors = rows.filter(({ place }) => place % 9 === 0 || place === rows.length)
    for (let at = 0; at < 500; at++) {
      const { way, rows: changed } = tamper(rows, draw)
      const checking = createChainCheck(anchors)
      checking.take(changed.map((row) => ({ line: lineOf(row.place, row), hash: row.hash })))
      expect([way, checking.end().kind]).toEqual([way, 'broken'])
    }
  })
})
