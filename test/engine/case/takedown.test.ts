import { describe, expect, it } from 'vitest'
import {
  isGoneForGood,
  isOverdue,
  lacksOf,
  moveTakedown,
  type NormalUrl,
  type ReviewerId,
  type TakedownAction,
  type TakedownEvidence,
  type TakedownStatus,
} from '#engine'

const ani = 'ani' as ReviewerId
const budi = 'budi' as ReviewerId
const noon = new Date('2026-11-24T05:00:00Z')
const hours = (many: number) => new Date(noon.getTime() + many * 3_600_000)

function having(...steps: readonly (readonly [TakedownAction, Date])[]): TakedownStatus {
  return steps.reduce<TakedownStatus>(
    (status, [action, at]) => {
      const move = moveTakedown(status, action, at)
      if (!move.ok) throw new Error(`${action.kind}: ${move.why}`)
      return move.value
    },
    { kind: 'drafted', by: ani },
  )
}
const approved = [{ kind: 'approve', by: budi }, noon] as const
const sent = [{ kind: 'send', class: 'ordinary', reference: 'B-1' }, noon] as const
const gone = (at: Date) => [{ kind: 'look', gone: true }, at] as const
const there = (at: Date) => [{ kind: 'look', gone: false }, at] as const
const why = (status: TakedownStatus, action: TakedownAction) => {
  const move = moveTakedown(status, action, noon)
  return move.ok ? move.value.kind : move.why
}

describe('moveTakedown', () => {
  it('goes from draft to removed, and sees it come back', () => {
    const acknowledged = having(approved, sent, [{ kind: 'acknowledge', reference: 'TKT-1' }, hours(1)])
    expect(acknowledged).toEqual({ kind: 'acknowledged', at: hours(1), due: hours(24), reference: 'TKT-1' })
    const removed = having(approved, sent, gone(hours(5)))
    expect(removed).toEqual({ kind: 'removed', seenGone: [hours(5)] })
    expect(having(approved, sent, gone(hours(5)), there(hours(60)))).toEqual({
      kind: 'back',
      since: hours(60),
    })
    expect(having(approved, sent, gone(hours(5)), there(hours(60)), [sent[0], hours(61)]).kind).toBe('sent')
  })

  it('is approved by another than its writer', () => {
    expect(why(having(), { kind: 'approve', by: ani })).toBe('own-draft')
    expect(why({ kind: 'drafted', by: null }, { kind: 'approve', by: ani })).toBe('approved')
  })

  it('has 4 hours when urgent, 24 otherwise', () => {
    const urgent = having(approved, [{ kind: 'send', class: 'urgent', reference: 'B-1' }, noon])
    expect([isOverdue(urgent, hours(4)), isOverdue(urgent, hours(4.01))]).toEqual([false, true])
    expect(isOverdue(having(approved, sent), hours(23))).toBe(false)
    expect(isOverdue(having(approved, sent, gone(hours(30))), hours(90))).toBe(false)
  })

  it('believes that it is gone after looks on two days of Jakarta', () => {
    expect(isGoneForGood(having(approved, sent, gone(hours(1)), gone(hours(2))))).toBe(false)
    // 16:59 and 17:01 UTC are two days in Jakarta.
    expect(isGoneForGood(having(approved, sent, gone(hours(11.98)), gone(hours(12.02))))).toBe(true)
    expect(isGoneForGood(having(approved, sent))).toBe(false)
  })

  it.each([
    [having(), sent[0], 'not-approved'],
    [having(), { kind: 'look', gone: true }, 'not-sent'],
    [having(approved), { kind: 'acknowledge', reference: 'x' }, 'not-sent'],
    [having(approved, sent), { kind: 'acknowledge', reference: ' ' }, 'no-reference'],
    [having(approved, sent), sent[0], 'already-sent'],
    [having(approved, sent), { kind: 'refuse', why: '' }, 'no-reason'],
    [having(approved), { kind: 'refuse', why: 'x' }, 'not-sent'],
    [having(approved), { kind: 'send', class: 'ordinary', reference: ' ' }, 'no-reference'],
    [having(approved, sent), { kind: 'redraft', by: ani }, 'already-sent'],
  ] as readonly (readonly [TakedownStatus, TakedownAction, string])[])(
    '%j: %j is refused: %s',
    (status, action, refusal) => {
      expect(why(status, action)).toBe(refusal)
    },
  )

  it('is approved no more once somebody writes in it again', () => {
    const rewritten = having(approved, [{ kind: 'redraft', by: budi }, noon])
    expect(rewritten).toEqual({ kind: 'drafted', by: budi })
    expect(why(rewritten, { kind: 'approve', by: budi })).toBe('own-draft')
  })

  it('may be drafted anew when it was refused', () => {
    const refusedOnce = having(approved, sent, [{ kind: 'refuse', why: 'bukti kurang' }, hours(2)])
    expect(why(refusedOnce, { kind: 'redraft', by: ani })).toBe('drafted')
  })
})

describe('lacksOf', () => {
  const whole: TakedownEvidence = {
    caseNumber: 'K-1',
    url: 'https://t.me/x' as NormalUrl,
    account: null,
    firstSeenAt: noon,
    capturedAt: noon,
    screenshots: [{ sha256: 'a'.repeat(64) }],
    text: 'loker',
    signs: ['wrong_visa'],
    legalBasis: ['UU 18/2017 pasal 69'],
    class: 'ordinary',
    letterNumber: 'B-1',
    finding: 'illegal-recruitment',
    decidedBy: [ani, budi],
  }

  it('finds nothing missing in a whole package', () => {
    expect(lacksOf(whole)).toEqual([])
    expect(lacksOf({ ...whole, url: null, account: 'telegram:x' })).toEqual([])
  })

  it.each([
    [{ url: null }, 'address-or-account'],
    [{ firstSeenAt: null }, 'first-seen'],
    [{ capturedAt: null }, 'captured'],
    [{ screenshots: [{ sha256: 'x' }] }, 'screenshot'],
    [{ text: ' ' }, 'text'],
    [{ signs: [] }, 'signs'],
    [{ legalBasis: [] }, 'legal-basis'],
    [{ class: null }, 'class'],
    [{ letterNumber: '' }, 'letter'],
    [{ finding: null }, 'finding'],
    [{ finding: 'unproven' }, 'finding'],
    [{ decidedBy: [ani, ani] }, 'second-person'],
  ] satisfies (readonly [Partial<TakedownEvidence>, string])[])('%j lacks %s', (part, lack) => {
    expect(lacksOf({ ...whole, ...part })).toEqual([lack])
  })
})
