/** A font as programs for paper read it (SFNT), out of how the web sends it (WOFF 1, w3.org/TR/WOFF). Done once: the font
 * library unpacks a table again for each letter, which took seven seconds a package. */
import { inflateSync } from 'node:zlib'

const header = { woff: 44, sfnt: 12 } as const
const entry = { woff: 20, sfnt: 16 } as const

export function unwrapFont(woff: Buffer): Buffer {
  const many = woff.readUInt16BE(12)
  const tables = Array.from({ length: many }, (_, at) => {
    const [tag = 0, offset = 0, packed = 0, whole = 0, sum = 0] = [0, 4, 8, 12, 16].map((field) =>
      woff.readUInt32BE(header.woff + at * entry.woff + field),
    )
    const bytes = woff.subarray(offset, offset + packed)
    return { tag, sum, bytes: packed < whole ? inflateSync(bytes) : bytes }
  })
  const top = Buffer.alloc(header.sfnt + many * entry.sfnt)
  const power = Math.floor(Math.log2(many))
  top.writeUInt32BE(woff.readUInt32BE(4), 0)
  top.writeUInt16BE(many, 4)
  top.writeUInt16BE(16 * 2 ** power, 6)
  top.writeUInt16BE(power, 8)
  top.writeUInt16BE(16 * (many - 2 ** power), 10)
  const parts = [top]
  let offset = top.length
  tables.forEach(({ tag, sum, bytes }, at) => {
    const place = header.sfnt + at * entry.sfnt
    for (const [field, value] of [tag, sum, offset, bytes.length].entries())
      top.writeUInt32BE(value, place + 4 * field)
    // Tables begin at multiples of four.
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    parts.push(padded)
    offset += padded.length
  })
  return Buffer.concat(parts)
}
