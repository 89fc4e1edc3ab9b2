/** How fast one worker gets through a campaign when no platform slows it down: whether it stays so to the last recipient
 * without a vacuum, and how far it is behind a loop that sends and writes nothing down. */
import { type Adapter, type DeliveryId, nameOfPlace } from '#engine'
import { createCampaignLedger } from '../../../db/campaign-ledger.ts'
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { campaignMessage } from '../../delivery/campaign-message.ts'
import { createCampaignSender } from '../../delivery/campaigns.ts'
import { speakWritten } from '../../words/index.ts'
import { adaptersOf, benchSeal, telegram } from './campaign-crew.ts'
import { beginCampaign, firstChat, openStage, type Stage, text, untilFinished } from './campaign-stage.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const recipients = Number(process.env['CAMPAIGN_RECIPIENTS'] ?? 1_000_000)
const overHttp = 20_000
const saying = { speak: () => [], speakWritten }
const inFlight = 100

export const bench: Bench = {
  name: 'claim',
  run: async () => [...(await toTheLast()), ...(await besideABareLoop())],
}

/** A platform that takes everything at once: what is measured is ours alone. */
async function toTheLast(): Promise<readonly Figure[]> {
  return onScratchDatabase(async (url) => {
    const stage = await openStage(url, { channel: telegram, count: recipients })
    await stage.client.pool.query(
      `alter table campaign_chunks set (autovacuum_enabled = off);
       alter table latest_campaigns set (autovacuum_enabled = off);
       alter table channel_paces set (autovacuum_enabled = off)`,
    )
    const times: number[] = []
    const ms = await send(stage, {
      ...(adaptersOf({
        telegram: { root: 'http://127.0.0.1:9', token: '1:a', perSecond: 1_000 },
        cloud: null,
      })[0] as Adapter),
      send: async () => {
        times.push(performance.now())
        return { kind: 'sent', messageId: '' }
      },
    })
    await stage.client.close()
    const tenth = Math.floor(times.length / 10)
    const rateOf = (some: readonly number[]): number =>
      (some.length * 1000) / ((some.at(-1) ?? 0) - (some[0] ?? 0))
    const [first, last] = [rateOf(times.slice(0, tenth)), rateOf(times.slice(-tenth))]
    const reference = { recipients, firstTenth: Math.round(first), lastTenth: Math.round(last) }
    return [
      figure({
        name: 'last tenth beside the first',
        unit: 'ratio',
        target: 0.95,
        better: 'higher',
        values: [last / first],
        reference,
      }),
      figure({
        name: 'durable sends of one worker',
        unit: '1/s',
        target: 1_500,
        better: 'higher',
        values: [(recipients * 1000) / ms],
        reference,
      }),
    ]
  })
}

async function besideABareLoop(): Promise<readonly Figure[]> {
  return onScratchDatabase(async (url) => {
    const api = await spawnBotApi({ brief: true, flood: false })
    await api.meet({ from: firstChat, count: overHttp })
    const [adapter] = adaptersOf({
      telegram: { root: api.root, token: api.token, perSecond: 1_000 },
      cloud: null,
    })
    if (adapter === undefined) throw new Error('no adapter')
    const stage = await openStage(url, { channel: telegram, count: overHttp })
    const bare = (): Promise<number> => sendBare(adapter)
    const before = await bare()
    const ours = await send(stage, adapter)
    const after = await bare()
    await stage.client.close()
    await api.stop()
    const bareMs = (before + after) / 2
    return [
      figure({
        name: 'beside a loop that writes nothing down',
        unit: 'ratio',
        target: 0.8,
        better: 'higher',
        values: [bareMs / ours],
        reference: {
          recipients: overHttp,
          ours: Math.round((overHttp * 1000) / ours),
          bare: Math.round((overHttp * 1000) / bareMs),
        },
      }),
    ]
  })
}

/** One worker from the first recipient to the last, in ms. */
async function send(stage: Stage, adapter: Adapter): Promise<number> {
  const { pool } = stage.client
  const sender = createCampaignSender({
    ledger: createCampaignLedger({ pool, seal: benchSeal }),
    // No pace: places are always free.
    pace: {
      take: async (_, __, most) => ({ kind: 'go', count: most, inMs: 0, everyMs: 0 }),
      charge: async () => {},
      slow: async () => {},
    },
    openings: { take: async (_, chats) => ({ open: chats.map(() => true), waitMs: null }) },
    adapters: [
      {
        ...adapter,
        abilities: { ...adapter.abilities, bulk: { perSecond: 1_000_000, countsAnswers: false, inFlight } },
      },
    ],
    saying,
    now: () => new Date(),
    onSent: () => {},
    onFault: () => {},
  })
  const id = await beginCampaign(stage)
  const began = performance.now()
  sender.start()
  await untilFinished(stage, id, 1_200_000)
  const ms = performance.now() - began
  await sender.stop()
  return ms
}

/** The same messages to the same people, as many at once, and nothing else. */
async function sendBare(adapter: Adapter): Promise<number> {
  const words = {
    campaign: { id: '1' as Parameters<typeof nameOfPlace>[0]['campaign'], values: { number: '188' } },
    texts: [text],
    picture: null,
  }
  const made = campaignMessage(words, { variant: 'a', locale: 'id', abilities: adapter.abilities }, saying)
  if (made.kind !== 'message') throw new Error(made.kind)
  const began = performance.now()
  let next = 0
  const lane = async (): Promise<void> => {
    for (let place = next++; place < overHttp; place = next++) {
      await adapter.send({ channel: telegram, chat: String(firstChat + place) }, made.message, {
        delivery: nameOfPlace({ campaign: words.campaign.id, chunk: 1, place }) as DeliveryId,
      })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return performance.now() - began
}
