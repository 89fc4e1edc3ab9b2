/** Finds the sayings of a group in a plain text. */
import type { Plain } from './plain.ts'
import type { Saying, SayingPiece } from './sign-table.ts'

export interface Finder {
  /** The words of each saying that is found and not denied, one a saying. */
  find(plain: Plain): readonly string[]
}

/** `denials`: "tanpa DP" is no "DP": what is denied right before does not count. */
export function createFinder(sayings: readonly Saying[], denials: 'count' | 'do not count'): Finder {
  const compiled = sayings.map((saying) => ({
    pattern: new RegExp(`(?<= )${saying.map(write).join('')}`, 'g'),
    begins: beginningsOf(saying),
  }))
  return {
    find(plain) {
      const found: string[] = []
      for (const { pattern, begins } of compiled) {
        if (begins !== null && !begins.some((word) => plain.words.has(word))) continue
        for (const match of plain.text.matchAll(pattern)) {
          if (
            denials === 'do not count' &&
            denied.test(plain.text.slice(Math.max(0, match.index - 40), match.index))
          )
            continue
          found.push(match[0].trim())
          break
        }
      }
      return found
    },
  }
}

/** Directly before: "tanpa", "bukan", "tidak ada", "tidak dipungut" … */
const denied =
  / (?:tanpa|bukan|no|jangan|bebas|nol|anti|not|never|dilarang|(?:tidak|bukan|belum|jangan) (?:ada|perlu|usah|dipungut|pakai|pake|boleh|akan|menggunakan|minta|meminta|memungut|dikenakan|menerima|pernah|lewat|mau|menahan|melalui|kena|termasuk|dibebani|sampai|mengirim|langsung|melakukan|any)) $/

function write(piece: SayingPiece): string {
  switch (piece.kind) {
    case 'word':
      return `${piece.word}${piece.open ? String.raw`\w*` : ''} `
    case 'number':
      return String.raw`\d\w* `
    case 'gap':
      return String.raw`(?:\w+ ){0,3}`
    case 'choice':
      return `(?:${piece.sayings.map((saying) => saying.map(write).join('')).join('|')})${piece.optional ? '?' : ''}`
  }
}

/** Words one of which must be there; null when any may be. */
function beginningsOf(saying: Saying): readonly string[] | null {
  const [first] = saying
  if (first === undefined || first.kind === 'gap' || first.kind === 'number') return null
  if (first.kind === 'word') return first.open ? null : [first.word]
  if (first.optional) return null
  const all = first.sayings.map(beginningsOf)
  return all.every((each) => each !== null) ? all.flat() : null
}

/** Every whole word of a saying. */
export function wordsOfSaying(saying: Saying): readonly string[] {
  return saying.flatMap((piece) => {
    if (piece.kind === 'word') return piece.open ? [] : [piece.word]
    return piece.kind === 'choice' ? piece.sayings.flatMap(wordsOfSaying) : []
  })
}
