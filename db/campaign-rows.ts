/** Campaigns as they are stored, with their words and picture: read by those who write them, send them and count them. */
import type {
  Audience,
  Campaign,
  CampaignId,
  CampaignStatus,
  Hours,
  PauseReason,
  ReviewerId,
  Topic,
} from '#engine'
import { ms, prepared } from './statements.ts'

/** A campaign as it is stored. */
export interface Row {
  readonly id: CampaignId
  readonly name: string
  readonly topic: Topic
  readonly author: ReviewerId
  readonly audience: Audience
  readonly hours: Hours | null
  readonly cap_days: number
  readonly start_ms: number | null
  readonly values: Readonly<Record<string, string>>
  readonly status: CampaignStatus['kind']
  readonly recipients: number | null
  readonly proposed_by: ReviewerId | null
  readonly proposed_ms: number | null
  readonly proposed_for: number | null
  readonly approved_by: ReviewerId | null
  readonly approved_ms: number | null
  readonly sending_ms: number | null
  readonly paused_by: ReviewerId | null
  readonly paused_ms: number | null
  readonly paused_why: PauseReason | null
  readonly ended_ms: number | null
  readonly ended_by: ReviewerId | null
  readonly created_ms: number
  readonly picture: boolean
}

export function campaignFrom(row: Row): Campaign {
  const { id, name, topic, author, audience, hours, values, recipients } = row
  return {
    id,
    name,
    topic,
    author,
    audience,
    hours,
    values,
    recipients,
    capDays: row.cap_days,
    startAt: row.start_ms === null ? null : new Date(row.start_ms),
    status: statusFrom(row),
  }
}

function statusFrom(row: Row): CampaignStatus {
  const at = (moment: number | null): Date => new Date(moment ?? row.created_ms)
  switch (row.status) {
    case 'draft':
      return { kind: 'draft' }
    case 'proposed':
      return {
        kind: 'proposed',
        by: row.proposed_by ?? row.author,
        at: at(row.proposed_ms),
        recipients: row.proposed_for ?? 0,
      }
    case 'approved':
      return { kind: 'approved', by: row.approved_by ?? row.author, at: at(row.approved_ms) }
    case 'sending':
      return { kind: 'sending', since: at(row.sending_ms) }
    case 'paused':
      return { kind: 'paused', by: row.paused_by, at: at(row.paused_ms), why: row.paused_why ?? 'officer' }
    case 'finished':
      return { kind: 'finished', at: at(row.ended_ms) }
    case 'cancelled':
      return { kind: 'cancelled', by: row.ended_by ?? row.author, at: at(row.ended_ms) }
  }
}

export const campaignColumns = `c.id::text, c.name, c.topic, c.author, c.audience, c.hours, c.cap_days::int, ${ms('c.start_at')} as start_ms,
  c.values, c.status, c.recipients, c.proposed_by, ${ms('c.proposed_at')} as proposed_ms, c.proposed_for, c.approved_by,
  ${ms('c.approved_at')} as approved_ms, ${ms('c.sending_since')} as sending_ms, c.paused_by,
  ${ms('c.paused_at')} as paused_ms, c.paused_why, ${ms('c.ended_at')} as ended_ms, c.ended_by,
  ${ms('c.created_at')} as created_ms,
  exists (select 1 from campaign_pictures p where p.campaign = c.id) as picture`

export const findCampaign = prepared(
  'find_campaign',
  `select ${campaignColumns} from campaigns c where c.id = $1::int`,
)
export const findTexts = prepared(
  'find_campaign_texts',
  `select variant, locale, words as text, choices, template from campaign_texts where campaign = $1::int
   order by variant, locale`,
)
export const findPicture = prepared(
  'find_campaign_picture',
  'select bytes from campaign_pictures where campaign = $1::int',
)
