/** What holds in every state: each intent and its answer. A state's own step looks first, and comes here with the rest. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import { isAngry, isHeavy } from '../understand/anger.ts'
import { isChildOffered, readLesson } from '../understand/lesson.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import { readPhase } from '../understand/phase.ts'
import { readPlace } from '../understand/places.ts'
import { ordersReport } from '../understand/small-talk.ts'
import { isSentence } from '../understand/tongue.ts'
import type { Intent, Sign, Topic } from '../understand.ts'
import { answerAd, answerReadingSoon, answerReportStatus, answerUnread } from './ad.ts'
import { answerMentions, answerName, answerNoName, cautions, shortLine } from './agency.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { answerAside } from './aside.ts'
import { answerChoice, answerOldButton } from './choices.ts'
import { answerContact } from './contact.ts'
import { answerGuardOrder, answerMembership } from './group.ts'
import { answerAgain, answerSafe } from './judged.ts'
import { answerLanguage } from './language.ts'
import { answerChild, answerLearn, answerLesson, answerPhase } from './learn.ts'
import { answerSubscribe, withFollow } from './news.ts'
import { askOfficer } from './officer.ts'
import { answerOfficerCode } from './officer-chat.ts'
import { answerPiece } from './piece.ts'
import { answerExport, askDelete } from './privacy.ts'
import { answerUnsubscribe } from './unsubscribe.ts'
import { answerUnsure } from './unsure.ts'
import { answerDanger, askDanger } from './urgent.ts'

/** The answer to an intent, whatever the state. */
export function anywhere(intent: Intent, kit: Kit): Answer {
  switch (intent.kind) {
    case 'choice':
      return answerChoice(intent.means, kit)
    case 'stale':
      return answerOldButton()
    case 'danger':
      return intent.doubtful ? askDanger(intent, kit) : answerDanger(intent.danger, intent.place, kit)
    case 'agencies':
      return withAbout(answerMentions(intent.mentions, kit, intent), intent.about, kit)
    case 'name':
      return answerName(intent.name, kit, intent)
    case 'topic':
      return answerInParticular(intent, kit) ?? answerTopic(intent.topic, kit, intent)
    case 'ad':
      return answerAd(intent, kit)
    case 'to-read':
      return answerReadingSoon()
    case 'unread':
      return answerUnread(intent.why)
    case 'address':
      return answer({
        intent: 'agency_check',
        outcome: 'help',
        body: [say('agency.no_address')],
        choices: mainMenu,
      })
    case 'aside':
      return answerAside(intent.aside, kit)
    case 'language':
      return answerLanguage(intent.to)
    case 'yes':
    case 'no':
    case 'okay':
      return answer({ intent: 'thanks', outcome: 'help', body: [say('common.okay')], choices: mainMenu })
    case 'piece':
      return answerPiece(intent)
    case 'wordless':
      return answerWordless(intent.what)
    case 'guard':
      return answerGuardOrder(intent.order, kit)
    case 'membership':
      return answerMembership(intent.change, kit.inbound)
    case 'officer-code':
      return answerOfficerCode(intent.code, kit)
    case 'unsure':
      return (
        answerInParticular(intent, kit) ??
        (isAngry(plainWords(wordsOf(intent.text))) ? null : answerUnsure(intent.among)) ??
        answerUnclear(intent.text, kit)
      )
    case 'unclear':
      return answerReported(kit) ?? answerInParticular(intent, kit) ?? answerUnclear(intent.text, kit)
  }
}

/** Topics under which "I leave next month" is read. */
const onTheWay: ReadonlySet<Topic> = new Set([
  'learn.legal_steps',
  'learn.rights',
  'learn.return',
  'learn.contract',
  'learn.countries',
])

/** What the words tell beyond their topic: a child who is offered work, "I leave next month", one lesson of several. */
function answerInParticular(intent: Intent, kit: Kit): Answer | null {
  const { body } = kit.inbound
  const topic = intent.kind === 'topic' ? intent.topic : null
  if (body.kind !== 'text' || (topic !== null && !topic.startsWith('learn.'))) return null
  const plain = plainWords(wordsOf(body.text))
  if (isChildOffered(plain)) return answerChild()
  const phase = topic === null || onTheWay.has(topic) ? readPhase(plain) : null
  if (phase !== null) return answerPhase(phase, kit)
  const asked = readLesson(plain)
  const answered = asked === null ? null : answerLesson(asked.lesson, asked.page)
  if (answered === null || topic === null) return answered
  return withCautions({ ...answered, intent: topic }, intent.kind === 'topic' ? intent.signs : [])
}

