/** Somebody wants to report and has no advertisement: a number or an account in their own words is enough to ask whether
 * it may go to the officers. */
import type { Kit, Steps } from '../conversation.ts'
import { passedOn } from '../passed-on.ts'
import { say } from '../phrases.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import type { Intent } from '../understand.ts'
import { passOnChoices } from './ad.ts'
import { answer, choice } from './answer.ts'
import { anywhere } from './anywhere.ts'

/** We asked what happened: what identifies a recruiter is passed on, if they wish; more of the story is heard. */
export const reportStep: Steps['report.tell'] = (state, intent, kit) => {
  if (!tells(intent, kit)) return anywhere(intent, kit)
  if (identifies(kit)) {
    const story = { at: 'ad.confirm', ads: [passedOn(kit)], facts: [] } as const
    return answer({
      intent: 'report_ad',
      outcome: 'ad.no-signs',
      body: [say('report.identified'), say('ad.ask_pass_on')],
      choices: passOnChoices,
      next: story,
    })
  }
  return answer({
    intent: 'report_ad',
    outcome: 'help',
    body: [say('report.needs')],
    choices: [choice('menu:help', 'choices.get_help')],
    next: state,
  })
}

/** Their story, and no question about something else. */
function tells(intent: Intent, kit: Kit): boolean {
  if (kit.inbound.body.kind !== 'text') return false
  if (intent.kind === 'topic')
    return intent.topic === 'report_ad' || intent.topic === 'learn.costs' || identifies(kit)
  return intent.kind === 'unclear' || intent.kind === 'unsure'
}

/** A number, account or address that could join a case; not their own. */
function identifies({ inbound: { body }, ads, knowledge }: Kit): boolean {
  if (body.kind !== 'text' || /\b(nomor|nomer|no|wa|number) (saya|my)\b/.test(plainWords(wordsOf(body.text))))
    return false
  return ads.read(body.text, knowledge).indicators.some(({ joins }) => joins)
}
