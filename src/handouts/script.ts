/** What is read aloud on the radio or through a loudspeaker: whole sentences, no more than fit into the time. */
import { type Markup, plainText } from '#engine'

/** Read slowly enough to be understood over a loudspeaker: 132 words a minute, as Indonesian announcers do. */
export const wordsPerSecond = 2.2

export interface Script {
  readonly text: string
  /** As they are spoken. */
  readonly words: number
  /** How many fit into the time. */
  readonly most: number
  /** Sentences for which there was no room. */
  readonly leftOut: number
}

/** What stands around the message. `close` is always said: how to ask, and the list's date. */
export interface Around {
  readonly open: string
  readonly again: string
  readonly close: string
}

/** As many sentences, from the first, as there is room for; what is left of the time says the first one once more. */
export function scriptOf(message: Markup, { open, again, close }: Around, seconds: number): Script {
  const most = Math.floor(seconds * wordsPerSecond)
  const sentences = message.flatMap((block) => sentencesOf(plainText([{ ...block, kind: 'paragraph' }])))
  let room = most - spokenWords(open) - spokenWords(close)
  const said: string[] = []
  for (const sentence of sentences) {
    if (spokenWords(sentence) > room) break
    said.push(sentence)
    room -= spokenWords(sentence)
  }
  // What only leads to the next sentence says nothing without it.
  while (said.length < sentences.length && said.at(-1)?.endsWith(':')) said.pop()
  const [first] = sentences
  const repeated = first === undefined || said.length < sentences.length ? '' : `${again} ${first}`
  const repeat = repeated !== '' && spokenWords(repeated) <= room ? [repeated] : []
  const text = [open, ...said, ...repeat, close].join('\n')
  return { text, words: spokenWords(text), most, leftOut: sentences.length - said.length }
}

/** A full stop after these ends no sentence. */
const short = /\b(?:PT|No|Jl|Rp|dll|dsb|dkk|Tn|Ny)\.$/

/** What has no full stop, as a line of a list, is a sentence too, and gets one. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = []
  for (const piece of text.split(/(?<=[.!?])\s+|\n+/)) {
    const last = sentences.at(-1)
    if (last !== undefined && short.test(last)) sentences[sentences.length - 1] = `${last} ${piece}`
    else if (piece.trim() !== '') sentences.push(piece.trim())
  }
  return sentences.map((sentence) => (/[.!?:]$/.test(sentence) ? sentence : `${sentence}.`))
}

/** Words as they are spoken: each digit is one, as is each part of an address and each sign between them. */
export function spokenWords(text: string): number {
  return text
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .reduce((sum, word) => sum + partsOf(word), 0)
}

function partsOf(word: string): number {
  const digits = word.match(/\p{N}/gu)?.length ?? 0
  const letters = word.match(/\p{L}+/gu) ?? []
  const isAddress = /[\p{L}\p{N}][./@_][\p{L}\p{N}]/u.test(word) && letters.length > 0
  if (!isAddress) return digits + (letters.length === 0 ? 0 : 1)
  const named = letters.flatMap((part) => part.match(/\p{Lu}?\p{Ll}+|\p{Lu}+/gu) ?? [part])
  const signs = word.replace(/[.,!?]+$/, '').match(/[./@_]/g)?.length ?? 0
  return digits + named.length + signs
}
