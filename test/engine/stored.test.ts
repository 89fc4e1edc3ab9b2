import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgencyId,
  type Offered,
  readOffered,
  readState,
  type State,
  say,
  writeOffered,
  writeState,
} from '#engine'

const states: readonly State[] = [
  { at: 'idle' },
  { at: 'agency.name' },
  { at: 'privacy.confirm' },
  { at: 'subscribe.confirm', topics: ['scam-alerts', 'lessons'] },
  { at: 'profile.ask', asks: ['country', 'province'] },
  { at: 'urgent', danger: 'confinement', who: 'other', place: 'my', discreet: true },
  { at: 'urgent', danger: 'suicide', who: 'self', place: null, discreet: false },
  {
    at: 'agency.which',
    query: 'maju "jaya" \u202E',
    candidates: ['a', 'b'] as readonly string[] as readonly AgencyId[],
  },
]

describe('state at rest', () => {
  it.each(states)('comes back as it was: $at', (state) => {
    expect(readState(JSON.parse(JSON.stringify(writeState(state))))).toEqual(state)
  })

  it('becomes idle when it is damaged, foreign or of another version', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (stored) => {
        expect(states.map((state) => state.at)).toContain(readState(stored).at)
      }),
    )
    for (const stored of [
      null,
      'idle',
      { v: 2, state: { at: 'agency.name' } },
      { v: 1, state: { at: 'gone' } },
      { v: 1, state: { at: 'urgent', danger: 'gone', who: 'self', place: null } },
      { v: 1, state: { at: 'urgent', danger: 'violence', who: 'nobody', place: 'my' } },
      { v: 1, state: { at: 'agency.which', query: 1, candidates: [] } },
      { v: 1, state: { at: 'subscribe.confirm', topics: ['gone'] } },
      { v: 1, state: { at: 'profile.ask', asks: [] } },
      { v: 1, state: { at: 'agency.which', query: '', candidates: [1] } },
    ])
      expect(readState(stored)).toEqual({ at: 'idle' })
  })
})

describe('offered choices at rest', () => {
  const good: Offered = {
    turn: 4,
    choices: [
      { kind: 'press', means: 'agency:x', label: { verbatim: '*X*' } },
      { kind: 'press', means: 'menu:check', label: say('choices.check') },
      { kind: 'open', url: 'https://x.id', label: { written: { id: 'buka' } } },
    ],
  }

  it('come back as they were', () => {
    expect(readOffered(JSON.parse(JSON.stringify(writeOffered([good]))))).toEqual([good])
  })

  it('come back as they were when the same are offered again and again', () => {
    const again = [good, { ...good, turn: 3 }, { turn: 2, choices: good.choices.slice(1) }]
    const stored = JSON.stringify(writeOffered(again))
    expect(readOffered(JSON.parse(stored))).toEqual(again)
    expect(stored.match(/menu:check/g)).toHaveLength(2)
  })

  it('leave out a set that can no longer be spoken, and never throw', () => {
    const stored = writeOffered([good]) as { readonly offered: readonly unknown[] }
    const unknown = [3, [['x', 'gone.phrase', []]]]
    const lacking = [2, [['x', 'agency.licensed', []]]]
    const repeated = [1]
    expect(
      readOffered({ v: 2, offered: [unknown, [5], ...stored.offered, lacking, repeated, 7, null] }),
    ).toEqual([good])
    fc.assert(fc.property(fc.anything(), (stored) => Array.isArray(readOffered(stored))))
  })
})
