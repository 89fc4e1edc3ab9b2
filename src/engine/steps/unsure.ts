/** A message that may mean one thing or another: what is likeliest is offered, nothing is guessed. */
import { say } from '../phrases.ts'
import type { Choice } from '../reply.ts'
import type { Topic } from '../understand.ts'
import { type Answer, answer, choice } from './answer.ts'
import { lessonOf } from './learn.ts'

/** Two or three things it may be about; null when none of them has a button. */
export function answerUnsure(among: readonly Topic[]): Answer | null {
  const offered = among.flatMap((topic) => buttonOf(topic) ?? [])
  if (offered.length === 0) return null
  return answer({
    intent: 'unknown',
    outcome: 'unclear',
    body: [say('common.unsure')],
    choices: [...offered, choice('menu:help', 'choices.get_help')],
  })
}

function buttonOf(topic: Topic): Choice | null {
  if (topic === 'agency_check') return choice('menu:check', 'choices.check')
  if (topic === 'report_ad') return choice('menu:cheated', 'choices.cheated')
  if (topic === 'privacy_delete') return choice('privacy:delete', 'choices.delete_data')
  return lessonOf(topic)
}
