import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CampaignAction,
  type CampaignId,
  type CampaignStatus,
  type ConsentEvent,
  campaignToken,
  codeOfOutcome,
  consentFrom,
  forecast,
  gate,
  moveCampaign,
  openAt,
  type ReviewerId,
  readCampaignMeans,
  recipientOutcomes,
  type Subscriber,
  tally,
  topics,
  variantFor,
  zoneOf,
} from '#engine'

const author = 'author' as ReviewerId
const other = 'other' as ReviewerId
const third = 'third' as ReviewerId
const now = new Date('2026-11-24T05:00:00Z')
const how = { now, alone: 100 }
const move = (status: CampaignStatus, action: CampaignAction, startAt: Date | null = null) =>
  moveCampaign({ status, author, startAt }, action, how)

describe('a campaign', () => {
  it('is allowed by another person when it goes to many', () => {
    const proposed = move({ kind: 'draft' }, { kind: 'propose', by: other, recipients: 101 })
    expect(proposed).toMatchObject({ value: { kind: 'proposed', recipients: 101 } })
    if (!proposed.ok) throw new Error('refused')
    // Neither who wrote it nor who proposed it.
    for (const by of [author, other])
      expect(move(proposed.value, { kind: 'approve', by })).toEqual({ ok: false, why: 'own-campaign' })
    expect(move(proposed.value, { kind: 'approve', by: third })).toMatchObject({
      value: { kind: 'approved', by: third },
    })
    expect(move({ kind: 'draft' }, { kind: 'propose', by: author, recipients: 100 })).toMatchObject({
      value: { kind: 'approved' },
    })
    expect(move({ kind: 'draft' }, { kind: 'propose', by: author, recipients: 0 })).toEqual({
      ok: false,
      why: 'nobody',
    })
  })

  it('never comes to be sent to many without a second person, whatever is tried', () => {
    const people = [author, other, third]
    const acts = fc.array(
      fc.record({
        kind: fc.constantFrom(
          'propose',
          'approve',
          'send-back',
          'begin',
          'pause',
          'resume',
          'cancel',
          'finish',
          'retry',
          'brake',
        ),
        by: fc.constantFrom(...people),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(acts, (tried) => {
        let status: CampaignStatus = { kind: 'draft' }
        let [proposer, approver]: (ReviewerId | null)[] = [null, null]
        for (const { kind, by } of tried) {
          const moved = move(status, { kind, by, recipients: 500 } as CampaignAction)
          if (!moved.ok) continue
          if (kind === 'propose') [proposer, approver] = [by, null]
          if (kind === 'approve') approver = by
          status = moved.value
          if (
            status.kind === 'sending' &&
            (approver === null || approver === author || approver === proposer)
          )
            return false
        }
        return true
      }),
    )
  })

  it('waits for its time, and what is over stays over', () => {
    const approved: CampaignStatus = { kind: 'approved', by: other, at: now }
    expect(move(approved, { kind: 'begin' }, new Date(now.getTime() + 1))).toEqual({
      ok: false,
      why: 'too-early',
    })
    expect(move(approved, { kind: 'begin' }, now)).toMatchObject({ value: { kind: 'sending' } })
    const cancelled: CampaignStatus = { kind: 'cancelled', by: other, at: now }
    for (const kind of ['resume', 'pause', 'cancel', 'approve', 'send-back'] as const)
      expect(move(cancelled, { kind, by: other }).ok).toBe(false)
    expect(move(cancelled, { kind: 'retry', by: other, recipients: 3 })).toEqual({
      ok: false,
      why: 'already-over',
    })
  })
})

describe('consent', () => {
  const text = { version: '1', locale: 'id', words: 'Mau?' } as const
  const said = (step: object, how: ConsentEvent['how'] = 'chat'): ConsentEvent =>
    ({ ...step, at: now, how }) as ConsentEvent
  const given = said({ kind: 'given', topics: ['scam-alerts', 'lessons'], text })

  it('is what was said last, and a question alone is none', () => {
    expect(consentFrom([said({ kind: 'asked', topics: ['lessons'], text })]).topics).toEqual([])
    expect(consentFrom([given, said({ kind: 'withdrawn', topics: ['lessons'] })]).topics).toEqual([
      'scam-alerts',
    ])
    expect(consentFrom([given, said({ kind: 'withdrawn', topics: 'all' })]).topics).toEqual([])
  })

  it('blocked by the platform is open again only by a yes in the chat', () => {
    const left = said({ kind: 'withdrawn', topics: 'all' }, 'platform')
    expect(consentFrom([given, left])).toMatchObject({ topics: [], blocked: true })
    expect(
      consentFrom([given, left, said({ kind: 'given', topics: ['lessons'], text }, 'import')]).blocked,
    ).toBe(true)
    expect(consentFrom([given, left, given]).blocked).toBe(false)
  })

  it('pauses until its time', () => {
    const until = new Date(now.getTime() + 3_600_000)
    expect(consentFrom([given, said({ kind: 'paused', until })]).pausedUntil).toEqual(until)
    expect(
      consentFrom([given, said({ kind: 'paused', until }), said({ kind: 'resumed' })]).pausedUntil,
    ).toBeNull()
  })
})

describe('the gate', () => {
  const who: Subscriber = {
    channel: 'x' as Subscriber['channel'],
    locale: 'id',
    province: null,
    country: null,
    phase: null,
    zone: 'Asia/Jakarta',
    topics: ['scam-alerts'],
    pausedUntil: null,
    blocked: false,
    minor: false,
    seenAt: now,
    latest: null,
  }
  const campaign = { id: '1' as CampaignId, topic: 'scam-alerts', capDays: 2, hours: null } as const
  const free = { windowMs: null, templates: [] }
  const windowed = { windowMs: 24 * 3_600_000, templates: [] }

  it('opens for those who asked, and for nobody else', () => {
    const ask = (changes: Partial<Subscriber>, terms: typeof free | typeof windowed | null = free) =>
      gate(campaign, { ...who, ...changes }, { terms, now })
    const yesterday = new Date(now.getTime() - 25 * 3_600_000)
    expect(ask({})).toEqual({ kind: 'go', as: 'free' })
    expect(gate(campaign, null, { terms: free, now })).toEqual({ kind: 'skip', why: 'forgotten' })
    const skipped: readonly [Partial<Subscriber>, string][] = [
      [{ minor: true }, 'minor'],
      [{ blocked: true }, 'blocked'],
      [{ topics: ['lessons'] }, 'no-consent'],
      [{ pausedUntil: new Date(now.getTime() + 1) }, 'paused'],
      [{ latest: { campaign: '2' as CampaignId, at: yesterday } }, 'capped'],
    ]
    for (const [changes, why] of skipped) expect(ask(changes)).toEqual({ kind: 'skip', why })
    // Its own mark is no other campaign.
    expect(ask({ latest: { campaign: campaign.id, at: yesterday } }).kind).toBe('go')
    expect(ask({}, null)).toEqual({ kind: 'skip', why: 'channel-off' })
    expect(ask({}, windowed)).toEqual({ kind: 'go', as: 'free' })
    expect(ask({ seenAt: yesterday }, windowed)).toEqual({ kind: 'skip', why: 'window-closed' })
    expect(
      gate(campaign, { ...who, seenAt: null }, { terms: { ...windowed, templates: ['id'] }, now }),
    ).toEqual({
      kind: 'go',
      as: 'template',
    })
  })

  it('waits for the morning of the one who gets it', () => {
    const hours = { from: '08:00', to: '20:00' }
    const at = (time: string, zone: Subscriber['zone']) => openAt(hours, zone, new Date(time)).toISOString()
    expect(at('2026-11-24T05:00:00Z', 'Asia/Jakarta')).toBe('2026-11-24T05:00:00.000Z')
    expect(at('2026-11-24T13:00:10Z', 'Asia/Jakarta')).toBe('2026-11-25T01:00:00.000Z')
    expect(at('2026-11-24T00:59:59Z', 'Asia/Jakarta')).toBe('2026-11-24T01:00:00.000Z')
    expect(at('2026-11-24T04:30:00Z', 'Asia/Riyadh')).toBe('2026-11-24T05:00:00.000Z')
  })

  it('knows where people are by what they told', () => {
    const told = { province: 'NT', country: 'my', phase: null } as const
    expect(zoneOf(told)).toBe('Asia/Makassar')
    expect(zoneOf({ ...told, phase: 'at_work' })).toBe('Asia/Kuala_Lumpur')
    expect(zoneOf({ province: null, country: null, phase: null })).toBe('Asia/Jakarta')
  })
})

describe('the ledger of outcomes', () => {
  it('sums to the audience, and a word of the platform settles what was unsure', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...recipientOutcomes), fc.integer({ min: 0, max: 4 })), {
          maxLength: 600,
        }),
        (all) => {
          const counted = tally([
            {
              outcomes: Uint8Array.from(all.map(([outcome]) => codeOfOutcome(outcome))),
              receipts: Uint8Array.from(all.map(([, receipt]) => receipt)),
            },
          ])
          const sum = Object.values(counted.outcomes).reduce((total, each) => total + each, 0)
          const unsure = all.filter(([outcome, receipt]) => outcome === 'unsure' && receipt === 0).length
          return sum === all.length && counted.recipients === all.length && counted.outcomes.unsure === unsure
        },
      ),
    )
  })

  it('gives half of the people each text, another half in another campaign', () => {
    const numbers = Array.from({ length: 10_000 }, (_, place) => place + 1)
    const inB = (campaign: string) =>
      numbers.filter((each) => variantFor(campaign as CampaignId, each) === 'b')
    expect(inB('1').length / numbers.length).toBeCloseTo(0.5, 1)
    expect(inB('1')).not.toEqual(inB('2'))
  })

  it('reads back what its buttons say', () => {
    expect(readCampaignMeans(campaignToken('46655' as CampaignId, 2))).toEqual({
      campaign: '46655',
      choice: 2,
    })
    expect(readCampaignMeans('campaign:12:0')).toEqual({ campaign: '12', choice: 0 })
    for (const said of ['1.0', 'menu:help', '~', '~zz', 'campaign:x:1'])
      expect(readCampaignMeans(said)).toBeNull()
  })
})

