/** Whether a campaign makes people wait for answers: the same questions at rest and while one is sent at full pace, to the
 * product as its operator runs it. */
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { startProduct } from '../../../test/kit/product.ts'
import { telegram } from './campaign-crew.ts'
import { beginCampaign, firstChat, officer, openStage } from './campaign-stage.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const rounds = Number(process.env['LATENCY_ROUNDS'] ?? 5)
const perSecond = 30
const questions = {
  people: 10,
  turns: 1_500,
  texts: ['PT Agesa Asa Jaya resmi?', 'halo', 'biaya ke Taiwan berapa?'],
}

export const bench: Bench = {
  name: 'latency',
  run: () =>
    onScratchDatabase(async (url) => {
      buildProduct()
      const api = await spawnBotApi({ flood: false, gentle: false })
      await api.meet({ from: firstChat, count: 20_000 })
      const stage = await openStage(url, { channel: telegram, count: 20_000 })
      const product = await startProduct({
        DATABASE_URL: url,
        TELEGRAM_TOKEN: api.token,
        TELEGRAM_API_ROOT: api.root,
        TELEGRAM_CAMPAIGN_PER_SECOND: String(perSecond),
        IDENTITY_KEY: Buffer.alloc(32, 1).toString('base64'),
        SEAL_KEYS: `1:${Buffer.alloc(32, 2).toString('base64')}`,
      })
      await api.load({ ...questions, turns: 300 })
      const id = await beginCampaign(stage)
      const rest: number[] = []
      const busy: number[] = []
      let sent = 0
      // In turn, so that whatever else this machine does meanwhile does it to both.
      for (let round = 0; round < rounds; round++) {
        const before = (await api.state()).entries
        busy.push((await api.load(questions)).p99)
        sent += (await api.state()).entries - before - questions.turns
        await stage.campaigns.move(id, { kind: 'pause', by: officer })
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        rest.push((await api.load(questions)).p99)
        await stage.campaigns.move(id, { kind: 'resume', by: officer })
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
      const { all } = await stage.campaigns.counts(id)
      await product.stop()
      await stage.client.close()
      await api.stop()
      const middle = (values: readonly number[]): number =>
        values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
      return [
        figure({
          name: "an answer's p99 while a campaign runs, beside rest",
          unit: 'ratio',
          target: 1.5,
          better: 'lower',
          values: [middle(busy) / middle(rest)],
          reference: { restMs: rest, busyMs: busy, campaignMessages: sent, waiting: all.outcomes.waiting },
        }),
      ]
    }),
}
