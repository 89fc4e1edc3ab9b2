/** Lessons before departure, at work and on coming home: short pages in a row, each with the next page, what belongs
 * beside it, and a text to pass on. Every fact on a page has its source in the page's own file. */
import type { IntentName, Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Choice, Wording } from '../reply.ts'
import type { Phase } from '../understand/phase.ts'
import { type Answer, answer, choice, type PhraseWithoutHoles } from './answer.ts'
import { savedLines } from './contacts.ts'

export type LearnTopic = Extract<IntentName, `learn.${string}`>
type Shared = 'share.before' | 'share.scams' | 'share.visa' | 'share.costs' | 'share.help'

interface Lesson {
  /** What the lesson counts as. */
  readonly intent: LearnTopic
  readonly label: PhraseWithoutHoles
  readonly pages: readonly [PhraseWithoutHoles, ...PhraseWithoutHoles[]]
  /** Lessons that are offered beside it. */
  readonly beside: readonly LessonName[]
  readonly share: Shared
}

const lessonNames = [
  'legal_steps',
  'ways',
  'documents',
  'visa',
  'costs',
  'contract',
  'countries',
  'check_offer',
  'rights',
  'insurance',
  'money',
  'debts',
  'return',
  'resettle',
  'scams',
  'trafficking',
] as const
export type LessonName = (typeof lessonNames)[number]

const lessons: Readonly<Record<LessonName, Lesson>> = {
  legal_steps: {
    intent: 'learn.legal_steps',
    label: 'choices.legal_steps',
    pages: ['learn.legal_steps', 'learn.legal_steps_2'],
    beside: ['ways', 'documents'],
    share: 'share.before',
  },
  ways: {
    intent: 'learn.legal_steps',
    label: 'choices.ways',
    pages: ['learn.ways', 'learn.ways_2'],
    beside: ['countries', 'check_offer'],
    share: 'share.before',
  },
  documents: {
    intent: 'learn.documents',
    label: 'choices.documents',
    pages: ['learn.documents', 'learn.documents_2'],
    beside: ['visa', 'contract'],
    share: 'share.before',
  },
  visa: {
    intent: 'learn.visa',
    label: 'choices.visa',
    pages: ['learn.visa', 'learn.visa_2'],
    beside: ['scams', 'documents'],
    share: 'share.visa',
  },
  costs: {
    intent: 'learn.costs',
    label: 'choices.costs',
    pages: ['learn.costs', 'learn.costs_2'],
    beside: ['debts', 'check_offer'],
    share: 'share.costs',
  },
  contract: {
    intent: 'learn.contract',
    label: 'choices.contract',
    pages: ['learn.contract', 'learn.contract_2'],
    beside: ['rights', 'check_offer'],
    share: 'share.before',
  },
  countries: {
    intent: 'learn.countries',
    label: 'choices.countries',
    pages: ['learn.countries', 'learn.countries_2'],
    beside: ['scams', 'check_offer'],
    share: 'share.before',
  },
  check_offer: {
    intent: 'learn.scams',
    label: 'choices.check_offer',
    pages: ['learn.check_offer', 'learn.check_offer_2', 'learn.check_offer_3'],
    beside: ['scams', 'costs'],
    share: 'share.before',
  },
  rights: {
    intent: 'learn.rights',
    label: 'choices.rights',
    pages: ['learn.rights', 'learn.rights_2'],
    beside: ['contract', 'trafficking'],
    share: 'share.help',
  },
  insurance: {
    intent: 'learn.insurance',
    label: 'choices.insurance',
    pages: ['learn.insurance'],
    beside: ['documents', 'rights'],
    share: 'share.before',
  },
  money: {
    intent: 'learn.money',
    label: 'choices.money',
    pages: ['learn.money', 'learn.money_2'],
    beside: ['debts', 'scams'],
    share: 'share.scams',
  },
  debts: {
    intent: 'learn.money',
    label: 'choices.debts',
    pages: ['learn.debts'],
    beside: ['costs', 'money'],
    share: 'share.costs',
  },
  return: {
    intent: 'learn.return',
    label: 'choices.return',
    pages: ['learn.return', 'learn.return_2', 'learn.return_3'],
    beside: ['resettle', 'money'],
    share: 'share.help',
  },
  resettle: {
    intent: 'learn.return',
    label: 'choices.resettle',
    pages: ['learn.resettle'],
    beside: ['money', 'scams'],
    share: 'share.scams',
  },
  scams: {
    intent: 'learn.scams',
    label: 'choices.scams',
    pages: ['learn.scams', 'learn.scams_2', 'learn.scams_3', 'learn.scams_4'],
    beside: ['check_offer', 'trafficking'],
    share: 'share.scams',
  },
  trafficking: {
    intent: 'learn.trafficking',
    label: 'choices.trafficking',
    pages: ['learn.trafficking', 'learn.trafficking_2', 'learn.trafficking_3'],
    beside: ['scams', 'rights'],
    share: 'share.help',
  },
}

