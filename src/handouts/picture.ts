/** An officer's own picture as campaigns send it. */
import type { Drawing } from '#engine'

/** Longer side in pixels: more is thrown away by every platform. */
const side = 1_280
/** A photograph of a good phone has 50 million. */
const mostPixels = 60_000_000
/** In bytes. Cloud API, "Media": PNG up to 5 MB. */
const largest = 4_500_000

/** PNG without whatever the file said of place, time or camera. null: it is no picture, or too large. */
export async function asPicture(bytes: Uint8Array): Promise<Drawing | null> {
  const { default: sharp } = await import('sharp')
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated' })
    const { format } = await picture.metadata()
    if (format !== 'png' && format !== 'jpeg' && format !== 'webp') return null
    const drawn = await picture
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .png({ palette: true, colours: 256, effort: 4 })
      .toBuffer()
    return drawn.length > largest ? null : { bytes: drawn, mime: 'image/png' }
  } catch {
    return null
  }
}
