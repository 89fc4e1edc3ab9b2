/** A Cloud API for tests, over real HTTP and as strict as Meta's: signed webhooks, the 24 hours, every published limit,
 * templates, statuses, media in two steps. Its journal is the judge of what people were shown. */

import { readMultipart } from '../bot-api/multipart.ts'
import { checkMessage, type Outgoing, type Wire } from './check.ts'
import { type Clock, createClock } from './clock.ts'
import { type Called, createFaults, type Faults } from './faults.ts'
import { createLimits, type LimitOptions, type Limits, publishedLimits } from './limits.ts'
import { createMedia, type MediaStore } from './media.ts'
import { callOf, createPeople, messageIdOf, type People, type Shown } from './people.ts'
import { invalid, noObject, refuse } from './refusal.ts'
import { type Asked, startServer } from './server.ts'
import { createStatuses, noStatuses, type StatusOptions } from './statuses.ts'
import { createWebhook, type Webhook } from './webhook.ts'

export { limits as fieldLimits, type Wire } from './check.ts'
export type { Called, Fault } from './faults.ts'
export { publishedLimits } from './limits.ts'
export { choicesOf, type Person, type Said, type Shown } from './people.ts'
export { escaped, sign } from './webhook.ts'

export interface TemplateOfAccount {
  readonly name: string
  readonly language: string
  readonly status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED'
  /** How many {{n}} its body has. */
  readonly values: number
}

export interface CloudApiOptions {
  readonly port?: number
  /** null: nothing is counted but the 24 hours. */
  readonly limits?: Partial<LimitOptions> | null
  readonly statuses?: Partial<StatusOptions>
  readonly templates?: readonly TemplateOfAccount[]
  readonly firstRetryMs?: number
  readonly other?: (path: string, body: Buffer) => Promise<unknown>
}

/** One call that was accepted. */
export interface Entry extends Shown {
  readonly at: number
  readonly to: string
  readonly callback: string | null
}

export interface CloudApi {
  readonly root: string
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly phoneId: string
  readonly businessId: string
  readonly clock: Clock
  readonly people: People
  readonly limits: Limits
  readonly media: MediaStore
  readonly faults: Faults
  readonly webhook: Webhook
  readonly journal: readonly Entry[]
  /** Read marks, by the id of what was read. */
  readonly marks: readonly string[]
  readonly calls: readonly { readonly call: Called; readonly status: number | null }[]
  /** What a person was shown, oldest first. */
  shown(to: string): readonly Entry[]
  /** A body as it is, signed and delivered; whoever wrote it may then be written to. */
  raw(body: unknown): number
  until(what: string, condition: () => boolean, ms?: number): Promise<void>
  onEntry(listener: (entry: Entry) => void): void
  stop(): Promise<void>
}

const uncounted: LimitOptions = { perSecond: null, pair: null, tier: null }

