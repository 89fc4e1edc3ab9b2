/** Handing over to a person, and back: while officers have a conversation the bot is silent, keeps what is written for
 * them, and still helps first in danger. Where nobody is there to answer it says so, and who else can be called. */
import type { Effect, Kit } from '../conversation.ts'
import { areThere, hoursOf, type InboxThread, type Officers } from '../officers.ts'
import { say } from '../phrases.ts'
import type { Reply, Wording } from '../reply.ts'
import { wordsOf } from '../understand/letters.ts'
import type { Intent } from '../understand.ts'
import { type Answer, answer, mainMenu, silence } from './answer.ts'
import { answerContact } from './contact.ts'
import { placeTold } from './contacts.ts'
import { openTrouble } from './urgent.ts'

/** Without an officer's word for so long the bot speaks again. */
const patienceMs = 24 * 3_600_000
/** Messages that follow one another within this time are told but once that they arrived. */
const burstMs = 10 * 60_000

/** "I want a person". In a group the others would read along. */
export function askOfficer(kit: Kit): Answer {
  const { officers, inbound, now } = kit
  if (officers === null || inbound.setting === 'group') return answerContact('human', kit)
  const hours = hoursOf(officers)
  return answer({
    intent: 'human',
    outcome: 'officer',
    body: [
      areThere(now, officers)
        ? say('officer.opened', { minutes: String(officers.waitMinutes), hours })
        : say('officer.opened_later', { hours }),
      say('officer.write'),
      say('officer.meanwhile'),
    ],
    effects: [{ kind: 'open-inbox' }],
  })
}

/** What is said while officers have the conversation; `speak` is what the bot would say without them. */
export function besideOfficers(intent: Intent, kit: Kit, speak: () => Answer): Answer {
  const { officers, known, now } = kit
  const { inbox } = known
  if (officers === null || inbox === null || inbox.lapsed || !isWritten(kit)) return speak()
  if (isLapsed(inbox, now)) return takeOver(speak())
  if (takesBack(kit)) return takeBack()
  if (isForBot(intent, kit)) return kept(speak(), false)
  if (isOrder(intent)) return kept(withLast(speak(), note(officers, now)), true)
  if (intent.kind !== 'topic' || intent.topic !== 'human') {
    const heardAt = Math.max(inbox.noted?.getTime() ?? 0, inbox.word?.getTime() ?? 0)
    if (now.getTime() - heardAt < burstMs) return kept(silence(), false, kit)
  }
  return kept(answer({ intent: 'human', outcome: 'officer', body: [note(officers, now)] }), true, kit)
}

/** Taps, commands and what was read on a picture are said to the bot and to nobody else. */
function isWritten({ inbound: { body } }: Kit): boolean {
  if (body.kind === 'text') return !body.text.trimStart().startsWith('/') || isTakeBack(body.text)
  return body.kind !== 'press' && body.kind !== 'reading' && body.kind !== 'membership'
}

/** Danger, what we asked about it, and a person's rights over their data: answered, and kept as well. */
function isForBot(intent: Intent, kit: Kit): boolean {
  const { state } = kit.known
  if (intent.kind === 'danger') return true
  if (intent.kind === 'choice' && /^(campaign|stop):/.test(intent.means)) return true
  if (intent.kind === 'topic') return intent.topic === 'privacy_delete' || intent.topic === 'privacy_export'
  if (state.at === 'privacy.confirm' && (intent.kind === 'yes' || intent.kind === 'no')) return true
  const trouble = openTrouble(kit)
  if (trouble === null) return false
  if (intent.kind === 'choice') return intent.means.startsWith('urgent:')
  return trouble.place === null ? placeTold(kit) !== null : intent.kind === 'yes' || intent.kind === 'no'
}

function isOrder(intent: Intent): boolean {
  return intent.kind === 'topic' && intent.topic === 'unsubscribe'
}

function takesBack({ inbound: { body } }: Kit): boolean {
  return body.kind === 'text' && isTakeBack(body.text)
}

/** "Selesai", "bot", "back to the bot": the whole message, in any of the four languages. */
function isTakeBack(text: string): boolean {
  return /^(selesai|rampung|rengse|done|finish(ed)?|bot|((kembali|balik|wangsul|bali|back) )?(ke|dhateng|ning|ka|to|to the) bot)$/.test(
    wordsOf(text).join(' '),
  )
}

function takeBack(): Answer {
  return answer({
    intent: 'human',
    outcome: 'officer',
    body: [say('officer.ended')],
    choices: mainMenu,
    effects: [{ kind: 'close-inbox' }],
  })
}

function isLapsed({ asked, word }: InboxThread, now: Date): boolean {
  return now.getTime() - Math.max(asked.getTime(), word?.getTime() ?? 0) > patienceMs
}

/** The bot speaks again, and says why. */
function takeOver(spoken: Answer): Answer {
  if (spoken.effects.some(({ kind }) => kind === 'open-inbox')) return spoken
  const [first, ...others] = spoken.replies
  const effects: readonly Effect[] = [...spoken.effects, { kind: 'lapse-inbox' }]
  // Help comes before everything else.
  if (first === undefined || spoken.outcome === 'urgent') return { ...spoken, effects }
  const body: Reply['body'] = [say('officer.lapsed'), ...first.body]
  return { ...spoken, effects, replies: [{ ...first, body }, ...others] }
}

/** It arrived; out of hours, with when somebody answers. */
function note(officers: Officers, now: Date): Wording {
  return areThere(now, officers)
    ? say('officer.noted')
    : say('officer.noted_later', { hours: hoursOf(officers) })
}

function withLast(spoken: Answer, wording: Wording): Answer {
  const last = spoken.replies.at(-1)
  if (last === undefined) return spoken
  return { ...spoken, replies: [...spoken.replies.slice(0, -1), { ...last, body: [...last.body, wording] }] }
}

/** The message waits for the officers too. `silent`: nothing was answered, so nothing is asked any more but in danger. */
function kept(spoken: Answer, noted: boolean, silent: Kit | null = null): Answer {
  const effects: readonly Effect[] = [...spoken.effects, { kind: 'to-officers', noted }]
  if (silent === null) return { ...spoken, effects }
  const { state } = silent.known
  return { ...spoken, intent: 'human', effects, next: state.at === 'urgent' ? state : { at: 'idle' } }
}
