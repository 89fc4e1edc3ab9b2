/** A campaign while its processes are killed, its database loses every connection and its platform goes away: nobody is
 * lost, nobody gets it twice, and what cannot be known is bounded and listed. `CAMPAIGN_MUTANT` takes a guard out, and
 * then this must not hold. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { bulkAt } from '../../../adapters/telegram/abilities.ts'
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import type { CampaignMutant } from '../../../test/kit/campaign-mutants.ts'
import { createLine, type Line } from '../../../test/kit/line.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import type { SendingStep } from '../../delivery/campaigns.ts'
import { type Duty, telegram } from './campaign-crew.ts'
import { beginCampaign, dismiss, firstChat, hire, judge, openStage, untilFinished } from './campaign-stage.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const recipients = Number(process.env['CAMPAIGN_RECIPIENTS'] ?? 100_000)
const kills = Number(process.env['CAMPAIGN_KILLS'] ?? 20)
const mutant = (process.env['CAMPAIGN_MUTANT'] ?? null) as CampaignMutant | null
const crew = 4
const perSecond = 1_000
const steps: readonly SendingStep[] = ['leased', 'rechecked', 'written', 'called', 'answered', 'released']
/** Kills come all the while it is sent. */
const betweenKillsMs = ((recipients / perSecond) * 1_000) / kills
const withinMs = (recipients / perSecond) * 3_000 + 240_000

export const bench: Bench = {
  name: 'campaign-crash',
  run: () =>
    onScratchDatabase(async (url) => {
      const api = await spawnBotApi({
        brief: true,
        flood: { burst: 10, privatePerSecond: 1, groupPerMinute: 20, allPerSecond: perSecond },
      })
      const line = await createLine({ host: '127.0.0.1', port: Number(new URL(api.root).port) })
      await api.meet({ from: firstChat, count: recipients })
      const stage = await openStage(url, { channel: telegram, count: recipients })
      const duty: Duty = {
        url,
        telegram: { root: `http://127.0.0.1:${line.port}`, token: api.token, perSecond },
        cloud: null,
        dies: null,
        mutant,
      }
      const id = await beginCampaign(stage)
      const began = performance.now()
      const troubles = makeTroubles(duty, { line, url })
      await troubles.run()
      await untilFinished(stage, id, withinMs)
      const ms = performance.now() - began
      await troubles.end()
      const { throttled } = await api.state()
      const judged = await judge(
        stage,
        id,
        (await api.sent()).map(([chat]) => chat),
      )
      await stage.client.close()
      await line.close()
      await api.stop()
      const most = bulkAt(perSecond).inFlight * (kills + 1)
      const reference = {
        kills: troubles.died(),
        mutant,
        seconds: Math.round(ms / 1000),
        throttled,
        ...judged,
      }
      const none = (name: string, value: number) =>
        figure({ name, unit: 'recipients', target: 0, better: 'lower', values: [value], reference })
      return [
        none('lost', judged.lost),
        none('duplicates', judged.duplicates),
        none('ledger differs from the journal', judged.wrong),
        none('ledger differs from the audience', judged.difference),
        figure({
          name: 'unknown, each listed',
          unit: 'recipients',
          target: most,
          better: 'lower',
          values: [judged.unsure],
          reference,
        }),
      ]
    }),
}

/** Four processes, each replaced when it dies; all that is done to them is spread over the time the campaign takes. */
function makeTroubles(duty: Duty, { line, url }: { readonly line: Line; readonly url: string }) {
  const random = randomFrom(20_261_124)
  const alive = new Set<ChildProcess>()
  const named = steps.flatMap((at) => [1, 2].map((round) => ({ at, after: round * 7 })))
  let [died, over] = [0, false]
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  async function keepOne(): Promise<void> {
    while (!over) {
      const dies = died < kills ? (named.shift() ?? null) : null
      const child = await hire({ ...duty, dies }).catch(() => null)
      if (child === null) continue
      alive.add(child)
      await once(child, 'exit')
      alive.delete(child)
      if (!over) died++
    }
  }
  async function killAtRandom(): Promise<void> {
    while (!over && died < kills) {
      await pause(betweenKillsMs * (0.5 + random()))
      const all = [...alive]
      if (named.length === 0 && died < kills) all[Math.floor(random() * all.length)]?.kill('SIGKILL')
    }
  }
  /** As a restart of the server looks to its clients. */
  async function endConnections(): Promise<void> {
    const admin = new pg.Client(url)
    admin.on('error', () => {})
    await admin.connect()
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await admin.end()
  }
  let keeping: Promise<unknown> = Promise.resolve()
  return {
    died: () => died,
    async run(): Promise<void> {
      keeping = Promise.all(Array.from({ length: crew }, keepOne))
      const killing = killAtRandom()
      await pause(15_000)
      await endConnections()
      await pause(5_000)
      line.takeAway()
      await pause(3_000)
      line.mend()
      await killing
    },
    async end(): Promise<void> {
      over = true
      await Promise.all([...alive].map(dismiss))
      await keeping
    },
  }
}
