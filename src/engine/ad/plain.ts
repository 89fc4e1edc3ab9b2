/** A text as the sayings of content/signs.md are written: small plain words, whatever letters, dots or slips were used. */
import { digitsAsLetters, readLetter } from '../agency/fold.ts'

/** Most of a text that is read, in UTF-16 units. */
const mostRead = 16_384
/** Shortest word in which one slip is forgiven. */
const forgiving = 6

/** Units that people write onto a number. */
const units =
  'jt|juta|rb|ribu|k|thn|th|tahun|bln|bulan|hari|hr|usd|rm|rp|orang|org|minggu|jam|nt|ntd|hkd|sgd|sar|riyal|ringgit|dolar|dollar|yen|won|euro|digit|persen|x|slot|pax|lt'
const withUnit = new RegExp(String.raw`(\d)(${units})(?![a-z])`, 'g')
const unitFirst = /(?<![a-z])(rp|rm|usd|idr|nt|sgd|hkd|sar|rm)(\d)/g

export interface Plain {
  /** Words parted by one space, a space before and behind. */
  readonly text: string
  readonly words: ReadonlySet<string>
}

/** `vocabulary`: words of the sayings; a word one slip away from one of them is taken for it. */
export function createPlain(
  vocabulary: ReadonlySet<string>,
  spelling: ReadonlyMap<string, string>,
): (text: string) => Plain {
  const known = new Set([...vocabulary, ...spelling.keys(), ...spelling.values()])
  const slips = slipsOf(known)

  function spell(word: string): string {
    const spelled = spelling.get(word)
    if (spelled !== undefined) return spelled
    if (known.has(word)) return word
    const stem = /^(.{3,})(?:nya|nye|kah|lah|mu|ku|e|ne|na|pun)$/.exec(word)?.[1]
    if (stem !== undefined && known.has(stem)) return spelling.get(stem) ?? stem
    const near = word.length >= forgiving && !/\d/.test(word) ? nearest(word) : undefined
    return near === undefined ? word : (spelling.get(near) ?? near)
  }

  /** The word of which this is one slip away: a letter more, less, other, or two in the wrong order. */
  function nearest(word: string): string | undefined {
    for (const shape of shapesOf(word)) {
      const found = slips.get(shape)
      if (found !== undefined && found[0] === word[0] && Math.abs(found.length - word.length) <= 1)
        return found
    }
    return undefined
  }

  return (text) => {
    const words = wordsOf(text, known)
      .map(spell)
      .flatMap((word) => word.split(' '))
    return { text: ` ${words.join(' ')} `, words: new Set(words) }
  }
}

function wordsOf(text: string, known: ReadonlySet<string>): readonly string[] {
  return latin(text.slice(0, mostRead))
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/\$/g, ' usd ')
    .replace(/€/g, ' euro ')
    .replace(/%/g, ' persen ')
    .replace(/(?<=[a-z])[@](?=[a-z])/g, 'a')
    .replace(/(?<=[a-z])[*_](?=[a-z])/g, '')
    .replace(/(\d)[.,](?=\d{3}(?!\d))/g, '$1')
    .replace(/(?<![a-z0-9])(?:[a-z][\s.\-_*·•|]){3,}[a-z](?![a-z0-9])/g, (spread) => gather(spread, known))
    .replace(withUnit, '$1 $2')
    .replace(unitFirst, '$1 $2')
    .replace(/([a-z])\1{2,}/g, '$1')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .flatMap((word) => unmask(word, known))
}

/** `l o k e r` is loker; `L.O.K.E.R A.R.A.B` is parted where its marks say, `l o k e r a r a b` where known words end. */
function gather(spread: string, known: ReadonlySet<string>): string {
  const marked = /[^a-z\s]/.test(spread)
  return (marked ? spread.split(/\s+/) : [spread])
    .map((piece) => piece.replace(/[^a-z]/g, ''))
    .map((letters) => (known.has(letters) ? letters : (part(letters, known) ?? letters)))
    .join(' ')
}

/** Longest row of letters that is parted, and shortest word it is parted into. */
const partable = { most: 80, least: 3 }

/** The fewest known words that these letters are, one after another; null when they are none. */
function part(letters: string, known: ReadonlySet<string>): string | null {
  if (letters.length > partable.most) return null
  const best: (readonly string[] | null)[] = [[]]
  for (let end = 1; end <= letters.length; end++) {
    best[end] = null
    for (let start = 0; start <= end - partable.least; start++) {
      const before = best[start]
      const word = letters.slice(start, end)
      if (!before || !known.has(word) || before.length + 1 >= (best[end]?.length ?? Number.POSITIVE_INFINITY))
        continue
      best[end] = [...before, word]
    }
  }
  return best[letters.length]?.join(' ') ?? null
}

/** Look-alike and styled letters as Latin ones, flags as `flagkh`; accents and what cannot be seen left out. */
function latin(text: string): string {
  if (/^[\x20-\x7e\n\r\t]*$/.test(text)) return text
  let read = ''
  const flagged = text.replace(
    /[\u{1F1E6}-\u{1F1FF}]{2}/gu,
    (flag) =>
      ` flag${[...flag].map((point) => String.fromCharCode((point.codePointAt(0) ?? 0) - 0x1f1e6 + 97)).join('')} `,
  )
  for (const point of flagged) {
    if (point.charCodeAt(0) < 128 || point === '€') read += point
    else if (!/[\p{M}\p{Cf}]/u.test(point)) read += readLetter(point)?.latin ?? ' '
  }
  return read
}

/** `k4mb0ja` is kamboja; `2orang` is two words; `hati2` and `20` stay. */
function unmask(word: string, known: ReadonlySet<string>): readonly string[] {
  if (!/[a-z]/.test(word) || !/\d/.test(word)) return [word]
  if (known.has(word)) return [word]
  const letters = word.replace(/\d/g, (digit) => digitsAsLetters[digit] ?? digit)
  if (known.has(letters)) return [letters]
  const [, number, rest] = /^(\d+)([a-z]{2,})$/.exec(word) ?? []
  if (number !== undefined && rest !== undefined) return [number, rest]
  return /^[a-z]+\d+[a-z]+/.test(word) ? [letters] : [word]
}

/** Every known word under each shape it has with one letter taken out. */
function slipsOf(known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const slips = new Map<string, string>()
  for (const word of known) {
    if (word.length < forgiving || /[^a-z]/.test(word)) continue
    for (const shape of shapesOf(word)) if (!slips.has(shape)) slips.set(shape, word)
  }
  return slips
}

function shapesOf(word: string): readonly string[] {
  return [word, ...Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))]
}
