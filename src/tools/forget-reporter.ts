/** `npm run forget-reporter -- NUMBER`: forgets whoever sent the report of this number, when they ask for it by another way
 * than the chat. Make sure first that it is they who ask: they alone were told the number. */
import { ConfigError } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { createPersons } from '../../db/forgetting.ts'
import { checkIdentity } from '../../db/house.ts'
import { keysIn, readKeys } from '../../db/keys.ts'
import { createSeal } from '../../db/seal.ts'
import { readConfig } from '../config.ts'
import { command } from './command.ts'

async function run([number = '', ...more]: readonly string[]): Promise<void> {
  if (!/^\d{8}$/.test(number) || more.length > 0)
    throw new ConfigError('Use: npm run forget-reporter -- NUMBER, with the eight digits of the report.')
  const config = readConfig(undefined, process.env)
  const client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, share: true })
  try {
    const seal = createSeal(config.keys === null ? keysIn(config.dataDir) : readKeys(config.keys))
    await checkIdentity(client.database, seal)
    const persons = createPersons({ pool: client.pool, seal, now: () => new Date() })
    const found = await persons.find({ kind: 'report', number: Number(number) })
    const done = found === null ? 'nobody' : await persons.forget(found.contact, null)
    process.stdout.write(
      done === 'forgotten'
        ? 'They are forgotten. The report stays, and nothing tells whose it was.\n'
        : 'There is no report of this number whose reporter is known.\n',
    )
  } finally {
    await client.close()
  }
}

await command((words) => run(words).then(() => undefined))
