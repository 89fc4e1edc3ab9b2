/** Somebody who agreed elsewhere, as a list brings them in. */
import type { ChannelName, Locale } from '../ids.ts'
import type { Topic } from './topic.ts'
import type { Whereabouts } from './zones.ts'

export interface IncomingSubscriber {
  readonly channel: ChannelName
  /** Their chat, which on every channel is their own id. */
  readonly chat: string
  readonly locale: Locale
  /** At least one. */
  readonly topics: readonly Topic[]
  readonly whereabouts: Whereabouts
  /** The proof. */
  readonly consent: {
    readonly at: Date
    /** Where they agreed. */
    readonly source: string
    /** To which words. */
    readonly words: string
    /** What the list calls these words; may be empty. */
    readonly version: string
  }
}
