/** The firm that was judged last, when somebody goes on about it: "that PT", "the man is from there". */
import type { Verdict } from '../agency/verdict.ts'
import type { Kit } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Reply } from '../reply.ts'
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
  if (verdict === null || !pointsBack(plain, signs, kit)) return null
  const warnings = [
    ...cautions(signs),
    ...(signs.includes('money') ? [say('agency.before_paying')] : []),
    ...(/\b(paspor|ktp|ijazah|akta|dokumen)\b/.test(plain) ? [say('agency.papers')] : []),
  ]
  if (warnings.length === 0) return inParticular(answerVerdict(verdict, kit, { signs }), plain, kit)
  return answer({
    intent: 'agency_check',
    outcome: `agency.${verdict.kind}`,
    body: [...warnings, say('agency.several', { asOf: kit.knowledge.asOf }), shortLine(verdict)],
    choices: afterCheck,
    verdicts: [verdict],
  })
}

/** "So it is safe?" of the firm that was judged just now; null: of something else. */
export function answerSafe(plain: string, kit: Kit): Answer | null {
  const justNow = lastJudged(kit.known.offered.slice(0, 1)) !== null
  return justNow && asksSafe.test(plain) ? answerAgain(plain, [], kit) : null
}

const asksSafe = /\b(aman|safe|amanah|dipercaya|terpercaya|trust\w*)\b/

/** "PT itu", "they want 8 million first", or whatever is asked right after the verdict; and no other firm. */
function pointsBack(plain: string, signs: readonly Sign[], { known }: Kit): boolean {
  if (/\b(lain|liyane|sanes|other|another)\b/.test(plain)) return false
  if (signs.length > 0 || lastJudged(known.offered.slice(0, 1)) !== null) return true
  return /\b(itu|tadi|tersebut|iku|kuwi|niku|punika|wau|eta|that|it|they|pernah|masih)\b/.test(plain)
}

/** "Was it ever revoked?", "so it is safe?": a list knows its own day, and nothing of safety. */
function inParticular(checked: Answer, plain: string, kit: Kit): Answer {
  const [reply, ...others] = checked.replies
  const [licence] = reply?.body ?? []
  if (reply === undefined || licence === undefined || checked.outcome !== 'agency.licensed') return checked
  if (/\b(pernah|nate|kantos|dicabut|riwayat|ever|revoked|history)\b/.test(plain))
    return { ...checked, replies: [{ ...reply, body: [licence, say('agency.history')] }, ...others] }
  if (!asksSafe.test(plain)) return checked
  const body: Reply['body'] = [
    say('agency.not_safe', { asOf: kit.knowledge.asOf }),
    say('agency.licensed_not_the_sender'),
    say('agency.licensed_next'),
  ]
  return { ...checked, replies: [{ ...reply, body }, ...others] }
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
