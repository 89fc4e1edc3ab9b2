/** Sentences that are too long to be read slowly on an old phone. */
import type { PhraseKey } from '#engine'
import type { Template } from '../../words/index.ts'

const mostWords = 20

/** Every sentence of more than twenty words. A hole counts as one; a hotline is read digit by digit. */
export function longSentences(folder: string, key: PhraseKey, { blocks, line }: Template): readonly string[] {
  const text = blocks
    .map(({ spans }) =>
      spans.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : 'X'))).join(''),
    )
    .join('\n')
  return text
    .split(/(?<=[.!?:;])\s|\n/)
    .map((sentence) => ({ sentence, words: wordsIn(sentence) }))
    .filter(({ words }) => words > mostWords)
    .map(
      ({ sentence, words }) =>
        `${folder}: ${key} (line ${line}) has a sentence of ${words} words; at most ${mostWords}: "${sentence.trim()}"`,
    )
}

function wordsIn(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length
}
