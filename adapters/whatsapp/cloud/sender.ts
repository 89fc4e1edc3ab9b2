/** One message, one call: at the pace Meta allows, and what its answer means. */
import type { Address, ChannelName, DeliveryId, Fitted, SendOutcome } from '#engine'
import type { Pace } from './abilities.ts'
import type { Client } from './client.ts'
import { type Failure, readAnswer, readThrown } from './failures.ts'
import { recipientOf } from './identity.ts'
import type { Shelf } from './media.ts'
import { createGate, type Gate } from './pace.ts'
import { type Payload, type Template, writeMessage, writeTemplate } from './write.ts'

export interface Sender {
  message(to: Address, message: Fitted, delivery: DeliveryId | null): Promise<SendOutcome>
  template(to: Address, template: Template, delivery: DeliveryId | null): Promise<SendOutcome>
}

export interface SenderOptions {
  readonly channel: ChannelName
  readonly phoneId: string
  readonly client: Pick<Client, 'post'>
  readonly shelf: Pick<Shelf, 'offer' | 'give'>
  readonly pace: Pace
}

/** "Pair rate limit hit". */
const pairCode = 131056
/** Longest wait for the number's own pace within a call, in ms; beyond it the channel is held. */
const longestPaceMs = 1000
const noChat: SendOutcome = { kind: 'refused', why: 'no-such-chat', detail: 'not a chat of WhatsApp' }
const noPicture: SendOutcome = { kind: 'refused', why: 'malformed', detail: 'not a picture of WhatsApp' }

export function createSender({ channel, phoneId, client, shelf, pace }: SenderOptions): Sender {
  const gate = createGate(pace)
  const deliver = async (chat: string, payload: Payload): Promise<SendOutcome> => {
    const refused = await leave(gate, chat)
    if (refused !== null) return refused
    const { outcome, code } = await post(client, `${phoneId}/messages`, payload)
    if (outcome.kind === 'sent') gate.arrived(chat)
    return code === pairCode && outcome.kind === 'later'
      ? { ...outcome, afterMs: gate.tooMany(chat) }
      : outcome
  }
  /** The picture of a message, given to Meta; null when there is none. */
  const offer = async ({ image }: Fitted): Promise<{ readonly id: string } | SendOutcome | null> => {
    if (image === null) return null
    if (!('key' in image)) return shelf.give(image)
    return image.channel === channel && image.type === 'image' ? shelf.offer(image.key) : noPicture
  }

  return {
    async message({ chat }, message, delivery) {
      const to = recipientOf(chat)
      if (to === null) return noChat
      const image = await offer(message)
      if (image !== null && 'kind' in image) return image
      return deliver(chat, writeMessage(message, { to, delivery, imageId: image?.id ?? null }))
    },
    async template({ chat }, template, delivery) {
      const to = recipientOf(chat)
      return to === null ? noChat : deliver(chat, writeTemplate(template, to, delivery))
    },
  }
}

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

async function post(client: Pick<Client, 'post'>, path: string, payload: Payload): Promise<Failure> {
  try {
    return readAnswer(await client.post(path, payload))
  } catch (error) {
    return { outcome: readThrown(error), code: null }
  }
}
