/** How alike two texts are, by their pieces of four letters, and two pictures, by their fingerprints. Likeness only
 * suggests; it never joins by itself, but for one and the same picture. */
import { readLetter } from '../agency/fold.ts'

/** Numbers a text's fingerprint has; each is equal in two texts as often as they share their pieces. */
const slots = 128
/** Letters in a piece. */
const piece = 4
/** Fewest pieces a text needs: a greeting is like every greeting. */
const fewest = 16
/** Most of a text that is read, in UTF-16 units. */
const mostRead = 16_384

/** Share of equal numbers from which two advertisements are shown to a reviewer as alike: measured by bench
 * `duplicates`, at most 0.2 % of different texts reach it. */
export const alikeFrom = 0.17

/** Likeness of one text with itself, a letter more or less. */
export const sameText = 0.95

/** Differences of two picture fingerprints (64 bits) up to which they are one picture, or one template; measured:
 * recompressed, smaller, blurred, stamped, trimmed 1–7, other firm on the same template 10. */
export const samePicture = 7
export const sameTemplate = 14

const multipliers = Uint32Array.from({ length: slots }, (_, at) => scatter(2 * at + 1) | 1)
const offsets = Uint32Array.from({ length: slots }, (_, at) => scatter(7919 * (at + 1)))

/** The fingerprint of a text, 8 hex digits a slot; null when it is too short to compare. Numbers and addresses are left
 * out, so that only another phone does not make another text. */
export function fingerprintText(text: string): string | null {
  const plain = bare(text)
  const pieces = new Set<number>()
  for (let at = 0; at + piece <= plain.length; at++) pieces.add(hash(plain, at))
  if (pieces.size < fewest) return null
  const least = new Uint32Array(slots).fill(0xffffffff)
  for (const each of pieces) {
    for (let slot = 0; slot < slots; slot++) {
      const value = (Math.imul(each, multipliers[slot] ?? 1) + (offsets[slot] ?? 0)) >>> 0
      const mixed = (value ^ (value >>> 15)) >>> 0
      if (mixed < (least[slot] ?? 0)) least[slot] = mixed
    }
  }
  return Array.from(least, (value) => value.toString(16).padStart(8, '0')).join('')
}

/** Share of equal slots of two fingerprints, 0 to 1: about the share of their pieces that two texts have in common. */
export function likenessOfTexts(a: string, b: string): number {
  if (a.length !== b.length || a.length === 0) return 0
  let equal = 0
  for (let at = 0; at < a.length; at += 8) if (a.startsWith(b.slice(at, at + 8), at)) equal++
  return equal / (a.length / 8)
}

/** Keys by which a store finds texts that may be alike: two that share a third of their pieces share a key nearly always. */
export function keysOfText(fingerprint: string): readonly string[] {
  return Array.from(
    { length: fingerprint.length / 16 },
    (_, at) => `${at}:${fingerprint.slice(at * 16, at * 16 + 16)}`,
  )
}

/** Bits in which two picture fingerprints of 16 hex digits differ. */
export function differenceOfPictures(a: string, b: string): number {
  let bits = 0
  for (let at = 0; at < 16; at += 4) {
    let different = Number.parseInt(a.slice(at, at + 4), 16) ^ Number.parseInt(b.slice(at, at + 4), 16)
    for (; different !== 0; different &= different - 1) bits++
  }
  return bits
}

/** Keys by which a store finds one picture again: of eight pieces of eight bits, seven different bits leave one whole. */
export function keysOfPicture(fingerprint: string): readonly string[] {
  return Array.from({ length: 8 }, (_, at) => `${at}:${fingerprint.slice(at * 2, at * 2 + 2)}`)
}

/** Letters only, parted by one space; digits and addresses away. */
function bare(text: string): string {
  let plain = ''
  for (const word of text.slice(0, mostRead).split(/\s+/)) {
    if (/:\/\/|\w\.\w+\/|^@|^www\./i.test(word)) continue
    let letters = ''
    for (const point of word) {
      const latin = readLetter(point)?.latin
      if (latin !== undefined && /[^0-9]/.test(latin)) letters += latin
      else if (
        latin === undefined &&
        !/[\p{Cf}\p{M}]/u.test(point) &&
        letters !== '' &&
        !letters.endsWith(' ')
      )
        letters += ' '
    }
    letters = letters.trim()
    if (letters !== '') plain += `${letters} `
  }
  return plain.replace(/([a-z])\1+/g, '$1')
}

/** FNV-1a over one piece. */
function hash(text: string, from: number): number {
  let value = 0x811c9dc5
  for (let at = from; at < from + piece; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return scatter(value)
}

function scatter(seed: number): number {
  let mixed = seed >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
