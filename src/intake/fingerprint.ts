/** The likeness of a picture in 64 bits, the same for the same poster pressed again, resized or put in a frame.
 *
 * Each bit says whether a field of the picture is clearly brighter than its neighbour on the left (a difference hash).
 * How many bits apart is one picture or one template, the engine says (`case/likeness.ts`). A changed phone alone moves
 * few bits, so likeness never outweighs two phones that differ. */

/** One channel of brightness, a byte a pixel, row after row. */
export interface Grey {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Fields across and down; a field has one neighbour, so there is one column more. */
const fields = { across: 8, down: 8 }
/** Steps of brightness (of 255) that count as a difference: less is what pressing does to a plain ground. */
const clearly = 2
/** A frame is plain (within so many steps) up to a straight edge, where at least this share of a row is otherwise; a
 * poster's own margin ends in letters, which are a smaller share. */
const frame = { steps: 20, specks: 0.02, edge: 0.8, deepest: 0.4 }

/** Sixteen hexadecimal digits. Wants a picture of about 256 pixels a side, in any proportion. */
export function fingerprintOf(picture: Grey): string {
  const fieldsOf = meanFields(withoutFrame(picture), fields.across + 1, fields.down)
  let bits = 0n
  for (const row of fieldsOf)
    for (let at = 0; at < fields.across; at++) {
      const brighter = (row[at + 1] ?? 0) > (row[at] ?? 0) + clearly
      bits = (bits << 1n) | (brighter ? 1n : 0n)
    }
  return bits.toString(16).padStart(16, '0')
}

/** Takes off bars and frames, also one within another. */
function withoutFrame(picture: Grey): Grey {
  let inner = picture
  for (let round = 0; round < 2; round++) {
    const { width, height } = inner
    const at = (x: number, y: number): number => inner.data[y * width + x] ?? 0
    const top = frameDepth(height, width, (depth, along) => at(along, depth))
    const bottom = frameDepth(height, width, (depth, along) => at(along, height - 1 - depth))
    inner = cut(inner, 0, top, width, height - top - bottom)
    const [left, right] = [
      frameDepth(width, inner.height, (depth, along) => at(depth, along)),
      frameDepth(width, inner.height, (depth, along) => at(width - 1 - depth, along)),
    ]
    if (top + bottom + left + right === 0) break
    inner = cut(inner, left, 0, width - left - right, inner.height)
  }
  return inner
}

/** How many rows from one side are frame. `cell` gives the brightness `depth` rows in, `along` the side. */
function frameDepth(rows: number, length: number, cell: (depth: number, along: number) => number): number {
  const outer = Array.from({ length }, (_, along) => cell(0, along)).sort((a, b) => a - b)
  const ground = outer[length >> 1] ?? 0
  const otherwise = (depth: number): number => {
    let count = 0
    for (let along = 0; along < length; along++)
      if (Math.abs(cell(depth, along) - ground) > frame.steps) count++
    return count / length
  }
  const deepest = Math.floor(rows * frame.deepest)
  let depth = 0
  while (depth < deepest && otherwise(depth) <= frame.specks) depth++
  if (depth === 0 || depth === deepest) return 0
  // A resized edge is spread over a row or two.
  const blurred = [0, 1, 2].find((more) => otherwise(depth + more) >= frame.edge)
  return blurred === undefined ? 0 : depth + blurred
}

function cut({ data, width }: Grey, left: number, top: number, newWidth: number, newHeight: number): Grey {
  const rows = Array.from({ length: newHeight }, (_, row) => {
    const start = (top + row) * width + left
    return data.subarray(start, start + newWidth)
  })
  return { data: Buffer.concat(rows), width: newWidth, height: newHeight }
}

/** Mean brightness of each field, rows of columns. */
function meanFields(
  { data, width, height }: Grey,
  across: number,
  down: number,
): readonly (readonly number[])[] {
  const edge = (at: number, of: number, size: number): number => Math.floor((at * size) / of)
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => {
      const [top, left] = [edge(row, down, height), edge(column, across, width)]
      const bottom = Math.max(top + 1, edge(row + 1, down, height))
      const right = Math.max(left + 1, edge(column + 1, across, width))
      let sum = 0
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x] ?? 0
      return sum / ((bottom - top) * (right - left))
    }),
  )
}
