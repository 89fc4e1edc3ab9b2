/** The same message delivered many times, shuffled, to four processes at once: one effect each, and again after a week.
 * `BENCH_MESSAGES` changes how many messages (200,000 take about an hour on two cores). */
import pg from 'pg'
import { openDatabase } from '../../../db/client.ts'
import { forgetOld } from '../../../db/retention.ts'
import { processes, runCrowd } from './crowd.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const messages = Number(process.env['BENCH_MESSAGES'] ?? 20_000)
const copies = 20

export const bench: Bench = {
  name: 'dedupe',
  run: () =>
    onScratchDatabase(async (url) => {
      const task = { url, seed: 11, messages, people: 2_000, copies }
      const began = performance.now()
      const first = await runCrowd(task)
      const ms = performance.now() - began
      const pool = new pg.Pool({ connectionString: url, max: 1 })
      const count = async (): Promise<number> =>
        Number((await pool.query<{ n: string }>('select count(*) as n from outbox')).rows[0]?.n)
      const effects = await count()
      await pool.query(`update turns set at = at - interval '7 days'`)
      const client = await openDatabase({ url, folder: '' })
      await forgetOld(client.database)
      await client.close()
      const later = await runCrowd({ ...task, seed: 12 })
      const again = (await count()) - effects
      await pool.end()
      const deliveries = first.reduce((sum, seen) => sum + seen.done + seen.seenBefore, 0)
      return [
        figure({
          name: `effects of ${messages} messages delivered 1 to ${copies} times to ${processes} processes, too many or too few`,
          unit: 'effects',
          target: 0,
          better: 'lower',
          values: [Math.abs(effects - messages)],
          reference: { deliveries, deliveriesPerSecond: Math.round(deliveries / (ms / 1000)) },
        }),
        figure({
          name: 'the same deliveries again after seven days: new effects',
          unit: 'effects',
          target: 0,
          better: 'lower',
          values: [again],
          reference: { recognised: later.reduce((sum, seen) => sum + seen.seenBefore, 0) },
        }),
      ]
    }),
}
