/** Groups: we speak only when spoken to, and say how that is done. */
import type { Inbound } from '../inbound.ts'
import { say } from '../phrases.ts'
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
  if (change !== 'joined') return silence([{ kind: 'close-chat' }])
  return answer({ intent: 'greeting', outcome: 'menu', body: [say('group.hello')] })
}
