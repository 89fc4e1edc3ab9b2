/** News we send by ourselves, to whoever wished it: what becomes of a report, and whether an agency's standing changed.
 * Asked once, changed at any time, and never in a group, where others would read it. */
import { toldOf } from '../agency/told.ts'
import type { Verdict } from '../agency/verdict.ts'
import type { Finding } from '../case/case.ts'
import type { CaseStep, TakedownStep } from '../case/ruling.ts'
import type { Effect, Kit } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Choice, Reply, Wording } from '../reply.ts'
import { topicsWished, wishesReportNews } from '../understand/subscribing.ts'
import { bodyOf } from './agency.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { plainTextOf } from './plain-text.ts'
import { dayOf } from './privacy.ts'
import { askConsent, offerTopics } from './subscribe.ts'

export const newsChoices: readonly Choice[] = [
  choice('news:yes', 'choices.tell_me'),
  choice('news:no', 'choices.do_not_tell'),
  choice('news:shared', 'choices.shared_phone'),
]

/** Whether it is the moment to ask: once a person, and where nobody else reads along. */
export function mayAskNews({ known, inbound }: Kit): boolean {
  return known.news === null && inbound.setting === 'private'
}

/** A tap, or a yes or no to our question. null: no such tap. */
export function answerNewsChoice(what: string, kit: Kit): Answer | null {
  switch (what) {
    case 'yes':
      return kit.inbound.setting === 'group' ? notHere() : setNews(true, say('news.will_tell'))
    case 'no':
      return setNews(false, say('news.will_not_tell'))
    case 'shared':
      return setNews(false, say('news.shared_phone'))
    default:
      return null
  }
}

function setNews(wished: boolean, said: Wording): Answer {
  return answer({
    intent: wished ? 'subscribe' : 'unsubscribe',
    outcome: 'news',
    body: [said],
    choices: mainMenu,
    effects: [{ kind: 'report-news', wished }],
  })
}

function notHere(): Answer {
  return answer({ intent: 'subscribe', outcome: 'news', body: [say('news.in_group')] })
}

/** "Kabari saya kalau berubah": of the agency just judged, of their reports, or of what campaigns are about. */
export function answerSubscribe(kit: Kit): Answer {
  if (kit.inbound.setting === 'group') return notHere()
  const { text, plain } = plainTextOf(kit)
  if (/^\s*\/?kabar\s*$/i.test(text)) return offerTopics(kit)
  const wished = topicsWished(plain)
  if (wished.length > 0) return askConsent(wished, kit)
  const verdict = latestVerdict(kit)
  const follow = verdict === null ? null : followed(verdict)
  if (follow !== null) return follow
  const about = kit.known.reports.length > 0 && (kit.known.news !== true || wishesReportNews(plain))
  return about && !asksForMore(plain) ? setNews(true, say('news.will_tell')) : offerTopics(kit)
}

/** "Langganan", "info rutin": more than the news of one report. */
function asksForMore(plain: string): boolean {
  return /\b(langganan|berlangganan|ngalanggan|subscribe|info|berita|rutin|tiap|setiap|updates?|alerts?|kabar penting)\b/.test(
    plain,
  )
}

function followed(verdict: Verdict): Answer | null {
  const follow = followOf(verdict)
  if (follow === null) return null
  return answer({
    intent: 'subscribe',
    outcome: 'news',
    body: [say('news.following', { agency: follow.name })],
    choices: mainMenu,
    effects: [follow],
  })
}

/** A verdict that is asked for with "tell me when it changes". */
export function withFollow(checked: Answer, kit: Kit): Answer {
  const [verdict, another] = checked.verdicts
  const [reply, ...others] = checked.replies
  if (verdict === undefined || another !== undefined || reply === undefined) return checked
  const follow = kit.inbound.setting === 'group' ? null : followOf(verdict)
  if (follow === null) return checked
  return {
    ...checked,
    replies: [{ ...reply, body: [...reply.body, say('news.following', { agency: follow.name })] }, ...others],
    effects: [...checked.effects, follow],
  }
}

/** Only what is clear can be followed: one name, with one standing. */
function followOf(verdict: Verdict): Extract<Effect, { readonly kind: 'follow-agency' }> | null {
  const told = toldOf(verdict)
  if (told === null || verdict.kind === 'which') return null
  return {
    kind: 'follow-agency',
    name: 'agency' in verdict ? `PT ${verdict.agency.name}` : verdict.query,
    told,
  }
}

/** The agency that the latest answer judged: it could be passed on, so its choice says which. */
function latestVerdict({ known, knowledge }: Kit): Verdict | null {
  for (const choice of known.offered[0]?.choices ?? []) {
    const [, kind, rest = ''] =
      choice.kind === 'press' ? (/^share:(agency|unlisted):(.+)$/.exec(choice.means) ?? []) : []
    if (kind === 'agency') return knowledge.recall(rest as AgencyId)
    if (kind === 'unlisted') return knowledge.judge(rest)
  }
  return null
}

/** What a reporter is sent about a step of their report. `corrects`: they were told another finding before. */
export function reportNews(
  step: Exclude<CaseStep, { readonly kind: 'reopened' }>,
  number: number,
  corrects: boolean,
): Reply {
  const values = { number: String(number) }
  const line =
    step.kind === 'checking'
      ? say('news.checking', values)
      : say(step.kind === 'decided' ? findings[step.finding] : takedowns[step.kind], {
          ...values,
          on: dayOf(step.at),
        })
  return corrects
    ? { body: [say('news.corrects'), line, say('news.how_to_stop')] }
    : { body: [line, say('news.how_to_stop')] }
}

const findings = {
  'illegal-recruitment': 'news.illegal',
  'no-violation': 'news.no_violation',
  unproven: 'news.unproven',
} as const satisfies Record<Finding, string>

const takedowns = {
  'takedown-sent': 'news.takedown_sent',
  removed: 'news.removed',
  refused: 'news.refused',
  back: 'news.back',
} as const satisfies Record<TakedownStep, string>

/** What somebody is sent when an agency's standing is no longer what they were told; null: there is nothing to say. */
export function agencyNews(verdict: Verdict, name: string): Reply | null {
  if (verdict.kind === 'no-name' || verdict.kind === 'which') return null
  return { body: [say('news.agency_changed', { agency: name }), ...bodyOf(verdict), say('news.how_to_stop')] }
}
