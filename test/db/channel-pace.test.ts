import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { createCampaignPace } from '../../db/channel-pace.ts'
import type { Client } from '../../db/client.ts'
import { empty, openTestDatabase } from '../kit/database.ts'

const channel = 'x' as ChannelName

describe('the pace of campaigns', () => {
  let client: Client
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))
  const pace = () => createCampaignPace(client.pool)
  const pass = (seconds: number) =>
    client.database.execute(sql`update channel_paces set
      next_at = next_at - make_interval(secs => ${seconds}), slowed_at = slowed_at - make_interval(secs => ${seconds})`)
  const holds = async () => (await client.database.execute(sql`select channel from channel_holds`)).rows

  const next = async (): Promise<number> => {
    const [row] = (
      await client.database.execute(
        sql`select (extract(epoch from next_at) * 1000)::float8 as ms from channel_paces`,
      )
    ).rows
    return Number(row?.['ms'])
  }

  it('gives each place once, a little below the limit', async () => {
    let taken = 0
    let after = Number.NEGATIVE_INFINITY
    while (taken < 5) {
      const places = await pace().take(channel, 100, 10)
      if (places.kind === 'wait') continue
      taken++
      expect(places.everyMs).toBeCloseTo(1000 / 98.5, 3)
      expect(await next()).toBeGreaterThanOrEqual(after + places.count * places.everyMs - 0.01)
      after = await next()
    }
  })

  it('gives none far ahead', async () => {
    await pace().charge(channel, 10, 5)
    expect(await pace().take(channel, 10, 1)).toMatchObject({ kind: 'wait' })
  })

  it('never makes up for places that nobody took', async () => {
    await pace().take(channel, 100, 10)
    await pass(3600)
    const places = await pace().take(channel, 100, 1_000)
    expect(places).toMatchObject({ kind: 'go', count: 20 })
    expect(places.kind === 'go' && places.inMs).toBeLessThan(1)
  })

  it('leaves places to what counts and is no campaign', async () => {
    await pace().charge(channel, 10, 20)
    expect(await pace().take(channel, 10, 1)).toMatchObject({ kind: 'wait' })
  })

  it('is slower for a while after a complaint, and waits as long as it was told', async () => {
    await pace().take(channel, 100, 1)
    await pace().slow(channel, 5_000)
    await pace().slow(channel, 5_000)
    expect(await pace().take(channel, 100, 1)).toMatchObject({ kind: 'wait' })
    expect(await holds()).toHaveLength(1)
    await client.database.execute(sql`delete from channel_holds`)
    await pass(6)
    const slowed = await pace().take(channel, 100, 1)
    expect(slowed.kind === 'go' && slowed.everyMs).toBeCloseTo(10.15 / 0.71, 0)
    await pass(600)
    const again = await pace().take(channel, 100, 1)
    expect(again.kind === 'go' && again.everyMs).toBeCloseTo(10.15, 1)
  })

  it('lets answers go on when only campaigns are asked to wait long', async () => {
    await pace().take(channel, 100, 1)
    await pace().slow(channel, 600_000)
    expect(await holds()).toEqual([])
    expect(await pace().take(channel, 100, 1)).toMatchObject({ kind: 'wait' })
  })
})
