/** What travels between the page and the adapter, in both directions. Types only: both sides are compiled against it. */
import type { Button, Locale, Markup } from '#engine'

/** Whose abilities the phone wears. */
export type Costume = 'telegram' | 'whatsapp-web' | 'whatsapp-cloud'
export const costumes: readonly Costume[] = ['telegram', 'whatsapp-web', 'whatsapp-cloud']

export type Forwarded = 'no' | 'once' | 'often'

/** What a person can do on the phone. `other` is what the bot cannot open: a sticker. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  /** `label` is only for the page: what the button said when it was tapped. */
  | { readonly kind: 'press'; readonly token: string; readonly label: string }
  | { readonly kind: 'media'; readonly caption: string }
  | { readonly kind: 'card'; readonly name: string; readonly phones: readonly string[] }
  /** In degrees. */
  | {
      readonly kind: 'place'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
    }
  | { readonly kind: 'membership'; readonly change: 'joined' | 'left' | 'blocked' }
  | { readonly kind: 'other'; readonly what: string }

/** One thing sent from the page. A picture or file comes beside it, as the part `file` of a form. */
export interface Post {
  /** Made by the page, once a message: sending the same again can change nothing. */
  readonly id: string
  readonly costume: Costume
  readonly person: string
  /** null: a private chat, whose address is the person. */
  readonly group: string | null
  readonly hint: Locale | null
  readonly forwarded: Forwarded
  /** In a group: the bot was mentioned. */
  readonly addressed: boolean
  /** The line this one replies to. */
  readonly quotes: string | null
  readonly said: Said
}

/** A file that can be shown or fetched. `url` is below the page's own address; null when it is gone. */
export interface Attached {
  readonly url: string | null
  readonly type: 'image' | 'audio' | 'video' | 'file'
  readonly name: string
  readonly bytes: number | null
}

interface Anything {
  readonly id: string
  /** Place in the chat: a later line has a greater number. */
  readonly order: number
  /** UTC, ISO 8601. */
  readonly at: string
}

export interface BotLine extends Anything {
  readonly by: 'bot'
  readonly text: Markup
  readonly buttons: readonly Button[]
  readonly image: Attached | null
}

export interface PersonLine extends Anything {
  readonly by: 'person'
  readonly person: string
  /** The id of the post it came with. */
  readonly post: string
  /** `hearing`: a turn is under way. `retrying`: it failed and will be tried again by itself. */
  readonly state: 'hearing' | 'heard' | 'retrying'
  /** How often it was delivered: 2 and more after "deliver again". */
  readonly deliveries: number
  readonly forwarded: Forwarded
  readonly addressed: boolean
  readonly quotes: string | null
  readonly said: Said
  readonly attached: Attached | null
}

/** One line of a chat. A line that changes is sent again whole, under the same id. */
export type Line = BotLine | PersonLine
