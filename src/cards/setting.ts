/** Words set by Pango in the font we bring along, as pictures that are laid over a ground. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { OverlayOptions, default as Sharp } from 'sharp'
import { type Markup, plainText } from '#engine'

const require = createRequire(import.meta.url)
/** A fresh server has no font at all. This one (SIL Open Font License) comes with a library that reads letters. */
const fonts = join(dirname(require.resolve('pdfjs-dist/package.json')), 'standard_fonts')
const faces = {
  regular: { font: 'Liberation Sans', fontfile: join(fonts, 'LiberationSans-Regular.ttf') },
  bold: { font: 'Liberation Sans Bold', fontfile: join(fonts, 'LiberationSans-Bold.ttf') },
} as const

export interface Words {
  readonly picture: Pick<OverlayOptions, 'input' | 'raw'>
  readonly height: number
}

export interface Setting {
  readonly size: number
  readonly colour: string
  readonly width: number
  readonly bold?: boolean
}

export type SetWords = (markup: Markup, setting: Setting) => Promise<Words>

/** Words at the first of these sizes at which they are no higher than this; at the last, if they never are. */
export async function largest(
  sizes: readonly [number, ...number[]],
  height: number,
  setAt: (size: number) => Promise<Words>,
): Promise<Words> {
  let words = await setAt(sizes[0])
  for (const size of sizes.slice(1)) {
    if (words.height <= height) break
    words = await setAt(size)
  }
  return words
}

export function createSetter(sharp: typeof Sharp): SetWords {
  let known: Promise<unknown> | null = null
  return async (markup, { size, colour, width, bold }) => {
    // Each face is known to Pango once it was used: bold words in a line of regular ones need theirs.
    known ??= sharp({ text: { text: '.', ...faces.bold } })
      .png()
      .toBuffer()
    await known
    const face = bold === true ? faces.bold : faces.regular
    const text = `<span foreground="${colour}">${pango(markup)}</span>`
    const { data, info } = await sharp({
      text: {
        ...face,
        font: `${face.font} ${size}`,
        text,
        width,
        rgba: true,
        dpi: 72,
        wrap: 'word-char',
        spacing: bold === true ? 0 : Math.round(size * 0.16),
      },
    })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width: across, height } = info
    return { picture: { input: data, raw: { width: across, height, channels: 4 } }, height }
  }
}

/** Markup as Pango writes it; what people typed stays letters. */
function pango(markup: Markup): string {
  const written = markup
    .map(({ spans }) =>
      spans
        .map((span) => {
          const text = letters(whole(span.text))
          if (span.kind === 'bold') return `<b>${text}</b>`
          return span.kind === 'italic' ? `<i>${text}</i>` : text
        })
        .join(''),
    )
    .join('\n')
  // Pango refuses to set nothing.
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(plainText(markup)) ? written : '–'
}

/** A date is not broken over two lines. */
function whole(text: string): string {
  return text.replace(/(\d{1,2}) (\p{L}+) (\d{4})/gu, '$1\u00a0$2\u00a0$3')
}

/** No mark, and no control character, which Pango does not take. */
function letters(text: string): string {
  return text
    .replace(/[^\P{C}\n]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}
