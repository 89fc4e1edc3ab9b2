/** WhatsApp as a channel, through Meta's Cloud API: signed webhooks in, one call a message out. */
import type { Adapter, Address, DeliveryId, Fitted, SendOutcome } from '#engine'
import { abilities, inFlightAt } from './abilities.ts'
import { type Client, createClient } from './client.ts'
import { broken, type Failure, readAnswer } from './failures.ts'
import { recipientOf } from './identity.ts'
import { integer, object, parse } from './json.ts'
import { createShelf } from './media.ts'
import type { CloudEvent, CloudOptions } from './options.ts'
import { createGate, type Gate } from './pace.ts'
import { checkOptions, readConfigError } from './settings.ts'
import { createVerify } from './signature.ts'
import { createTally } from './tally.ts'
import { checkTemplates, type TemplateProblem } from './templates.ts'
import { createTurns, type Turns } from './turns.ts'
import { createDoor, webhookPath } from './webhook.ts'
import { type Payload, type Template, writeMessage, writeReadMark, writeTemplate } from './write.ts'

export type { CloudEvent, CloudOptions } from './options.ts'
export type { Status } from './status.ts'
export type { TemplateProblem, WantedTemplate } from './templates.ts'
export type { Template } from './write.ts'
export { webhookPath }

export interface Cloud extends Adapter {
  /** The only thing that may be sent when a person's 24 hours are over. */
  sendTemplate(
    to: Address,
    template: Template,
    about?: { readonly delivery: DeliveryId },
  ): Promise<SendOutcome>
  /** Which of the templates we mean to use cannot be sent, and why; none without a business id. */
  checkTemplates(): Promise<readonly TemplateProblem[]>
}

/** A read mark is a courtesy: when so many are on their way, the next is left out. */
const mostMarks = 20
/** How often unsigned calls are told of. */
const strangersMs = 10_000
/** Longest wait for the number's own pace within a call of `send`, in ms; beyond it the channel is held. */
const longestPaceMs = 1000
const noChat: SendOutcome = { kind: 'refused', why: 'no-such-chat', detail: 'not a chat of WhatsApp' }

