import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claims, knowledge } from './kit.ts'

const read = (text: string) => claims.read(text, knowledge)
const quotes = (text: string, found: readonly { readonly start: number; readonly end: number }[]) =>
  found.map(({ start, end }) => text.slice(start, end))

/** Everything that was found, in one word each. */
function allIn(text: string): string[] {
  const found = read(text)
  return [
    ...found.agencies.map(({ verdict }) => verdict.query),
    ...found.links.map(({ reading }) => (reading.kind === 'link' ? reading.link.url : reading.why)),
    ...found.accounts
      .filter(({ platform }) => platform !== 'whatsapp')
      .map(({ platform, handle }) => `${platform}:${handle}`),
    ...found.phones.map(({ e164 }) => e164),
    ...found.emails.map(({ value }) => value),
    ...found.bankAccounts.map(({ bank, number }) => `${bank}:${number}`),
    ...found.countries.map(({ value }) => value),
    ...found.money.map(({ least }) => String(least)),
  ]
}

const ad = `LOWONGAN Malaysia & Taiwan! PT DUTA FADALIMA
SIP2MI No. 123/SIP2MI/2026, job order: JO-2026/0881
Caregiver dan operator pabrik. Majikan: Sakura Care Home
Gaji RM 1.700 - 2.000 per bulan, DP Rp 2 juta, visa turis dulu
Transfer BCA 123-456-7890 a.n. Budi Santoso, DANA 0812 3456 7890
IG: @loker_ln, t.me/agen_x, email Kerja.Eropa@gmail.com, kantor (021) 7401234`

