/** What words mean: `gaji`, `upah`, `bayaran`, `wages` have one sense, with whatever ending and after whatever slip. So what a
 * reader learned from one of them holds for the others. Pure. */

/** A sense, and the words and stems people use for it. */
export interface Sense {
  readonly name: string
  readonly words: readonly string[]
}

/** The senses of a word as it was typed, in lower case, each as the number that `codeOf` gives its name; none when the word
 * is not known. */
export type SensesOf = (word: string) => readonly number[]

/** What people put behind and before a stem, in the four languages. */
const ending = /(?:nya|ku|mu|kan|keun|ake|aken|in|an|ipun|ne|na|e|i|lah|kah|s|ing|ed)$/
const beginning = /^(?:dipun|meng|meny|mem|men|nge|ng|ny|me|di|ke|ka|ter|ber|per|pe|se|n|m)/
/** A stem has at least as many letters; one that is left after two endings, more. */
const shortestStem = 3
/** Shorter words are not mended: too many others are near. */
const shortestMended = { vowels: 4, letters: 5 }
/** Words that were looked up lately; the same few are most of what is said. */
const mostRemembered = 4_096

/** `remembers`: how many words' senses are kept at hand. Throws nothing; a word without a sense has none. */
export function createSenses(senses: readonly Sense[], remembers: number = mostRemembered): SensesOf {
  const known = new Map<string, readonly number[]>()
  for (const { name, words } of senses)
    for (const word of new Set(words)) known.set(word, [...(known.get(word) ?? []), codeOf(name)])
  const near = createNear(known)
  const remembered = new Map<string, readonly number[]>()
  return (word) => {
    const before = remembered.get(word)
    if (before !== undefined) return before
    const found = stemmed(word, known) ?? near(word) ?? []
    if (remembered.size >= remembers) remembered.clear()
    remembered.set(word, found)
    return found
  }
}

type Known = ReadonlyMap<string, readonly number[]>

function stemmed(word: string, known: Known): readonly number[] | undefined {
  const tail = word.replace(ending, '')
  const head = word.replace(beginning, '')
  const stems = [word, tail, head, head.replace(ending, '')]
  const shorter = tail.replace(ending, '')
  if (shorter.length > shortestStem) stems.push(shorter)
  for (const stem of stems) {
    const found = stem === word || stem.length >= shortestStem ? known.get(stem) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** Finds a word by its consonants, or with one letter wrong, doubled, missing or swapped; never where two words of other
 * senses are as near. */
function createNear(known: Known): (word: string) => readonly number[] | undefined {
  const byConsonants = new Map<string, readonly number[] | null>()
  const byLetters = new Map<string, readonly number[] | null>()
  const put = (map: Map<string, readonly number[] | null>, key: string, senses: readonly number[]): void => {
    const other = map.get(key)
    map.set(key, other === undefined || other?.[0] === senses[0] ? senses : null)
  }
  for (const [word, senses] of known) {
    if (word.length >= shortestMended.vowels) put(byConsonants, consonants(word), senses)
    if (word.length < shortestMended.letters) continue
    put(byLetters, word, senses)
    for (let at = 1; at < word.length; at++) put(byLetters, withoutLetter(word, at), senses)
  }
  return (word) => {
    const bare = consonants(word)
    const bySound = bare.length >= shortestStem ? (byConsonants.get(bare) ?? undefined) : undefined
    if (bySound !== undefined && bare === single(word)) return bySound
    for (let at = 0; word.length >= shortestMended.letters && at < word.length; at++) {
      const found = byLetters.get(at === 0 ? word : withoutLetter(word, at))
      if (found) return found
    }
    return bare.length > shortestStem ? bySound : undefined
  }
}

/** The number of a text: FNV-1a, in 32 bits. */
export function codeOf(text: string, from: number = 0x811c9dc5 | 0): number {
  let code = from
  for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193)
  return code
}

/** `kerja`, `krrja` and `krj` are all `krj`. */
function consonants(word: string): string {
  return single(word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, ''))
}

function single(word: string): string {
  return word.replace(/(.)\1+/g, '$1')
}

function withoutLetter(word: string, at: number): string {
  return word.slice(0, at) + word.slice(at + 1)
}
