/** The pace: pure counting, judged against the plainest count there is. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedPace } from '../../../../adapters/whatsapp/cloud/abilities.ts'
import { createGate } from '../../../../adapters/whatsapp/cloud/pace.ts'

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
