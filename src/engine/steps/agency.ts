/** The licence check: what is said about a verdict, and what is asked when a name is not yet clear. Every answer
 * carries the list's date and a next step; none calls anybody illegal. */
import { squash } from '../agency/fold.ts'
import type { Candidate, Mention, Verdict } from '../agency/verdict.ts'
import type { IntentName, Kit, State } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import type { Choice, Wording } from '../reply.ts'
import type { Sign, Topic } from '../understand.ts'
import { type Answer, afterCheck, answer, choice, type PhraseWithoutHoles } from './answer.ts'

const dayMs = 24 * 60 * 60 * 1000
/** More names than this in one message: the rest is asked for again, so that the answer stays short. */
const mostLines = 6
const mostCandidates = 3

/** What else the message said. */
interface Said {
  readonly signs: readonly Sign[]
  readonly about?: Topic | null
}

/** `cek`: which name? */
export function askName(kit: Kit): Answer {
  return answer({
    intent: 'agency_check',
    outcome: 'agency.asked',
    body: [say('agency.ask', { asOf: kit.knowledge.asOf })],
    next: { at: 'agency.name' },
  })
}

/** "Is this agency legal?" and no name in it. */
export function answerNoName(
  kit: Kit,
  more: { readonly intent?: IntentName; readonly signs: readonly Sign[] },
): Answer {
  const { asOf } = kit.knowledge
  return answer({
    intent: more.intent ?? 'agency_check',
    outcome: 'agency.no-name',
    body: [say('agency.no_name', { asOf }), ...cautions(more.signs)],
    next: { at: 'agency.name' },
    verdicts: [{ kind: 'no-name', query: '', asOf }],
  })
}

/** We asked for the name, and the person was not told it. */
export function answerNameUnknown(kit: Kit): Answer {
  const { asOf } = kit.knowledge
  return answer({
    intent: 'agency_check',
    outcome: 'agency.no-name',
    body: [say('agency.name_unknown', { asOf })],
    choices: [choice('topic:learn.scams', 'choices.scams'), choice('menu:help', 'choices.get_help')],
    verdicts: [{ kind: 'no-name', query: '', asOf }],
  })
}

/** Agencies named in a message: each gets its verdict. */
export function answerMentions(mentions: readonly [Mention, ...Mention[]], kit: Kit, more: Said): Answer {
  const [first, ...rest] = distinct(mentions.map((mention) => mention.verdict))
  if (first === undefined) return askName(kit)
  return rest.length === 0 ? answerVerdict(first, kit, more) : answerSeveral([first, ...rest], kit, more)
}

/** One verdict. Warning signs go first beside a good one, last beside any other. */
export function answerVerdict(verdict: Verdict, kit: Kit, more: Said): Answer {
  if (verdict.kind === 'no-name') return answerNoName(kit, more)
  const said = bodyOf(verdict)
  const warnings = cautions(more.signs)
  const ordered = verdict.kind === 'licensed' ? [...warnings, ...said] : [...said, ...warnings]
  return answer({
    intent: 'agency_check',
    outcome: `agency.${verdict.kind}`,
    body: [...ordered, ...ageOfList(kit)],
    choices: verdict.kind === 'which' ? whichChoices(verdict) : afterVerdict(verdict, more.about ?? null),
    next: stateAfter(verdict),
    verdicts: [verdict],
  })
}

/** The whole text is a name. */
export function answerName(name: string, kit: Kit, more: { readonly signs: readonly Sign[] }): Answer {
  return answerVerdict(kit.knowledge.judge(name), kit, more)
}

/** A candidate that was tapped: by its id, so that an old button still means the same firm. */
export function answerChosen(id: AgencyId, kit: Kit): Answer {
  const verdict = kit.knowledge.recall(id)
  if (verdict !== null) return withReminder(answerVerdict(verdict, kit, { signs: [] }))
  return answer({
    intent: 'agency_check',
    outcome: 'agency.asked',
    body: [say('agency.gone', { asOf: kit.knowledge.asOf })],
    next: { at: 'agency.name' },
  })
}

