/** `npm run backup -- FILE`: everything in the database as it is at this moment, and the keys of the data folder, sealed with
 * BACKUP_KEY. The bot may go on running. What was written is read back before it is called done. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { readConfig } from '../config.ts'
import { backupKey, writeBackup } from './backup/file.ts'
import { command, tell } from './command.ts'

await command(async ([file, ...more]) => {
  if (file === undefined || more.length > 0) throw new ConfigError('Use: npm run backup -- FILE')
  const key = backupKey(process.env['BACKUP_KEY'])
  const config = readConfig(undefined, process.env)
  const client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, share: true })
  try {
    const keys = join(config.dataDir, 'keys.json')
    const kept = config.keys === null && existsSync(keys) ? readFileSync(keys, 'utf8') : null
    const { rows, digest } = await writeBackup(file, client.pool, key, kept)
    tell(`${file}: ${rows} rows, read back and whole. sha256 of its content: ${digest}`)
    if (kept === null)
      tell('IDENTITY_KEY and SEAL_KEYS are in the environment and not in the backup: keep them too.')
  } finally {
    await client.close()
  }
  return undefined
})
