/** What the bot and the process with the browser say to each other over IPC. Each checks what it hears. */
import * as z from 'zod'

/** Raised with every change: a bot and a browser process of different releases part at once. */
const version = 2

/** Everything the browser process is told, once, when it begins. */
const settings = z.object({
  /** Folder of the browser's profile, which is the session. */
  profile: z.string(),
  chromium: z.string(),
  browserArgs: z.array(z.string()),
  /** Digits of the phone that is linked by a code instead of a QR. */
  phone: z.string().nullable(),
  /** Hours of the night in which the browser may be restarted, as [from, to) of local time. */
  quietHours: z.tuple([z.number(), z.number()]),
  /** Above this the browser is restarted at the next quiet moment, in MiB of all its processes. */
  memoryLimit: z.number(),
  timing: z.object({
    /** How often the page is looked at. */
    lookMs: z.number(),
    /** How long a start may take until there is a QR or a session. */
    startMs: z.number(),
    /** How long a connected session may take to become ready, and then a lost connection to come back. */
    readyMs: z.number(),
    /** How long WhatsApp may take to accept a message. */
    sentMs: z.number(),
    /** Shortest time from one message to the next. */
    spacingMs: z.number(),
  }),
})
export type Settings = Readonly<z.infer<typeof settings>>

const ask = z.number().int()
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
/** One that a message holds already, by the id of that message; or one drawn here. */
const picture = z.union([z.object({ key: z.string() }), z.object({ png: bytes })])
export type Picture = Readonly<z.infer<typeof picture>>

const person = z.object({ phone: z.string().nullable(), lid: z.string().nullable() })

const toChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), version: z.literal(version), settings }),
  /** The turn of this message is committed, or there is none. */
  z.object({ kind: z.literal('done'), id: z.string() }),
  z.object({
    kind: z.literal('send'),
    ask,
    to: z.string(),
    text: z.string(),
    picture: picture.nullable(),
    /** Id of the same message from a try before, of which nobody knows yet whether WhatsApp has it. */
    earlier: z.string().nullable(),
  }),
  z.object({ kind: z.literal('fetch'), ask, key: z.string(), most: z.number() }),
  z.object({ kind: z.literal('close') }),
])
export type ToChild = Readonly<z.infer<typeof toChild>>

/** What became of one message. */
const sent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), id: z.string() }),
  /** Nothing was sent. */
  z.object({ kind: z.literal('not-ready') }),
  z.object({ kind: z.literal('no-such-chat') }),
  z.object({ kind: z.literal('no-such-picture') }),
  /** WhatsApp did not take it. */
  z.object({ kind: z.literal('failed') }),
  /** Sent, and not yet taken: asking again goes on waiting, and sends nothing twice. */
  z.object({ kind: z.literal('unsure') }),
])
export type Sent = Readonly<z.infer<typeof sent>>

/** Why a browser process came to its end. */
const end = z.enum([
  /** Unlinked, here or on the phone: somebody must link it again. */
  'logged-out',
  /** WhatsApp has blocked the account. */
  'banned',
  /** The session was opened elsewhere. */
  'conflict',
  /** The browser ended by itself, or could not begin. */
  'browser-lost',
  'browser-failed',
  /** WhatsApp could not be reached. */
  'unreachable',
  /** Nothing moved any more. */
  'stalled',
  /** A kind restart, at night or because of memory. */
  'restart',
  'stopped',
  /** A fault of ours, or of the library. */
  'fault',
])
export type End = z.infer<typeof end>

const fromChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('qr'), qr: z.string() }),
  z.object({ kind: z.literal('code'), code: z.string() }),
  /** A phone was linked just now. */
  z.object({ kind: z.literal('linked') }),
  z.object({ kind: z.literal('ready'), me: person }),
  z.object({ kind: z.literal('unready'), why: z.string() }),
  /** `message` is the page's own; kept, and told again to a new listener, until it is done. */
  z.object({ kind: z.literal('heard'), message: z.unknown(), people: z.record(z.string(), person) }),
  /** The page has it under this id; what became of it follows. */
  z.object({ kind: z.literal('posted'), ask, id: z.string() }),
  z.object({ kind: z.literal('sent'), ask, sent }),
  z.object({ kind: z.literal('fetched'), ask, bytes: bytes.nullable() }),
  /** MiB that all processes of the browser use. */
  z.object({ kind: z.literal('memory'), mib: z.number() }),
  /** Something was mended; for the log. */
  z.object({ kind: z.literal('mended'), what: z.string() }),
  z.object({ kind: z.literal('end'), why: end, detail: z.string() }),
])
export type FromChild = Readonly<z.infer<typeof fromChild>>

/** Null for what is no word of this release. */
export function readToChild(message: unknown): ToChild | null {
  return toChild.safeParse(message).data ?? null
}

export function readFromChild(message: unknown): FromChild | null {
  return fromChild.safeParse(message).data ?? null
}

export function open(settings: Settings): ToChild {
  return { kind: 'open', version, settings }
}
