/** The reader on a general set of Indonesian intents that has nothing to do with ours: xSID, `XSID=FILE.tsv` (intent, tab,
 * text, a heading line; not shipped). Trained on nine tenths, asked about the tenth, ten times. */
import { readFileSync } from 'node:fs'
import { createReader, type Utterance } from '#engine'
import { type Bench, type Figure, figure } from './form.ts'
import { inHaste } from './haste.ts'
import { createChance } from './names.ts'

const folds = 10

export const bench: Bench = {
  name: 'xsid',
  async run() {
    const rows = load(process.env['XSID'])
    if (rows === null) {
      process.stderr.write('xsid: not run; set XSID to the file xsid-id-valid.tsv.\n')
      return []
    }
    const clean: number[] = []
    const hasty: number[] = []
    for (let fold = 0; fold < folds; fold++) {
      const reader = createReader(rows.filter((_, at) => at % folds !== fold))
      const asked = rows.filter((_, at) => at % folds === fold)
      const right = (text: string, means: string): number => (reader.read(text)[0]?.means === means ? 1 : 0)
      clean.push(...asked.map(({ text, means }) => right(text, means)))
      hasty.push(...asked.map(({ text, means }, at) => right(inHaste(text, at), means)))
    }
    return [percent('as written', clean, 90), percent('in haste', hasty, 86)]
  },
}

function load(path: string | undefined): readonly Utterance[] | null {
  if (path === undefined || path === '') return null
  const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  const chance = createChance(300)
  return rows
    .map((row) => ({ at: chance.next(), row }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => {
      const tab = row.indexOf('\t')
      return { means: row.slice(0, tab), text: row.slice(tab + 1) }
    })
}

function percent(name: string, right: readonly number[], target: number): Figure {
  const value = (100 * right.reduce((sum, each) => sum + each, 0)) / right.length
  return figure({
    name: `xSID id, ${folds} folds, ${name}`,
    unit: '%',
    target,
    better: 'higher',
    values: [value],
    reference: { asked: right.length },
  })
}
