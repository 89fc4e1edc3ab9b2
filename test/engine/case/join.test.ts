import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alikeFrom,
  type CaseId,
  createClaims,
  differenceOfPictures,
  fingerprintText,
  type Harm,
  type Indicator,
  indicatorsOf,
  joinReport,
  type KnownCases,
  keyOf,
  keysOfPicture,
  likenessOfTexts,
  prioritise,
  weighPeople,
} from '#engine'
import { book } from '../ad/kit.ts'

const claims = createClaims(book)
const exempt = {
  phones: new Set(['+628118080141']),
  domains: new Set(['ptmaju.co.id']),
  accounts: new Set(['instagram:ptmaju']),
}
const identify = (text: string, posters: readonly string[] = []) =>
  indicatorsOf(claims.read(text, { read: () => [] }), exempt, { posters, text: fingerprintText(text) })
const joining = (text: string) =>
  identify(text)
    .filter(({ joins }) => joins)
    .map(keyOf)

describe('indicatorsOf', () => {
  it.each([
    ['WA 08l2-3456-7890', ['phone:+6281234567890']],
    ['wa.me/6281234567890 atau 0812 3456 7890', ['phone:+6281234567890']],
    ['BCA 1234567890 an Budi', ['bank-account:bca:1234567890']],
    ['DANA 081234567890', ['phone:+6281234567890', 'bank-account:dana:6281234567890']],
    ['IG: @loker_taiwan', ['account:instagram:loker_taiwan']],
    ['https://t.me/Agen_X?start=1', ['account:telegram:agen_x', 'link:https://t.me/agen_x']],
    ['t.me/joinchat/AbCd', ['link:https://t.me/+AbCd']],
    [
      'https://www.lokerkamboja.com/daftar?fbclid=1',
      ['link:https://lokerkamboja.com/daftar', 'domain:lokerkamboja.com'],
    ],
    [
      'lokerkamboja.blogspot.co.id',
      ['link:https://lokerkamboja.blogspot.com', 'domain:lokerkamboja.blogspot.com'],
    ],
    // None of these names a recruiter.
    ['https://facebook.com/help dan https://bit.ly/abc', []],
    ['https://www.jobstreet.co.id', []],
    ['https://siskop2mi.bp2mi.go.id/lowongan/list', []],
    ['hub 0811-8080-141', []],
    ['https://ptmaju.co.id/karir, IG @ptmaju', []],
    ['rek 1234567890', []],
  ])('%s joins by %j', (text, keys) => {
    expect(joining(text)).toEqual(keys)
  })

  it('keeps what does not join for the reviewer', () => {
    expect(identify('https://bit.ly/abc').map(keyOf)).toEqual(['link:https://bit.ly/abc'])
  })
})

const [old, other] = ['old', 'other'] as readonly string[] as readonly [CaseId, CaseId]
/** Cases that hold these reports. */
function knowing(cases: readonly (readonly [CaseId, readonly Indicator[]])[]): KnownCases {
  return {
    casesWith: (indicator) =>
      cases.filter(([, all]) => all.some((one) => keyOf(one) === keyOf(indicator))).map(([id]) => id),
    picturesLike: (print) =>
      cases.flatMap(([id, all]) =>
        all
          .filter(({ kind }) => kind === 'poster')
          .map(({ value }) => ({
            case: id,
            difference: differenceOfPictures(value, print),
            identifiers: all.map(keyOf),
          })),
      ),
    textsLike: (print) =>
      cases.flatMap(([id, all]) =>
        all
          .filter(({ kind }) => kind === 'text')
          .map(({ value }) => ({ case: id, likeness: likenessOfTexts(value, print) })),
      ),
  }
}
const ad =
  'Dibutuhkan admin dan customer service penempatan Kamboja, gaji besar, mess dan makan gratis, langsung terbang minggu ini'

describe('joinReport', () => {
  it('joins by a shared phone, whatever else was written', () => {
    const known = knowing([[old, identify(`${ad} WA 081234567890`)]])
    const found = joinReport(identify('Kerja kebun Malaysia tanpa paspor hub O8I2 3456 789O'), known)
    expect(found.kind === 'joins' && [found.case, found.by.map(keyOf)]).toEqual([
      old,
      ['phone:+6281234567890'],
    ])
  })

  it('never joins the same words with another phone, and suggests them', () => {
    const known = knowing([[old, identify(`${ad} WA 081234567890`)]])
    expect(joinReport(identify(`${ad} WA 085712345678`), known)).toEqual({
      kind: 'opens',
      suggests: [{ case: old, why: 'alike-text' }],
    })
  })

  it('joins the case that shares most, and suggests the others', () => {
    const known = knowing([
      [old, identify('wa 081234567890')],
      [other, identify('wa 085712345678 BCA 1234567890')],
    ])
    const found = joinReport(identify('081234567890 / 085712345678, tf BCA 1234567890'), known)
    expect(found.kind === 'joins' && found.case).toBe(other)
    expect(found.suggests).toContainEqual({ case: old, why: 'shared' })
  })

  const picture = 'f0f0f0f0f0f0f0f0'
  it.each([
    ['f0f0f0f0f0f0f0ff', '', 'joins', []],
    ['f0f0f0f0f0f0ffff', '', 'opens', ['same-template']],
    ['f0f0f0f0ffffffff', '', 'opens', []],
    // The same picture with somebody else's phone is a template.
    ['f0f0f0f0f0f0f0f1', 'WA 085712345678', 'opens', ['same-picture']],
    ['f0f0f0f0f0f0f0f1', 'WA 081234567890', 'joins', []],
  ])('a picture %s with "%s" %s, suggesting %j', (print, text, kind, why) => {
    const known = knowing([[old, identify('WA 081234567890', [picture])]])
    const found = joinReport(identify(text, [print]), known)
    expect([found.kind, found.suggests.map((each) => each.why)]).toEqual([kind, why])
  })

  it('opens a case when nothing is shared', () => {
    expect(joinReport(identify('wa 085712345678'), knowing([[old, identify('wa 081234567890')]]))).toEqual({
      kind: 'opens',
      suggests: [],
    })
  })
})

