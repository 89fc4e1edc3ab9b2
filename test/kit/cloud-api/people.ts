/** What people do: write, tap, send pictures, forward, change their number. Each act is one notification. */
import { randomBytes } from 'node:crypto'
import type { Wire } from './check.ts'
import type { Clock } from './clock.ts'
import type { Limits } from './limits.ts'
import type { MediaStore } from './media.ts'

export interface Person {
  /** In digits. */
  readonly phone: string
  /** The id this business knows them by; null: Meta tells none. */
  readonly scopedId: string | null
  /** Has a username and shows no number. */
  readonly hidden: boolean
  readonly name: string
}

export interface People {
  /** The same number gives the same person. */
  person(phone: string, changes?: Partial<Omit<Person, 'phone'>>): Person
  says(who: Person, text: string, extra?: Wire): Said
  /** Any message: `fields` is what makes it an image, a location, a sticker. */
  sends(who: Person, fields: Wire): Said
  picture(
    who: Person,
    bytes: Uint8Array,
    extra?: { readonly caption?: string; readonly context?: Wire },
  ): Said
  /** Taps a button or picks a row of a message of ours, by its words. Throws when there is none. */
  chooses(who: Person, message: Shown, title: string): Said
  /** The same person under another number, or another scoped id. */
  changesNumber(who: Person, phone: string): Said
  changesScopedId(who: Person, scopedId: string): Said
  /** Several notifications' messages in one call. */
  together(acts: () => readonly Said[]): number
  blocks(who: Person): void
  hasBlocked(to: string): boolean
  /** One and the same person, however they are addressed. */
  keyOf(to: string): string
}

export interface Said {
  readonly messageId: string
  /** Of the notification; -1 within `together`. */
  readonly notification: number
}

/** A message of ours as it was accepted. */
export interface Shown {
  readonly id: string
  readonly type: string
  readonly content: Wire
}

export interface Sink {
  readonly metadata: Wire
  readonly account: string
  readonly clock: Clock
  readonly limits: Limits
  readonly media: MediaStore
  push(body: unknown): number
}

/** Meta's ids spell out the number in base64, which is why ours never repeat them. */
export function messageIdOf(phone: string): string {
  const inside = Buffer.from(`\u001d\u0004${phone}\u0015\u0002\u0000\u0012\u0018`, 'latin1')
  return `wamid.${Buffer.concat([inside, Buffer.from(randomBytes(10).toString('hex').toUpperCase())]).toString('base64')}`
}

export function createPeople(sink: Sink): People {
  const people = new Map<string, Person>()
  const blocked = new Set<string>()
  let gathered: Wire[] | null = null

  const keyOf = (to: string): string =>
    [...people.values()].find(({ scopedId }) => scopedId === to)?.phone ?? to
  const person: People['person'] = (phone, changes = {}) => {
    const known = people.get(phone) ?? { phone, scopedId: null, hidden: false, name: `P${phone.slice(-3)}` }
    const changed = { ...known, ...changes }
    people.set(phone, changed)
    return changed
  }
  const push = (value: Wire): number => {
    const whole = { messaging_product: 'whatsapp', metadata: sink.metadata, ...value }
    if (gathered !== null) {
      gathered.push(whole)
      return -1
    }
    return sink.push(callOf(sink.account, [whole]))
  }
  const contactOf = (who: Person): Wire => ({
    profile: { name: who.name, ...(who.hidden ? { username: `u${who.phone.slice(-4)}` } : {}) },
    ...(who.hidden ? {} : { wa_id: who.phone }),
    ...(who.scopedId === null ? {} : { user_id: who.scopedId }),
  })
  const fromOf = (who: Person): Wire => ({
    ...(who.hidden ? {} : { from: who.phone }),
    ...(who.scopedId === null ? {} : { from_user_id: who.scopedId }),
  })
  const stamp = (): string => String(Math.floor(sink.clock.now() / 1000))
  const sends: People['sends'] = (who, fields) => {
    blocked.delete(who.phone)
    sink.limits.heard(who.phone, fields.referral === undefined ? undefined : 72 * 3_600_000)
    const messageId = messageIdOf(who.phone)
    const message = { ...fromOf(who), id: messageId, timestamp: stamp(), ...fields }
    return { messageId, notification: push({ contacts: [contactOf(who)], messages: [message] }) }
  }
  const system = (who: Person, fields: Wire): Said => {
    const messageId = messageIdOf(who.phone)
    const message = { ...fromOf(who), id: messageId, timestamp: stamp(), type: 'system', system: fields }
    return { messageId, notification: push({ messages: [message] }) }
  }

  return {
    person,
    sends,
    keyOf,
    says: (who, text, extra = {}) => sends(who, { type: 'text', text: { body: text }, ...extra }),
    picture(who, bytes, { caption, context } = {}) {
      const { id } = sink.media.add(bytes, 'image/jpeg', 'a person')
      const image = {
        ...(caption === undefined ? {} : { caption }),
        mime_type: 'image/jpeg',
        sha256: 'x',
        id,
      }
      return sends(who, { type: 'image', image, ...(context === undefined ? {} : { context }) })
    },
    chooses(who, message, title) {
      const context = { from: sink.metadata.display_phone_number, id: message.id }
      const reply = choicesOf(message).find((each) => each.title === title)
      if (reply === undefined) throw new Error(`no button "${title}" under this message`)
      const kind = message.content.type === 'list' ? 'list_reply' : 'button_reply'
      return sends(who, { context, type: 'interactive', interactive: { type: kind, [kind]: reply } })
    },
    changesNumber(who, phone) {
      const said = system(who, {
        body: `User ${who.name} changed from ${who.phone} to ${phone}`,
        wa_id: phone,
        type: 'user_changed_number',
      })
      people.delete(who.phone)
      person(phone, { name: who.name, hidden: who.hidden, scopedId: who.scopedId })
      return said
    },
    changesScopedId(who, scopedId) {
      const said = system(who, {
        body: `User ${who.name} changed from ${who.scopedId} to ${scopedId}`,
        user_id: scopedId,
        ...(who.scopedId === null ? {} : { previous_user_id: who.scopedId }),
        type: 'user_changed_user_id',
      })
      person(who.phone, { scopedId })
      return said
    },
    together(acts) {
      gathered = []
      acts()
      const values = gathered
      gathered = null
      return sink.push(callOf(sink.account, values))
    },
    blocks: (who) => void blocked.add(who.phone),
    hasBlocked: (to) => blocked.has(keyOf(to)),
  }
}

export function choicesOf({ content }: Shown): readonly { readonly id: string; readonly title: string }[] {
  const action = content.action as
    | {
        readonly buttons?: readonly { readonly reply: Row }[]
        readonly sections?: readonly { readonly rows: readonly Row[] }[]
      }
    | undefined
  return action?.buttons?.map(({ reply }) => reply) ?? action?.sections?.flatMap(({ rows }) => rows) ?? []
}
interface Row {
  readonly id: string
  readonly title: string
}

/** Messages of one kind of change stand in entries of their own, as Meta batches them. */
export function callOf(account: string, values: readonly Wire[]): Wire {
  return {
    object: 'whatsapp_business_account',
    entry: values.map((value) => ({ id: account, changes: [{ value, field: 'messages' }] })),
  }
}
