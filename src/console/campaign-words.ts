/** How topics, channels, languages, places and outcomes are called on the pages of campaigns. */
import type { CampaignStatus, Locale, RecipientOutcome, Topic } from '#engine'
import type { Label } from './labels.ts'
import type { ConsoleLocale } from './words.ts'

export const topicLabel = (topic: Topic): Label => `topic_${topic.replaceAll('-', '_')}` as Label

export const statusLabel = (kind: CampaignStatus['kind']): Label => `campaign_status_${kind}`

/** Why somebody gets nothing: a reason of the audience, or what a platform said. */
export const reasonLabel = (reason: string): Label => `left_${reason.replaceAll('-', '_')}` as Label

/** What became of a recipient, in words. Those that are tried again are one thing to an officer. */
export function outcomeLabel(outcome: RecipientOutcome): Label {
  const [group, why = ''] = outcome.split('.')
  if (group === 'skipped') return reasonLabel(why)
  if (group === 'failed') return `failed_${why.replaceAll('-', '_')}` as Label
  return `report_${group}` as Label
}

const brands: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  cloud: 'Cloud',
  web: 'Web',
}

/** `simulator-whatsapp-cloud` → `Simulator (WhatsApp Cloud)`: names of products, the same in every language. */
export function channelLabel(name: string): string {
  const [first = '', ...more] = name.split('-')
  const rest = more.map((each) => brands[each] ?? each).join(' ')
  return first === 'simulator' ? `Simulator (${rest})` : [brands[first] ?? first, rest].join(' ').trim()
}

/** Languages and countries as everybody who reads this language calls them (Unicode CLDR). */
function namesOf(locale: ConsoleLocale, type: 'language' | 'region'): Intl.DisplayNames {
  return new Intl.DisplayNames(locale, { type })
}
const names = {
  id: { language: namesOf('id', 'language'), region: namesOf('id', 'region') },
  en: { language: namesOf('en', 'language'), region: namesOf('en', 'region') },
} as const

export const languageLabel = (of: Locale, locale: ConsoleLocale): string =>
  names[locale].language.of(of) ?? of

export const countryLabel = (code: string, locale: ConsoleLocale): string =>
  names[locale].region.of(code.toUpperCase()) ?? code

/** `12.345` in Indonesian, `12,345` in English. */
export const amount = (count: number, locale: ConsoleLocale): string => count.toLocaleString(locale)

/** `3,4 %`. */
export const percent = (part: number, locale: ConsoleLocale): string =>
  part.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 })
