/** The environment, checked once and whole. `.env.example` and the README's table say the same as this file. */
import * as z from 'zod'
import { ConfigError, type Officers, officerZones } from '#engine'

export type Role = 'bot' | 'worker' | 'console' | 'all'
export const roles: readonly Role[] = ['all', 'bot', 'worker', 'console']

export interface Config {
  readonly role: Role
  /** null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** Where the world reaches this program, without a path; null: webhooks are off. */
  readonly publicUrl: string | null
  /** Addresses and networks of proxies whose word for where a request comes from is taken; empty: nobody's. */
  readonly trustedProxies: readonly string[]
  /** Where people find the bot, as cards that are passed on show it; null: they show none. */
  readonly botAddress: string | null
  /** Its name on Telegram and its number on WhatsApp, in digits, for codes to scan; null: handouts have none. */
  readonly botTelegram: string | null
  readonly botWhatsapp: string | null
  readonly telegram: {
    readonly token: string
    readonly apiRoot: string | null
    readonly webhookSecret: string | null
    /** Campaign messages a second; null: what Telegram allows everybody. */
    readonly campaignPerSecond: number | null
  } | null
  readonly whatsappCloud: {
    readonly token: string
    readonly phoneId: string
    readonly appSecret: string
    readonly verifyToken: string
    readonly apiRoot: string | null
    readonly businessId: string | null
    /** Messages a second, in and out together. */
    readonly throughput: number
    /** Different people who may be written to first in 24 hours; null: any number. */
    readonly tier: number | null
  } | null
  /** WhatsApp as a linked device of a phone. */
  readonly whatsappWeb: {
    /** Digits of the phone to link by a code; null: by QR. */
    readonly phone: string | null
    /** Path of the browser; null: looked for on PATH. */
    readonly chromium: string | null
    readonly browserArgs: readonly string[]
    /** Hours of local time in which the browser may be restarted, [from, to). */
    readonly quietHours: readonly [number, number]
    /** Most messages a day that are no answer: in the first week of the session, in the second, and later. */
    readonly perDay: readonly [number, number, number]
    /** Shortest and longest space between two of them, in ms. */
    readonly spacingMs: readonly [number, number]
  } | null
  /** Path of the browser that pictures what is to be taken down; null: looked for on PATH. */
  readonly chromium: string | null
  /** Through which strangers' pages are fetched; null: directly. */
  readonly fetchProxy: string | null
  /** The training page. On by itself only where no real channel is configured. */
  readonly simulator: boolean
  /** null: keys are kept in the data folder. */
  readonly keys: { readonly identity: string; readonly sealing: string } | null
  /** null: no officer is there to answer. */
  readonly officers: Officers | null
  /** Sources are read; null: not by this process. `contact`: whom those may write to whose pages are read; null: nothing is
   * fetched. */
  readonly watch: { readonly contact: string | null } | null
  /** Campaigns to more people than this need another person's approval. */
  readonly campaignAlone: number
  readonly listMaxAgeDays: number
  /** Anybody may read `/angka`: counts and medians of all organisations together. */
  readonly publicNumbers: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

/** What is read from the environment, name by name. An empty value counts as none. */
const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'begin with postgres://')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number('be a number')
    .int('be a whole number')
    .min(0, 'be 0 or more')
    .max(65_535, 'be 65535 or less')
    .default(8080),
  // It is told to platforms and stands in links: no name and password, and nothing that would have to be escaped.
  PUBLIC_URL: z
    .string()
    .regex(/^https:\/\/[^\s@]+$/, 'be an address that begins with https://')
    .refine((address) => URL.canParse(address), 'be an address that begins with https://')
    .optional(),
  TRUSTED_PROXY: z
    .string()
    .transform((written) => written.split(/[\s,]+/).filter((each) => each !== ''))
    .pipe(
      z.array(
        z.union(
          [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
          'be addresses or networks with commas between them, such as 127.0.0.1, 10.0.0.0/8',
        ),
        'be addresses or networks with commas between them, such as 127.0.0.1, 10.0.0.0/8',
      ),
    )
    .optional(),
  BOT_ADDRESS: z
    .string()
    .max(40, 'have at most 40 letters, such as t.me/TanyaDuluBot')
    .regex(/^[\x20-\x7e]+$/, 'be plain letters, such as t.me/TanyaDuluBot or WhatsApp 0811-1234-5678')
    .optional(),
  BOT_TELEGRAM: z
    .string()
    .regex(/^[A-Za-z]\w{4,31}$/, 'be the name that @BotFather gave, without @, such as TanyaDuluBot')
    .optional(),
  BOT_WHATSAPP: z
    .string()
    .regex(/^[1-9]\d{6,14}$/, 'be the number in digits alone, with the country first: 62811…')
    .optional(),
  TELEGRAM_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'look like 123456:ABC…, as @BotFather gave it')
    .optional(),
  TELEGRAM_API_ROOT: z
    .url({ protocol: /^https?$/, error: 'be an address that begins with http:// or https://' })
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'be 1 to 256 letters, digits, _ or -')
    .optional(),
  TELEGRAM_CAMPAIGN_PER_SECOND: z.coerce
    .number('be a number')
    .int('be a whole number')
    .min(1, 'be 1 or more')
    .max(1_000, 'be 1000 or less')
    .optional(),
  WHATSAPP_CLOUD_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{20,}$/, 'be the access token of a system user, as Meta gave it')
    .optional(),
  WHATSAPP_CLOUD_PHONE_ID: z
    .string()
    .regex(/^\d{5,30}$/, 'be the id of the number in digits, as Meta shows it; it is not the number')
    .optional(),
  WHATSAPP_CLOUD_APP_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'be the 32 letters and digits of the App secret')
    .optional(),
  WHATSAPP_CLOUD_VERIFY_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{8,256}$/, 'be 8 to 256 letters, digits or signs without spaces')
    .optional(),
  WHATSAPP_CLOUD_API_ROOT: z
    .url({ protocol: /^https?$/, error: 'be an address that begins with http:// or https://' })
    .optional(),
  WHATSAPP_CLOUD_BUSINESS_ID: z
    .string()
    .regex(/^\d{5,30}$/, 'be the id of the WhatsApp Business Account in digits')
    .optional(),
  WHATSAPP_CLOUD_THROUGHPUT: z.coerce
    .number('be a number')
    .int('be a whole number')
    .min(1, 'be 1 or more')
    .max(1_000_000, 'be 1000000 or less')
    .optional(),
  WHATSAPP_CLOUD_TIER: z
    .enum(['250', '2000', '10000', '100000', 'none'], 'be 250, 2000, 10000, 100000 or none')
    .optional(),
  WHATSAPP_WEB: z.enum(['on', 'off'], 'be on or off').optional(),
  WHATSAPP_WEB_PHONE: z
    .string()
    .regex(/^[1-9]\d{6,14}$/, 'be the number in digits alone, with the country first: 62812…')
    .optional(),
  WHATSAPP_WEB_QUIET_HOURS: z
    .string()
    .regex(/^([01]?\d|2[0-3])-([01]?\d|2[0-3])$/, 'be two hours of the day, such as 2-4')
    .optional(),
  WHATSAPP_WEB_PER_DAY: z
    .string()
    .regex(
      /^\d{1,4}(\s*,\s*\d{1,4}){2}$/,
      'be three whole numbers with commas between them: a day in the first week, in the second, and later, such as 20,50,100',
    )
    .transform((written) => written.split(',').map(Number))
    .optional(),
  WHATSAPP_WEB_SPACING: z
    .string()
    .regex(/^\d{1,4}-\d{1,4}$/, 'be two whole numbers of seconds, such as 5-15')
    .transform((written) => written.split('-').map(Number))
    .refine(([shortest = 0, longest = 0]) => shortest <= longest, 'begin with the shorter time, such as 5-15')
    .optional(),
  WHATSAPP_WEB_BROWSER_ARGS: z.string().optional(),
  CHROMIUM: z.string().optional(),
  FETCH_PROXY: z
    .url({ protocol: /^http$/, error: 'be an address such as http://proxy.example:3128' })
    .optional(),
  SIMULATOR: z.enum(['on', 'off'], 'be on or off').optional(),
  WATCH: z.enum(['on', 'off'], 'be on or off').default('on'),
  WATCH_CONTACT: z
    .string()
    .max(200, 'have at most 200 letters')
    .regex(
      /^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?:\/\/[\x21-\x7e]+)$/,
      'be an e-mail address or an https:// address where those whose pages are read reach you',
    )
    .optional(),
  OFFICERS: z.enum(['on', 'off'], 'be on or off').optional(),
  OFFICER_HOURS: z
    .string()
    .regex(
      /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
      'be two times of the day, such as 08:00-16:00',
    )
    .optional(),
  OFFICER_TIME_ZONE: z
    .enum(
      Object.keys(officerZones) as [Officers['zone']],
      `be one of: ${Object.keys(officerZones).join(', ')}`,
    )
    .optional(),
  OFFICER_WAIT_MINUTES: z.coerce
    .number('be a number')
    .int('be a whole number')
    .min(1, 'be 1 or more')
    .max(1440, 'be 1440 or less')
    .optional(),
  IDENTITY_KEY: z.string().optional(),
  SEAL_KEYS: z.string().optional(),
  CAMPAIGN_ALONE: z.coerce.number('be a number').int('be a whole number').min(0, 'be 0 or more').default(100),
  PUBLIC_NUMBERS: z.enum(['on', 'off'], 'be on or off').default('off'),
  LIST_MAX_AGE_DAYS: z.coerce
    .number('be a number')
    .int('be a whole number')
    .min(1, 'be 1 or more')
    .default(90),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'be debug, info, warn or error').default('info'),
})
export type SettingName = keyof z.infer<typeof settings>
export const settingNames = Object.keys(settings.shape) as readonly SettingName[]

