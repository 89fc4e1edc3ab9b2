/** A short text, and the same as a picture, made to be passed on in the family's group: what was found and what to check,
 * no accusation. */
import type { Verdict } from '../agency/verdict.ts'
import type { Kit } from '../conversation.ts'
import type { AgencyId, Day } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Card, Reply, Wording } from '../reply.ts'
import { shortLine } from './agency.ts'
import type { Answer } from './answer.ts'
import { sharedLesson } from './learn.ts'

/** `agency:<id>`, `unlisted:<name as typed>` or `lesson:<name>`. null: nothing of that kind. */
export function answerShare(what: string, kit: Kit): Answer | null {
  const shared = sharedReply(what, kit)
  if (shared === null) return null
  // Two messages: the second is passed on as it is.
  return {
    intent: 'help',
    outcome: 'help',
    next: { at: 'idle' },
    replies: [{ body: [say('share.how')] }, shared],
    effects: [],
    verdicts: [],
  }
}

function sharedReply(what: string, kit: Kit): Reply | null {
  const colon = what.indexOf(':')
  const rest = what.slice(colon + 1)
  switch (what.slice(0, colon)) {
    case 'agency': {
      const verdict = kit.knowledge.recall(rest as AgencyId)
      return verdict === null ? null : sharedVerdict(verdict, kit)
    }
    case 'unlisted': {
      const { asOf } = kit.knowledge
      return sharedVerdict({ kind: 'unlisted', query: rest, form: null, asOf }, kit)
    }
    case 'lesson': {
      const text = sharedLesson(rest)
      return text === null ? null : { body: [text], card: lessonCard(text) }
    }
    default:
      return null
  }
}

function sharedVerdict(verdict: Verdict, { knowledge }: Kit): Reply {
  const { asOf } = knowledge
  const card = verdictCard(verdict, asOf)
  return {
    body: [say('share.checked', { asOf }), shortLine(verdict), say('share.check_next')],
    ...(card === null ? {} : { card }),
  }
}

function lessonCard(text: Wording): Card {
  return {
    mood: 'lesson',
    title: say('card.title_lesson'),
    head: say('card.lesson'),
    verdict: null,
    body: [text],
    foot: say('card.foot'),
  }
}

/** What the verdict does not say, which a picture is soon taken to say. */
const proves = {
  listed: 'card.proves_listed',
  'not-listed': 'card.proves_not_listed',
  warned: 'card.proves_warned',
} as const

/** Longest name on a card as somebody typed it, in UTF-16 units. */
const longestTyped = 60

/** null: nothing certain enough for a picture, which lives longer than the talk it comes from. */
function verdictCard(verdict: Verdict, asOf: Day): Card | null {
  const said = cardWords(verdict, asOf)
  if (said === null) return null
  const { mood, head, words } = said
  return {
    mood,
    title: say('card.title'),
    head: { verbatim: head },
    verdict: words,
    body: [say('card.check'), say(proves[mood]), say('card.copy')],
    foot: say('card.foot'),
  }
}

function cardWords(
  verdict: Verdict,
  asOf: Day,
): { readonly mood: keyof typeof proves; readonly head: string; readonly words: Wording } | null {
  switch (verdict.kind) {
    case 'licensed':
      return { mood: 'listed', head: `PT ${verdict.agency.name}`, words: say('card.licensed', { asOf }) }
    case 'lapsed': {
      const { kind, since } = verdict.standing
      return {
        mood: 'warned',
        head: `PT ${verdict.agency.name}`,
        words: say(`card.${kind}`, { since, asOf }),
      }
    }
    case 'old-list': {
      const { name, standing } = verdict.agency
      const on = standing.kind === 'old-list' ? standing.on : verdict.asOf
      return { mood: 'warned', head: `PT ${name}`, words: say('card.old_list', { on, asOf }) }
    }
    case 'unlisted': {
      const typed = [...verdict.query.replace(/[\p{C}\s]+/gu, ' ').trim()].slice(0, longestTyped).join('')
      return { mood: 'not-listed', head: `“${typed}”`, words: say('card.unlisted', { asOf }) }
    }
    case 'which':
    case 'no-name':
      return null
  }
}
