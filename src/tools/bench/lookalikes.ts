/** How a name is made to look like a listed one: every kind of fake we know. None may be called licensed. */

import { type Chance, keyOf, type World } from './names.ts'
import { typo } from './queries.ts'
import { frames } from './verdict.frames.ts'

export interface Lookalike {
  readonly kind: string
  readonly text: string
}

type Fake = (name: string, chance: Chance, world: World) => string

const firmWords =
  'Group Global Internasional International Utama Jaya Abadi Mandiri Makmur Sejahtera Sukses Perkasa Indonesia Nusantara Asia Corp Tbk Persada Pratama Prima Putra Karya Raya Manpower Holding Overseas Agency'.split(
    ' ',
  )
/** Words no list has, and that nobody may therefore treat as harmless. */
const strangeWords =
  'Zenith Kencono Galaksi Berdikari Harmoni Mahardika Samawa Oriental Royal Diamond Cendana Merapi Kartanegara Bengawan Larasati Rinjani Pusaka Tirtayasa Adiluhur Bhayangkara'.split(
    ' ',
  )
const homoglyphs: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  s: 'ѕ',
  b: 'Ь',
  h: 'һ',
  k: 'к',
  m: 'м',
  t: 'т',
}
const alike: Readonly<Record<string, string>> = {
  a: 'eo',
  b: 'dp',
  d: 'bt',
  e: 'ai',
  g: 'jk',
  h: 'n',
  i: 'ey',
  j: 'cy',
  k: 'gq',
  l: 'rt',
  m: 'n',
  n: 'm',
  o: 'ua',
  p: 'bf',
  r: 'l',
  s: 'zc',
  t: 'd',
  u: 'ov',
  w: 'v',
  y: 'ij',
  c: 'kj',
  f: 'pv',
  v: 'fw',
  z: 's',
}

const fakes: Readonly<Record<string, Fake>> = {
  'word swapped': (name, chance, world) => {
    const words = name.split(' ')
    words[chance.below(words.length)] = chance.pick([...world.words, ...strangeWords])
    return `PT ${words.join(' ')}`
  },
  'word added': (name, chance, world) => {
    const words = name.split(' ')
    words.splice(
      chance.below(words.length + 1),
      0,
      chance.pick([...world.words, ...firmWords, ...strangeWords]),
    )
    return `${chance.pick(['PT ', 'PT ', ''])}${words.join(' ')}`
  },
  'word dropped': (name, chance) => {
    const words = name.split(' ')
    words.splice(chance.below(words.length), 1)
    return `PT ${words.join(' ')}`
  },
  'letter alike': (name, chance) => {
    const lower = name.toLowerCase()
    const at = chance.below(lower.length)
    return `PT ${lower.slice(0, at)}${chance.pick([...(alike[lower[at] ?? ''] ?? 'x')])}${lower.slice(at + 1)}`
  },
  'letter slipped': (name, chance) => `PT ${typo(name.toLowerCase(), chance)}`,
  reordered: (name) => `PT ${name.split(' ').reverse().join(' ')}`,
  'business word behind': (name, chance) => `PT ${name} ${chance.pick(firmWords)}`,
  'business word before': (name, chance) => `PT ${chance.pick(firmWords)} ${name}`,
  'business word, parted': (name, chance) => {
    const [before, behind] = chance.pick([
      [', ', ''],
      [' - ', ''],
      [' (', ')'],
      ['\n', ''],
      [' / ', ''],
      [' & ', ''],
      ['. ', ''],
      [' | ', ''],
      [': ', ''],
      [' "', '"'],
      ['-', ''],
      [' – ', ''],
      [' 🌏 ', ''],
      [' + ', ''],
      [' dan ', ''],
      ['\t', ''],
      ['; ', ''],
      [' [', ']'],
    ] as const)
    return `PT ${name}${before}${chance.pick(firmWords)}${behind}`
  },
  numbered: (name, chance) =>
    `PT ${name} ${chance.pick(['2', 'II', 'III', '3', '88', '99', '01', 'Dua', '2 Group'])}`,
  'other legal form': (name, chance) =>
    chance
      .pick([
        'CV {}',
        'CV. {}',
        'C.V. {}',
        'UD {}',
        'Yayasan {}',
        'LPK {}',
        'Koperasi {}',
        'LPK PT {}',
        'Yayasan PT {}',
        '{} CV',
        'Koperasi PT. {}',
        'LKP {}',
        'BKK {}',
      ])
      .replace('{}', name),
  'foreign form': (name, chance) =>
    `PT ${name} ${chance.pick(['Sdn Bhd', 'Ltd', 'Pte Ltd', 'Inc', 'Co., Ltd', 'LLC', 'Tbk.', '(Persero)', 'Tours & Travel', 'Training Center'])}`,
  homoglyph: (name, chance) => {
    const lower = name.toLowerCase()
    const places = [...lower].flatMap((letter, at) => (homoglyphs[letter] ? [at] : []))
    const at = chance.pick(places)
    return `PT ${lower.slice(0, at)}${homoglyphs[lower[at] ?? '']}${lower.slice(at + 1)}`
  },
  'digit for letter': (name, chance) => {
    const digits: Readonly<Record<string, string>> = {
      o: '0',
      i: '1',
      l: '1',
      e: '3',
      a: '4',
      s: '5',
      t: '7',
    }
    const lower = name.toLowerCase()
    const places = [...lower].flatMap((letter, at) => (digits[letter] ? [at] : []))
    if (places.length === 0) return `PT ${lower}x`
    const at = chance.pick(places)
    return `PT ${lower.slice(0, at)}${digits[lower[at] ?? '']}${lower.slice(at + 1)}`
  },
  fullwidth: (name) =>
    `PT ${[...name].map((letter) => (letter >= '!' && letter <= '~' ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter)).join('')}`,
  'zero width': (name, chance) => {
    const at = 1 + chance.below(name.indexOf(' ') > 1 ? name.indexOf(' ') - 1 : name.length - 1)
    return `PT ${name.slice(0, at)}${chance.pick(['\u200b', '\u200d', '\u2060', '\u00ad', '\ufeff'])}${name.slice(at)}`
  },
  'zero width and a word': (name, chance) =>
    `PT ${name}\u200b${chance.pick(['', ' '])}${chance.pick(firmWords)}`,
  reversed: (name) => `PT \u202e${[...name].reverse().join('')}\u202c`,
  'two names': (name, chance, world) =>
    `PT ${name}${chance.pick([' ', ' - ', ' ', '/', ' & '])}${chance.pick(world.listed)}`,
  quoted: (name, chance) =>
    chance
      .pick(['PT "{}" {w}', "PT '{}' {w}", '"PT {}" {w}', 'PT “{}” {w}', 'PT *{}* {w}', 'PT _{}_ {w}'])
      .replace('{}', name)
      .replace('{w}', chance.pick([...firmWords, ...strangeWords])),
  'strange word behind': (name, chance) => `PT ${name} ${chance.pick(strangeWords)}`,
  'strange word before': (name, chance) => `${chance.pick(['PT ', ''])}${chance.pick(strangeWords)} ${name}`,
}

