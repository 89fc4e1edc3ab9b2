/** Inbound → Intent. Readings are tried in one fixed order and the first that fits wins: what was offered, danger,
 * orders, privacy, language, names of agencies, topics. Pure, and total: anything becomes some intent. */
import type { AdReading } from './ad/reading.ts'
import { gather } from './ad/spread.ts'
import type { Mention } from './agency/verdict.ts'
import { campaignIsLatest } from './campaign/latest.ts'
import type { Kit, PassedOn } from './conversation.ts'
import type { Locale } from './ids.ts'
import type { Body, Inbound, Media } from './inbound.ts'
import { passedOn, wordsIn } from './passed-on.ts'
import { readOfficerCode } from './steps/officer-chat.ts'
import { type Aside, readAside } from './understand/asides.ts'
import { type Danger, readDanger } from './understand/danger.ts'
import { lastJudged, readFollowUp } from './understand/follow-up.ts'
import { guardOrderOf } from './understand/guard-order.ts'
import { plainWords, wordsOf } from './understand/letters.ts'
import { type Meaning, readMeaning, type Sentence } from './understand/meaning.ts'
import { readPress, readTyped } from './understand/offered.ts'
import { asksAddress, asksForReport, readAskedName, readDoubtedName, readOrder } from './understand/orders.ts'
import { type Abroad, readPlace } from './understand/places.ts'
import { readSigns, type Sign } from './understand/signs.ts'
import { isOkay, readYesNo } from './understand/small-talk.ts'
import { asksStillAnswered, deletesProfile, readPause, stopsCampaigns } from './understand/subscribing.ts'
import { guessTongue } from './understand/tongue.ts'
import { readTopic, type Topic } from './understand/topics.ts'
import { namedLanguage, readLanguageWish } from './understand/wishes.ts'

export type { Aside } from './understand/asides.ts'
export type { Danger } from './understand/danger.ts'
export type { Abroad } from './understand/places.ts'
export type { Sign } from './understand/signs.ts'
export type { Topic } from './understand/topics.ts'

/** What a message asks of us. */
export type Intent =
  | { readonly kind: 'choice'; readonly means: string }
  | { readonly kind: 'stale' }
  /** `doubtful`: it is asked first whether it is one. */
  | {
      readonly kind: 'danger'
      readonly danger: Danger
      readonly place: Abroad | null
      readonly doubtful: boolean
    }
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
  /** Somebody else's words that offer work: passed on, copied, or read on a picture. */
  | { readonly kind: 'ad'; readonly passed: PassedOn; readonly reading: AdReading }
  /** A picture or letter whose words are not known yet. */
  | { readonly kind: 'to-read' }
  /** A picture or letter came back without words, or was too much to be read. */
  | { readonly kind: 'unread'; readonly why: 'unreadable' | 'refused' }
  /** Passed on, and nothing that can be read here; `picture` and `file` were tried. */
  | {
      readonly kind: 'piece'
      readonly what: 'voice' | 'video' | 'picture' | 'file' | 'card' | 'place'
      readonly passed: PassedOn
    }
  /** Where a firm's office is: no list says it. */
  | { readonly kind: 'address' }
  /** Said about the talk itself, in the middle of something. */
  | { readonly kind: 'aside'; readonly aside: Aside }
  | { readonly kind: 'language'; readonly to: Locale | 'ask' }
  | { readonly kind: 'yes' | 'no' | 'okay' }
  | { readonly kind: 'wordless'; readonly what: 'audio' | 'video' | 'sticker' | 'other' }
  /** Whether a group shall be warned of dangerous advertisements. */
  | { readonly kind: 'guard'; readonly order: 'on' | 'off' }
  | { readonly kind: 'membership'; readonly change: 'joined' | 'left' | 'blocked' }
  /** A code from the console: this is the chat of an officer. */
  | { readonly kind: 'officer-code'; readonly code: string }
  /** It may be about one of these, the likeliest first. */
  | { readonly kind: 'unsure'; readonly among: readonly Topic[]; readonly text: string }
  | { readonly kind: 'unclear'; readonly text: string }