/** Reads role and environment. Throws ConfigError: one sentence that names the setting and says what to do, and
 * never shows a value, which may be a secret. */
export function readConfig(
  role: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`${String(issue?.path[0])} must ${issue?.message}.`)
  }
  const read = parsed.data
  refuseHalves(read)
  const chosen = readRole(role)
  if (chosen !== 'all' && read.DATABASE_URL === undefined) {
    throw new ConfigError(
      `The role ${chosen} needs DATABASE_URL: the embedded database serves one process, with the role all.`,
    )
  }
  return {
    role: chosen,
    databaseUrl: read.DATABASE_URL ?? null,
    dataDir: read.DATA_DIR,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: read.TRUSTED_PROXY ?? [],
    botAddress: read.BOT_ADDRESS ?? null,
    botTelegram: read.BOT_TELEGRAM ?? null,
    botWhatsapp: read.BOT_WHATSAPP ?? null,
    telegram:
      read.TELEGRAM_TOKEN === undefined
        ? null
        : {
            token: read.TELEGRAM_TOKEN,
            apiRoot: read.TELEGRAM_API_ROOT ?? null,
            webhookSecret: read.TELEGRAM_WEBHOOK_SECRET ?? null,
            campaignPerSecond: read.TELEGRAM_CAMPAIGN_PER_SECOND ?? null,
          },
    whatsappCloud: readWhatsAppCloud(read),
    whatsappWeb: readWhatsAppWeb(read),
    chromium: read.CHROMIUM ?? null,
    fetchProxy: read.FETCH_PROXY ?? null,
    simulator:
      read.SIMULATOR === undefined
        ? read.TELEGRAM_TOKEN === undefined &&
          read.WHATSAPP_CLOUD_TOKEN === undefined &&
          read.WHATSAPP_WEB !== 'on'
        : read.SIMULATOR === 'on',
    keys:
      read.IDENTITY_KEY === undefined || read.SEAL_KEYS === undefined
        ? null
        : { identity: read.IDENTITY_KEY, sealing: read.SEAL_KEYS },
    officers: readOfficers(read),
    watch: read.WATCH === 'on' ? { contact: read.WATCH_CONTACT ?? null } : null,
    campaignAlone: read.CAMPAIGN_ALONE,
    listMaxAgeDays: read.LIST_MAX_AGE_DAYS,
    publicNumbers: read.PUBLIC_NUMBERS === 'on',
    logLevel: read.LOG_LEVEL,
  }
}

