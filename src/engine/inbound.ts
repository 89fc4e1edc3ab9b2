/** What can be heard: one neutral message, whatever the channel. Adapters make it; the engine reads it. */
import type { ChannelName, InboundId, Locale } from './ids.ts'

/** Where a chat is. `chat` is opaque to everyone but its own adapter. */
export interface Address {
  readonly channel: ChannelName
  readonly chat: string
}

export interface Inbound {
  readonly id: InboundId
  /** When the person sent it, by the platform's clock (UTC). */
  readonly at: Date
  readonly from: Address
  /** The sender's id on that channel; in a private chat usually the same as the chat. */
  readonly person: string
  /** Another id of the same person that the platform told in the same message, where people have a number and an id of
   * the platform's own. From then on either is recognised as the same contact. null: there may be one, and it was not
   * told; absent on a platform where people have one id. */
  readonly alias?: string | null
  /** The language the platform says the person uses, if it says one we speak. Only a hint. */
  readonly hint: Locale | null
  readonly setting: 'private' | 'group'
  /** In a group: mentioned, replied to, or commanded. Always true in private. */
  readonly addressed: boolean
  readonly forwarded: 'no' | 'once' | 'often'
  /** How it was passed on, where the platform tells more than that it was. */
  readonly passage?: Passage
  /** The channel or group it was said in, where the platform tells. */
  readonly venue?: Venue
  readonly body: Body
  /** The message this one replies to. */
  readonly quotes: Body | null
}

/** Where something was said to many. */
export interface Venue {
  /** In a channel only its owner speaks. */
  readonly kind: 'channel' | 'group'
  /** By which anybody finds it, without the @; null: it is not public. */
  readonly name: string | null
  /** Address of this message, where anybody can open it. */
  readonly post: string | null
}

/** How a message came to whoever passed it on. Kept as a fact; it identifies no recruiter, since a channel or group may
 * pass on the advertisements of many. */
export interface Passage {
  /** What first sent it; `hidden` is a person who does not let their name be shown. null: not told. */
  readonly from: 'person' | 'hidden' | 'group' | 'channel' | null
  /** Address of the post, where the channel is public. */
  readonly post: string | null
  /** How often it was passed on, where the platform counts. */
  readonly times: number | null
}

export type Body =
  /** A command such as `/cek PT Maju` arrives as text, with the bot's own @name taken off. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'press'; readonly token: string }
  | { readonly kind: 'media'; readonly media: Media; readonly caption: string }
  /** What was read on a picture or in a letter that came before: heard through the same door, with the same sender.
   * `text` is null when nothing could be read. */
  | {
      readonly kind: 'reading'
      readonly media: Media
      readonly caption: string
      readonly text: string | null
      /** Of the picture, 16 hex digits; null when it has none. */
      readonly fingerprint: string | null
      readonly refused: boolean
    }
  /** A contact card that was passed on. Numbers as the platform gives them. */
  | { readonly kind: 'card'; readonly name: string; readonly phones: readonly string[] }
  /** A place on the map, in degrees. `name` is that of a venue; empty for a bare place. */
  | {
      readonly kind: 'place'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
    }
  | { readonly kind: 'membership'; readonly change: 'joined' | 'left' | 'blocked' }
  /** Something we cannot open: `sticker`, `poll`, `location` … named in English, never shown to people. */
  | { readonly kind: 'unsupported'; readonly what: string }

export interface Media {
  readonly channel: ChannelName
  /** Opaque; only its own adapter can open it. */
  readonly key: string
  readonly type: 'image' | 'audio' | 'video' | 'file'
  /** Size in bytes, when the platform says it. */
  readonly bytes: number | null
}
