import { describe, expect, it } from 'vitest'
import {
  type CaseAction,
  type CaseId,
  type CaseStatus,
  claimLasts,
  mergeCases,
  moveCase,
  type Regrouping,
  type ReportId,
  type ReviewerId,
  regroup,
  splitCase,
  undoRegrouping,
} from '#engine'

const ani = 'ani' as ReviewerId
const budi = 'budi' as ReviewerId
const noon = new Date('2026-11-24T05:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)

/** The status after some actions, all of which must be allowed. */
function having(...actions: readonly CaseAction[]): CaseStatus {
  return actions.reduce<CaseStatus>(
    (status, action) => {
      const move = moveCase(status, action, noon)
      if (!move.ok) throw new Error(`${action.kind}: ${move.why}`)
      return move.value
    },
    { kind: 'waiting' },
  )
}
const claim = (by: ReviewerId): CaseAction => ({ kind: 'claim', by })
const accuse = (by: ReviewerId): CaseAction => ({
  kind: 'propose',
  by,
  finding: 'illegal-recruitment',
  reason: 'visa',
  rule: 'closed-country',
})
const why = (status: CaseStatus, action: CaseAction, now = noon) => {
  const move = moveCase(status, action, now)
  return move.ok ? move.value.kind : move.why
}

describe('moveCase', () => {
  it('lets one claim, and another only when the claim has lapsed', () => {
    const claimed = having(claim(ani))
    expect(why(claimed, claim(budi))).toBe('claimed-by-another')
    expect(why(claimed, claim(budi), later(claimLasts))).toBe('claimed')
    expect(why(claimed, claim(ani))).toBe('claimed')
    expect(why(claimed, { kind: 'release', by: budi })).toBe('claimed-by-another')
    expect(why(claimed, { kind: 'release', by: ani })).toBe('waiting')
  })

  it('wants a second person for what harms a name', () => {
    const proposed = having(claim(ani), accuse(ani))
    expect(why(proposed, { kind: 'confirm', by: ani, finding: 'illegal-recruitment' })).toBe('own-proposal')
    const decided = moveCase(proposed, { kind: 'confirm', by: budi, finding: 'illegal-recruitment' }, noon)
    expect(decided.ok && decided.value).toEqual({
      kind: 'decided',
      finding: 'illegal-recruitment',
      by: [ani, budi],
      at: noon,
      reason: 'visa',
      rule: 'closed-country',
    })
  })

  it('confirms only what the second person read', () => {
    const proposed = having(claim(ani), accuse(ani))
    expect(why(proposed, { kind: 'confirm', by: budi, finding: 'no-violation' })).toBe('proposal-changed')
  })

  it.each(['no-violation', 'unproven'] as const)('decides %s by one', (finding) => {
    expect(
      having(claim(ani), { kind: 'propose', by: ani, finding, reason: 'izin ada', rule: null }).kind,
    ).toBe('decided')
  })

  it('asks for a rule where a name is harmed, and for no essay where nothing was found', () => {
    const accusing = { kind: 'propose', by: ani, finding: 'illegal-recruitment', reason: 'visa' } as const
    expect(why(having(claim(ani)), { ...accusing, rule: null })).toBe('no-rule')
    const cleared = { kind: 'propose', by: ani, finding: 'no-violation', reason: '', rule: null } as const
    expect(why(having(claim(ani)), cleared)).toBe('decided')
  })

  it('renews the claim of its holder, and nobody else’s', () => {
    const claimed = having(claim(ani))
    const renewed = moveCase(claimed, { kind: 'renew', by: ani }, later(60_000))
    expect(renewed).toMatchObject({ ok: true, value: { at: noon, until: later(60_000 + claimLasts) } })
    expect(why(claimed, { kind: 'renew', by: budi })).toBe('claimed-by-another')
    expect(why(having(), { kind: 'renew', by: ani })).toBe('claim-first')
  })

  it('sends back by another, takes back by the proposer', () => {
    const proposed = having(claim(ani), accuse(ani))
    expect(why(proposed, { kind: 'send-back', by: budi, reason: 'kurang bukti' })).toBe('waiting')
    expect(why(proposed, { kind: 'send-back', by: ani, reason: 'kurang bukti' })).toBe('own-proposal')
    expect(why(proposed, { kind: 'release', by: ani })).toBe('waiting')
    expect(why(proposed, { kind: 'release', by: budi })).toBe('awaits-second-person')
  })

  it.each([
    [having(), accuse(ani), 'claim-first'],
    [having(claim(ani)), accuse(budi), 'claimed-by-another'],
    [
      having(claim(ani)),
      { kind: 'propose', by: ani, finding: 'unproven', reason: '  ', rule: null },
      'no-reason',
    ],
    [having(claim(ani), accuse(ani)), claim(budi), 'awaits-second-person'],
    [having(claim(ani), accuse(ani)), accuse(ani), 'awaits-second-person'],
    [having(), { kind: 'confirm', by: ani, finding: 'unproven' }, 'nothing-proposed'],
    [having(), { kind: 'send-back', by: ani, reason: 'x' }, 'nothing-proposed'],
    [having(), { kind: 'reopen', by: ani, reason: 'x' }, 'not-decided'],
  ] as readonly (readonly [CaseStatus, CaseAction, string])[])(
    '%j: %j is refused: %s',
    (status, action, refusal) => {
      expect(why(status, action)).toBe(refusal)
    },
  )

  it('a decision stands until somebody reopens it, with a reason', () => {
    const decided = having(claim(ani), {
      kind: 'propose',
      by: ani,
      finding: 'unproven',
      reason: 'x',
      rule: null,
    })
    for (const action of [claim(budi), accuse(budi), { kind: 'release', by: ani } as const])
      expect(why(decided, action)).toBe('already-decided')
    expect(why(decided, { kind: 'reopen', by: budi, reason: '' })).toBe('no-reason')
    expect(why(decided, { kind: 'reopen', by: budi, reason: 'korban baru' })).toBe('waiting')
  })
})

describe('merge, split, undo', () => {
  const [a, b, c] = ['a', 'b', 'c'] as readonly string[] as readonly [CaseId, CaseId, CaseId]
  const [r1, r2, r3] = ['1', '2', '3'] as readonly string[] as readonly [ReportId, ReportId, ReportId]
  const act = { by: ani, at: noon, reason: 'nomor sama' }
  const waiting = { kind: 'waiting' } as const
  const grouping = new Map([
    [r1, a],
    [r2, a],
    [r3, b],
  ])
  const value = (move: { readonly ok: boolean; readonly value?: Regrouping }) => {
    if (!move.ok || move.value === undefined) throw new Error('refused')
    return move.value
  }

  it('merging and taking it back leaves every report where it was', () => {
    const merged = value(
      mergeCases(
        { id: b, status: waiting, reports: [r3] },
        { id: a, status: waiting, reports: [r1, r2] },
        act,
      ),
    )
    const together = regroup(grouping, merged)
    expect([...together.values()]).toEqual([a, a, a])
    const undone = value(undoRegrouping(merged, (report) => together.get(report) ?? null, act))
    expect(regroup(together, undone)).toEqual(grouping)
  })

  it('splitting and taking it back leaves every report where it was', () => {
    const split = value(
      splitCase({ id: a, status: waiting, reports: [r1, r2] }, { to: c, reports: [r2] }, act),
    )
    const apart = regroup(grouping, split)
    expect(apart.get(r2)).toBe(c)
    expect(regroup(apart, value(undoRegrouping(split, (report) => apart.get(report) ?? null, act)))).toEqual(
      grouping,
    )
  })

  it('refuses what would lose or mix something', () => {
    const one = { id: a, status: waiting, reports: [r1, r2] }
    const guilty = {
      kind: 'decided',
      finding: 'illegal-recruitment',
      by: [ani],
      at: noon,
      reason: 'x',
      rule: null,
    } as const
    const clear = { ...guilty, finding: 'no-violation' } as const
    const proposed = {
      kind: 'proposed',
      finding: 'unproven',
      by: ani,
      at: noon,
      reason: 'x',
      rule: null,
    } as const
    const refusal = (move: { readonly ok: boolean; readonly why?: string }) => (move.ok ? 'ok' : move.why)
    expect(refusal(mergeCases(one, one, act))).toBe('same-case')
    expect(refusal(mergeCases(one, { id: b, status: proposed, reports: [] }, act))).toBe(
      'awaits-second-person',
    )
    expect(
      refusal(mergeCases({ ...one, status: guilty }, { id: b, status: clear, reports: [r3] }, act)),
    ).toBe('findings-differ')
    expect(refusal(mergeCases(one, { id: b, status: clear, reports: [r3] }, act))).toBe('ok')
    expect(refusal(mergeCases(one, { id: b, status: waiting, reports: [] }, { ...act, reason: '' }))).toBe(
      'no-reason',
    )
    expect(refusal(splitCase(one, { to: c, reports: [r3] }, act))).toBe('not-its-reports')
    expect(refusal(splitCase(one, { to: c, reports: [r1, r2] }, act))).toBe('nothing-left')
    expect(refusal(splitCase(one, { to: c, reports: [] }, act))).toBe('nothing-moved')
    const split = value(splitCase(one, { to: c, reports: [r1] }, act))
    expect(refusal(undoRegrouping(split, () => b, act))).toBe('moved-since')
  })
})
