/** One message in, one turn out: understood, answered by its state's step, its language settled, and the purpose
 * and privacy note added once. Pure. */
import type { AdReading } from './ad/reading.ts'
import { type Burst, gather, inBurst } from './burst.ts'
import type { Effect, Kit, Turn } from './conversation.ts'
import type { Locale } from './ids.ts'
import { say } from './phrases.ts'
import type { Reply } from './reply.ts'
import { adSeen, readMedia, reasonsOf } from './steps/ad.ts'
import { type Answer, mainMenu, silence } from './steps/answer.ts'
import { withFacts } from './steps/facts.ts'
import { step } from './steps/index.ts'
import { introduction } from './steps/privacy.ts'
import { withRulings } from './steps/ruling.ts'
import { withAge, withOffer } from './steps/subscribe.ts'
import { wordsOf } from './understand/letters.ts'
import { clearTongue } from './understand/tongue.ts'
import { type Intent, type Topic, understand } from './understand.ts'

/** The turn that a message makes. Throws only what is a fault of ours. */
export function advance(kit: Kit): Turn {
  const { understood, state, wait } = gather(understand(kit), kit)
  const { intent, tongue, ad } = understood
  const answered =
    wait === null ? inBurst(withReading(step(state, intent, kit), intent, kit), kit) : stillReading(wait, kit)
  const told = withFacts(withRulings(withSigns(answered, intent, ad ?? null), intent, kit), intent, kit)
  const answer = withOffer(withAge(told, kit), kit)
  const forgets = answer.effects.some((effect) => effect.kind === 'forget-contact')
  const chosen = answer.effects.find((effect) => effect.kind === 'locale')
  const written = kit.known.locale === null ? tongue : otherTongue(kit, kit.known.locale)
  const learned: readonly Effect[] =
    written !== null && chosen === undefined && !forgets && answer.outcome !== 'silent'
      ? [{ kind: 'locale', locale: written }]
      : []
  const locale = chosen?.locale ?? written ?? kit.known.locale ?? kit.inbound.hint ?? 'id'
  const turn: Turn = {
    ...answer,
    ...spokenOf(intent),
    locale,
    effects: [...answer.effects, ...learned],
    ...(ad === undefined || ad === null ? {} : { ad: adSeen(ad) }),
  }
  // Nobody asked yet when we are added to a group: each person is told when they first speak to us.
  const asked = intent.kind !== 'membership'
  return kit.known.introduced === null && asked && !forgets ? introduced(turn) : turn
}

/** One of several pictures was read: it is answered with the last of them. */
function stillReading(burst: Burst, { known }: Kit): Answer {
  return { ...silence([], known.state), intent: 'report_ad', outcome: 'ad.reading', burst }
}

/** The danger and the lessons that a message spoke of. */
function spokenOf(intent: Intent): Pick<Turn, 'urgent' | 'topics'> {
  if (intent.kind === 'danger') return { urgent: intent.danger }
  const topics: readonly (Topic | null)[] =
    intent.kind === 'topic'
      ? [intent.topic]
      : intent.kind === 'agencies'
        ? [intent.about]
        : intent.kind === 'unsure'
          ? intent.among
          : []
  const lessons = topics.filter((topic) => topic?.startsWith('learn.') === true) as readonly Topic[]
  return lessons.length === 0 ? {} : { topics: lessons }
}

/** The language a person has gone over to, when what they write leaves no doubt. Whoever speaks Javanese or Sundanese
 * with us also writes Indonesian now and then, and goes on hearing the language they chose. */
function otherTongue({ inbound }: Kit, spoken: Locale): Locale | null {
  const { body, forwarded } = inbound
  if (body.kind !== 'text' || forwarded !== 'no') return null
  const written = clearTongue(wordsOf(body.text))
  if (written === spoken || (written === 'id' && spoken !== 'en')) return null
  return written
}

/** Somebody describes an offer and asks: what is wrong with it is said before the answer. */
function withSigns(answer: Answer, intent: Intent, ad: AdReading | null): Answer {
  const asks = intent.kind === 'topic' || intent.kind === 'unsure' || intent.kind === 'unclear'
  const [reply, ...others] = answer.replies
  if (!asks || ad === null || ad.judgement.level === 'no-signs' || reply === undefined) return answer
  return { ...answer, replies: [{ ...reply, body: [...reasonsOf(ad), ...reply.body] }, ...others] }
}

/** What stands beside a picture was answered; what stands on it is read too. */
function withReading(answer: Answer, intent: Intent, { inbound: { body } }: Kit): Answer {
  const readable = body.kind === 'media' && (body.media.type === 'image' || body.media.type === 'file')
  const about = intent.kind === 'agencies' || intent.kind === 'name'
  const handedOn = answer.effects.some(({ kind }) => kind === 'to-officers')
  return readable && about && !handedOn ? { ...answer, effects: [...answer.effects, readMedia] } : answer
}

/** What a person hears when we failed: kind, with a next step, and a conversation that starts afresh. */
export function faultTurn(locale: Locale): Turn {
  return {
    next: { at: 'idle' },
    replies: [{ body: [say('common.fault')], choices: mainMenu }],
    effects: [],
    outcome: 'fault',
    locale,
    intent: 'unknown',
    verdicts: [],
    // Nobody waits for a reading that is lost; those to come are answered by themselves.
    burst: null,
  }
}

/** The note stands last: the answer, or help, comes first. */
function introduced(turn: Turn): Turn {
  const last = turn.replies.at(-1)
  if (last === undefined) return turn
  const noted: Reply = { ...last, body: [...last.body, say('privacy.note')] }
  return { ...turn, replies: [...turn.replies.slice(0, -1), noted], effects: [...turn.effects, introduction] }
}
