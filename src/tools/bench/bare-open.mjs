// The reference of the start bench: PGlite's first open of an empty folder and our migrations, and nothing else.
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'

const [folder, migrationsFolder] = process.argv.slice(2)
const client = await PGlite.create(folder)
await migrate(drizzle(client), { migrationsFolder })
process.stdout.write('{"event":"ready"}\n')
await client.close()
