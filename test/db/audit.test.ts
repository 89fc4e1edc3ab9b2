import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewerId } from '#engine'
import { note } from '../../db/audit.ts'
import { linkAfter, start } from '../../db/audit-chain.ts'
import type { Client } from '../../db/client.ts'
import { transact } from '../../db/statements.ts'
import { openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'

const ani = '0a000000-0000-4000-8000-000000000001' as ReviewerId

describe('the audit', () => {
  let client: Client
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())

  const write = (subject: string, reason = 'karena') =>
    transact(client.pool, (ask) =>
      note(ask, { at: new Date(), by: ani, act: 'case.claim', subject, details: { reason } }, seal),
    )
  const rows = async () =>
    (
      await client.database.execute<{
        place: string
        hash: string
        micros: string
        by: string | null
        act: string
        subject: string | null
        details: string | null
      }>(
        sql`select place::text, hash, (extract(epoch from at) * 1000000)::bigint::text as micros, by, act, subject, details
            from audit order by audit.place`,
      )
    ).rows

  it('is one chain from the row of the migration on, whoever writes at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => write(`k${at}`)))
    const all = await rows()
    expect(all[0]?.act).toBe('audit.chained')
    expect(all.map(({ place }) => Number(place))).toEqual(all.map((_, at) => at + 1))
    let link = start
    for (const row of all) {
      link = linkAfter(link, { ...row, atMicros: BigInt(row.micros) })
      expect(row.hash).toBe(link.hash)
    }
  })

  it('takes no row that is not bound', async () => {
    await expect(
      client.database.execute(sql`insert into audit (act) values ('case.claim')`),
    ).rejects.toThrow()
  })
})
