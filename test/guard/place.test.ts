import { describe, expect, it } from 'vitest'
import { isPublic } from '../../src/guard/address.ts'
import { readPlace } from '../../src/guard/index.ts'
import { benignAddress, benignUrl, hostileAddress, hostileUrl } from '../kit/hostile-addresses.ts'
import { randomFrom } from '../kit/random.ts'

const why = (url: string) => {
  const reading = readPlace(url)
  return reading.kind === 'refused' ? reading.why : reading.place.host
}

describe('readPlace', () => {
  it.each([
    ['http://127.0.0.1/', 'address'],
    ['http://2130706433/', 'address'],
    ['http://0x7f000001/', 'address'],
    ['http://017700000001/', 'address'],
    ['http://0x7f.1/', 'address'],
    ['http://１２７.0.0.1/', 'address'],
    ['http://①②⑦.0.0.1/', 'address'],
    ['http://127。0。0。1/', 'address'],
    ['http://127.0.0.1./', 'address'],
    ['http://[::ffff:127.0.0.1]/', 'address'],
    ['http://[64:ff9b::7f00:1]/', 'address'],
    ['http://[fe80::1%25eth0]/', 'malformed'],
    ['http://lowongan.example.com@127.0.0.1/', 'credentials'],
    ['http://127.0.0.1\\@lowongan.example.com/', 'address'],
    ['http://ｌｏｃａｌｈｏｓｔ/', 'name'],
    ['http://localhost./', 'name'],
    ['http://a.localhost/', 'name'],
    ['http://router/', 'name'],
    ['http://metadata.google.internal/', 'name'],
    ['http://lowongan.example.com:6379/', 'port'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://lowongan.example.com/', 'scheme'],
    ['lowongan.example.com', 'malformed'],
    ['', 'malformed'],
    [`http://lowongan.example.com/${'a'.repeat(3_000)}`, 'malformed'],
  ])('%s is refused: %s', (url, refusal) => {
    expect(why(url)).toBe(refusal)
  })

  it.each([
    ['http://lowongan.example.com/', 'lowongan.example.com'],
    ['https://LOWONGAN.example.com./x', 'lowongan.example.com'],
    ['http://büro.de:80/', 'xn--bro-hoa.de'],
    ['https://lowongan.example.com:443/', 'lowongan.example.com'],
    ['http://8.8.8.8/', '8.8.8.8'],
    ['https://[2606:4700::1111]/', '2606:4700::1111'],
    ['http://127.0.0.1.nip.io/', '127.0.0.1.nip.io'],
  ])('%s leads to %s', (url, host) => {
    expect(why(url)).toBe(host)
  })

  it('refuses whatever is hostile, and nothing that is not', () => {
    const draw = randomFrom(6)
    for (let at = 0; at < 3_000; at++) {
      const url = hostileUrl(draw)
      expect([url, readPlace(url).kind]).toEqual([url, 'refused'])
      const { url: good, host } = benignUrl(draw)
      expect([good, why(good)]).toEqual([good, host])
    }
  })
})

describe('isPublic', () => {
  it('takes what is public, in the forms a resolver gives, and nothing else', () => {
    const draw = randomFrom(7)
    for (let at = 0; at < 3_000; at++) {
      const hostile = hostileAddress(draw)
      expect([hostile, isPublic(hostile)]).toEqual([hostile, false])
      const benign = benignAddress(draw)
      expect([benign, isPublic(benign)]).toEqual([benign, true])
    }
    for (const odd of ['', '8', '8.8.8', '010.8.8.8', '0x8.8.8.8', '2606:4700::1111%eth0', ' 8.8.8.8', 'x'])
      expect([odd, isPublic(odd)]).toEqual([odd, false])
  })
})
