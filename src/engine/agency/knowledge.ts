/** What is known of agencies, ready to be asked: a snapshot, replaced as a whole when a list is imported. */
import type { AgencyId, Day } from '../ids.ts'
import type { Knowledge } from '../ports.ts'
import { createCatalogue } from './catalogue.ts'
import { createLexicon, type OrdinaryWords } from './lexicon.ts'
import { createMentions } from './mentions.ts'
import { createNear } from './near.ts'
import { readRegister, type Statement } from './register.ts'
import { decide } from './verdict.ts'

/**
 * Knowledge from dated statements: the newest about a name wins. `asOf` is the date of the current list.
 * Pure and without a clock; builds its indexes once.
 */
export function createKnowledge(known: {
  readonly asOf: Day
  readonly statements: readonly Statement[]
  readonly ordinaryWords: OrdinaryWords
}): Knowledge {
  const { asOf } = known
  const agencies = readRegister(known.statements)
  const catalogue = createCatalogue(agencies)
  const lexicon = createLexicon(known.ordinaryWords, catalogue.hasWord)
  const mentions = createMentions({ asOf, catalogue, lexicon, near: createNear(catalogue, lexicon) })
  const byId = new Map(agencies.map((agency) => [agency.id, agency]))

  return {
    asOf,
    listed: agencies.filter((agency) => agency.standing.kind === 'listed').length,
    read: mentions.read,
    judge: mentions.judge,
    recall(id: AgencyId) {
      const agency = byId.get(id)
      if (!agency) return null
      const candidates = [{ agency, differs: [] }]
      return decide({ query: agency.name, form: null, typed: agency.name, alone: true, candidates }, asOf)
    },
  }
}
