/** WhatsApp's ids and ours. A person is their number in digits, as on the Cloud API; while the number is hidden, the
 * `…@lid` that stands for it. A group is `…@g.us`. */
import { object, text } from '../json.ts'

/** Both ids of one person, as WhatsApp writes them; null: not known. */
export interface Person {
  readonly phone: string | null
  readonly lid: string | null
}

/** The page gives an id as text or as an object that has it. Without the number of a device: `62811:7@c.us`. */
export function idOf(value: unknown): string | null {
  const whole = text(value) ?? text(object(value)?._serialized)
  return whole === null ? null : whole.replace(/:\d+@/, '@')
}

export type Server = 'person' | 'hidden' | 'group' | 'other'

export function serverOf(id: string): Server {
  if (/^\d{5,20}@c\.us$/.test(id)) return 'person'
  if (/^\d{5,20}@lid$/.test(id)) return 'hidden'
  return /^[\d-]{5,40}@g\.us$/.test(id) ? 'group' : 'other'
}

/** What we call somebody, and what else they are called. */
export function nameOf(person: Person): { readonly person: string; readonly alias: string | null } | null {
  const digits = person.phone?.split('@')[0] ?? null
  if (digits !== null) return { person: digits, alias: person.lid }
  return person.lid === null ? null : { person: person.lid, alias: null }
}

/** Where WhatsApp must send what goes to this chat; null when it is no chat of WhatsApp's. */
export function placeOf(chat: string): string | null {
  if (/^\d{5,20}$/.test(chat)) return `${chat}@c.us`
  const server = serverOf(chat)
  return server === 'hidden' || server === 'group' ? chat : null
}
