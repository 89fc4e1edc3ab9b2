/** A campaign as an officer types it: a form into a plan with its texts, and back. What cannot be read is named, and what
 * was typed stays. */
import {
  type Audience,
  type CampaignId,
  type CampaignPlan,
  type CampaignText,
  type ChannelName,
  destinations,
  type Hours,
  type Locale,
  locales,
  phases,
  provinces,
  type Template,
  topics,
  type Variant,
  variants,
} from '#engine'
import type { Label } from './labels.ts'
import { type Zone, zones } from './time.ts'

/** Fields by their name, as a browser sends them. */
export type Typed = Readonly<Record<string, string>>

export interface Draft {
  readonly plan: CampaignPlan
  readonly texts: readonly CampaignText[]
}

/** What a form must be corrected in. */
export interface Mistake {
  readonly label: Label
  readonly values?: Readonly<Record<string, string>>
  /** The field it is about. */
  readonly field: string
}

export type Reading =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly mistake: Mistake }

export const mostChoices = 3
export const longestName = 80
/** Letters of one text: what a message holds on the most generous channel. */
export const longestText = 4_096
const mostDays = 3_650

/** Fields of the text of one variant in one language. */
export const fieldsOf = (variant: Variant, locale: Locale) => {
  const at = `${variant}-${locale}`
  return {
    words: `${at}-words`,
    choice: (place: number) => `${at}-choice-${place}`,
    template: `${at}-template`,
    templateLanguage: `${at}-template-language`,
    templateValues: `${at}-template-values`,
  }
}

/** A field of each box that may be ticked: browsers send only those that are. */
export const boxOf = (
  of: 'channel' | 'locale' | 'province' | 'country' | 'phase' | 'without',
  value: string,
) => `${of}-${value}`

class Wrong extends Error {
  readonly mistake: Mistake
  constructor(mistake: Mistake) {
    super(mistake.label)
    this.mistake = mistake
  }
}
const wrong = (field: string, label: Label, values: Readonly<Record<string, string>> = {}): never => {
  throw new Wrong({ field, label, values })
}

/** `channels`: those that may be ticked. */
export function readDraft(
  typed: Typed,
  { zone, channels }: { readonly zone: Zone; readonly channels: readonly ChannelName[] },
): Reading {
  try {
    const topic = topics.find((each) => each === typed['topic']) ?? wrong('topic', 'campaign_bad_topic')
    const name = (typed['name'] ?? '').trim()
    if (name === '' || name.length > longestName) wrong('name', 'campaign_bad_name')
    const plan: CampaignPlan = {
      name,
      topic,
      audience: readAudience(typed, channels),
      hours: readHours(typed),
      // At most one a day is what people agree to (`subscribe.terms`).
      capDays: Math.max(1, numberIn(typed, 'cap-days') ?? 1),
      startAt: readStart(typed, zone),
      values: readValues(typed),
    }
    const texts = variants.flatMap((variant) =>
      locales.flatMap((locale) => readText(typed, variant, locale) ?? []),
    )
    return { ok: true, draft: { plan, texts } }
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, mistake: error.mistake }
    throw error
  }
}

function readAudience(typed: Typed, channels: readonly ChannelName[]): Audience {
  const ticked = <T extends string>(of: Parameters<typeof boxOf>[0], all: readonly T[]): readonly T[] =>
    all.filter((each) => typed[boxOf(of, each)] === 'yes')
  return {
    channels: ticked('channel', channels),
    locales: ticked('locale', locales),
    provinces: ticked('province', provinces),
    countries: ticked('country', destinations),
    phases: ticked('phase', phases),
    seenWithinDays: numberIn(typed, 'seen-days'),
    without: Object.keys(typed).flatMap((field) => {
      const [, id] = /^without-(\d{1,9})$/.exec(field) ?? []
      return id === undefined ? [] : [id as CampaignId]
    }),
  }
}

/** null: nothing was typed. */
function numberIn(typed: Typed, field: string): number | null {
  const written = (typed[field] ?? '').trim()
  if (written === '') return null
  const number = Number(written)
  return /^\d{1,4}$/.test(written) && number <= mostDays ? number : wrong(field, 'campaign_bad_number')
}