describe('fingerprints', () => {
  it('of a text hold through emoji, capitals, another phone and invisible letters', () => {
    const print = fingerprintText(`${ad} WA 081234567890`) ?? ''
    for (const changed of [
      `🔥 ${ad.toUpperCase()} 🔥`,
      `${ad} hub 085799998888`,
      ad.replaceAll('a', 'a\u200B'),
    ])
      expect(likenessOfTexts(print, fingerprintText(changed) ?? '')).toBeGreaterThan(0.6)
    expect(
      likenessOfTexts(
        print,
        fingerprintText('Selamat pagi semua, semoga lancar kerjanya di Taiwan ya mbak') ?? '',
      ),
    ).toBeLessThan(alikeFrom)
  })

  it('are none for a text too short to tell', () => {
    expect(fingerprintText('halo kak')).toBeNull()
    expect(fingerprintText('')).toBeNull()
    expect(fingerprintText('0812 3456 7890')).toBeNull()
  })

  it('of two pictures that differ in at most seven bits share a key', () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 7 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), bits, (print, flipped) => {
        const write = (value: bigint) => value.toString(16).padStart(16, '0')
        const other = flipped.reduce((value, bit) => value ^ (1n << BigInt(bit)), print)
        const [a, b] = [write(print), write(other)]
        expect(differenceOfPictures(a, b)).toBe(flipped.length)
        expect(keysOfPicture(a).some((key) => keysOfPicture(b).includes(key))).toBe(true)
      }),
    )
  })
})

describe('prioritise', () => {
  const now = new Date('2026-11-24T05:00:00Z')
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const calm: Harm = {
    captive: false,
    moneySentAt: null,
    leavesAt: null,
    left: false,
    child: false,
    signs: new Set(),
    people: 1,
    waitingSince: ago(1),
    reborn: false,
  }
  const order: readonly (readonly [string, Partial<Harm>])[] = [
    ['captive', { captive: true }],
    ['money-just-sent', { moneySentAt: ago(2) }],
    ['leaves-soon', { leavesAt: ago(-24) }],
    ['left', { left: true }],
    ['child', { child: true }],
    ['trafficking-pattern', { signs: new Set(['scam_compound']) }],
    ['reborn', { reborn: true }],
    ['money-sent', { moneySentAt: ago(40) }],
    ['many-people', { people: 9 }],
    ['grave-signs', { signs: new Set(['wrong_visa']) }],
    ['waiting-long', { waitingSince: ago(100) }],
  ]

  it('lets no crowd of new accounts weigh as people do', () => {
    expect(weighPeople({ known: 1, fresh: 0 })).toBe(1)
    expect(weighPeople({ known: 0, fresh: 4 })).toBe(1)
    expect(prioritise({ ...calm, people: weighPeople({ known: 2, fresh: 10_000 }) }, now).because).toEqual([])
    expect(prioritise({ ...calm, people: weighPeople({ known: 5, fresh: 0 }) }, now).because).toEqual([
      'many-people',
    ])
  })

  it('puts captivity first, then money that can still be stopped', () => {
    const ranks = order.map(([, harm]) => prioritise({ ...calm, ...harm }, now).rank)
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
    expect(new Set(ranks).size).toBe(ranks.length)
    expect(prioritise(calm, now)).toEqual({ rank: 0, because: [] })
  })

  it('no heap of lesser reasons overtakes a graver one', () => {
    for (const [at, [, harm]] of order.entries()) {
      const lesser = Object.assign({}, ...order.slice(at + 1).map(([, each]) => each)) as Partial<Harm>
      expect(prioritise({ ...calm, ...harm }, now).rank).toBeGreaterThan(
        prioritise({ ...calm, ...lesser }, now).rank,
      )
    }
  })

  it.each(order)('says why: %s', (reason, harm) => {
    expect(prioritise({ ...calm, ...harm }, now).because).toContain(reason)
  })
})
