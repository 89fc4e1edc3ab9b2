/** Numbers in a text however they are written: look-alike letters, keycaps, full width, other scripts, words. */

/** Digits that stand together, and where. */
export interface Digits {
  readonly digits: string
  readonly start: number
  readonly end: number
  /** What stands between the digits before and these; empty for the first of a run. */
  readonly gap: string
  /** A plus stands before them. */
  readonly plus: boolean
  /** Written so that programs do not see a number. */
  readonly disguised: boolean
}

/** Groups of digits with no words between them. */
export type Run = readonly Digits[]

/** Most of a text that is read, in UTF-16 units. */
const mostRead = 16_384

const numberWords: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['0', 'nol kosong zero nul enol oh'],
    ['1', 'satu one siji hiji setunggal'],
    ['2', 'dua two loro duwa kalih'],
    ['3', 'tiga three telu tilu'],
    ['4', 'empat four papat opat mpat'],
    ['5', 'lima five limo gangsal'],
    ['6', 'enam six enem genep nam'],
    ['7', 'tujuh seven pitu tuju'],
    ['8', 'delapan eight wolu dalapan lapan dlapan delapn'],
    ['9', 'sembilan nine sanga songo salapan smbilan sembiln'],
  ].flatMap(([digit = '', words = '']) => words.split(' ').map((word) => [word, digit])),
)
const oneWord = new RegExp(
  Object.keys(numberWords)
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)

const likeDigits: Readonly<Record<string, string>> = {
  o: '0',
  l: '1',
  i: '1',
  '|': '1',
  s: '5',
  b: '8',
  z: '2',
}

/** First digit of scripts whose digits people here may type: Arabic, Persian, Javanese, Sundanese. */
const zeros = [0x0660, 0x06f0, 0xa9d0, 0x1bb0]

/** What may stand between the groups of one number. */
const between = /^(?:[\s.\-–—‐‑/()[\]_*,·•:~'’"\\|=<>]|\p{Extended_Pictographic}|\p{Cf}|\uFE0F|\u20E3){0,8}$/u

/** All runs of digits in a text, in order. */
export function readRuns(text: string): readonly Run[] {
  const runs: Digits[][] = []
  let last: Digits | null = null
  for (const token of tokensOf(text.slice(0, mostRead))) {
    const gap: string = last === null ? '\n' : text.slice(last.end, token.start)
    const joined = last !== null && between.test(gap) && !/\n/.test(gap) && !token.plus
    const digits: Digits = { ...token, gap: joined ? gap : '' }
    if (joined) runs.at(-1)?.push(digits)
    else runs.push([digits])
    last = digits
  }
  return runs
}

/** Letters and digits that stand together, if they read as digits. */
function tokensOf(text: string): readonly Omit<Digits, 'gap'>[] {
  const tokens: Omit<Digits, 'gap'>[] = []
  let times: { readonly many: number; readonly start: number } | null = null
  for (const match of text.matchAll(/[+＋]?(?:[\p{L}\p{N}|]|[\uFE0F\u20E3](?=[\p{N}])|\p{M})+/gu)) {
    const typed = match[0].replace(/^[+＋]/, '')
    const read = readToken(typed)
    if (read === null) {
      const many = /^(?:double|dobel|dabel)$/i.test(typed) ? 2 : /^(?:triple|tripel)$/i.test(typed) ? 3 : 0
      times = many === 0 ? null : { many, start: match.index }
      continue
    }
    const plus = typed !== match[0]
    tokens.push({
      digits: times !== null && read.digits.length === 1 ? read.digits.repeat(times.many) : read.digits,
      start: times?.start ?? match.index + (plus ? 1 : 0),
      end: match.index + match[0].length,
      plus,
      disguised: read.disguised,
    })
    times = null
  }
  return tokens
}

function readToken(typed: string): { readonly digits: string; readonly disguised: boolean } | null {
  if (/^\d+$/.test(typed)) return { digits: typed, disguised: false }
  const plain = /^[a-z\d]+$/i.test(typed) ? typed.toLowerCase() : plainOf(typed)
  if (/^\d+$/.test(plain)) return { digits: plain, disguised: true }
  const word = numberWords[plain]
  if (word !== undefined) return { digits: word, disguised: true }
  if (/^\d*[oil|szb\d]*$/.test(plain) && isMostlyDigits(plain)) {
    return { digits: [...plain].map((letter) => likeDigits[letter] ?? letter).join(''), disguised: true }
  }
  if (plain.length >= 6 && plain.replace(oneWord, '') === '') {
    return { digits: plain.replace(oneWord, (each) => numberWords[each] ?? ''), disguised: true }
  }
  return null
}

/** Styled letters and digits of any script as plain ones. */
function plainOf(typed: string): string {
  return [...typed.normalize('NFKC').replace(/[\uFE0F\u20E3]/g, '')].map(digitOf).join('').toLowerCase()
}

/** `08l2`, `O812`, and a lone `o` among digits: but neither "so" nor "B2B". */
function isMostlyDigits(plain: string): boolean {
  const digits = plain.replace(/\D/g, '').length
  return plain === 'o' || plain === 'oo' || (digits >= 2 && digits * 2 >= plain.length)
}

function digitOf(point: string): string {
  const code = point.codePointAt(0) ?? 0
  const zero = zeros.find((each) => code >= each && code <= each + 9)
  return zero === undefined ? point : String(code - zero)
}
