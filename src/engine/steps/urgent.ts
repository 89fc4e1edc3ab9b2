/** Danger: help first, in the first line; nothing is asked before it. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import type { Abroad, Danger } from '../understand.ts'
import { type Answer, answer, mainMenu } from './answer.ts'

const opening = {
  suicide: say('urgent.despair'),
  'sexual-abuse': say('urgent.violence'),
  violence: say('urgent.violence'),
  'child-in-danger': say('urgent.trafficked'),
  confinement: say('urgent.captive'),
  'forced-scamming': say('urgent.captive'),
  trafficked: say('urgent.trafficked'),
  'passport-held': say('urgent.documents'),
  'unpaid-wages': say('urgent.unsure'),
  illness: say('urgent.stranded'),
  death: say('urgent.missing'),
  arrest: say('urgent.stranded'),
  stranded: say('urgent.stranded'),
  'lost-contact': say('urgent.missing'),
  unclear: say('urgent.unsure'),
} as const satisfies Record<Danger, Wording>

const elsewhere = say('urgent.embassy')
const embassy = {
  my: say('urgent.embassy_my'),
  hk: say('urgent.embassy_hk'),
  tw: say('urgent.embassy_tw'),
  kr: say('urgent.embassy_kr'),
  kh: say('urgent.embassy_kh'),
  mm: say('urgent.embassy_mm'),
  jp: elsewhere,
  sg: elsewhere,
  bn: elsewhere,
  sa: elsewhere,
  ae: elsewhere,
  th: elsewhere,
  other: elsewhere,
} as const satisfies Record<Abroad, Wording>

const forWomenAndChildren: ReadonlySet<Danger> = new Set([
  'suicide',
  'sexual-abuse',
  'violence',
  'child-in-danger',
  'trafficked',
])

/** The numbers that reach people, those of the country first when it was named. */
export function answerDanger(danger: Danger, place: Abroad | null, kit: Kit): Answer {
  const hurt = forWomenAndChildren.has(danger)
  const ours = place === null ? null : embassy[place]
  const known = ours !== null && ours !== elsewhere
  return answer({
    intent: 'emergency',
    outcome: 'urgent',
    body: [
      say('urgent.numbers'),
      ...(known ? [ours] : []),
      opening[danger],
      ...(hurt ? [say('urgent.women_and_children')] : []),
      ...(known ? [] : [elsewhere]),
      say(kit.inbound.setting === 'group' ? 'urgent.in_group' : 'urgent.quiet'),
    ],
    // The numbers are the next step; only who may not be in danger gets anything else to choose.
    choices: danger === 'unclear' ? mainMenu : [],
  })
}
