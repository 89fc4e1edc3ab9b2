/** What the Telegram adapter is given, and what it tells. */
import type { Locale } from '#engine'

export interface Command {
  /** `cek`, without the slash: 1 to 32 small letters, digits and underscores. */
  readonly command: string
  readonly description: string
}

export interface TelegramOptions {
  /** From @BotFather. */
  readonly token: string
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot?: string
  /** Where the world reaches this program; set, updates come by webhook. */
  readonly publicUrl?: string
  /** 1 to 256 letters, digits, `_` and `-`; made from the token when absent. */
  readonly webhookSecret?: string
  /** The menu of commands by language. Those in Indonesian are shown to everybody else too. */
  readonly commands: Readonly<Partial<Record<Locale, readonly Command[]>>>
  /** Campaign messages a second; 30 when absent, up to 1,000 with paid broadcasts. */
  readonly campaignPerSecond?: number
  readonly log: (event: TelegramEvent) => void
  /** Longest silence of a call, in ms; 15,000 when absent. */
  readonly answerWithinMs?: number
}

/** What an operator may want to know; no text, no person, no token in any of them. */
export type TelegramEvent =
  | { readonly kind: 'started'; readonly how: 'polling' | 'webhook'; readonly bot: number }
  | { readonly kind: 'stopped' }
  /** A call failed; `code` is Telegram's, or null when there was no answer. */
  | {
      readonly kind: 'call-failed'
      readonly call: string
      readonly code: number | null
      readonly error: string
    }
  /** A turn was not committed; the update will be heard again. */
  | {
      readonly kind: 'not-committed'
      readonly update: number | null
      readonly attempt: number
      readonly error: string
    }
  | { readonly kind: 'wrong-secret' }
