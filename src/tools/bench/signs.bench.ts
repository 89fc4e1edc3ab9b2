/** How labelled advertisements are judged: the half they were tuned on, the half kept in reserve, and two by a hand that
 * saw nothing of the signs: `blind-dev` may be looked at, of `blind-seal` only these figures. */
import { readFileSync } from 'node:fs'
import { createClaims, createSigns } from '#engine'
import { loadPlatforms, loadSigns } from '../../lists/index.ts'
import { type Bench, figure } from './form.ts'
import { createWorld } from './names.ts'

const home = new URL('../../../', import.meta.url).pathname

export const bench: Bench = {
  name: 'signs',
  async run() {
    const claims = createClaims(loadPlatforms(`${home}content/platforms.md`))
    const signs = createSigns(loadSigns(`${home}content/signs.md`), {
      officialPhones: new Set(),
      contactsOf: () => [],
    })
    const { knowledge } = createWorld(0)
    const judge = (text: string) => signs.judge(text, claims.read(text, knowledge)).level
    return ['tune', 'reserve', 'blind-dev', 'blind-seal'].flatMap((half) => {
      const rows = readFileSync(`${home}test/engine/ad/signs-${half}.tsv`, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.replaceAll('\\n', '\n').split('\t'))
      for (const [, text = ''] of rows.slice(0, 20)) judge(text)
      const judged = rows.map(([label, text = '']) => {
        const start = performance.now()
        const level = judge(text)
        return { label, level, ms: performance.now() - start }
      })
      const of = (label: string) => judged.filter((each) => each.label === label)
      const share = (label: string, levels: readonly string[]) =>
        of(label).filter(({ level }) => levels.includes(level)).length / of(label).length
      const slowest = judged.map(({ ms }) => ms).sort((a, b) => a - b)
      return [
        figure({
          name: `illegal: danger or caution, ${half}`,
          unit: 'share',
          target: 0.95,
          better: 'higher',
          values: [share('illegal', ['danger', 'caution'])],
          reference: { texts: of('illegal').length, danger: share('illegal', ['danger']) },
        }),
        figure({
          name: `ordinary: danger, ${half}`,
          unit: 'share',
          target: 0.02,
          better: 'lower',
          values: [share('ordinary', ['danger'])],
          reference: {
            texts: of('ordinary').length,
            caution: share('ordinary', ['caution']),
            p95MsEach: Number((slowest[Math.floor(slowest.length * 0.95)] ?? 0).toPrecision(3)),
          },
        }),
      ]
    })
  },
}
