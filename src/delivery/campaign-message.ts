/** What a campaign says to somebody, made once for each language, text and channel: it is the same for many. */
import {
  type Abilities,
  type CampaignId,
  type CampaignText,
  type CampaignWords,
  campaignToken,
  type Fitted,
  type Locale,
  type Markup,
  plainText,
  type Speak,
  say,
  type Template,
  textFor,
  type Variant,
} from '#engine'
import { fit } from './fit.ts'

/** words/ provides it: the marks of content files, with these values in the holes. */
export type SpeakWritten = (text: string, values: Readonly<Record<string, string>>, locale: Locale) => Markup

export interface Saying {
  readonly speak: Speak
  readonly speakWritten: SpeakWritten
}

/** A campaign is one message: what would need several is refused before it begins, and here. */
export type CampaignMessage =
  | { readonly kind: 'message'; readonly message: Fitted; readonly locale: Locale }
  | { readonly kind: 'no-text' | 'too-long' }

/** The message of one text in one language, within a channel's limits. */
export function campaignMessage(
  {
    campaign,
    texts,
    picture,
  }: Omit<CampaignWords, 'campaign'> & {
    readonly campaign: { readonly id: CampaignId; readonly values: Readonly<Record<string, string>> }
  },
  {
    variant,
    locale,
    abilities,
  }: { readonly variant: Variant; readonly locale: Locale; readonly abilities: Abilities },
  { speak, speakWritten }: Saying,
): CampaignMessage {
  const own = textFor(texts, variant, locale)
  if (own === null) return { kind: 'no-text' }
  const [message, ...more] = fit(
    {
      text: speakWritten(own.text, campaign.values, own.locale),
      choices: own.choices.map((label, place) => ({ label, token: campaignToken(campaign.id, place) })),
      opener: plainText(speak(say('choices.open'), own.locale)),
      image: picture,
    },
    abilities,
  )
  return more.length === 0 ? { kind: 'message', message, locale: own.locale } : { kind: 'too-long' }
}

/** The template somebody of this language gets where free text may not be sent. */
export function campaignTemplate(
  texts: readonly CampaignText[],
  variant: Variant,
  locale: Locale,
): Template | null {
  return (
    textFor(
      texts.filter(({ template }) => template !== null),
      variant,
      locale,
    )?.template ?? null
  )
}
