/** WhatsApp as a channel, through Meta's Cloud API: signed webhooks in, one call a message out. */
import type { Adapter, Address, DeliveryId, SendOutcome } from '#engine'
import { abilities, bulkAt, inFlightAt, windowOf } from './abilities.ts'
import { createClient } from './client.ts'
import { createShelf } from './media.ts'
import type { CloudOptions } from './options.ts'
import { createSender } from './sender.ts'
import { mostMarks, openSession, type Session } from './session.ts'
import { checkOptions } from './settings.ts'
import { checkTemplates, type TemplateProblem } from './templates.ts'
import type { Template } from './write.ts'

export type { CloudEvent, CloudOptions } from './options.ts'
export type { Status } from './status.ts'
export type { TemplateProblem, WantedTemplate } from './templates.ts'
export { webhookPath } from './webhook.ts'
export type { Template } from './write.ts'

export interface Cloud extends Adapter {
  /** The only thing that may be sent when a person's 24 hours are over. */
  sendTemplate(
    to: Address,
    template: Template,
    about?: { readonly delivery: DeliveryId },
  ): Promise<SendOutcome>
  /** Which of the templates we mean to use cannot be sent, and why; none without a business id. Throws when the account
   * would not tell. */
  checkTemplates(): Promise<readonly TemplateProblem[]>
}

/** Throws ConfigError for options that can never work. */
export function createWhatsAppCloud(options: CloudOptions): Cloud {
  const { channel, phoneId, businessId, templates = [], log } = options
  const { apiRoot, pace, answerWithinMs } = checkOptions(options)
  const inFlight = inFlightAt(pace.perSecond)
  // Read marks never wait behind deliveries.
  const connections = inFlight + mostMarks
  const client = createClient({ token: options.token, apiRoot, answerWithinMs, connections })
  const shelf = createShelf(client, phoneId)
  const sender = createSender({ channel, phoneId, client, shelf, pace })
  const problems = async (): Promise<readonly TemplateProblem[]> =>
    businessId === undefined ? [] : checkTemplates(client, businessId, templates)
  let session: Session | null = null

  return {
    name: channel,
    abilities: {
      ...abilities,
      ...(options.tier === undefined ? {} : { window: windowOf(options.tier) }),
      inFlight,
      bulk: bulkAt(pace.perSecond),
    },
    async start(hear, mount) {
      if (session !== null) throw new Error('WhatsApp was started twice')
      session = await openSession({ ...options, client, hear, mount })
      void problems().then(
        (found) => found.forEach((problem) => void log({ kind: 'template-missing', ...problem })),
        () => log({ kind: 'call-failed', call: 'message_templates', code: null }),
      )
    },
    async stop() {
      const open = session
      session = null
      await open?.stop()
    },
    send: (to, message, about) => sender.message(to, message, about?.delivery ?? null),
    sendTemplate: (to, template, about) => sender.template(to, template, about?.delivery ?? null),
    checkTemplates: problems,
    async fetchMedia(media) {
      if (media.channel !== channel) throw new Error('this media is not of WhatsApp')
      return shelf.fetch(media.key)
    },
  }
}
