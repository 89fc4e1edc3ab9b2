/** What we may send by ourselves: offered where it suits, explained in the exact words that are kept as proof, and agreed
 * to by a clear yes alone. Never offered in danger, to a child, in a group, or on a phone that others read. */
import type { ConsentText } from '../campaign/consent.ts'
import { questionsFor } from '../campaign/profile-questions.ts'
import { bitsOf, type Topic, topics, topicsIn } from '../campaign/topic.ts'
import type { Effect, Kit, State } from '../conversation.ts'
import type { Locale } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Choice, Reply, Wording } from '../reply.ts'
import { readDanger } from '../understand/danger.ts'
import { wordsOf } from '../understand/letters.ts'
import { isClearYes, readOwnAge } from '../understand/subscribing.ts'
import type { Intent } from '../understand.ts'
import { type Answer, answer, choice, mainMenu, type PhraseWithoutHoles } from './answer.ts'
import { plainTextOf } from './plain-text.ts'
import { askProfile } from './profile.ts'
import { openTrouble } from './urgent.ts'

/** Raise it when the meaning of `subscribe.terms` changes, and say it there. */
const termsVersion = 1

const described = {
  'scam-alerts': 'subscribe.scam_alerts',
  'licence-changes': 'subscribe.licence_changes',
  lessons: 'subscribe.lessons',
  'regional-news': 'subscribe.regional_news',
} as const satisfies Record<Topic, PhraseWithoutHoles>

const labels = {
  'scam-alerts': 'choices.scam_alerts',
  'licence-changes': 'choices.licence_changes',
  lessons: 'choices.lessons',
  'regional-news': 'choices.regional_news',
} as const satisfies Record<Topic, PhraseWithoutHoles>

/** Topics as the items of a list. */
export function topicLines(chosen: readonly Topic[]): readonly Wording[] {
  return chosen.map((topic) => say(described[topic]))
}

const heldBy = ({ known }: Kit): readonly Topic[] => known.subscriber?.consent.topics ?? []

/** Which topics there are. */
export function offerTopics(kit: Kit): Answer {
  const refused = refusal(kit)
  if (refused !== null) return refused
  const held = heldBy(kit)
  const left = topics.filter((topic) => !held.includes(topic))
  const already = held.length === 0 ? [] : [say('subscribe.held'), ...topicLines(held)]
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.topics',
    body: [...already, say(left.length === 0 ? 'subscribe.all_held' : 'subscribe.topics')],
    choices:
      left.length === 0
        ? mainMenu
        : [
            ...left.map((topic) => choice(`subscribe:topic:${bitsOf([topic])}`, labels[topic])),
            choice('subscribe:no', 'choices.do_not_tell'),
          ],
  })
}

/** Shows what they would agree to, and asks. Nothing is kept of it. */
export function askConsent(wished: readonly Topic[], kit: Kit): Answer {
  const refused = refusal(kit)
  if (refused !== null) return refused
  const held = heldBy(kit)
  const left = wished.filter((topic) => !held.includes(topic))
  if (left.length === 0) return offerTopics(kit)
  return question(consentBody(left), left)
}

function question(body: readonly Wording[], asked: readonly Topic[]): Answer {
  const bits = bitsOf(asked)
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.asked',
    body,
    choices: [
      choice(`subscribe:yes:${bits}`, 'choices.agree'),
      choice('subscribe:no', 'choices.disagree'),
      choice('subscribe:minor', 'choices.under_18'),
    ],
    next: { at: 'subscribe.confirm', topics: asked },
  })
}

function consentBody(asked: readonly Topic[]): readonly [Wording, ...Wording[]] {
  return [say('subscribe.ask'), ...topicLines(asked), say('subscribe.terms'), say('subscribe.confirm')]
}

/** A longer message is no answer to our question. */
const mostAnswerWords = 8

/** We asked whether they agree: only a clear yes does. null: they speak of something else. */
export function answerConsent(
  { topics: asked }: Extract<State, { readonly at: 'subscribe.confirm' }>,
  intent: Intent,
  kit: Kit,
): Answer | null {
  const { plain } = plainTextOf(kit)
  const age = readOwnAge(plain)
  // An age alone sounds like a child in danger; words of danger are heard as what they are.
  if (age !== null && age < 18 && readDanger(plain) === null) return answerMinor()
  if (intent.kind === 'danger') return null
  const tapped = intent.kind === 'choice' ? intent.means : null
  const agreed = tapped === `subscribe:yes:${bitsOf(asked)}` || saysYes(kit)
  if (agreed) return refusal(kit) ?? give(asked, kit)
  if (intent.kind === 'no') return declined()
  const unclear =
    ['yes', 'okay', 'unclear'].includes(intent.kind) && plain.split(' ').length <= mostAnswerWords
  return unclear ? question([say('subscribe.ask_again')], asked) : null
}

/** In the person's own words. */
function saysYes({ inbound: { body, forwarded } }: Kit): boolean {
  return body.kind === 'text' && forwarded === 'no' && isClearYes(wordsOf(body.text), body.text)
}

