/** A strict stand-in for the Telegram Bot API: speaks HTTP on 127.0.0.1, keeps a journal of what it accepted, and
 * lets tests act as people and as trouble. In a process of its own: `main.ts`. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createFaults, type Faults } from './faults.ts'
import { createFloodGate, type FloodLimits, publishedLimits } from './flood.ts'
import { methods } from './methods.ts'
import { checkParameters, type ParameterSpec, type Parameters } from './parameters.ts'
import { createPeople, type People } from './people.ts'
import { createUpdateQueue, type Queued, type UpdateQueue } from './queue.ts'
import { badRequest, conflict, Refusal } from './refusal.ts'
import { type Called, type Result, type ServerOptions, startServer } from './server.ts'
import { createWebhook, type Webhook, type WebhookDelivery, type WebhookTarget } from './webhook.ts'
import { createWorld, type Wire, type World } from './world.ts'

export { type Fault, type Faults, serverError, tooManyRequests } from './faults.ts'
export { type FloodLimits, publishedLimits } from './flood.ts'
export { captionLimit, textLimit } from './methods.ts'
export type { People, Said } from './people.ts'
export type { Wire, World } from './world.ts'

/** One call that was accepted: what really happened, whatever the caller was told. */
export interface Entry {
  readonly at: number
  readonly method: string
  readonly chat: number | null
  /** What people see: text or caption after entities parsing. */
  readonly text: string | null
  readonly parameters: Wire
  /** The message as the API returned it, or what else it returned. */
  readonly result: unknown
}

export interface BotApiOptions {
  readonly token?: string
  readonly username?: string
  /** false: no flood limits, for benches that measure the bot and not the limiter. */
  readonly flood?: FloodLimits | false
  /** false: polling twice on one offset is not punished. */
  readonly gentle?: boolean
  /** true: of what was accepted only when and to whom is kept, for benches with a million messages. */
  readonly brief?: boolean
  /** With `brief`: each entry is a line of this file before its caller is answered, and a stand-in that is begun again
   * remembers what the file has. */
  readonly journalFile?: string
  /** First wait of a webhook's redelivery in ms; doubles. The real one is about a second. */
  readonly firstRetryMs?: number
  readonly now?: () => number
  readonly port?: number
  readonly other?: ServerOptions['other']
}

export interface BotApi {
  readonly root: string
  readonly token: string
  readonly bot: World['bot']
  readonly people: People
  readonly world: World
  readonly faults: Faults
  readonly journal: readonly Entry[]
  /** Messages people saw in a chat, oldest first. */
  shown(chat: number): readonly Wire[]
  /** Every call, accepted or not. */
  readonly calls: readonly Called[]
  /** Every delivery to the webhook. */
  readonly deliveries: readonly WebhookDelivery[]
  readonly queue: UpdateQueue
  /** Waits until the condition holds; throws after `ms` with what was waited for. */
  until(what: string, condition: () => boolean, ms?: number): Promise<void>
  /** Called for each journal entry as it is written. */
  onEntry(listener: (entry: Entry) => void): void
  stop(): Promise<void>
}

const pollParameters: ParameterSpec = {
  offset: 'integer',
  limit: 'integer',
  timeout: 'integer',
  allowed_updates: 'json',
}
const webhookParameters: ParameterSpec = {
  url: 'text',
  certificate: 'file',
  ip_address: 'text',
  max_connections: 'integer',
  allowed_updates: 'json',
  drop_pending_updates: 'flag',
  secret_token: 'text',
}

