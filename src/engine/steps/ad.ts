/** An advertisement that somebody passed on: what is known of it, what to do now, and whether the officers may have it. */
import type { AdReading } from '../ad/reading.ts'
import type { AdSign } from '../ad/signs.ts'
import { agencyNames, type Verdict } from '../agency/verdict.ts'
import type { AdSeen, Effect, Kit, State } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { ReportSeen } from '../ports.ts'
import type { Choice, Wording } from '../reply.ts'
import type { Intent } from '../understand.ts'
import { answerVerdict, shortLine } from './agency.ts'
import { type Answer, answer, choice, mainMenu } from './answer.ts'
import { mayAskNews, newsChoices } from './news.ts'
import { dayOf } from './privacy.ts'
import { isRuledIllegal, rulingLines } from './ruling.ts'

/** Reasons shown: nobody reads more. The officers get all. */
const mostReasons = 4
const mostAgencies = 3
/** Advertisements asked about at once: those of one burst. */
export const mostTogether = 10
/** Reports of one person in a day; a person in need is helped beyond it, only nothing more is filed. */
const mostReportsADay = 10
const dayMs = 24 * 3_600_000

/** What waits for the answer to our question. */
type Waiting = Omit<Extract<State, { readonly at: 'ad.confirm' }>, 'at'>
const nothingWaits: Waiting = { ads: [], facts: [] }

/** `waiting`: those of the same burst that wait for the same question. */
export function answerAd(
  { passed, reading }: Extract<Intent, { readonly kind: 'ad' }>,
  kit: Kit,
  waiting: Waiting = nothingWaits,
): Answer {
  // What officers decided outweighs what the words look like.
  const level = isRuledIllegal(kit) ? 'danger' : reading.judgement.level
  const verdicts = verdictsOf(reading)
  if (level === 'no-signs' && waiting.ads.length === 0) return answerHarmless(verdicts, kit)
  const ads = [...waiting.ads, passed].slice(-mostTogether)
  return answer({
    intent: 'report_ad',
    outcome: `ad.${level}`,
    body: [
      ...rulingLines(kit),
      ...(reading.judgement.level !== 'no-signs'
        ? reasonsOf(reading)
        : level === 'no-signs'
          ? [say('ad.no_signs')]
          : []),
      ...linesFor(verdicts),
      say('ad.do_now'),
      ...(asksForMoney(reading) ? [say('ad.money_sent')] : []),
      ads.length === 1 ? say('ad.ask_pass_on') : say('ad.ask_pass_on_all', { count: String(ads.length) }),
    ],
    choices: passOnChoices,
    next: { at: 'ad.confirm', ads, facts: waiting.facts },
    verdicts,
  })
}

/** What we know of it in a sentence, and the question once more: they asked again instead of answering. */
export function askToPassOn(waiting: Waiting, kit: Kit): Answer {
  const levels = waiting.ads.map((ad) => kit.ads.read(ad.text, kit.knowledge, ad.posters).judgement.level)
  const level = levels.includes('danger') ? 'danger' : levels.includes('caution') ? 'caution' : 'no-signs'
  const count = waiting.ads.length
  return answer({
    intent: 'report_ad',
    outcome: `ad.${level}`,
    body: [
      say(level === 'no-signs' ? 'ad.no_signs' : `ad.again_${level}`),
      count === 1 ? say('ad.ask_pass_on') : say('ad.ask_pass_on_all', { count: String(count) }),
    ],
    choices: passOnChoices,
    next: { at: 'ad.confirm', ...waiting },
  })
}

/** How grave it is, and why in plain words. */
export function reasonsOf({ judgement: { level, signs } }: AdReading): readonly [Wording, ...Wording[]] {
  const sentences = signs.slice(0, mostReasons).flatMap(sentencesOf)
  return [say(level === 'danger' ? 'ad.danger' : 'ad.caution'), ...sentences]
}

/** An address that looks like somebody's is named, with whose it looks like: nothing else is said of it. */
function sentencesOf({ sentence, looksLike }: AdSign): readonly Wording[] {
  if (looksLike === undefined) return [{ written: sentence }]
  return looksLike
    .slice(0, mostLookalikes)
    .map(({ sort, address, owner }) => say(`ad.looks_like_${sort}`, { address, owner }))
}
const mostLookalikes = 2

export const passOnChoices: readonly Choice[] = [
  choice('ad:yes', 'choices.pass_on'),
  choice('ad:no', 'choices.do_not'),
  choice('menu:help', 'choices.get_help'),
]

/** Nothing was found: that is said, and it is no reassurance; a company named in it gets its whole verdict. */
function answerHarmless(verdicts: readonly Verdict[], kit: Kit): Answer {
  const [only, another] = verdicts
  if (only !== undefined && another === undefined) {
    const checked = answerVerdict(only, kit, { signs: [] })
    const [reply, ...others] = checked.replies
    if (reply === undefined) return checked
    const [first, ...more] = [...rulingLines(kit), ...reply.body, say('ad.no_signs')]
    return first === undefined
      ? checked
      : { ...checked, replies: [{ ...reply, body: [first, ...more] }, ...others] }
  }
  return answer({
    intent: 'report_ad',
    outcome: 'ad.no-signs',
    body: [
      ...rulingLines(kit),
      say('ad.no_signs'),
      ...(verdicts.length === 0 ? [say('ad.no_agency')] : linesFor(verdicts)),
      say('ad.do_now'),
    ],
    choices: [choice('topic:learn.scams', 'choices.scams'), choice('menu:help', 'choices.get_help')],
    next: verdicts.length === 0 ? { at: 'agency.name' } : { at: 'idle' },
    verdicts,
  })
}

