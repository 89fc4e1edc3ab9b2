/** The pace and the tier: pure counting, judged against the plainest count there is. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedPace } from '../../../../adapters/whatsapp/cloud/abilities.ts'
import { createGate } from '../../../../adapters/whatsapp/cloud/pace.ts'
import { mayOpen, type Opening, roomInTier } from '../../../../adapters/whatsapp/cloud/tier.ts'

const start = 1_764_000_000_000

describe('createGate', () => {
  it('lets 45 go to one person at once, and then one in six seconds', () => {
    const gate = createGate({ ...publishedPace, perSecond: 1000 })
    const sent = (now: number, tries: number): number =>
      Array.from({ length: tries }, () => gate.ask('a', now)).filter(({ kind }) => kind === 'go').length
    expect(sent(start, 60)).toBe(45)
    expect(gate.ask('a', start)).toEqual({ kind: 'person', ms: 6000 })
    expect(sent(start + 6000, 3)).toBe(1)
    expect(sent(start + 12_000, 3)).toBe(1)
    // 45 are paid back after four and a half minutes.
    expect(sent(start + 12_000 + 45 * 6000, 60)).toBe(45)
  })

  it('never lets more go than the burst and what time has paid, whatever is asked when', () => {
    const asks = fc.array(
      fc.record({ chat: fc.constantFrom('a', 'b'), after: fc.integer({ min: 0, max: 9000 }) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(asks, (list) => {
        const pair = { everyMs: 6000, burst: 5 }
        const gate = createGate({ perSecond: 10, pair })
        let now = start
        const went: { readonly chat: string; readonly at: number }[] = []
        for (const { chat, after } of list) {
          now += after
          const leave = gate.ask(chat, now)
          if (leave.kind === 'go') went.push({ chat, at: now })
          else expect(leave.ms).toBeGreaterThan(0)
        }
        for (const [index, first] of went.entries()) {
          const span = went.slice(index)
          for (const last of span) {
            const within = span.filter(({ at }) => at <= last.at)
            expect(within.length).toBeLessThanOrEqual(10 + ((last.at - first.at) / 1000) * 10 + 1)
            const own = within.filter(({ chat }) => chat === first.chat)
            expect(own.length).toBeLessThanOrEqual(pair.burst + (last.at - first.at) / pair.everyMs + 1)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('after the wait it names, it lets go', () => {
    const gate = createGate({ perSecond: 10, pair: { everyMs: 6000, burst: 2 } })
    let now = start
    for (let sent = 0; sent < 50; ) {
      const leave = gate.ask(`p${sent % 3}`, now)
      if (leave.kind === 'go') sent++
      else {
        now += leave.ms
        expect(gate.ask(`p${sent % 3}`, now).kind).toBe('go')
        sent++
      }
    }
  })

  it('forgets people whose debt is paid, and never grows without end', () => {
    const gate = createGate({ perSecond: 1_000_000, pair: { everyMs: 6000, burst: 1 } })
    for (let person = 0; person < 50_000; person++) gate.ask(`p${person}`, start + person)
    expect(gate.ask('p49999', start + 50_000).kind).toBe('person')
  })
})

describe('roomInTier', () => {
  const dayMs = 24 * 3_600_000
  const now = new Date(start)
  const openings = (...hoursAgo: readonly number[]): Opening[] =>
    hoursAgo.map((hours, index) => ({ person: `p${index}`, at: new Date(start - hours * 3_600_000) }))

  it('counts different people of the last 24 hours', () => {
    expect(roomInTier([], 250, now)).toEqual({ kind: 'room', people: 250 })
    expect(roomInTier(openings(1, 2, 23, 25), 5, now)).toEqual({ kind: 'room', people: 2 })
    const twice = [...openings(1), { person: 'p0', at: new Date(start - 5000) }]
    expect(roomInTier(twice, 2, now)).toEqual({ kind: 'room', people: 1 })
    expect(roomInTier(openings(1), null, now)).toEqual({ kind: 'room', people: Number.POSITIVE_INFINITY })
  })

  it('says until when it is full', () => {
    expect(roomInTier(openings(1, 20, 3), 3, now)).toEqual({
      kind: 'full',
      until: new Date(start - 20 * 3_600_000 + dayMs),
    })
  })

  it('costs nothing for somebody already opened', () => {
    expect(mayOpen('p0', { openings: openings(1, 2), tier: 2, now })).toEqual({ kind: 'room', people: 1 })
    expect(mayOpen('p9', { openings: openings(1, 2), tier: 2, now }).kind).toBe('full')
    expect(mayOpen('p0', { openings: openings(25, 1, 2), tier: 2, now }).kind).toBe('full')
  })

  it('agrees with counting by hand, and is free again when it says', () => {
    const any = fc.array(
      fc.record({
        person: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        hours: fc.double({ min: 0, max: 48, noNaN: true }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 5 }), (list, tier) => {
        const given = list.map(({ person, hours }) => ({ person, at: new Date(start - hours * 3_600_000) }))
        const room = roomInTier(given, tier, now)
        const people = new Set(
          given.filter(({ at }) => at.getTime() > start - dayMs).map(({ person }) => person),
        )
        if (room.kind === 'room') expect(room.people).toBe(tier - people.size)
        else {
          expect(people.size).toBeGreaterThanOrEqual(tier)
          expect(room.until.getTime()).toBeGreaterThan(start)
          expect(roomInTier(given, tier, room.until).kind).toBe('room')
        }
      }),
    )
  })
})
