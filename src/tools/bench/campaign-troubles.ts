/** What is done to the processes that send a campaign: killed at each named step and at random, their database loses every
 * connection, their platform goes away. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import type { Line } from '../../../test/kit/line.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import type { SendingStep } from '../../delivery/campaigns.ts'
import type { Duty } from './campaign-crew.ts'
import { dismiss, hire } from './campaign-stage.ts'

/** So many processes send at once. */
export const crew = 4
const steps: readonly SendingStep[] = ['leased', 'rechecked', 'written', 'called', 'answered', 'released']

export interface Troubles {
  died(): number
  begin(): void
  /** Lets whoever still lives go home. Throws what went wrong with the troubles themselves. */
  end(): Promise<void>
}

/** Each process is replaced when it dies; all that is done to them is spread over the time the campaign takes. */
export function makeTroubles(
  duty: Duty,
  how: {
    readonly line: Line
    readonly url: string
    readonly kills: number
    /** In the runs before this one. */
    readonly died: number
    readonly betweenKillsMs: number
    readonly onDeath: () => void
  },
): Troubles {
  const { line, url, kills, betweenKillsMs, onDeath } = how
  const random = randomFrom(20_261_124)
  const alive = new Set<ChildProcess>()
  const named = steps.flatMap((at) => [1, 2].map((round) => ({ at, after: round * 7 }))).slice(how.died)
  let [died, over] = [how.died, false]
  let working: Promise<unknown> = Promise.resolve()

  /** In small parts, so that nothing waits long when it is over. */
  async function pause(ms: number): Promise<void> {
    for (const end = performance.now() + ms; !over && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, Math.min(250, ms)))
  }
  async function keepOne(): Promise<void> {
    while (!over) {
      const dies = died < kills ? (named.shift() ?? null) : null
      const child = await hire({ ...duty, dies }).catch(() => null)
      if (child === null) continue
      if (over) return dismiss(child)
      alive.add(child)
      await once(child, 'exit')
      alive.delete(child)
      if (over) return
      died++
      onDeath()
    }
  }
  async function killAtRandom(): Promise<void> {
    while (!over && died < kills) {
      await pause(betweenKillsMs * (0.5 + random()))
      const all = [...alive]
      // Those that are to die at a step have their turn first.
      if (!over && named.length === 0 && died < kills) all[Math.floor(random() * all.length)]?.kill('SIGKILL')
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
  async function takeAway(): Promise<void> {
    await pause(15_000)
    if (!over) await endConnections()
    await pause(5_000)
    if (over) return
    line.takeAway()
    await pause(3_000)
    line.mend()
  }
  return {
    died: () => died,
    begin() {
      working = Promise.all([...Array.from({ length: crew }, keepOne), killAtRandom(), takeAway()])
      working.catch(() => {})
    },
    async end() {
      over = true
      await Promise.all([...alive].map(dismiss))
      await working
    },
  }
}
