/** A campaign, and the only moves it can make. Whoever wrote it cannot be the second person who allows it. */
import { type Moved, moved, refused } from '../case/moved.ts'
import type { Template } from '../channel.ts'
import type { CampaignId, Locale, ReviewerId } from '../ids.ts'
import type { Audience } from './audience.ts'
import type { Hours } from './hours.ts'
import type { Topic } from './topic.ts'

export type CampaignStatus =
  | { readonly kind: 'draft' }
  /** Waits for another person; `recipients` is how many the dry run counted. */
  | { readonly kind: 'proposed'; readonly by: ReviewerId; readonly at: Date; readonly recipients: number }
  /** Begins at its time. `by` is who allowed it: for few recipients the one who proposed it. */
  | { readonly kind: 'approved'; readonly by: ReviewerId; readonly at: Date }
  | { readonly kind: 'sending'; readonly since: Date }
  /** `by` is null when it stopped itself. */
  | { readonly kind: 'paused'; readonly by: ReviewerId | null; readonly at: Date; readonly why: PauseReason }
  | { readonly kind: 'finished'; readonly at: Date }
  | { readonly kind: 'cancelled'; readonly by: ReviewerId; readonly at: Date }

/** `opt-outs`: too many left, or a fault of the platform looks as if they had. */
export type PauseReason = 'officer' | 'opt-outs'

export type CampaignAction =
  | { readonly kind: 'propose'; readonly by: ReviewerId; readonly recipients: number }
  | { readonly kind: 'approve' | 'send-back' | 'pause' | 'resume' | 'cancel'; readonly by: ReviewerId }
  /** Some who could not be reached are tried again. */
  | { readonly kind: 'retry'; readonly by: ReviewerId; readonly recipients: number }
  /** By itself: its time has come; too many leave; nobody is left. */
  | { readonly kind: 'begin' | 'brake' | 'finish' }

export type CampaignRefusal =
  | 'not-a-draft'
  | 'nobody'
  | 'nothing-proposed'
  | 'own-campaign'
  | 'too-early'
  | 'not-approved'
  | 'not-sending'
  | 'not-paused'
  | 'already-begun'
  | 'already-over'
  | 'nothing-to-retry'

/** Which of two texts somebody gets; a campaign with one text has `a` alone. */
export type Variant = 'a' | 'b'
export const variants: readonly Variant[] = ['a', 'b']

/** What a campaign says in one language. */
export interface CampaignText {
  readonly variant: Variant
  readonly locale: Locale
  /** As content files are written: blank lines, `-` items, `**bold**`, `_italic_`, links, `{holes}`. */
  readonly text: string
  /** Labels of the choices, in order; the same number in every language. */
  readonly choices: readonly string[]
  /** What may be sent where free text may not. */
  readonly template: Template | null
}

/** What is written before anybody allows it; it changes in a draft alone. */
export interface CampaignPlan {
  /** What officers call it; never sent. */
  readonly name: string
  readonly topic: Topic
  readonly audience: Audience
  /** Receivers' local hours; null: at any hour. */
  readonly hours: Hours | null
  /** Who got another campaign in so many days is left out; 0: nobody is. */
  readonly capDays: number
  /** Not before; null: as soon as it is allowed. */
  readonly startAt: Date | null
  /** What stands in the holes of its texts. */
  readonly values: Readonly<Record<string, string>>
}

export interface Campaign extends CampaignPlan {
  readonly id: CampaignId
  readonly author: ReviewerId
  readonly status: CampaignStatus
  /** How many it was planned for; null: not planned yet. */
  readonly recipients: number | null
}

/** What of a campaign says where it may go. */
export type Movable = Pick<Campaign, 'status' | 'author' | 'startAt'>

/** What an action makes of a campaign. More than `alone` recipients need another person's approval. */
export function moveCampaign(
  campaign: Movable,
  action: CampaignAction,
  { now, alone }: { readonly now: Date; readonly alone: number },
): Moved<CampaignStatus, CampaignRefusal> {
  const { status, author, startAt } = campaign
  switch (action.kind) {
    case 'propose': {
      const { by, recipients } = action
      if (status.kind !== 'draft') return refused('not-a-draft')
      if (recipients === 0) return refused('nobody')
      return moved(
        recipients > alone
          ? { kind: 'proposed', by, at: now, recipients }
          : { kind: 'approved', by, at: now },
      )
    }
    case 'approve':
      if (status.kind !== 'proposed') return refused('nothing-proposed')
      if (action.by === author || action.by === status.by) return refused('own-campaign')
      return moved({ kind: 'approved', by: action.by, at: now })
    case 'send-back':
      if (status.kind === 'proposed' || status.kind === 'approved') return moved({ kind: 'draft' })
      return refused(status.kind === 'draft' ? 'nothing-proposed' : 'already-begun')
    case 'begin':
      if (status.kind !== 'approved') return refused('not-approved')
      if (startAt !== null && startAt > now) return refused('too-early')
      return moved({ kind: 'sending', since: now })
    case 'pause':
      if (status.kind !== 'sending') return refused('not-sending')
      return moved({ kind: 'paused', by: action.by, at: now, why: 'officer' })
    case 'brake':
      if (status.kind !== 'sending') return refused('not-sending')
      return moved({ kind: 'paused', by: null, at: now, why: 'opt-outs' })
    case 'resume':
      return status.kind === 'paused' ? moved({ kind: 'sending', since: now }) : refused('not-paused')
    case 'finish':
      return status.kind === 'sending' ? moved({ kind: 'finished', at: now }) : refused('not-sending')
    case 'cancel':
      if (status.kind === 'finished' || status.kind === 'cancelled') return refused('already-over')
      return moved({ kind: 'cancelled', by: action.by, at: now })
    case 'retry':
      if (status.kind !== 'finished' && status.kind !== 'paused' && status.kind !== 'sending')
        return refused(status.kind === 'cancelled' ? 'already-over' : 'not-sending')
      if (action.recipients === 0) return refused('nothing-to-retry')
      // A pause stays a pause: whoever made it ends it.
      return moved(status.kind === 'finished' ? { kind: 'sending', since: now } : status)
  }
}

/** What somebody of this language gets; who has no text of their own gets the Indonesian one. */
export function textFor(
  texts: readonly CampaignText[],
  variant: Variant,
  locale: Locale,
): CampaignText | null {
  const own = texts.filter((text) => text.variant === variant)
  return own.find((text) => text.locale === locale) ?? own.find((text) => text.locale === 'id') ?? null
}

/** Which of two texts a subscriber gets: always the same one in a campaign, half of the people each, and in another
 * campaign another half. `db/audience.ts` says the same in SQL. */
export function variantFor(campaign: CampaignId, subscriber: number): Variant {
  const mixed = (BigInt(subscriber) * 2_654_435_761n + BigInt(campaign) * 2_246_822_519n) & 0xffff_ffffn
  return variants[Number(mixed >> 31n)] ?? 'a'
}
