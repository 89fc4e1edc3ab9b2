/** How near a campaign comes to what its platform allows, with one process and with eight, and never above it: the
 * stand-ins count as the platforms do and answer 429 or 130429. */
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { spawnCloudApi } from '../../../test/kit/cloud-api/process.ts'
import { type Duty, telegram, whatsapp } from './campaign-crew.ts'
import { beginCampaign, dismiss, firstChat, hire, openStage, text, untilFinished } from './campaign-stage.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const seconds = Number(process.env['CAMPAIGN_SECONDS'] ?? 15)
const lanes = [
  { name: 'telegram, 30/s', perSecond: 30, cloud: false },
  { name: 'whatsapp, 80/s', perSecond: 80, cloud: true },
  { name: 'telegram paid, 1000/s', perSecond: 1_000, cloud: false },
] as const
/** One of them alone, by its messages a second. */
const only = process.env['CAMPAIGN_LANE']
const crews = [1, 8]
/** The first second of all is left out: a platform that has rested allows a second's worth at once. */
const settledMs = 1_000

export const bench: Bench = {
  name: 'campaign',
  async run() {
    const figures: Figure[] = []
    const wanted = lanes.filter(({ perSecond }) => only === undefined || Number(only) === perSecond)
    for (const lane of wanted) for (const crew of crews) figures.push(...(await measure(lane, crew)))
    return figures
  },
}

function measure(lane: (typeof lanes)[number], crew: number): Promise<readonly Figure[]> {
  return onScratchDatabase(async (url) => {
    const { perSecond, cloud } = lane
    const count = perSecond * (seconds + 1)
    const channel = cloud ? whatsapp : telegram
    const standIn = cloud ? await openCloud(perSecond) : await openBot(perSecond, count)
    const stage = await openStage(url, { channel, count, seen: !cloud })
    const duty: Duty = { url, telegram: null, cloud: null, ...standIn.duty, dies: null, mutant: null }
    const workers: Awaited<ReturnType<typeof hire>>[] = []
    for (let each = 0; each < crew; each++) workers.push(await hire(duty))
    const template = { name: 'alert', language: 'id', values: [] }
    const id = await beginCampaign(stage, [cloud ? { ...text, choices: [], template } : text])
    await untilFinished(stage, id, seconds * 4_000 + 60_000)
    for (const worker of workers) await dismiss(worker)
    const { times, throttled } = await standIn.judge()
    await stage.client.close()
    await standIn.stop()
    const from = (times[0] ?? 0) + settledMs
    const counted = times.filter((at) => at >= from)
    const rate = ((counted.length - 1) * 1000) / ((counted.at(-1) ?? 0) - (counted[0] ?? 0))
    const reference = {
      processes: crew,
      perSecond: Number(rate.toPrecision(4)),
      limit: perSecond,
      messages: times.length,
    }
    return [
      figure({
        name: `${lane.name}, ${crew} processes: of the limit`,
        unit: 'ratio',
        target: 0.96,
        better: 'higher',
        values: [rate / perSecond],
        reference,
      }),
      figure({
        name: `${lane.name}, ${crew} processes: told to slow down`,
        unit: 'calls',
        target: 0,
        better: 'lower',
        values: [throttled],
        reference,
      }),
    ]
  })
}

async function openBot(perSecond: number, count: number) {
  const api = await spawnBotApi({
    brief: true,
    flood: { burst: 10, privatePerSecond: 1, groupPerMinute: 20, allPerSecond: perSecond },
  })
  await api.meet({ from: firstChat, count })
  return {
    duty: { telegram: { root: api.root, token: api.token, perSecond } },
    judge: async () => ({
      times: (await api.sent()).map(([, at]) => at).sort((a, b) => a - b),
      throttled: (await api.state()).throttled,
    }),
    stop: () => api.stop(),
  }
}

async function openCloud(perSecond: number) {
  const api = await spawnCloudApi({
    limits: { perSecond, pair: null, tier: null },
    templates: [{ name: 'alert', language: 'id', status: 'APPROVED', values: 0 }],
  })
  return {
    duty: { cloud: { root: api.root, token: api.token, phoneId: api.phoneId, perSecond } },
    judge: async () => ({
      times: (await api.journal()).map(({ at }) => at).sort((a, b) => a - b),
      throttled: (await api.state()).refused,
    }),
    stop: () => api.stop(),
  }
}
