import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { type Card, locales, type SpokenCard } from '#engine'
import { createCards } from '../../src/cards/index.ts'
import { compose } from '../../src/delivery/compose.ts'
import { createReader } from '../../src/intake/index.ts'
import { createTown, shippedSpeak } from '../kit/people.ts'

const address = 't.me/TanyaDuluBot'

/** The card that somebody gets who asks about this and taps on sharing it. */
async function cardOf(said: string): Promise<Card> {
  const person = createTown().person('budi')
  const first = await person.says(said)
  const choices = first?.replies.at(-1)?.choices ?? []
  const at = choices.findIndex((choice) => choice.kind === 'press' && choice.means.startsWith('share:'))
  const shared = await person.presses(`${person.turn.toString(36)}.${at}`)
  const card = shared?.replies.at(-1)?.card
  if (card === undefined) throw new Error('no card')
  return card
}

const spoken = (card: Card, locale: (typeof locales)[number]): SpokenCard => {
  const { card: said } = compose(
    { body: [{ verbatim: 'x' }], card },
    { locale, speak: shippedSpeak(), turn: 1 },
  )
  if (said === null) throw new Error('not spoken')
  return said
}

const named = async (name: string): Promise<SpokenCard> =>
  spoken({ ...(await cardOf('PT Human Select Indonesia resmi?')), head: { verbatim: name } }, 'id')

describe('cards', () => {
  const reader = createReader()
  afterAll(() => reader.close())
  const draw = createCards({ address })
  const bytesOf = async (card: SpokenCard): Promise<Uint8Array> => {
    const drawing = await draw(card)
    if (drawing === null) throw new Error('not drawn')
    return drawing.bytes
  }
  /** The words on it, as a machine that knows nothing of it reads them. */
  const readBack = async (bytes: Uint8Array): Promise<string> => {
    const reading = await reader.read(bytes)
    if (reading.kind !== 'text') throw new Error(`not read: ${reading.kind}`)
    return reading.text.replace(/\s+/g, ' ')
  }

  /** Its head, brought to the size of letters that the machine reads best. */
  const headOf = async (bytes: Uint8Array): Promise<string> => {
    const head = await sharp(bytes)
      .extract({ left: 0, top: 100, width: 1080, height: 180 })
      .resize(640)
      .negate({ alpha: false })
      .toBuffer()
    const ground = { width: 1200, height: 1200, channels: 3, background: '#ffffff' } as const
    return readBack(
      await sharp({ create: ground })
        .composite([{ input: head }])
        .png()
        .toBuffer(),
    )
  }

  it('say the name, the verdict, the date, what to check and where the bot is', async () => {
    const bytes = await bytesOf(spoken(await cardOf('PT Human Select Indonesia resmi?'), 'id'))
    expect(await headOf(bytes)).toContain('HUMAN SELECT')
    const text = await readBack(bytes)
    for (const words of [
      'Ada di daftar resmi',
      '17 September 2026',
      'SIP2MI',
      'belum membuktikan',
      'TanyaDuluBot',
    ])
      expect(text).toContain(words)
  })

  it('accuse nobody', async () => {
    const bytes = await bytesOf(spoken(await cardOf('cek PT Maju Sekali Bahagia'), 'id'))
    const text = await readBack(bytes)
    expect(await headOf(bytes)).toContain('Maju Sekali Bahagia')
    expect(text).toContain('belum berarti salah')
    expect(text).not.toMatch(/ilegal|penipu|bodong/i)
  })

  it.each(locales)('are whole in %s', async (locale) => {
    for (const said of ['PT Human Select Indonesia resmi?', 'PT Multi Intan Amanah Internasional']) {
      const { width, height, format } = await sharp(
        await bytesOf(spoken(await cardOf(said), locale)),
      ).metadata()
      expect([width, height, format]).toEqual([1080, 1350, 'png'])
    }
  })

  it('show marks that people typed as letters, and stay within their edges', async () => {
    const text = await headOf(await bytesOf(await named('PT <b>Maju</b> & Co')))
    expect(text).toContain('<b>Maju</b> & Co')
    for (const name of ['W'.repeat(60), `PT ${'Sangat Panjang '.repeat(12)}`, '\u0000\u202e', '', '漢字 🙂'])
      expect((await sharp(await bytesOf(await named(name))).metadata()).height).toBe(1350)
  })

  it('are drawn once for all who ask for the same', async () => {
    const card = await named('PT Satu')
    const [one, two] = await Promise.all([draw(card), draw(card)])
    expect(two).toBe((await draw(card)) ?? one)
    expect(Buffer.from(one?.bytes ?? []).equals(Buffer.from(two?.bytes ?? []))).toBe(true)
  })

  it('do not queue without end', async () => {
    const cards = await Promise.all(Array.from({ length: 40 }, (_, n) => named(`PT Ke-${n}`)))
    const drawn = await Promise.all(cards.map((card) => draw(card)))
    expect(drawn.filter((each) => each === null)).toHaveLength(10)
  })

  it('have their letters on a server without any font', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-fonts-'))
    const empty = join(folder, 'fonts.conf')
    writeFileSync(empty, `<?xml version="1.0"?><fontconfig><cachedir>${folder}</cachedir></fontconfig>`)
    const program = `
      import { writeFileSync } from 'node:fs'
      import { createCards } from ${JSON.stringify(join(import.meta.dirname, '../../src/cards/index.ts'))}
      const drawing = await createCards({ address: ${JSON.stringify(address)} })(${JSON.stringify(await named('PT Maju'))})
      writeFileSync(${JSON.stringify(join(folder, 'card.png'))}, drawing.bytes)`
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, FONTCONFIG_FILE: empty },
    })
    expect(await readBack(await sharp(join(folder, 'card.png')).toBuffer())).toContain('Ada di daftar resmi')
  })
})
