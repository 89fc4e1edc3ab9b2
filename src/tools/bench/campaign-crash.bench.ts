/** A campaign while its processes are killed, its database loses every connection and its platform goes away: nobody is
 * lost, nobody gets it twice, and what cannot be known is bounded and listed. `CAMPAIGN_MUTANT` takes a guard out, and
 * then this must not hold.
 *
 * The large run: `CAMPAIGN_RECIPIENTS=1000000 CAMPAIGN_KILLS=50 CAMPAIGN_FOLDER=/var/tmp/crash npm run -s bench --
 * campaign-crash`. With a folder it goes on where it was when it is begun again, whatever ended it: that is one more
 * kill, of all processes at once. */
import { existsSync, readFileSync } from 'node:fs'
import { bulkAt } from '../../../adapters/telegram/abilities.ts'
import { spawnBotApi } from '../../../test/kit/bot-api/process.ts'
import type { CampaignMutant } from '../../../test/kit/campaign-mutants.ts'
import { createLine } from '../../../test/kit/line.ts'
import { openCrash } from './campaign-crash-state.ts'
import type { Duty } from './campaign-crew.ts'
import { firstChat, judge, untilFinished } from './campaign-stage.ts'
import { crew, makeTroubles } from './campaign-troubles.ts'
import { type Bench, figure } from './form.ts'

const recipients = Number(process.env['CAMPAIGN_RECIPIENTS'] ?? 100_000)
const kills = Number(process.env['CAMPAIGN_KILLS'] ?? 20)
const mutant = (process.env['CAMPAIGN_MUTANT'] ?? null) as CampaignMutant | null
const perSecond = 1_000
/** Sending takes so long with nothing in its way. */
const sendingMs = (recipients / perSecond) * 1_000
/** It is given up after so long; with a folder, until it is begun again. */
const withinMs =
  process.env['CAMPAIGN_MINUTES'] === undefined
    ? sendingMs * 3 + 240_000
    : Number(process.env['CAMPAIGN_MINUTES']) * 60_000

export const bench: Bench = {
  name: 'campaign-crash',
  async run() {
    const crash = await openCrash(process.env['CAMPAIGN_FOLDER'] ?? null, { recipients, kills, mutant })
    const api = await spawnBotApi({
      brief: true,
      flood: { burst: 10, privatePerSecond: 1, groupPerMinute: 20, allPerSecond: perSecond },
      journalFile: crash.journal,
    })
    const line = await createLine({ host: '127.0.0.1', port: Number(new URL(api.root).port) })
    await api.meet({ from: firstChat, count: recipients })
    const { stage, campaign, url } = crash
    const duty: Duty = {
      url,
      telegram: { root: `http://127.0.0.1:${line.port}`, token: api.token, perSecond },
      cloud: null,
      dies: null,
      mutant,
      openAnswers: crash.openAnswers,
    }
    const troubles = makeTroubles(duty, {
      line,
      url,
      kills,
      died: crash.died,
      betweenKillsMs: sendingMs / kills,
      onDeath: crash.onDeath,
    })
    const telling = setInterval(() => {
      api.state().then(
        ({ entries }) =>
          process.stderr.write(`${entries} of ${recipients} sent, ${troubles.died()} killed\n`),
        () => {},
      )
    }, 60_000)
    let finished = false
    try {
      troubles.begin()
      await untilFinished(stage, campaign, withinMs)
      finished = true
      await troubles.end()
      const { throttled } = await api.state()
      const chats = (await api.sent()).map(([chat]) => chat)
      const judged = await judge(stage, campaign, chats)
      const openAnswers = linesOf(crash.openAnswers)
      return figuresOf(judged, {
        kills: troubles.died(),
        timesBegun: crash.begun,
        mutant,
        seconds: Math.round(crash.seconds()),
        throttled,
        // Calls that timed out, or whose line was cut: no kill is to blame for these.
        openAnswers,
        leftByKills: judged.unsure - openAnswers,
        ...judged,
      })
    } finally {
      clearInterval(telling)
      if (!finished) await troubles.end()
      await line.close()
      await api.stop()
      await crash.close(finished)
    }
  },
}

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
}

function figuresOf(
  judged: Awaited<ReturnType<typeof judge>>,
  reference: Readonly<Record<string, unknown>> & {
    readonly kills: number
    readonly timesBegun: number
    readonly leftByKills: number
  },
) {
  const none = (name: string, value: number) =>
    figure({ name, unit: 'recipients', target: 0, better: 'lower', values: [value], reference })
  /** Each time it was begun again, the whole crew had been killed. */
  const dead = reference.kills + 1 + (reference.timesBegun - 1) * crew
  return [
    none('lost', judged.lost),
    none('duplicates', judged.duplicates),
    none('ledger differs from the journal', judged.wrong),
    none('ledger differs from the audience', judged.difference),
    figure({
      name: 'unknown because of kills, each listed',
      unit: 'recipients',
      target: bulkAt(perSecond).inFlight * dead,
      better: 'lower',
      values: [reference.leftByKills],
      reference,
    }),
    figure({
      name: 'killed',
      unit: 'processes',
      target: kills,
      better: 'higher',
      values: [reference.kills],
      reference,
    }),
  ]
}
