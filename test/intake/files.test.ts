/** The reading process itself, with real files: what is read, what is refused, and that it ends. */
import { join } from 'node:path'
import { build } from 'esbuild'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPhones } from '#engine'
import { createReader, type Limits, type Reader } from '../../src/intake/index.ts'
import { type Begin, beginProgram, builtRoom } from '../../src/intake/process.ts'
import { canDrawLetters, drawPoster, factsOf, styles } from '../kit/posters.ts'
import { lockedPdf, pdfBomb, pdfOf, pngBomb } from './files.ts'

/** The process as it is built for the product, in a folder of the test's own. */
const folder = join(import.meta.dirname, '../../test-artefacts/intake')
const begin: Begin = (heard, over) => beginProgram(builtRoom(folder), heard, over)
beforeAll(async () => {
  await build({
    entryPoints: { reading: join(import.meta.dirname, '../../src/intake/room.ts') },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  })
})

/** Cores may be busy: here no file is refused for its time. */
const patient: Partial<Limits> = { time: 120_000 }
const reader = createReader({ limits: patient, begin })
afterAll(() => reader.close())

/** A reader of which one can see how many of its processes have ended. */
function watched(limits: Partial<Limits>): { readonly reader: Reader; ended(): number } {
  let ended = 0
  const watching: Begin = (heard, over) =>
    begin(heard, () => {
      ended++
      over()
    })
  return {
    reader: createReader({ limits: { ...patient, ...limits }, begin: watching }),
    ended: () => ended,
  }
}
const poster = (style = 'black on white', seed = 1): Promise<Buffer> => drawPoster(style, factsOf(seed))
const flat = (text: string): string => text.replace(/\s+/g, ' ').toLowerCase()

describe.skipIf(!(await canDrawLetters()))('posters', () => {
  /** Handles are rows of letters that no dictionary knows: one in twenty may be missed (bench `ocr`), so of a dozen one. */
  const missed: string[] = []
  it.each(Object.keys(styles).map((style, seed) => [style, seed + 40] as const))(
    'reads firm and phone: %s',
    { timeout: 120_000 },
    async (style, seed) => {
      const facts = factsOf(seed)
      const reading = await reader.read(await drawPoster(style, facts, seed))
      if (reading.kind !== 'text') throw new Error(`refused: ${reading.why}`)
      expect(reading).toMatchObject({
        type: 'picture',
        pages: 1,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      })
      expect(flat(reading.text)).toContain(facts.firm.toLowerCase())
      if (!flat(reading.text).includes(facts.handle)) missed.push(style)
      expect(findPhones(reading.text).map(({ e164 }) => e164)).toContain(facts.e164)
    },
  )

  it('reads the handles of all of these but one at most', () => {
    expect(missed.length).toBeLessThanOrEqual(1)
  })

  it('reads a picture that lies on its side as its camera says', { timeout: 120_000 }, async () => {
    const facts = factsOf(3)
    const onItsSide = await sharp(await poster('black on white', 3))
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(await reader.read(onItsSide)).toMatchObject({ text: expect.stringContaining(facts.firm) })
  })

  it('reads few letters on a plain ground that is not white', { timeout: 120_000 }, async () => {
    const letters = '<text x="80" y="700" font-size="110" font-family="DejaVu Sans">PT MAJU JAYA 0812</text>'
    const sparse = await sharp({ create: { width: 1400, height: 1400, channels: 3, background: '#777777' } })
      .composite([{ input: Buffer.from(`<svg width="1400" height="1400">${letters}</svg>`) }])
      .jpeg()
      .toBuffer()
    expect(await reader.read(sparse)).toMatchObject({ text: 'PT MAJU JAYA 0812' })
  })

  it('has no text for a picture that is hardly more than a line', { timeout: 120_000 }, async () => {
    const long = await sharp({ create: { width: 60_000, height: 2, channels: 3, background: '#808080' } })
      .png()
      .toBuffer()
    expect(await reader.read(long)).toMatchObject({ kind: 'text', text: '' })
  })

  it('has no text for a picture without any', { timeout: 120_000 }, async () => {
    const plain = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#3366aa' } })
      .png()
      .toBuffer()
    expect(await reader.read(plain)).toMatchObject({ kind: 'text', text: '' })
  })
})

describe('letters as PDF', () => {
  it('takes the text of the first pages as it is', { timeout: 120_000 }, async () => {
    const pages = Array.from({ length: 7 }, (_, page) => ({
      lines: [`Halaman ${page + 1} dari surat panggilan kerja`, `WA 0812-3456-7${page}90 (PT Maju Jaya)`],
    }))
    const reading = await reader.read(pdfOf(pages))
    expect(reading).toMatchObject({ kind: 'text', type: 'pdf', pages: 7, fingerprint: null })
    const { text } = reading as { readonly text: string }
    expect(text.split('\n').slice(0, 2)).toEqual([
      'Halaman 1 dari surat panggilan kerja',
      'WA 0812-3456-7090 (PT Maju Jaya)',
    ])
    expect(text).toContain('Halaman 5')
    expect(text).not.toContain('Halaman 6')
  })

  it('reads the pages as pictures where there is no text', { timeout: 120_000 }, async () => {
    const facts = factsOf(9)
    const jpeg = await poster('letter in serif', 9)
    const reading = await reader.read(pdfOf([{ jpeg, width: 1000, height: 1400 }]))
    expect(reading).toMatchObject({ kind: 'text', type: 'pdf', pages: 1, fingerprint: expect.any(String) })
    const { text } = reading as { readonly text: string }
    expect(flat(text)).toContain(facts.firm.toLowerCase())
    expect(findPhones(text).map(({ e164 }) => e164)).toContain(facts.e164)
  })
})

