/** Inbound → Intent. Readings are tried in one fixed order and the first that fits wins: what was offered, danger,
 * orders, privacy, language, names of agencies, topics. Pure, and total: anything becomes some intent. */
import type { Mention } from './agency/verdict.ts'
import type { Kit } from './conversation.ts'
import type { Locale } from './ids.ts'
import type { Inbound, Media } from './inbound.ts'
import { type Abroad, type Danger, readDanger, readPlace } from './understand/danger.ts'
import { plainWords, wordsOf } from './understand/letters.ts'
import { readPress, readTyped } from './understand/offered.ts'
import { asksAddress, readAskedName, readDoubtedName, readOrder } from './understand/orders.ts'
import { looksLikeAd, readSigns, type Sign } from './understand/signs.ts'
import { isOkay, readYesNo } from './understand/small-talk.ts'
import { guessTongue } from './understand/tongue.ts'
import { readTopic, type Topic } from './understand/topics.ts'
import { readLanguageWish } from './understand/wishes.ts'

export type { Abroad, Danger } from './understand/danger.ts'
export type { Sign } from './understand/signs.ts'
export type { Topic } from './understand/topics.ts'

/** What a message asks of us. */
export type Intent =
  | { readonly kind: 'choice'; readonly means: string }
  | { readonly kind: 'stale' }
  | { readonly kind: 'danger'; readonly danger: Danger; readonly place: Abroad | null }
  | {
      readonly kind: 'agencies'
      readonly mentions: readonly [Mention, ...Mention[]]
      readonly signs: readonly Sign[]
      /** What else the words are about: costs, a report … */
      readonly about: Topic | null
    }
  /** `cek Maju Jaya`: this much of the message is a name. */
  | { readonly kind: 'name'; readonly name: string; readonly signs: readonly Sign[] }
  | { readonly kind: 'topic'; readonly topic: Topic; readonly signs: readonly Sign[] }
  /** Passed on from somewhere else, advertises work, and names no agency. */
  | { readonly kind: 'nameless-ad'; readonly signs: readonly Sign[] }
  /** Where a firm's office is: no list says it. */
  | { readonly kind: 'address' }
  | { readonly kind: 'language'; readonly to: Locale | 'ask' }
  | { readonly kind: 'yes' | 'no' | 'okay' }
  | { readonly kind: 'wordless'; readonly what: 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'other' }
  | { readonly kind: 'membership'; readonly change: 'joined' | 'left' | 'blocked' }
  | { readonly kind: 'unclear'; readonly text: string }

export interface Understood {
  readonly intent: Intent
  /** The language of the message's own words, if they tell. */
  readonly tongue: Locale | null
}

/** What a message means. */
export function understand(kit: Kit): Understood {
  const { body } = kit.inbound
  switch (body.kind) {
    case 'text':
      return readWords(body.text, kit)
    case 'press':
      return { intent: readPress(body.token, kit), tongue: null }
    case 'media':
      return readMedia(body.media.type, body.caption, kit)
    case 'membership':
      return { intent: { kind: 'membership', change: body.change }, tongue: null }
    case 'card':
    case 'place':
      return { intent: { kind: 'wordless', what: 'other' }, tongue: null }
    case 'unsupported':
      return {
        intent: { kind: 'wordless', what: body.what === 'sticker' ? 'sticker' : 'other' },
        tongue: null,
      }
  }
}

/** The words beside a picture count; when they say nothing, what is on it would. */
function readMedia(what: Media['type'], caption: string, kit: Kit): Understood {
  const wordless: Intent = { kind: 'wordless', what }
  if (caption.trim() === '') return { intent: wordless, tongue: null }
  const read = readWords(caption, kit)
  return read.intent.kind === 'unclear' ? { ...read, intent: wordless } : read
}

function readWords(text: string, kit: Kit): Understood {
  const raw = wordsOf(text)
  const plain = plainWords(raw)
  const tongue = guessTongue(raw)
  const locale = kit.known.locale ?? tongue ?? kit.inbound.hint ?? 'id'
  const typed = readTyped({ text, plain }, kit, locale)
  if (typed !== null) return { intent: typed, tongue: null }
  const intent = readSentence({ text, raw, plain }, kit)
  return { intent, tongue: guessTongue(wordsBesideNames(raw, intent)) }
}