/** Whole or null: halves were refused before. */
function readWhatsAppCloud(read: z.infer<typeof settings>): Config['whatsappCloud'] {
  const { WHATSAPP_CLOUD_TOKEN: token, WHATSAPP_CLOUD_PHONE_ID: phoneId } = read
  const { WHATSAPP_CLOUD_APP_SECRET: appSecret, WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken } = read
  if (token === undefined || phoneId === undefined || appSecret === undefined || verifyToken === undefined)
    return null
  return {
    token,
    phoneId,
    appSecret,
    verifyToken,
    apiRoot: read.WHATSAPP_CLOUD_API_ROOT ?? null,
    businessId: read.WHATSAPP_CLOUD_BUSINESS_ID ?? null,
    // What a number may do that nobody has raised (Cloud API, "Throughput").
    throughput: read.WHATSAPP_CLOUD_THROUGHPUT ?? 80,
    // Of a portfolio that is new and not verified ("Messaging limits").
    tier: read.WHATSAPP_CLOUD_TIER === 'none' ? null : Number(read.WHATSAPP_CLOUD_TIER ?? 250),
  }
}

function readWhatsAppWeb(read: z.infer<typeof settings>): Config['whatsappWeb'] {
  if (read.WHATSAPP_WEB !== 'on') return null
  const [from = 2, to = 4] = read.WHATSAPP_WEB_QUIET_HOURS?.split('-').map(Number) ?? []
  // 20 to 30 a day at first and about 100 on a number that is warm, 5 to 15 s apart, as those who run such gateways advise
  // (OpenWA, "Risk management"; none of it is WhatsApp's own word).
  const [firstWeek = 20, secondWeek = 50, later = 100] = read.WHATSAPP_WEB_PER_DAY ?? []
  const [shortest = 5, longest = 15] = read.WHATSAPP_WEB_SPACING ?? []
  return {
    phone: read.WHATSAPP_WEB_PHONE ?? null,
    chromium: read.CHROMIUM ?? null,
    // One argument may have spaces in it; each begins with two dashes.
    browserArgs: read.WHATSAPP_WEB_BROWSER_ARGS?.trim().split(/\s+(?=--)/) ?? [],
    quietHours: [from, to],
    perDay: [firstWeek, secondWeek, later],
    spacingMs: [shortest * 1_000, longest * 1_000],
  }
}