export interface Understood {
  readonly intent: Intent
  /** The language of the message's own words, if they tell. */
  readonly tongue: Locale | null
  /** What was found in words that may be an advertisement, whatever else they ask; null: nobody would pass on these. */
  readonly ad?: AdReading | null
}

/** What a message means. */
export function understand(kit: Kit): Understood {
  const { body } = kit.inbound
  const code = readOfficerCode(kit.inbound)
  if (code !== null) return { intent: { kind: 'officer-code', code }, tongue: null }
  switch (body.kind) {
    case 'text': {
      const order = guardOrderOf(kit.inbound)
      return order === null
        ? readWords(body.text, kit)
        : { intent: { kind: 'guard', order }, tongue: guessTongue(wordsOf(body.text)) }
    }
    case 'press':
      return { intent: readPress(body.token, kit), tongue: null }
    case 'media':
      return readMedia(body.media.type, body.caption, kit)
    case 'reading':
      return readReading(body, kit)
    case 'membership':
      return { intent: { kind: 'membership', change: body.change }, tongue: null }
    case 'card':
    case 'place':
      return { intent: { kind: 'piece', what: body.kind, passed: passedOn(kit) }, tongue: null }
    case 'unsupported':
      return {
        intent: { kind: 'wordless', what: body.what === 'sticker' ? 'sticker' : 'other' },
        tongue: null,
      }
  }
}

/** What is said beside a picture that is meant: "is this real?", "hello, please look". */
const besidePictures: ReadonlySet<Topic> = new Set(['agency_check', 'report_ad', 'help', 'greeting'])

/** The words beside a picture count; when they say nothing, what is on it would. */
function readMedia(what: Media['type'], caption: string, kit: Kit): Understood {
  const wordless = wordlessOf(what, kit)
  if (caption.trim() === '') return { intent: wordless, tongue: null }
  const read = readWords(caption, kit)
  // "Ini resmi?" beside a poster asks about the poster, and what is written on both is one advertisement.
  const { intent } = read
  if (intent.kind === 'ad' && wordless.kind === 'to-read') return { ...read, intent: wordless }
  const points = intent.kind === 'unclear' || intent.kind === 'unsure' || intent.kind === 'okay'
  const asks = intent.kind === 'topic' && besidePictures.has(intent.topic)
  return points || asks ? { ...read, intent: wordless } : read
}

/** A voice that somebody recorded themselves is a question; one that they passed on is something to be looked into. */
function wordlessOf(what: Media['type'], kit: Kit): Intent {
  if (what === 'image' || what === 'file') return { kind: 'to-read' }
  if (kit.inbound.forwarded === 'no') return { kind: 'wordless', what }
  return { kind: 'piece', what: what === 'audio' ? 'voice' : 'video', passed: passedOn(kit) }
}

/** What stood on a picture, and beside it, is an advertisement unless it says otherwise. */
function readReading(body: Extract<Body, { readonly kind: 'reading' }>, kit: Kit): Understood {
  if (body.refused) return { intent: unread('refused', kit), tongue: null }
  const text = wordsIn(body)
  const reading = lookForAd(text, kit)
  const ad = adIn(text, reading, kit)
  if (ad !== null) return { intent: ad, tongue: null, ad: reading }
  const [first, ...more] = reading?.claims.agencies ?? []
  const intent: Intent =
    first === undefined
      ? unread('unreadable', kit)
      : { kind: 'agencies', mentions: [first, ...more], signs: [], about: null }
  return { intent, tongue: null, ad: reading }
}

/** What cannot be read is still something that the officers may have, if it was passed on. */
function unread(why: 'unreadable' | 'refused', kit: Kit): Intent {
  if (kit.inbound.forwarded === 'no') return { kind: 'unread', why }
  return { kind: 'piece', what: why === 'refused' ? 'file' : 'picture', passed: passedOn(kit) }
}

