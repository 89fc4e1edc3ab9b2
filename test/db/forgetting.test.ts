import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { ReportedAd } from '#engine'
import { createPersons } from '../../db/forgetting.ts'
import { createMemory } from '../../db/memory.ts'
import { openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

it('forgets whoever sent a report, keeps the report, and writes down that it was done', async () => {
  const client = await openTestDatabase()
  const seal = testSeal()
  const kept = { pool: client.pool, seal, now: () => new Date() }
  const ad: ReportedAd = {
    text: 'loker',
    posters: [],
    media: null,
    forwarded: 'no',
    level: 'caution',
    signs: [],
    indicators: [],
    countries: [],
    agencies: [],
  }
  await createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody }).turn(
    inboundFrom('budi', 'r1'),
    () =>
      turnSaying('filed', { effects: [{ kind: 'file-report', number: 12_345_678, ads: [ad], facts: [] }] }),
  )
  const count = async (table: string) =>
    Number((await client.database.execute(sql.raw(`select count(*) from ${table}`))).rows[0]?.['count'])
  const persons = createPersons(kept)
  expect(await persons.find({ kind: 'report', number: 87_654_321 })).toBeNull()
  expect(await count('contacts')).toBe(1)
  const found = await persons.find({ kind: 'report', number: 12_345_678 })
  expect(await persons.find({ kind: 'id', channel, id: 'budi' })).toEqual(found)
  if (found === null) throw new Error('not found')
  expect(await persons.forget(found.contact, null)).toBe('forgotten')
  expect([await count('contacts'), await count('conversations'), await count('reports')]).toEqual([0, 0, 1])
  expect(await persons.find({ kind: 'report', number: 12_345_678 })).toBeNull()
  expect(await persons.forget(found.contact, null)).toBe('nobody')
  expect(await count("audit where act = 'person.forgotten'")).toBe(1)
  await client.close()
})
