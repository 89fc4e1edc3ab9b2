import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CampaignId, type ChannelName, everybody, plainText, type ReviewerId } from '#engine'
import type { Client } from '../../db/client.ts'
import { createOutbox } from '../../db/outbox.ts'
import { createPosts, type Posts } from '../../db/posts.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { testSeal } from '../kit/deliveries.ts'
import { shippedSpeak } from '../kit/people.ts'

const telegram = 'telegram' as ChannelName
const admin = '00000000-0000-4000-8000-00000000000a' as ReviewerId

describe('posts', () => {
  let client: Client
  let posts: Posts
  let nudges = 0
  const seal = testSeal()
  beforeAll(async () => {
    client = await openTestDatabase()
    posts = createPosts({ pool: client.pool, seal, now: () => new Date(), nudge: () => nudges++ })
  })
  afterAll(() => client.close())
  beforeEach(async () => {
    await client.pool.query('truncate campaign_posts, post_places cascade')
    await empty(client.database)
    nudges = 0
  })

  const write = async (status: string): Promise<CampaignId> => {
    const { rows } = await client.pool.query<{ id: number }>(
      `insert into campaigns (name, topic, author, audience, status, values) values
         ('x', 'scam-alerts', gen_random_uuid(), $1, $2, '{"route":"Poipet"}') returning id`,
      [everybody, status],
    )
    const id = rows[0]?.id
    await client.pool.query(
      `insert into campaign_texts (campaign, variant, locale, words) values
         ($1, 'a', 'id', 'Awas **jalur** {route}.'), ($1, 'a', 'jv', 'Ngatos-atos **margi** {route}.')`,
      [id],
    )
    return String(id) as CampaignId
  }
  const place = (chat: string, locale: 'id' | 'jv' = 'id') =>
    posts.add({ channel: telegram, chat, name: chat, locale }, admin)
  const numbers = async () => (await posts.places()).map(({ id }) => id)

  it('are said once at each place, with the marks and values of the campaign, in its language', async () => {
    await place('-1001')
    await place('@kabarpmi', 'jv')
    const campaign = await write('finished')
    const at = await numbers()
    const pressed = await Promise.all([1, 2, 3].map(() => posts.post(campaign, at, admin)))
    expect(pressed.map((each) => (each.kind === 'posted' ? each.places : null)).toSorted()).toEqual([0, 0, 2])
    expect(nudges).toBe(1)
    const claimed = await createOutbox({ pool: client.pool, seal, holder: 'here' }).claim([telegram], 10)
    expect(claimed.map(({ to, cause }) => [to.chat, cause.kind])).toEqual([
      ['-1001', 'post'],
      ['@kabarpmi', 'post'],
    ])
    const said = claimed.flatMap(({ reply, locale }) =>
      reply.body.map((each) => shippedSpeak()(each, locale)),
    )
    expect(said.map(plainText)).toEqual(['Awas jalur Poipet.', 'Ngatos-atos margi Poipet.'])
    expect((await posts.of(campaign)).map(({ status }) => status)).toEqual(['sending', 'sending'])
  })

  it('are of campaigns alone that somebody allowed', async () => {
    await place('-1001')
    for (const status of ['draft', 'proposed', 'cancelled'])
      expect(await posts.post(await write(status), await numbers(), admin)).toEqual({
        kind: 'refused',
        why: 'not-approved',
      })
  })

  it('go nowhere but to channels and groups', async () => {
    for (const chat of ['12345', 'https://t.me/x', '@abc', ''])
      await expect(place(chat)).rejects.toThrow('no channel')
    await place('-1001')
    await posts.remove((await numbers())[0] ?? 0, admin)
    expect(await posts.places()).toEqual([])
  })
})
