import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, plainText, say } from '#engine'
import { createSpeak, loadWords, mostShown, plainValue, writeDay } from '../../src/words/index.ts'
import { content, shippedSpeak } from '../kit/people.ts'

const asOf = '2026-09-17' as Day
const speak = shippedSpeak()
const bidiAndHidden = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\u00AD\uFEFF\p{Cc}]/u

describe('speak', () => {
  it('writes dates in the language whose words are used', () => {
    const wording = say('agency.unlisted', { query: 'X', asOf })
    expect(plainText(speak(wording, 'id'))).toContain('17 September 2026')
    expect(plainText(speak(say('agency.unlisted', { query: 'X', asOf: '2026-02' }), 'en'))).toContain(
      'February 2026',
    )
    expect(plainText(speak(say('agency.unlisted', { query: 'X', asOf: '2026-02' }), 'jv'))).toContain(
      'Februari 2026',
    )
  })

  it('falls back to Indonesian for a language without words', () => {
    const unfinished = createSpeak({ ...loadWords(content), jv: new Map() })
    expect(unfinished(say('common.thanks'), 'jv')).toEqual(speak(say('common.thanks'), 'id'))
    expect(unfinished(say('common.thanks'), 'en')).not.toEqual(speak(say('common.thanks'), 'id'))
  })

  it('speaks what a reviewer wrote, in paragraphs and without marks', () => {
    const written = { written: { id: 'Halo *semua*.\n\nIni penting.', en: 'Hello.' } }
    expect(plainText(speak(written, 'su'))).toBe('Halo *semua*.\n\nIni penting.')
    expect(plainText(speak(written, 'en'))).toBe('Hello.')
  })

  it('never lets a value change the markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (value) => {
        const plain = speak(say('agency.unlisted', { query: 'X', asOf }), 'id')
        const hostile = speak(say('agency.unlisted', { query: value, asOf }), 'id')
        expect(hostile.map(({ kind, spans }) => [kind, ...spans.map((span) => span.kind)])).toEqual(
          plain.map(({ kind, spans }) => [kind, ...spans.map((span) => span.kind)]),
        )
      }),
    )
  })

  it('shows hostile values as one short line of visible letters', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom(
              '**FREE**',
              '[x](https://evil.id)',
              '\u202E',
              '\u200B',
              '\n\n',
              '\r',
              '\u0000',
              '{asOf}',
              '<b>',
              '\u2066',
              '\u00AD',
            ),
          ),
          { maxLength: 80 },
        ),
        (pieces) => {
          const shown = plainValue(pieces.join(''))
          expect(shown).not.toMatch(bidiAndHidden)
          expect(shown).not.toMatch(/\n/)
          expect([...shown].length).toBeLessThanOrEqual(mostShown)
          expect(shown).not.toMatch(/\p{Cs}/u)
        },
      ),
    )
  })

  it('keeps an honest name as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][A-Z0-9'&.-]{1,12}( [A-Z][A-Z0-9'&.-]{1,12}){0,4}$/), (name) => {
        expect(plainValue(name)).toBe(name)
      }),
    )
  })

  it('cuts 64 KB to what a person can read', () => {
    expect([...plainValue('PT MAJU '.repeat(8192))]).toHaveLength(mostShown)
  })
})

describe('writeDay', () => {
  it.each([
    ['2026-09-17', '17 September 2026'],
    ['2026-02', 'Februari 2026'],
    ['2015', '2015'],
    ['2017-01-05', '5 Januari 2017'],
  ])('%s → %s', (day, written) => {
    expect(writeDay(day as Day, 'id')).toBe(written)
  })
})
