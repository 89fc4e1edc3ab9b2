/** Danger: help first, in the first line; nothing is asked before it. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import type { Abroad, Danger } from '../understand.ts'
import { type Answer, answer, mainMenu } from './answer.ts'

const opening = {
  captive: say('urgent.captive'),
  violence: say('urgent.violence'),
  documents: say('urgent.documents'),
  despair: say('urgent.despair'),
  trafficked: say('urgent.trafficked'),
  stranded: say('urgent.stranded'),
  missing: say('urgent.missing'),
  unsure: say('urgent.unsure'),
} as const satisfies Record<Danger, Wording>

const embassy = {
  my: say('urgent.embassy_my'),
  hk: say('urgent.embassy_hk'),
  tw: say('urgent.embassy_tw'),
  kr: say('urgent.embassy_kr'),
  kh: say('urgent.embassy_kh'),
  mm: say('urgent.embassy_mm'),
  other: say('urgent.embassy'),
} as const satisfies Record<Abroad, Wording>

/** The numbers that reach people, those of the country first when it was named. */
export function answerDanger(danger: Danger, place: Abroad | null, kit: Kit): Answer {
  const hurt = danger === 'violence' || danger === 'despair' || danger === 'trafficked'
  return answer({
    intent: 'emergency',
    outcome: 'urgent',
    body: [
      say('urgent.numbers'),
      ...(place === null || place === 'other' ? [] : [embassy[place]]),
      opening[danger],
      ...(hurt ? [say('urgent.women_and_children')] : []),
      ...(place === 'other' || place === null ? [embassy.other] : []),
      say(kit.inbound.setting === 'group' ? 'urgent.in_group' : 'urgent.quiet'),
    ],
    // The numbers are the next step; only who may not be in danger gets anything else to choose.
    choices: danger === 'unsure' ? mainMenu : [],
  })
}
