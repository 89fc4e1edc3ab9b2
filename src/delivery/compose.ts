/** A reply in a language: its paragraphs joined, its choices labelled and given tokens. */
import {
  type CampaignShown,
  type Card,
  campaignToken,
  type Drawing,
  type Fitted,
  type Locale,
  type Markup,
  plainText,
  type Reply,
  type Speak,
  type SpokenCard,
  say,
  type Wording,
} from '#engine'

export type LabelledChoice = { readonly label: string } & (
  | { readonly token: string }
  | { readonly url: string }
)

/** What is to be said, before any channel's limits are applied. */
export interface Composed {
  readonly text: Markup
  readonly choices: readonly LabelledChoice[]
  /** For the button that opens a list of the choices, where a channel needs one. */
  readonly opener: string
  readonly image: Fitted['image']
  readonly card: SpokenCard | null
}

/** Speaks a reply in one language. `turn` is the turn that offers its choices. */
export function compose(
  reply: Reply,
  how: { readonly locale: Locale; readonly speak: Speak; readonly turn: number },
): Composed {
  const { locale, speak, turn } = how
  const offered = (reply.choices ?? []).map((choice, index) => {
    const label = plainText(speak(choice.label, locale))
    return choice.kind === 'open' ? { label, url: choice.url } : { label, token: tokenOf(turn, index) }
  })
  return {
    text: reply.body.flatMap((wording) => speak(wording, locale)),
    choices: reply.campaign === undefined ? offered : campaignChoices(reply.campaign),
    opener: plainText(speak(say('choices.open'), locale)),
    image: reply.image ?? pictureOf(reply.campaign),
    card: reply.card === undefined ? null : speakCard(reply.card, (wording) => speak(wording, locale)),
  }
}

/** As those of the campaign's own messages. */
const campaignChoices = ({ id, choices }: CampaignShown): readonly LabelledChoice[] =>
  choices.map((label, place) => ({ label, token: campaignToken(id, place) }))

const pictureOf = (shown: CampaignShown | undefined): Drawing | null =>
  shown === undefined || shown.picture === null
    ? null
    : { bytes: Buffer.from(shown.picture, 'base64'), mime: 'image/png' }

function speakCard(card: Card, speak: (wording: Wording) => Markup): SpokenCard {
  return {
    mood: card.mood,
    title: speak(card.title),
    head: speak(card.head),
    verdict: card.verdict === null ? [] : speak(card.verdict),
    body: card.body.flatMap(speak),
    foot: speak(card.foot),
  }
}

/** A tap's token: turn in base 36, a dot, the choice's place. A few bytes; Telegram allows 64. */
export function tokenOf(turn: number, index: number): string {
  return `${turn.toString(36)}.${index}`
}
