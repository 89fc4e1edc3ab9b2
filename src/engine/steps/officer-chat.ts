/** An officer shows with a code from the console that a chat is their own, to be sent tests of campaigns there. Whether the
 * code is right is not said here: nobody can try codes out. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import { type Answer, answer } from './answer.ts'

/** As the console shows it and a link into the chat carries it: `UJI-7K3MQ-2XW9P`, without letters that look alike. */
const form = /^(?:\/start\s+)?uji[-_ ]?([2-9a-hjkmnp-z]{5})[-_ ]?([2-9a-hjkmnp-z]{5})$/i

/** The code a message consists of, in capitals and without its signs; null: it is something else. */
export function readOfficerCode({ body, setting, forwarded }: Kit['inbound']): string | null {
  if (body.kind !== 'text' || setting === 'group' || forwarded !== 'no') return null
  const [, first, second] = form.exec(body.text.trim()) ?? []
  return first === undefined || second === undefined ? null : `${first}${second}`.toUpperCase()
}

export function answerOfficerCode(code: string, { known }: Kit): Answer {
  return answer({
    intent: 'unknown',
    outcome: 'officer',
    body: [say('officer.test_chat')],
    next: known.state,
    effects: [{ kind: 'officer-chat', code }],
  })
}