export async function createBotApi(options: BotApiOptions = {}): Promise<BotApi> {
  const now = options.now ?? Date.now
  const token = options.token ?? '7000000001:AAStandInTokenThatNobodyMayEverSeeInALog1'
  const world = createWorld({
    now,
    username: options.username ?? 'tanya_dulu_bot',
    botId: Number(token.split(':')[0]),
    keeps: options.brief !== true,
  })
  const faults = createFaults()
  const flood = options.flood === false ? null : createFloodGate(options.flood ?? publishedLimits, now)
  const queue = createUpdateQueue({ now, gentle: options.gentle ?? true })
  const kept = options.journalFile === undefined ? null : openJournal(options.journalFile)
  const journal: Entry[] = [...(kept?.entries ?? [])]
  const calls: Called[] = []
  const deliveries: WebhookDelivery[] = []
  const listeners: ((entry: Entry) => void)[] = []
  const sent = new Map<number, Queued>()
  let webhook: Webhook | null = null
  let allowed: readonly string[] | null = null
  let updateId = 100_000_001

  const deliver = (update: Queued): void => {
    if (allowed !== null && !allowed.includes(update.kind)) return
    if (webhook === null) queue.push(update)
    else webhook.push(update)
  }
  const people = createPeople(world, {
    push(update, about) {
      const id = typeof update.update_id === 'number' ? update.update_id : updateId++
      const queued = { ...about, id, json: JSON.stringify({ update_id: id, ...update }) }
      if (sent.size > 10_000) sent.clear()
      sent.set(id, queued)
      deliver(queued)
      return id
    },
    repeat(id) {
      const update = sent.get(id)
      if (update === undefined) throw new Error(`no update ${id} to send again`)
      // A new object, so that it is given out again although it was confirmed before.
      deliver({ ...update })
    },
  })

  const record = (method: string, parameters: Parameters, result: unknown): void => {
    const message = typeof result === 'object' && result !== null ? (result as Wire) : {}
    const chat = parameters.integer('chat_id')
    const text = message.text ?? message.caption
    const entry: Entry = {
      at: now(),
      method,
      chat,
      text: typeof text === 'string' && options.brief !== true ? text : null,
      parameters: options.brief === true ? {} : parameters.raw,
      result: options.brief === true ? null : result,
    }
    journal.push(entry)
    kept?.add(entry)
    for (const listener of listeners) listener(entry)
  }

  const setWebhook = (parameters: Parameters): true => {
    const url = parameters.text('url') ?? ''
    webhookGuards(url, parameters)
    if (parameters.flag('drop_pending_updates')) queue.clear()
    remember(parameters)
    const waiting = webhook?.close() ?? []
    webhook = null
    if (url === '') return true
    queue.interrupt(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    const target: WebhookTarget = {
      url,
      secret: parameters.text('secret_token'),
      maxConnections: Math.min(100, Math.max(1, parameters.integer('max_connections') ?? 40)),
    }
    webhook = createWebhook(target, {
      now,
      firstRetryMs: options.firstRetryMs ?? 1000,
      onDelivery: (delivery) => deliveries.push(delivery),
    })
    for (const update of [...waiting, ...queue.take()]) webhook.push(update)
    return true
  }
  const deleteWebhook = (parameters: Parameters): true => {
    const waiting = webhook?.close() ?? []
    webhook = null
    if (parameters.flag('drop_pending_updates')) queue.clear()
    else for (const update of waiting) queue.push(update)
    return true
  }
  const remember = (parameters: Parameters): void => {
    const wanted = parameters.json('allowed_updates')
    if (wanted === null) return
    if (!Array.isArray(wanted)) throw badRequest("can't parse allowed_updates: expected an Array of strings")
    allowed = wanted.length === 0 ? null : wanted.map(String)
  }
  const getUpdates = async (parameters: Parameters, gone: AbortSignal): Promise<Result> => {
    if (webhook !== null) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    }
    remember(parameters)
    const updates = await queue.poll(
      {
        offset: parameters.integer('offset') ?? 0,
        limit: Math.min(100, Math.max(1, parameters.integer('limit') ?? 100)),
        timeoutSeconds: Math.max(0, parameters.integer('timeout') ?? 0),
      },
      gone,
    )
    return { wire: `[${updates.join(',')}]` }
  }

  const server = await startServer({
    token,
    world,
    faults,
    port: options.port ?? 0,
    ...(options.other === undefined ? {} : { other: options.other }),
    onCall: (called) => calls.push(called),
    run({ method, raw, gone }) {
      const name = method.toLowerCase()
      if (name === 'getupdates') return getUpdates(checkParameters(raw, pollParameters), gone)
      if (name === 'getwebhookinfo') {
        return {
          value: {
            url: webhook?.target.url ?? '',
            has_custom_certificate: false,
            pending_update_count: webhook?.pending() ?? queue.pending(),
          },
        }
      }
      const own = name === 'setwebhook' ? setWebhook : name === 'deletewebhook' ? deleteWebhook : null
      if (own !== null) {
        const parameters = checkParameters(raw, webhookParameters)
        const value = own(parameters)
        record(method, parameters, value)
        return { value }
      }
      const known = methods[name]
      if (known === undefined) throw new Refusal(404, 'Not Found: method not found')
      const parameters = checkParameters(raw, known.parameters)
      // A chat the bot may not write to is said first: Telegram counts only what it could send.
      if (known.speaks) {
        world.writable(parameters.chat())
        flood?.enter(parameters.chat())
      }
      const value = known.run(parameters, world)
      record(method, parameters, value)
      return { value }
    },
  })

  return {
    root: server.root,
    token,
    bot: world.bot,
    people,
    world,
    faults,
    journal,
    calls,
    deliveries,
    queue,
    shown: (chat) =>
      journal.flatMap((entry) =>
        entry.chat === chat && entry.method.startsWith('send') && entry.method !== 'sendChatAction'
          ? [entry.result as Wire]
          : [],
      ),
    async until(what, condition, ms = 20_000) {
      const end = Date.now() + ms
      while (!condition()) {
        if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    onEntry: (listener) => void listeners.push(listener),
    async stop() {
      webhook?.close()
      await server.close()
      kept?.close()
    },
  }
}

/** `method chat at` on a line each. */
function openJournal(path: string) {
  const file = openSync(path, 'a')
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return {
    entries: lines.map((line): Entry => {
      const [method = '', chat, at] = line.split(' ')
      return {
        at: Number(at),
        method,
        chat: chat === '-' ? null : Number(chat),
        text: null,
        parameters: {},
        result: null,
      }
    }),
    add: ({ method, chat, at }: Entry): void => void writeSync(file, `${method} ${chat ?? '-'} ${at}\n`),
    close: () => closeSync(file),
  }
}

/** Nothing but this machine may ever be called by a test, so http is allowed and other hosts are not. */
function webhookGuards(url: string, parameters: Parameters): void {
  if (url === '') return
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid webhook URL specified')
  if (new URL(url).hostname !== '127.0.0.1')
    throw badRequest('bad webhook: Failed to resolve host: Name or service not known')
  const secret = parameters.text('secret_token')
  if (secret !== null && secret.length > 256) throw badRequest('secret token is too long')
  if (secret !== null && !/^[\w-]*$/.test(secret))
    throw badRequest('secret token contains unallowed characters')
}
