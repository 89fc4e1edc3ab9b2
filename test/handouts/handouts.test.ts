import jsqr from 'jsqr'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Locale } from '#engine'
import { asPicture, createHandouts, loadPieces, type Message } from '../../src/handouts/index.ts'
import { sentencesOf, spokenWords } from '../../src/handouts/script.ts'
import { speakWritten } from '../../src/words/index.ts'
import { handoutsForTest } from '../kit/campaign-road.ts'
import { content } from '../kit/people.ts'

const words = `**Lowongan admin ke Kamboja: banyak yang jadi korban.**

Sebelum bayar atau menyerahkan paspor:

- Cek nama PT di daftar resmi P3MI
- Minta kontrak kerja tertulis

Sudah terlanjur berangkat? Hubungi KP2MI: 0800-1000.`
const messageOf = (text: string, locale: Locale = 'id'): Message => ({
  topic: 'scam-alerts',
  locale,
  text: speakWritten(text, {}, locale),
})

/** What the code between these columns of the lower half says. */
async function readCode(png: Uint8Array, from: number, to: number): Promise<string | undefined> {
  const { height = 0 } = await sharp(png).metadata()
  const top = Math.round(height / 2)
  const { data, info } = await sharp(png)
    .extract({ left: from, top, width: to - from, height: height - top })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const read = jsqr as unknown as (
    data: Uint8ClampedArray,
    width: number,
    height: number,
  ) => { data: string } | null
  return read(new Uint8ClampedArray(data), info.width, info.height)?.data
}

describe('handouts', () => {
  it.each([
    ['feed', 1080, 1080, 800],
    ['story', 1080, 1920, 740],
  ] as const)(
    'draws a %s of %d by %d pixels, with two codes that can be read',
    async (picture, width, height, between) => {
      const png = await handoutsForTest.draw(messageOf(words), picture)
      expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width, height })
      expect(await readCode(png, 450, between)).toBe('https://t.me/TanyaDuluBot')
      expect(await readCode(png, between, 1080)).toBe('https://wa.me/628118080141')
    },
  )

  it('prints a poster that is the same each time, with its words for whoever cannot see it', async () => {
    const poster = await handoutsForTest.draw(messageOf(words), 'poster')
    expect(poster.subarray(0, 5).toString()).toBe('%PDF-')
    expect(poster.toString('latin1')).toContain('/Figure')
    expect(await handoutsForTest.draw(messageOf(words), 'poster')).toEqual(poster)
  })

  it('draws a long message too, and one without a way to the bot', async () => {
    const alone = createHandouts({
      say: loadPieces(`${content}/handouts`),
      ways: { telegram: null, whatsapp: null },
      asOf: () => '2026-09-17' as never,
    })
    const long = Array.from({ length: 40 }, () => 'Jangan bayar sebelum ada kontrak tertulis.').join('\n\n')
    expect((await alone.draw(messageOf(long), 'feed')).length).toBeGreaterThan(0)
    expect(alone.caption(messageOf(words))).not.toContain('null')
    expect(alone.script(messageOf(words), 30).text).not.toContain('null')
  })

  it.each(['id', 'en', 'jv', 'su'] as const)('says list, date and way in every piece of %s', (locale) => {
    const message = messageOf(words, locale)
    const { text } = handoutsForTest.script(message, 30)
    for (const piece of [handoutsForTest.caption(message), text]) {
      expect(piece).toMatch(/17 Sept?ember 2026|17 Séptémber 2026/)
      expect(piece).toContain('TanyaDuluBot')
    }
  })

  it('keeps every script within its time, in whole sentences', () => {
    for (const seconds of [30, 60] as const) {
      const { words: said, most } = handoutsForTest.script(messageOf(words), seconds)
      expect(most).toBe(seconds * 2.2)
      expect(said).toBeLessThanOrEqual(most)
    }
    const long = Array.from({ length: 30 }, (_, at) => `Kalimat nomor ${at} berisi lima kata.`).join('\n\n')
    const cut = handoutsForTest.script(messageOf(long), 30)
    expect(cut.leftOut).toBeGreaterThan(0)
    expect(cut.words).toBeLessThanOrEqual(66)
    expect(cut.text).not.toContain('Sekali lagi')
  })

  it('counts words as they are spoken', () => {
    expect(spokenWords('Jangan bayar dulu.')).toBe(3)
    expect(spokenWords('0800-1000')).toBe(8)
    expect(spokenWords('t.me/TanyaDuluBot')).toBe(7)
    expect(spokenWords('– Jangan')).toBe(1)
  })

  it('ends no sentence after an abbreviation', () => {
    expect(sentencesOf('Izin PT. Contoh dicabut. Jangan bayar')).toEqual([
      'Izin PT. Contoh dicabut.',
      'Jangan bayar.',
    ])
  })

  it('takes pictures alone, without what their files said', async () => {
    const photo = await sharp({ create: { width: 2_000, height: 900, channels: 3, background: '#a33' } })
      .withExif({ IFD0: { Artist: 'somebody' } })
      .jpeg()
      .toBuffer()
    const taken = await asPicture(photo)
    expect(await sharp(taken?.bytes).metadata()).toMatchObject({ format: 'png', width: 1_280 })
    expect((await sharp(taken?.bytes).metadata()).exif).toBeUndefined()
    expect(await asPicture(Buffer.from('%PDF-1.4'))).toBeNull()
    expect(await asPicture(photo.subarray(0, 200))).toBeNull()
  })
})
