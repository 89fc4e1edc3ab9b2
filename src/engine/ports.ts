/** All the engine asks of the outside, on one page. */
import type { Mention, Verdict } from './agency/verdict.ts'
import type { Burst } from './burst.ts'
import type { SubscriberSeen } from './campaign/seen.ts'
import type { Finding } from './case/case.ts'
import type { Indicator } from './case/indicators.ts'
import type { Ruling, TakedownStep } from './case/ruling.ts'
import type { Markup, SendOutcome } from './channel.ts'
import type { Offered, State, Turn } from './conversation.ts'
import type { AgencyId, ChannelName, ContactId, Day, DeliveryId, EvidenceId, Locale } from './ids.ts'
import type { Address, Inbound, Media } from './inbound.ts'
import type { InboxThread } from './officers.ts'
import type { Reply, Wording } from './reply.ts'
import type { Warned } from './steps/group.ts'

/** A snapshot in memory of what is known; replaced as a whole when a list is imported. Pure and synchronous. */
export interface Knowledge {
  /** Date of the current list. */
  readonly asOf: Day
  /** How many agencies are on the current list. */
  readonly listed: number
  /** Agencies named anywhere in a message, in order of appearance. Empty when it names none. */
  read(text: string): readonly Mention[]
  /** The whole text is a name: we had asked for one. */
  judge(name: string): Verdict
  /** A candidate that was chosen; null when a newer list no longer has it. */
  recall(id: AgencyId): Verdict | null
}

/** What is remembered of the person and the chat a message came from. */
export interface Remembered {
  readonly contact: ContactId
  /** Chosen, or taken from how the person writes; null before the first answer. */
  readonly locale: Locale | null
  /** When the purpose and privacy text was shown; null: never, this is a first contact. */
  readonly introduced: Date | null
  /** First and latest message (UTC). `latest` is the one before this. */
  readonly since: Date
  readonly latest: Date | null
  /** Number of this turn in this conversation, from 1. Tokens are made of it. */
  readonly turn: number
  /** Their latest reports, newest first; at most twenty. */
  readonly reports: readonly ReportSeen[]
  /** Whether they wish news of their reports; null: they were not asked yet. */
  readonly news: boolean | null
  /** How many agencies they wish to hear of. */
  readonly follows: number
  /** What campaigns may be sent to them; null: they never agreed to any. */
  readonly subscriber: SubscriberSeen | null
  /** What officers decided about identifiers of this very message. */
  readonly rulings: readonly Ruling[]
  /** What the officers have of this conversation; null: nothing, or it is closed. */
  readonly inbox: InboxThread | null
  readonly state: State
  /** Pictures of theirs that are being read. */
  readonly burst?: Burst | null
  /** The latest few sets of choices, newest first. */
  readonly offered: readonly Offered[]
}

/** A report as its reporter may see it. */
export interface ReportSeen {
  readonly number: number
  readonly at: Date
  /** Once officers decided: their finding, and then what became of asking to take it down. */
  readonly status: 'waiting' | 'checking' | Finding | TakedownStep
  /** When officers decided; null: not yet. */
  readonly decided: Date | null
}

/** One transaction a turn; the conversation is locked while `think` runs. */
export interface Memory {
  /** `seeks`: identifiers in the message, to recall what was decided about them. */
  turn(
    inbound: Inbound,
    think: (known: Remembered) => Turn,
    seeks?: readonly Indicator[],
  ): Promise<'done' | 'seen-before'>
}

/** Groups that are warned of dangerous advertisements. Nothing of their members is kept. */
export interface Groups {
  /** Whether whoever wrote this administers the group; null: the channel does not tell, or not now. */
  administers(inbound: Inbound): Promise<boolean | null>
  /** Whether an administrator asked for it. */
  guards(group: Address): Promise<boolean>
  /** Queues the warning, unless the group was warned of one of `marks` within a day, or is not guarded any more. What is not
   * dangerous by itself is warned of only if officers found one of `marks` to be illegal recruitment. */
  warn(group: Address, warned: Warned): Promise<'warned' | 'silent'>
}

/** Why a delivery exists; gives its rank: answers, the bot's and an officer's, before all else. */
export type Cause = { readonly kind: 'turn' | 'officer' | 'report-news' | 'agency-news' | 'post' | 'test' }

export interface Delivery {
  readonly id: DeliveryId
  readonly to: Address
  readonly reply: Reply
  readonly locale: Locale
  /** Number of the turn that offered the reply's choices. */
  readonly turn: number
  readonly cause: Cause
  /** How often it was tried before this time. */
  readonly attempts: number
  /** Of a reply that needs several messages, how many have arrived already. */
  readonly partsSent: number
  /** By this process's clock, whatever the store's says. */
  readonly createdAt: Date
  /** Names the message it answers, in logs; absent: it answers none. */
  readonly trace?: string
  /** Another process had it and never said what became of it: it may arrive a second time. */
  readonly lapsed?: true
}

export interface Skipped {
  readonly kind: 'skipped'
  /** `unsure`: it may have arrived, and must not arrive twice. */
  readonly why: 'too-old' | 'blocked' | 'forgotten' | 'unsure'
}

/** What became of a delivery in one try. */
export type Settlement = SendOutcome | Skipped

/** A try to be written down. */
export interface Settling {
  readonly id: DeliveryId
  readonly outcome: Settlement
  /** Messages of this reply that have arrived, so that a later try sends only the others. */
  readonly partsSent: number
}

/** One delivery of a chat at a time, in order. */
export interface Outbox {
  /** Takes up to `most` deliveries that are due on these channels; each is leased to the caller. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly Delivery[]>
  settle(settlings: readonly Settling[]): Promise<void>
}

/** A message whose picture or letter is to be read. */
export interface ToRead {
  readonly id: string
  readonly inbound: Omit<Inbound, 'body' | 'quotes'>
  readonly media: Media
  readonly caption: string
  /** How often it was tried before. */
  readonly attempts: number
}

export interface Readings {
  /** Takes up to `most` that are due on these channels, leased to the caller. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly ToRead[]>
  /** Still at work on it: the lease begins anew. */
  renew(id: string): Promise<void>
  /** null: it is done. Otherwise it is tried again after so many ms. */
  settle(id: string, againAfterMs: number | null): Promise<void>
}

/** A file of a report, to be kept as it was received. */
export interface ToKeep {
  readonly id: EvidenceId
  readonly media: Media
  /** How often it was tried before. */
  readonly attempts: number
}

/** Why the bytes of a file are not there: larger than one file may be, more than a case may have, or no longer to be had
 * from the platform. */
export type Lost = 'too-big' | 'too-much' | 'gone'

export interface Keeping {
  /** Takes up to `most` that are due on these channels, leased to the caller. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly ToKeep[]>
  /** Still at work on it: the lease begins anew. */
  renew(id: EvidenceId): Promise<void>
  /** Keeps the bytes; `type` is their media type by the first of them. */
  keep(id: EvidenceId, file: { readonly bytes: Uint8Array; readonly type: string }): Promise<void>
  /** It is tried again after so many ms, or given up. */
  settle(id: EvidenceId, how: { readonly againAfterMs: number } | { readonly lost: Lost }): Promise<void>
}

/** words/ provides it; rooms.ts hands it to delivery/. */
export type Speak = (wording: Wording, locale: Locale) => Markup
