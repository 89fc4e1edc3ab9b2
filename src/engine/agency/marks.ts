/** What announces a name in a message: "PT", "CV", "yayasan" … and licence numbers. */
import type { Catalogue, Entry } from './catalogue.ts'
import type { LegalForm } from './verdict.ts'
import type { Word } from './words.ts'

/** A legal form in a message: `length` words beginning at word `at`. */
export interface Mark {
  readonly at: number
  readonly length: number
  readonly form: LegalForm
}

const forms: ReadonlyMap<string, LegalForm> = new Map([
  ['pt', 'pt'],
  ['perseroan', 'pt'],
  ['cv', 'cv'],
  ['ud', 'ud'],
  ['yayasan', 'yayasan'],
  ['lpk', 'lpk'],
  ['koperasi', 'koperasi'],
  ['lkp', 'other'],
  ['bkk', 'other'],
  ['firma', 'other'],
  ['bumdes', 'other'],
] as const)

/** The legal form at a word, if one stands there: `PT`, `P.T.`, `p t`, `perseroan terbatas`. */
export function readMark(words: readonly Word[], at: number): Mark | null {
  const word = words[at]
  if (!word || word.link) return null
  const next = words[at + 1]
  if (word.plain === 'perseroan' && next?.plain === 'terbatas') return { at, length: 2, form: 'pt' }
  const form = forms.get(word.plain)
  if (form) return { at, length: 1, form }
  if (word.plain.length !== 1 || next?.plain.length !== 1 || !/^[.\s]{0,2}$/.test(next.gap)) return null
  const spelled = forms.get(word.plain + next.plain)
  return spelled ? { at, length: 2, form: spelled } : null
}

/** A licence number of a known agency: words `first` to `last`. */
export interface Number {
  readonly first: number
  readonly last: number
  readonly entries: readonly Entry[]
}

/** Licence numbers, their digits possibly parted by spaces, dots or dashes. Phone numbers are in no list. */
export function readNumbers(words: readonly Word[], catalogue: Catalogue): readonly Number[] {
  const longest = Math.max(0, ...catalogue.licenceLengths)
  const found: Number[] = []
  for (let first = 0; first < words.length; first++) {
    let digits = ''
    for (let last = first; last < words.length; last++) {
      const word = words[last]
      if (!word || word.link || !/^\d+$/.test(word.plain)) break
      if (last > first && !/^[\s.\-–/]{1,3}$/.test(word.gap)) break
      digits += word.plain
      if (digits.length > longest) break
      if (!catalogue.licenceLengths.has(digits.length)) continue
      const entries = catalogue.byLicence(digits)
      if (entries.length === 0) continue
      found.push({ first, last, entries })
      first = last
      break
    }
  }
  return found
}

/** A sum of money, a phone number, a link: says something beside a name, and is no part of one. */
export function isAside(words: readonly Word[], at: number): boolean {
  const word = words[at]
  if (!word) return false
  if (word.link || measured.test(word.plain) || /\d\D*\d\D*\d\D*\d/.test(word.plain)) return true
  if (!/^\d+$/.test(word.plain)) return false
  const next = words[at + 1]
  return (next !== undefined && units.has(next.plain)) || isLongNumber(words, at)
}

/** A shorter run of digits may be part of a name: "X 88". */
const fewestPhoneDigits = 6

/** Whether a number, however it is parted, has the digits of a phone number. */
function isLongNumber(words: readonly Word[], at: number): boolean {
  let digits = 0
  for (let next = at; next < words.length && digits < fewestPhoneDigits; next++) {
    const word = words[next]
    if (!word || !/^\d+$/.test(word.plain) || (next > at && !/^[\s.\-–()/]{1,3}$/.test(word.gap))) break
    digits += word.plain.length
  }
  return digits >= fewestPhoneDigits
}

/** Sums of money. "PT X 2 bulan" is not among them: the 2 may belong to X. */
const measured = /^(rp|usd)?\d+(jt|juta|rb|ribu|k|usd|rp|persen)$/
const units = new Set(
  'jt juta rb ribu dolar dollar dollars ringgit rupiah usd persen million yuta ewu rebu'.split(' '),
)
