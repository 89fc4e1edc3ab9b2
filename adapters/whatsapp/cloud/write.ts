/** A fitted message as the Cloud API call that sends it. */
import type { Button, Fitted } from '#engine'
import { writeMarks } from '../markup.ts'
import { captionMost, mostReplies, textMost } from './abilities.ts'
import type { recipientOf } from './identity.ts'

export type Payload = Readonly<Record<string, unknown>>
export type Recipient = NonNullable<ReturnType<typeof recipientOf>>

export interface Writing {
  readonly to: Recipient
  /** The delivery this is, given back in every status. */
  readonly delivery: string | null
  /** What the picture was given when it was uploaded; null: there is none. */
  readonly imageId: string | null
}

export function writeMessage(message: Fitted, { to, delivery, imageId }: Writing): Payload {
  return { ...envelope(to, delivery), ...writeContent(message, imageId) }
}

function envelope(to: Recipient, delivery: string | null): Payload {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...to,
    ...(delivery === null ? {} : { biz_opaque_callback_data: delivery }),
  }
}

function writeContent({ text, buttons, opener }: Fitted, imageId: string | null): Payload {
  if (imageId !== null) {
    const caption = writeMarks(text, captionMost)
    return { type: 'image', image: { id: imageId, ...(caption === '' ? {} : { caption }) } }
  }
  if (buttons.length === 0)
    return { type: 'text', text: { body: writeMarks(text, textMost), preview_url: false } }
  const body = { text: writeMarks(text, captionMost) }
  const interactive =
    buttons.length <= mostReplies
      ? { type: 'button', body, action: { buttons: buttons.map(writeReply) } }
      : { type: 'list', body, action: { button: opener, sections: [{ rows: buttons.map(writeRow) }] } }
  return { type: 'interactive', interactive }
}

function writeReply(button: Button): Payload {
  return { type: 'reply', reply: writeRow(button) }
}

/** `fit` writes addresses out, since `Abilities` has no buttons that open one; an empty id is refused by Meta. */
function writeRow(button: Button): Payload {
  return { id: 'token' in button ? button.token : '', title: button.label }
}

/** An approved template: the only thing that may be sent when the 24 hours are over. */
export interface Template {
  readonly name: string
  /** As the account has it: `id`, `en`, `en_US`. */
  readonly language: string
  /** Values of {{1}}, {{2}} … in the body. */
  readonly values: readonly string[]
}

export function writeTemplate(template: Template, to: Recipient, delivery: string | null): Payload {
  const { name, language, values } = template
  const parameters = values.map((text) => ({ type: 'text', text }))
  return {
    ...envelope(to, delivery),
    type: 'template',
    template: {
      name,
      language: { code: language, policy: 'deterministic' },
      ...(parameters.length === 0 ? {} : { components: [{ type: 'body', parameters }] }),
    },
  }
}

/** The two blue ticks: the person sees that somebody is there. */
export function writeReadMark(messageId: string): Payload {
  return { messaging_product: 'whatsapp', status: 'read', message_id: messageId }
}
