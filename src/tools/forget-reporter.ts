/** `npm run forget-reporter -- NUMBER`: forgets whoever sent the report of this number, when they ask for it by another way
 * than the chat. Make sure first that it is they who ask: they alone were told the number. */
import { ConfigError } from '#engine'
import { createPersons } from '../../db/forgetting.ts'
import { command } from './command.ts'
import { withKept } from './kept.ts'

async function run([number = '', ...more]: readonly string[]): Promise<void> {
  if (!/^\d{8}$/.test(number) || more.length > 0)
    throw new ConfigError('Use: npm run forget-reporter -- NUMBER, with the eight digits of the report.')
  await withKept(async (kept) => {
    const persons = createPersons(kept)
    const found = await persons.find({ kind: 'report', number: Number(number) })
    const done = found === null ? 'nobody' : await persons.forget(found.contact, null)
    process.stdout.write(
      done === 'forgotten'
        ? 'They are forgotten. The report stays, and nothing tells whose it was.\n'
        : 'There is no report of this number whose reporter is known.\n',
    )
  })
}

await command((words) => run(words).then(() => undefined))
