/** The shipped list as the bot knows it, built once for a test file. */
import { createKnowledge, type Verdict } from '#engine'
import { loadOrdinaryWords, loadShipped } from '../../../src/lists/index.ts'

const content = new URL('../../../content/', import.meta.url).pathname

export const shipped = loadShipped(`${content}agencies`)
export const ordinaryWords = loadOrdinaryWords(`${content}lexicon`)
export const knowledge = createKnowledge({ ...shipped, ordinaryWords })

/** Names on the current list, each once. */
export const listed = [
  ...new Set(shipped.statements.filter(({ says }) => says === 'listed').map(({ name }) => name)),
]

/** A verdict in one line: kind, why or form, and the first name. */
export function brief(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'which':
      return `which ${verdict.why}: ${verdict.candidates[0].agency.name}`
    case 'unlisted':
      return `unlisted ${verdict.form ?? 'no form'}: ${verdict.query}`
    case 'no-name':
      return 'no-name'
    case 'lapsed':
      return `lapsed ${verdict.standing.kind}: ${verdict.agency.name}`
    default:
      return `${verdict.kind}: ${verdict.agency.name}`
  }
}

/** What a message is read as. */
export function read(text: string): readonly string[] {
  return knowledge.read(text).map(({ verdict }) => brief(verdict))
}
