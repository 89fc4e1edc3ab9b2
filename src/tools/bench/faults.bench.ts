/** Eleven faults on every platform and the database: see `npm run prove -- faults`. FAULTS_TIMES says how often each. */
import { columns, faults, proveFaults } from '../prove/faults.prove.ts'
import { type Bench, figure } from './form.ts'

export const bench: Bench = {
  name: 'faults',
  async run() {
    const times = Number(process.env['FAULTS_TIMES'] ?? 20)
    const rows = await proveFaults({ columns, faults, times }, () => {})
    const tried = rows.filter((row) => row.times > 0)
    return [
      figure({
        name: 'cells in which an invariant broke',
        unit: 'cells',
        target: 0,
        better: 'lower',
        values: [tried.filter(({ holds }) => !holds).length],
        reference: {
          times,
          cells: Object.fromEntries(
            rows.map(({ what, holds, seen, note }) => [what, note ?? { holds, ...seen }]),
          ),
        },
      }),
    ]
  },
}
