/** What may be asked of whoever wished a topic that needs it: one at a time, in this order, each to be passed over. */
import type { Topic } from './topic.ts'
import type { Whereabouts } from './zones.ts'

export type ProfileQuestion = keyof Whereabouts
export const profileQuestions: readonly ProfileQuestion[] = ['phase', 'country', 'province']

const needed: Readonly<Record<Topic, readonly ProfileQuestion[]>> = {
  'scam-alerts': [],
  'licence-changes': [],
  lessons: ['phase', 'country'],
  'regional-news': ['country', 'province'],
}

/** What these topics need and nobody told yet. */
export function questionsFor(topics: readonly Topic[], told: Whereabouts): readonly ProfileQuestion[] {
  return profileQuestions.filter(
    (question) => told[question] === null && topics.some((topic) => needed[topic].includes(question)),
  )
}
