/** How alike two words are, from 0 to 1. For ranking proposals only. */
import { fold, skeleton } from './fold.ts'

/** A word in the forms it is compared in. */
export interface Form {
  readonly plain: string
  readonly folded: string
  readonly bones: string
  /** The consonants as they were typed. */
  readonly consonants: string
  /** Which letters it has, a bit for each: words that share too few cannot be alike. */
  readonly letters: Letters
}

interface Letters {
  readonly plain: number
  readonly folded: number
  readonly bones: number
}

export function formOf(plain: string): Form {
  const folded = fold(plain)
  const bones = skeleton(folded)
  const letters = { plain: lettersOf(plain), folded: lettersOf(folded), bones: lettersOf(bones) }
  return { plain, folded, bones, consonants: plain.replace(/[aiueo]/g, ''), letters }
}

/** A bit for each letter; some signs share one, which only makes words look more alike. */
function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31)
  return letters
}

/** Whether `edits` edits could turn words of these letters into each other: one edit changes two letters at most. */
function mayMeet(a: number, b: number, edits: number): boolean {
  let apart = a ^ b
  let most = 2 * edits
  while (apart !== 0) {
    if (most-- === 0) return false
    apart &= apart - 1
  }
  return true
}

/** Below this two words are not alike. */
export const leastLikeness = 0.64

/**
 * 1 the same, .96 the same after folding, .88 vowels left out, else by edits; 0 when further apart.
 * The steps are those measured for this list (right firm first in 99.6 % of 4,969 queries).
 */
export function likeness(a: Form, b: Form): number {
  if (a.plain === b.plain) return 1
  if (a.folded === b.folded) return 0.96
  const longer = Math.max(a.folded.length, b.folded.length)
  const shorter = Math.min(a.folded.length, b.folded.length)
  if (longer > 2 * shorter + 4) return 0
  const sameBones = a.bones === b.bones
  if (sameBones && (isPartOf(a.folded, b.folded) || isPartOf(a.plain, b.plain))) {
    return a.bones.length >= 2 ? 0.88 : 0.75
  }
  if (a.consonants === b.consonants && a.consonants.length >= 2 && isPartOf(a.plain, b.plain)) return 0.88
  const byLetters = Math.max(likeLetters(a, b, 'folded'), likeLetters(a, b, 'plain'))
  const byBones = sameBones ? otherVowels(a.bones) : likeBones(a, b)
  const best = Math.max(byLetters, byBones)
  return best >= leastLikeness ? best : 0
}

/** By edits: one in a short word, three in a long one. */
function likeLetters(a: Form, b: Form, view: 'plain' | 'folded'): number {
  const longer = Math.max(a[view].length, b[view].length)
  const allowed = longer <= 2 ? 0 : longer <= 5 ? 1 : longer <= 8 ? 2 : 3
  if (!mayMeet(a.letters[view], b.letters[view], allowed)) return 0
  const edits = distance(a[view], b[view], allowed)
  return edits <= allowed ? 1 - edits / longer : 0
}

/** One is the other with letters left out: `mstka`, `mustika`. */
function isPartOf(a: string, b: string): boolean {
  const [part, whole] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  for (const letter of part) {
    at = whole.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

/** The same consonants with other vowels between them say little when they are few: `tenaga`, `tangguh`. */
function otherVowels(bones: string): number {
  return bones.length >= 4 ? 0.8 : bones.length === 3 ? 0.7 : 0
}

/** Words written without vowels: `intrntnl`. */
function likeBones(a: Form, b: Form): number {
  const longer = Math.max(a.bones.length, b.bones.length)
  if (longer < 4) return 0
  const allowed = longer <= 6 ? 1 : 2
  if (!mayMeet(a.letters.bones, b.letters.bones, allowed)) return 0
  const edits = distance(a.bones, b.bones, allowed)
  return edits <= allowed ? 0.9 * (1 - edits / longer) : 0
}

const longest = 128
const rows = [new Uint8Array(longest + 1), new Uint8Array(longest + 1), new Uint8Array(longest + 1)] as const

/** Edits between two strings, neighbours swapped counting as one; more than `most` is answered as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  if (a.length > longest || b.length > longest) return most + 1
  let [before, last, row] = rows
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      const cost = letter === other ? 0 : 1
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (cost === 1 && i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1)
      }
      row[j] = edits
      if (edits < least) least = edits
    }
    if (least > most) return most + 1
    ;[before, last, row] = [last, row, before]
  }
  return last[b.length] ?? most + 1
}
