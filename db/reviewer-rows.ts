/** Officers as their rows tell of them, and what their links and sessions are made of. */
import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { OrganisationId, ReviewerId } from '#engine'
import { type Organisation, type OrganisationKind, organisationFrom } from './organisations.ts'
import type { Seal } from './seal.ts'

export interface Reviewer {
  readonly id: ReviewerId
  readonly email: string
  /** As colleagues see it; the e-mail address until they have chosen one. */
  readonly name: string
  readonly role: string
  readonly organisation: Organisation
  /** Name of the time zone they chose; null: none. */
  readonly zone: string | null
  /** One-time codes are set up. */
  readonly hasCodes: boolean
  /** `invited`: no password yet. `closed`: may not sign in any more. */
  readonly state: 'invited' | 'active' | 'closed'
}

export interface ReviewerRow {
  readonly id: ReviewerId
  readonly who: string
  readonly role: string
  readonly organisation_id: OrganisationId
  readonly organisation: string
  readonly organisation_kind: OrganisationKind
  readonly oversees: boolean
  readonly zone: string | null
  readonly has_codes: boolean
  readonly has_password: boolean
  readonly closed: boolean
}

const whoForm = z.object({ email: z.string(), name: z.string() })

export function reviewerFrom(row: ReviewerRow, seal: Seal): Reviewer {
  return {
    id: row.id,
    ...whoForm.parse(seal.open(row.who)),
    role: row.role,
    organisation: organisationFrom({
      id: row.organisation_id,
      name: row.organisation,
      kind: row.organisation_kind,
      oversees: row.oversees,
    }),
    zone: row.zone,
    hasCodes: row.has_codes,
    state: row.closed ? 'closed' : row.has_password ? 'active' : 'invited',
  }
}

/** By which an officer is found. */
export function reviewerKey(email: string, seal: Seal): string {
  return seal.recognise('reviewer', email.trim().toLowerCase())
}

/** What a `ReviewerRow` is read from. */
export const columns = `r.id, r.who, r.role, r.zone, o.id as organisation_id, o.name as organisation,
  o.kind as organisation_kind, o.oversees, r.codes is not null as has_codes, r.password is not null as has_password,
  r.closed_at is not null as closed`
export const people = 'reviewers r join organisations o on o.id = r.organisation_id'

/** 256 bits. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A plain hash is enough for what was drawn from 2^256. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
