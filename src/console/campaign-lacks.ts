/** What a campaign still lacks before it may be proposed: words that cannot be read, holes without a value, choices that
 * differ, addresses that lead nowhere or astray, messages that are too long. */
import type {
  Abilities,
  CampaignText,
  ChannelName,
  Drawing,
  Fitted,
  FoundLink,
  LinkMark,
  Links,
  Locale,
  Variant,
} from '#engine'
import { checkWritten } from '../words/index.ts'
import type { Draft } from './campaign-form.ts'
import type { Label } from './labels.ts'

export interface CampaignChannel {
  readonly name: ChannelName
  readonly abilities: Abilities
}

/** As delivery makes it; rooms.ts hands it on. Throws for words that cannot be read. */
export type MakeMessage = (
  draft: Draft & { readonly picture: Drawing | null },
  how: { readonly variant: Variant; readonly locale: Locale; readonly abilities: Abilities },
) =>
  | { readonly kind: 'message'; readonly message: Fitted; readonly locale: Locale }
  | { readonly kind: 'no-text' | 'too-long' }

export interface Lack {
  readonly label: Label
  readonly values: Readonly<Record<string, string | number>>
}

interface Checking {
  readonly channels: readonly CampaignChannel[]
  readonly message: MakeMessage
  readonly links: Pick<Links, 'find'>
}

/** Empty: it may be proposed. */
export function lacksOf(draft: Draft & { readonly picture: Drawing | null }, kit: Checking): readonly Lack[] {
  const { texts } = draft
  const sources = ['a' as const, ...(texts.some(({ variant }) => variant === 'b') ? ['b' as const] : [])]
  const missing = sources
    .filter((variant) => !texts.some((text) => text.variant === variant && text.locale === 'id'))
    .map((variant): Lack => ({ label: 'lack_words', values: { variant: variant.toUpperCase() } }))
  return [...missing, ...texts.flatMap((text) => lacksOfText(text, draft, kit))]
}

/** `A · id` */
export const nameOfText = ({ variant, locale }: Pick<CampaignText, 'variant' | 'locale'>): string =>
  `${variant.toUpperCase()} · ${locale}`

function lacksOfText(
  own: CampaignText,
  draft: Draft & { readonly picture: Drawing | null },
  kit: Checking,
): readonly Lack[] {
  const text = nameOfText(own)
  const checked = checkWritten(own.text)
  if (!checked.ok) return [{ label: 'lack_marks', values: { text, line: checked.line, why: checked.why } }]
  const lacks: Lack[] = checked.holes
    .filter((hole) => !Object.hasOwn(draft.plan.values, hole))
    .map((hole) => ({ label: 'lack_value', values: { text, hole } }))
  const other = draft.texts.find(({ variant, locale }) => variant === own.variant && locale === 'id')?.choices
    .length
  if (other !== undefined && other !== own.choices.length)
    lacks.push({ label: 'lack_choices', values: { text, count: own.choices.length, other } })
  lacks.push(...lacksOfLinks(own.text, draft.plan.values, { text, links: kit.links }))
  for (const { name, abilities } of kit.channels) {
    const { variant, locale } = own
    if (kit.message(draft, { variant, locale, abilities }).kind === 'too-long')
      lacks.push({ label: 'lack_long', values: { text, channel: name } })
  }
  return lacks
}

const labelOfMark: Readonly<Record<LinkMark, Label>> = {
  'foreign-letters': 'lack_link_letters',
  disguised: 'lack_link_hides',
  'hides-site': 'lack_link_hides',
  'numbers-for-name': 'lack_link_site',
  'poses-as-state': 'lack_link_state',
}

/** Every address as a reader would open it. Without https a network on the way may change what it shows. */
function lacksOfLinks(
  words: string,
  values: Draft['plan']['values'],
  { text, links }: { readonly text: string; readonly links: Pick<Links, 'find'> },
): readonly Lack[] {
  const whole = [words, ...Object.values(values)].join('\n')
  const found = links.find(whole)
  // As far as it was written, not as far as it could be read.
  const written = ({ start }: FoundLink): string => wordAt(whole, start)
  const bad = found.flatMap((each): readonly Lack[] => {
    const link = written(each)
    if (each.reading.kind === 'refused') return [{ label: 'lack_link_site', values: { text, link } }]
    return each.reading.link.marks.map((mark) => ({ label: labelOfMark[mark], values: { text, link } }))
  })
  const plain = [...whole.matchAll(/http:\/\//gi)].map(
    ({ index }): Lack => ({ label: 'lack_link_plain', values: { text, link: wordAt(whole, index) } }),
  )
  // What begins like an address and was not found as one is misspelt: `https://tanyadulu,id`.
  const unread = [...whole.matchAll(/https?:\/\/|(?<![\w./])www\./gi)]
    .filter(({ index }) => !found.some(({ start, end }) => index >= start && index < end))
    .map(({ index }): Lack => ({ label: 'lack_link_site', values: { text, link: wordAt(whole, index) } }))
  return [...bad, ...plain, ...unread]
}

/** Up to the next space, without what ends a sentence. */
function wordAt(text: string, start: number): string {
  const [word = ''] = /^[^\s)]*/.exec(text.slice(start)) ?? []
  return word.replace(/[.,;:!?]+$/, '')
}
