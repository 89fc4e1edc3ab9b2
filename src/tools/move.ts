/** `npm run move -- postgres://…`: from the embedded database of DATA_DIR to an empty database on a server, at one go. Stop the
 * bot first; the embedded database is only read. Then set DATABASE_URL. */
import { ConfigError } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { dump } from '../../db/dump.ts'
import { load } from '../../db/load.ts'
import { readConfig } from '../config.ts'
import { digested, newDigest } from './backup/lines.ts'
import { command, tell } from './command.ts'

await command(async ([url, ...more]) => {
  if (url === undefined || !/^postgres(ql)?:\/\//.test(url) || more.length > 0)
    throw new ConfigError('Use: npm run move -- postgres://user:password@host/database')
  const { dataDir } = readConfig(undefined, { ...process.env, DATABASE_URL: '' })
  const from = await openDatabase({ url: null, folder: dataDir })
  const to = await openDatabase({ url, folder: dataDir }).catch(async (error) => {
    await from.close()
    throw error
  })
  try {
    const before = newDigest()
    const rows = await load(to.pool, digested(dump(from.pool), before))
    const after = newDigest()
    for await (const _ of digested(dump(to.pool), after));
    if (after.hash.digest('hex') !== before.hash.digest('hex')) throw new Error('the two databases differ')
    tell(
      `${rows} rows are there, and the same in both. Set DATABASE_URL to it, keep DATA_DIR (its keys.json is needed), and start.`,
    )
  } finally {
    await to.close()
    await from.close()
  }
  return undefined
})
