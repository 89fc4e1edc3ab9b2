/** A message of the page as what was heard, or null when it is nothing a person said to us. Never throws. */
import type { Body, ChannelName, Inbound, InboundId } from '#engine'
import { array, date, type Json, number, object, text } from '../json.ts'
import { readBody } from './body.ts'
import { idOf, nameOf, type Person, serverOf } from './ids.ts'

export interface Reading {
  readonly channel: ChannelName
  readonly me: Person
  /** Both ids of the people in this message, by either of them. */
  readonly people: Readonly<Record<string, Person>>
}

/** "Forwarded many times": WhatsApp says so from five on (FAQ, "About forwarding limits"). */
const often = 5

export function readMessage(message: unknown, reading: Reading): Inbound | null {
  const fields = object(message)
  const key = object(fields?.id)
  const id = idOf(key)
  const chat = idOf(key?.remote)
  const at = date(fields?.t)
  if (fields === null || key === null || id === null || chat === null || at === null) return null
  if (key.fromMe !== false || fields.isStatusV3 === true || fields.broadcast === true) return null
  if (!/^\S{1,180}$/.test(id)) return null
  const server = serverOf(chat)
  if (server === 'other') return null
  const author = server === 'group' ? (idOf(fields.author) ?? idOf(key.participant)) : chat
  const person = author === null ? null : nameOf(personOf(author, reading))
  if (person === null) return null
  const body = readBody(fields, id, reading.channel)
  if (body === null) return null
  const group = server === 'group'
  return {
    id: `whatsapp-web:${id}` as InboundId,
    at,
    from: { channel: reading.channel, chat: group ? chat : person.person },
    person: person.person,
    alias: person.alias,
    hint: null,
    setting: group ? 'group' : 'private',
    addressed: !group || isAddressed(fields, reading),
    forwarded: forwardedOf(fields),
    ...passageOf(fields),
    body: group ? withoutOurName(body, reading.me) : body,
    quotes: readQuoted(fields, chat, reading),
  }
}

/** What is known of somebody, and at least the id that stood in the message. */
function personOf(id: string, { people }: Reading): Person {
  const known = people[id]
  const server = serverOf(id)
  return {
    phone: server === 'person' ? id : (known?.phone ?? null),
    lid: server === 'hidden' ? id : (known?.lid ?? null),
  }
}

function isUs(id: string | null, me: Person): boolean {
  return id !== null && (id === me.phone || id === me.lid)
}

function isAddressed(message: Json, { me }: Reading): boolean {
  if (isUs(idOf(message.quotedParticipant), me)) return true
  return array(message.mentionedJidList).some((each) => isUs(idOf(each), me))
}

/** In the text a mention is `@` and the digits of an id. */
function withoutOurName(body: Body, me: Person): Body {
  const ours = [me.phone, me.lid].flatMap((id) => (id === null ? [] : [`@${id.split('@')[0]}`]))
  const cut = (words: string): string => {
    if (!ours.some((name) => words.includes(name))) return words
    // Longer digits after it are somebody else's.
    const name = new RegExp(`(^|\\s)(?:${ours.join('|')})(?!\\d)[,:]?[ \\t]*`, 'g')
    return words.replace(name, '$1').trim()
  }
  if (body.kind === 'text') return { ...body, text: cut(body.text) }
  return body.kind === 'media' ? { ...body, caption: cut(body.caption) } : body
}

function forwardedOf(message: Json): Inbound['forwarded'] {
  const score = number(message.forwardingScore) ?? 0
  if (score >= often) return 'often'
  return message.isForwarded === true || score > 0 ? 'once' : 'no'
}

function passageOf(message: Json): Pick<Inbound, 'passage'> {
  const times = number(message.forwardingScore) ?? 0
  return times > 0 ? { passage: { from: null, post: null, times } } : {}
}

function readQuoted(message: Json, chat: string, { channel, me }: Reading): Body | null {
  const quoted = object(message.quotedMsg)
  if (quoted === null) return null
  const author = idOf(message.quotedParticipant)
  const stanza = text(message.quotedStanzaID) ?? ''
  const parts = [isUs(author, me), chat, stanza]
  // In a group an id ends with who wrote it.
  if (serverOf(chat) === 'group' && author !== null) parts.push(author)
  return readBody(quoted, parts.join('_'), channel)
}
