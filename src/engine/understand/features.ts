/** What a reader sees of a message: its pieces of two to four letters, its words in one spelling, their consonants, and
 * the senses of its words, alone and beside each other. A slip, a short form or another word for the same changes a few
 * of many pieces and not the whole. */
import { plainWords, wordsOf } from './letters.ts'
import { codeOf, type SensesOf } from './senses.ts'

/** Pieces are numbers below this. Different pieces seldom share one. */
export const pieceLimit = 1 << 18

/** Lengths of the pieces, in letters. */
const shortest = 2
const longest = 4
/** The pieces of a text that were found so far; empty between two texts. */
const seen = new Uint8Array(pieceLimit)

/** A growing row of pieces, the first `count` of `list`. Learning has millions: they are not worth an array a text. */
export interface Pieces {
  list: Int32Array
  count: number
}

/** An empty row. `room`: how many may come before it has to grow. */
export function createPieces(room: number): Pieces {
  return { list: new Int32Array(room), count: 0 }
}

/** Adds the pieces of a text to those found before, each once, in order of appearance. Costs 0.3 to 0.8 µs a letter:
 * bound the text first. */
export function addPieces(text: string, sensesOf: SensesOf, found: Pieces): void {
  const from = found.count
  const words = wordsOf(text)
  addLetters(words, found)
  let before = ''
  for (const word of plainWords(words).split(' ')) {
    add(cut(codeOf(word, ofWord)), found)
    add(cut(skeletonCode(word)), found)
    add(cut(codeOf(word, mix(codeOf(before, ofPair), space))), found)
    before = word
  }
  addSenses(words, sensesOf, found)
  for (let at = from; at < found.count; at++) seen[found.list[at] as number] = 0
}

function add(piece: number, found: Pieces): void {
  if (seen[piece] === 1) return
  seen[piece] = 1
  if (found.count === found.list.length) makeRoom(found, 1)
  found.list[found.count++] = piece
}

function makeRoom(found: Pieces, more: number): void {
  if (found.list.length >= found.count + more) return
  const longer = new Int32Array(2 * (found.count + more))
  longer.set(found.list.subarray(0, found.count))
  found.list = longer
}

/** Most of the pieces are found here: nothing is called for one. */
function addLetters(words: readonly string[], found: Pieces): void {
  const text = ` ${words.join(' ')} `
  makeRoom(found, text.length * (longest - shortest + 1))
  const { list } = found
  let { count } = found
  for (let start = 0; start < text.length; start++) {
    let code = mix(seed, text.charCodeAt(start))
    const end = Math.min(start + longest, text.length)
    for (let at = start + 1; at < end; at++) {
      code = mix(code, text.charCodeAt(at))
      const piece = cut(code)
      if (seen[piece] === 1) continue
      seen[piece] = 1
      list[count++] = piece
    }
  }
  found.count = count
}

const seed = 0x811c9dc5 | 0
const space = 32

// Each kind of piece begins with its own mark. Pieces are counted letter by letter: no text is put together for one.
const [ofWord, ofSkeleton, ofPair, ofSense] = [codeOf('w '), codeOf('s '), codeOf('b '), codeOf('c ')]
const [ofNext, ofNextButOne, ofNear] = [codeOf('co '), codeOf('cs '), codeOf('cp ')]

/** Where a message begins and ends tells as much as a word. */
const edge: readonly number[] = [codeOf('|')]
const nothing: readonly number[] = []

/** Each sense; after the one before and the one before that; and near another in whichever order. */
function addSenses(words: readonly string[], sensesOf: SensesOf, found: Pieces): void {
  let [near, next, last] = [edge, edge, nothing]
  for (let at = 0; at <= words.length; at++) {
    const senses = at === words.length ? edge : sensesOf(words[at] as string)
    if (senses.length === 0) continue
    for (const sense of senses) {
      add(cut(mix(ofSense, sense)), found)
      for (const other of near) if (other !== sense) addPair(ofNext, other, sense, found)
      for (const other of next) if (other !== sense) addPair(ofNextButOne, other, sense, found)
      for (const other of last) if (other !== sense) addNear(other, sense, found)
    }
    last = next
    next = near
    near = senses
  }
}

function addPair(how: number, other: number, sense: number, found: Pieces): void {
  add(cut(mix(mix(how, other), sense)), found)
  addNear(other, sense, found)
}

function addNear(one: number, other: number, found: Pieces): void {
  add(cut(one < other ? mix(mix(ofNear, one), other) : mix(mix(ofNear, other), one)), found)
}

function mix(code: number, more: number): number {
  return Math.imul(code ^ more, 0x01000193)
}

function cut(code: number): number {
  return (code ^ (code >>> 15)) & (pieceLimit - 1)
}

/** `kerja` and `krj` are both `krj`. */
function skeletonCode(word: string): number {
  let code = ofSkeleton
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
