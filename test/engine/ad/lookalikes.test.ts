import { domainToUnicode } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAds, createOwners, decodeHost, type OwnAddress } from '#engine'
import { loadLookalikeWords, loadOfficial } from '../../../src/lists/index.ts'
import { readLookalikes } from '../../../src/tools/bench/impersonation.bench.ts'
import { book, content, knowledge, table } from './kit.ts'

const firm: readonly OwnAddress[] = [
  { owner: 'PT AGESA ASA JAYA', sort: 'firm', kind: 'domain', value: 'agesaasajaya.co.id' },
  { owner: 'PT AGESA ASA JAYA', sort: 'firm', kind: 'account', value: 'instagram:agesaasajaya' },
  { owner: 'PT ASAMULIA INDOMANPOWER', sort: 'firm', kind: 'domain', value: 'asamuliaindo.com' },
]
const owners = createOwners({
  own: [...loadOfficial(content), ...firm],
  words: loadLookalikeWords(content),
  firms: new Set(['agesaasajaya', 'asiaindomanpower', 'asamuliaindomanpower']),
  book,
})
const ads = createAds({ book, table, contacts: [], owners: () => owners })
const signsOf = (text: string, posters: readonly string[] = []) =>
  ads.read(text, knowledge, posters).judgement

describe('addresses that look like somebody else’s', () => {
  it.each(['dev', 'seal'] as const)('are found, and nobody else is accused: %s', (set) => {
    const { owners: known, fakes, reals } = readLookalikes(set)
    const judge = (address: string) =>
      known.judge(/[:@]/.test(address) ? address : new URL(`https://${address}`).hostname)
    const found = fakes.filter(({ address, sort }) => judge(address)?.sort === sort)
    expect(found.length / fakes.length).toBeGreaterThanOrEqual(0.98)
    // Only how many: the sealed set is not to be read by whoever mends this.
    expect(reals.filter(({ address }) => judge(address) !== null).length).toBe(0)
  })

  it('are large enough a set', () => {
    const { fakes, reals } = readLookalikes('seal')
    expect(fakes.length).toBeGreaterThanOrEqual(300)
    expect(reals.length).toBeGreaterThanOrEqual(300)
  })

  it.each([
    ['another ending', 'kp2mi.com'],
    ['words put to it', 'bp2mi-loker.com'],
    ['a slip', 'kemnakr.com'],
    ['letters that look the same', new URL('https://k\u0435mnaker.com').hostname],
    ['figures for letters', 's1skop2mi.net'],
    ['the real name before another site', 'kp2mi.go.id.daftar-kerja.com'],
    ['a blog', 'bp2mi-loker.blogspot.com'],
    ['an account with words put to it', 'telegram:kp2mi_loker'],
    ['mail of anybody', 'bp2mi.loker@gmail.com'],
    ['a firm’s name elsewhere', 'agesaasajaya.online'],
    ['a firm’s name with a slip', 'agesaasajya.co.id'],
  ])('are told: %s', (_, address) => {
    expect(owners.judge(address)).not.toBe(null)
  })

  it.each([
    ['the state itself', 'kemnaker.go.id'],
    ['its own below it', 'siskop2mi.bp2mi.go.id'],
    ['an office of another name', 'instagram:bp3mi_jateng'],
    ['an office in a town', 'instagram:kemnaker_jatim'],
    ['a name that may be theirs', 'instagram:kemnaker'],
    ['a university', 'lp2m.um.ac.id'],
    ['a neighbour of a short name', 'kp2m.or.id'],
    ['ordinary words', 'lpksiapkerja.com'],
    ['ordinary words of somebody', 'tiktok:siapkerja2026'],
    ['a firm’s own', 'karir.agesaasajaya.co.id'],
    ['another licensed firm', 'asiaindomanpower.com'],
    ['part of a firm’s name', 'asajaya.co.id'],
    ['nobody', 'loker-kamboja.com'],
    ['no address at all', 'localhost'],
  ])('are not: %s', (_, address) => {
    expect(owners.judge(address)).toBe(null)
  })

  it('never throw, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.emailAddress()), (written) => {
        expect([null, 'object']).toContain(
          owners.judge(written) === null ? null : typeof owners.judge(written),
        )
      }),
    )
  })

  it('are a sign with whose it looks like; in a warning they are none', () => {
    const offered = signsOf(
      'LOWONGAN KOREA resmi, gaji 25 juta, daftar di https://kp2mi-pendaftaran.site sekarang, WA 0812-3456-7890',
    )
    expect(offered.level).toBe('danger')
    expect(offered.signs.find(({ name }) => name === 'looks_like_state')?.looksLike).toEqual([
      { owner: 'KP2MI', sort: 'state', address: 'kp2mi-pendaftaran.site' },
    ])
    const asked = signsOf('Ini situs resmi bukan ya kak? https://bp2mi-loker.com')
    expect(asked.level).toBe('caution')
    const warned = signsOf(
      'Hati-hati penipuan! Jangan percaya situs palsu kp2mi-loker.com, laporkan ke polisi',
    )
    expect(warned.level).toBe('no-signs')
    expect(warned.signs).toEqual([])
  })

  it('are not told of what a picture may only have been misread to say', () => {
    const poster = ['0f1e2d3c4b5a6978']
    // A dot that was not seen, an i taken for an l.
    for (const misread of ['kemnakergo.id', 'bp2ml.com'])
      expect(
        signsOf(`Lowongan kerja Taiwan, daftar di https://${misread}/daftar sekarang`, poster).signs.map(
          ({ name }) => name,
        ),
      ).not.toContain('looks_like_state')
    expect(
      signsOf('Lowongan kerja Taiwan, daftar di https://bp2mi-loker.com/daftar', poster).signs.map(
        ({ name }) => name,
      ),
    ).toContain('looks_like_state')
  })

  it('decodes names in other scripts as the platform does, and leaves alone what is none', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcеорсхіјѕдпωκ-日本ü'), minLength: 1, maxLength: 12 }),
        (label) => {
          let host: string
          try {
            host = new URL(`https://${label}x.com`).hostname
          } catch {
            return
          }
          expect(decodeHost(host)).toBe(domainToUnicode(host))
        },
      ),
    )
    expect(decodeHost('xn--.com')).toBe('xn--.com')
    expect(decodeHost('xn--99999999.com')).toBe('xn--99999999.com')
  })
})
