/** The conversation as values: where it is, what was meant, what one turn changes. */
import type { CountryCode } from './ad/places.ts'
import type { Ads } from './ad/reading.ts'
import type { AdJudgement } from './ad/signs.ts'
import type { AgencyTold } from './agency/told.ts'
import type { Verdict } from './agency/verdict.ts'
import type { Burst } from './burst.ts'
import type { ConsentStep } from './campaign/consent.ts'
import type { Topic } from './campaign/topic.ts'
import type { Whereabouts } from './campaign/zones.ts'
import type { Fact } from './case/facts.ts'
import type { Indicator } from './case/indicators.ts'
import type { Contact, Place } from './contacts.ts'
import type { AgencyId, CampaignId, Locale } from './ids.ts'
import type { Inbound, Media, Passage } from './inbound.ts'
import type { Officers } from './officers.ts'
import type { Knowledge, Remembered } from './ports.ts'
import type { Choice, Reply, Wording } from './reply.ts'
import type { Answer } from './steps/answer.ts'
import type { Reader } from './understand/reader.ts'
import type { Danger, Intent } from './understand.ts'

/** What a message is about. Counted, printed by `say --jsonl`, and never renamed. */
export type IntentName =
  | 'greeting'
  | 'thanks'
  | 'help'
  | 'agency_check'
  | 'report_ad'
  | 'report_status'
  | 'emergency'
  | `learn.${
      | 'legal_steps'
      | 'documents'
      | 'visa'
      | 'costs'
      | 'contract'
      | 'countries'
      | 'rights'
      | 'insurance'
      | 'money'
      | 'return'
      | 'scams'
      | 'trafficking'}`
  | 'subscribe'
  | 'unsubscribe'
  | 'language'
  | 'privacy_delete'
  | 'privacy_export'
  | 'human'
  | 'hotline'
  | 'unknown'

/** Where a conversation stands. Stored as versioned JSON; what cannot be read becomes `idle`. */
export type State =
  | { readonly at: 'idle' }
  /** We asked for the agency's name; the next message is one. */
  | { readonly at: 'agency.name' }
  /** We asked which of these names was meant. */
  | { readonly at: 'agency.which'; readonly query: string; readonly candidates: readonly AgencyId[] }
  /** We asked whether to forget everything. */
  | { readonly at: 'privacy.confirm' }
  /** Somebody is in danger: the place is what they told, kept here alone and used for a day. */
  | {
      readonly at: 'urgent'
      readonly danger: Danger
      readonly who: 'self' | 'other'
      readonly place: Place | null
      readonly discreet: boolean
    }
  /** We asked whether the officers may have what was passed on; `facts` were told meanwhile. */
  | { readonly at: 'ad.confirm'; readonly ads: readonly PassedOn[]; readonly facts: readonly Fact[] }
  /** We asked what happened and for proof: what comes next may be what a report is made of. */
  | { readonly at: 'report.tell' }
  /** We asked whether they wish to hear what becomes of their reports. */
  | { readonly at: 'news.ask' }
  /** We showed what somebody would agree to, and asked for a yes. */
  | { readonly at: 'subscribe.confirm'; readonly topics: readonly Topic[] }
  /** We asked the first of these about themselves. */
  | { readonly at: 'profile.ask'; readonly asks: readonly [keyof Whereabouts, ...(keyof Whereabouts)[]] }

/** An advertisement that somebody passed on, kept until they say whether the officers may have it. */
export interface PassedOn {
  readonly text: string
  /** Fingerprints of the pictures it came with (16 hex digits each). */
  readonly posters: readonly string[]
  readonly media: Media | null
  readonly forwarded: Inbound['forwarded']
  /** What was told in another way than in words; `text` says it in words. */
  readonly told?: 'card' | 'place'
  /** When it was sent, by the platform's clock, and when it was heard, by ours: ISO 8601, UTC. Absent in what an older
   * release asked about. */
  readonly at?: { readonly sent: string; readonly received: string }
  readonly passage?: Passage
}

/** The same once it is reported, with what was found in it. */
export interface ReportedAd extends PassedOn {
  readonly level: AdJudgement['level']
  /** Names of the signs, gravest first. */
  readonly signs: readonly string[]
  readonly indicators: readonly Indicator[]
  /** Where it says the work is. */
  readonly countries: readonly CountryCode[]
  /** Firms it names, as `agencyNames` writes them. */
  readonly agencies: readonly string[]
}

/** What a turn found in an advertisement; printed by `say --jsonl`, never counted with its values. */
export interface AdSeen {
  readonly level: AdJudgement['level']
  readonly signs: readonly string[]
  readonly indicators: readonly Pick<Indicator, 'kind' | 'value'>[]
  readonly agencies: readonly string[]
}

