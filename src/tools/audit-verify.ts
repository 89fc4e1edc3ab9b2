/** `npm run audit-verify [-- --anchors FOLDER]`: reads the whole audit and says whether anybody changed, removed, added or
 * moved a row, or cut its end. Exit code 0: it is whole; 1: it is not. `FOLDER`: anchors that were copied elsewhere. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError } from '#engine'
import { type ChainChecked, checkChain } from '../../db/chain-check.ts'
import { openDatabase } from '../../db/client.ts'
import { readConfig } from '../config.ts'

const usage = 'Use: npm run audit-verify [-- --anchors FOLDER]'

try {
  process.loadEnvFile()
} catch {
  // There need not be a .env file.
}
try {
  process.exitCode = await verify(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

async function verify(argv: readonly string[]): Promise<number> {
  const config = readConfig(undefined, process.env)
  const folder = folderIn(argv) ?? join(config.dataDir, 'audit-anchors')
  const client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, share: true })
  try {
    const reading = await checkChain(client.pool, folder)
    process.stdout.write(`${say(reading)}\n`)
    return reading.kind === 'whole' ? 0 : 1
  } finally {
    await client.close()
  }
}

function folderIn(argv: readonly string[]): string | null {
  try {
    return parseArgs({ args: [...argv], options: { anchors: { type: 'string' } } }).values.anchors ?? null
  } catch {
    throw new ConfigError(usage)
  }
}

const faults = {
  row: 'it was changed, moved or added',
  gap: 'a row is missing there',
  anchor: 'it is not what was anchored then; the chain was written anew',
  cut: 'the end of the audit was cut off there',
} as const

function say(reading: ChainChecked): string {
  if (reading.kind === 'anchors') return `The file of anchors is damaged in line ${reading.line}.`
  if (reading.kind === 'broken')
    return `The audit is NOT whole. The first fault is at place ${reading.place}: ${faults[reading.fault]}.`
  const { rows, anchors, head } = reading
  const beside =
    anchors === 0 ? 'no anchors were found, so a cut end cannot be seen' : `${anchors} anchors agree`
  return `The audit is whole: ${rows} rows, ${beside}. It ends with ${head.hash}.`
}
