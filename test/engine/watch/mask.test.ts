import { describe, expect, it } from 'vitest'
import { maskNames } from '#engine'

describe('maskNames', () => {
  it('hides whoever is addressed, signs, or owns an account', () => {
    expect(maskNames('Hubungi Ibu Ratna Dewi atau Pak JOKO, a.n. Bambang Sutrisno. Oleh: Siti')).toBe(
      'Hubungi Ibu R… D… atau Pak J…, a.n. B… S…. Oleh: S…',
    )
    expect(maskNames('Admin kami Ibu Ratna')).toBe('Admin kami Ibu R…')
    expect(maskNames('NIK 3201234567890001, paspor C1234567')).toBe('NIK 32…, paspor C1…')
  })

  it('leaves firms, numbers to call and ordinary words', () => {
    const text =
      'Nama: PT Human Select Indonesia. WA 081234567890, oleh perusahaan di Kamboja, ibu rumah tangga'
    expect(maskNames(text)).toBe(text)
  })

  it('takes a long text in time', () => {
    const text = 'Ibu Ratna, '.repeat(20_000)
    expect(maskNames(text).includes('Ratna')).toBe(false)
  })
})
