/** What the reading process does with one file: from bytes to text and likeness, or to a picture that may be shown. */
import { fingerprintOf } from './fingerprint.ts'
import { kindOf } from './kind.ts'
import type { Letters } from './letters.ts'
import type { Limits } from './limits.ts'
import { readPicture } from './look.ts'
import { type OpenPdf, openPdf } from './pdf.ts'
import { admit, type Source, surroundingsOf, toCompare, toRead, toShow } from './picture.ts'
import { type Reading, type Refused, refused, type Stripped, UnreadableFile } from './reading.ts'
import { cleanText } from './text.ts'

/** Letters on a page below which its text is a stamp or a page number, and the page is read as a picture. */
const fewestLetters = 20
const drawnPixels = 2_400_000

/** `letters` opens the reader of letters, which is dear: only when there is something to read with it. */
export async function readFile(
  bytes: Uint8Array,
  letters: () => Promise<Letters>,
  limits: Limits,
): Promise<Reading> {
  return whatever(bytes, limits, {
    picture: async (source) => ({
      kind: 'text',
      type: 'picture',
      text: await readLetters(source, letters, limits),
      fingerprint: fingerprintOf(await toCompare(source, limits.pixels)),
      pages: 1,
    }),
    pdf: (pdf) => readPages(pdf, letters, limits),
  })
}

/** A picture, or the page of a document; beyond its end the last one. */
export async function stripFile(bytes: Uint8Array, page: number, limits: Limits): Promise<Stripped> {
  const show = async (source: Source, pages: number): Promise<Stripped> => ({
    kind: 'shown',
    ...(await toShow(source, limits.pixels)),
    pages,
  })
  return whatever<Stripped>(bytes, limits, {
    picture: (source) => show(source, 1),
    pdf: async (pdf) => show(await pdf.draw(Math.min(page, pdf.pages), drawnPixels), pdf.pages),
  })
}

async function readPages(pdf: OpenPdf, letters: () => Promise<Letters>, limits: Limits): Promise<Reading> {
  const texts: string[] = []
  let fingerprint: string | null = null
  for (let page = 1; page <= Math.min(pdf.pages, limits.pagesRead); page++) {
    const text = cleanText(await pdf.textOf(page))
    if (text.replace(/[^\p{L}]/gu, '').length >= fewestLetters) texts.push(text)
    else {
      const drawn = await pdf.draw(page, drawnPixels)
      if (page === 1) fingerprint = fingerprintOf(await toCompare(drawn, limits.pixels))
      texts.push(text, await readLetters(drawn, letters, limits))
    }
  }
  return { kind: 'text', type: 'pdf', text: cleanText(texts.join('\n')), fingerprint, pages: pdf.pages }
}

async function readLetters(source: Source, letters: () => Promise<Letters>, limits: Limits): Promise<string> {
  return readPicture(await toRead(source, limits.pixels), await letters(), surroundingsOf)
}

/** Opens what it is and hands it on. What cannot be unpacked after all is unreadable. */
async function whatever<Result extends { readonly kind: string }>(
  bytes: Uint8Array,
  limits: Limits,
  then: {
    readonly picture: (source: Source) => Promise<Result>
    readonly pdf: (pdf: OpenPdf) => Promise<Result>
  },
): Promise<Result | Refused> {
  const kind = kindOf(bytes)
  if (kind === null) return refused('not-a-picture')
  try {
    if (kind !== 'pdf') return (await admit(bytes, kind, limits.pixels)) ?? (await then.picture(bytes))
    const pdf = await openPdf(bytes, limits)
    return 'kind' in pdf ? pdf : await then.pdf(pdf).finally(() => pdf.close())
  } catch (error) {
    if (error instanceof UnreadableFile) return refused('unreadable')
    throw error
  }
}