/** What a turn does beside speaking. */
export type Effect =
  /** A picture or letter is to be read; its reading is heard through the same door. */
  | { readonly kind: 'read-media' }
  /** A report for the officers, under the number the person was told. */
  | {
      readonly kind: 'file-report'
      readonly number: number
      readonly ads: readonly ReportedAd[]
      readonly facts: readonly Fact[]
    }
  /** Told later about a report of theirs. */
  | { readonly kind: 'add-facts'; readonly number: number; readonly facts: readonly Fact[] }
  /** Whether news of their reports may be sent to this chat. */
  | { readonly kind: 'report-news'; readonly wished: boolean }
  /** They wish to hear when this agency's standing is no longer what they were told. */
  | { readonly kind: 'follow-agency'; readonly name: string; readonly told: AgencyTold }
  /** Nothing is sent by ourselves any more. */
  | { readonly kind: 'no-news' }
  /** What they agreed to be sent by campaigns, or took back. */
  | { readonly kind: 'consent'; readonly steps: readonly ConsentStep[] }
  /** All that is to be known of where they are. */
  | { readonly kind: 'whereabouts'; readonly told: Whereabouts }
  /** They said that they are, or are not, under 18. */
  | { readonly kind: 'age'; readonly minor: boolean }
  /** What they chose under a campaign. */
  | { readonly kind: 'campaign-answer'; readonly campaign: CampaignId; readonly choice: number }
  | { readonly kind: 'locale'; readonly locale: Locale }
  /** The purpose and privacy text was shown. */
  | { readonly kind: 'introduced'; readonly version: string }
  | { readonly kind: 'forget-contact' }
  /** The person blocked or removed the bot: nothing more may be sent to this chat. */
  | { readonly kind: 'close-chat' }
  /** Whether this group is warned of dangerous advertisements. */
  | { readonly kind: 'guard-group'; readonly on: boolean }
  /** An urgent case for the officers; once more, with its country, when that is told later. */
  | { readonly kind: 'urgent'; readonly danger: Danger; readonly country: Place | null }
  /** A conversation for the officers, or one that is there already asked for once more. */
  | { readonly kind: 'open-inbox' }
  /** This message is kept for the officers. `noted`: the person was told so. */
  | { readonly kind: 'to-officers'; readonly noted: boolean }
  /** No officer answered for so long that the bot speaks again. */
  | { readonly kind: 'lapse-inbox' }
  /** The person has done with the officers. */
  | { readonly kind: 'close-inbox' }
  /** An officer's own chat, if this is the code that was given to one. */
  | { readonly kind: 'officer-chat'; readonly code: string }

/** What is counted; never any text. */
export type Outcome =
  | `agency.${Verdict['kind']}`
  | 'agency.asked'
  | 'menu'
  | 'learn'
  | 'help'
  | 'urgent'
  | 'officer'
  | 'language'
  | 'privacy'
  | 'unclear'
  | 'old-button'
  | `ad.${AdJudgement['level'] | 'reading' | 'unread'}`
  | `report.${'filed' | 'declined' | 'too-many' | 'status' | 'added'}`
  | 'ruling'
  | 'guard'
  | 'news'
  | `subscribe.${'topics' | 'asked' | 'given' | 'declined' | 'refused' | 'stopped' | 'paused' | 'profile'}`
  | 'campaign.answered'
  | 'silent'
  | 'fault'

export interface Turn {
  readonly next: State
  readonly replies: readonly Reply[]
  readonly effects: readonly Effect[]
  readonly outcome: Outcome
  /** The language the replies are spoken in. */
  readonly locale: Locale
  readonly intent: IntentName
  /** The danger that was heard. */
  readonly urgent?: Danger
  /** What was asked beside or beyond the intent: lessons, as intents. */
  readonly topics?: readonly IntentName[]
  /** Every agency judged in this turn, in the order named. */
  readonly verdicts: readonly Verdict[]
  /** The advertisement of this turn, if it was about one. */
  readonly ad?: AdSeen
  /** The pictures that are being read from now on; null: none. Absent: as before. */
  readonly burst?: Burst | null
}

/** All a step may know: it is synchronous and has no port that waits. */
export interface Kit {
  readonly now: Date
  readonly inbound: Inbound
  readonly known: Remembered
  readonly knowledge: Knowledge
  /** Offices that help; none that was found dead. */
  readonly contacts: readonly Contact[]
  /** null: no officer is there to answer. */
  readonly officers: Officers | null
  /** Whether whoever wrote this administers the group, where that was asked; null: the channel does not tell. */
  readonly administers?: boolean | null
  /** What it learned from how people say things. */
  readonly reader: Reader
  readonly ads: Ads
  /** A number of eight digits for a new report, not easily guessed. */
  readonly draw: () => number
  /** What a wording looks like as plain letters: to recognise a label that was typed instead of tapped. */
  readonly spell: (wording: Wording, locale: Locale) => string
  /** A list older than this many days says so in every answer. */
  readonly listMaxAgeDays: number
}

/** One state's answer to one intent: pure and synchronous, so that a turn is one short transaction. */
export type Step<S extends State> = (state: S, intent: Intent, kit: Kit) => Answer
/** Total over State: a state without its step does not compile. */
export type Steps = { readonly [At in State['at']]: Step<Extract<State, { readonly at: At }>> }

/** Choices put before a person in one turn; a tap or a number refers to them. */
export interface Offered {
  readonly turn: number
  readonly choices: readonly Choice[]
}