describe('what is refused', () => {
  it.each([
    ['a picture of 900 million pixels in a few kilobytes', () => pngBomb(30_000), 'too-many-pixels'],
    [
      'a PDF of 5,000 pages',
      () => pdfOf(Array.from({ length: 5_000 }, () => ({ lines: ['a'] }))),
      'too-many-pages',
    ],
    ['a PDF with a password', () => lockedPdf(), 'locked'],
    ['a PDF that is broken', () => Buffer.from('%PDF-1.7\nnothing of the kind'), 'unreadable'],
    [
      'a script that begins as a picture',
      () => Buffer.from('\xff\xd8\xff<script>alert(1)</script>', 'latin1'),
      'unreadable',
    ],
    ['a picture cut short', async () => (await poster()).subarray(0, 20_000), 'unreadable'],
    [
      'a picture of another kind than it begins with',
      async () => Buffer.concat([Buffer.from('GIF89a'), await poster()]),
      'unreadable',
    ],
  ])('%s', { timeout: 120_000 }, async (_, make, why) => {
    const file = await make()
    expect(await reader.read(file)).toEqual({ kind: 'refused', why })
    expect(await reader.strip(file)).toEqual({ kind: 'refused', why })
  })

  it('a PDF that unpacks without end: its process is ended, and the next one reads on', {
    timeout: 240_000,
  }, async () => {
    const { reader, ended } = watched({ memory: 400_000_000 })
    const bomb = pdfBomb(600_000_000)
    expect(bomb.length).toBeLessThan(100_000)
    expect(await reader.read(bomb)).toMatchObject({ kind: 'refused' })
    expect(await reader.read(pdfOf([{ lines: ['Surat yang dapat dibaca dengan baik'] }]))).toMatchObject({
      text: 'Surat yang dapat dibaca dengan baik',
    })
    expect(ended()).toBe(1)
    reader.close()
  })

  it('a file that takes too long: its process is killed', { timeout: 120_000 }, async () => {
    const { reader, ended } = watched({ time: 1 })
    expect(await reader.read(await poster())).toEqual({ kind: 'refused', why: 'too-slow' })
    await expect.poll(ended, { timeout: 60_000 }).toBe(1)
    reader.close()
  })
})

describe('the process', () => {
  it('is gone when nothing was to be read for a while, and comes back', { timeout: 240_000 }, async () => {
    const { reader, ended } = watched({ idle: 10 })
    const letter = pdfOf([{ lines: ['Surat yang dapat dibaca dengan baik'] }])
    expect(await reader.read(letter)).toMatchObject({ kind: 'text' })
    await expect.poll(ended, { timeout: 60_000 }).toBe(1)
    expect(await reader.read(letter)).toMatchObject({ kind: 'text' })
    reader.close()
  })
})

describe('what is shown', () => {
  it('has nothing of the camera and the place, stands upright and is of a modest size', {
    timeout: 120_000,
  }, async () => {
    const taken = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#aa5500' } })
      .withMetadata({ orientation: 6 })
      .withExifMerge({
        IFD0: { Make: 'Acme', Model: 'Phone 1' },
        IFD3: {
          GPSLatitudeRef: 'S',
          GPSLatitude: '6/1 12/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '106/1 49/1 0/1',
        },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>maker</a></x:xmpmeta>')
      .jpeg()
      .toBuffer()
    expect(taken.includes('Acme')).toBe(true)
    const shown = await reader.strip(Buffer.concat([taken, Buffer.from('<script>hidden</script>')]))
    if (shown.kind !== 'shown') throw new Error(`refused: ${shown.why}`)
    const bytes = Buffer.from(shown.bytes)
    const { exif, xmp, iptc, icc, orientation, format, width, height } = await sharp(bytes).metadata()
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({})
    expect({ format, width, height }).toEqual({ format: 'jpeg', width: shown.width, height: shown.height })
    expect([width, height]).toEqual([1067, 1600])
    for (const trace of ['Acme', 'maker', 'hidden']) expect(bytes.includes(trace)).toBe(false)
  })

  it('is a page of a PDF as a picture', { timeout: 120_000 }, async () => {
    const letter = pdfOf([{ lines: ['Surat'] }, { lines: ['Lampiran'] }])
    const first = await reader.strip(letter)
    expect(first).toMatchObject({ kind: 'shown', width: 1131, height: 1600, pages: 2 })
    const second = await reader.strip(letter, 2)
    expect(second).not.toEqual(first)
    expect(await reader.strip(letter, 9)).toEqual(second)
  })
})