/** About `many` fakes of every kind, half of them inside a sentence; what happens to spell a listed name is left out. */
export function makeLookalikes(world: World, many: number, chance: Chance): readonly Lookalike[] {
  const kinds = Object.entries(fakes)
  const made: Lookalike[] = []
  for (let at = 0; made.length < many; at++) {
    const [kind, fake] = kinds[at % kinds.length] ?? ['', () => '']
    const written = fake(chance.pick(world.listed), chance, world)
    if (spellsListed(written, world)) continue
    const cased = chance.next() < 0.4 ? written.toLowerCase() : written
    const text = chance.next() < 0.5 ? cased : chance.pick(frames).replace('{}', () => cased)
    made.push({ kind, text })
  }
  return made
}

/** Revoked and old names as people write them: exactly, with a typo or two, in capitals, in a sentence. */
export function makeGone(world: World, perName: number, chance: Chance): readonly Lookalike[] {
  return world.gone.flatMap((name) =>
    Array.from({ length: perName }, (_, at) => {
      const slips = at % 4
      let written = name.toLowerCase()
      for (let slip = 0; slip < slips; slip++) written = typo(written, chance)
      return {
        kind: slips === 0 ? 'gone, exact' : 'gone, misspelt',
        written: `${chance.pick(['PT ', 'pt. ', ''])}${written}`,
      }
    })
      .filter(({ written }) => !spellsListed(written, world))
      .map(({ kind, written }) => ({
        kind,
        text: chance.next() < 0.5 ? written : chance.pick(frames).replace('{}', () => written),
      })),
  )
}

/** Without PT, marks and spaces it is a listed name after all, and therefore no fake. */
function spellsListed(written: string, world: World): boolean {
  return world.keys.has(keyOf(written.replace(/^p\.?t\.? /i, ''))) && /^[\x20-\x7e]*$/.test(written)
}
