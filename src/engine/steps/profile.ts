/** Where somebody is, asked only of who wished a topic that needs it: one question at a time, each to be passed over, and
 * all of it to be deleted. */
import { type ProfileQuestion, profileQuestions } from '../campaign/profile-questions.ts'
import { type destinations, provinces, type Whereabouts } from '../campaign/zones.ts'
import type { Kit, State } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Choice, Wording } from '../reply.ts'
import { type Phase, readPhase } from '../understand/phase.ts'
import { readPlace } from '../understand/places.ts'
import { provinceName, readProvince } from '../understand/province.ts'
import { skips } from '../understand/subscribing.ts'
import type { Intent } from '../understand.ts'
import { type Answer, answer, choice, mainMenu, type PhraseWithoutHoles } from './answer.ts'
import { plainTextOf } from './plain-text.ts'

type Asks = Extract<State, { readonly at: 'profile.ask' }>['asks']

const nothing: Whereabouts = { province: null, country: null, phase: null }

const phaseLabels = {
  leaving: 'choices.phase_leaving',
  at_work: 'choices.phase_at_work',
  returning: 'choices.phase_returning',
} as const satisfies Record<Phase, PhraseWithoutHoles>

/** Countries we can name; the first are offered. */
const countryLabels = {
  my: 'choices.place_my',
  hk: 'choices.place_hk',
  tw: 'choices.place_tw',
  sg: 'choices.place_sg',
  jp: 'choices.place_jp',
  kr: 'choices.place_kr',
  sa: 'choices.place_sa',
  bn: 'choices.place_bn',
  ae: 'choices.place_ae',
  kh: 'choices.place_kh',
  mm: 'choices.place_mm',
  th: 'choices.place_th',
} as const satisfies Partial<Record<(typeof destinations)[number], PhraseWithoutHoles>>
const offeredCountries = ['my', 'hk', 'tw', 'sg', 'jp', 'kr', 'sa'] as const
/** Whence most leave: nine of ten in 2024 (`bp2mi.go.id`). */
const offeredProvinces = ['JI', 'JT', 'JB', 'NB', 'LA']

/** The first question, below other words of the same message. */
export function askProfile(asks: Asks, above: readonly Wording[] = []): Answer {
  const [first] = asks
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.profile',
    body: [...above, say(`profile.ask_${first}`)],
    choices: [...choicesOf(first), choice(`profile:skip:${first}`, 'choices.skip')],
    next: { at: 'profile.ask', asks },
  })
}

function choicesOf(question: ProfileQuestion): readonly Choice[] {
  switch (question) {
    case 'phase':
      return (['leaving', 'at_work', 'returning'] as const).map((phase) =>
        choice(`profile:phase:${phase}`, phaseLabels[phase]),
      )
    case 'country':
      return offeredCountries.map((country) => choice(`profile:country:${country}`, countryLabels[country]))
    case 'province':
      return offeredProvinces.map((code) => ({
        kind: 'press',
        means: `profile:province:${code}`,
        label: { verbatim: provinceName(code) },
      }))
  }
}

/** We asked about themselves. null: they speak of something else, which ends the asking. */
export function answerProfile(
  { asks }: Extract<State, { readonly at: 'profile.ask' }>,
  intent: Intent,
  kit: Kit,
): Answer | null {
  const [first] = asks
  if (intent.kind === 'danger' || intent.kind === 'choice') return null
  const { plain } = plainTextOf(kit)
  const told = plain.split(' ').length > 8 ? null : read(first, plain)
  if (told !== null) return keep(first, told, kit)
  if (intent.kind === 'no' || skips(plain)) return goOn(first, [], kit)
  const unclear = ['unclear', 'unsure', 'yes', 'okay'].includes(intent.kind)
  return unclear ? askProfile(asks, [say('profile.again')]) : null
}

/** What a few words answer to a question. */
function read(question: ProfileQuestion, plain: string): string | null {
  switch (question) {
    case 'phase':
      return readPhase(plain) ?? phaseIn(plain)
    case 'country': {
      const place = readPlace(plain)
      return place === null || place === 'other' ? null : place
    }
    case 'province':
      return readProvince(plain)
  }
}

function phaseIn(plain: string): Phase | null {
  if (/\b(berangkat|belum|calon|leaving|proses)\b/.test(plain)) return 'leaving'
  if (/\b(pulang|purna|return\w*|home)\b/.test(plain)) return 'returning'
  return /\b(sudah di|sedang|lagi|kerja|working|at work|luar negeri|abroad)\b/.test(plain) ? 'at_work' : null
}

/** A tap: `phase:leaving`, `skip:province`, `delete`. null: no such choice. */
export function answerProfileChoice(what: string, kit: Kit): Answer | null {
  const [kind, value = ''] = what.split(':')
  if (kind === 'delete') return deleteProfile(kit)
  const question = profileQuestions.find((each) => each === (kind === 'skip' ? value : kind))
  if (question === undefined) return null
  if (kind === 'skip') return goOn(question, [], kit)
  return isKnown(question, value) ? keep(question, value, kit) : null
}

function isKnown(question: ProfileQuestion, value: string): boolean {
  if (question === 'phase') return Object.hasOwn(phaseLabels, value)
  return question === 'country' ? isNamed(value) : provinces.includes(value)
}

function isNamed(country: string): country is keyof typeof countryLabels {
  return Object.hasOwn(countryLabels, country)
}

/** Kept, and the next question, if one is left. Of who is no subscriber any more nothing is kept. */
function keep(question: ProfileQuestion, value: string, kit: Kit): Answer {
  const { subscriber } = kit.known
  const told = { ...(subscriber?.whereabouts ?? nothing), [question]: value }
  const answered = goOn(question, [say('profile.noted')], kit)
  return subscriber === null ? answered : { ...answered, effects: [{ kind: 'whereabouts', told }] }
}

function goOn(from: ProfileQuestion, above: readonly Wording[], { known: { state } }: Kit): Answer {
  const left = state.at === 'profile.ask' ? state.asks.filter((each) => each !== from) : []
  const [first, ...more] = left
  if (first !== undefined) return askProfile([first, ...more], above)
  return answer({
    intent: 'subscribe',
    outcome: 'subscribe.profile',
    body: [say('profile.done')],
    choices: mainMenu,
  })
}

function deleteProfile({ known }: Kit): Answer {
  return answer({
    intent: 'privacy_delete',
    outcome: 'subscribe.profile',
    body: [say('profile.deleted')],
    choices: mainMenu,
    effects: known.subscriber === null ? [] : [{ kind: 'whereabouts', told: nothing }],
  })
}

/** What they told, for them to read; empty when nothing. */
export function profileLines({ known, inbound, spell }: Kit): readonly Wording[] {
  const { province, country, phase } = known.subscriber?.whereabouts ?? nothing
  const locale = known.locale ?? inbound.hint ?? 'id'
  const told = [
    ...(phase === null ? [] : [spell(say(phaseLabels[phase]), locale)]),
    ...(country === null ? [] : [isNamed(country) ? spell(say(countryLabels[country]), locale) : country]),
    ...(province === null ? [] : [provinceName(province)]),
  ]
  return told.length === 0 ? [] : [say('privacy.export_profile', { profile: told.join(', ') })]
}