/** Throws ConfigError for options that can never work. */
export function createWhatsAppCloud(options: CloudOptions): Cloud {
  const { channel, phoneId, log, answerWithinMs = 15_000 } = options
  const settings = checkOptions(options)
  const inFlight = inFlightAt(settings.pace.perSecond)
  const client = createClient({
    token: options.token,
    apiRoot: settings.apiRoot,
    answerWithinMs,
    // Read marks never wait behind deliveries.
    connections: inFlight + mostMarks,
  })
  const shelf = createShelf(client, phoneId)
  const gate = createGate(settings.pace)
  const problems = async (): Promise<readonly TemplateProblem[]> =>
    options.businessId === undefined
      ? []
      : checkTemplates(client, options.businessId, options.templates ?? [])
  let turns: Turns | null = null
  let stopped = false
  let marks = 0

  const failed = (call: string) => (error: unknown) =>
    log({ kind: 'call-failed', call, code: integer(object(error)?.code) })
  const mark = async (messageId: string): Promise<void> => {
    if (marks >= mostMarks) return
    marks++
    const answer = await client.post(`${phoneId}/messages`, writeReadMark(messageId)).finally(() => marks--)
    if (answer.status !== 200) log({ kind: 'call-failed', call: 'read mark', code: answer.status })
  }
  const deliver = async (chat: string, payload: Payload): Promise<SendOutcome> => {
    const refused = await leave(gate, chat)
    if (refused !== null) return refused
    const { outcome, code } = await post(client, `${phoneId}/messages`, payload)
    if (outcome.kind === 'sent') gate.arrived(chat)
    return code === pairCode && outcome.kind === 'later'
      ? { ...outcome, afterMs: gate.tooMany(chat) }
      : outcome
  }

  return {
    name: channel,
    abilities: { ...abilities, inFlight },
    async start(hear, mount) {
      if (turns !== null) throw new Error('WhatsApp was started twice')
      stopped = false
      const open = createTurns({
        self: { channel, phoneId },
        hear,
        onStatus: options.onStatus,
        onTrouble: (code) => log({ kind: 'trouble', code }),
        onHeard: ({ messageId }) => void mark(messageId).catch(failed('read mark')),
        onNotCommitted: (error) => log({ kind: 'not-committed', error: nameOf(error) }),
        closed: () => stopped,
      })
      turns = open
      mount(
        webhookPath,
        createDoor({
          take: (body) => (stopped ? Promise.reject(new Error('not open')) : open.take(body)),
          verify: createVerify(options.appSecret),
          verifyToken: options.verifyToken,
          onStranger: createTally(strangersMs, (calls) => log({ kind: 'not-signed', calls })),
        }),
      )
      await checkNumber(client, phoneId, log)
      log({ kind: 'started' })
      void problems().then(
        (found) => found.forEach((problem) => void log({ kind: 'template-missing', ...problem })),
        failed('message_templates'),
      )
    },
    async stop() {
      stopped = true
      const open = turns
      turns = null
      if (open === null) return
      await open.settled()
      log({ kind: 'stopped' })
    },
    async send(to, message, about) {
      const recipient = recipientOf(to.chat)
      if (recipient === null) return noChat
      const image = await offer(message)
      if (image !== null && 'kind' in image) return image
      const writing = { to: recipient, delivery: about?.delivery ?? null, imageId: image?.id ?? null }
      return deliver(to.chat, writeMessage(message, writing))
    },
    async sendTemplate(to, template, about) {
      const recipient = recipientOf(to.chat)
      if (recipient === null) return noChat
      return deliver(to.chat, writeTemplate(template, recipient, about?.delivery ?? null))
    },
    checkTemplates: problems,
    async fetchMedia(media) {
      if (media.channel !== channel) throw new Error('this media is not of WhatsApp')
      return shelf.fetch(media.key)
    },
  }

  /** The picture of a message, given to Meta; null when there is none. */
  async function offer({ image }: Fitted): Promise<{ readonly id: string } | SendOutcome | null> {
    if (image === null) return null
    if (image.channel !== channel || image.type !== 'image')
      return { kind: 'refused', why: 'malformed', detail: 'not a picture of WhatsApp' }
    return shelf.offer(image.key)
  }
}

/** "Pair rate limit hit". */
const pairCode = 131056

/** Waits for the number's pace; an outcome when sending must wait longer than that. */
async function leave(gate: Gate, chat: string): Promise<SendOutcome | null> {
  for (;;) {
    const answer = gate.ask(chat, Date.now())
    if (answer.kind === 'go') return null
    if (answer.kind === 'person') return { kind: 'later', why: 'unreachable', afterMs: answer.ms }
    if (answer.ms > longestPaceMs) return { kind: 'later', why: 'throttled', afterMs: answer.ms }
    await new Promise((resolve) => setTimeout(resolve, answer.ms))
  }
}

async function post(client: Client, path: string, payload: Payload): Promise<Failure> {
  try {
    return readAnswer(await client.post(path, payload))
  } catch {
    return { outcome: broken, code: null }
  }
}

/** Throws ConfigError when Meta refuses us. A Meta that is away needs no waiting for: it calls us. */
async function checkNumber(client: Client, phoneId: string, log: (event: CloudEvent) => void): Promise<void> {
  const answer = await client.get(`${phoneId}?fields=id`).catch(() => null)
  if (answer?.status === 200) return
  const wrong = answer === null ? null : readConfigError(answer)
  if (wrong !== null) throw wrong
  const code = answer === null ? null : integer(object(object(parse(answer.body))?.error)?.code)
  log({ kind: 'call-failed', call: 'number', code: code ?? answer?.status ?? null })
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
