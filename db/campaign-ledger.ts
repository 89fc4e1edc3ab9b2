/** The ledger of campaigns as sending writes it: a chunk is leased to one process, what is about to be sent is written
 * down before it is, and what a dead process left behind is never sent again. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import {
  type Campaign,
  type CampaignLedger,
  type CampaignText,
  type Chunk,
  codeOfOutcome,
  type Recipient,
  receipts,
  type Told,
  type Written,
} from '#engine'
import { findPicture, findTexts } from './campaign-rows.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, prepared, transact } from './statements.ts'
import { openAddress, type SubscriberRow, subscriberColumns, subscriberFrom } from './subscribers.ts'

/** How long a chunk stays with a process that writes nothing, in seconds. Longer than any call may take (15 s). */
const leaseSeconds = 30

export function createCampaignLedger({
  pool,
  seal,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
}): CampaignLedger {
  return {
    async lease(channel) {
      const lease = randomUUID()
      const [row] = await ask<ChunkRow>(pool, leaseOne, [channel, lease])
      if (row === undefined) return null
      const chunk: Chunk = { ...row, lease, outcomes: Buffer.from(row.outcomes) }
      if (markUnsure(chunk)) await write(pool, chunk, { beginning: [], optedOut: [] })
      return chunk
    },
    async words(id) {
      const [campaign] = await ask<WordsRow>(pool, findWords, [id])
      if (campaign === undefined) throw new Error('a campaign vanished while it was sent')
      const [picture] = await ask<{ bytes: Buffer }>(pool, findPicture, [id])
      return {
        campaign: { ...campaign, capDays: campaign.cap_days },
        texts: await ask<CampaignText>(pool, findTexts, [id]),
        picture: picture === undefined ? null : { bytes: picture.bytes, mime: 'image/png' },
      }
    },
    async recheck({ campaign }, recipients) {
      const rows = await ask<RecheckRow>(pool, recheckThem, [campaign, recipients])
      const found = new Map(rows.map((row) => [row.id, row]))
      return {
        sending: rows[0]?.sending === true,
        found: recipients.map((number) => {
          const row = found.get(number)
          return row === undefined ? null : recipientFrom(row, seal)
        }),
      }
    },
    write: (chunk, written) => write(pool, chunk, written),
    async release(chunk, { againAfterMs, ...written }) {
      if (!(await write(pool, chunk, written))) return
      await ask(pool, giveBack, [chunk.campaign, chunk.number, chunk.lease, againAfterMs])
      if (againAfterMs === null) await ask(pool, finish, [chunk.campaign])
    },
    async receive(told) {
      const chunks = new Map<string, Told[]>()
      for (const each of told) {
        const key = `${each.campaign}.${each.chunk}`
        chunks.set(key, [...(chunks.get(key) ?? []), each])
      }
      // In one order, so that two processes cannot wait for each other.
      const ordered = [...chunks].sort(([a], [b]) => (a < b ? -1 : 1))
      await transact(pool, async (askWithin) => {
        for (const [, of] of ordered) await receiveChunk(askWithin, of)
      })
    },
  }
}

type ChunkRow = Omit<Chunk, 'lease'>

interface WordsRow extends Pick<Campaign, 'id' | 'topic' | 'hours' | 'values'> {
  readonly cap_days: number
}

interface RecheckRow extends SubscriberRow {
  readonly sending: boolean
  readonly key: Buffer
  readonly address: Buffer
}

function recipientFrom(row: RecheckRow, seal: Seal): Recipient {
  return { subscriber: subscriberFrom(row), chat: openAddress(seal, row.address, row.key) }
}

const sending = codeOfOutcome('sending')
const unsure = codeOfOutcome('unsure')

/** Whoever had this chunk before is gone: nobody knows what became of what it was about to send. */
function markUnsure({ outcomes }: Chunk): boolean {
  let found = false
  for (const [place, code] of outcomes.entries()) {
    if (code !== sending) continue
    outcomes[place] = unsure
    found = true
  }
  return found
}

async function write(pool: pg.Pool, chunk: Chunk, { beginning, optedOut }: Written): Promise<boolean> {
  const { campaign, number, lease, outcomes } = chunk
  const [written] = await ask<{ held: boolean }>(pool, writeChunk, [
    campaign,
    number,
    lease,
    Buffer.from(outcomes),
    beginning,
    optedOut,
  ])
  return written?.held === true
}

