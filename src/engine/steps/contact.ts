/** People who can help, and reports: what we cannot do ourselves, and who can. */
import type { IntentName, Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { dangerLines, hotlineLines } from './contacts.ts'
import { troubles } from './urgent.ts'

type ContactTopic = Extract<IntentName, 'human' | 'hotline' | 'report_ad' | 'report_status'>

const said = {
  human: [say('contact.human')],
  hotline: [say('contact.hotline')],
  report_ad: [say('report.ad'), say('report.money')],
  report_status: [say('report.status')],
} as const satisfies Record<ContactTopic, readonly [Wording, ...Wording[]]>

export function answerContact(topic: ContactTopic, kit: Kit): Answer {
  return answer({
    intent: topic,
    outcome: 'help',
    // The numbers of the country, when one is named: "nomor KBRI di Taiwan".
    body: topic === 'hotline' ? [...said.hotline, ...hotlineLines(kit)] : said[topic],
    choices: mainMenu,
  })
}

/** "I need help": the numbers, and what may have happened. */
export function answerHelpMenu(kit: Kit): Answer {
  return answer({
    intent: 'hotline',
    outcome: 'help',
    body: [say('common.get_help'), ...dangerLines(null, false, kit)],
    choices: [...troubles, choice('menu:cheated', 'choices.cheated'), choice('menu:check', 'choices.check')],
  })
}