/** Shortest text somebody types that may be an advertisement: shorter ones are questions. And from where on it may be
 * one without a number, an address or an account in it. Reading an advertisement takes as long as a whole turn. */
const shortestAd = 40
const longWithoutContact = 120

function mayBeAd(text: string): boolean {
  if (text.length < shortestAd) return false
  if (text.length >= longWithoutContact) return true
  return /\d{4}|@\w|:\/\/|\w\.\w{2,}\/|\d ?(jt|juta)/i.test(gather(text).text)
}

/** A site, an account or an e-mail address, in a question of a few words. */
const namesAddress = /[a-z0-9]\.[a-z]{2,}|(?:^|\s)@\w{4}/i

/** Looks for an advertisement in a text; null for what nobody would pass on. */
function lookForAd(text: string, { inbound, ads, knowledge }: Kit): AdReading | null {
  const { body } = inbound
  const long = isPassedOn(inbound) || mayBeAd(text)
  if (!long && !namesAddress.test(text)) return null
  const posters = body.kind === 'reading' && body.fingerprint !== null ? [body.fingerprint] : []
  const reading = ads.read(text, knowledge, posters)
  // Of a short question only what its addresses look like counts.
  return long || reading.judgement.signs.some(({ looksLike }) => looksLike !== undefined) ? reading : null
}

/** Null for people's own words, warnings, news and questions. */
function adIn(
  text: string,
  reading: AdReading | null,
  kit: Kit,
): Extract<Intent, { readonly kind: 'ad' }> | null {
  if (reading === null) return null
  const { voice, level } = reading.judgement
  if (voice !== 'offers' && !(isPassedOn(kit.inbound) && level !== 'no-signs')) return null
  return { kind: 'ad', reading, passed: passedOn(kit, text) }
}

function isPassedOn({ forwarded, body }: Inbound): boolean {
  return forwarded !== 'no' || body.kind === 'reading'
}

function readWords(text: string, kit: Kit): Understood {
  const raw = wordsOf(text)
  const plain = plainWords(raw)
  const tongue = guessTongue(raw)
  const locale = kit.known.locale ?? tongue ?? kit.inbound.hint ?? 'id'
  const typed = readTyped({ text, plain }, kit, locale)
  if (typed !== null) return { intent: typed, tongue: null }
  const reading = lookForAd(text, kit)
  const intent = followUp(plain, kit) ?? readSentence({ text, raw, plain }, reading, kit)
  return { intent, tongue: guessTongue(wordsBesideNames(raw, intent)), ad: reading }
}

function followUp(plain: string, { known }: Kit): Intent | null {
  const about = readAboutMessages(plain, known)
  if (about !== null) return about
  const read = readFollowUp(plain, known.offered)
  if (read === null || readDanger(plain) !== null) return null
  return read.kind === 'topic' ? { ...read, signs: [] } : read
}

/** What is said of the messages we send by ourselves, which no reading of single sentences could know. */
function readAboutMessages(plain: string, known: Kit['known']): Intent | null {
  if (campaignIsLatest(known) && stopsCampaigns(plain))
    return { kind: 'topic', topic: 'unsubscribe', signs: [] }
  const pause = readPause(plain)
  const choices = known.offered[0]?.choices ?? []
  const offered = choices.find((each) => each.kind === 'press' && each.means.startsWith(`stop:${pause}`))
  if (pause !== null && offered?.kind === 'press') return { kind: 'choice', means: offered.means }
  if (deletesProfile(plain)) return { kind: 'choice', means: 'profile:delete' }
  return asksStillAnswered(plain) && readDanger(plain) === null
    ? { kind: 'choice', means: 'stop:still' }
    : null
}

/** A company's name tells nothing of the language: "PT Abdi Matra" is not written in Sundanese. */
function wordsBesideNames(raw: readonly string[], intent: Intent): readonly string[] {
  if (intent.kind !== 'agencies' && intent.kind !== 'name') return raw
  const names = intent.kind === 'name' ? [intent.name] : intent.mentions.map(({ verdict }) => verdict.query)
  const inNames = new Set(names.flatMap(wordsOf))
  return raw.filter((word) => !inNames.has(word))
}

