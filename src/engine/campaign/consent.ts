/** Consent as what happened: asked, given, taken back. What holds now follows from it, so it can be proved. */
import type { Locale } from '../ids.ts'
import { type Topic, topics } from './topic.ts'

/** In the chat; in a list that was brought in with its proofs; by the platform, which says that they want no more. */
export type ConsentHow = 'chat' | 'import' | 'platform'

/** The words somebody agreed to. `words` are kept once, under their version and language. */
export interface ConsentText {
  /** Changes whenever the words do; of a list that was brought in, what names the list. */
  readonly version: string
  readonly locale: Locale
  readonly words: string
}

export type ConsentStep =
  /** The question was shown; nothing is allowed by it. */
  | { readonly kind: 'asked'; readonly topics: readonly Topic[]; readonly text: ConsentText }
  /** They said yes to that question. */
  | { readonly kind: 'given'; readonly topics: readonly Topic[]; readonly text: ConsentText }
  | { readonly kind: 'withdrawn'; readonly topics: readonly Topic[] | 'all' }
  | { readonly kind: 'paused'; readonly until: Date }
  | { readonly kind: 'resumed' }

export type ConsentEvent = ConsentStep & { readonly at: Date; readonly how: ConsentHow }

/** What holds after all that happened. */
export interface Consent {
  readonly topics: readonly Topic[]
  /** Nothing is sent before then; null: they did not ask for a pause. */
  readonly pausedUntil: Date | null
  /** The platform says that they want no more. A new yes in the chat ends it. */
  readonly blocked: boolean
}

export const noConsent: Consent = { topics: [], pausedUntil: null, blocked: false }

/** Folds one event into what held before it. Saying stop ends a pause too: there is nothing left to resume. */
export function consentAfter(before: Consent, event: ConsentEvent): Consent {
  switch (event.kind) {
    case 'asked':
      return before
    case 'given':
      return {
        topics: topics.filter((topic) => before.topics.includes(topic) || event.topics.includes(topic)),
        pausedUntil: null,
        blocked: event.how === 'chat' ? false : before.blocked,
      }
    case 'withdrawn': {
      const left = before.topics.filter((topic) => event.topics !== 'all' && !event.topics.includes(topic))
      return {
        topics: left,
        pausedUntil: left.length === 0 ? null : before.pausedUntil,
        blocked: before.blocked || event.how === 'platform',
      }
    }
    case 'paused':
      return { ...before, pausedUntil: event.until }
    case 'resumed':
      return { ...before, pausedUntil: null }
  }
}

/** What holds after these events, oldest first. */
export function consentFrom(events: readonly ConsentEvent[]): Consent {
  return events.reduce(consentAfter, noConsent)
}
