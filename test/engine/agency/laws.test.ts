/** What must hold for every name, every text and every list: tried with many, not with a few. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKnowledge, type Day, type Statement } from '#engine'
import { squash } from '../../../src/engine/agency/fold.ts'
import { makeGone, makeLookalikes } from '../../../src/tools/bench/lookalikes.ts'
import { createChance, keyOf } from '../../../src/tools/bench/names.ts'
import { knowledge, listed, ordinaryWords, shipped } from './shipped.ts'

const keys = new Set(listed.map(keyOf))
const name = fc.constantFrom(...listed)
const word = fc
  .stringMatching(/^[a-z]{3,10}$/)
  .filter((made) => !ordinaryWords.beside.has(made) && !/(nya|ipun|keun|kan)$/.test(made))
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.oneof(name, word, fc.constantFrom('PT', 'CV', 'itu', 'dan', '?', '\n', '\u200b', '0812', 'yg', '-')),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join(' ')),
)

function licensedIn(message: string): readonly string[] {
  return [...knowledge.read(message).map(({ verdict }) => verdict), knowledge.judge(message)].flatMap(
    (verdict) => (verdict.kind === 'licensed' ? [verdict.agency.name] : []),
  )
}

describe('laws of the licence check', () => {
  test('an unknown word beside a listed name makes another name', () => {
    fc.assert(
      fc.property(name, word, fc.boolean(), (official, added, before) => {
        const written = before ? `PT ${added} ${official}` : `PT ${official} ${added}`
        fc.pre(!keys.has(keyOf(before ? `${added}${official}` : `${official}${added}`)))
        return licensedIn(written).length === 0
      }),
      { numRuns: 400 },
    )
  })

  test('a word of any name, and any word firms like, beside a listed name makes another name', () => {
    const namely = fc.constantFrom(
      ...listed.flatMap((official) => official.split(' ')),
      ...ordinaryWords.business,
    )
    fc.assert(
      fc.property(
        name,
        namely,
        fc.constantFrom(' ', ', ', '. ', ' - ', ' (', '\n', ' / ', ' & '),
        (official, added, gap) => {
          fc.pre(!keys.has(keyOf(official + added)))
          return licensedIn(`apa pt ${official}${gap}${added} resmi?`).length === 0
        },
      ),
      { numRuns: 600 },
    )
  })

  test('licensed is said only of a name whose letters stand in the text', () => {
    fc.assert(
      fc.property(text, (message) =>
        licensedIn(message).every((official) => squash(message).includes(squash(official))),
      ),
      { numRuns: 500 },
    )
  })

  test('no text makes it throw, and no query is longer than 80 characters', () => {
    fc.assert(
      fc.property(text, (message) =>
        [...knowledge.read(message).map(({ verdict }) => verdict), knowledge.judge(message)].every(
          ({ query }) => query.length <= 80 && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(query),
        ),
      ),
      { numRuns: 500 },
    )
  })

  test('the same text is always read the same', () => {
    fc.assert(
      fc.property(text, (message) => {
        expect(knowledge.read(message)).toEqual(knowledge.read(message))
      }),
      { numRuns: 100 },
    )
  })

  test('a text of 64 KB is read', () => {
    expect(knowledge.read('PT Minori '.repeat(6500)).length).toBeGreaterThan(0)
    expect(knowledge.read('\u{1F600}'.repeat(16_000))).toEqual([])
  })

  test('a sanction after the list, and on its day, wins over the list; one before it does not', () => {
    const days = fc.constantFrom(
      '2015',
      '2026-08',
      '2026-09-16',
      '2026-09-17',
      '2026-09',
      '2026-09-18',
      '2027',
    )
    fc.assert(
      fc.property(name, days, fc.constantFrom('revoked', 'suspended', 'expired'), (official, on, says) => {
        const sanction: Statement = {
          name: official,
          licence: null,
          says,
          on: on as Day,
          source: 'a test',
          weak: false,
        }
        const own = {
          name: official,
          licence: null,
          says: 'listed',
          on: shipped.asOf,
          source: 'a test',
          weak: false,
        } as const
        const verdict = createKnowledge({
          asOf: shipped.asOf,
          statements: [own, sanction],
          ordinaryWords,
        }).judge(official)
        expect(verdict.kind).toBe(['2015', '2026-08', '2026-09-16'].includes(on) ? 'licensed' : 'lapsed')
      }),
      { numRuns: 60 },
    )
  })
})

describe('fakes and gone names by the thousand', () => {
  const world = {
    knowledge,
    listed,
    gone: [
      ...new Set(
        shipped.statements.filter(({ says }) => says !== 'listed').map((statement) => statement.name),
      ),
    ].filter((gone) => !keys.has(keyOf(gone))),
    keys,
    words: [...new Set(listed.flatMap((official) => official.split(' ')))],
    statements: shipped.statements,
    ordinaryWords,
    asOf: shipped.asOf,
  }

  test('none of 2,000 look-alikes is licensed', () => {
    const fooled = makeLookalikes(world, 2000, createChance(1)).filter(
      (fake) => licensedIn(fake.text).length > 0,
    )
    expect(fooled).toEqual([])
  })

  test('no revoked or old name is licensed, typed well or badly', () => {
    const fooled = makeGone(world, 2, createChance(2)).filter((gone) => licensedIn(gone.text).length > 0)
    expect(fooled).toEqual([])
  })
})
