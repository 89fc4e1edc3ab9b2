/** A short text made to be passed on in the family's group: what was found and what to check, no accusation. */
import type { Verdict } from '../agency/verdict.ts'
import type { Kit } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { shortLine } from './agency.ts'
import type { Answer } from './answer.ts'
import { sharedLesson } from './learn.ts'

/** `agency:<id>`, `unlisted:<name as typed>` or `lesson:<name>`. null: nothing of that kind. */
export function answerShare(what: string, kit: Kit): Answer | null {
  const text = sharedText(what, kit)
  if (text === null) return null
  // Two messages: the second is passed on as it is.
  return {
    intent: 'help',
    outcome: 'help',
    next: { at: 'idle' },
    replies: [{ body: [say('share.how')] }, { body: text }],
    effects: [],
    verdicts: [],
  }
}

function sharedText(what: string, kit: Kit): readonly [Wording, ...Wording[]] | null {
  const colon = what.indexOf(':')
  const rest = what.slice(colon + 1)
  switch (what.slice(0, colon)) {
    case 'agency': {
      const verdict = kit.knowledge.recall(rest as AgencyId)
      return verdict === null ? null : sharedVerdict(verdict, kit)
    }
    case 'unlisted': {
      const { asOf } = kit.knowledge
      return sharedVerdict({ kind: 'unlisted', query: rest, form: null, asOf }, kit)
    }
    case 'lesson': {
      const text = sharedLesson(rest)
      return text === null ? null : [text]
    }
    default:
      return null
  }
}

function sharedVerdict(verdict: Verdict, { knowledge }: Kit): readonly [Wording, ...Wording[]] {
  return [say('share.checked', { asOf: knowledge.asOf }), shortLine(verdict), say('share.check_next')]
}
