/** Lines seen in several looks at one picture, as one text without repeats. */
import type { Box, SeenLine } from './letters.ts'

/** How sure (of 100) a line must be to be believed at all, and to be added when only a later look has seen it. */
const believed = 30
const added = 60
/** A later look replaces a line only when it is surer by so much: figures must not change for nothing. */
const surer = 4

/** Lines of the first look, each as the surest look has it, then lines that only later looks have seen. */
export function mergeLooks(looks: readonly (readonly SeenLine[])[]): readonly SeenLine[] {
  const [first = [], ...later] = looks
  let merged = first.filter(isBelieved)
  for (const look of later) {
    const fresh: SeenLine[] = []
    for (const line of look.filter(isBelieved)) {
      const same = merged.filter((other) => overlaps(line.box, other.box))
      if (same.length === 0) {
        if (line.sure >= added && letterCount(line) >= 3) fresh.push(line)
      } else if (same.every((other) => weight(line) >= weight(other) + surer * letterCount(other))) {
        merged = merged.flatMap((other) => (other === same[0] ? [line] : same.includes(other) ? [] : [other]))
      }
    }
    merged = [...merged, ...fresh]
  }
  return merged
}

/** How well a whole look went: mean sureness over its letters, 0 to 100, and how many letters there are. */
export function judgeLook(lines: readonly SeenLine[]): { readonly sure: number; readonly letters: number } {
  const letters = lines.reduce((sum, line) => sum + letterCount(line), 0)
  const sum = lines.reduce((total, line) => total + line.sure * letterCount(line), 0)
  return { sure: letters === 0 ? 0 : sum / letters, letters }
}

export const textOf = (line: SeenLine): string => line.words.map(({ text }) => text).join(' ')

function isBelieved(line: SeenLine): boolean {
  return line.sure >= believed && letterCount(line) > 0
}

function letterCount(line: SeenLine): number {
  return textOf(line).replace(/[^\p{L}\p{N}]/gu, '').length
}

const weight = (line: SeenLine): number => line.sure * letterCount(line)

/** More than half of the smaller one lies in the other. */
function overlaps(a: Box, b: Box): boolean {
  const wide = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)
  const tall = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0)
  if (wide <= 0 || tall <= 0) return false
  const area = ({ x0, y0, x1, y1 }: Box): number => (x1 - x0) * (y1 - y0)
  return wide * tall > 0.5 * Math.min(area(a), area(b))
}