/** A company's name tells nothing of the language: "PT Abdi Matra" is not written in Sundanese. */
function wordsBesideNames(raw: readonly string[], intent: Intent): readonly string[] {
  if (intent.kind !== 'agencies' && intent.kind !== 'name') return raw
  const names = intent.kind === 'name' ? [intent.name] : intent.mentions.map(({ verdict }) => verdict.query)
  const inNames = new Set(names.flatMap(wordsOf))
  return raw.filter((word) => !inNames.has(word))
}

interface Sentence {
  readonly text: string
  readonly raw: readonly string[]
  readonly plain: string
}

function readSentence(sentence: Sentence, kit: Kit): Intent {
  const { text, raw, plain } = sentence
  const signs = readSigns(plain)
  const order = readOrder(text)
  if (order !== null && order.rest === '') return followOrder(order.order)
  const danger = readDanger(plain)
  if (danger !== null) return { kind: 'danger', danger, place: readPlace(plain) }
  if (order?.order === 'check') return namedIn(order.rest, kit, signs)
  if (order !== null) return followOrder(order.order)
  if (kit.known.state.at !== 'idle') {
    const answer = readYesNo(raw)
    if (answer !== null) return { kind: answer }
  }
  const topic = readTopic(plain, raw)
  if (topic === 'privacy_delete' || topic === 'privacy_export') return { kind: 'topic', topic, signs }
  const wish = readLanguageWish(plain)
  if (wish !== null) return { kind: 'language', to: wish }
  return (
    readAgencies(sentence, kit, topic) ?? (isOkay(raw) ? { kind: 'okay' } : readRest(sentence, kit, topic))
  )
}

function followOrder(order: Topic | 'check' | 'language'): Intent {
  if (order === 'check') return { kind: 'choice', means: 'menu:check' }
  if (order === 'language') return { kind: 'language', to: 'ask' }
  return { kind: 'topic', topic: order, signs: [] }
}

/** Agencies that the message names: they come before a topic, since "and is 15 million fair?" asks about them too. */
function readAgencies({ text, plain }: Sentence, kit: Kit, topic: Topic | null): Intent | null {
  const signs = readSigns(plain)
  const [first, ...more] = kit.knowledge.read(text)
  if (first !== undefined) return { kind: 'agencies', mentions: [first, ...more], signs, about: topic }
  const asksAbout = topic === 'agency_check' || topic === null
  const name = asksAbout ? readAskedName(text) : null
  if (name !== null && kit.knowledge.judge(name).kind !== 'no-name') return { kind: 'name', name, signs }
  const doubted = asksAbout ? readDoubtedName(text) : null
  return doubted !== null && isKnown(doubted, kit) ? { kind: 'name', name: doubted, signs } : null
}

/** Words before "resmi?" are a name only when a list has it, or one like it. */
function isKnown(name: string, { knowledge }: Kit): boolean {
  const { kind } = knowledge.judge(name)
  return kind !== 'unlisted' && kind !== 'no-name'
}

function readRest({ text, plain }: Sentence, kit: Kit, topic: Topic | null): Intent {
  const signs = readSigns(plain)
  if (topic === 'agency_check') return quotedAgencies(kit, signs) ?? { kind: 'topic', topic, signs }
  const passedOn = kit.inbound.forwarded !== 'no'
  if (looksLikeAd(plain, passedOn) && (passedOn || topic === null || text.length > 200))
    return { kind: 'nameless-ad', signs }
  if (topic !== null) return { kind: 'topic', topic, signs }
  if (asksAddress(plain)) return { kind: 'address' }
  return { kind: 'unclear', text: text.trim() }
}

/** "Ini resmi?" said in reply to an advertisement: the names stand in what it replies to. */
function quotedAgencies({ inbound, knowledge }: Kit, signs: readonly Sign[]): Intent | null {
  const quoted = quotedText(inbound)
  const [first, ...more] = quoted === null ? [] : knowledge.read(quoted).filter((mention) => mention.certain)
  return first === undefined ? null : { kind: 'agencies', mentions: [first, ...more], signs, about: null }
}

function quotedText({ quotes }: Inbound): string | null {
  if (quotes?.kind === 'text') return quotes.text
  return quotes?.kind === 'media' ? quotes.caption : null
}

/** What follows `/cek`: names if it holds some, else a name as a whole. */
function namedIn(rest: string, kit: Kit, signs: readonly Sign[]): Intent {
  const [first, ...more] = kit.knowledge.read(rest)
  return first === undefined
    ? { kind: 'name', name: rest, signs }
    : { kind: 'agencies', mentions: [first, ...more], signs, about: null }
}
