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
    add(cut(hash(ofWord, word)), found)
    add(cut(hashSkeleton(ofSkeleton, word)), found)
    add(cut(hash(mix(hash(ofPair, before), space), word)), found)
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
      add(cut(hash(ofSense, sense)), found)
      for (let back = 0; back < near.length; back++)
        for (const other of near[back] ?? []) if (other !== sense) addPair(other, sense, back, found)
    }
    near.unshift(senses)
    if (near.length > reach) near.pop()
  }
}

function addPair(other: string, sense: string, back: number, found: number[]): void {
  if (back === 0) add(hashPair(ofNext, other, sense), found)
  if (back === 1) add(hashPair(ofNextButOne, other, sense), found)
  add(other < sense ? hashPair(ofNear, other, sense) : hashPair(ofNear, sense, other), found)
}

const seed = 0x811c9dc5 | 0
const space = 32

// Each kind of piece begins with its own mark. Pieces are counted letter by letter: no text is put together for one.
const [ofWord, ofSkeleton, ofPair, ofSense] = [
  hash(seed, 'w '),
  hash(seed, 's '),
  hash(seed, 'b '),
  hash(seed, 'c '),
]
const [ofNext, ofNextButOne, ofNear] = [hash(seed, 'co '), hash(seed, 'cs '), hash(seed, 'cp ')]

function mix(code: number, letter: number): number {
  return Math.imul(code ^ letter, 0x01000193)
}

function cut(code: number): number {
  return (code ^ (code >>> 15)) & (pieceLimit - 1)
}

function hash(from: number, text: string): number {
  let code = from
  for (let at = 0; at < text.length; at++) code = mix(code, text.charCodeAt(at))
  return code
}

function hashPair(from: number, one: string, other: string): number {
  return cut(hash(mix(hash(from, one), space), other))
}

/** `kerja` and `krj` are both `krj`. */
function hashSkeleton(from: number, word: string): number {
  let code = from
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at)
    if (at === 0 || !isVowel(letter)) code = mix(code, letter)
  }
  return code
}

/** One of a, e, i, o, u. */
function isVowel(letter: number): boolean {
  return letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117
}
