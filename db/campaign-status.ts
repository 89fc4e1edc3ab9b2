/** Where a campaign stands, written down as a move made it. */
import type { Campaign, CampaignAction, CampaignStatus } from '#engine'
import { type Ask, prepared } from './statements.ts'

/** Writes what a move made of a campaign; used by delivery too, when it brakes or finishes. */
export async function writeStatus(
  ask: Ask,
  campaign: Pick<Campaign, 'id'>,
  status: CampaignStatus,
  action: CampaignAction,
  alone: number,
): Promise<void> {
  const { id } = campaign
  if (action.kind === 'propose')
    await ask(setProposed, [id, action.by, action.recipients, action.recipients > alone])
  if (status.kind === 'approved') await ask(setApproved, [id, status.by, status.at])
  if (status.kind === 'sending') await ask(setSending, [id, status.since])
  if (status.kind === 'paused') await ask(setPaused, [id, status.by, status.at, status.why])
  if (status.kind === 'finished') await ask(setEnded, [id, null, status.at])
  if (status.kind === 'cancelled') await ask(setEnded, [id, status.by, status.at])
  // Last: the database allows no such status before it knows who allowed it.
  await ask(setStatus, [id, status.kind])
}

const setStatus = prepared('set_campaign_status', 'update campaigns set status = $2::text where id = $1::int')
const setProposed = prepared(
  'set_campaign_proposed',
  `update campaigns set proposed_by = $2::uuid, proposed_at = now(), proposed_for = $3::int, needs_second = $4::bool
   where id = $1::int`,
)
const setApproved = prepared(
  'set_campaign_approved',
  'update campaigns set approved_by = $2::uuid, approved_at = $3::timestamptz where id = $1::int',
)
const setSending = prepared(
  'set_campaign_sending',
  `update campaigns set sending_since = $2::timestamptz, paused_by = null, paused_at = null, paused_why = null
   where id = $1::int`,
)
const setPaused = prepared(
  'set_campaign_paused',
  `update campaigns set paused_by = $2::uuid, paused_at = $3::timestamptz, paused_why = $4::text where id = $1::int`,
)
const setEnded = prepared(
  'set_campaign_ended',
  'update campaigns set ended_by = $2::uuid, ended_at = $3::timestamptz where id = $1::int',
)
