/** The words by which the text of evidence is searched: as letters alone, so that case, accents and look-alikes do not
 * hide a word. */
import { readLetter } from '../agency/fold.ts'

/** Words of one text that are kept: an advertisement has a few hundred. */
const mostWords = 600
const mostRead = 16_384

/** Every different word of at least two letters, in the order of the text. */
export function searchWords(text: string): readonly string[] {
  const words = new Set<string>()
  for (const written of text.slice(0, mostRead).split(/[^\p{L}\p{N}\p{M}\p{Cf}]+/u)) {
    let word = ''
    for (const point of written) word += readLetter(point)?.latin ?? ''
    if (word.length > 1) words.add(word)
    if (words.size === mostWords) break
  }
  return [...words]
}