function readSentence(sentence: Sentence, reading: AdReading | null, kit: Kit): Intent {
  const { text, raw, plain } = sentence
  const ad = adIn(text, reading, kit)
  const signs = readSigns(plain)
  const order = readOrder(text)
  if (order !== null && order.rest === '') return followOrder(order.order)
  const passedOn = kit.inbound.forwarded !== 'no'
  // The words of what is passed on, or of an offer with its contact, are not a cry of who sends them.
  const offersContact = ad?.reading.indicators.some(({ joins }) => joins) === true && !criesOut(plain)
  if (ad !== null && order === null && (passedOn || offersContact)) return ad
  // Nor are those of news and warnings: they are about others.
  const voice = reading?.judgement.voice
  if (passedOn && (voice === 'reports' || voice === 'warns'))
    return { kind: 'topic', topic: 'learn.scams', signs: [] }
  const aside = order === null ? heededAside(sentence, kit) : null
  if (aside !== null) return { kind: 'aside', aside }
  const topic = readTopic(plain, raw)
  const meaning = readBesideNames(sentence, topic, kit)
  if (meaning.kind === 'danger') {
    if (isMoreOfIt(sentence, meaning, kit)) return { kind: 'unclear', text: text.trim() }
    return { ...meaning, place: readPlace(plain) }
  }
  if (order?.order === 'check') return namedIn(order.rest, kit, signs)
  if (asksForReport(text, kit.known.reports)) return { kind: 'topic', topic: 'report_status', signs }
  if (order !== null) return followOrder(order.order)
  if (ad !== null) return ad
  const { at } = kit.known.state
  // "Hapus data saya" says yes only where deleting was asked about.
  if (at !== 'idle' && (at === 'privacy.confirm' || !plain.startsWith('hapus'))) {
    const answer = readYesNo(raw, text)
    if (answer !== null) return { kind: answer }
  }
  if (meaning.kind === 'topic' && (meaning.topic === 'privacy_delete' || meaning.topic === 'privacy_export'))
    return { kind: 'topic', topic: meaning.topic, signs }
  const wish = readLanguageWish(plain)
  if (wish !== null) return { kind: 'language', to: wish }
  return (
    readAgencies(text, { named: reading?.claims.agencies ?? kit.knowledge.read(text), signs, topic }, kit) ??
    (isOkay(raw) ? { kind: 'okay' } : readRest(sentence, signs, kit, meaning))
  )
}

/** More letters than this are a story, and no word in passing. */
const longestAside = 120

/** What may be said in passing, where the conversation stands. */
function asidesIn({ text }: Sentence, { known }: Kit): ReadonlySet<Aside> {
  if (text.length > longestAside) return new Set()
  if (known.state.at === 'urgent') return inTrouble
  const tells = known.state.at === 'ad.confirm' || known.reports.length > 0
  const judged = lastJudged(known.offered) !== null
  return new Set([
    ...always,
    ...(tells ? (['secret'] as const) : []),
    ...(judged ? (['person'] as const) : []),
  ])
}

/** Words of danger outweigh what is said in passing; but "I cannot call" answers what we asked somebody in danger. */
function heededAside(sentence: Sentence, kit: Kit): Aside | null {
  const { raw, plain } = sentence
  const aside = readAside(plain, asidesIn(sentence, kit))
  if (aside === null) return null
  const worded = readDanger(plain)
  const cannotCall = worded === 'confinement' && aside === 'no-call' && raw.length <= fewWords
  return worded === null || cannotCall ? aside : null
}
const fewWords = 5

const always: readonly Aside[] = ['reporters', 'money-back', 'later']
const inTrouble: ReadonlySet<Aside> = new Set([
  'secret',
  'who',
  'hide',
  'no-call',
  'waits',
  'here',
  'ransom',
  'next',
])

