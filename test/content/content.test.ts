import { describe, expect, it } from 'vitest'
import { type Locale, type PhraseKey, phrases, plainText, say } from '#engine'
import { loadContacts } from '../../src/lists/index.ts'
import { checkContent } from '../../src/tools/check-content/check.ts'
import { content, shippedSpeak } from '../kit/people.ts'

const keys = Object.keys(phrases) as PhraseKey[]
const values = {
  agency: 'MAJU JAYA ABADI SENTOSA',
  asOf: '2026-09-17',
  query: 'Maju Jaya',
  since: '2026-02-04',
  latest: '2026-02-04',
  on: '2015',
  source: 'Kepmen P2MI 96/2026',
  names: 'PT MAJU JAYA ABADI',
  office: 'KP2MI',
  value: 'X',
}
const spoken = (key: PhraseKey, locale: Locale): string =>
  plainText(shippedSpeak()((say as (key: PhraseKey, with_: object) => never)(key, values), locale))

describe('content', () => {
  it('is complete and sourced, its sentences short, its labels fit on a button', () => {
    expect(checkContent(content)).toEqual([])
  })

  it('calls nobody illegal', () => {
    const slander = keys.filter(
      (key) =>
        key.startsWith('agency.') &&
        /ilegal|illegal|penipu\b|bodong/i.test(spoken(key, 'id') + spoken(key, 'en')) &&
        key !== 'agency.licensed_not_the_sender',
    )
    expect(slander).toEqual([])
  })

  it('says the list’s date in every opening of an agency answer', () => {
    const openings = keys.filter((key) =>
      /^agency\.(ask|no_name|licensed|revoked|suspended|expired|which|which_one|which_whole|which_same|form|old_list|unlisted|unlisted_form|several|revoked_weak|suspended_weak|expired_weak|gone)$/.test(
        key,
      ),
    )
    expect(openings).toHaveLength(19)
    for (const key of openings)
      for (const locale of ['id', 'en'] as const) expect(spoken(key, locale)).toContain('17 September 2026')
  })

  it('gives no number that is not in contacts.csv', () => {
    const good = loadContacts(content).map(({ contact }) => contact.value)
    for (const key of keys)
      for (const locale of ['id', 'en'] as const)
        for (const [number] of spoken(key, locale).matchAll(/\+\d[\d\s-]{6,}\d|0800-\d+/g))
          expect(good).toContain(number)
  })
})
