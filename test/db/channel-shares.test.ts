import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { createCampaignPace, readShares } from '../../db/channel-pace.ts'
import type { Client } from '../../db/client.ts'
import { openTestDatabase } from '../kit/database.ts'

let client: Client
beforeAll(async () => {
  client = await openTestDatabase()
})
afterAll(() => client.close())

it('tells which part of its limit a channel uses: nearly all of it, and less after a complaint', async () => {
  const channel = 'telegram' as ChannelName
  expect(await readShares(client.pool)).toEqual(new Map())
  const pace = createCampaignPace(client.pool)
  await pace.take(channel, 30, 1)
  const whole = (await readShares(client.pool)).get(channel) ?? 0
  expect(whole).toBeGreaterThan(0.9)
  await pace.slow(channel, 0)
  expect((await readShares(client.pool)).get(channel)).toBeLessThan(whole)
})