/** What to know before leaving: a few words and the lessons that matter most. */
export function answerBefore(): Answer {
  return answer({
    intent: 'learn.legal_steps',
    outcome: 'learn',
    body: [say('learn.menu')],
    choices: [
      ...(['check_offer', 'legal_steps', 'costs', 'visa'] as const).map(lessonChoice),
      choice('menu:learn', 'choices.more_topics'),
    ],
  })
}

/** Where on the way the person is: leads to a list of what to do, and its lessons. */
export function answerPhases(): Answer {
  return answer({
    intent: 'learn.legal_steps',
    outcome: 'learn',
    body: [say('learn.phases')],
    choices: [
      choice('phase:leaving', 'choices.phase_leaving'),
      choice('phase:at_work', 'choices.phase_at_work'),
      choice('phase:returning', 'choices.phase_returning'),
      lessonChoice('scams'),
    ],
  })
}

const phases = {
  leaving: { intent: 'learn.legal_steps', lessons: ['documents', 'contract', 'visa', 'insurance'] },
  at_work: { intent: 'learn.rights', lessons: ['rights', 'money', 'debts', 'trafficking'] },
  returning: { intent: 'learn.return', lessons: ['return', 'resettle', 'money'] },
} as const satisfies Record<Phase, { readonly intent: LearnTopic; readonly lessons: readonly LessonName[] }>

/** What to do in this part of the way, as a list; abroad with the numbers to keep. */
export function answerPhase(phase: Phase, kit: Kit): Answer {
  const { intent, lessons: beside } = phases[phase]
  const numbers: readonly Wording[] = phase === 'at_work' ? savedLines(kit) : []
  return answer({
    intent,
    outcome: 'learn',
    body: [say(`learn.phase_${phase}`), ...numbers],
    choices: [...beside.map(lessonChoice), choice('menu:help', 'choices.get_help')],
  })
}

/** A child is offered work: too young to go, and told so kindly. */
export function answerChild(): Answer {
  return answer({
    intent: 'learn.legal_steps',
    outcome: 'learn',
    body: [say('learn.too_young')],
    choices: [lessonChoice('trafficking'), lessonChoice('scams'), choice('menu:help', 'choices.get_help')],
  })
}

/** A lesson's first page, by what was asked. */
export function answerLearn(topic: LearnTopic): Answer {
  return answerPage(topic.slice('learn.'.length) as LessonName, 1)
}

/** A page of a lesson, from 1; null: there is no such lesson or page. */
export function answerLesson(name: string, page: number): Answer | null {
  const lesson = lessonNames.find((each) => each === name)
  return lesson === undefined || lessons[lesson].pages[page - 1] === undefined
    ? null
    : answerPage(lesson, page)
}

function answerPage(name: LessonName, page: number): Answer {
  const { intent, pages, beside } = lessons[name]
  const more = page < pages.length
  return answer({
    intent,
    outcome: 'learn',
    body: [say(pages[page - 1] ?? pages[0])],
    choices: [
      ...(more ? [choice(`lesson:${name}:${page + 1}`, 'choices.next')] : []),
      ...beside.map(lessonChoice),
      ...(more ? [] : [choice(`share:lesson:${name}`, 'choices.share')]),
      choice('menu:check', 'choices.check'),
      choice('menu:help', 'choices.get_help'),
    ],
  })
}

/** The text of a lesson that is made to be passed on. */
export function sharedLesson(name: string): Wording | null {
  const lesson = lessonNames.find((each) => each === name)
  return lesson === undefined ? null : say(lessons[lesson].share)
}

function lessonChoice(name: LessonName): Choice {
  return choice(`lesson:${name}:1`, lessons[name].label)
}

/** The button of a topic's lesson; null: it has none. */
export function lessonOf(topic: string): Choice | null {
  return isLearnTopic(topic) ? lessonChoice(topic.slice('learn.'.length) as LessonName) : null
}

/** Whether a text names a topic that has a lesson. */
export function isLearnTopic(text: string): text is LearnTopic {
  return lessonNames.some((name) => text === `learn.${name}` && lessons[name].intent === text)
}
