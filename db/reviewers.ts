/** Officers, their sessions and their ways in. Tokens are known to the browser alone; here is their sha256. */
import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import * as z from 'zod'
import type { OrganisationId, ReviewerId } from '#engine'
import { type Act, note } from './audit.ts'
import { type Organisation, type OrganisationKind, organisationFrom } from './organisations.ts'
import type { Seal } from './seal.ts'
import { codeHash, newCode } from './short-codes.ts'
import { createSignInTries } from './sign-in-tries.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

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

/** One browser in which somebody is signed in. */
export interface OpenSession {
  readonly id: string
  /** As it was named when they signed in. */
  readonly browser: string
  readonly since: Date
  readonly seenAt: Date
  /** The one that asks. */
  readonly current: boolean
}

/** What is needed to check who signs in. */
export interface Credentials {
  readonly id: ReviewerId
  readonly password: string
  /** Secret of the one-time codes; null: none is set up. */
  readonly codes: string | null
  readonly codeStep: number | null
}

export interface Session {
  readonly reviewer: Reviewer
  /** Comes back with every form. */
  readonly formToken: string
  /** Every organisation there is. */
  readonly organisations: readonly OrganisationId[]
}

export interface Reviewers {
  /** Makes a reviewer and a one-time link's token. `known`: there is one with this e-mail address. */
  invite(
    who: Invited,
  ): Promise<{ readonly kind: 'invited'; readonly token: string } | { readonly kind: 'known' }>
  /** A new link for one who lost password or codes: both are gone, and every session ends. null: nobody. */
  inviteAgain(email: string, by: ReviewerId | null): Promise<string | null>
  /** Whom a link invites; null when it was used or is too old. */
  invited(token: string): Promise<Reviewer | null>
  /** Uses a link up. null when it was used meanwhile. */
  join(token: string, how: { readonly name: string; readonly password: string }): Promise<ReviewerId | null>
  all(): Promise<readonly Reviewer[]>
  changeRole(id: ReviewerId, role: string, by: ReviewerId): Promise<void>
  /** Lets somebody in again whose account was closed; they set a new password. null: it is not closed. */
  reopen(id: ReviewerId, by: ReviewerId): Promise<string | null>
  /** They may not sign in any more, and are out at once. */
  close(id: ReviewerId, by: ReviewerId): Promise<void>
  /** Ends every session of theirs. */
  signOutEverywhere(id: ReviewerId, by: ReviewerId): Promise<void>

  /** Counts a try before it is checked. How many ms to wait before one is taken; 0: this one is. */
  tries(email: string, address: string): Promise<number>
  credentials(email: string): Promise<Credentials | null>
  /** A wrong password or code, written down. */
  refused(id: ReviewerId): Promise<void>
  /** A session for who has shown to be this reviewer, by password and `proof`. null: that code was used already, or is
   * none of theirs. */
  signIn(id: ReviewerId, how: SignIn): Promise<string | null>
  /** null: nobody, or too long ago. `touch`: somebody is at the keyboard. */
  session(token: string, touch: boolean): Promise<Session | null>
  signOut(token: string): Promise<void>
  /** Where this reviewer is signed in, newest first. `token`: of the session that asks. */
  sessionsOf(id: ReviewerId, token: string | null): Promise<readonly OpenSession[]>
  /** Ends one session of theirs; null: all but that of `token`. */
  endSession(id: ReviewerId, session: string | null, token: string | null): Promise<void>
  /** Every session of theirs but that of `token` ends. `password`: its hash. */
  changePassword(id: ReviewerId, password: string, token: string | null): Promise<void>
  /** Sets up one-time codes. Ten recovery codes, each good once, that nobody can read again. */
  setCodes(id: ReviewerId, secret: string, step: number): Promise<readonly string[]>
  /** Ten new recovery codes; the old ones are gone. */
  renewRecovery(id: ReviewerId): Promise<readonly string[]>
  /** How many recovery codes are left. */
  recoveryLeft(id: ReviewerId): Promise<number>
  /** In which zone they wish to see times. */
  setZone(id: ReviewerId, zone: string): Promise<void>
}

