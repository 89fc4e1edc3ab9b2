/** What the doctor looks at, in the order in which one thing needs another. */
import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '#engine'
import { findChromium } from '../../../adapters/whatsapp/web/chromium.ts'
import { type Client, openDatabase } from '../../../db/client.ts'
import { checkIdentity } from '../../../db/house.ts'
import { keysIn, readKeys } from '../../../db/keys.ts'
import { createSeal } from '../../../db/seal.ts'
import type { Config } from '../../config.ts'
import { loadShippedLists } from '../../lists/index.ts'

export interface Finding {
  /** `look`: it can run, and somebody should know. */
  readonly how: 'well' | 'look' | 'ill'
  readonly what: string
}

const well = (what: string): Finding => ({ how: 'well', what })
const look = (what: string): Finding => ({ how: 'look', what })
const ill = (what: string): Finding => ({ how: 'ill', what })

/** How long anybody outside may take to answer, in ms. */
const patienceMs = 5_000
const home = join(import.meta.dirname, '../../..')

export async function examine(config: Config): Promise<readonly Finding[]> {
  const begins = [well(`Settings: read. Node ${process.versions.node}.`), ...folder(config)]
  // Without a folder there is no database to look at.
  if (begins.some(({ how }) => how === 'ill')) return begins
  return [
    ...begins,
    ...(await database(config)),
    ...(await telegram(config)),
    ...(await cloud(config)),
    ...browser(config),
    ...(await address(config)),
  ]
}

function folder({ dataDir, databaseUrl }: Config): readonly Finding[] {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch {
    return [ill(`Data folder: ${dataDir} cannot be written. Give it to this user, or set DATA_DIR.`)]
  }
  const { bavail, bsize } = statfsSync(dataDir)
  const free = Math.floor((bavail * bsize) / 1_048_576)
  // An embedded database that meets a full disk stops; logs and anchors need little.
  const least = databaseUrl === null ? 1_024 : 100
  const disk = `Disk: ${free} MB free at ${dataDir}.`
  const open = (statSync(dataDir).mode & 0o077) !== 0
  return [
    free < least ? ill(`${disk} Make room: at least ${least} MB.`) : well(disk),
    ...(open
      ? [look(`Data folder: others on this machine can read ${dataDir}. Run: chmod 700 ${dataDir}`)]
      : []),
  ]
}

async function database(config: Config): Promise<readonly Finding[]> {
  let client: Client
  try {
    client = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, share: true })
  } catch (error) {
    return [ill(`Database: ${told(error)}`)]
  }
  try {
    return [
      well(`Database: ${client.kind}, answers, tables up to date.`),
      await keys(config, client),
      await clock(client),
      await list(config, client),
    ]
  } finally {
    await client.close()
  }
}

async function keys(config: Config, { database }: Client): Promise<Finding> {
  try {
    const read = config.keys === null ? keysIn(config.dataDir) : readKeys(config.keys)
    await checkIdentity(database, createSeal(read))
    const where = config.keys === null ? join(config.dataDir, 'keys.json') : 'IDENTITY_KEY and SEAL_KEYS'
    return process.env['BACKUP_KEY'] === undefined
      ? look(
          `Keys: ${where}, and they fit the database. Set BACKUP_KEY and make backups: npm run backup -- FILE`,
        )
      : well(`Keys: ${where}, and they fit the database.`)
  } catch (error) {
    return ill(`Keys: ${told(error)}`)
  }
}

/** One-time codes of officers last 30 s; Meta and Telegram refuse what is far off. */
async function clock({ pool, kind }: Client): Promise<Finding> {
  if (kind === 'embedded') return well(`Clock: ${new Date().toISOString()}. Compare it with another.`)
  const { rows } = await pool.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  )
  const off = Math.round(Math.abs(Date.now() - (rows[0]?.ms ?? 0)) / 1_000)
  return off > 5
    ? ill(
        `Clock: ${off} s away from the database's. Turn on time synchronisation on both machines (timedatectl).`,
      )
    : well('Clock: as the database has it.')
}

