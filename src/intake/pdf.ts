/** Letters as PDF: their text, and pages drawn as pictures where there is none. Nothing in them is run or fetched. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import type { Drawn } from './picture.ts'
import { type Refused, refused, UnreadableFile } from './reading.ts'

export interface OpenPdf {
  readonly pages: number
  /** Text of page `number`, counted from 1, a line a line; empty when it has none. */
  textOf(number: number): Promise<string>
  /** The page as a picture on white, of at most `pixels`. */
  draw(number: number, pixels: number): Promise<Drawn>
  close(): Promise<void>
}

/** Scale at which letters of 10 points are 30 pixels high: what the reader of letters likes. PDF counts 72 to the inch. */
const drawnAt = 2.2
const folderOf = (name: string): string =>
  `${join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), name)}/`

/** Opens it, or says why not. `pixels` bounds every picture in it. */
export async function openPdf(
  bytes: Uint8Array,
  limits: { readonly pages: number; readonly pixels: number },
): Promise<OpenPdf | Refused> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const loading = getDocument({
    // A copy of its own: the library takes over what it is given, and refuses a Buffer.
    data: Uint8Array.from(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    maxImageSize: limits.pixels,
    canvasMaxAreaInBytes: limits.pixels * 4,
    cMapUrl: folderOf('cmaps'),
    standardFontDataUrl: folderOf('standard_fonts'),
    wasmUrl: folderOf('wasm'),
    iccUrl: folderOf('iccs'),
  })
  let document: PDFDocumentProxy
  try {
    document = await loading.promise
  } catch (error) {
    return refused(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'unreadable')
  }
  const close = (): Promise<void> => loading.destroy()
  if (document.numPages > limits.pages) {
    await close()
    return refused('too-many-pages')
  }
  return {
    pages: document.numPages,
    textOf: (number) => whole(async () => textOf(await document.getPage(number))),
    draw: (number, pixels) => whole(async () => draw(await document.getPage(number), pixels)),
    close,
  }
}

async function whole<Result>(page: () => Promise<Result>): Promise<Result> {
  try {
    return await page()
  } catch (cause) {
    throw new UnreadableFile('the page cannot be read', { cause })
  }
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent()
  const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
  page.cleanup()
  return text
}

async function draw(page: PDFPageProxy, pixels: number): Promise<Drawn> {
  const natural = page.getViewport({ scale: 1 })
  const scale = Math.min(drawnAt, Math.sqrt(pixels / (natural.width * natural.height)))
  const viewport = page.getViewport({ scale })
  const [width, height] = [Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height))]
  const canvas = createCanvas(width, height)
  // The two kinds of canvas differ in methods that drawing a page does not use.
  await page.render({ canvas: canvas as never, viewport, background: '#ffffff' }).promise
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  page.cleanup()
  return { data: Buffer.from(data.buffer), width, height }
}
