/** What Meta tells of a message of ours, later and in any order: sent, delivered, read, or why it failed. */
import type { SendOutcome } from '#engine'
import { array, date, type Json, object, text } from '../json.ts'
import { readError } from './failures.ts'
import { fingerprint } from './identity.ts'

export interface Status {
  readonly kind: 'sent' | 'delivered' | 'read' | 'failed'
  /** As `send` gave it. */
  readonly messageId: string
  /** The delivery that was named when it was sent (`biz_opaque_callback_data`); null when none was. */
  readonly delivery: string | null
  readonly at: Date
  /** What a failure means for whoever sent it; null for the others. */
  readonly outcome: SendOutcome | null
  /** Meta's code of a failure. */
  readonly code: number | null
}

const kinds = ['sent', 'delivered', 'read', 'failed'] as const

export function readStatus(status: Json): Status | null {
  const kind = kinds.find((each) => each === status.status)
  const id = text(status.id)
  const at = date(status.timestamp)
  if (kind === undefined || id === null || id === '' || at === null) return null
  const error = kind === 'failed' ? object(array(status.errors)[0]) : null
  const failure = kind === 'failed' ? readError(error ?? {}, 400) : null
  return {
    kind,
    messageId: fingerprint(id),
    delivery: text(status.biz_opaque_callback_data),
    at,
    outcome: failure?.outcome ?? null,
    code: failure?.code ?? null,
  }
}