function readHours(typed: Typed): Hours | null {
  const [from = '', to = ''] = [typed['hours-from'], typed['hours-to']]
  if (from === '' && to === '') return null
  const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
  return isTime(from) && isTime(to) && from < to ? { from, to } : wrong('hours-from', 'campaign_bad_hours')
}

/** Typed in the officer's own zone. */
function readStart(typed: Typed, zone: Zone): Date | null {
  const written = typed['start'] ?? ''
  if (written === '') return null
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(written)
    ? Date.parse(`${written}:00+0${zones[zone].offset.slice(1)}:00`)
    : Number.NaN
  return Number.isNaN(at) ? wrong('start', 'campaign_bad_start') : new Date(at)
}

/** `name: value` on a line each. */
function readValues(typed: Typed): Readonly<Record<string, string>> {
  const lines = linesOf(typed['values'] ?? '')
  return Object.fromEntries(
    lines.map((line) => {
      const [, hole, value] = /^([a-z]\w{0,30})\s*:\s*(\S.*)$/i.exec(line) ?? []
      return hole === undefined || value === undefined
        ? wrong('values', 'campaign_bad_values', { line })
        : ([hole, value.trim()] as const)
    }),
  )
}

function readText(typed: Typed, variant: Variant, locale: Locale): CampaignText | null {
  const fields = fieldsOf(variant, locale)
  const text = plainLines(typed[fields.words] ?? '').trim()
  const choices = Array.from({ length: mostChoices }, (_, place) =>
    (typed[fields.choice(place)] ?? '').trim(),
  )
  const name = (typed[fields.template] ?? '').trim()
  const template: Template | null =
    name === ''
      ? null
      : {
          name,
          language: (typed[fields.templateLanguage] ?? '').trim() || locale,
          values: linesOf(typed[fields.templateValues] ?? ''),
        }
  const given = choices.filter((each) => each !== '')
  if (text === '' && given.length === 0 && template === null) return null
  if (text === '' || text.length > longestText)
    wrong(fields.words, 'campaign_bad_words', { language: locale })
  return { variant, locale, text, choices: given, template }
}

const plainLines = (text: string): string => text.replace(/\r\n?/g, '\n')
const linesOf = (text: string): readonly string[] =>
  plainLines(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** A draft as fields. */
export function typedOf({ plan, texts }: Draft, zone: Zone): Typed {
  const { name, topic, audience, hours, capDays, startAt, values } = plan
  const typed: Record<string, string> = {
    name,
    topic,
    'cap-days': String(capDays),
    'hours-from': hours?.from ?? '',
    'hours-to': hours?.to ?? '',
    'seen-days': audience.seenWithinDays === null ? '' : String(audience.seenWithinDays),
    start: startAt === null ? '' : inputTime(startAt, zone),
    values: Object.entries(values)
      .map(([hole, value]) => `${hole}: ${value}`)
      .join('\n'),
  }
  const tick = (of: Parameters<typeof boxOf>[0], chosen: readonly string[]): void => {
    for (const each of chosen) typed[boxOf(of, each)] = 'yes'
  }
  tick('channel', audience.channels)
  tick('locale', audience.locales)
  tick('province', audience.provinces)
  tick('country', audience.countries)
  tick('phase', audience.phases)
  tick('without', audience.without)
  for (const { variant, locale, text, choices, template } of texts) {
    const fields = fieldsOf(variant, locale)
    typed[fields.words] = text
    for (const [place, choice] of choices.entries()) typed[fields.choice(place)] = choice
    if (template === null) continue
    typed[fields.template] = template.name
    typed[fields.templateLanguage] = template.language
    typed[fields.templateValues] = template.values.join('\n')
  }
  return typed
}

/** As `<input type="datetime-local">` has it. None of the zones has a summer time. */
function inputTime(at: Date, zone: Zone): string {
  return new Date(at.getTime() + Number(zones[zone].offset) * 3_600_000).toISOString().slice(0, 16)
}

/** What a new campaign begins with: day hours, and one campaign a person in three days. */
export const fresh: Typed = {
  topic: 'scam-alerts',
  'hours-from': '08:00',
  'hours-to': '20:00',
  'cap-days': '3',
}
