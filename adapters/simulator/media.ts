/** The files sent from the phones, in memory, and the only types a browser is told they have. */
import { randomUUID } from 'node:crypto'
import type { ChannelName, Media } from '#engine'
import type { Attached } from './wire.ts'

/** Ours: a handful of the largest uploads; the oldest leave. */
const bytesKept = 100 * 1024 * 1024

/** What a browser may show in place. Anything else, SVG and HTML above all, is only ever offered for saving. */
const shown: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/webm',
])

interface Stored {
  readonly media: Media
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name: string
}

export interface MediaStore {
  store(channel: ChannelName, file: Readonly<{ bytes: Uint8Array; mime: string; name: string }>): Media
  get(key: string): Stored | null
  /** As the page is told of it. A key that is not ours, or is gone, has no address. */
  describe(media: Media): Attached
}

export function createMediaStore(): MediaStore {
  const files = new Map<string, Stored>()
  let total = 0

  return {
    store(channel, { bytes, mime, name }) {
      const key = randomUUID()
      const media: Media = { channel, key, type: typeOf(mime), bytes: bytes.length }
      files.set(key, { media, bytes, mime: shown.has(mime) ? mime : 'application/octet-stream', name })
      total += bytes.length
      for (const [oldest, stored] of files) {
        if (total <= bytesKept || oldest === key) break
        files.delete(oldest)
        total -= stored.bytes.length
      }
      return media
    },
    get(key) {
      return files.get(key) ?? null
    },
    describe({ key, type, bytes }) {
      const name = files.get(key)?.name ?? ''
      return { url: files.has(key) ? `media/${key}` : null, type, name, bytes }
    },
  }
}

/** A type that a browser would not show is a file, whatever it claims to be. */
function typeOf(mime: string): Media['type'] {
  const [family] = mime.split('/')
  if (family === 'audio' || family === 'video') return family
  return family === 'image' && shown.has(mime) ? 'image' : 'file'
}
