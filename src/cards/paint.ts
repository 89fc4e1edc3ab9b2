/** What a card looks like: words set by Pango in the font we bring along, on a ground of plain shapes. Colour never says
 * anything alone: each mood has a sign of its own, and words. */
import type { OverlayOptions } from 'sharp'
import type { Block, CardMood, Markup, SpokenCard } from '#engine'
import { createSetter, largest, type SetWords, type Words } from './setting.ts'

/** Portrait, as phones show it whole; in pixels. */
const page = { width: 1080, height: 1350, margin: 72 }
const inside = page.width - 2 * page.margin
const ink = { dark: '#1c2421', soft: '#46524d', light: '#ffffff', paper: '#faf7f0' }

/** Dark grounds: white letters on each have a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6). */
const moods = {
  listed: { ground: '#0b5345', sign: '<path d="M22 47 L40 65 L70 30"/>' },
  warned: { ground: '#7a3b00', sign: '<path d="M46 20 L46 52 M46 69 L46 71"/>' },
  'not-listed': {
    ground: '#37444f',
    sign: '<path d="M33 34 Q33 20 46 20 Q60 20 60 33 Q60 43 46 49 L46 54 M46 70 L46 71"/>',
  },
  lesson: { ground: '#1b4a7a', sign: '<path d="M46 44 L46 70 M46 23 L46 24"/>' },
} as const satisfies Record<CardMood, { readonly ground: string; readonly sign: string }>
const signSide = 92

/** PNG of 1080 by 1350 pixels. `address` stands at the foot. */
export async function paint(card: SpokenCard, address: string | null): Promise<Uint8Array> {
  // Only when the first card is asked for: most of the time nobody asks for one.
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  const set = createSetter(sharp)
  const { ground, sign } = moods[card.mood]
  const { margin, width, height } = page
  const foot = await setFoot(set, card, address)
  const footTop = height - foot.height
  const layers: OverlayOptions[] = foot.layers.map((layer) => ({ ...layer, top: (layer.top ?? 0) + footTop }))
  const put = (words: Words, left: number, top: number): number => {
    layers.push({ ...words.picture, left, top })
    return top + words.height
  }

  let top = put(await set(card.title, { size: 34, colour: ink.light, width: inside }), margin, 56)
  const head = await largest([76, 66, 58, 50, 44, 38], 190, (size) =>
    set(card.head, { size, colour: ink.light, width: inside, bold: true }),
  )
  top = put(head, margin, top + 30)
  let box = ''
  if (card.verdict.length > 0) {
    const left = margin + signSide + 56
    const words = await largest([44, 40, 36], 180, (size) =>
      set(card.verdict, { size, colour: ink.dark, width: width - left - margin - 28 }),
    )
    const boxHeight = Math.max(signSide, words.height) + 56
    const boxTop = top + 40
    put(words, left, boxTop + Math.round((boxHeight - words.height) / 2))
    box = drawBox({ top: boxTop, height: boxHeight, ground, sign })
    top = boxTop + boxHeight
  }
  const bandHeight = top + (box === '' ? 56 : 48)
  const room = footTop - bandHeight - 88
  const body = await largestBody(set, card.body, room)
  // What is left over stands evenly above and below.
  let at = bandHeight + 44 + Math.max(0, Math.round((room - body.height) / 2))
  let bullets = ''
  for (const { words, gap, item } of body.rows) {
    at += gap
    if (item)
      bullets += `<rect x="${margin}" y="${at + Math.round(body.size * 0.3)}" width="16" height="16" fill="${ground}"/>`
    at = put(words, item ? margin + 44 : margin, at)
  }

  const shapes = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${ink.paper}"/>
    <rect width="${width}" height="${bandHeight}" fill="${ground}"/>${box}${bullets}
    <rect y="${footTop}" width="${width}" height="${foot.height}" fill="${ink.dark}"/></svg>`
  return sharp(Buffer.from(shapes))
    .composite(layers)
    .png({ palette: true, colours: 64, effort: 1 })
    .toBuffer()
}

/** The verdict's white box, with the mood's sign in a disc at its left. */
function drawBox(of: {
  readonly top: number
  readonly height: number
  readonly ground: string
  readonly sign: string
}): string {
  const { top, height, ground, sign } = of
  const middle = top + (height - signSide) / 2
  return `<rect x="${page.margin}" y="${top}" width="${inside}" height="${height}" rx="28" fill="${ink.light}"/>
    <g transform="translate(${page.margin + 28} ${middle})"><circle cx="46" cy="46" r="46" fill="${ground}"/>
    <g fill="none" stroke="${ink.light}" stroke-width="10" stroke-linecap="round" stroke-linejoin="round">${sign}</g></g>`
}

async function setFoot(
  set: SetWords,
  card: SpokenCard,
  address: string | null,
): Promise<{ readonly layers: readonly OverlayOptions[]; readonly height: number }> {
  const words = await set(card.foot, { size: 34, colour: ink.light, width: inside })
  const layers: OverlayOptions[] = [{ ...words.picture, left: page.margin, top: 36 }]
  let height = 36 + words.height
  if (address !== null) {
    const named: Markup = [{ kind: 'paragraph', spans: [{ kind: 'plain', text: address }] }]
    const line = await set(named, { size: 42, colour: ink.light, width: inside, bold: true })
    layers.push({ ...line.picture, left: page.margin, top: height + 14 })
    height += 14 + line.height
  }
  return { layers, height: height + 36 }
}

interface Row {
  readonly words: Words
  readonly gap: number
  readonly item: boolean
}

/** The body as large as there is room for it. */
async function largestBody(
  set: SetWords,
  body: Markup,
  room: number,
): Promise<{ readonly rows: readonly Row[]; readonly height: number; readonly size: number }> {
  let last = { rows: [] as readonly Row[], height: 0, size: 0 }
  for (const size of [44, 40, 37, 34, 31, 28, 25, 22]) {
    const rows: Row[] = []
    for (const [index, block] of body.entries())
      rows.push(await setRow(set, block, { size, first: index === 0 }))
    const height = rows.reduce((sum, { gap, words }) => sum + gap + words.height, 0)
    last = { rows, height, size }
    if (height <= room) return last
  }
  return last
}

async function setRow(
  set: SetWords,
  block: Block,
  { size, first }: { readonly size: number; readonly first: boolean },
): Promise<Row> {
  const item = block.kind === 'item'
  const width = item ? inside - 44 : inside
  const words = await set([block], { size, colour: ink.dark, width })
  // A line without a letter that reaches below it is as high as the others.
  const height = Math.max(words.height, Math.round(size * 0.95))
  return { words: { ...words, height }, gap: first ? 0 : Math.round(size * (item ? 0.45 : 0.8)), item }
}
