/** What a reader sees of a message: its pieces of two to four letters, its words in one spelling, their consonants, and
 * the senses of its words, alone and beside each other. A slip, a short form or another word for the same changes a few
 * of many pieces and not the whole. */
import { plainWords, wordsOf } from './letters.ts'
import type { SensesOf } from './senses.ts'

/** Pieces are numbers below this. Different pieces seldom share one. */
export const pieceLimit = 1 << 18

/** Lengths of the pieces, in letters. */
const shortest = 2
const longest = 4
/** Senses that are parted by fewer others than this are seen together. */
const reach = 3

/** Pieces found so far in the text that is being read; empty between two texts. */
const seen = new Uint8Array(pieceLimit)

/** The pieces of a text, each once, in order of appearance. Costs about 2 µs a letter: bound the text first. */
export function piecesOf(text: string, sensesOf: SensesOf): readonly number[] {
  const found: number[] = []
  const words = wordsOf(text)
  addLetters(` ${words.join(' ')} `, found)
  let before = ''
  for (const word of plainWords(words).split(' ')) {
    add(hash(`w ${word}`), found)
    add(hash(`s ${skeleton(word)}`), found)
    add(hash(`b ${before} ${word}`), found)
    before = word
  }
  addSenses(words, sensesOf, found)
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

/** Where a message begins and ends tells as much as a word. */
const edge: readonly string[] = ['|']

/** Each sense; after the one before and the one before that; and near another in whichever order. */
function addSenses(words: readonly string[], sensesOf: SensesOf, found: number[]): void {
  const near: (readonly string[])[] = [edge, edge]
  for (const senses of [...words.map(sensesOf), edge]) {
    if (senses.length === 0) continue
    for (const sense of senses) {
      add(hash(`c ${sense}`), found)
      for (const [back, others] of near.entries())
        for (const other of others) if (other !== sense) addPair(other, sense, back, found)
    }
    near.unshift(senses)
    if (near.length > reach) near.pop()
  }
}

function addPair(other: string, sense: string, back: number, found: number[]): void {
  if (back === 0) add(hash(`co ${other} ${sense}`), found)
  if (back === 1) add(hash(`cs ${other} ${sense}`), found)
  add(hash(other < sense ? `cp ${other} ${sense}` : `cp ${sense} ${other}`), found)
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
