/** What an adapter is. The limits of a platform are data; `delivery/fit.ts` alone applies them. */
import type { ChannelName, DeliveryId } from './ids.ts'
import type { Address, Inbound, Media } from './inbound.ts'
import type { CardMood } from './reply.ts'

export type Span =
  | { readonly kind: 'plain' | 'bold' | 'italic'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }

export interface Block {
  readonly kind: 'paragraph' | 'item'
  readonly spans: readonly Span[]
}

/** Formatted text as a tree: five marks, no strings to escape. */
export type Markup = readonly Block[]

/** A card in one language, ready to be drawn. */
export interface SpokenCard {
  readonly mood: CardMood
  readonly title: Markup
  readonly head: Markup
  readonly verdict: Markup
  readonly body: Markup
  readonly foot: Markup
}

/** A picture made here, which no platform has yet. */
export interface Drawing {
  readonly bytes: Uint8Array
  readonly mime: 'image/png'
}

/** cards/ provides it; rooms.ts hands it to delivery/. null: too many wait to be drawn. */
export type Draw = (card: SpokenCard) => Promise<Drawing | null>

/** What a channel can do, in numbers. Each adapter's `abilities.ts` cites the page a number comes from. */
export interface Abilities {
  /** Longest text of one message, in UTF-16 units: never fewer than what the platform counts. */
  readonly textLimit: number
  /** Longest text beside a picture, in UTF-16 units. */
  readonly captionLimit: number
  /** null: no buttons, choices become a numbered menu in the text. `labelLimit` in UTF-16 units. */
  readonly buttons: {
    readonly most: number
    readonly labelLimit: number
    readonly links: boolean
    /** Longest text over buttons, in UTF-16 units, where they are a kind of message of their own, which then has no
     * picture. Absent: any text, and any caption, may have buttons. */
    readonly textLimit?: number
  } | null
  readonly images: boolean
  /** Also pictures that we drew ourselves. Absent: only those the platform has already. */
  readonly drawings?: boolean
  /** How long after a person's last message free text may be sent, and what may be sent later. null: always. */
  readonly window: {
    readonly ms: number
    readonly after: 'template' | 'nothing'
    /** Most different people who may be written to after it, in any 24 hours. Absent: any number. */
    readonly people?: number
  } | null
  /** Most messages that may be on their way at once, so that one refusal stops all. */
  readonly inFlight: number
  /** How campaigns may be sent, over all processes together. Absent: not at all. */
  readonly bulk?: {
    /** Most messages a second, to different people. */
    readonly perSecond: number
    /** Answers count towards it too. */
    readonly countsAnswers: boolean
    /** Most of them on their way at once from one process; also the most that a kill leaves unknown. */
    readonly inFlight: number
  }
}

/** An approved template: on some channels the only thing that may be sent when the window is closed. */
export interface Template {
  readonly name: string
  /** As the account has it: `id`, `en`, `en_US`. */
  readonly language: string
  /** Values of {{1}}, {{2}} … in the body. */
  readonly values: readonly string[]
}

export type Button = { readonly label: string } & ({ readonly token: string } | { readonly url: string })

declare const fitted: unique symbol
/** A message within its channel's limits. Made only by `delivery/fit.ts`. */
export interface Fitted {
  readonly [fitted]: true
  readonly text: Markup
  readonly buttons: readonly Button[]
  /** What a button says that opens a list of the others, where a channel hides many behind one. */
  readonly opener: string
  readonly image: Media | Drawing | null
}

export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** Try again. `throttled` holds the whole channel for `afterMs`; `unreachable` only this delivery. `perhapsSent`: the
   * line broke after the platform may have taken it; what must never arrive twice is not tried again. */
  | {
      readonly kind: 'later'
      readonly why: 'throttled' | 'unreachable'
      readonly afterMs: number
      readonly perhapsSent?: true
    }
  /** Never again. `detail` is the platform's own words, without text, number or token. `optOut`: by its words the person
   * wants nothing more from us; `blocked` alone may have other reasons. */
  | {
      readonly kind: 'refused'
      readonly why: 'blocked' | 'no-such-chat' | 'window-closed' | 'malformed'
      readonly detail: string
      readonly optOut?: true
    }

/** Resolves once the turn is committed; rejects when it was not, and the adapter must hear it again. */
export type Hear = (inbound: Inbound) => Promise<void>
/** Answers HTTP requests under `path` (and below it), web-standard, so that no adapter knows the framework. */
export type Mount = (path: string, answer: (request: Request) => Promise<Response>) => void

export interface Adapter {
  readonly name: ChannelName
  readonly abilities: Abilities
  /** Begin hearing. Throws ConfigError when the platform refuses us (wrong token). */
  start(hear: Hear, mount: Mount): Promise<void>
  /** Hear nothing more; turns begun are finished. Sending still works afterwards. */
  stop(): Promise<void>
  /** Works with or without `start`. Never throws for what the platform answers: that is an outcome. `delivery` is given
   * to a platform that tells it again with what became of the message. */
  send(to: Address, message: Fitted, about?: { readonly delivery: DeliveryId }): Promise<SendOutcome>
  /** Where `abilities.window` asks for it. */
  sendTemplate?(
    to: Address,
    template: Template,
    about?: { readonly delivery: DeliveryId },
  ): Promise<SendOutcome>
  /** Whether somebody, by their id on the channel, administers a group. Absent: the channel does not tell. Throws when it cannot
   * be asked now. */
  administers?(group: Address, person: string): Promise<boolean>
  /** The bytes behind a `Media.key`. Throws when the platform has them no more. */
  fetchMedia(media: Media): Promise<Uint8Array>
}
