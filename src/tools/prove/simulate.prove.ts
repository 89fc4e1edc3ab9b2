/** Worlds by the hundred: see `test/kit/simulation`. */
import { writeFileSync } from 'node:fs'
import { type Mutant, mutants, simulate } from '../../../test/kit/simulation/index.ts'
import { type Proof, type Row, wholeNumber } from './form.ts'

export const proof: Proof = {
  shows:
    'The whole engine on a virtual clock, with faults chosen by a seed: each message is one turn, each answer is shown, and people are told what they would be told in calm. What breaks breaks again under its seed.',
  options: {
    seed: 'the first world (1)',
    worlds: 'how many (300)',
    mutant: `a break that must be found: one of ${mutants.join(', ')}, or all (none)`,
    log: 'a file for every event of the first world that breaks',
  },
  async run(options, tell) {
    const first = wholeNumber(options, 'seed', 1)
    const worlds = wholeNumber(options, 'worlds', 300)
    const wanted = options['mutant'] ?? null
    const rows: Row[] = []
    const tried = wanted === 'all' ? mutants : [wanted as Mutant | null]
    for (const mutant of tried) {
      const row = await many({ first, worlds, mutant, log: options['log'] ?? null })
      rows.push(row)
      tell(row)
    }
    return rows
  },
}

async function many(given: {
  readonly first: number
  readonly worlds: number
  readonly mutant: Mutant | null
  readonly log: string | null
}): Promise<Row> {
  const { first, worlds, mutant, log } = given
  const sums = { messages: 0, deliveries: 0, crashes: 0, faults: 0, repeats: 0, virtualHours: 0 }
  const broken: number[] = []
  let why = ''
  let replays = true
  let tried = 0
  for (let seed = first; seed < first + worlds; seed++) {
    const world = await simulate(seed, mutant)
    tried++
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += world.counts[key]
    if (world.wrong.length === 0) continue
    broken.push(seed)
    if (broken.length > 1) continue
    why = world.wrong[0] ?? ''
    const again = await simulate(seed, mutant)
    replays = again.digest === world.digest && again.wrong.join() === world.wrong.join()
    if (log !== null) writeFileSync(log, `${world.wrong.join('\n')}\n${world.log.join('\n')}\n`)
    // A mutant is found once; then it is enough.
    if (mutant !== null) break
  }
  const found = broken.length > 0
  return {
    what: mutant === null ? 'worlds' : `mutant ${mutant}`,
    times: tried,
    holds: mutant === null ? !found : found && replays,
    seen: {
      ...sums,
      ...(found ? { 'broken seeds': broken.slice(0, 10).join(' '), replays: String(replays), why } : {}),
    },
  }
}
