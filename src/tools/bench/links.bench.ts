/** Whether addresses that lead to the same place become one, and what that costs beside a bare `new URL()`. */
import { readFileSync } from 'node:fs'
import { createLinks } from '#engine'
import { loadPlatforms } from '../../lists/index.ts'
import { type Bench, figure } from './form.ts'

const home = new URL('../../../', import.meta.url).pathname
const rounds = 7
const passes = 20

export const bench: Bench = {
  name: 'links',
  async run() {
    const links = createLinks(loadPlatforms(`${home}content/platforms.md`))
    const classes = readFileSync(`${home}test/engine/ad/links.tsv`, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t'))
    const right = classes.filter(([one = '', ...ways]) =>
      [one, ...ways].every((way) => {
        const [found, ...more] = links.find(`minat? ${way} ya kak`)
        return more.length === 0 && found?.reading.kind === 'link' && found.reading.link.url === one
      }),
    )
    // Only what `new URL` takes as well: the same work for both.
    const addresses = classes.flat().filter((written) => URL.canParse(written))
    /** Of many short goes the fastest: what else runs on the machine is not measured. */
    const time = (work: (written: string) => unknown): number => {
      const goes = Array.from({ length: passes }, () => {
        const start = performance.now()
        for (const written of addresses) work(written)
        return performance.now() - start
      })
      return Math.min(...goes)
    }
    const bare = (written: string) => new URL(written).href
    time(bare)
    time(links.normalise)
    const timed = Array.from({ length: rounds }, () => ({ url: time(bare), ours: time(links.normalise) }))
    return [
      figure({
        name: 'classes of equal addresses found right',
        unit: 'share',
        target: 1,
        better: 'higher',
        values: [right.length / classes.length],
        reference: { classes: classes.length, written: classes.flat().length },
      }),
      figure({
        name: 'speed beside a bare new URL()',
        unit: 'x',
        target: 0.1,
        better: 'higher',
        values: timed.map(({ url, ours }) => url / ours),
        reference: { addresses: addresses.length, microsecondsEach: median(timed.map(({ ours }) => ours)) },
      }),
    ]
    function median(values: readonly number[]): number {
      const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
      return Number(((middle * 1000) / addresses.length).toPrecision(3))
    }
  },
}