export interface SignIn {
  readonly email: string
  readonly address: string
  readonly browser: string
  /** null: no codes are set up. */
  readonly proof:
    | { readonly kind: 'code'; readonly step: number }
    | { readonly kind: 'recovery'; readonly code: string }
    | null
}

export interface Invited {
  readonly email: string
  readonly role: string
  readonly organisation: OrganisationId
  readonly by: ReviewerId | null
}

/** How long a link lasts, in ms: three days. */
export const invitationLasts = 72 * 3_600_000
/** A session ends this long after its last use, and this long after it began, in ms. */
export const idleEnds = 30 * 60_000
export const sessionEnds = 12 * 3_600_000

const whoForm = z.object({ email: z.string(), name: z.string() })

export function createReviewers({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Reviewers {
  const tries = createSignInTries({ pool, seal, now })
  const keyOf = (email: string): string => seal.recognise('reviewer', email.trim().toLowerCase())
  const write = (ask: Ask, act: Omit<Act, 'at' | 'details'>, details: Act['details'] = {}): Promise<void> =>
    note(ask, { ...act, at: now(), details }, seal)
  const reviewerFrom = (row: ReviewerRow): Reviewer => ({
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
  })
  const link = async (ask: Ask, id: ReviewerId): Promise<string> => {
    const token = randomToken()
    await ask(dropInvitations, [id])
    await ask(addInvitation, [hashOf(token), id, new Date(now().getTime() + invitationLasts)])
    return token
  }

  return {
    invite: ({ email, role, organisation, by }) =>
      transact(pool, async (ask) => {
        const who = seal.close({ email: email.trim(), name: email.trim() })
        const [made] = await ask<{ id: ReviewerId }>(addReviewer, [keyOf(email), who, role, organisation])
        if (made === undefined) return { kind: 'known' }
        await write(ask, { by, act: 'reviewer.invited', subject: made.id }, { role })
        return { kind: 'invited', token: await link(ask, made.id) }
      }),
    inviteAgain: (email, by) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ id: ReviewerId }>(resetReviewer, [keyOf(email)])
        if (row === undefined) return null
        await ask(dropSessions, [row.id])
        await ask(dropRecovery, [row.id])
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
        await ask(dropRecovery, [id])
        await write(ask, { by, act: 'reviewer.reopened', subject: id })
        return link(ask, id)
      }),
    async invited(token) {
      const [row] = await ask<ReviewerRow>(pool, findInvited, [hashOf(token), now()])
      return row === undefined ? null : reviewerFrom(row)
    },
    join: (token, { name, password }) =>
      transact(pool, async (ask) => {
        const [used] = await ask<{ id: ReviewerId }>(useInvitation, [hashOf(token), now()])
        if (used === undefined) return null
        const [row] = await ask<ReviewerRow>(findReviewer, [used.id])
        if (row === undefined) return null
        const { email } = reviewerFrom(row)
        await ask(setPassword, [used.id, seal.close({ email, name }), password])
        await write(ask, { by: used.id, act: 'reviewer.joined', subject: used.id })
        return used.id
      }),
    async all() {
      return (await ask<ReviewerRow>(pool, allReviewers, [])).map(reviewerFrom)
    },
    close: (id, by) =>
      transact(pool, async (ask) => {
        await ask(closeReviewer, [id, now()])
        await ask(dropSessions, [id])
        await ask(dropInvitations, [id])
        await write(ask, { by, act: 'reviewer.closed', subject: id })
      }),
    signOutEverywhere: (id, by) =>
      transact(pool, async (ask) => {
        await ask(dropSessions, [id])
        await write(ask, { by, act: 'reviewer.signed-out-everywhere', subject: id })
      }),

    tries: tries.take,
    async credentials(email) {
      const [row] = await ask<CredentialsRow>(pool, findCredentials, [keyOf(email)])
      return row === undefined
        ? null
        : {
            id: row.id,
            password: row.password,
            codes: row.codes === null ? null : String(seal.open(row.codes)),
            codeStep: row.code_step,
          }
    },
    refused: (id) =>
      transact(pool, (ask) => write(ask, { by: null, act: 'reviewer.sign-in-refused', subject: id })),
    signIn: (id, { email, address, browser, proof }) =>
      transact(pool, async (ask) => {
        const used =
          proof === null ||
          (proof.kind === 'code'
            ? await ask(useStep, [id, proof.step])
            : await ask(useRecovery, [id, codeHash(id, proof.code)])
          ).length > 0
        if (!used) return null
        await tries.forgive(ask, email, address)
        const token = randomToken()
        await ask(dropOldSessions, [ago(now(), idleEnds), ago(now(), sessionEnds)])
        await ask(addSession, [hashOf(token), id, randomToken(), now(), seal.close(browser)])
        const how = proof?.kind === 'recovery' ? 'reviewer.signed-in-by-recovery' : 'reviewer.signed-in'
        await write(ask, { by: id, act: how, subject: id })
        return token
      }),
    async session(token, touch) {
      const at = now()
      const [row] = await ask<SessionRow>(pool, findSession, [
        hashOf(token),
        ago(at, idleEnds),
        ago(at, sessionEnds),
      ])
      if (row === undefined) return null
      // Once a minute is enough for half an hour.
      if (touch && at.getTime() - row.seen_ms > 60_000) await ask(pool, touchSession, [hashOf(token), at])
      return {
        reviewer: reviewerFrom(row),
        formToken: row.form_token,
        organisations: row.organisations,
      }
    },
    signOut: (token) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ id: ReviewerId }>(dropSession, [hashOf(token)])
        if (row !== undefined) await write(ask, { by: row.id, act: 'reviewer.signed-out', subject: row.id })
      }),
    async sessionsOf(id, token) {
      const at = now()
      const rows = await ask<OpenSessionRow>(pool, findSessions, [
        id,
        ago(at, idleEnds),
        ago(at, sessionEnds),
        token === null ? '' : hashOf(token),
      ])
      return rows.map(({ id, browser, since_ms, seen_ms, current }) => ({
        id,
        browser: browser === null ? '' : String(seal.open(browser)),
        since: new Date(since_ms),
        seenAt: new Date(seen_ms),
        current,
      }))
    },
    endSession: (id, session, token) =>
      transact(pool, async (ask) => {
        await ask(endSessions, [id, session, token === null ? '' : hashOf(token)])
        await write(ask, { by: id, act: 'reviewer.session-ended', subject: id })
      }),
    changePassword: (id, password, token) =>
      transact(pool, async (ask) => {
        await ask(replacePassword, [id, password])
        await ask(endSessions, [id, null, token === null ? '' : hashOf(token)])
        await write(ask, { by: id, act: 'reviewer.password-changed', subject: id })
      }),
    setCodes: (id, secret, step) =>
      transact(pool, async (ask) => {
        await ask(writeCodes, [id, seal.close(secret), step])
        await write(ask, { by: id, act: 'reviewer.codes-set', subject: id })
        return newRecovery(ask, id)
      }),
    renewRecovery: (id) =>
      transact(pool, async (ask) => {
        await write(ask, { by: id, act: 'reviewer.recovery-renewed', subject: id })
        return newRecovery(ask, id)
      }),
    async recoveryLeft(id) {
      const [row] = await ask<{ left: number }>(pool, countRecovery, [id])
      return row?.left ?? 0
    },
    async setZone(id, zone) {
      await ask(pool, writeZone, [id, zone])
    },
  }
}

