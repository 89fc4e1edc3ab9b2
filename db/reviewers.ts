/** Officers: who is let in, with which role, and who no more. How they sign in is `sign-ins.ts`, where they are signed in
 * `sessions.ts`. */
import type pg from 'pg'
import type { OrganisationId, ReviewerId } from '#engine'
import { type Act, note } from './audit.ts'
import {
  columns,
  hashOf,
  people,
  type Reviewer,
  type ReviewerRow,
  randomToken,
  reviewerFrom,
  reviewerKey,
} from './reviewer-rows.ts'
import type { Seal } from './seal.ts'
import { createSessions, dropSessions, type Sessions } from './sessions.ts'
import { createSignIns, dropRecoveryCodes, type SignIns } from './sign-ins.ts'
import { type Ask, ask, prepared, transact } from './statements.ts'

export type { Reviewer } from './reviewer-rows.ts'
export { idleEnds, type OpenSession, type Session, sessionEnds } from './sessions.ts'
export type { Credentials, SignIn } from './sign-ins.ts'

export interface Reviewers extends SignIns, Sessions {
  /** Makes a reviewer and a one-time link's token. `known`: there is one with this e-mail address. */
  invite(
    who: Invited,
  ): Promise<{ readonly kind: 'invited'; readonly token: string } | { readonly kind: 'known' }>
  /** A new link for one who lost password or codes: both are gone, and every session ends. null: nobody. */
  inviteAgain(email: string, by: ReviewerId | null): Promise<string | null>
  changeRole(id: ReviewerId, role: string, by: ReviewerId): Promise<void>
  /** Lets somebody in again whose account was closed; they set a new password. null: it is not closed. */
  reopen(id: ReviewerId, by: ReviewerId): Promise<string | null>
  /** Whom a link invites; null when it was used or is too old. */
  invited(token: string): Promise<Reviewer | null>
  /** Uses a link up. null when it was used meanwhile. */
  join(token: string, how: { readonly name: string; readonly password: string }): Promise<ReviewerId | null>
  all(): Promise<readonly Reviewer[]>
  /** They may not sign in any more, and are out at once. */
  close(id: ReviewerId, by: ReviewerId): Promise<void>
  /** In which zone they wish to see times. */
  setZone(id: ReviewerId, zone: string): Promise<void>
}

export interface Invited {
  readonly email: string
  readonly role: string
  readonly organisation: OrganisationId
  readonly by: ReviewerId | null
}

/** How long a link lasts, in ms: three days. */
export const invitationLasts = 72 * 3_600_000

