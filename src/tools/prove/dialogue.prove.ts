/** Help, menu and stop from wherever a walk through the dialogue has led: see `test/kit/dialogue.ts`. */
import { walkMany } from '../../../test/kit/dialogue.ts'
import { type Proof, type Row, wholeNumber } from './form.ts'

export const proof: Proof = {
  shows:
    'From every state that a walk through the dialogue reaches, help, menu and stop are answered in one turn.',
  options: { walks: 'how many (2000)', seed: 'which (20261124)' },
  async run(options, tell) {
    const walks = wholeNumber(options, 'walks', 2_000)
    const { reached, broken, outcomes } = await walkMany(walks, wholeNumber(options, 'seed', 20_261_124))
    const counts = Object.entries(outcomes).map(([exit, came]) => [`${exit} came to`, JSON.stringify(came)])
    const row: Row = {
      what: 'walks',
      times: walks,
      holds: broken === null,
      seen: { ...reached, ...Object.fromEntries(counts), ...(broken === null ? {} : { broken }) },
    }
    tell(row)
    return [row]
  },
}
