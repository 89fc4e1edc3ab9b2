/** What is remembered of a person: said at first contact, shown on request, forgotten on request, at once. */
import type { Effect, IntentName, Kit } from '../conversation.ts'
import type { Day } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { profileLines } from './profile.ts'
import { topicLines } from './subscribe.ts'

/** Version of `privacy.note`: raise it when its meaning changes. */
export const introduction: Effect = { kind: 'introduced', version: '2' }

/** "Forget me": asked once, because it cannot be undone. */
export function askDelete(): Answer {
  return answer({
    intent: 'privacy_delete',
    outcome: 'privacy',
    body: [say('privacy.ask_delete')],
    choices: [
      choice('privacy:delete-yes', 'choices.delete_yes'),
      choice('privacy:delete-no', 'choices.delete_no'),
    ],
    next: { at: 'privacy.confirm' },
  })
}

export function confirmDelete(): Answer {
  return answer({
    intent: 'privacy_delete',
    outcome: 'privacy',
    body: [say('privacy.deleted')],
    effects: [{ kind: 'forget-contact' }],
  })
}

export function keepData(): Answer {
  return answer({
    intent: 'privacy_delete',
    outcome: 'privacy',
    body: [say('privacy.kept')],
    choices: mainMenu,
  })
}

/** All that is remembered, in the chat, at once; in a group it would show one person's data to others. */
export function answerExport(kit: Kit): Answer {
  const intent: IntentName = 'privacy_export'
  if (kit.inbound.setting === 'group')
    return answer({ intent, outcome: 'privacy', body: [say('privacy.in_group')] })
  const { locale, introduced, since, latest, state, turn } = kit.known
  const lines: readonly Wording[] = [
    say(`privacy.export_language_${locale ?? 'none'}`),
    ...(introduced === null ? [] : [say('privacy.export_introduced', { on: dayOf(introduced) })]),
    ...(state.at === 'agency.which' ? [say('privacy.export_waiting', { query: state.query })] : []),
    ...(kit.officers === null && kit.known.inbox === null ? [] : [say('privacy.export_officers')]),
    ...(kit.known.reports.length === 0 ? [] : [say('privacy.export_reports')]),
    ...(kit.known.news === true ? [say('privacy.export_news')] : []),
    ...(kit.known.follows === 0 ? [] : [say('privacy.export_follows', { count: String(kit.known.follows) })]),
    ...subscriptionLines(kit),
    say('privacy.export_end'),
  ]
  const first = say('privacy.export', {
    since: dayOf(since),
    latest: dayOf(latest ?? kit.inbound.at),
    turns: String(turn),
  })
  return answer({
    intent,
    outcome: 'privacy',
    body: [first, ...lines],
    choices: [
      ...(profileLines(kit).length === 0 ? [] : [choice('profile:delete', 'choices.delete_profile')]),
      choice('privacy:delete', 'choices.delete_data'),
    ],
  })
}

/** What campaigns may be sent to them, and what they told for it. */
function subscriptionLines(kit: Kit): readonly Wording[] {
  const { subscriber } = kit.known
  if (subscriber === null) return []
  const { topics, pausedUntil } = subscriber.consent
  return [
    ...(topics.length === 0 ? [] : [say('privacy.export_topics'), ...topicLines(topics)]),
    ...(pausedUntil === null || pausedUntil < kit.now
      ? []
      : [say('privacy.export_paused', { on: dayOf(pausedUntil) })]),
    ...profileLines(kit),
    ...(subscriber.minor ? [say('privacy.export_minor')] : []),
  ]
}

/** The calendar day in western Indonesia (UTC+7), where most who write live. */
export function dayOf(moment: Date): Day {
  return new Date(moment.getTime() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10) as Day
}
