/** What is said in passing while nobody is in danger: a short, true answer, and what can be done next. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Aside } from '../understand.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { answerPerson } from './judged.ts'

export function answerAside(aside: Aside, kit: Kit): Answer {
  switch (aside) {
    case 'person':
      return answerPerson(kit)
    case 'reporters':
      return answer({
        intent: 'report_status',
        outcome: 'report.status',
        body: [say('report.reporters')],
        choices: mainMenu,
      })
    case 'secret':
      return answer({
        intent: 'privacy_export',
        outcome: 'privacy',
        body: [say('report.secret')],
        choices: [choice('privacy:export', 'choices.my_data'), choice('menu:help', 'choices.get_help')],
      })
    case 'money-back':
      return answer({
        intent: 'report_ad',
        outcome: 'help',
        body: [say('report.money_back'), say('report.money_gone')],
        choices: [choice('menu:cheated', 'choices.cheated'), choice('menu:help', 'choices.get_help')],
      })
    case 'later':
      return answer({ intent: 'thanks', outcome: 'help', body: [say('common.later')] })
    // Said in danger, and answered there (in-trouble.ts).
    case 'here':
    case 'waits':
    case 'who':
    case 'next':
    case 'hide':
    case 'no-call':
    case 'ransom':
      return answer({ intent: 'help', outcome: 'help', body: [say('common.help')], choices: mainMenu })
  }
}
