/** Who a person is on WhatsApp: a phone number, or an id that only this business knows them by, or both. */
import { createHash } from 'node:crypto'
import { text } from '../json.ts'

/** Digits with the country code, as WhatsApp Web names people too; null when it is no number. */
export function phoneOf(value: unknown): string | null {
  const digits = text(value)?.replace(/^\+/, '') ?? ''
  return /^\d{5,20}$/.test(digits) ? digits : null
}

/** Cloud API, "Business-scoped user IDs": country, a dot, up to 128 letters and digits; `ENT.` for a parent's. */
export function scopedIdOf(value: unknown): string | null {
  const id = text(value) ?? ''
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(id) ? id : null
}

/** The part of a message that says to whom it goes; null for an address that is not WhatsApp's. */
export function recipientOf(chat: string): { readonly to: string } | { readonly recipient: string } | null {
  if (phoneOf(chat) === chat) return { to: chat }
  return scopedIdOf(chat) === null ? null : { recipient: chat }
}

/** A message's id without its inside: Meta's own (`wamid.…`) spells out the number of the person in base64. */
export function fingerprint(messageId: string): string {
  return createHash('sha256').update(messageId).digest('base64url').slice(0, 32)
}
