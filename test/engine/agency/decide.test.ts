/** `decide` by itself: the one place that may say licensed, whatever it is handed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Agency, AgencyId, Day, Standing } from '#engine'
import { decide, type Reading } from '../../../src/engine/agency/verdict.ts'

const asOf = '2026-09-17' as Day

function agency(name: string, standing: Standing = { kind: 'listed' }): Agency {
  return { id: name.toLowerCase().replaceAll(' ', '-') as AgencyId, name, licences: [], standing }
}

function reading(parts: Partial<Reading>): Reading {
  return { query: 'asa jaya', form: 'pt', typed: 'asa jaya', alone: true, candidates: [], ...parts }
}

const asaJaya = { agency: agency('ASA JAYA'), differs: [] }
const revoked = {
  agency: agency('ASA JAYA', { kind: 'revoked', since: '2017-01-17' as Day, source: 'a page', weak: false }),
  differs: [],
}

describe('decide', () => {
  test('the whole name, alone, is licensed, with the date of the list', () => {
    expect(decide(reading({ candidates: [asaJaya] }), asOf)).toEqual({
      kind: 'licensed',
      agency: asaJaya.agency,
      query: 'asa jaya',
      asOf,
    })
  })

  test.each([
    ['not alone', { alone: false }, 'near'],
    ['another spelling', { typed: 'assa jaya' }, 'near'],
    ['a word too many', { typed: 'asa jaya group' }, 'near'],
    ['nothing typed', { typed: '' }, 'near'],
    ['look-alike letters', { typed: 'аsa jaya' }, 'near'],
    ['something invisible inside', { typed: 'as\u200ba jaya' }, 'near'],
    ['a CV', { form: 'cv' }, 'form'],
    ['a foundation', { form: 'yayasan' }, 'form'],
    ['a training institute', { form: 'lpk' }, 'form'],
  ] as const)('%s: asks', (_, parts, why) => {
    expect(decide(reading({ candidates: [asaJaya], ...parts }), asOf)).toMatchObject({ kind: 'which', why })
  })

  test('two agencies of one spelling: asks which', () => {
    const twin = { agency: agency('ASAJAYA'), differs: [] }
    expect(decide(reading({ candidates: [asaJaya, twin] }), asOf)).toMatchObject({
      kind: 'which',
      why: 'same',
      candidates: [asaJaya, twin],
    })
  })

  test('a revoked licence is lapsed, with its day and source', () => {
    expect(decide(reading({ candidates: [revoked] }), asOf)).toMatchObject({
      kind: 'lapsed',
      standing: { kind: 'revoked', since: '2017-01-17', source: 'a page' },
    })
  })

  test('a name of an old list is said to be one', () => {
    const old = { agency: agency('ASA JAYA', { kind: 'old-list', on: '2025-12-31' as Day }), differs: [] }
    expect(decide(reading({ candidates: [old] }), asOf)).toMatchObject({ kind: 'old-list' })
  })

  test('no candidate: unlisted, with the legal form', () => {
    expect(decide(reading({ form: 'cv' }), asOf)).toEqual({
      kind: 'unlisted',
      form: 'cv',
      query: 'asa jaya',
      asOf,
    })
  })

  test('never more than three names', () => {
    const many = ['A B', 'A C', 'A D', 'A E'].map((name) => ({ agency: agency(name), differs: [] }))
    const verdict = decide(reading({ candidates: many }), asOf)
    expect(verdict.kind === 'which' && verdict.candidates).toHaveLength(3)
  })

  test('licensed means the typed letters are the name, and nothing else', () => {
    const letters = fc.stringMatching(/^[a-c ]{1,6}$/)
    fc.assert(
      fc.property(
        letters,
        letters,
        fc.boolean(),
        fc.constantFrom(null, 'pt', 'cv'),
        (typed, name, alone, form) => {
          fc.pre(name.trim() !== '')
          const verdict = decide(
            reading({ typed, alone, form, candidates: [{ agency: agency(name), differs: [] }] }),
            asOf,
          )
          const same = typed.replaceAll(' ', '') === name.replaceAll(' ', '') && alone && form !== 'cv'
          expect(verdict.kind === 'licensed').toBe(same)
        },
      ),
    )
  })
})
