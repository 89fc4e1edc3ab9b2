/** What a reader sees of a message: its pieces of two to four letters, its words in one spelling, and their consonants,
 * so that a slip, a short form or a left-out vowel changes a few of many pieces and not the whole. */
import { plainWords, wordsOf } from './letters.ts'

/** Pieces are numbers below this. Different pieces seldom share one. */
export const pieceLimit = 1 << 18

/** Lengths of the pieces, in letters. */
const shortest = 2
const longest = 4
/** A message is about what its first part says; beyond this nothing is looked at. In letters. */
const mostLetters = 1_200

/** Pieces found so far in the text that is being read; empty between two texts. */
const seen = new Uint8Array(pieceLimit)

/** The pieces of a text, each once, in order of appearance. */
export function piecesOf(text: string): readonly number[] {
  const found: number[] = []
  const words = wordsOf(text.slice(0, mostLetters))
  addLetters(` ${words.join(' ')} `, found)
  let before = ''
  for (const word of plainWords(words).split(' ')) {
    add(hash(`w ${word}`), found)
    add(hash(`s ${skeleton(word)}`), found)
    add(hash(`b ${before} ${word}`), found)
    before = word
  }
  for (const piece of found) seen[piece] = 0
  return found
}

function add(piece: number, found: number[]): void {
  if (seen[piece] === 1) return
  seen[piece] = 1
  found.push(piece)
}

function addLetters(text: string, found: number[]): void {
  for (let start = 0; start < text.length; start++) {
    let code = seed
    const end = Math.min(start + longest, text.length)
    for (let at = start; at < end; at++) {
      code = mix(code, text.charCodeAt(at))
      if (at - start >= shortest - 1) add(cut(code), found)
    }
  }
}

/** `kerja` and `krj` are both `krj`. */
function skeleton(word: string): string {
  return word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, '')
}

const seed = 0x811c9dc5 | 0

function mix(code: number, letter: number): number {
  return Math.imul(code ^ letter, 0x01000193)
}

function cut(code: number): number {
  return (code ^ (code >>> 15)) & (pieceLimit - 1)
}

function hash(text: string): number {
  let code = seed
  for (let at = 0; at < text.length; at++) code = mix(code, text.charCodeAt(at))
  return cut(code)
}
