/** A message as words that remember where they stood, how honestly they were typed, and what stood between them. */
import { readLetter } from './fold.ts'

export interface Word {
  /** Lower-case Latin letters and digits, accents taken off. */
  readonly plain: string
  /** Typed in ordinary letters: no look-alikes, nothing invisible inside. */
  readonly honest: boolean
  /** Begins with a capital letter. */
  readonly capital: boolean
  /** All in capitals. */
  readonly shouted: boolean
  /** Where it stands in the message, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** What stands between the word before and this one. */
  readonly gap: string
  /** Part of an e-mail address, a link or a @name. */
  readonly link: boolean
}

/** Longest message that is read, in UTF-16 units: twice the longest a channel lets a person write (4,096). The rest is not looked at. */
const mostRead = 8192
/** Longest word kept whole; the longest word in any listed name has 20 letters, and joined names about 35. */
const longestWord = 64

const apostrophes = "'’‘`´ʼ′"
const invisible = /\p{Cf}|[\u{FE00}-\u{FE0F}]|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/u
const reversing = /[\u202A-\u202E]/
const overlays = /[\u0334-\u0338]|[\u20D0-\u20F0]|\u0488|\u0489/

/** Words of a text, in order. Never throws; invisible characters are dropped and make a word dishonest. */
export function readWords(text: string): readonly Word[] {
  const read = text.length > mostRead ? text.slice(0, mostRead) : text
  const reversed = reversing.test(read)
  const links = readLinks(read)
  const words: Word[] = []
  let plain = ''
  let honest = true
  let start = 0
  let lastEnd = 0
  let hidden = false

  const close = (end: number) => {
    if (plain !== '') {
      const whole = plain.length <= longestWord
      words.push({
        plain: whole ? plain : plain.slice(0, longestWord),
        honest: honest && whole && !reversed,
        capital: isCapital(read.slice(start, start + 1)),
        shouted: isCapital(read.slice(start, start + 1)) && isCapital(read.slice(end - 1, end)),
        start,
        end,
        gap: read.slice(lastEnd, start),
        link: links.some((link) => start >= link.start && start < link.end),
      })
      lastEnd = end
    }
    plain = ''
    honest = true
    hidden = false
  }

  let wordEnd = 0
  for (let at = 0; at < read.length; ) {
    const point = String.fromCodePoint(read.codePointAt(at) ?? 0)
    const next = at + point.length
    const ascii = point.charCodeAt(0) < 128
    const letter = readLetter(point)
    if (letter !== null) {
      if (plain === '') start = at
      else if (hidden) honest = false
      hidden = false
      plain += letter.latin
      if (!letter.honest && !ascii) honest = false
      wordEnd = next
    } else if (!ascii && /\p{M}/u.test(point) && !invisible.test(point)) {
      if (plain !== '') {
        wordEnd = next
        if (overlays.test(point)) honest = false
      }
    } else if (!ascii && invisible.test(point)) {
      hidden = true
    } else if (apostrophes.includes(point) && plain !== '' && startsWithLetter(read, next)) {
      wordEnd = next
    } else {
      close(wordEnd)
    }
    at = next
  }
  close(wordEnd)
  return words
}

function isCapital(letter: string): boolean {
  return letter !== letter.toLowerCase()
}

function startsWithLetter(text: string, at: number): boolean {
  const point = text.codePointAt(at)
  return point !== undefined && readLetter(String.fromCodePoint(point)) !== null
}

/** Stretches of a text that are addresses, found piece by piece so that no text is slow. */
function readLinks(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const piece of text.matchAll(/\S+/g)) {
    const written = piece[0]
    if (
      written.includes('@') ||
      written.includes('://') ||
      /^www\./i.test(written) ||
      /^[\w-]{2,40}(\.[\w-]{2,40}){0,3}\.(com|id|net|org|me|xyz|info|site|online|biz)(\/|[.,!?]?$)/i.test(
        written,
      )
    ) {
      found.push({ start: piece.index, end: piece.index + written.length })
    }
  }
  return found
}

/** How far a gap parts two words. */
export type Parting =
  /** Spaces and marks that names themselves contain. */
  | 'joined'
  /** A comma, brackets, a dash: a name may go on behind it. */
  | 'loose'
  /** The end of a sentence or line, a colon, a picture: a name seldom goes on behind it. */
  | 'apart'
  /** A question mark: nothing goes on behind it. */
  | 'closed'

/** Reads what a gap says; a full stop counts as an end only when a space or nothing follows. */
export function readGap(gap: string): Parting {
  if (gap.includes('?')) return 'closed'
  if (/[!;:\n\r|•…]|\.\s|\.$|\p{Extended_Pictographic}/u.test(gap)) return 'apart'
  if (/[^\s.'’‘`´ʼ"“”«»\-_*\p{Cf}]/u.test(gap) || /\s-|-\s/.test(gap)) return 'loose'
  return 'joined'
}
