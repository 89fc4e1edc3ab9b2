import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPhones } from '../../../src/engine/ad/phones.ts'
import { readTsv } from './kit.ts'

const phonesIn = (text: string) => findPhones(text).map(({ e164 }) => e164)

describe('findPhones', () => {
  it.each(readTsv('phones.tsv'))('%s → %s', (written = '', phones = '') => {
    const text = written.replaceAll('\\u200B', '\u200B')
    expect(phonesIn(text).join(' ') || '-').toBe(phones)
  })

  it('tells where a number stood and whether it was disguised', () => {
    const text = 'minat? WA 08l2-3456-789O ya'
    const [phone] = findPhones(text)
    expect(text.slice(phone?.start, phone?.end)).toBe('08l2-3456-789O')
    expect(phone?.disguised).toBe(true)
    expect(findPhones('WA 081234567890')[0]?.disguised).toBe(false)
  })

  it('finds an ordinary number however it is parted', () => {
    const mobile = fc
      .tuple(
        fc.constantFrom('0812', '0857', '0878', '0896'),
        fc.stringMatching(/^[2-9][0-9]{3}$/),
        fc.stringMatching(/^[0-9]{4}$/),
      )
      .filter(([, , end]) => !/^(?:0[28]|62)/.test(end))
    const sign = fc.constantFrom('', ' ', '-', '.', '/', ' - ', '_', '*')
    fc.assert(
      fc.property(mobile, sign, fc.constantFrom('WA ', 'hub: ', ''), (groups, part, before) => {
        expect(phonesIn(`loker ${before}${groups.join(part)} cepat`)).toEqual([
          `+62${groups.join('').slice(1)}`,
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('never throws and stays within the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        for (const { start, end } of findPhones(text)) expect(start < end && end <= text.length).toBe(true)
      }),
    )
    expect(findPhones('0812 '.repeat(5000)).length).toBeLessThanOrEqual(50)
  })
})
