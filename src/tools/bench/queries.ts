/** How people write a listed name: fifteen kinds of noise, each still meaning that one firm. */
import { type Chance, keyOf, type World } from './names.ts'

export interface Query {
  readonly kind: string
  readonly text: string
  /** The listed name that is meant. */
  readonly name: string
}

type Noise = (name: string, chance: Chance, world: World) => string | null

const vowels = /[aiueo]/gi

const kinds: Readonly<Record<string, Noise>> = {
  exact: (name, chance) => `${chance.pick(['PT ', 'PT. ', 'pt ', 'P.T. '])}${cased(name, chance)}`,
  'no form': (name, chance) => cased(name, chance),
  'one typo': (name, chance) => `pt ${typo(name.toLowerCase(), chance)}`,
  'two typos': (name, chance) => `pt ${typo(typo(name.toLowerCase(), chance), chance)}`,
  'other order': (name, chance) => {
    const words = name.toLowerCase().split(' ')
    const at = chance.below(words.length - 1)
    const [moved] = words.splice(at, 1)
    words.splice(at + 1, 0, moved ?? '')
    return words.length < 2 ? null : `pt ${words.join(' ')}`
  },
  'word missing': (name, chance, world) => {
    const words = name.split(' ')
    if (words.length < 3) return null
    words.splice(chance.below(words.length), 1)
    const others = [...world.listed, ...world.gone].filter((other) =>
      words.every((word) => other.split(' ').includes(word)),
    )
    return others.length === 1 ? `pt ${words.join(' ').toLowerCase()}` : null
  },
  initials: (name, chance, world) => {
    const letters = initialsOf(name)
    const others = [...world.listed, ...world.gone].filter((other) => initialsOf(other) === letters)
    return letters.length >= 3 && others.length === 1 ? `${chance.pick(['PT ', 'pt '])}${letters}` : null
  },
  joined: (name, chance) => {
    const words = name.toLowerCase().split(' ')
    if (words.length < 2) return null
    const at = chance.below(words.length - 1)
    words.splice(at, 2, `${words[at]}${words[at + 1]}`)
    return `pt ${words.join(' ')}`
  },
  split: (name, chance) => {
    const words = name.toLowerCase().split(' ')
    const at = words.findIndex((word) => word.length >= 8)
    const word = words[at]
    if (!word) return null
    const cut = 3 + chance.below(word.length - 6)
    words[at] = `${word.slice(0, cut)} ${word.slice(cut)}`
    return `pt ${words.join(' ')}`
  },
  'old spelling': (name) => {
    const lower = name.toLowerCase()
    const old = lower.replace(/j/g, 'dj').replace(/u/g, 'oe').replace(/c/g, 'tj').replace(/y/g, 'j')
    return old === lower ? null : `pt ${old}`
  },
  'by ear': (name) => {
    const lower = name.toLowerCase()
    const heard = lower
      .replace(/f|v/g, 'p')
      .replace(/z/g, 'j')
      .replace(/x/g, 'ks')
      .replace(/q/g, 'k')
      .replace(/sy/g, 's')
    return heard === lower ? null : `pt ${heard}`
  },
  'no vowels': (name, chance) => {
    const words = name.toLowerCase().split(' ')
    const short = words.map((word) =>
      word.length > 3
        ? word[0] + word.slice(1).replace(vowels, (vowel) => (chance.next() < 0.65 ? '' : vowel))
        : word,
    )
    return short.join(' ') === words.join(' ') ? null : `pt ${short.join(' ')}`
  },
  sentence: (name, chance) => chance.pick(sentences).replace('{}', `pt ${cased(name, chance)}`),
  'sentence with typo': (name, chance) =>
    chance
      .pick(sentences)
      .replace('{}', `${chance.pick(['pt ', 'PT. ', ''])}${typo(name.toLowerCase(), chance)}`),
  'words around': (name, chance) =>
    chance
      .pick(['agen pt {} yang di cilacap', 'pt {} jakarta', '{} tbk', 'kantor pt {} cabang malang'])
      .replace('{}', name.toLowerCase()),
}

/** Of these kinds the words are the name itself, letter for letter. */
export const exactKinds: ReadonlySet<string> = new Set(['exact', 'no form', 'joined', 'split', 'sentence'])

const sentences = [
  'cek {}',
  'kak {} resmi gak',
  'mau tanya {} terdaftar tidak?',
  'apa bener {} ini penipu bukan?',
  'saya ditawari kerja ke taiwan lewat {} aman ga ya',
  'assalamualaikum min, {} bodong ga sih',
  'punten {} itu beneran ada ijinnya?',
  'tetangga saya berangkat lewat {}, itu legal?',
]

/** Queries of every kind on names taken in turn; what would spell another listed name is left out. */
export function makeQueries(world: World, perKind: number, chance: Chance): readonly Query[] {
  return Object.entries(kinds).flatMap(([kind, noise]) => {
    const queries: Query[] = []
    for (let tries = 0; queries.length < perKind && tries < perKind * 20; tries++) {
      const name = chance.pick(world.listed)
      const text = noise(name, chance, world)
      if (text === null) continue
      const key = keyOf(text.replace(/^p\.?t\.? /i, ''))
      const spellsAnother =
        key !== keyOf(name) && (world.keys.has(key) || world.gone.some((gone) => keyOf(gone) === key))
      if (!spellsAnother) queries.push({ kind, text, name })
    }
    return queries
  })
}

function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/)
    .map((word) => word.slice(0, 1))
    .join('')
    .toLowerCase()
}

function cased(name: string, chance: Chance): string {
  const style = chance.below(3)
  if (style === 0) return name
  return style === 1
    ? name.toLowerCase()
    : name.toLowerCase().replace(/(^|\s)\S/g, (letter) => letter.toUpperCase())
}

const beside: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'x',
}

/** One slip of the thumb: a letter lost, doubled, swapped with its neighbour, or the key beside it. */
export function typo(text: string, chance: Chance): string {
  const places = [...text].flatMap((letter, at) => (/[a-z]/.test(letter) ? [at] : []))
  const at = chance.pick(places)
  const letter = text[at] ?? ''
  const next = text[at + 1] ?? ''
  const slip = chance.below(4)
  if (slip === 0) return text.slice(0, at) + text.slice(at + 1)
  if (slip === 1) return text.slice(0, at) + letter + text.slice(at)
  if (slip === 2 && /[a-z]/.test(next)) return text.slice(0, at) + next + letter + text.slice(at + 2)
  return text.slice(0, at) + chance.pick([...(beside[letter] ?? letter)]) + text.slice(at + 1)
}
