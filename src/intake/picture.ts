/** Pictures of strangers, opened with care: one frame, few pixels, nothing of it kept but brightness or a new JPEG. */
import sharp, { type Sharp } from 'sharp'
import type { Grey } from './fingerprint.ts'
import { type Refused, refused, UnreadableFile } from './reading.ts'

// One thread and no store: what is read here is never read twice, and the bot needs the other core.
sharp.concurrency(1)
sharp.cache(false)

/** What is in memory as raw pixels instead of a file: a page that was drawn. Four bytes a pixel. */
export interface Drawn {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

export type Source = Uint8Array | Drawn

/** Sides of the picture that is read, in pixels: letters of small ones are too low, of large ones needlessly high. */
const readAt = { least: 1200, growAtMost: 3, most: 2_400_000, longest: 8_000 }
const shownAtMost = 1600
const fingerprintSide = 256

/** Whether a picture file may be opened, by what its header says. */
export async function admit(bytes: Uint8Array, kind: string, pixels: number): Promise<Refused | null> {
  try {
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (format !== kind) return refused('not-a-picture')
    return width * height > pixels ? refused('too-many-pixels') : null
  } catch {
    return refused('unreadable')
  }
}

/** The picture as it is read: upright, grey, its letters at a size the reader knows, black to white. */
export async function toRead(source: Source, pixels: number): Promise<Grey> {
  const { width, height } = await uprightSize(source, pixels)
  const shorter = Math.min(width, height)
  const grow = Math.min(readAt.growAtMost, Math.max(1, readAt.least / shorter))
  const scale = Math.min(grow, Math.sqrt(readAt.most / (width * height)))
  const side = (length: number): number => Math.min(readAt.longest, Math.max(1, Math.round(length * scale)))
  return grey(
    open(source, pixels)
      .resize({ width: side(width), height: side(height), fit: 'fill', kernel: 'cubic' })
      // From the darkest to the brightest: shares would stretch the specks of a plain ground with few letters.
      .normalise({ lower: 0, upper: 100 }),
  )
}

/** The picture small, for its fingerprint. */
export function toCompare(source: Source, pixels: number): Promise<Grey> {
  return grey(open(source, pixels).resize({ width: fingerprintSide, height: fingerprintSide, fit: 'fill' }))
}

/** A new JPEG of it, without anything that came along: place, camera, maker, what hides behind its end. */
export async function toShow(
  source: Source,
  pixels: number,
): Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly height: number }> {
  const { data, ...size } = await unpacked(
    open(source, pixels)
      .resize({ width: shownAtMost, height: shownAtMost, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 }),
  )
  return { bytes: data, ...size }
}

/** The mean brightness around each pixel, over a few letters. */
export function surroundingsOf({ data, width, height }: Grey): Promise<Grey> {
  const reach = Math.max(12, width / 40)
  return grey(sharp(data, { raw: { width, height, channels: 1 } }).blur(reach))
}

const isDrawn = (source: Source): source is Drawn => !(source instanceof Uint8Array)

function open(source: Source, pixels: number): Sharp {
  const picture = isDrawn(source)
    ? sharp(source.data, { raw: { width: source.width, height: source.height, channels: 4 } })
    : sharp(source, { limitInputPixels: pixels, failOn: 'truncated', sequentialRead: true }).autoOrient()
  return picture.flatten({ background: '#ffffff' })
}

async function uprightSize(
  source: Source,
  pixels: number,
): Promise<{ readonly width: number; readonly height: number }> {
  if (isDrawn(source)) return source
  const { autoOrient } = await sharp(source, { limitInputPixels: pixels }).metadata()
  return autoOrient
}

function grey(picture: Sharp): Promise<Grey> {
  return unpacked(picture.toColourspace('b-w').extractChannel(0).raw())
}

async function unpacked(
  picture: Sharp,
): Promise<{ readonly data: Buffer; readonly width: number; readonly height: number }> {
  try {
    const { data, info } = await picture.toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (cause) {
    throw new UnreadableFile('the picture cannot be unpacked', { cause })
  }
}
