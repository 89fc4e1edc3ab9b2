/** A webhook call as what was heard and what became of our messages. Never throws. */
import type { ChannelName, Inbound, InboundId } from '#engine'
import { date, integer, type Json, object, objects, text } from '../json.ts'
import { readBody } from './body.ts'
import { fingerprint, phoneOf, scopedIdOf } from './identity.ts'
import { readStatus, type Status } from './status.ts'

/** Who we are: the channel, and the number's id with Meta. Calls for other numbers of the same account are not ours. */
export interface Self {
  readonly channel: ChannelName
  readonly phoneId: string
}

/** One message that was heard, and Meta's own id of it, for the read mark. */
export interface Heard {
  readonly inbound: Inbound
  readonly messageId: string
}

export interface Call {
  readonly heard: readonly Heard[]
  readonly statuses: readonly Status[]
  /** Codes of trouble that is about no message in particular. */
  readonly errors: readonly number[]
}

/** Reads every entry and change of a call, in the order in which they stand. */
export function readCall(body: unknown, self: Self): Call {
  const values = objects(object(body)?.entry)
    .flatMap((entry) => objects(entry.changes))
    .flatMap((change) => (change.field === 'messages' ? objects([change.value]) : []))
    .filter((value) => text(object(value.metadata)?.phone_number_id) === self.phoneId)
  return {
    heard: values.flatMap((value) =>
      objects(value.messages).flatMap((message) => readMessage(message, { value, self }) ?? []),
    ),
    statuses: values.flatMap((value) => objects(value.statuses).flatMap((each) => readStatus(each) ?? [])),
    errors: values.flatMap((value) => objects(value.errors).flatMap(({ code }) => integer(code) ?? [])),
  }
}

interface Around {
  readonly value: Json
  readonly self: Self
}

function readMessage(message: Json, { value, self }: Around): Heard | null {
  const messageId = text(message.id)
  const at = date(message.timestamp)
  if (messageId === null || messageId === '' || at === null) return null
  // A group's messages name their group: Cloud groups are not answered.
  if (message.group_id !== undefined) return null
  const system = message.type === 'system' ? object(message.system) : null
  const who = system === null ? peopleOf(message, value) : movedOf(message, system)
  if (who === null || who.id === ownPhone(value)) return null
  const body =
    system === null ? readBody(message, self.channel) : ({ kind: 'membership', change: 'joined' } as const)
  if (body === null) return null
  return {
    messageId,
    inbound: {
      id: `whatsapp:${fingerprint(messageId)}` as InboundId,
      at,
      from: { channel: self.channel, chat: who.id },
      person: who.id,
      alias: who.alias,
      hint: null,
      setting: 'private',
      addressed: true,
      forwarded: forwardedOf(object(message.context)),
      body,
      // Of the message replied to Meta tells the id alone.
      quotes: null,
    },
  }
}

/** Our own number, however it is written for people to read. */
function ownPhone(value: Json): string | null {
  return phoneOf(text(object(value.metadata)?.display_phone_number)?.replace(/\D/g, ''))
}

interface Who {
  readonly id: string
  readonly alias: string | null
}

/** The number where there is one, since WhatsApp Web knows people by it; else the id that only we know them by. */
function peopleOf(message: Json, value: Json): Who | null {
  const contact = contactOf(message, value)
  const phone = phoneOf(message.from) ?? phoneOf(contact?.wa_id)
  const scoped = scopedIdOf(message.from_user_id) ?? scopedIdOf(contact?.user_id)
  if (phone !== null) return { id: phone, alias: scoped }
  return scoped === null ? null : { id: scoped, alias: null }
}

/** Of several in one call, the one the message is from. */
function contactOf(message: Json, value: Json): Json | null {
  const contacts = objects(value.contacts)
  const own = contacts.find(
    ({ wa_id, user_id }) =>
      (wa_id !== undefined && wa_id === message.from) ||
      (user_id !== undefined && user_id === message.from_user_id),
  )
  return own ?? (contacts.length === 1 ? (contacts[0] ?? null) : null)
}

/** The day an id changes: heard as a silent arrival under the new one, with the old one as its other name. */
function movedOf(message: Json, system: Json): Who | null {
  const from = phoneOf(message.from)
  const scoped = scopedIdOf(system.user_id)
  switch (system.type) {
    case 'user_changed_number': {
      const id = phoneOf(system.wa_id) ?? scoped
      const old = from ?? scopedIdOf(message.from_user_id)
      return id === null || old === null || id === old ? null : { id, alias: old }
    }
    case 'user_changed_user_id': {
      if (scoped === null) return null
      const phone = from ?? phoneOf(system.wa_id)
      if (phone !== null) return { id: phone, alias: scoped }
      const old = scopedIdOf(system.previous_user_id) ?? scopedIdOf(message.from_user_id)
      return old === null || old === scoped ? null : { id: scoped, alias: old }
    }
    default:
      return null
  }
}

function forwardedOf(context: Json | null): Inbound['forwarded'] {
  if (context?.frequently_forwarded === true) return 'often'
  return context?.forwarded === true ? 'once' : 'no'
}
