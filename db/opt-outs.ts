/** Opt-outs that a platform reports. They are believed after a minute, and never while there are so many that the platform
 * itself must be at fault: then the campaign stops, and nobody loses a consent they did not take back. */
import type pg from 'pg'
import { type CampaignId, isOpen, moveCampaign, type RecipientOutcome, tally } from '#engine'
import { campaignFrom, findCampaign, type Row } from './campaign-rows.ts'
import { writeStatus } from './campaign-status.ts'
import { recordOptOuts } from './consents.ts'
import { type Ask, prepared, transact } from './statements.ts'

export interface OptOutWatch {
  /** Believes what may be believed; stops what must be stopped, and returns it. Any number of processes may call it. */
  sweep(): Promise<readonly Braked[]>
}

export interface Braked {
  readonly campaign: CampaignId
  /** Opt-outs in an hour, of so many who were sent it in that hour. */
  readonly optOuts: number
  readonly sent: number
}

/** Of what is sent in an hour, most that may opt out, and how few are no sign of anything. */
const mostShare = 0.01
const fewest = 10
const hourMs = 3_600_000
/** How long an opt-out waits to be believed, in seconds. */
const believedAfter = 60

export function createOptOutWatch({
  pool,
  now,
}: {
  readonly pool: pg.Pool
  readonly now: () => Date
}): OptOutWatch {
  return {
    sweep: () =>
      transact(pool, async (ask) => {
        const reported = await ask<Reported>(findReported, [])
        const braked: Braked[] = []
        for (const each of reported) {
          const [row] = await ask<Row>(findCampaign, [each.campaign])
          if (row === undefined) continue
          const sent = await sentInAnHour(ask, row, now())
          if (each.lately > Math.max(fewest, sent * mostShare)) {
            if (await brake(ask, row, now())) braked.push({ campaign: row.id, optOuts: each.lately, sent })
          } else if (row.status !== 'paused' || row.paused_why !== 'opt-outs') await believe(ask, each)
        }
        return braked
      }),
  }
}

interface Reported {
  readonly campaign: number
  /** In the last hour, believed or not. */
  readonly lately: number
}

/** How many were sent it in the last hour, as far as it was sent evenly since it began. */
async function sentInAnHour(ask: Ask, { id, sending_ms }: Row, now: Date): Promise<number> {
  const { outcomes } = tally(await ask<LedgerRow>(readOutcomes, [id]))
  const tried = Object.entries(outcomes)
    .filter(([outcome]) => !isOpen(outcome as RecipientOutcome) && !outcome.startsWith('skipped.'))
    .reduce((sum, [, count]) => sum + count, 0)
  const ms = sending_ms === null ? hourMs : Math.max(hourMs, now.getTime() - sending_ms)
  return (tried * hourMs) / ms
}

interface LedgerRow {
  readonly outcomes: Buffer
  readonly receipts: Buffer | null
}

async function brake(ask: Ask, row: Row, now: Date): Promise<boolean> {
  const campaign = campaignFrom(row)
  const moved = moveCampaign(campaign, { kind: 'brake' }, { now, alone: 0 })
  if (moved.ok) await writeStatus(ask, campaign, moved.value, { kind: 'brake' }, 0)
  return moved.ok
}

async function believe(ask: Ask, { campaign }: Reported): Promise<void> {
  const due = await ask<{ subscriber: number }>(takeDue, [campaign])
  if (due.length > 0)
    await recordOptOuts(
      ask,
      due.map(({ subscriber }) => subscriber),
    )
}

/** Locked, so that two processes never believe the same twice. */
const findReported = prepared(
  'find_opt_outs',
  `with campaigns_locked as (
     select id from campaigns c where exists (select 1 from opt_outs o where o.campaign = c.id)
     order by id for update skip locked)
   select c.id as campaign, (
     select count(*)::int from opt_outs o where o.campaign = c.id and o.at > now() - interval '1 hour') + (
     select count(*)::int from consents p where p.campaign = c.id and p.how = 'platform'
       and p.at > now() - interval '1 hour') as lately
   from campaigns_locked c`,
)

const readOutcomes = prepared(
  'read_campaign_outcomes',
  'select outcomes, receipts from campaign_chunks where campaign = $1::int',
)

const takeDue = prepared(
  'take_opt_outs',
  `delete from opt_outs where campaign = $1::int and at < now() - make_interval(secs => ${believedAfter})
   returning subscriber`,
)
