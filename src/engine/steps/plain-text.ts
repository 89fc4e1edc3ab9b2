/** The words of the message that is answered. */
import type { Kit } from '../conversation.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'

/** As typed, and as plain words; empty for what is no text. */
export function plainTextOf({ inbound: { body } }: Kit): { readonly text: string; readonly plain: string } {
  const text = body.kind === 'text' ? body.text : body.kind === 'media' ? body.caption : ''
  return { text, plain: plainWords(wordsOf(text)) }
}