describe('claims.read', () => {
  it('finds all that an advertisement claims, each where it stands', () => {
    const found = read(ad)
    expect(found.agencies.map(({ verdict }) => verdict.kind)).toEqual(['licensed'])
    expect(found.permits.map(({ kind, value }) => [kind, value])).toEqual([
      ['sip2mi', '123/SIP2MI/2026'],
      ['job-order', 'JO-2026/0881'],
    ])
    expect(found.countries.map(({ value }) => value)).toEqual(['MY', 'TW'])
    expect(found.jobs.map(({ value }) => value)).toEqual(['care', 'desk', 'factory'])
    expect(found.employers.map(({ value }) => value)).toEqual(['Sakura Care Home'])
    expect(found.visas.map(({ value }) => value)).toEqual(['visit'])
    expect(found.money.map(({ least, most, currency, role }) => [least, most, currency, role])).toEqual([
      [1700, 2000, 'MYR', 'pay'],
      [2_000_000, 2_000_000, 'IDR', 'fee'],
    ])
    expect(found.bankAccounts.map(({ bank, number, holder }) => [bank, number, holder])).toEqual([
      ['bca', '1234567890', 'Budi Santoso'],
      ['dana', '6281234567890', null],
    ])
    expect(found.accounts.map(({ platform, handle }) => `${platform}:${handle}`)).toEqual([
      'instagram:loker_ln',
      'telegram:agen_x',
    ])
    expect(found.emails.map(({ value }) => value)).toEqual(['kerja.eropa@gmail.com'])
    expect(found.phones.map(({ e164 }) => e164)).toEqual(['+6281234567890', '+62217401234'])
    expect(quotes(ad, found.bankAccounts)).toEqual(['123-456-7890', '0812 3456 7890'])
    expect(quotes(ad, found.permits)).toEqual(['123/SIP2MI/2026', 'JO-2026/0881'])
  })

  it.each([
    ['P T  D U T A  F A D A L I M A', 'DUTA FADALIMA'],
    ['P T   M a j u   B e r k a h   S e n t o s a', 'Maju Berkah Sentosa'],
    ['W A 0 8 1 2 3 4 5 6 7 8 9 0', '+6281234567890'],
    ['hub  0 8 1 2  3 4 5 6  7 8 9 0', '+6281234567890'],
    ['klik w a . m e / 6 2 8 1 2 3 4 5 6 7 8 9 0 ya', 'https://wa.me/6281234567890', '+6281234567890'],
    ['w a . m e / 6281234567890', 'https://wa.me/6281234567890', '+6281234567890'],
    ['w  a  .  m  e  /  6281234567890', 'https://wa.me/6281234567890', '+6281234567890'],
    ['t . m e / a g e n _ x', 'https://t.me/agen_x', 'telegram:agen_x'],
    ['I G : @ l o k e r _ t w', 'instagram:loker_tw'],
    ['k e r j a @ g m a i l . c o m', 'kerja@gmail.com'],
    ['B C A 1 2 3 4 5 6 7 8 9 0', 'bca:1234567890'],
    ['B C A  1 2 3 4 5 6 7 8 9 0  a . n .  B u d i', 'bca:1234567890'],
    ['k e r j a  d i  T a i w a n', 'TW'],
    ['k e r j a  d i  T a i w a n,  b i a y a  5  j u t a', 'TW', '5000000'],
  ])('reads letters set apart: %s', (text, ...wanted) => {
    expect(allIn(text).sort()).toEqual(wanted.sort())
  })

  it('says where they stand, and that they were hidden', () => {
    const text = 'Minat? W A  0 8 1 2  3 4 5 6  7 8 9 0, I G : @ l o k e r _ t w atau t . m e / a g e n _ x!'
    const { phones, accounts, links } = read(text)
    expect(quotes(text, phones)).toEqual(['0 8 1 2  3 4 5 6  7 8 9 0'])
    expect(quotes(text, accounts)).toEqual(['l o k e r _ t w', 't . m e / a g e n _ x'])
    expect(phones.map(({ disguised }) => disguised)).toEqual([true])
    expect(links.map(({ reading }) => reading.kind === 'link' && reading.link.marks)).toEqual([['disguised']])
  })

  it('leaves alone what is set apart for another reason', () => {
    expect(allIn('Golongan darah A B O AB, nilai A B C D, isi x - y - z - w')).toEqual([])
    expect(allIn('. . . . . = = = = 1 / 2 / 3 / 4')).toEqual([])
  })

  it('finds nothing in a greeting', () => {
    const { agencies, ...rest } = read('Selamat pagi, semoga lancar ya')
    expect([agencies, ...Object.values(rest)].flat()).toEqual([])
  })

  it('never throws, and every place lies within the text', () => {
    const piece = fc.constantFrom(
      'BCA ',
      '0812 3456 7890',
      'Rp 5 juta',
      'IG @abc_d',
      ' a.n. ',
      'SIP2MI no 1/2',
      '\n',
      '🔥',
      'PT ',
      't.me/x_y',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 10 })), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('')
        const { agencies: _, ...rest } = claims.read(text, { read: () => [] })
        for (const { start, end } of Object.values(rest).flat())
          expect(start <= end && end <= text.length).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('bank accounts', () => {
  it.each([
    ['transfer ke 1234567890 BCA a/n Siti Aminah', 'bca:1234567890 Siti Aminah'],
    ['rek Mandiri 1370012345678 atas nama Joko.', 'mandiri:1370012345678 Joko.'],
    ['BRI\n0123-01-000123-50-1', 'bri:012301000123501'],
    ['No rekening: 0098765432', '?:0098765432'],
    ['GoPay 0813-4444-5555', 'gopay:6281344445555'],
    ['OVO/DANA 081311112222', 'dana:6281311112222'],
    ['dana talangan 5000000', ''],
    ['Bank Mandiri hub 081234567890', ''],
    ['gaji mandiri 12000000', 'mandiri:12000000'],
  ])('%s → %s', (text, account) => {
    const found = read(text).bankAccounts.map(
      ({ bank, number, holder }) => `${bank}:${number}${holder ? ` ${holder}` : ''}`,
    )
    expect(found.join(', ')).toBe(account)
  })
})

describe('money', () => {
  it.each([
    ['gaji 8-12 juta', 'IDR 8000000-12000000 pay'],
    ['gaji 15jt bersih', 'IDR 15000000-15000000 pay'],
    ['Rp10.000.000', 'IDR 10000000-10000000 unsaid'],
    ['USD 1.000 - 2.000', 'USD 1000-2000 unsaid'],
    ['$900 per bulan', 'USD 900-900 pay'],
    ['biaya admin 2,5 juta', 'IDR 2500000-2500000 fee'],
    ['salary NT$ 28.590', 'TWD 28590-28590 pay'],
    ['HKD 5.100', 'HKD 5100-5100 unsaid'],
    ['1.400 riyal', 'SAR 1400-1400 unsaid'],
    ['usia 20-35, 2 tahun, 0812 3456 7890', ''],
  ])('%s → %s', (text, money) => {
    const found = read(text).money.map(
      ({ least, most, currency, role }) => `${currency} ${least}-${most} ${role}`,
    )
    expect(found.join(', ')).toBe(money)
  })
})

describe('accounts named beside a platform', () => {
  it.each([
    ['Telegram @hr_asia', 'telegram:hr_asia'],
    ['tele : agen_88', 'telegram:agen_88'],
    ['@loker.id di IG', 'instagram:loker.id'],
    ['Line id: agen_tw99', 'line:agen_tw99'],
    ['TikTok @Kerja.Luar', 'tiktok:kerja.luar'],
    ['WA: 081234567890', ''],
    ['chat wa ya kak', ''],
    ['fb: budi santoso', ''],
    ['email a@instagram.com', ''],
  ])('%s → %s', (text, account) => {
    expect(
      read(text)
        .accounts.map(({ platform, handle }) => `${platform}:${handle}`)
        .join(', '),
    ).toBe(account)
  })
})
