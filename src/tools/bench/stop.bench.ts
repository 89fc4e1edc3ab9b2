/** Opt-outs and the stop button while a campaign runs: how long after their commit a message still begins, by the journal
 * of the stand-in. `CAMPAIGN_MUTANT=read-once` takes the guard out, and then this must not hold. */
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import type { CampaignMutant } from '../../../test/kit/campaign-mutants.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import { type Duty, telegram } from './campaign-crew.ts'
import { beginCampaign, dismiss, firstChat, hire, officer, openStage } from './campaign-stage.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const optOuts = Number(process.env['CAMPAIGN_OPT_OUTS'] ?? 2_000)
const mutant = (process.env['CAMPAIGN_MUTANT'] ?? null) as CampaignMutant | null
const perSecond = 200
const recipients = 12_000
const crew = 2

export const bench: Bench = {
  name: 'stop',
  run: () =>
    onScratchDatabase(async (url) => {
      const api = await spawnBotApi({ brief: true, flood: false })
      await api.meet({ from: firstChat, count: recipients })
      const stage = await openStage(url, { channel: telegram, count: recipients })
      const { pool } = stage.client
      const duty: Duty = {
        url,
        telegram: { root: api.root, token: api.token, perSecond },
        cloud: null,
        dies: null,
        mutant,
      }
      const workers = [] as Awaited<ReturnType<typeof hire>>[]
      for (let each = 0; each < crew; each++) workers.push(await hire(duty))
      const id = await beginCampaign(stage)
      const random = randomFrom(7)
      const stopped = new Map<number, number>()
      while (stopped.size < optOuts) {
        // Just before the campaign comes to them, and anywhere else.
        const { entries } = await api.state()
        const [chat] = (await api.sent(Math.max(0, entries - 1)))[0] ?? [firstChat]
        for (let each = 0; each < 10; each++) {
          const ahead = chat - firstChat + Math.floor(random() * 150)
          const place = random() < 0.7 ? ahead : Math.floor(random() * recipients)
          const number = stage.numbers[place]
          if (number === undefined || stopped.has(firstChat + place)) continue
          await pool.query('update subscribers set topics = 0 where id = $1', [number])
          stopped.set(firstChat + place, Date.now())
        }
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      const before = (await api.state()).entries
      await stage.campaigns.move(id, { kind: 'pause', by: officer })
      const pausedAt = Date.now()
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      for (const worker of workers) await dismiss(worker)
      const sent = await api.sent()
      const late = sent.flatMap(([chat, at]) => {
        const stoppedAt = stopped.get(chat)
        return stoppedAt === undefined ? [] : [at - stoppedAt]
      })
      const afterPause = sent.map(([, at]) => at - pausedAt).filter((ms) => ms > 0)
      await stage.client.close()
      await api.stop()
      const reference = {
        optOuts: stopped.size,
        sentBeforeTheStop: before,
        mutant,
        latestMs: Math.max(0, ...late),
      }
      return [
        figure({
          name: 'messages that began more than 1 s after an opt-out',
          unit: 'messages',
          target: 0,
          better: 'lower',
          values: [late.filter((ms) => ms > 1_000).length],
          reference,
        }),
        figure({
          name: 'from the stop button to the last message',
          unit: 'ms',
          target: 2_000,
          better: 'lower',
          values: [Math.max(0, ...afterPause)],
          reference: { ...reference, messagesAfter: afterPause.length },
        }),
      ]
    }),
}
