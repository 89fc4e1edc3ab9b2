/** Groups: we speak only when spoken to, and say how that is done; where an administrator asked for it, a dangerous
 * advertisement is answered with one calm sentence and how to check it. */
import type { AdReading } from '../ad/reading.ts'
import type { Indicator } from '../case/indicators.ts'
import type { Kit } from '../conversation.ts'
import type { Inbound } from '../inbound.ts'
import { wordsIn } from '../passed-on.ts'
import { say } from '../phrases.ts'
import type { Reply } from '../reply.ts'
import { type Answer, answer, silence } from './answer.ts'
import { stopAll } from './unsubscribe.ts'

/** Whether a message is none of our business: said in a group, and not to us. */
export function isNotForUs({ setting, addressed, body }: Inbound): boolean {
  return setting === 'group' && !addressed && body.kind !== 'membership'
}

/** Added to a group: one short introduction. Removed or blocked: nothing more is sent to this chat. */
export function answerMembership(change: 'joined' | 'left' | 'blocked', inbound: Inbound): Answer {
  if (inbound.setting === 'private')
    // Who blocks us wants nothing more: it is their own act, as good as the word.
    return change === 'joined' ? silence() : silence([{ kind: 'close-chat' }, stopAll])
  if (change !== 'joined') return silence([{ kind: 'close-chat' }, { kind: 'guard-group', on: false }])
  return answer({ intent: 'greeting', outcome: 'menu', body: [say('group.hello')] })
}

/** Only who administers the group decides; where the channel does not tell who does, nobody. */
export function answerGuardOrder(order: 'on' | 'off', { administers }: Kit): Answer {
  const said = (key: 'group.guard_on' | 'group.guard_off' | 'group.guard_admins' | 'group.guard_unknown') =>
    ({ intent: 'help', outcome: 'guard', body: [say(key)] }) as const
  if (administers !== true)
    return answer(said(administers === false ? 'group.guard_admins' : 'group.guard_unknown'))
  return answer({
    ...said(order === 'on' ? 'group.guard_on' : 'group.guard_off'),
    effects: [{ kind: 'guard-group', on: order === 'on' }],
  })
}

/** Shortest words that may be an advertisement: shorter ones are talk, and are not even read. */
const shortestAd = 40

/** What a member wrote, where it may be an advertisement at all. Pictures are not read: they would have to be kept. */
export function wordsToGuard({ body }: Inbound): string | null {
  if (body.kind !== 'text' && body.kind !== 'media') return null
  const words = wordsIn(body)
  return words.trim().length < shortestAd ? null : words
}

/** What a guarded group is to be warned of. */
export interface Warned {
  readonly reply: Reply
  /** By which it is known again: identifiers, and the words themselves. */
  readonly marks: readonly Indicator[]
  /** False: it shows no danger of its own, and is warned of only where officers have decided about it. */
  readonly dangerous: boolean
}

/** Null: nobody offers anything in it, so that nothing of it is looked up. */
export function warningOf({ judgement, indicators }: AdReading): Warned | null {
  if (judgement.voice !== 'offers') return null
  const dangerous = judgement.level === 'danger'
  const marks = indicators.filter(({ joins, kind }) => joins || kind === 'text')
  if (!dangerous && !marks.some(({ joins }) => joins)) return null
  return { reply: { body: [say('group.warning')] }, marks, dangerous }
}