/** What the sentence means. A danger is heard once more without the names of firms in it: "Perkasa" is no cry. */
function readBesideNames(sentence: Sentence, topic: Topic | null, kit: Kit): Meaning {
  // In danger we ask for a country, and anything may be told meanwhile.
  const { at } = kit.known.state
  const awaited = at !== 'idle' && at !== 'urgent' && at !== 'report.tell'
  const heard = readMeaning(sentence, topic, kit.reader, { awaited })
  if (heard.kind !== 'danger') return heard
  const text = withoutNames(sentence.text, kit)
  if (text === sentence.text) return heard
  const raw = wordsOf(text)
  return readMeaning({ text, raw, plain: plainWords(raw) }, topic, kit.reader, { awaited })
}

/** The text with "PT" for each firm that is named beyond doubt. */
function withoutNames(text: string, { knowledge }: Kit): string {
  return knowledge.read(text).reduce((rest, { verdict, certain }) => {
    const { query } = verdict
    const known = certain && query !== '' && 'agency' in verdict
    return known ? rest.replaceAll(query, query.startsWith('PT ') ? 'PT' : 'PT ') : rest
  }, text)
}

/** In danger already, what tells of another one only by its sound is more of the same story: a town they are in, a phone
 * that is not to be called. The gravest are believed all the same. */
function isMoreOfIt(
  { plain, raw }: Sentence,
  { danger, doubtful }: Extract<Meaning, { readonly kind: 'danger' }>,
  { known: { state } }: Kit,
): boolean {
  if (state.at !== 'urgent' || state.danger === 'unclear' || readDanger(plain) !== null) return false
  if (danger === 'suicide') return false
  const grave = danger === 'sexual-abuse' || danger === 'violence'
  return !grave || doubtful || raw.length <= fewWords || readPlace(plain) !== null
}

/** Somebody speaks of themselves in need: whether it is danger is asked first, whatever number stands beside it. */
function criesOut(plain: string): boolean {
  return /\b(tolong|tulung|help|sos)\b|\b(saya|kami|i|we)( \w+){0,3} (disekap|ditahan|dikurung|dikunci|dipukul|disiksa|diperkosa|dijual|dipaksa|diancam|held|beaten|locked|forced|sold)\b/.test(
    plain,
  )
}

function followOrder(order: Topic | 'check' | 'language'): Intent {
  if (order === 'check') return { kind: 'choice', means: 'menu:check' }
  if (order === 'language') return { kind: 'language', to: 'ask' }
  return { kind: 'topic', topic: order, signs: [] }
}

/** Agencies that the message names: they come before a topic, since "and is 15 million fair?" asks about them too. */
function readAgencies(
  text: string,
  found: {
    readonly named: readonly Mention[]
    readonly signs: readonly Sign[]
    readonly topic: Topic | null
  },
  kit: Kit,
): Intent | null {
  const { signs, topic } = found
  const [first, ...more] = found.named
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

function readRest({ text, plain }: Sentence, signs: readonly Sign[], kit: Kit, meaning: Meaning): Intent {
  const topic = meaning.kind === 'topic' ? meaning.topic : null
  if (topic === 'agency_check' && asksAddress(plain)) return { kind: 'address' }
  if (topic === 'agency_check') return quotedAgencies(kit, signs) ?? { kind: 'topic', topic, signs }
  if (topic !== null) return { kind: 'topic', topic, signs }
  if (meaning.kind === 'language') return { kind: 'language', to: namedLanguage(plain) ?? 'ask' }
  if (asksAddress(plain)) return { kind: 'address' }
  const [sign] = signs
  if (sign !== undefined) return { kind: 'topic', topic: signTopics[sign], signs }
  if (meaning.kind === 'unsure') return { kind: 'unsure', among: meaning.among, text: text.trim() }
  return { kind: 'unclear', text: text.trim() }
}

/** What a warning sign alone is about. */
const signTopics = {
  visa: 'learn.visa',
  money: 'learn.costs',
  route: 'learn.legal_steps',
} as const satisfies Record<Sign, Topic>

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
