/** What words mean: `gaji`, `upah`, `bayaran`, `wages` have one sense, with whatever ending and after whatever slip. So what a
 * reader learned from one of them holds for the others. Pure. */

/** A sense, and the words and stems people use for it. */
export interface Sense {
  readonly name: string
  readonly words: readonly string[]
}

/** The senses of a word as it was typed, in lower case; none when it is not known. */
export type SensesOf = (word: string) => readonly string[]

/** What people put behind and before a stem, in the four languages. */
const ending = /(?:nya|ku|mu|kan|keun|ake|aken|in|an|ipun|ne|na|e|i|lah|kah|s|ing|ed)$/
const beginning = /^(?:dipun|meng|meny|mem|men|nge|ng|ny|me|di|ke|ka|ter|ber|per|pe|se|n|m)/
/** A stem has at least as many letters; one that is left after two endings, more. */
const shortestStem = 3
/** Shorter words are not mended: too many others are near. */
const shortestMended = { vowels: 4, letters: 5 }
/** Words that were looked up lately; the same few are most of what is said. */
const mostRemembered = 4_096

export function createSenses(senses: readonly Sense[]): SensesOf {
  const known = new Map<string, readonly string[]>()
  for (const { name, words } of senses)
    for (const word of new Set(words)) known.set(word, [...(known.get(word) ?? []), name])
  const near = createNear(known)
  const remembered = new Map<string, readonly string[]>()
  return (word) => {
    const before = remembered.get(word)
    if (before !== undefined) return before
    const found = stemmed(word, known) ?? near(word) ?? []
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(word, found)
    return found
  }
}

type Known = ReadonlyMap<string, readonly string[]>

function stemmed(word: string, known: Known): readonly string[] | undefined {
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
function createNear(known: Known): (word: string) => readonly string[] | undefined {
  const byConsonants = new Map<string, readonly string[] | null>()
  const byLetters = new Map<string, readonly string[] | null>()
  const put = (map: Map<string, readonly string[] | null>, key: string, senses: readonly string[]): void => {
    const other = map.get(key)
    map.set(key, other === undefined || other?.[0] === senses[0] ? senses : null)
  }
  for (const [word, senses] of known) {
    if (word.length >= shortestMended.vowels) put(byConsonants, consonants(word), senses)
    if (word.length < shortestMended.letters) continue
    for (const less of [word, ...oneLetterLess(word)]) put(byLetters, less, senses)
  }
  return (word) => {
    const bare = consonants(word)
    const bySound = bare.length >= shortestStem ? (byConsonants.get(bare) ?? undefined) : undefined
    if (bySound !== undefined && bare === single(word)) return bySound
    if (word.length >= shortestMended.letters)
      for (const less of [word, ...oneLetterLess(word)]) {
        const found = byLetters.get(less)
        if (found) return found
      }
    return bare.length > shortestStem ? bySound : undefined
  }
}

/** `kerja`, `krrja` and `krj` are all `krj`. */
function consonants(word: string): string {
  return single(word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, ''))
}

function single(word: string): string {
  return word.replace(/(.)\1+/g, '$1')
}

/** The word with each letter but the first left out once. */
function oneLetterLess(word: string): ReadonlySet<string> {
  const less = new Set<string>()
  for (let at = 1; at < word.length; at++) less.add(word.slice(0, at) + word.slice(at + 1))
  return less
}
