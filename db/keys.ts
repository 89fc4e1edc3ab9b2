/** The keys that protect identities: from the environment, or created once in the data folder (mode 600). */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError } from '#engine'

export interface Keys {
  /** Recognises contacts: it must never change for the life of a database. */
  readonly identity: Buffer
  /** New secrets are sealed with this one. `id` is 1 to 255. */
  readonly sealing: { readonly id: number; readonly key: Buffer }
  /** Older secrets are opened with these. */
  readonly opening: ReadonlyMap<number, Buffer>
}

const bytes = 32
const stored = z.object({ identity: z.string(), sealing: z.string() })

/** Reads IDENTITY_KEY (base64, 32 bytes) and SEAL_KEYS (`1:base64,2:base64`, the last one seals).
 * Throws ConfigError that names the setting and says what to do. */
export function readKeys(environment: { readonly identity: string; readonly sealing: string }): Keys {
  const opening = new Map<number, Buffer>()
  let sealing: Keys['sealing'] | null = null
  for (const part of environment.sealing.split(',')) {
    const [, id, text] = /^\s*(\d{1,3}):(\S+)\s*$/.exec(part) ?? []
    const number = Number(id)
    if (text === undefined || number < 1 || number > 255) {
      throw new ConfigError('SEAL_KEYS must look like 1:KEY or 1:OLDKEY,2:NEWKEY, with ids from 1 to 255.')
    }
    const key = keyOf(text, `key ${number} in SEAL_KEYS`)
    if (opening.has(number))
      throw new ConfigError(`SEAL_KEYS has two keys with the id ${number}. Give each its own id.`)
    opening.set(number, key)
    sealing = { id: number, key }
  }
  if (sealing === null) throw new ConfigError('SEAL_KEYS is empty. Give one key: 1:KEY.')
  return { identity: keyOf(environment.identity, 'IDENTITY_KEY'), sealing, opening }
}

/** Reads `keys.json` in the data folder, creating it on the first start. Two first starts at once agree on one. */
export function keysIn(folder: string): Keys {
  const file = join(folder, 'keys.json')
  if (!existsSync(file)) createKeys(folder, file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(
      `The key file ${file} cannot be read by this user. Give it back with chown and chmod 600.`,
      {
        cause,
      },
    )
  }
  const parsed = stored.safeParse(parse(text))
  if (!parsed.success) {
    throw new ConfigError(
      `The key file ${file} is damaged. Restore it from a backup: without it nobody who wrote can be recognised.`,
    )
  }
  return readKeys(parsed.data)
}

function createKeys(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = {
    identity: randomBytes(bytes).toString('base64'),
    sealing: `1:${randomBytes(bytes).toString('base64')}`,
  }
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(made)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  try {
    // A link fails when the name is taken: the first of two starts wins, whole.
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function keyOf(text: string, name: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== bytes) {
    throw new ConfigError(
      `${name} must be ${bytes} bytes in base64. Make one with: openssl rand -base64 ${bytes}`,
    )
  }
  return key
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
