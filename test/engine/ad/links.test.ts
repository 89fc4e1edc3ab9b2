import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { book, links, linksIn, oneForm, readTsv } from './kit.ts'

const classes = readTsv('links.tsv')

describe('addresses that lead to the same place', () => {
  it('are at least 150 classes, no two of them the same', () => {
    expect(classes.length).toBeGreaterThanOrEqual(150)
    expect(new Set(classes.map(([one]) => one)).size).toBe(classes.length)
  })

  it('are one address, however they are written', () => {
    const wrong = classes.flatMap(([one = '', ...ways]) =>
      [one, ...ways].flatMap((way) => {
        const found = linksIn(`minat? ${way} ya kak`)
        return found.length === 1 && found[0] === one ? [] : [`${way} → ${found.join(' ')}, not ${one}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('stay as they are once in their one form', () => {
    expect(classes.map(([one = '']) => oneForm(one))).toEqual(classes.map(([one]) => one))
  })
})

describe('normalise', () => {
  it.each([
    ['javascript:alert(1)', 'script'],
    ['JaVaScRiPt:alert(1)', 'script'],
    ['data:text/html;base64,PHNjcmlwdD4=', 'script'],
    ['vbscript:msgbox(1)', 'script'],
    ['file:///etc/passwd', 'script'],
    ['http://localhost:3000/x', 'private'],
    ['http://127.0.0.1/', 'private'],
    ['http://2130706433/', 'private'],
    ['http://0x7f.1/', 'private'],
    ['http://10.1.2.3/a', 'private'],
    ['http://192.168.1.1', 'private'],
    ['http://172.20.0.1', 'private'],
    ['http://169.254.169.254/latest/meta-data', 'private'],
    ['http://[::1]/', 'private'],
    ['http://[fd00::1]/', 'private'],
    ['http://printer.local/', 'private'],
    [`https://lokerkamboja.com/${'a'.repeat(20_000)}`, 'too-long'],
    ['https://tidak-ada-akhiran', 'no-site'],
    ['https://', 'no-site'],
    ['', 'no-site'],
    ['https://l.facebook.com/l.php?u=http%3A%2F%2F127.0.0.1%2F', 'private'],
  ])('%s → %s', (written, why) => {
    expect(links.normalise(written)).toEqual({ kind: 'refused', why })
  })

  it.each([
    ['https://bp2mi-go-id.lowongan.xyz', ['poses-as-state']],
    ['https://kemnaker.loker.site', ['poses-as-state']],
    ['https://www.kemnaker.go.id', []],
    ['https://аpple.com', ['foreign-letters']],
    ['https://kemnaker.go.id@lokerkamboja.com/x', ['hides-site']],
    ['http://203.0.113.7/x.apk', ['numbers-for-name']],
  ])('%s is marked %j', (written, marks) => {
    const reading = links.normalise(written)
    expect(reading.kind === 'link' && reading.link.marks).toEqual(marks)
  })

  it.each([
    ['https://lokerkamboja.com/x', 'lokerkamboja.com', true],
    ['https://a.b.lokerkamboja.co.id', 'lokerkamboja.co.id', true],
    ['https://lokerkamboja.blogspot.com/p', 'lokerkamboja.blogspot.com', true],
    ['https://bit.ly/abc', 'bit.ly', false],
    ['https://facebook.com/x/y/z/unknown', 'facebook.com', false],
    ['https://www.kemnaker.go.id/x', 'kemnaker.go.id', false],
    ['https://www.jobstreet.co.id/job/1', 'jobstreet.co.id', false],
  ])('%s is of %s, whose own: %s', (written, domain, own) => {
    const reading = links.normalise(written)
    expect(reading.kind === 'link' && [reading.link.domain, reading.link.own]).toEqual([domain, own])
  })

  it.each([
    ['https://wa.me/6281234567890', 'whatsapp', '6281234567890', '+6281234567890'],
    ['https://t.me/Agen_X', 'telegram', 'agen_x', null],
    ['https://tiktok.com/@Loker/video/12', 'tiktok', 'loker', null],
    ['https://fb.com/Agen.X', 'facebook', 'agen.x', null],
    ['https://facebook.com/profile.php?id=77', 'facebook', '77', null],
  ])('%s is the account of somebody', (written, platform, handle, phone) => {
    const reading = links.normalise(written)
    expect(reading.kind === 'link' && [reading.link.account, reading.link.phone]).toEqual([
      { platform, handle },
      phone,
    ])
  })

  it.each(['https://instagram.com/explore', 'https://facebook.com/login', 'https://t.me/share?url=x'])(
    '%s is nobody',
    (written) => {
      const reading = links.normalise(written)
      expect(reading.kind === 'link' && reading.link.account).toBeNull()
    },
  )
})

describe('find', () => {
  it.each([
    ['gaji.di sana besar, brangkat.ke kantor', []],
    ['PT.Maju Jaya. Info: 08.00-16.00, Rp.8.000.000', []],
    ['Kirim data: KTP, KK. ijazah.sd/smp', []],
    ['kirim ke hrd@ptmaju.co.id', []],
    ['wa, me time', []],
    [
      'satu (https://lokerkamboja.com/a), dua <t.me/abcde>.',
      ['https://lokerkamboja.com/a', 'https://t.me/abcde'],
    ],
    ['klik javascript:alert(1) ya', ['script']],
    ['lihat http://192.168.0.1/cam', ['private']],
    ['https://bit.ly/a\nhttps://bit.ly/b', ['https://bit.ly/a', 'https://bit.ly/b']],
    ['\u202Ehttps://lokerkamboja.com/a\u202C', ['https://lokerkamboja.com/a']],
    ['https://loker\u200Bkamboja.com/a', ['https://lokerkamboja.com/a']],
  ])('%s', (text, found) => {
    expect(linksIn(text)).toEqual(found)
  })

  it('marks an address that was written so that programs overlook it, and tells where it stood', () => {
    const text = 'minat: bit . ly / x9Y sekarang'
    const [found] = links.find(text)
    expect(text.slice(found?.start, found?.end)).toBe('bit . ly / x9Y')
    expect(found?.reading.kind === 'link' && found.reading.link.marks).toEqual(['disguised'])
  })

  it('keeps within the text and within itself, whatever it is given', () => {
    const piece = fc.constantFrom(
      'wa.me/62812',
      'bit . ly / a',
      't,me/x',
      '[.]',
      'https://',
      'a.com',
      ' ',
      '\n',
      '%',
      '👍🏽',
      '\u202E',
      'ｗａ．ｍｅ',
      '/',
      '?',
      '#',
      '@',
      ':',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        let last = 0
        for (const { start, end, reading } of links.find(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          if (reading.kind === 'link') expect(oneForm(reading.link.url)).toBe(reading.link.url)
          last = end
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the address book', () => {
  it('knows no platform by two names and no host twice', () => {
    const hosts = [...book.platforms.flatMap(({ sites }) => sites.flat()), ...book.shorteners]
    expect(new Set(hosts).size).toBe(hosts.length)
  })
})
