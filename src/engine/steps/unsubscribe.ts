/** Stop: at once, in one short sentence; only then whether a pause was meant. It ends what campaigns may send, and never
 * answers, help, or the news of a report or an agency that somebody asked for. */
import { campaignIsLatest } from '../campaign/latest.ts'
import { bitsOf, topicsIn } from '../campaign/topic.ts'
import type { Effect, Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import type { Pause } from '../understand/subscribing.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { textOf, topicLines } from './subscribe.ts'

const hourMs = 3_600_000
const pauses = { hour: hourMs, week: 7 * 24 * hourMs } as const satisfies Record<
  Exclude<Pause, 'forever'>,
  number
>

/** Nothing they agreed to holds any more. */
export const stopAll: Effect = { kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] }

/** "Stop". What they agreed to goes first; who says it again, or agreed to nothing, ends the news as well. */
export function answerUnsubscribe(kit: Kit): Answer {
  const { known, inbound } = kit
  const held = known.subscriber?.consent.topics ?? []
  if (held.length === 0 && !campaignIsLatest(known)) return stopNews(kit)
  const gets = known.news === true || known.follows > 0
  const inDanger = known.state.at === 'urgent'
  const mayPause = held.length > 0 && inbound.setting === 'private' && !inDanger
  const bits = bitsOf(held)
  return answer({
    intent: 'unsubscribe',
    outcome: 'subscribe.stopped',
    body: [
      say('subscribe.stopped'),
      ...(gets ? [say('subscribe.news_stay')] : []),
      ...(mayPause ? pauseBody(held) : []),
    ],
    choices: [
      ...(mayPause
        ? [
            choice(`stop:hour:${bits}`, 'choices.pause_hour'),
            choice(`stop:week:${bits}`, 'choices.pause_week'),
            choice('stop:forever', 'choices.pause_forever'),
          ]
        : []),
      ...(gets ? [choice('stop:news', 'choices.stop_news')] : []),
    ],
    next: inDanger ? known.state : { at: 'idle' },
    effects: [stopAll],
  })
}

function pauseBody(held: Parameters<typeof topicLines>[0]): readonly [Wording, ...Wording[]] {
  return [say('subscribe.ask_pause'), ...topicLines(held), say('subscribe.terms')]
}

/** News of reports and agencies: nothing is sent by ourselves any more. */
function stopNews({ known }: Kit): Answer {
  const sends = known.news === true || known.follows > 0
  return answer({
    intent: 'unsubscribe',
    outcome: sends ? 'news' : 'help',
    body: [say(sends ? 'news.stopped' : 'news.unsubscribe')],
    choices: mainMenu,
    next: known.state.at === 'urgent' ? known.state : { at: 'idle' },
    effects: sends ? [{ kind: 'no-news' }] : [],
  })
}

/** A tap on one of these choices. null: no such choice. */
export function answerStopChoice(what: string, kit: Kit): Answer | null {
  const [kind, bits = ''] = what.split(':')
  const topics = topicsIn(Number(bits))
  switch (kind) {
    case 'hour':
    case 'week':
      return topics.length === 0 || kit.known.subscriber?.minor === true ? null : pause(kind, topics, kit)
    case 'forever':
      return said('subscribe.for_good')
    case 'news':
      return stopNews(kit)
    case 'still':
      return said('subscribe.still_answers')
    default:
      return null
  }
}

function said(phrase: 'subscribe.for_good' | 'subscribe.still_answers'): Answer {
  return answer({ intent: 'unsubscribe', outcome: 'help', body: [say(phrase)], choices: mainMenu })
}

/** Only a while: they agree again, to the words they just read, and nothing is sent until then. */
function pause(kind: keyof typeof pauses, topics: Parameters<typeof topicLines>[0], kit: Kit): Answer {
  const consent: Effect = {
    kind: 'consent',
    steps: [
      { kind: 'given', topics, text: textOf(pauseBody(topics), kit) },
      { kind: 'paused', until: new Date(kit.now.getTime() + pauses[kind]) },
    ],
  }
  return answer({
    intent: 'unsubscribe',
    outcome: 'subscribe.paused',
    body: [say(`subscribe.paused_${kind}`)],
    choices: mainMenu,
    effects: [consent],
  })
}
