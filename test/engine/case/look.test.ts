import { describe, expect, it } from 'vitest'
import { readLook, rechecksAfter, type Seen } from '#engine'

const offer =
  'Dicari admin online Kamboja gaji lima belas juta tanpa ijazah tiket paspor kami urus hubungi sekarang'
const seen: Seen = { status: 200, silence: null, url: 'https://t.me/kerja', text: offer }
const look = (part: Partial<Seen>, before: string | null = offer) =>
  readLook({ ...seen, ...part }, { before, goneWords: ['akun ini telah ditangguhkan'] })

describe('readLook', () => {
  it.each([
    [{}, 'alive'],
    [{ text: `${offer} kuota terbatas` }, 'alive'],
    [{ status: 404 }, 'gone'],
    [{ status: 410 }, 'gone'],
    [{ status: 451 }, 'gone'],
    [{ text: 'Maaf. Akun ini telah ditangguhkan.' }, 'gone'],
    [{ status: null, silence: 'no-such-name' }, 'gone'],
    [{ status: null, silence: 'other' }, 'unknown'],
    [{ status: 500 }, 'unknown'],
    [{ status: 403 }, 'unknown'],
    [{ status: 429 }, 'unknown'],
    [{ status: 401 }, 'login-wall'],
    [{ url: 'https://www.instagram.com/accounts/login/?next=x' }, 'login-wall'],
    [{ url: 'https://www.facebook.com/login.php' }, 'login-wall'],
    [{ url: 'https://contoh.id/blog/in-house' }, 'alive'],
    [{ text: 'Toko bunga melati, buka setiap hari, pesan antar seluruh kota' }, 'changed'],
    [{ text: '' }, 'changed'],
  ] as readonly (readonly [Partial<Seen>, string])[])('%j is %s', (part, result) => {
    expect(look(part)).toBe(result)
  })

  it('compares with nothing where nothing, or too little, was seen before', () => {
    expect(look({ text: 'apa saja' }, null)).toBe('alive')
    expect(look({ text: 'apa saja' }, 'dua kata')).toBe('alive')
  })
})

describe('rechecksAfter', () => {
  it('looks on several days', () => {
    const at = new Date('2026-11-24T03:00:00Z')
    const days = rechecksAfter(at).map((each) => (each.getTime() - at.getTime()) / 86_400_000)
    expect(days).toEqual([1, 3, 7, 14, 30])
  })
})
