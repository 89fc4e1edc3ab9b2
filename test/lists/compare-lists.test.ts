/** What a new list changes: shown to the operator before it replaces the old one. */
import { expect, test } from 'vitest'
import type { Day, Statement } from '#engine'
import { compareLists } from '../../src/lists/index.ts'

function listed(name: string, licence: string | null, says: Statement['says'] = 'listed'): Statement {
  return { name, licence, says, on: '2026-09-17' as Day, source: 'a page', weak: false }
}

test('added, removed, renamed and changed', () => {
  const before = [listed('ASA JAYA', '1'), listed('MINORI', '2'), listed('SARCO', '3'), listed('QAFCO', null)]
  const after = [
    listed('Asa-Jaya', '1'),
    listed('MINORI', '22'),
    listed('SARCO INDONESIA', '3'),
    listed('NEW COMER', '4'),
  ]
  expect(compareLists(before, after)).toEqual({
    added: ['NEW COMER'],
    removed: ['QAFCO'],
    renamed: [{ from: 'SARCO', to: 'SARCO INDONESIA', licence: '3' }],
    changed: [{ name: 'MINORI', from: 'listed 2', to: 'listed 22' }],
    shrinksTooMuch: false,
  })
})

test('another standing is a change', () => {
  const { changed } = compareLists([listed('MINORI', '2')], [listed('MINORI', '2', 'revoked')])
  expect(changed).toEqual([{ name: 'MINORI', from: 'listed 2', to: 'revoked 2' }])
})

test('a tenth may go, more is too much', () => {
  const before = Array.from({ length: 100 }, (_, at) => listed(`NAME ${at}`, String(at)))
  expect(compareLists(before, before.slice(10)).shrinksTooMuch).toBe(false)
  expect(compareLists(before, before.slice(11)).shrinksTooMuch).toBe(true)
  expect(compareLists([], before)).toMatchObject({ shrinksTooMuch: false, removed: [] })
})

test('the same list changes nothing', () => {
  const same = [listed('ASA JAYA', '1'), listed('DAYA HELDIA ABADI', '2'), listed('DAYA HELDIA ABADI', '3')]
  expect(compareLists(same, [...same].reverse())).toEqual({
    added: [],
    removed: [],
    renamed: [],
    changed: [],
    shrinksTooMuch: false,
  })
})
