/** Everyday words, sorted by what they prove when they stand beside a name. Loaded from content/lexicon/. */

export interface OrdinaryWords {
  /** May stand directly beside a name without being part of it: `itu`, `apakah`, `gak`, `teh`. */
  readonly beside: ReadonlySet<string>
  /** May stand before a name, and would make another name behind it: `agen`, `kantor`. */
  readonly before: ReadonlySet<string>
  /** Other words of daily speech: alone they name nobody. */
  readonly everyday: ReadonlySet<string>
  /** Towns, provinces, countries. */
  readonly places: ReadonlySet<string>
  /** Words firms add to a name; never harmless beside one: `group`, `global`, `tbk`. */
  readonly business: ReadonlySet<string>
  /** Words that show somebody asks about a firm: `resmi`, `ijin`, `terdaftar`. */
  readonly asking: ReadonlySet<string>
}

export interface Lexicon {
  /** May stand beside a name: ordinary, in no name on any list, and no business word. */
  mayFollow(word: string): boolean
  /** The same before a name, where titles such as `perusahaan` may stand too. */
  mayPrecede(word: string): boolean
  /** Daily speech, a place or a function word, whether or not some name contains it. */
  isEveryday(word: string): boolean
  /** A word of talk, not of names, whether or not some name contains it: `anda`, `ini`. */
  isTalk(word: string): boolean
  /** Daily speech that no name on the lists contains. */
  isIdle(word: string): boolean
  isPlace(word: string): boolean
  /** Would make a different firm if it stood beside a name. */
  isNameLike(word: string): boolean
  /** A word firms like to be called by, whether or not a name has it. */
  isFirmWord(word: string): boolean
  isAsking(word: string): boolean
}

/** Endings of talk that no firm's name has: `alamatnya`, `diberangkatkan`, `asmanipun`, `pariksakeun`. */
const talkEnding = /^([a-z]{3,}(nya|ipun|keun)|(di|me|nge)[a-z]{3,}kan)$/

/** Takes every word that occurs in a name away from the words that may stand beside one. */
export function createLexicon(words: OrdinaryWords, inNames: (word: string) => boolean): Lexicon {
  const isBeside = (word: string) => words.beside.has(word) || talkEnding.test(word)
  const isEveryday = (word: string) =>
    isBeside(word) || words.everyday.has(word) || words.places.has(word) || words.before.has(word)
  const isNameLike = (word: string) => inNames(word) || words.business.has(word)
  return {
    mayFollow: (word) => isBeside(word) && !isNameLike(word),
    mayPrecede: (word) => (isBeside(word) && !isNameLike(word)) || (words.before.has(word) && !inNames(word)),
    isEveryday,
    isIdle: (word) => isEveryday(word) && !isNameLike(word),
    isTalk: (word) => isBeside(word) || words.before.has(word),
    isPlace: (word) => words.places.has(word),
    isNameLike,
    isFirmWord: (word) => words.business.has(word),
    isAsking: (word) => words.asking.has(word),
  }
}
