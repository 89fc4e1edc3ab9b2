import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId, CaseStep, Effect, Fact, Indicator, Ruling, Verdict } from '#engine'
import type { Client } from '../../db/client.ts'
import { createCourier, type Route } from '../../db/courier.ts'
import { createMemory } from '../../db/memory.ts'
import { muteReporter, unmuteReporter } from '../../db/muting.ts'
import { announce, announceMove } from '../../db/news.ts'
import { createOutbox } from '../../db/outbox.ts'
import { forgetOld } from '../../db/retention.ts'
import { transact } from '../../db/statements.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const read = (text: string) => shippedAds().read(text, shippedKnowledge())
const offer = (phone: string) =>
  `Dicari admin online di Kamboja, gaji 15 juta, tiket dan paspor kami urus. WA ${phone}`
const decided = (finding: 'illegal-recruitment' | 'no-violation', day: string): CaseStep => ({
  kind: 'decided',
  finding,
  at: new Date(`${day}T03:00:00Z`),
})

describe('news and rulings', () => {
  let client: Client
  const seal = testSeal()
  let count = 0
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  afterAll(() => client.close())
  beforeEach(() => empty(client.database))

  const memory = () => createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  const rows = async (query: ReturnType<typeof sql>) => (await client.database.execute(query)).rows
  const does = (person: string, ...effects: Effect[]) =>
    memory().turn(inboundFrom(person, `m${count++}`), () => turnSaying('ok', { effects }))
  const report = async (person: string, text: string, facts: readonly Fact[] = []): Promise<number> => {
    const number = 10_000_000 + count++
    const { judgement, indicators } = read(text)
    const ad = {
      text,
      posters: [],
      media: null,
      forwarded: 'often',
      level: judgement.level,
      signs: judgement.signs.map(({ name }) => name),
      indicators,
      countries: [],
      agencies: [],
    } as const
    await does(person, { kind: 'file-report', number, ads: [ad], facts })
    return number
  }
  const wishes = (person: string, wished = true) => does(person, { kind: 'report-news', wished })
  const onlyCase = async () => ((await rows(sql`select id from cases`)) as { id: CaseId }[])[0]?.id as CaseId
  const step = async (each: CaseStep) => {
    const id = await onlyCase()
    await transact(client.pool, (ask) => announce(ask, id, each, seal))
  }
  const always: readonly Route[] = [{ channel, windowMs: null }]
  const courier = () => createCourier({ pool: client.pool, seal, nudge: () => {} })
  /** What leaves, besides the turns' own answers, as phrase keys. */
  const bring = async (routes = always): Promise<(readonly string[])[]> => {
    await courier().bring(routes)
    const outbox = createOutbox({ pool: client.pool, seal, holder: 'here' })
    const said: (readonly string[])[] = []
    for (;;) {
      const claimed = await outbox.claim([channel], 100)
      if (claimed.length === 0) return said
      for (const { cause, reply } of claimed)
        if (cause.kind !== 'turn')
          said.push(reply.body.map((wording) => ('say' in wording ? wording.say : 'verbatim')))
      await outbox.settle(
        claimed.map(({ id }) => ({ id, outcome: { kind: 'sent', messageId: '' }, partsSent: 1 })),
      )
    }
  }
  const rulings = async (text: string): Promise<readonly Ruling[]> => {
    let known: readonly Ruling[] = []
    const seeks: readonly Indicator[] = read(text).indicators.filter(({ joins }) => joins)
    await memory().turn(
      inboundFrom('asker', `q${count++}`),
      (remembered) => {
        known = remembered.rulings
        return turnSaying('ok')
      },
      seeks,
    )
    return known
  }

  it('tells those who wished it, once a step, and nobody else', async () => {
    for (const person of ['budi', 'siti', 'ani']) await report(person, offer('0812-3456-7890'))
    await report('budi', offer('0812-3456-7890'))
    await wishes('budi')
    await wishes('siti', false)
    await step({ kind: 'checking' })
    await step({ kind: 'checking' })
    expect(await bring()).toEqual([['news.checking', 'news.how_to_stop']])
    await step(decided('illegal-recruitment', '2026-11-20'))
    await step(decided('illegal-recruitment', '2026-11-20'))
    expect(await bring()).toEqual([['news.illegal', 'news.how_to_stop']])
    await step({ kind: 'takedown-sent', at: new Date('2026-11-21T03:00:00Z') })
    await step({ kind: 'takedown-sent', at: new Date('2026-11-22T03:00:00Z') })
    await step({ kind: 'removed', at: new Date('2026-11-23T03:00:00Z') })
    expect((await bring()).map(([first]) => first)).toEqual(['news.takedown_sent', 'news.removed'])
    expect(await bring()).toEqual([])
  })

  it('corrects what was told otherwise, and says the same thing no second time', async () => {
    await report('budi', offer('0812-3456-7890'))
    await wishes('budi')
    await step(decided('illegal-recruitment', '2026-11-20'))
    await step({ kind: 'reopened' })
    await step(decided('no-violation', '2026-11-22'))
    await step({ kind: 'reopened' })
    await step(decided('no-violation', '2026-11-23'))
    expect(await bring()).toEqual([
      ['news.illegal', 'news.how_to_stop'],
      ['news.corrects', 'news.no_violation', 'news.how_to_stop'],
    ])
  })

  it('brings each piece once, however many bring', async () => {
    for (const person of ['budi', 'siti']) {
      await report(person, offer('0812-3456-7890'))
      await wishes(person)
    }
    await step({ kind: 'checking' })
    await Promise.all([courier().bring(always), courier().bring(always), courier().bring(always)])
    expect(await bring()).toHaveLength(2)
  })

  it('waits while the window of a channel is closed, and for a place where places are few', async () => {
    await report('budi', offer('0812-3456-7890'))
    await wishes('budi')
    await step({ kind: 'checking' })
    const windowed = [{ channel, windowMs: 24 * 3_600_000 }]
    await rows(sql`update conversations set latest_at = now() - interval '2 days'`)
    expect(await bring(windowed)).toEqual([])
    // What they write opens it again; the inbound's own time is long ago in this test.
    await rows(sql`update conversations set latest_at = now()`)
    expect(await bring([{ channel, windowMs: null, place: async () => false }])).toEqual([])
    expect(await bring(windowed)).toHaveLength(1)
  })

  it('says nothing more after "stop", a closed chat or a wish to be forgotten', async () => {
    const stops: readonly Effect[] = [{ kind: 'no-news' }, { kind: 'close-chat' }, { kind: 'forget-contact' }]
    for (const [at, stop] of stops.entries()) {
      await empty(client.database)
      await report(`p${at}`, offer('0812-3456-7890'))
      await wishes(`p${at}`)
      await step({ kind: 'checking' })
      await does(`p${at}`, stop)
      await step(decided('illegal-recruitment', '2026-11-20'))
      expect(await bring()).toEqual([])
      expect(await rows(sql`select address from letterboxes where address is not null`)).toEqual([])
    }
  })

  it('answers by a decision from its commit on, by the identifiers it was made about', async () => {
    await report('budi', offer('0812-3456-7890'))
    expect(await rulings('0812-3456-7890 resmi?')).toEqual([])
    await step(decided('illegal-recruitment', '2026-11-20'))
    // A number that joins later was never looked at.
    await report('siti', `${offer('0812-3456-7890')} atau WA 0813-1111-2222`)
    expect(await rulings('WA 0813-1111-2222')).toEqual([])
    expect(await rulings('nomor wa.me/6281234567890 ini penipu?')).toEqual([
      {
        indicator: { kind: 'phone', value: '+6281234567890', joins: true },
        finding: 'illegal-recruitment',
        at: new Date('2026-11-20T03:00:00Z'),
      },
    ])
    await step({ kind: 'reopened' })
    expect(await rulings('0812-3456-7890 resmi?')).toEqual([])
  })

  it('does not recall what was decided years ago: numbers get new owners', async () => {
    await report('budi', offer('0812-3456-7890'))
    await step(decided('illegal-recruitment', '2020-01-01'))
    expect(await rulings('0812-3456-7890')).toEqual([])
  })

  it('follows the moves of a case', async () => {
    await report('budi', offer('0812-3456-7890'))
    const at = new Date('2026-11-20T03:00:00Z')
    const by = 'a' as never
    const id = await onlyCase()
    const move = (action: 'claim' | 'confirm' | 'reopen', status: unknown) =>
      transact(client.pool, (ask) => announceMove(ask, id, { action, status: status as never }, seal))
    await move('claim', { kind: 'claimed', by, at, until: at })
    expect(await rows(sql`select finding from rulings`)).toEqual([])
    await move('confirm', { kind: 'decided', finding: 'unproven', by: [by], at, reason: 'x', rule: null })
    expect(await rows(sql`select finding from rulings`)).toEqual([{ finding: 'unproven' }])
    await move('reopen', { kind: 'waiting' })
    expect(await rows(sql`select finding from rulings`)).toEqual([])
  })

  it('raises a case by what its reporter tells later, and by no word of another', async () => {
    const number = await report('budi', offer('0812-3456-7890'))
    const because = async () =>
      ((await rows(sql`select because from cases`))[0] as { because: string[] }).because
    expect(await because()).not.toContain('money-just-sent')
    await does('siti', { kind: 'add-facts', number, facts: ['captive'] })
    expect(await because()).not.toContain('captive')
    await does('budi', { kind: 'add-facts', number, facts: ['money-sent', 'left'] })
    expect((await because()).slice(0, 2)).toEqual(['money-just-sent', 'left'])
    await report('siti', offer('0812-3456-7890'), ['captive'])
    expect((await because())[0]).toBe('captive')
  })

  it('keeps the reports of a muted person, and counts none of them', async () => {
    const first = await report('budi', offer('0812-3456-7890'))
    const mute = (until: Date) => transact(client.pool, (ask) => muteReporter(ask, first, until))
    expect(await mute(new Date(Date.now() + 86_400_000))).toBe('muted')
    await report('budi', offer('0813-1111-2222'), ['captive'])
    expect(await rows(sql`select counted from reports order by place`)).toEqual([
      { counted: true },
      { counted: false },
    ])
    expect(await rows(sql`select because from cases where 'captive' = any(because)`)).toEqual([])
    await mute(new Date(Date.now() - 1_000))
    await report('budi', offer('0814-1111-2222'))
    expect(await rows(sql`select count(*)::int as many from reports where counted`)).toEqual([{ many: 2 }])
    expect(await transact(client.pool, (ask) => unmuteReporter(ask, 99))).toBe('gone')
  })

  it('tells who follows an agency when its standing changed, once for each version of the lists', async () => {
    const judged = (kind: 'licensed' | 'unlisted'): { judge: () => Verdict } => ({
      judge: () =>
        ({
          kind,
          query: 'PT MAJU JAYA',
          asOf: '2026-11-24',
          form: 'pt',
          agency: { id: 'a', name: 'MAJU JAYA', licences: [], standing: { kind: 'listed' } },
        }) as unknown as Verdict,
    })
    await does('budi', { kind: 'follow-agency', name: 'PT MAJU JAYA', told: 'licensed' })
    const lists = async () =>
      String(
        (
          await rows(sql`select string_agg(id::text, '.' order by id) as v from agency_lists where current`)
        )[0]?.v,
      )
    const newList = sql`insert into agency_lists (kind, as_of, digest, current) values ('listed', '2026-11-24', 'x', true)`
    await rows(newList)
    const first = await lists()
    await courier().compare(judged('licensed'), first)
    expect(await bring()).toEqual([])
    await rows(sql`update agency_lists set current = false`)
    await rows(newList)
    // A process that has not heard of the new list yet says nothing by the old one.
    await courier().compare(judged('unlisted'), first)
    expect(await bring()).toEqual([])
    for (const _ of [1, 2]) await courier().compare(judged('unlisted'), await lists())
    const told = await bring()
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('news.agency_changed')
    expect(told[0]).toContain('agency.unlisted')
  })

  it('forgets what is past its time: rulings, news, what reports are compared by', async () => {
    await report('budi', offer('0812-3456-7890'), ['left'])
    await wishes('budi')
    await step(decided('illegal-recruitment', '2026-11-20'))
    const many = async (): Promise<readonly unknown[]> =>
      Object.values(
        (
          await rows(sql`select (select count(*)::int from rulings) as rulings,
            (select count(*)::int from news where message is not null) as waiting,
            (select count(*)::int from report_facts) as facts, (select count(*)::int from prints) > 0 as prints`)
        )[0] ?? {},
      )
    await forgetOld(client.database)
    expect(await many()).toEqual([1, 1, 1, true])
    await rows(sql`update rulings set at = now() - interval '731 days'`)
    await rows(sql`update news set at = now() - interval '91 days'`)
    await rows(sql`update reports set at = now() - interval '731 days'`)
    await forgetOld(client.database)
    expect(await many()).toEqual([0, 0, 0, false])
  })

  it('stores nothing of it that could be read without the keys', async () => {
    await report('budi', offer('0812-3456-7890'))
    await wishes('budi')
    await does('budi', { kind: 'follow-agency', name: 'PT MAJU JAYA', told: 'licensed' })
    await step(decided('illegal-recruitment', '2026-11-20'))
    const all = JSON.stringify([
      await rows(sql`select * from letterboxes`),
      await rows(sql`select id::text, contact_id, key, name from follows`),
      await rows(sql`select id::text, step, message from news`),
      await rows(sql`select * from rulings`),
    ])
    expect(all).not.toMatch(/81234567890|MAJU|budi/)
  })
})
