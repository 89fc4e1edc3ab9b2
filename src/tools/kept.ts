/** What a command needs that touches who people are: the database that the program uses, running or not, and its seal. */
import type pg from 'pg'
import { openDatabase } from '../../db/client.ts'
import { checkIdentity } from '../../db/house.ts'
import { keysIn, readKeys } from '../../db/keys.ts'
import { createSeal, type Seal } from '../../db/seal.ts'
import { type Config, readConfig } from '../config.ts'

export interface Kept {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}

/** Opens them for as long as `use` takes. Throws ConfigError when the database cannot be used, or the keys are not its own. */
export async function withKept<T>(use: (kept: Kept, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(undefined, process.env)
  const client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, share: true })
  try {
    const seal = createSeal(config.keys === null ? keysIn(config.dataDir) : readKeys(config.keys))
    await checkIdentity(client.database, seal)
    return await use({ pool: client.pool, seal, now: () => new Date() }, config)
  } finally {
    await client.close()
  }
}
