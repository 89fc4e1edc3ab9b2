/** The firm that was judged last, when somebody goes on about it: "that PT", "the man is from there". */
import type { Verdict } from '../agency/verdict.ts'
import type { Kit } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import { lastJudged } from '../understand/follow-up.ts'
import type { Sign } from '../understand/signs.ts'
import { answerVerdict, cautions, shortLine } from './agency.ts'
import { type Answer, afterCheck, answer } from './answer.ts'

/** Its verdict by the list of now; null when none was judged of late. */
export function judgedLast({ known, knowledge }: Kit): Verdict | null {
  const [, kind, name = ''] = /^(agency|unlisted):(.+)$/.exec(lastJudged(known.offered) ?? '') ?? []
  if (kind === 'agency') return knowledge.recall(name as AgencyId)
  return kind === 'unlisted' ? knowledge.judge(name) : null
}

/** A question about a firm that names none, just after one was judged. null: which firm is still to be asked. */
export function answerAgain(plain: string, signs: readonly Sign[], kit: Kit): Answer | null {
  const verdict = judgedLast(kit)
  if (verdict === null || !pointsBack(plain, signs)) return null
  if (signs.length === 0) return withHistory(answerVerdict(verdict, kit, { signs }), plain)
  return answer({
    intent: 'agency_check',
    outcome: `agency.${verdict.kind}`,
    body: [
      ...cautions(signs),
      say('agency.before_paying'),
      say('agency.several', { asOf: kit.knowledge.asOf }),
      shortLine(verdict),
    ],
    choices: afterCheck,
    verdicts: [verdict],
  })
}

/** "Was it ever revoked?" A list knows its own day alone. */
function withHistory(checked: Answer, plain: string): Answer {
  const [reply, ...others] = checked.replies
  const asked = /\b(pernah|nate|kantos|dicabut|riwayat|ever|revoked|history)\b/.test(plain)
  if (reply === undefined || !asked || checked.outcome !== 'agency.licensed') return checked
  const [first] = reply.body
  return { ...checked, replies: [{ ...reply, body: [first, say('agency.history')] }, ...others] }
}

/** "PT itu", "perusahaan tadi", "they want 8 million first": and no other firm. */
function pointsBack(plain: string, signs: readonly Sign[]): boolean {
  if (/\b(lain|liyane|sanes|other|another)\b/.test(plain)) return false
  return (
    signs.length > 0 ||
    /\b(itu|tadi|tersebut|ini|iku|kuwi|niku|punika|wau|eta|that|this|it|they|the|nya|dia|pernah|masih)\b/.test(
      plain,
    )
  )
}

/** Whoever says they come from a listed firm may not. */
export function answerPerson(kit: Kit): Answer {
  const verdict = judgedLast(kit)
  return answer({
    intent: 'agency_check',
    outcome: verdict === null ? 'help' : `agency.${verdict.kind}`,
    body: [say('agency.person'), say('agency.person_next')],
    choices: afterCheck,
    verdicts: verdict === null ? [] : [verdict],
  })
}
