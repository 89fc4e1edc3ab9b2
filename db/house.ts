/** Facts about this database as a whole. */
import { eq } from 'drizzle-orm'
import { ConfigError } from '#engine'
import type { Database } from './client.ts'
import { house } from './schema.ts'
import type { Seal } from './seal.ts'

/** With another identity key every person would be a stranger and every STOP forgotten: refuse to start.
 * Throws ConfigError. */
export async function checkIdentity(database: Database, seal: Seal): Promise<void> {
  const fingerprint = seal.recognise('fingerprint of the identity key')
  await database.insert(house).values({ name: 'identity', value: fingerprint }).onConflictDoNothing()
  const [row] = await database.select().from(house).where(eq(house.name, 'identity'))
  if (row?.value === fingerprint) return
  throw new ConfigError(
    'This database was made with another IDENTITY_KEY. Give the key it was made with (in keys.json of the first DATA_DIR, or your secret store).',
  )
}
