import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../src/console/campaign-csv.ts'
import { fresh, readDraft, typedOf } from '../../src/console/campaign-form.ts'
import { compare, differenceOf, intervalOf } from '../../src/console/campaign-numbers.ts'

describe('numbers of a campaign', () => {
  // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, (a): 56/70 and 48/80.
  it('gives the published interval of a difference', () => {
    const { low, high } = differenceOf({ of: 80, count: 48 }, { of: 70, count: 56 })
    expect(low).toBeCloseTo(0.0524, 4)
    expect(high).toBeCloseTo(0.3339, 4)
  })

  it('knows little of few, and never leaves the possible', () => {
    expect(intervalOf({ of: 0, count: 0 })).toEqual({ low: 0, high: 1 })
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), (one, other) => {
        const [count, of] = [Math.min(one, other), Math.max(one, other)]
        const { low, high } = intervalOf({ of, count })
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(of === 0 ? 0 : count / of + 1e-9)
      }),
    )
  })

  it('says which text is better only when nothing in the interval says otherwise', () => {
    expect(compare({ of: 0, count: 0 }, { of: 5, count: 1 }).kind).toBe('none')
    expect(compare({ of: 50, count: 0 }, { of: 50, count: 50 }).kind).toBe('few')
    expect(compare({ of: 1_000, count: 100 }, { of: 1_000, count: 110 }).kind).toBe('few')
    expect(compare({ of: 1_000, count: 100 }, { of: 1_000, count: 200 }).kind).toBe('clear')
  })
})

describe('a campaign’s form', () => {
  const telling = { zone: 'Asia/Makassar', channels: ['telegram' as never] } as const
  it('is the same when it is read, shown and read again', () => {
    const typed = {
      ...fresh,
      name: 'Kamboja',
      'a-id-words': 'Awas.\r\n\r\nCek dulu.',
      'a-id-choice-1': 'Ya',
      'a-id-template': 'alert',
      'a-id-template-values': 'satu\r\ndua',
      'b-id-words': 'Tanya dulu.',
      'channel-telegram': 'yes',
      'province-JT': 'yes',
      'without-12': 'yes',
      start: '2026-12-01T09:30',
      values: 'kota: Indramayu',
    }
    const read = readDraft(typed, telling)
    if (!read.ok) throw new Error(read.mistake.label)
    expect(read.draft.plan.startAt).toEqual(new Date('2026-12-01T01:30:00Z'))
    expect(read.draft.texts[0]).toMatchObject({ text: 'Awas.\n\nCek dulu.', choices: ['Ya'] })
    expect(read.draft.texts[0]?.template).toEqual({ name: 'alert', language: 'id', values: ['satu', 'dua'] })
    expect(read.draft.plan.audience).toMatchObject({ provinces: ['JT'], without: ['12'] })
    expect(readDraft(typedOf(read.draft, 'Asia/Makassar'), telling)).toEqual(read)
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ topic: 'weather' }, 'topic'],
    [{ 'hours-to': '' }, 'hours-from'],
    [{ 'cap-days': '-1' }, 'cap-days'],
    [{ 'seen-days': 'many' }, 'seen-days'],
    [{ start: 'tomorrow' }, 'start'],
    [{ values: 'kota' }, 'values'],
    [{ 'a-jv-choice-0': 'Ya' }, 'a-jv-words'],
  ])('names the field that cannot be read: %j', (wrong, field) => {
    const read = readDraft({ ...fresh, name: 'Kamboja', ...wrong }, telling)
    expect(read.ok ? null : read.mistake.field).toBe(field)
  })
})

it('writes tables in which nothing is run as a formula', async () => {
  async function* rows() {
    yield ['=1+1', 'a,"b"', '-2', 5, null] as const
  }
  let table = ''
  for await (const piece of linesOf(['a', 'b', 'c', 'd', 'e'], rows(), (row) => row)) table += piece
  expect(table).toBe('a,b,c,d,e\r\n\'=1+1,"a,""b""",\'-2,5,\r\n')
})
