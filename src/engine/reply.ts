/** What can be said: phrases and values, not text. Language and channel are applied when it is sent. */
import type { CampaignId, Locale } from './ids.ts'
import type { Media } from './inbound.ts'
import type { Phrase } from './phrases.ts'

export type Wording =
  /** From content/. */
  | Phrase
  /** By a reviewer, in the console. */
  | { readonly written: Readonly<{ id: string } & Partial<Record<Locale, string>>> }
  /** What officers wrote for a campaign: with the marks of content files, and holes for these values. */
  | { readonly campaign: string; readonly values: Readonly<Record<string, string>> }
  /** Data, such as an agency's name: shown as it is, never read as markup. */
  | { readonly verbatim: string }

export type Choice =
  /** `means` is what a tap does; it must be understandable without the state it was offered in. */
  | { readonly kind: 'press'; readonly means: string; readonly label: Wording }
  | { readonly kind: 'open'; readonly url: string; readonly label: Wording }

/** A picture made to be passed on: drawn when it is sent, where a channel takes such pictures. Whatever it says stands in
 * the reply's text too. */
export interface Card {
  readonly mood: CardMood
  /** Above the head, small. */
  readonly title: Wording
  /** The one thing it is about, such as a company's name. */
  readonly head: Wording
  /** What is to be said of it, in a few words; null: the body says it all. */
  readonly verdict: Wording | null
  readonly body: readonly [Wording, ...Wording[]]
  readonly foot: Wording
}
export type CardMood = 'listed' | 'warned' | 'not-listed' | 'lesson'

export interface CampaignShown {
  readonly id: CampaignId
  readonly choices: readonly string[]
  /** A PNG in base64, since it is kept sealed as JSON; null: none. */
  readonly picture: string | null
}

export interface Reply {
  /** One after another, each starting a new paragraph of the same message. */
  readonly body: readonly [Wording, ...Wording[]]
  /** At most one reply of a turn, the last, has choices. */
  readonly choices?: readonly Choice[]
  readonly image?: Media
  readonly card?: Card
  /** The body is what this campaign says: with its own choices and picture, as its recipients get it. */
  readonly campaign?: CampaignShown
}
