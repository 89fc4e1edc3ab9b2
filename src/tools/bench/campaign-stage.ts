/** What the benches of campaigns share: people, a campaign to all of them, processes that send it, and the judgement by
 * the journal of the stand-in, which alone knows what arrived. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  type CampaignId,
  type CampaignPlan,
  type CampaignText,
  type ChannelName,
  everybody,
  isOpen,
  outcomeOfCode,
  type RecipientOutcome,
  type ReviewerId,
} from '#engine'
import { type Campaigns, createCampaigns } from '../../../db/campaigns.ts'
import { type Client, openDatabase } from '../../../db/client.ts'
import { firstLine, startNode } from '../../../test/kit/node-process.ts'
import { makeSubscribers } from '../../../test/kit/subscribers.ts'
import { benchSeal, type Duty, telegram, whatsapp } from './campaign-crew.ts'

export const officer = '00000000-0000-4000-8000-00000000000a' as ReviewerId
/** Chats are numbers from here on, in the order of the subscribers' numbers. */
export const firstChat = 700_000_000

export interface Stage {
  readonly client: Client
  readonly campaigns: Campaigns
  /** Numbers of subscribers, in the order of their chats. */
  readonly numbers: readonly number[]
}

/** A database with so many people who asked for alerts on this channel. */
export async function openStage(
  url: string,
  people: { readonly channel: ChannelName; readonly count: number; readonly seen?: boolean },
): Promise<Stage> {
  const { client, campaigns } = await openCampaignsAt(url)
  const { channel, count, seen = true } = people
  const numbers: number[] = []
  for (let from = 0; from < count; from += 50_000) {
    const some = Array.from({ length: Math.min(50_000, count - from) }, (_, place) => ({
      channel,
      chat: String(firstChat + from + place),
      ...(seen ? {} : { seenAt: null }),
    }))
    for (const number of await makeSubscribers(client.pool, benchSeal, some)) numbers.push(number)
  }
  return { client, campaigns, numbers }
}

/** The stage of an earlier run. */
export async function reopenStage(url: string): Promise<Stage> {
  const { client, campaigns } = await openCampaignsAt(url)
  // They were made in the order of their chats.
  const { rows } = await client.pool.query<{ id: number }>('select id from subscribers order by id')
  return { client, campaigns, numbers: rows.map(({ id }) => id) }
}

async function openCampaignsAt(url: string): Promise<Pick<Stage, 'client' | 'campaigns'>> {
  const client = await openDatabase({ url, folder: '' })
  const campaigns = createCampaigns({
    pool: client.pool,
    seal: benchSeal,
    now: () => new Date(),
    channels: [
      { name: telegram, windowMs: null },
      { name: whatsapp, windowMs: 24 * 3_600_000 },
    ],
    alone: Number.MAX_SAFE_INTEGER,
  })
  return { client, campaigns }
}

const plan: CampaignPlan = {
  name: 'bench',
  topic: 'scam-alerts',
  audience: everybody,
  hours: null,
  capDays: 0,
  startAt: null,
  values: { number: '188' },
}
export const text: CampaignText = {
  variant: 'a',
  locale: 'id',
  text: 'Awas: **modus baru** dengan visa turis.\n\nJangan bayar dulu. Tanya {number}.',
  choices: ['Sudah tahu', 'Baru tahu'],
  template: null,
}

/** Writes a campaign to everybody and lets it begin. */
export async function beginCampaign({ campaigns }: Stage, texts = [text]): Promise<CampaignId> {
  const id = await campaigns.create(plan, texts, officer)
  await campaigns.move(id, { kind: 'propose', by: officer })
  await campaigns.begin()
  return id
}

/** One more process that sends. */
export async function hire(duty: Duty): Promise<ChildProcess> {
  const child = startNode([
    fileURLToPath(new URL('./campaign-crew.ts', import.meta.url)),
    JSON.stringify(duty),
  ])
  await firstLine(child)
  return child
}

export async function dismiss(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** Resolves when nothing of it is left to be sent; throws when that takes too long. */
export async function untilFinished({ campaigns }: Stage, id: CampaignId, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs
  for (;;) {
    const file = await campaigns.read(id).catch(() => null)
    if (file?.campaign.status.kind === 'finished') return
    if (Date.now() > end) throw new Error(`the campaign was not finished within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

export interface Judgement {
  readonly recipients: number
  /** Neither sent, nor listed with a reason. */
  readonly lost: number
  /** Messages beyond the first to one person. */
  readonly duplicates: number
  /** Listed as unknown. */
  readonly unsure: number
  /** Recipients whose entry in the ledger and whose messages do not agree. */
  readonly wrong: number
  /** What the ledger's entries sum to, less the audience. */
  readonly difference: number
}

/** Holds the ledger against what the stand-in accepted, recipient by recipient. */
export async function judge(
  { campaigns, numbers }: Stage,
  id: CampaignId,
  chats: readonly number[],
): Promise<Judgement> {
  const arrived = new Map<number, number>()
  for (const chat of chats) arrived.set(chat, (arrived.get(chat) ?? 0) + 1)
  const chatOf = new Map(numbers.map((number, place) => [number, firstChat + place]))
  let [recipients, lost, unsure, wrong] = [0, 0, 0, 0]
  for (let after = 0; ; ) {
    const chunks = await campaigns.chunks(id, after)
    if (chunks.length === 0) break
    for (const { recipients: whom, outcomes, number } of chunks) {
      after = number
      for (const [place, recipient] of whom.entries()) {
        const outcome = outcomeOfCode(outcomes[place] ?? 0)
        const count = arrived.get(chatOf.get(recipient) ?? 0) ?? 0
        recipients++
        if (outcome === 'unsure') unsure++
        if (isLost(outcome, count)) lost++
        if (count > 0 && outcome !== 'sent' && outcome !== 'unsure') wrong++
      }
    }
  }
  const { all } = await campaigns.counts(id)
  const summed = Object.values(all.outcomes).reduce((sum, each) => sum + each, 0)
  return {
    recipients,
    lost,
    duplicates: [...arrived.values()].reduce((sum, count) => sum + count - 1, 0),
    unsure,
    wrong,
    difference: Math.abs(summed - numbers.length) + Math.abs(recipients - numbers.length),
  }
}

function isLost(outcome: RecipientOutcome, arrived: number): boolean {
  return outcome === 'sending' || isOpen(outcome) || (outcome === 'sent' && arrived === 0)
}
