/** `npm run restore -- FILE`: fills the empty database of DATABASE_URL or DATA_DIR with a backup, all of it or nothing, and puts
 * its keys into DATA_DIR where none are. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { dump } from '../../db/dump.ts'
import { load } from '../../db/load.ts'
import { readConfig } from '../config.ts'
import { backupKey, readBackup } from './backup/file.ts'
import { digested, newDigest } from './backup/lines.ts'
import { command, tell } from './command.ts'

await command(async ([file, ...more]) => {
  if (file === undefined || more.length > 0) throw new ConfigError('Use: npm run restore -- FILE')
  const key = backupKey(process.env['BACKUP_KEY'])
  const config = readConfig(undefined, process.env)
  const { first, lines } = await readBackup(file, key)
  const client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir })
  try {
    const wanted = newDigest()
    const rows = await load(client.pool, digested(lines, wanted))
    const found = newDigest()
    for await (const _ of digested(dump(client.pool), found));
    if (found.hash.digest('hex') !== wanted.hash.digest('hex'))
      throw new Error('the restored database differs')
    keepKeys(config.dataDir, config.keys === null ? first.keys : null)
    tell(`${rows} rows of ${first.made} are restored, and the same as in the backup.`)
  } finally {
    await client.close()
  }
  return undefined
})

function keepKeys(folder: string, keys: string | null): void {
  const file = join(folder, 'keys.json')
  if (keys === null) return
  if (existsSync(file)) {
    tell(`${file} is left as it is. Keys of the backup are not needed if it is the same.`)
    return
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, keys, { mode: 0o600 })
}