function give(agreed: readonly Topic[], kit: Kit): Answer {
  const consent: Effect = {
    kind: 'consent',
    steps: [{ kind: 'given', topics: agreed, text: textOf(consentBody(agreed), kit) }],
  }
  const { known } = kit
  const told = known.subscriber?.whereabouts ?? { province: null, country: null, phase: null }
  const [first, ...more] = questionsFor(agreed, told)
  const given = say('subscribe.given')
  const answered =
    first === undefined
      ? answer({ intent: 'subscribe', outcome: 'subscribe.given', body: [given], choices: mainMenu })
      : { ...askProfile([first, ...more], [given]), outcome: 'subscribe.given' as const }
  return { ...answered, effects: [consent] }
}

function declined(): Answer {
  return answer({
    intent: 'unsubscribe',
    outcome: 'subscribe.declined',
    body: [say('subscribe.declined')],
    choices: mainMenu,
  })
}

/** What was shown, in the language it was shown in. The version names the very words, so that mended words are another. */
export function textOf(body: readonly Wording[], { known, inbound, spell }: Kit): ConsentText {
  const locale: Locale = known.locale ?? inbound.hint ?? 'id'
  const words = body.map((wording) => spell(wording, locale)).join('\n')
  return { version: `${termsVersion}-${digestOf(words)}`, locale, words }
}

/** FNV-1a, in base 36. */
function digestOf(words: string): string {
  let value = 0x811c9dc5
  for (let at = 0; at < words.length; at++) value = Math.imul(value ^ words.charCodeAt(at), 0x01000193)
  return (value >>> 0).toString(36)
}

/** A tap on one of our choices. null: no such choice. */
export function answerSubscribeChoice(what: string, kit: Kit): Answer | null {
  const [kind, bits = ''] = what.split(':')
  const chosen = topicsIn(Number(bits))
  switch (kind) {
    case 'topics':
      return offerTopics(kit)
    case 'topic':
    // A yes below words that were shown longer ago: they are shown again.
    case 'yes':
      return chosen.length === 0 ? null : askConsent(chosen, kit)
    case 'no':
      return declined()
    case 'minor':
      return answerMinor()
    default:
      return null
  }
}

/** Why nothing is offered to them here and now; null: it may be. */
function refusal(kit: Kit): Answer | null {
  const { known, inbound } = kit
  if (inbound.setting === 'group') return refused('news.in_group', kit)
  if (known.subscriber?.minor === true) return refused('subscribe.minor', kit)
  const trouble = openTrouble(kit)
  if (trouble === null) return null
  return refused(trouble.discreet ? 'subscribe.not_now' : 'subscribe.safety_first', kit)
}

function refused(why: PhraseWithoutHoles, { known }: Kit): Answer {
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.refused',
    body: [say(why)],
    next: known.state.at === 'urgent' ? known.state : { at: 'idle' },
  })
}

/** They are under 18: kindly no, and nothing is sent from now on. */
export function answerMinor(): Answer {
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.refused',
    body: [say('subscribe.minor')],
    choices: mainMenu,
    effects: [{ kind: 'age', minor: true }],
  })
}

/** Whatever else was said: whoever tells that they are under 18 is sent no campaigns. */
export function withAge(answered: Answer, kit: Kit): Answer {
  const { known, inbound } = kit
  const age = inbound.forwarded === 'no' ? readOwnAge(plainTextOf(kit).plain) : null
  const minor = age !== null && age < 18
  const told = answered.effects.some(({ kind }) => kind === 'age' || kind === 'forget-contact')
  const news: readonly Effect[] =
    age === null || told || minor === (known.subscriber?.minor ?? false) ? [] : [{ kind: 'age', minor }]
  const effects = [...answered.effects, ...news]
  const becomesMinor = effects.some((effect) => effect.kind === 'age' && effect.minor)
  if (!becomesMinor || heldBy(kit).length === 0) return { ...answered, effects }
  return {
    ...answered,
    effects: [...effects, { kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] }],
  }
}

/** Choices below one answer: more would be a list to read. */
const mostChoices = 5

/** After a thank-you and at the end of a lesson, where it may be: one button. It takes the place of what every menu has. */
export function withOffer(answered: Answer, kit: Kit): Answer {
  const last = answered.replies.at(-1)
  if (last === undefined || !suits(answered, last) || !mayOffer(kit)) return answered
  const before = last.choices ?? []
  const kept =
    before.length < mostChoices
      ? before
      : before.filter((each) => !isPress(each, (means) => means === 'menu:check'))
  const choices = [...kept, choice('subscribe:topics', 'choices.get_news')]
  return { ...answered, replies: [...answered.replies.slice(0, -1), { ...last, choices }] }
}

function isPress(each: Choice, fits: (means: string) => boolean): boolean {
  return each.kind === 'press' && fits(each.means)
}

function suits({ intent, outcome, next }: Answer, { choices }: Reply): boolean {
  if (next.at !== 'idle') return false
  if (intent === 'thanks' && outcome === 'help') return choices === undefined
  return (
    outcome === 'learn' &&
    choices?.some((each) => isPress(each, (means) => means.startsWith('share:lesson:'))) === true
  )
}

/** Whoever said no to news, or shares their phone, is not asked again by us. */
function mayOffer(kit: Kit): boolean {
  const { known, inbound } = kit
  return (
    inbound.setting === 'private' &&
    known.news !== false &&
    known.inbox === null &&
    known.subscriber?.minor !== true &&
    heldBy(kit).length < topics.length &&
    openTrouble(kit) === null
  )
}