/** A listed name in an advertisement proves nothing about who sent it. */
function linesFor(verdicts: readonly Verdict[]): readonly Wording[] {
  const lines = verdicts.slice(0, mostAgencies).map(shortLine)
  return verdicts.some(({ kind }) => kind === 'licensed')
    ? [...lines, say('agency.licensed_not_the_sender')]
    : lines
}

function verdictsOf({ claims }: AdReading): readonly Verdict[] {
  return claims.agencies.map(({ verdict }) => verdict)
}

function asksForMoney({ claims, judgement }: AdReading): boolean {
  return claims.bankAccounts.length > 0 || judgement.signs.some(({ name }) => /^fee_/.test(name))
}

/** A tap on "yes" or "no" when the advertisement is no longer remembered. */
export function answerAdChoice(what: string): Answer | null {
  if (what === 'no') return decline()
  return what === 'yes'
    ? answer({ intent: 'report_ad', outcome: 'old-button', body: [say('ad.status_none')], choices: mainMenu })
    : null
}

export function decline(): Answer {
  return answer({
    intent: 'report_ad',
    outcome: 'report.declined',
    body: [say('ad.not_filed')],
    choices: mainMenu,
  })
}

export function file({ ads, facts }: Waiting, kit: Kit): Answer {
  const today = kit.known.reports.filter(({ at }) => kit.now.getTime() - at.getTime() < dayMs)
  if (today.length >= mostReportsADay) {
    return answer({
      intent: 'report_ad',
      outcome: 'report.too-many',
      body: [say('ad.too_many')],
      choices: mainMenu,
    })
  }
  const number = kit.draw()
  const effect: Effect = {
    kind: 'file-report',
    number,
    facts,
    ads: ads.map((ad) => {
      const { claims, judgement, indicators } = kit.ads.read(ad.text, kit.knowledge, ad.posters)
      return {
        ...ad,
        level: judgement.level,
        signs: judgement.signs.map(({ name }) => name),
        indicators,
        countries: claims.countries.map(({ value }) => value),
        agencies: claims.agencies.flatMap(({ verdict }) => agencyNames(verdict)),
      }
    }),
  }
  const asks = mayAskNews(kit)
  return answer({
    intent: 'report_ad',
    outcome: 'report.filed',
    body: [say('ad.filed', { number: String(number) }), ...(asks ? [say('news.ask')] : [])],
    choices: asks ? newsChoices : mainMenu,
    effects: [effect],
    ...(asks ? { next: { at: 'news.ask' } } : {}),
  })
}

/** "What became of my report?", by number or by asking. */
export function answerReportStatus(kit: Kit): Answer {
  // The others of a group would read what somebody reported.
  if (kit.inbound.setting === 'group')
    return answer({ intent: 'report_status', outcome: 'report.status', body: [say('news.in_group')] })
  const { body: heard } = kit.inbound
  const text = heard.kind === 'text' ? heard.text : ''
  const asked = /(?<!\d)(\d{8})(?!\d)/.exec(text)?.[1]
  const { reports } = kit.known
  const found =
    asked === undefined ? reports.slice(0, 3) : reports.filter(({ number }) => String(number) === asked)
  const body = found.map(statusLine)
  const nothing = asked === undefined ? say('ad.status_none') : say('ad.status_unknown', { number: asked })
  return answer({
    intent: 'report_status',
    outcome: 'report.status',
    body: body.length === 0 ? [nothing, say('report.status')] : body,
    choices: mainMenu,
  })
}

/** Where one report stands. */
function statusLine({ number, at, status, decided }: ReportSeen): Wording {
  const values = { number: String(number), on: dayOf(at) }
  switch (status) {
    case 'waiting':
    case 'checking':
      return say(`ad.status_${status}`, values)
    default:
      return say(statusOf[status], { ...values, decided: dayOf(decided ?? at) })
  }
}

const statusOf = {
  'illegal-recruitment': 'ad.status_illegal',
  'no-violation': 'ad.status_no_violation',
  unproven: 'ad.status_unproven',
  'takedown-sent': 'ad.status_takedown_sent',
  removed: 'ad.status_removed',
  refused: 'ad.status_refused',
  back: 'ad.status_back',
} as const satisfies Record<Exclude<ReportSeen['status'], 'waiting' | 'checking'>, string>

/** A picture or letter came: it is read, and answered when it was. */
export function answerReadingSoon(): Answer {
  return answer({
    intent: 'report_ad',
    outcome: 'ad.reading',
    body: [say('ad.reading')],
    effects: [readMedia],
  })
}

export const readMedia: Effect = { kind: 'read-media' }

/** What was on a picture could not be read: its name is asked for instead. */
export function answerUnread(why: 'unreadable' | 'refused'): Answer {
  return answer({
    intent: 'agency_check',
    outcome: 'ad.unread',
    body: [say(why === 'refused' ? 'ad.too_big' : 'ad.unreadable')],
    next: { at: 'agency.name' },
  })
}

/** What was found in it, for who counts and tests. */
export function adSeen({ claims, judgement, indicators }: AdReading): AdSeen {
  return {
    level: judgement.level,
    signs: judgement.signs.map(({ name }) => name),
    indicators: indicators.map(({ kind, value }) => ({ kind, value })),
    agencies: claims.agencies.map(({ verdict }) =>
      'agency' in verdict ? verdict.agency.name : verdict.query,
    ),
  }
}