/** The receipts of a chunk: the higher stands, and a yes of the platform settles what was unsure (`settledBy`). */
async function receiveChunk(askWithin: Ask, told: readonly Told[]): Promise<void> {
  const [first] = told
  if (first === undefined) return
  const [row] = await askWithin<ReceiptsRow>(lockReceipts, [first.campaign, first.chunk])
  if (row === undefined) return
  const bytes = Buffer.from(row.receipts ?? Buffer.alloc(row.recipients.length))
  const gone: number[] = []
  for (const { place, receipt, optOut } of told) {
    if (place >= bytes.length) continue
    bytes[place] = Math.max(bytes[place] ?? 0, receipts.indexOf(receipt))
    const number = row.recipients[place]
    if (optOut && number !== undefined) gone.push(number)
  }
  await askWithin(writeReceipts, [first.campaign, first.chunk, bytes, gone])
}

interface ReceiptsRow {
  readonly recipients: readonly number[]
  readonly receipts: Buffer | null
}

/** Oldest campaign first. Skipping locked rows lets any number of processes lease side by side. */
const leaseOne = prepared(
  'lease_chunk',
  `update campaign_chunks set leased_by = $2::text, lease_until = now() + make_interval(secs => ${leaseSeconds})
   where (campaign, number) = (
     select k.campaign, k.number from campaign_chunks k join campaigns c on c.id = k.campaign
     where k.channel = $1::text and not k.done and c.status = 'sending' and k.due_at <= now()
       and (k.lease_until is null or k.lease_until < now())
     order by k.campaign, k.number limit 1 for update of k skip locked)
   returning campaign::text, number, channel, variant, recipients, outcomes`,
)

const findWords = prepared(
  'find_campaign_words',
  'select id::text, topic, hours, values, cap_days::int from campaigns where id = $1::int',
)

const recheckThem = prepared(
  'recheck_recipients',
  `select c.status = 'sending' as sending, s.key, s.address, ${subscriberColumns}
   from campaigns c left join subscribers s on s.id = any($2::int[])
     left join latest_campaigns l on l.subscriber = s.id
   where c.id = $1::int`,
)

/** One statement, one commit: outcomes of those that were sent, and names of those that are about to be. */
const writeChunk = prepared(
  'write_chunk',
  `with held as (
     update campaign_chunks set outcomes = $4::bytea, lease_until = now() + make_interval(secs => ${leaseSeconds})
     where campaign = $1::int and number = $2::int and leased_by = $3::text
       and (cardinality($5::int[]) = 0 or (select status from campaigns where id = $1::int) = 'sending')
     returning 1),
   latest as (
     insert into latest_campaigns (subscriber, campaign, at)
     select u.subscriber, $1::int, now() from unnest($5::int[]) as u(subscriber) where exists (select 1 from held)
     on conflict (subscriber) do update set campaign = excluded.campaign, at = excluded.at),
   left_us as (
     insert into opt_outs (subscriber, campaign)
     select u.subscriber, $1::int from unnest($6::int[]) as u(subscriber) where exists (select 1 from held)
     on conflict (subscriber) do nothing)
   select exists (select 1 from held) as held`,
)

const giveBack = prepared(
  'give_chunk_back',
  `update campaign_chunks set leased_by = null, lease_until = null, done = $4::float8 is null,
     due_at = now() + make_interval(secs => coalesce($4::float8, 0) / 1000)
   where campaign = $1::int and number = $2::int and leased_by = $3::text`,
)

/** The move `finish`: from sending alone, and when nobody is left. */
const finish = prepared(
  'finish_campaign',
  `update campaigns set status = 'finished', ended_at = now(), ended_by = null where id = $1::int
     and status = 'sending' and not exists (select 1 from campaign_chunks where campaign = $1::int and not done)`,
)

const lockReceipts = prepared(
  'lock_receipts',
  `select recipients, receipts from campaign_chunks where campaign = $1::int and number = $2::int for update`,
)

const writeReceipts = prepared(
  'write_receipts',
  `with told as (
     update campaign_chunks set receipts = $3::bytea where campaign = $1::int and number = $2::int)
   insert into opt_outs (subscriber, campaign) select u.subscriber, $1::int from unnest($4::int[]) as u(subscriber)
   on conflict (subscriber) do nothing`,
)