/** A name that was chosen, not typed: it may still differ from the one on the offer. */
function withReminder(answered: Answer): Answer {
  const [reply, ...others] = answered.replies
  if (reply === undefined || answered.outcome !== 'agency.licensed') return answered
  const [first, ...more] = reply.body
  return { ...answered, replies: [{ ...reply, body: [first, say('agency.one_word'), ...more] }, ...others] }
}

/** "None of these": then the name, as it was typed, is not on the list. */
export function answerNone(query: string, kit: Kit): Answer {
  return answerVerdict({ kind: 'unlisted', query, form: null, asOf: kit.knowledge.asOf }, kit, { signs: [] })
}

/** More warnings than this are not read. */
const mostCautions = 2

/** The sentences for warning signs. */
export function cautions(signs: readonly Sign[]): readonly Wording[] {
  return signs.slice(0, mostCautions).map((sign) => say(`caution.${sign}`))
}

/** What is said about a verdict. */
export function bodyOf(verdict: Exclude<Verdict, { kind: 'no-name' }>): readonly Wording[] {
  const { asOf, query } = verdict
  switch (verdict.kind) {
    case 'licensed':
      return [
        say('agency.licensed', { agency: verdict.agency.name, asOf }),
        say('agency.licensed_not_the_sender'),
        say('agency.licensed_next'),
      ]
    case 'lapsed': {
      const { kind, since, source, weak } = verdict.standing
      const key = weak ? (`agency.${kind}_weak` as const) : (`agency.${kind}` as const)
      return [
        say(key, { agency: verdict.agency.name, since, source: shortSource(source), asOf }),
        say('agency.lapsed_next'),
      ]
    }
    case 'which':
      return [
        opening(verdict),
        ...verdict.candidates.slice(0, mostCandidates).map(lineFor(verdict.why)),
        say('agency.one_word'),
      ]
    case 'old-list': {
      const { standing, name } = verdict.agency
      const on = standing.kind === 'old-list' ? standing.on : asOf
      return [say('agency.old_list', { agency: name, on, asOf }), say('agency.old_list_next')]
    }
    case 'unlisted':
      return [
        say(verdict.form === null || verdict.form === 'pt' ? 'agency.unlisted' : 'agency.unlisted_form', {
          query,
          asOf,
        }),
        say('agency.unlisted_means'),
        say('agency.unlisted_next'),
      ]
  }
}

type Which = Extract<Verdict, { kind: 'which' }>

function opening({ why, query, asOf, candidates }: Which): Wording {
  if (why === 'form') return say('agency.form', { query, asOf })
  if (why === 'same') return say('agency.which_same', { query, asOf })
  // Anybody can copy a number: it names a company, but proves nothing.
  if (!/\p{L}/u.test(query)) return say('agency.which_number', { query, asOf })
  const [best, second] = candidates
  if (second !== undefined) return say('agency.which', { query, asOf })
  // Beside it stands a word that may belong to a longer name.
  const whole = squash(best.agency.name) === squash(query)
  return say(whole ? 'agency.which_whole' : 'agency.which_one', { query, asOf })
}

function lineFor(why: Which['why']): (candidate: Candidate) => Wording {
  return ({ agency, differs }) => {
    const [licence] = agency.licences
    if (why === 'same' && licence !== undefined)
      return say('agency.candidate_licence', { agency: agency.name, licence })
    if (why !== 'near' || differs.length === 0) return say('agency.candidate', { agency: agency.name })
    return say('agency.candidate_differs', { agency: agency.name, differs: differs.join(' ') })
  }
}

function whichChoices({ candidates, query }: Which): readonly Choice[] {
  const named = candidates.slice(0, mostCandidates).map(
    ({ agency }): Choice => ({
      kind: 'press',
      means: `agency:${agency.id}`,
      label: { verbatim: agency.name },
    }),
  )
  return [...named, choice(`none:${query}`, 'choices.none_of_these')]
}

function afterVerdict(verdict: Verdict, about: Topic | null): readonly Choice[] {
  const doubtful = verdict.kind === 'unlisted' || verdict.kind === 'old-list'
  const next = about !== null && isLabelled(about) ? about : doubtful ? 'learn.scams' : null
  return [
    choice('menu:check', 'choices.check_other'),
    next === null ? choice('menu:before', 'choices.before') : choice(`topic:${next}`, labels[next]),
    choice('menu:help', 'choices.get_help'),
    ...sharing(verdict),
  ]
}

