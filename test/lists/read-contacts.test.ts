import { describe, expect, it } from 'vitest'
import { isUnsure } from '#engine'
import { loadContacts, readContacts, usable } from '../../src/lists/index.ts'
import { content } from '../kit/people.ts'

const header = 'place,office,by,value,needs,as_of,confidence,source\n'
const calls = 'value,on,by,result\n'
const row = 'my,KBRI Kuala Lumpur,phone,+60 17-668 8032,danger,2024-12-02,good,rmol.id\n'
const error = (contacts: string, confirmed = calls): string => {
  const reading = readContacts(contacts, confirmed)
  return reading.kind === 'read'
    ? 'read'
    : `${reading.file} ${reading.error.row} ${reading.error.column}: ${reading.error.problem}`
}
const contact = (confirmed: string, contacts = header + row) => {
  const reading = readContacts(contacts, confirmed)
  if (reading.kind !== 'read') throw new Error(error(contacts, confirmed))
  return reading.rows[0]?.contact
}

describe('readContacts', () => {
  it('reads a row', () => {
    expect(contact(calls)).toEqual({
      place: 'my',
      office: 'KBRI Kuala Lumpur',
      by: 'phone',
      value: '+60 17-668 8032',
      needs: ['danger'],
      asOf: '2024-12-02',
      doubtful: false,
    })
  })

  it.each([
    ['place', row.replace('my,', 'xx,'), /contacts 2 place: "xx" is not known; write one of id, my,/],
    ['by', row.replace('phone', 'fax'), /contacts 2 by: "fax" is not known/],
    [
      'number',
      row.replace('+60 17-668 8032', '+60 17 abc'),
      /contacts 2 value: "\+60 17 abc" is not a phone/,
    ],
    ['need', row.replace('danger', 'danger;tea'), /contacts 2 needs: "danger;tea" is not known/],
    ['day', row.replace('2024-12-02', 'last year'), /contacts 2 as_of: "last year" is no day/],
    [
      'confidence',
      row.replace(',good,', ',old,'),
      /contacts 2 confidence: "old" is not known; write one of good, recheck/,
    ],
    ['source', row.replace('rmol.id', ''), /contacts 2 source: This cell is empty/],
  ])('refuses a wrong %s and says what to do', (_what, wrong, said) => {
    expect(error(header + wrong)).toMatch(said)
  })

  it('refuses a call to a number that nobody has', () => {
    expect(error(header + row, `${calls}+60 1,2026-11-24,ani,answers\n`)).toMatch(
      /confirmed null value: "\+60 1" is in no row/,
    )
  })

  it('takes the date of a call that was answered, and hides a number found dead', () => {
    expect(contact(`${calls}+60 17-668 8032,2026-11-20,ani,answers\n`)?.asOf).toBe('2026-11-20')
    const reading = readContacts(
      header + row,
      `${calls}+60 17-668 8032,2026-11-20,ani,answers\n+60 17-668 8032,2026-11-21,ani,dead\n`,
    )
    if (reading.kind !== 'read') throw new Error('not read')
    expect(reading.rows).toHaveLength(1)
    expect(usable(reading.rows)).toEqual([])
  })

  it('trusts a weak number only after a call', () => {
    const weak = header + row.replace(',good,', ',recheck,').replace('2024-12-02', '2026-10-01')
    const now = new Date('2026-11-24T00:00:00Z')
    const before = contact(calls, weak)
    const after = contact(`${calls}+60 17-668 8032,2026-11-20,ani,answers\n`, weak)
    expect(before && isUnsure(before, now)).toBe(true)
    expect(after && isUnsure(after, now)).toBe(false)
    expect(after && isUnsure(after, new Date('2029-01-01'))).toBe(true)
  })

  it('ships the numbers of the countries that have one', () => {
    const places = new Set(loadContacts(content).map((each) => each.contact.place))
    expect([...places].sort()).toEqual(
      ['abroad', 'anywhere', 'hk', 'id', 'jp', 'kh', 'kr', 'mm', 'my', 'th', 'tw'].sort(),
    )
  })
})
