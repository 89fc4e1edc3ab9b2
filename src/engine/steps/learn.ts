/** Short, sourced facts before departure, at work and after return. */
import type { IntentName } from '../conversation.ts'
import { phrases, say } from '../phrases.ts'
import type { Choice } from '../reply.ts'
import { type Answer, answer, choice } from './answer.ts'

export type LearnTopic = Extract<IntentName, `learn.${string}`>

/** Whether a text names a topic that has a phrase. */
export function isLearnTopic(text: string): text is LearnTopic {
  return text.startsWith('learn.') && text !== 'learn.menu' && Object.hasOwn(phrases, text)
}

/** What to know before leaving: a few words and the topics that matter most. */
export function answerBefore(): Answer {
  return answer({
    intent: 'learn.legal_steps',
    outcome: 'learn',
    body: [say('learn.menu')],
    choices: [
      choice('topic:learn.legal_steps', 'choices.legal_steps'),
      choice('topic:learn.costs', 'choices.costs'),
      choice('topic:learn.documents', 'choices.documents'),
      choice('topic:learn.visa', 'choices.visa'),
      choice('topic:learn.contract', 'choices.contract'),
    ],
  })
}

export function answerLearn(topic: LearnTopic): Answer {
  return answer({ intent: topic, outcome: 'learn', body: [say(topic)], choices: after(topic) })
}

function after(topic: LearnTopic): readonly Choice[] {
  const more =
    topic === 'learn.scams' || topic === 'learn.trafficking'
      ? choice('topic:learn.legal_steps', 'choices.legal_steps')
      : choice('topic:learn.scams', 'choices.scams')
  return [choice('menu:check', 'choices.check'), more, choice('menu:help', 'choices.get_help')]
}