async function list({ listMaxAgeDays }: Config, { pool }: Client): Promise<Finding> {
  const { rows } = await pool.query<{ as_of: string }>(
    `select as_of from agency_lists where current and kind = 'licensed' limit 1`,
  )
  const asOf = rows[0]?.as_of ?? loadShippedLists(join(home, 'content/agencies'))[0]?.asOf ?? ''
  const days = Math.floor((Date.now() - Date.parse(asOf)) / 86_400_000)
  return days > listMaxAgeDays
    ? look(
        `List of agencies: ${asOf}, ${days} days old; every answer says so. Bring in a newer one: npm run import-agencies`,
      )
    : well(`List of agencies: ${asOf}, ${days} days old.`)
}

async function telegram({ telegram: set, publicUrl }: Config): Promise<readonly Finding[]> {
  if (set === null) return [look('Telegram: off. Set TELEGRAM_TOKEN to answer there.')]
  const root = `${set.apiRoot ?? 'https://api.telegram.org'}/bot${set.token}`
  const me = await ask(`${root}/getMe`)
  if (me.kind === 'silent')
    return [ill('Telegram: its server cannot be reached. Check the network and TELEGRAM_API_ROOT.')]
  if (me.status === 401 || me.status === 404)
    return [ill('Telegram: refuses the token. Copy TELEGRAM_TOKEN from @BotFather again.')]
  if (me.status !== 200) return [ill(`Telegram: answered ${me.status}. Try again in a minute.`)]
  if (publicUrl === null) return [well('Telegram: takes the token; we ask it for messages (long polling).')]
  return [well('Telegram: takes the token; it calls us at PUBLIC_URL.')]
}

async function cloud({ whatsappCloud: set }: Config): Promise<readonly Finding[]> {
  if (set === null) return []
  const url = `${set.apiRoot ?? 'https://graph.facebook.com'}/v23.0/${set.phoneId}?fields=id`
  const number = await ask(url, { authorization: `Bearer ${set.token}` })
  if (number.kind === 'silent')
    return [
      ill('WhatsApp Cloud: its server cannot be reached. Check the network and WHATSAPP_CLOUD_API_ROOT.'),
    ]
  if (number.status === 401 || number.status === 190)
    return [
      ill('WhatsApp Cloud: refuses the token. Make a new one for the system user (WHATSAPP_CLOUD_TOKEN).'),
    ]
  if (number.status !== 200)
    return [
      ill(
        `WhatsApp Cloud: answered ${number.status}. Compare WHATSAPP_CLOUD_PHONE_ID and what the token may do.`,
      ),
    ]
  return [well('WhatsApp Cloud: takes the token for this number.')]
}

function browser({ chromium, whatsappWeb }: Config): readonly Finding[] {
  try {
    const path = findChromium(chromium ?? undefined, process.env['PATH'] ?? '')
    if (existsSync(path)) return [well(`Chromium: ${path}.`)]
  } catch {
    // Said below, by what needs it.
  }
  if (whatsappWeb !== null || chromium !== null)
    return [ill('Chromium: not found. Install it (Debian: apt install chromium), or set CHROMIUM.')]
  return [look('Chromium: not found. Looks at addresses have no picture, and WhatsApp Web cannot run.')]
}

/** Whether the world reaches us: by the answer of this program, or of a proxy before it. */
async function address({ publicUrl }: Config): Promise<readonly Finding[]> {
  if (publicUrl === null) return []
  const answer = await ask(new URL('/healthz', publicUrl).href)
  if (answer.kind === 'silent')
    return [ill('PUBLIC_URL: cannot be reached from here. Check the name, the proxy and its certificate.')]
  if (answer.status === 200) return [well('PUBLIC_URL: reached, and this program answers.')]
  return [look(`PUBLIC_URL: reached, and answered ${answer.status}. Is the bot running behind the proxy?`)]
}

type Answer = { readonly kind: 'answer'; readonly status: number } | { readonly kind: 'silent' }

/** Its status; what it says is not read, and where it was asked is told to nobody: it may hold the token. */
async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  try {
    const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    await answer.body?.cancel()
    return { kind: 'answer', status: answer.status }
  } catch {
    return { kind: 'silent' }
  }
}

function told(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  throw error
}