interface ReviewerRow {
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

interface OpenSessionRow {
  readonly id: string
  readonly browser: string | null
  readonly since_ms: number
  readonly seen_ms: number
  readonly current: boolean
}

interface SessionRow extends ReviewerRow {
  readonly form_token: string
  readonly seen_ms: number
  readonly organisations: readonly OrganisationId[]
}

interface CredentialsRow {
  readonly id: ReviewerId
  readonly password: string
  readonly codes: string | null
  readonly code_step: number | null
}

const recoveryCount = 10

async function newRecovery(ask: Ask, id: ReviewerId): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCount }, newCode)
  await ask(dropRecovery, [id])
  await ask(addRecovery, [id, codes.map((code) => codeHash(id, code))])
  return codes
}

/** 256 bits. */
function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A plain hash is enough for what was drawn from 2^256. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function ago(at: Date, span: number): Date {
  return new Date(at.getTime() - span)
}

const columns = `r.id, r.who, r.role, r.zone, o.id as organisation_id, o.name as organisation,
  o.kind as organisation_kind, o.oversees, r.codes is not null as has_codes, r.password is not null as has_password,
  r.closed_at is not null as closed`
const people = 'reviewers r join organisations o on o.id = r.organisation_id'

const addReviewer = prepared(
  'add_reviewer',
  `insert into reviewers (key, who, role, organisation_id) values ($1::text, $2::text, $3::text, $4::uuid)
   on conflict do nothing returning id`,
)
const replacePassword = prepared(
  'replace_password',
  'update reviewers set password = $2::text where id = $1::uuid and closed_at is null',
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
const writeCodes = prepared(
  'write_codes',
  'update reviewers set codes = $2::text, code_step = $3::bigint where id = $1::uuid',
)
const writeZone = prepared('write_zone', 'update reviewers set zone = $2::text where id = $1::uuid')
const useStep = prepared(
  'use_step',
  `update reviewers set code_step = $2::bigint
   where id = $1::uuid and (code_step is null or code_step < $2::bigint) returning id`,
)
const writeRole = prepared('write_role', 'update reviewers set role = $2::text where id = $1::uuid')
const reopenReviewer = prepared(
  'reopen_reviewer',
  `update reviewers set closed_at = null, password = null, codes = null, code_step = null
   where id = $1::uuid and closed_at is not null returning id`,
)
const addRecovery = prepared(
  'add_recovery',
  'insert into recovery_codes (reviewer_id, hash) select $1::uuid, unnest($2::text[])',
)
const useRecovery = prepared(
  'use_recovery',
  'delete from recovery_codes where reviewer_id = $1::uuid and hash = $2::text returning hash',
)
const dropRecovery = prepared('drop_recovery', 'delete from recovery_codes where reviewer_id = $1::uuid')
const countRecovery = prepared(
  'count_recovery',
  'select count(*)::int as left from recovery_codes where reviewer_id = $1::uuid',
)
const findCredentials = prepared(
  'find_credentials',
  `select id, password, codes, code_step::float8 as code_step from reviewers
   where key = $1::text and password is not null and closed_at is null`,
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

const addSession = prepared(
  'add_session',
  `insert into sessions (hash, reviewer_id, form_token, created_at, seen_at, browser)
   values ($1::text, $2::uuid, $3::text, $4::timestamptz, $4::timestamptz, $5::text)`,
)
const findSession = prepared(
  'find_session',
  `select s.form_token, ${ms('s.seen_at')} as seen_ms,
     (select array_agg(id) from organisations) as organisations, ${columns}
   from sessions s join (${people}) on r.id = s.reviewer_id
   where s.hash = $1::text and s.seen_at > $2::timestamptz and s.created_at > $3::timestamptz
     and r.closed_at is null`,
)
const findSessions = prepared(
  'find_sessions',
  `select id, browser, ${ms('created_at')} as since_ms, ${ms('seen_at')} as seen_ms, hash = $4::text as current
   from sessions where reviewer_id = $1::uuid and seen_at > $2::timestamptz and created_at > $3::timestamptz
   order by created_at desc, id`,
)
const endSessions = prepared(
  'end_sessions',
  `delete from sessions where reviewer_id = $1::uuid
   and case when $2::uuid is null then hash <> $3::text else id = $2::uuid end`,
)
const touchSession = prepared(
  'touch_session',
  'update sessions set seen_at = $2::timestamptz where hash = $1::text',
)
const dropSession = prepared(
  'drop_session',
  'delete from sessions where hash = $1::text returning reviewer_id as id',
)
const dropSessions = prepared('drop_sessions', 'delete from sessions where reviewer_id = $1::uuid')
const dropOldSessions = prepared(
  'drop_old_sessions',
  'delete from sessions where seen_at <= $1::timestamptz or created_at <= $2::timestamptz',
)
