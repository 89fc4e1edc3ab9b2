import { describe, expect, it } from 'vitest'
import { differenceOfPictures, samePicture } from '#engine'
import { fingerprintOf } from '../../src/intake/fingerprint.ts'
import { toCompare } from '../../src/intake/picture.ts'
import { drawPoster, factsOf, styles, variants } from '../kit/posters.ts'

const printOf = async (poster: Buffer): Promise<string> => fingerprintOf(await toCompare(poster, 40_000_000))

describe('the likeness of posters', () => {
  it('finds variants of one poster, and never takes another poster for it', {
    timeout: 240_000,
  }, async () => {
    const posters = await Promise.all(
      Object.keys(styles).map((style, seed) => drawPoster(style, factsOf(seed), seed)),
    )
    const prints = await Promise.all(posters.map(printOf))
    let [tried, found] = [0, 0]
    for (const [at, poster] of posters.entries()) {
      if (at % 2 === 0) continue
      for (const change of Object.values(variants)) {
        const print = await printOf(await change(poster))
        const distances = prints.map((other) => differenceOfPictures(print, other))
        expect(distances.filter((distance, other) => other !== at && distance <= samePicture)).toEqual([])
        tried++
        if ((distances[at] ?? 64) <= samePicture) found++
      }
    }
    expect(tried).toBe(60)
    expect(found / tried).toBeGreaterThanOrEqual(0.93)
  })

  it('takes frames off, one within another, and nothing of a poster with a plain margin', () => {
    const side = 120
    const inside = (x: number, y: number): number => ((x * 7 + y * 13) % 90) + (x > 60 ? 120 : 40)
    const framed = (frame: number, second: number): string => {
      const data = new Uint8Array(side * side)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
          const depth = Math.min(x, y, side - 1 - x, side - 1 - y)
          data[y * side + x] = depth < frame ? 0 : depth < frame + second ? 255 : inside(x, y)
        }
      return fingerprintOf({ data, width: side, height: side })
    }
    const cut = (by: number): string => {
      const size = side - 2 * by
      const data = new Uint8Array(size * size)
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) data[y * size + x] = inside(x + by, y + by)
      return fingerprintOf({ data, width: size, height: size })
    }
    expect(framed(12, 0)).toBe(cut(12))
    expect(framed(10, 6)).toBe(cut(16))
  })

  it('is one for a picture of a single pixel and for a plain one', () => {
    expect(fingerprintOf({ data: Uint8Array.of(7), width: 1, height: 1 })).toBe('0'.repeat(16))
    expect(fingerprintOf({ data: new Uint8Array(10_000).fill(200), width: 100, height: 100 })).toBe(
      '0'.repeat(16),
    )
  })
})