/** What is clear may be told to the family. */
function sharing(verdict: Verdict): readonly Choice[] {
  if (verdict.kind === 'unlisted') return [choice(`share:unlisted:${verdict.query}`, 'choices.share')]
  return 'agency' in verdict ? [choice(`share:agency:${verdict.agency.id}`, 'choices.share')] : []
}

/** Topics that have a button: asked about beside a name, they are one tap away. */
const labels = {
  'learn.costs': 'choices.costs',
  'learn.documents': 'choices.documents',
  'learn.visa': 'choices.visa',
  'learn.contract': 'choices.contract',
  'learn.rights': 'choices.rights',
  'learn.legal_steps': 'choices.legal_steps',
  'learn.scams': 'choices.scams',
} as const satisfies Partial<Record<Topic, PhraseWithoutHoles>>

function isLabelled(topic: Topic): topic is keyof typeof labels {
  return Object.hasOwn(labels, topic)
}

function stateAfter(verdict: Verdict): State {
  if (verdict.kind !== 'which') return { at: 'idle' }
  const candidates = verdict.candidates.slice(0, mostCandidates).map(({ agency }) => agency.id)
  return { at: 'agency.which', query: verdict.query, candidates }
}

function answerSeveral(
  verdicts: readonly [Verdict, ...Verdict[]],
  kit: Kit,
  more: { readonly signs: readonly Sign[] },
): Answer {
  const shown = verdicts.slice(0, mostLines)
  const left = verdicts.length - shown.length
  const [first] = verdicts
  return answer({
    intent: 'agency_check',
    outcome: `agency.${first.kind}`,
    body: [
      ...cautions(more.signs),
      say('agency.several', { asOf: kit.knowledge.asOf }),
      ...shown.map(shortLine),
      ...(left > 0 ? [say('agency.several_more', { count: String(left) })] : []),
      say('agency.several_next'),
      ...ageOfList(kit),
    ],
    choices: afterCheck,
    verdicts,
  })
}

/** A verdict in one line. */
export function shortLine(verdict: Verdict): Wording {
  switch (verdict.kind) {
    case 'licensed':
      return say('agency.line_licensed', { agency: verdict.agency.name })
    case 'lapsed':
      return say(`agency.line_${verdict.standing.kind}`, {
        agency: verdict.agency.name,
        since: verdict.standing.since,
      })
    case 'which': {
      const names = verdict.candidates.slice(0, mostCandidates).map(({ agency }) => `PT ${agency.name}`)
      const key = verdict.why === 'form' ? 'agency.line_form' : 'agency.line_which'
      return say(key, { query: verdict.query, names: names.join(', ') })
    }
    case 'old-list': {
      const { standing, name } = verdict.agency
      return say('agency.line_old_list', {
        agency: name,
        on: standing.kind === 'old-list' ? standing.on : verdict.asOf,
      })
    }
    case 'unlisted':
    case 'no-name':
      return say('agency.line_unlisted', { query: verdict.query })
  }
}

/** A list older than the operator allows says so, with its age. */
function ageOfList({ knowledge, now, listMaxAgeDays }: Kit): readonly Wording[] {
  const days = Math.floor((now.getTime() - Date.parse(knowledge.asOf)) / dayMs)
  return days > listMaxAgeDays
    ? [say('agency.list_is_old', { asOf: knowledge.asOf, days: String(days) })]
    : []
}

function distinct(verdicts: readonly Verdict[]): readonly Verdict[] {
  const seen = new Set<string>()
  return verdicts.filter((verdict) => {
    const key = 'agency' in verdict ? verdict.agency.id : `${verdict.kind}:${verdict.query.toLowerCase()}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The first source, an address as its site alone: what a person can read out to an officer. */
function shortSource(source: string): string {
  const [first = source] = source.split(/;| \(/)
  return first.replace(/\b((?:[a-z0-9-]+\.)+[a-z]{2,})\/\S+/gi, '$1').trim()
}
