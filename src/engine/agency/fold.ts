/** Ways to write a name, from strict to forgiving: only the strict one may ever make two names equal. */

/** Letters that are not Latin but look it; a name spelt with them is understood, and never exact. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'вβьƅ',
    c: 'сϲς',
    d: 'ԁɗđð',
    e: 'еєεэɛ',
    g: 'ɡԍ',
    h: 'нһ',
    i: 'іιıӏɪ',
    j: 'јʝ',
    k: 'кκĸ',
    l: 'łɭǀ',
    m: 'мμ',
    n: 'пηɴ',
    o: 'оοøσөօ',
    p: 'рρþ',
    q: 'ԛ',
    r: 'гʀ',
    s: 'ѕʂ',
    t: 'тτŧ',
    u: 'υսʋ',
    v: 'νѵ',
    w: 'ωшѡԝ',
    x: 'хχ',
    y: 'уγʏү',
    z: 'ʐƶ',
  }).flatMap(([latin, others]) => [...others].map((other) => [other, latin] as const)),
)

/** One letter as it was typed: the Latin letters it stands for, and whether it was typed plainly. */
export interface Letter {
  readonly latin: string
  readonly honest: boolean
}

/** The letters and digits of plain writing, read once. */
const plainLetters: readonly (Letter | null)[] = Array.from({ length: 128 }, (_, code) => {
  const latin = String.fromCharCode(code).toLowerCase()
  return isPlain(latin) ? { latin, honest: true } : null
})

/**
 * Reads one code point. Case and accents are plain writing; look-alikes, fullwidth and styled letters are
 * understood but not honest. Null: not a letter or digit.
 */
export function readLetter(point: string): Letter | null {
  const code = point.charCodeAt(0)
  if (code < 128) return plainLetters[code] ?? null
  const drawn = drawnLetter(point)
  if (drawn !== null) return { latin: drawn, honest: false }
  const spelled = point.normalize('NFKD').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  let latin = ''
  for (const letter of spelled) {
    if (isPlain(letter)) latin += letter
    else if (lookAlikes.has(letter)) latin += lookAlikes.get(letter)
    else if (/[\p{L}\p{N}]/u.test(letter)) latin += letter
    else return null
  }
  if (latin === '') return null
  const bare = point.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return { latin, honest: bare === latin && /^[a-z]$/.test(latin) }
}

/** 🅻, 🅛: white letters on black, which Unicode does not spell out; 🇱 alone is half a flag. */
function drawnLetter(point: string): string | null {
  const code = point.codePointAt(0) ?? 0
  const first = [0x1f150, 0x1f170, 0x1f1e6].find((each) => code >= each && code < each + 26)
  return first === undefined ? null : String.fromCharCode(97 + code - first)
}

function isPlain(letter: string): boolean {
  return /^[a-z0-9]$/.test(letter)
}

/** A name without case, accents, punctuation and spaces: what "exactly the same name" means in this house. */
export function squash(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toLowerCase().replace(/[^a-z0-9]/g, '')
  let squashed = ''
  for (const point of name) squashed += readLetter(point)?.latin ?? ''
  return squashed
}

/** Only ordinary letters, accents and marks: nothing that looks like what it is not. */
export function isHonest(text: string): boolean {
  return [...text].every((point) => {
    const letter = readLetter(point)
    return letter ? letter.honest || point.charCodeAt(0) < 128 : !hidden.test(point)
  })
}

const hidden = /\p{Cf}|[\u0334-\u0338]|[\u20D0-\u20F0]/u

/** Digits that are typed for the letters they look like. */
export const digitsAsLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
}

/**
 * One word without the differences of Indonesian spelling, old and new: tj=c, dj=j, oe=u, sy=s, kh=k, f=v=p,
 * x=ks, z=j, y=i, -tional=-sional, doubled letters, silent h. For proposing, never for judging.
 */
export function fold(word: string): string {
  let folded = /[a-z]/.test(word)
    ? word.replace(/[0134578]/g, (digit) => digitsAsLetters[digit] ?? digit)
    : word
  folded = folded
    .replace(/tional/g, 'sional')
    .replace(/tion$/g, 'si')
    .replace(/tj/g, 'c')
    .replace(/dj/g, 'j')
    .replace(/nj(?=[aiueo])/g, 'ny')
    .replace(/oe/g, 'u')
    .replace(/sy|sh|ts/g, 's')
    .replace(/kh|ck|q/g, 'k')
    .replace(/ch/g, 'c')
    .replace(/ph|f|v/g, 'p')
    .replace(/x/g, 'ks')
    .replace(/c(?![aiueoyh])/g, 'k')
    .replace(/z/g, 'j')
    .replace(/y|ie/g, 'i')
    .replace(/(?<=[bdgkpt])h/g, '')
    .replace(/h$/g, '')
    .replace(/(.)\1+/g, '$1')
  return folded === '' ? word : folded
}

/** The consonants of a folded word, and its first letter: `mllnm` and `millenium` meet here. */
export function skeleton(folded: string): string {
  const rest = folded.slice(1).replace(/[aiueoh]/g, '')
  return (folded.slice(0, 1) + rest).replaceAll('c', 'k').replace(/(.)\1+/g, '$1')
}
