/** `npm run doctor`: looks at everything the bot stands on and says, a line each, what is well and what to do. Sends nothing to
 * anybody. Exit code 0: it can run; 1: something must be mended first. */
import { readConfig } from '../config.ts'
import { command, tell } from './command.ts'
import { examine } from './doctor/examine.ts'

const marks = { well: 'ok  ', look: 'look', ill: 'MEND' } as const

await command(async () => {
  const findings = await examine(readConfig(undefined, process.env))
  for (const { how, what } of findings) tell(`${marks[how]}  ${what}`)
  const ill = findings.filter(({ how }) => how === 'ill').length
  tell(ill === 0 ? 'The bot can run.' : `${ill} to mend before the bot can run.`)
  return ill === 0 ? 0 : 1
})
