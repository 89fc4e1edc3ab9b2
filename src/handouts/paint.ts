/** A poster as a picture of any size: what is to be known above, how to ask below, with codes to scan. One layout for
 * paper, for a feed and for a story. */
import type { OverlayOptions } from 'sharp'
import type { Markup } from '#engine'
import { createSetter, largest, type SetWords, type Words } from '../cards/setting.ts'
import { drawQr } from './qr.ts'

export interface Size {
  /** In pixels. */
  readonly width: number
  readonly height: number
}

export interface Poster {
  /** Above the head, small. */
  readonly title: Markup
  readonly head: Markup
  readonly body: Markup
  /** Beside the codes: that they may be scanned; and the list's date. */
  readonly scan: Markup
  /** Where the rest is, when not all has room. */
  readonly more: Markup
  readonly list: Markup
  /** How the bot is reached, each with what its code opens. */
  readonly ways: readonly { readonly shown: Markup; readonly url: string }[]
}

/** Ochre for a warning, blue for all else: white letters on each have a contrast of at least 7 to 1. */
const grounds = { warning: '#7a3b00', calm: '#1b4a7a' }
const ink = { dark: '#1c2421', light: '#ffffff', paper: '#faf7f0' }

/** PNG. Everything is measured in thousand-and-eightieths of the width. */
export async function paintPoster(poster: Poster, size: Size, isWarning: boolean): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  const set = createSetter(sharp)
  const { width, height } = size
  const unit = width / 1080
  const of = (units: number): number => Math.round(units * unit)
  const margin = of(64)
  const inside = width - 2 * margin
  const ground = isWarning ? grounds.warning : grounds.calm
  const layers: OverlayOptions[] = []
  const put = ({ picture, height: tall }: Words, left: number, top: number): number => {
    layers.push({ ...picture, left, top })
    return top + tall
  }

  const isSquare = height < 1.2 * width
  const side = of(isSquare ? 200 : 260)
  const foot = await setFoot(set, poster, { width, margin, of, side })
  const footTop = height - foot.height
  for (const { words, left, top } of foot.words) put(words, left, footTop + top)
  const codes = await Promise.all(
    foot.codes.map(({ url, left, top }) => drawQr(url, { left, top: footTop + top, side })),
  )

  const title = await set(poster.title, { size: of(34), colour: ink.light, width: inside })
  let top = put(title, margin, of(48))
  const room = footTop - top
  const isAlone = poster.body.length === 0
  const sizes = [96, 84, 76, 68, 60, 52, 46, 40].map(of) as [number, ...number[]]
  const head = await largest(sizes, Math.round(room * (isAlone ? 0.8 : isSquare ? 0.28 : 0.36)), (each) =>
    set(poster.head, { size: each, colour: ink.light, width: inside, bold: true }),
  )
  top = put(head, margin, top + (isAlone ? Math.round((room - head.height) / 2) : of(24)))
  const bandHeight = isAlone ? footTop : top + of(40)
  const body = await setBody(set, poster, { width: inside, height: footTop - bandHeight - of(72), of })
  let at = bandHeight + Math.max(of(36), Math.round((footTop - bandHeight - body.height) / 2))
  let bullets = ''
  for (const { words, gap, item } of body.rows) {
    at += gap
    if (item)
      bullets += `<rect x="${margin}" y="${at + Math.round(body.size * 0.3)}" width="${of(16)}" height="${of(16)}" fill="${ground}"/>`
    at = put(words, item ? margin + of(44) : margin, at)
  }

  const shapes = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${ink.paper}"/>
    <rect width="${width}" height="${bandHeight}" fill="${ground}"/>${bullets}
    <rect y="${footTop}" width="${width}" height="${foot.height}" fill="${ink.dark}"/>${codes.join('')}</svg>`
  return sharp(Buffer.from(shapes))
    .composite(layers)
    .png({ palette: true, colours: 64, effort: 1 })
    .toBuffer()
}

interface Room {
  readonly width: number
  readonly margin: number
  readonly of: (units: number) => number
  /** Of a code. */
  readonly side: number
}

interface Foot {
  readonly height: number
  readonly words: readonly { readonly words: Words; readonly left: number; readonly top: number }[]
  readonly codes: readonly { readonly url: string; readonly left: number; readonly top: number }[]
}

/** Codes at the right, each over its address; beside them what they are for, and the list's date. */
async function setFoot(
  set: SetWords,
  { scan, list, ways }: Poster,
  { width, margin, of, side }: Room,
): Promise<Foot> {
  const [gap, pad] = [of(32), of(36)]
  const left = width - margin - ways.length * side - Math.max(0, ways.length - 1) * gap
  const column = (ways.length === 0 ? width - margin : left - gap) - margin
  const scanned = await set(scan, { size: of(40), colour: ink.light, width: column, bold: true })
  const dated = await set(list, { size: of(30), colour: ink.light, width: column })
  const named = await Promise.all(
    ways.map(({ shown }) => set(shown, { size: of(25), colour: ink.light, width: side + gap })),
  )
  const codesHeight = ways.length === 0 ? 0 : side + of(16) + Math.max(...named.map(({ height }) => height))
  const shownScan = ways.length === 0 ? [] : [{ words: scanned, left: margin, top: pad }]
  const below = ways.length === 0 ? 0 : scanned.height + of(28)
  return {
    height: Math.max(below + dated.height, codesHeight) + 2 * pad,
    words: [
      ...shownScan,
      { words: dated, left: margin, top: pad + below },
      ...named.map((words, place) => ({
        words,
        left: left + place * (side + gap),
        top: pad + side + of(16),
      })),
    ],
    codes: ways.map(({ url }, place) => ({ url, left: left + place * (side + gap), top: pad })),
  }
}

/** As large as there is room for, and never smaller than a cheap phone can show: what has no room then gives way, from
 * the end, to a line that says where the rest is. */
async function setBody(
  set: SetWords,
  { body, more }: Poster,
  { width, height, of }: { readonly width: number; readonly height: number; readonly of: Room['of'] },
): Promise<Body> {
  for (const size of [76, 68, 62, 56, 50, 46, 42, 39, 36, 33].map(of)) {
    const rows = await setRows(set, body, { size, width, of })
    if (rows.height <= height) return rows
  }
  const smallest = { size: of(30), width, of }
  const whole = await setRows(set, body, smallest)
  if (whole.height <= height) return whole
  for (let shown = body.length - 1; shown > 0; shown--) {
    const rows = await setRows(set, [...body.slice(0, shown), ...more], smallest)
    if (rows.height <= height) return rows
  }
  return setRows(set, more, smallest)
}

interface Body {
  readonly rows: readonly { readonly words: Words; readonly gap: number; readonly item: boolean }[]
  readonly height: number
  readonly size: number
}

async function setRows(
  set: SetWords,
  body: Markup,
  { size, width, of }: { readonly size: number; readonly width: number; readonly of: Room['of'] },
): Promise<Body> {
  const rows = await Promise.all(
    body.map(async (block, place) => {
      const item = block.kind === 'item'
      const words = await set([block], { size, colour: ink.dark, width: item ? width - of(44) : width })
      // A line without a letter that reaches below it is as high as the others.
      const tall = Math.max(words.height, Math.round(size * 0.95))
      const gap = place === 0 ? 0 : Math.round(size * (item ? 0.45 : 0.8))
      return { words: { ...words, height: tall }, gap, item }
    }),
  )
  return { rows, size, height: rows.reduce((sum, { gap, words }) => sum + gap + words.height, 0) }
}
