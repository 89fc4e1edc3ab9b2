/** Bent inputs for every reader of what comes from outside: how many, how many crashed it, and the CPU of the slowest. The
 * reference is the same campaign's middle reader. `BENCH_FUZZ` multiplies the inputs (1: as many as the tests). */
import { fuzz, type Result } from '../../../test/kit/fuzz/campaign.ts'
import { targets } from '../../../test/kit/fuzz/targets.ts'
import { type Bench, figure } from './form.ts'

const times = Number(process.env['BENCH_FUZZ'] ?? 1)

export const bench: Bench = {
  name: 'fuzz',
  async run() {
    const results: (Result & { readonly name: string })[] = []
    for (const target of targets)
      results.push({
        name: target.name,
        ...(await fuzz(target, { runs: Math.max(1, Math.round(target.runs * times)) })),
      })
    const byTime = [...results].sort((a, b) => b.slowest.ms - a.slowest.ms)
    const told = byTime.map(({ name, slowest }) => [name, Number(slowest.ms.toFixed(2))] as const)
    return [
      figure({
        name: 'bent inputs',
        unit: 'inputs',
        target: 200_000 * times,
        better: 'higher',
        values: [results.reduce((sum, { inputs }) => sum + inputs, 0)],
      }),
      figure({
        name: 'readers that crashed',
        unit: 'readers',
        target: 0,
        better: 'lower',
        values: [results.filter(({ crash }) => crash !== null).length],
        reference: { crashes: results.flatMap(({ crash }) => crash ?? []) },
      }),
      figure({
        name: 'slowest input of any reader, CPU',
        unit: 'ms',
        target: 50,
        better: 'lower',
        values: [byTime[0]?.slowest.ms ?? Number.NaN],
        reference: {
          'middle reader, ms': told[Math.floor(told.length / 2)]?.[1],
          'by reader, ms': Object.fromEntries(told.slice(0, 12)),
          input: byTime[0]?.slowest.input,
        },
      }),
    ]
  },
}
