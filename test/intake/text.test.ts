import { describe, expect, it } from 'vitest'
import { findPhones } from '#engine'
import { cleanText, mendSeen } from '../../src/intake/text.ts'

describe('text from files', () => {
  it('has a line a line, without marks that cannot be seen', () => {
    expect(cleanText('  PT\tMaju \u0000 Jaya\n\n\n WA\u200b 0812\u202e\r\n')).toBe('PT Maju Jaya\nWA 0812')
    expect(cleanText(' \n\t\n')).toBe('')
  })

  it('ends somewhere, however long a letter is', () => {
    expect(cleanText('a'.repeat(1_000_000))).toHaveLength(20_000)
  })

  it.each([
    ['162 812-4038-0522', '+6281240380522'],
    ['#62 895-7520-4517', '+6289575204517'],
    ['Daftar: “62 895 7520 4517', '+6289575204517'],
    ['WA0878 9505 6176', '+6287895056176'],
    ['HP081234567890', '+6281234567890'],
  ])('mends the phone in "%s"', (seen, e164) => {
    expect(findPhones(mendSeen(seen)).map((phone) => phone.e164)).toEqual([e164])
  })

  it.each([
    ['@lowongan_In', '@lowongan_ln'],
    ['Telegram @kerja_taiwan88', 'Telegram @kerja_taiwan88'],
    ['©infokerja77', '@infokerja77'],
    // Nothing that is no account, and none written with capitals.
    ['Informasi: Ibu Ida', 'Informasi: Ibu Ida'],
    ['@InfoKerja', '@InfoKerja'],
    ['Rp 162.000.000', 'Rp 162.000.000'],
    ['Gaji 1628 NTD, usia 20-45', 'Gaji 1628 NTD, usia 20-45'],
  ])('reads "%s" as "%s"', (seen, meant) => {
    expect(mendSeen(seen)).toBe(meant)
  })
})