function answerTopic(
  topic: Topic,
  kit: Kit,
  more: Pick<Extract<Intent, { kind: 'topic' }>, 'signs'>,
): Answer {
  switch (topic) {
    case 'greeting':
      return answer({
        intent: 'greeting',
        outcome: 'menu',
        body: [say(kit.known.introduced === null ? 'common.hello' : 'common.hello_again')],
        choices: mainMenu,
      })
    case 'thanks':
      return answer({ intent: 'thanks', outcome: 'help', body: [say('common.thanks')] })
    case 'help':
      return answer({
        intent: 'help',
        outcome: 'help',
        body: [say(kit.inbound.setting === 'group' ? 'group.help' : 'common.help')],
        choices: mainMenu,
      })
    case 'agency_check':
      return answerAgain(plainOf(kit), more.signs, kit) ?? answerNoName(kit, more)
    case 'privacy_delete':
      return askDelete()
    case 'privacy_export':
      return answerExport(kit)
    case 'report_status':
      return answerReported(kit) ?? answerReportStatus(kit)
    case 'human':
      return askOfficer(kit)
    case 'report_ad':
      return answerReported(kit) ?? { ...answerContact(topic, kit), ...tellsNext(kit) }
    case 'hotline':
      return answerContact(topic, kit)
    case 'subscribe':
      return answerSubscribe(kit)
    case 'unsubscribe':
      return answerUnsubscribe(kit)
    case 'learn.costs':
      return (
        (more.signs.includes('money') ? answerAgain(plainOf(kit), more.signs, kit) : null) ??
        withCautions(answerLearn(topic), more.signs)
      )
    case 'learn.countries':
      // "So it is safe?" right after a verdict, and no country named.
      return (readPlace(plainOf(kit)) === null ? answerSafe(plainOf(kit), kit) : null) ?? answerLearn(topic)
    case 'learn.legal_steps':
      return withCautions(
        answerLearn(topic),
        more.signs.filter((sign) => sign === 'route'),
      )
    default:
      return answerLearn(topic)
  }
}

/** "They want money first": that is said before the rule is explained. */
function withCautions(answered: Answer, signs: readonly Sign[]): Answer {
  const [reply, ...others] = answered.replies
  const [first, ...more] = cautions(signs)
  if (reply === undefined || first === undefined) return answered
  return { ...answered, replies: [{ ...reply, body: [first, ...more, ...reply.body] }, ...others] }
}

/** The verdict, and what else the words asked for. */
function withAbout(checked: Answer, about: Topic | null, kit: Kit): Answer {
  if (about === 'subscribe') return withFollow(checked, kit)
  return about === 'report_ad' ? withReport(checked, kit) : checked
}

/** What the list says, in short, and what is needed for a report: what happened, and proof of it. */
function withReport(checked: Answer, kit: Kit): Answer {
  const [verdict, another] = checked.verdicts
  const [reply, ...others] = checked.replies
  if (reply === undefined) return checked
  const clear = verdict?.kind === 'licensed' && another === undefined
  const found = clear ? [say('agency.several', { asOf: kit.knowledge.asOf }), shortLine(verdict)] : reply.body
  const [first = say('report.firm'), ...more] = found
  return {
    ...checked,
    intent: 'report_ad',
    replies: [{ ...reply, body: [first, ...more, say('report.firm')] }, ...others],
    ...(checked.next.at === 'idle' ? tellsNext(kit) : {}),
  }
}

function answerWordless(what: Extract<Intent, { kind: 'wordless' }>['what']): Answer {
  switch (what) {
    case 'audio':
      return answer({ intent: 'unknown', outcome: 'unclear', body: [say('media.voice')], choices: mainMenu })
    case 'video':
    case 'sticker':
    case 'other':
      return answer({
        intent: 'unknown',
        outcome: 'unclear',
        body: [say(`media.${what}`)],
        choices: mainMenu,
      })
  }
}

/** What comes next may be what a report is made of; in a group others would read along. */
function tellsNext({ inbound }: Kit): Partial<Answer> {
  return inbound.setting === 'group' ? {} : { next: { at: 'report.tell' } }
}

/** What is passed on is passed on: "ya laporin aja" so long after it, in ms, means the same report. */
const justReportedMs = 24 * 3_600_000

/** They say "report it" of what was reported just now; null: nothing was. */
function answerReported(kit: Kit): Answer | null {
  const [latest] = kit.known.reports
  const recent = latest !== undefined && kit.now.getTime() - latest.at.getTime() < justReportedMs
  if (!recent || !ordersReport(plainOf(kit)) || kit.inbound.setting === 'group') return null
  return answer({
    intent: 'report_ad',
    outcome: 'report.status',
    body: [say('report.already', { number: String(latest.number) })],
    choices: [choice('menu:help', 'choices.get_help'), choice('menu:check', 'choices.check')],
  })
}

function plainOf({ inbound: { body } }: Kit): string {
  return body.kind === 'text' ? plainWords(wordsOf(body.text)) : ''
}

/** Longest text that may be a bare name: no official name has more than seven words. */
const mostNameWords = 7

/** Not understood: the nearest help, and for a few words the offer to look them up as a name. */
function answerUnclear(text: string, kit: Kit): Answer {
  const words = text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word))
  const mayBeName =
    words.length >= 1 &&
    words.length <= mostNameWords &&
    text.length <= 80 &&
    !/[?\d]/.test(text) &&
    !isSentence(wordsOf(text))
  if (isAngry(plainWords(wordsOf(text))))
    return answer({ intent: 'unknown', outcome: 'unclear', body: [say('common.sorry')], choices: mainMenu })
  if (kit.inbound.setting === 'group')
    return answer({ intent: 'unknown', outcome: 'unclear', body: [say('group.help')], choices: mainMenu })
  if (isHeavy(plainWords(wordsOf(text))))
    return answer({
      intent: 'unknown',
      outcome: 'unclear',
      body: [say('common.listening')],
      choices: [choice('menu:help', 'choices.get_help'), choice('topic:learn.rights', 'choices.rights')],
    })
  if (!mayBeName)
    return answer({ intent: 'unknown', outcome: 'unclear', body: [say('common.unclear')], choices: mainMenu })
  return answer({
    intent: 'unknown',
    outcome: 'unclear',
    body: [say('common.unclear_name', { query: text })],
    choices: [
      choice(`name:${text}`, 'choices.check_this'),
      choice('menu:before', 'choices.before'),
      choice('menu:help', 'choices.get_help'),
    ],
  })
}
