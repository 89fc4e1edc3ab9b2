/** People who can help, reports and news: what we cannot do ourselves yet, and who can. */
import type { IntentName } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'

type ContactTopic = Extract<
  IntentName,
  'human' | 'hotline' | 'report_ad' | 'report_status' | 'subscribe' | 'unsubscribe'
>

const said = {
  human: [say('contact.human')],
  hotline: [say('contact.hotline')],
  report_ad: [say('report.ad'), say('report.money')],
  report_status: [say('report.status')],
  subscribe: [say('news.subscribe')],
  unsubscribe: [say('news.unsubscribe')],
} as const satisfies Record<ContactTopic, readonly [Wording, ...Wording[]]>

export function answerContact(topic: ContactTopic): Answer {
  return answer({
    intent: topic,
    outcome: 'help',
    body: said[topic],
    choices: mainMenu,
  })
}

/** "I need help": the numbers, and the kinds of help there are. */
export function answerHelpMenu(): Answer {
  return answer({
    intent: 'hotline',
    outcome: 'help',
    body: [say('common.get_help'), say('contact.hotline')],
    choices: [
      choice('topic:learn.rights', 'choices.rights'),
      choice('topic:learn.scams', 'choices.scams'),
      choice('menu:check', 'choices.check'),
    ],
  })
}