export async function createCloudApi(options: CloudApiOptions = {}): Promise<CloudApi> {
  const token = 'EAAStandInTokenThatNobodyMayEverSeeInALog1'
  const appSecret = '0123456789abcdef0123456789abcdef'
  const phoneId = '106540352242922'
  const businessId = '102290129340398'
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneId }
  const clock = createClock()
  const limits = createLimits(
    options.limits === null ? uncounted : { ...publishedLimits, ...options.limits },
    clock,
  )
  const media = createMedia(clock)
  const faults = createFaults()
  const webhook = createWebhook({ clock, appSecret, firstRetryMs: options.firstRetryMs ?? 1000 })
  const people = createPeople({
    metadata,
    account: businessId,
    clock,
    limits,
    media,
    push: webhook.push,
  })
  const statuses = createStatuses(
    { ...noStatuses, ...options.statuses },
    {
      clock,
      push: (value) =>
        void webhook.push(callOf(businessId, [{ messaging_product: 'whatsapp', metadata, ...value }])),
    },
  )
  const journal: Entry[] = []
  const marks: string[] = []
  const calls: { readonly call: Called; readonly status: number | null }[] = []
  const listeners: ((entry: Entry) => void)[] = []
  const templates = options.templates ?? []

  const send = (raw: Wire): unknown => {
    const outgoing = checkMessage(raw)
    const person = people.keyOf(outgoing.to)
    checkParts(outgoing)
    limits.sending(person, outgoing.type === 'template' ? 'template' : 'free')
    const id = messageIdOf(person)
    const accepted = { id, to: outgoing.to, callback: outgoing.callback }
    const answer = {
      messaging_product: 'whatsapp',
      contacts: [{ input: outgoing.to, wa_id: person }],
      messages: [{ id, ...(outgoing.type === 'template' ? { message_status: 'accepted' } : {}) }],
    }
    // Meta takes the message and tells later that it did not arrive.
    if (people.hasBlocked(outgoing.to)) {
      statuses.fails(accepted, refuse(131026))
      return answer
    }
    const entry = { ...accepted, at: clock.now(), type: outgoing.type, content: outgoing.content }
    journal.push(entry)
    for (const listener of listeners) listener(entry)
    statuses.arrives(accepted)
    return answer
  }
  const checkParts = ({ type, content }: Outgoing): void => {
    if (type === 'image') {
      const stored = media.get(String(content.id))
      if (stored.from !== 'us') throw refuse(131053, 'The media was not uploaded by this number')
    }
    if (type !== 'template') return
    const language = (content.language as { readonly code: string }).code
    const found = templates.find((each) => each.name === content.name && each.language === language)
    if (found === undefined || found.status === 'PENDING' || found.status === 'REJECTED') throw refuse(132001)
    if (found.status === 'PAUSED') throw refuse(132015)
    const components = (content.components ?? []) as readonly { readonly parameters: readonly unknown[] }[]
    const given = components.reduce((sum, { parameters }) => sum + parameters.length, 0)
    if (given !== found.values)
      throw refuse(132000, `body: number of localizable_params (${given}) does not match the expected number`)
  }
  const mark = (raw: Wire): unknown => {
    const extra = Object.keys(raw).find(
      (key) => !['messaging_product', 'status', 'message_id', 'typing_indicator'].includes(key),
    )
    if (raw.messaging_product !== 'whatsapp' || extra !== undefined)
      throw invalid(`Unexpected key "${extra}"`)
    if (typeof raw.message_id !== 'string' || !raw.message_id.startsWith('wamid.')) throw refuse(131009)
    marks.push(raw.message_id)
    return { success: true }
  }
  const upload = ({ body, type }: Asked): unknown => {
    const fields = readMultipart(body, type)
    const file = fields.get('file')
    if (fields.get('messaging_product') !== 'whatsapp' || typeof file !== 'object')
      throw invalid('The parameters messaging_product and file are required.')
    return { id: media.add(new Uint8Array(file.bytes), String(fields.get('type')), 'us').id }
  }
  const list = ({ query }: Asked): unknown => {
    const most = Number(query.get('limit') ?? 25)
    const from = Number(query.get('after') ?? 0)
    const data = templates.slice(from, from + most).map(({ name, language, status }, index) => ({
      name,
      language,
      status,
      id: String(594_425_479_261_596 + from + index),
    }))
    const more = from + most < templates.length
    return {
      data,
      paging: {
        cursors: { before: String(from), after: String(from + most) },
        ...(more ? { next: 'https://graph.facebook.com/next' } : {}),
      },
    }
  }

  const server = await startServer({
    token,
    faults,
    port: options.port ?? 0,
    ...(options.other === undefined ? {} : { other: options.other }),
    onCall: (call) => calls.push(call),
    file: (path) => media.open(path)?.bytes ?? null,
    called({ method, path, body }) {
      if (method === 'POST' && path === `${phoneId}/messages`)
        return jsonOf(body)?.status === undefined ? 'message' : 'mark'
      if (method === 'POST' && path === `${phoneId}/media`) return 'media'
      if (method === 'GET' && path === `${businessId}/message_templates`) return 'templates'
      if (method === 'GET' && path === phoneId) return 'number'
      return method === 'GET' && /^\d+$/.test(path) ? 'media' : null
    },
    run(asked, root) {
      const { method, path } = asked
      if (path === `${phoneId}/messages`) {
        const raw = jsonOf(asked.body)
        if (raw === null || !asked.type.includes('application/json')) throw invalid('Invalid JSON')
        return raw.status === undefined ? send(raw) : mark(raw)
      }
      if (path === `${phoneId}/media`) return upload(asked)
      if (path === `${businessId}/message_templates`) return list(asked)
      if (path === phoneId) return { id: phoneId }
      const owner = asked.query.get('phone_number_id')
      if (method !== 'GET' || (owner !== null && owner !== phoneId)) throw noObject(path)
      return media.describe(path, root)
    },
  })

  return {
    root: server.root,
    token,
    appSecret,
    verifyToken: 'Stand-In-Verify-1',
    phoneId,
    businessId,
    clock,
    people,
    limits,
    media,
    faults,
    webhook,
    journal,
    marks,
    calls,
    shown: (to) => journal.filter((entry) => entry.to === to),
    raw(body) {
      for (const [, from] of JSON.stringify(body).matchAll(/"from":"(\d+)"/g)) if (from) limits.heard(from)
      return webhook.push(body)
    },
    async until(what, condition, ms = 20_000) {
      const end = Date.now() + ms
      while (!condition()) {
        if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    onEntry: (listener) => void listeners.push(listener),
    async stop() {
      clock.stop()
      webhook.stop()
      await server.close()
    },
  }
}

function jsonOf(body: Buffer): Wire | null {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : null
  } catch {
    return null
  }
}