describe('the forecast', () => {
  const zone = 'Asia/Jakarta'
  it('is people by pace, side by side on each channel, and rests at night', () => {
    const noon = new Date('2026-11-24T05:00:00Z')
    const lanes = [
      { groups: [{ zone, people: 30_000 }], perSecond: 30, perDay: null },
      { groups: [{ zone, people: 8_000 }], perSecond: 80, perDay: null },
    ] as const
    expect(forecast(lanes, null, noon)?.ms).toBeCloseTo(1_000_000, -4)
    const evening = new Date('2026-11-24T12:55:00Z')
    const slept = forecast(lanes.slice(0, 1), { from: '08:00', to: '20:00' }, evening)
    expect(slept?.finish.toISOString().slice(0, 13)).toBe('2026-11-25T01')
  })

  it('keeps to so many people a day, and says nothing of what will never end', () => {
    const tier = forecast([{ groups: [{ zone, people: 5_000 }], perSecond: 80, perDay: 2_000 }], null, now)
    expect(Math.round((tier?.ms ?? 0) / 86_400_000)).toBe(2)
    expect(forecast([{ groups: [{ zone, people: 5 }], perSecond: 0, perDay: null }], null, now)).toBeNull()
    expect(topics.length).toBeLessThanOrEqual(15)
  })
})
