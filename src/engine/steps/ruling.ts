/** What officers decided about a number, account or address in the message: said first, with its date, and without a
 * trace of who reported it. */
import { shownAs } from '../case/indicators.ts'
import { type Ruling, tellable } from '../case/ruling.ts'
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import type { Intent } from '../understand.ts'
import { type Answer, answer, choice } from './answer.ts'
import { dayOf } from './privacy.ts'

/** Decisions told in one answer. */
const mostTold = 2

export function rulingLines({ known }: Pick<Kit, 'known'>): readonly Wording[] {
  return tellable(known.rulings, mostTold).map(lineFor)
}

/** Officers found that something in this message takes part in illegal recruitment. */
export function isRuledIllegal({ known }: Pick<Kit, 'known'>): boolean {
  return known.rulings.some(({ finding }) => finding === 'illegal-recruitment')
}

function lineFor({ indicator, finding, at }: Ruling): Wording {
  const values = { what: shownAs(indicator), on: dayOf(at) }
  switch (finding) {
    case 'illegal-recruitment':
      return say('ad.ruled_illegal', values)
    case 'no-violation':
      return say('ad.ruled_no_violation', values)
    case 'unproven':
      return say('ad.ruled_unproven', values)
  }
}

/** A question that names a number or an account is answered with the decision first; help in danger, taps and
 * advertisements have their own answers. */
export function withRulings(answered: Answer, intent: Intent, kit: Kit): Answer {
  const [first, ...more] = rulingLines(kit)
  const isOurs = answered.outcome !== 'silent' && answered.outcome !== 'officer'
  if (first === undefined || ownAnswer.has(intent.kind) || !isOurs) return answered
  if (intent.kind === 'unclear' || intent.kind === 'unsure' || answered.outcome === 'agency.no-name')
    return {
      ...answer({
        intent: 'report_ad',
        outcome: 'ruling',
        body: [first, ...more, say('ad.do_now')],
        choices: [choice('topic:learn.scams', 'choices.scams'), choice('menu:help', 'choices.get_help')],
      }),
      effects: answered.effects,
    }
  const [reply, ...others] = answered.replies
  if (reply === undefined) return answered
  return { ...answered, replies: [{ ...reply, body: [first, ...more, ...reply.body] }, ...others] }
}

const ownAnswer: ReadonlySet<Intent['kind']> = new Set(['danger', 'choice', 'stale', 'ad', 'membership'])
