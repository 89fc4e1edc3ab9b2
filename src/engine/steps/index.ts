/** The total table: a state without its step, or a step for no state, does not compile. */
import type { Kit, State, Steps } from '../conversation.ts'
import type { Intent } from '../understand.ts'
import type { Answer } from './answer.ts'
import { anywhere } from './anywhere.ts'
import { adStep, confirmStep, nameStep, newsStep, urgentStep, whichStep } from './asked.ts'
import { besideOfficers } from './officer.ts'
import { answerProfile } from './profile.ts'
import { reportStep } from './report.ts'
import { answerConsent } from './subscribe.ts'

const steps: Steps = {
  idle: (_state, intent, kit) => anywhere(intent, kit),
  'agency.name': nameStep,
  'agency.which': whichStep,
  'privacy.confirm': confirmStep,
  urgent: urgentStep,
  'ad.confirm': adStep,
  'report.tell': reportStep,
  'news.ask': newsStep,
  'subscribe.confirm': (state, intent, kit) => answerConsent(state, intent, kit) ?? anywhere(intent, kit),
  'profile.ask': (state, intent, kit) => answerProfile(state, intent, kit) ?? anywhere(intent, kit),
}

/** The step of the state that the conversation is in. */
export function step(state: State, intent: Intent, kit: Kit): Answer {
  // Said to the bot, whatever is being talked about.
  if (intent.kind === 'officer-code' || intent.kind === 'guard') return anywhere(intent, kit)
  // One state, its own step: the table is indexed by the very `at` that narrows it.
  const speak = steps[state.at] as (state: State, intent: Intent, kit: Kit) => Answer
  return besideOfficers(intent, kit, () => speak(state, intent, kit))
}
