import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CampaignId, type ReviewerId, readOfficerCode } from '#engine'
import { createCampaignTests } from '../../db/campaign-tests.ts'
import type { Campaigns } from '../../db/campaigns.ts'
import type { Client } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOfficerChats } from '../../db/officer-chats.ts'
import { createOutbox } from '../../db/outbox.ts'
import { campaignsFor, plan, telegram, text } from '../kit/campaign-plan.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { makeSubscribers } from '../kit/subscribers.ts'

describe('a test of a campaign', () => {
  let client: Client
  let campaigns: Campaigns
  let ani: ReviewerId
  let clock = Date.now()
  const now = () => new Date(clock)
  const seal = testSeal()
  const store = () => ({ pool: client.pool, seal, now })
  const chats = () => createOfficerChats(store())
  const tests = () => createCampaignTests({ ...store(), nudge: () => {} })
  beforeAll(async () => {
    client = await openTestDatabase()
    campaigns = campaignsFor({ pool: client.pool, seal })
  })
  afterAll(() => client.close())
  beforeEach(async () => {
    await empty(client.database)
    clock = Date.now()
    ani = await officer('ani')
  })

  const officer = async (name: string): Promise<ReviewerId> => {
    const { rows } = await client.pool.query<{ id: ReviewerId }>(
      `insert into reviewers (key, who, role, organisation_id)
       select $1, $1, 'campaign-officer', id from organisations limit 1 returning id`,
      [name],
    )
    return rows[0]?.id as ReviewerId
  }
  const heard: string[] = []
  /** Tells the bot a code. */
  const tells = async (chat: string, code: string): Promise<void> => {
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    heard.push(chat)
    const inbound = inboundFrom(chat, `m${heard.length}`, { from: { channel: telegram, chat } })
    const effects = [{ kind: 'officer-chat', code }] as const
    await memory.turn(inbound, () => turnSaying('', { replies: [], effects }))
  }
  const linked = async (chat = '7') => tells(chat, (await chats().newCode(ani)).code)
  const written = () => campaigns.create(plan, [text, { ...text, locale: 'jv', text: 'Ngatos-atos.' }], ani)
  const waiting = () => createOutbox({ pool: client.pool, seal, holder: 'here' }).claim([telegram], 10)

  it('goes to the chat from which the code was told, once', async () => {
    const { code } = await chats().newCode(ani)
    await tells('8', code.split('').toReversed().join(''))
    expect(await chats().of(ani)).toEqual([])
    await tells('7', code)
    expect((await chats().of(ani)).map(({ channel }) => channel)).toEqual([telegram])
    await tells('9', code)
    expect((await tests().send(await written(), text, ani)).kind).toBe('sent')
    expect((await waiting()).map(({ to }) => to.chat)).toEqual(['7'])
  })

  it('has codes that the bot reads as the console spells them, and nothing else', async () => {
    const hears = (text: string) => readOfficerCode(inboundFrom('7', 'x', { body: { kind: 'text', text } }))
    for (let each = 0; each < 50; each++) {
      const { code } = await chats().newCode(ani)
      const spelt = `UJI-${code.slice(0, 5)}-${code.slice(5)}`
      expect([hears(spelt), hears(`/start ${spelt}`), hears(` ${spelt.toLowerCase()}`)]).toEqual([
        code,
        code,
        code,
      ])
    }
    for (const text of ['uji', 'UJI-7K3MQ', 'uji coba lagi', 'PT UJI-7K3MQ-2XW9P', 'UJI-00000-11111'])
      expect(hears(text)).toBeNull()
  })

  it('goes nowhere by a code that is too old, or that a newer one replaced', async () => {
    const first = await chats().newCode(ani)
    const second = await chats().newCode(ani)
    await tells('7', first.code)
    expect(await chats().of(ani)).toEqual([])
    await client.pool.query(`update officer_chat_codes set until = now() - interval '1 second'`)
    await tells('7', second.code)
    expect(await chats().of(ani)).toEqual([])
    expect(await tests().send(await written(), text, ani)).toEqual({ kind: 'refused', why: 'no-chat' })
  })

  it('is a note and then the message, in order, and stands in no count', async () => {
    await linked()
    await makeSubscribers(client.pool, seal, [{ channel: telegram, chat: '7' }])
    const id = await written()
    expect(await tests().send(id, { variant: 'a', locale: 'jv' }, ani)).toEqual({ kind: 'sent', chats: 1 })
    const outbox = createOutbox({ pool: client.pool, seal, holder: 'here' })
    const said: unknown[] = []
    for (let each = 0; each < 2; each++) {
      const [delivery] = await outbox.claim([telegram], 10)
      if (delivery === undefined) throw new Error('nothing waits')
      said.push([delivery.cause.kind, delivery.locale, delivery.reply.body[0]])
      await outbox.settle([{ id: delivery.id, outcome: { kind: 'sent', messageId: '1' }, partsSent: 1 }])
    }
    expect(said).toEqual([
      ['test', 'jv', { say: 'officer.test_next', with: {} }],
      ['test', 'jv', { campaign: 'Ngatos-atos.', values: plan.values }],
    ])
    expect((await tests().of(id)).map(({ by, locale, status }) => [by, locale, status])).toEqual([
      [ani, 'jv', 'sent'],
    ])
    // Whoever was sent a test is as much a recipient as before.
    await campaigns.move(id, { kind: 'propose', by: ani })
    await campaigns.begin()
    const { all } = await campaigns.counts(id)
    expect([all.recipients, all.outcomes.waiting]).toEqual([1, 1])
    expect((await campaigns.read(id))?.campaign.recipients).toBe(1)
  })

  it('is of a text that is there, of a campaign that is there', async () => {
    await linked()
    expect(await tests().send(await written(), { variant: 'b', locale: 'id' }, ani)).toEqual({
      kind: 'refused',
      why: 'no-text',
    })
    expect(await tests().send('999999' as CampaignId, text, ani)).toEqual({ kind: 'refused', why: 'gone' })
  })

  it('is only for whoever linked the chat, until they or the person of the chat want it no more', async () => {
    const budi = await officer('budi')
    await linked()
    const id = await written()
    expect(await tests().send(id, text, budi)).toEqual({ kind: 'refused', why: 'no-chat' })
    await chats().unlink(ani, telegram)
    expect(await chats().of(ani)).toEqual([])
    await linked()
    await tests().send(id, text, ani)
    const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom('7', 'forget', { from: { channel: telegram, chat: '7' } }), () =>
      turnSaying('', { replies: [], effects: [{ kind: 'forget-contact' }] }),
    )
    expect(await waiting()).toEqual([])
    expect(await chats().of(ani)).toEqual([])
  })
})
