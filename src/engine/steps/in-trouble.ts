/** The talk with somebody in danger, after the first help: short, warm, one or two numbers and the next step, never a menu.
 * Who was told to hide the chat hears plain words only. */
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { readAside } from '../understand/asides.ts'
import { type Danger, readDanger } from '../understand/danger.ts'
import { readLesson } from '../understand/lesson.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import { readTopic } from '../understand/topics.ts'
import type { Aside, Intent, Topic } from '../understand.ts'
import type { Answer } from './answer.ts'
import { placeTold } from './contacts.ts'
import { answered, callGuide, heard, hide, nearest, numbersNow, type Trouble, writeGuide } from './urgent.ts'

/** Held, and money is asked: the same danger, and the one question that must not wait. null: nothing of the kind. */
export function answerRansom(intent: Intent, trouble: Trouble, kit: Kit): Answer | null {
  if (intent.kind !== 'danger' || intent.danger !== trouble.danger) return null
  const asked = readAside(plainWords(wordsSaid(kit)), new Set(['ransom'])) !== null
  return asked && heldForMoney.has(trouble.danger) ? answerAside('ransom', trouble, kit) : null
}

/** What is said to somebody in danger; null: they have gone over to something else. */
export function answerInTrouble(intent: Intent, trouble: Trouble, kit: Kit): Answer | null {
  if (trouble.place === null) {
    const place = placeTold(kit)
    if (place !== null) return nearest({ ...trouble, place }, kit)
  } else {
    if (intent.kind === 'yes') return callGuide(trouble)
    if (intent.kind === 'no') return writeGuide(trouble, kit)
  }
  if (intent.kind === 'aside') return answerAside(intent.aside, trouble, kit)
  if (intent.kind === 'topic') return answerTopic(intent.topic, trouble, kit)
  return isMore(intent) && !asksLesson(trouble, kit) ? heard(trouble, kit) : null
}

function answerTopic(topic: Topic, trouble: Trouble, kit: Kit): Answer | null {
  switch (topic) {
    case 'greeting':
      return answerAside('here', trouble, kit)
    case 'help':
      return answerAside('next', trouble, kit)
    case 'thanks':
      return { ...spoken(trouble, kit, 'urgent.bye'), intent: 'thanks', outcome: 'help' }
    case 'hotline':
      return placeTold(kit) === null ? heard(trouble, kit) : null
    case 'privacy_delete':
      return /\b(data|akun|account)\b/.test(plainWords(wordsSaid(kit))) ? null : hide(trouble)
    default:
      return isAsked(topic, trouble, kit) ? null : heard(trouble, kit)
  }
}

/** What they go over to must be said in so many words: half a guess is no reason to leave somebody in danger. No lessons
 * for who thinks of dying. */
function isAsked(topic: Topic, { danger, who }: Trouble, kit: Kit): boolean {
  if (alwaysAsked.has(topic) || asksLesson({ danger }, kit)) return true
  if (danger === 'suicide' && who === 'self' && topic.startsWith('learn.')) return false
  const words = wordsSaid(kit)
  const plain = plainWords(words)
  const worded = readTopic(plain, words)
  // "If I report they send me home" is no wish to report an advertisement.
  if (topic === 'report_ad') return /\b(iklan|loker|lowongan|akun|advert\w*)\b/.test(plain)
  return readDanger(plain) === null && worded !== null && worded !== 'help'
}

const alwaysAsked: ReadonlySet<Topic> = new Set(['human', 'privacy_export'])

/** "Oh, and are three phones taxed?" */
function asksLesson({ danger }: Pick<Trouble, 'danger'>, kit: Kit): boolean {
  return danger !== 'suicide' && readLesson(plainWords(wordsSaid(kit))) !== null
}

/** More of the story, or a word that says only that they are there. */
function isMore({ kind }: Intent): boolean {
  return kind === 'unclear' || kind === 'unsure' || kind === 'okay' || kind === 'yes' || kind === 'no'
}

function answerAside(aside: Aside, trouble: Trouble, kit: Kit): Answer {
  const dying = trouble.danger === 'suicide' && trouble.who === 'self'
  switch (aside) {
    case 'hide':
      return hide(trouble)
    case 'here':
      return spoken(trouble, kit, dying ? 'urgent.here_suicide' : 'urgent.here')
    case 'secret':
      return spoken(trouble, kit, dying ? 'urgent.secret_suicide' : 'urgent.secret')
    case 'waits':
      return spoken(trouble, kit, dying ? 'urgent.here_suicide' : 'urgent.waits')
    case 'no-call':
      return writeGuide(trouble, kit)
    case 'ransom':
      return heldForMoney.has(trouble.danger) ? spoken(trouble, kit, 'urgent.ransom') : heard(trouble, kit)
    case 'who':
      return spoken(trouble, kit, 'urgent.who')
    case 'next':
      return spoken(trouble, kit, dying ? 'urgent.here_suicide' : 'urgent.next')
    default:
      return heard(trouble, kit)
  }
}

/** In these somebody may ask money for letting a person go. */
const heldForMoney: ReadonlySet<Danger> = new Set([
  'confinement',
  'forced-scamming',
  'trafficked',
  'passport-held',
  'lost-contact',
  'stranded',
  'arrest',
])

type Said =
  | 'urgent.bye'
  | 'urgent.here'
  | 'urgent.here_suicide'
  | 'urgent.secret'
  | 'urgent.secret_suicide'
  | 'urgent.waits'
  | 'urgent.ransom'
  | 'urgent.who'
  | 'urgent.next'

function spoken(trouble: Trouble, kit: Kit, said: Said): Answer {
  const opening: Wording = say(trouble.discreet ? 'urgent.plain_opening' : said)
  return answered(trouble, { body: [opening, ...numbersNow(trouble, kit)] })
}

function wordsSaid({ inbound: { body } }: Kit): readonly string[] {
  return body.kind === 'text' ? wordsOf(body.text) : []
}