export function createReviewers(kept: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Reviewers {
  const { pool, seal, now } = kept
  const write = (ask: Ask, act: Omit<Act, 'at' | 'details'>, details: Act['details'] = {}): Promise<void> =>
    note(ask, { ...act, at: now(), details }, seal)
  const link = async (ask: Ask, id: ReviewerId): Promise<string> => {
    const token = randomToken()
    await ask(dropInvitations, [id])
    await ask(addInvitation, [hashOf(token), id, new Date(now().getTime() + invitationLasts)])
    return token
  }

  return {
    ...createSignIns(kept),
    ...createSessions(kept),
    invite: ({ email, role, organisation, by }) =>
      transact(pool, async (ask) => {
        const who = seal.close({ email: email.trim(), name: email.trim() })
        const [made] = await ask<{ id: ReviewerId }>(addReviewer, [
          reviewerKey(email, seal),
          who,
          role,
          organisation,
        ])
        if (made === undefined) return { kind: 'known' }
        await write(ask, { by, act: 'reviewer.invited', subject: made.id }, { role })
        return { kind: 'invited', token: await link(ask, made.id) }
      }),
    inviteAgain: (email, by) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ id: ReviewerId }>(resetReviewer, [reviewerKey(email, seal)])
        if (row === undefined) return null
        await dropSessions(ask, row.id)
        await dropRecoveryCodes(ask, row.id)
        await write(ask, { by, act: 'reviewer.invited-again', subject: row.id })
        return link(ask, row.id)
      }),
    changeRole: (id, role, by) =>
      transact(pool, async (ask) => {
        await ask(writeRole, [id, role])
        await write(ask, { by, act: 'reviewer.role-changed', subject: id }, { role })
      }),
    reopen: (id, by) =>
      transact(pool, async (ask) => {
        if ((await ask(reopenReviewer, [id])).length === 0) return null
        await dropRecoveryCodes(ask, id)
        await write(ask, { by, act: 'reviewer.reopened', subject: id })
        return link(ask, id)
      }),
    async invited(token) {
      const [row] = await ask<ReviewerRow>(pool, findInvited, [hashOf(token), now()])
      return row === undefined ? null : reviewerFrom(row, seal)
    },
    join: (token, { name, password }) =>
      transact(pool, async (ask) => {
        const [used] = await ask<{ id: ReviewerId }>(useInvitation, [hashOf(token), now()])
        if (used === undefined) return null
        const [row] = await ask<ReviewerRow>(findReviewer, [used.id])
        if (row === undefined) return null
        const { email } = reviewerFrom(row, seal)
        await ask(setPassword, [used.id, seal.close({ email, name }), password])
        await write(ask, { by: used.id, act: 'reviewer.joined', subject: used.id })
        return used.id
      }),
    async all() {
      return (await ask<ReviewerRow>(pool, allReviewers, [])).map((row) => reviewerFrom(row, seal))
    },
    close: (id, by) =>
      transact(pool, async (ask) => {
        await ask(closeReviewer, [id, now()])
        await dropSessions(ask, id)
        await ask(dropInvitations, [id])
        await write(ask, { by, act: 'reviewer.closed', subject: id })
      }),
    async setZone(id, zone) {
      await ask(pool, writeZone, [id, zone])
    },
  }
}

const addReviewer = prepared(
  'add_reviewer',
  `insert into reviewers (key, who, role, organisation_id) values ($1::text, $2::text, $3::text, $4::uuid)
   on conflict do nothing returning id`,
)
const resetReviewer = prepared(
  'reset_reviewer',
  `update reviewers set password = null, codes = null, code_step = null
   where key = $1::text and closed_at is null returning id`,
)
const findReviewer = prepared('find_reviewer', `select ${columns} from ${people} where r.id = $1::uuid`)
const allReviewers = prepared('all_reviewers', `select ${columns} from ${people} order by r.created_at, r.id`)
const setPassword = prepared(
  'set_password',
  'update reviewers set who = $2::text, password = $3::text where id = $1::uuid',
)
const closeReviewer = prepared(
  'close_reviewer',
  'update reviewers set closed_at = coalesce(closed_at, $2::timestamptz) where id = $1::uuid',
)
const writeZone = prepared('write_zone', 'update reviewers set zone = $2::text where id = $1::uuid')
const writeRole = prepared('write_role', 'update reviewers set role = $2::text where id = $1::uuid')
const reopenReviewer = prepared(
  'reopen_reviewer',
  `update reviewers set closed_at = null, password = null, codes = null, code_step = null
   where id = $1::uuid and closed_at is not null returning id`,
)

const addInvitation = prepared(
  'add_invitation',
  'insert into invitations (hash, reviewer_id, until) values ($1::text, $2::uuid, $3::timestamptz)',
)
const dropInvitations = prepared('drop_invitations', 'delete from invitations where reviewer_id = $1::uuid')
const findInvited = prepared(
  'find_invited',
  `select ${columns} from invitations i join (${people}) on r.id = i.reviewer_id
   where i.hash = $1::text and i.until > $2::timestamptz and r.closed_at is null`,
)
const useInvitation = prepared(
  'use_invitation',
  'delete from invitations where hash = $1::text and until > $2::timestamptz returning reviewer_id as id',
)