function readOfficers(read: z.infer<typeof settings>): Officers | null {
  if (read.OFFICERS !== 'on') return null
  const [from = '', to = ''] = (read.OFFICER_HOURS ?? '08:00-16:00').split('-')
  return {
    from,
    to,
    zone: read.OFFICER_TIME_ZONE ?? 'Asia/Jakarta',
    waitMinutes: read.OFFICER_WAIT_MINUTES ?? 30,
  }
}

function readRole(role: string | undefined): Role {
  const found = roles.find((each) => each === (role ?? 'all'))
  if (found === undefined)
    throw new ConfigError(`There is no role of that name. Use one of: ${roles.join(', ')}.`)
  return found
}

/** Settings that mean nothing without another. */
const companions: readonly (readonly [SettingName, SettingName])[] = [
  ['TELEGRAM_API_ROOT', 'TELEGRAM_TOKEN'],
  ['TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_TOKEN'],
  ['TELEGRAM_CAMPAIGN_PER_SECOND', 'TELEGRAM_TOKEN'],
  ['TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL'],
  // The four stand or fall together, and Meta must be able to call us.
  ['WHATSAPP_CLOUD_TOKEN', 'WHATSAPP_CLOUD_PHONE_ID'],
  ['WHATSAPP_CLOUD_TOKEN', 'WHATSAPP_CLOUD_APP_SECRET'],
  ['WHATSAPP_CLOUD_TOKEN', 'WHATSAPP_CLOUD_VERIFY_TOKEN'],
  ['WHATSAPP_CLOUD_TOKEN', 'PUBLIC_URL'],
  ['WHATSAPP_CLOUD_PHONE_ID', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_APP_SECRET', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_VERIFY_TOKEN', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_API_ROOT', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_BUSINESS_ID', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_THROUGHPUT', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_CLOUD_TIER', 'WHATSAPP_CLOUD_TOKEN'],
  ['WHATSAPP_WEB_PHONE', 'WHATSAPP_WEB'],
  ['WHATSAPP_WEB_QUIET_HOURS', 'WHATSAPP_WEB'],
  ['WHATSAPP_WEB_PER_DAY', 'WHATSAPP_WEB'],
  ['WHATSAPP_WEB_SPACING', 'WHATSAPP_WEB'],
  ['WHATSAPP_WEB_BROWSER_ARGS', 'WHATSAPP_WEB'],
  ['OFFICER_HOURS', 'OFFICERS'],
  ['OFFICER_TIME_ZONE', 'OFFICERS'],
  ['OFFICER_WAIT_MINUTES', 'OFFICERS'],
  ['IDENTITY_KEY', 'SEAL_KEYS'],
  ['SEAL_KEYS', 'IDENTITY_KEY'],
]

function refuseHalves(read: z.infer<typeof settings>): void {
  for (const [name, needs] of companions) {
    if (read[name] !== undefined && read[needs] === undefined) {
      throw new ConfigError(`${name} is set but ${needs} is not. Set both, or neither.`)
    }
  }
  if (read.WHATSAPP_WEB === 'on' && read.WHATSAPP_CLOUD_TOKEN !== undefined) {
    throw new ConfigError(
      'WHATSAPP_WEB is on and WHATSAPP_CLOUD_TOKEN is set, but WhatsApp has one way in at a time. Remove one of them.',
    )
  }
}
