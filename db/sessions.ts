/** Sessions of officers: who is signed in where, for how long, and out at once. A token is known to the browser alone; here
 * is its sha256. */
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
} from './reviewer-rows.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

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

export interface Session {
  readonly reviewer: Reviewer
  /** Comes back with every form. */
  readonly formToken: string
  /** Every organisation there is. */
  readonly organisations: readonly OrganisationId[]
}

export interface Sessions {
  /** null: nobody, or too long ago. `touch`: somebody is at the keyboard. */
  session(token: string, touch: boolean): Promise<Session | null>
  signOut(token: string): Promise<void>
  /** Where this reviewer is signed in, newest first. `token`: of the session that asks. */
  sessionsOf(id: ReviewerId, token: string | null): Promise<readonly OpenSession[]>
  /** Ends one session of theirs; null: all but that of `token`. */
  endSession(id: ReviewerId, session: string | null, token: string | null): Promise<void>
  /** Ends every session of theirs. */
  signOutEverywhere(id: ReviewerId, by: ReviewerId): Promise<void>
}

/** A session ends this long after its last use, and this long after it began, in ms. */
export const idleEnds = 30 * 60_000
export const sessionEnds = 12 * 3_600_000

/** A new session inside the transaction of a sign-in; its token. What is past its time goes. */
export async function beginSession(
  ask: Ask,
  { id, at, browser }: { readonly id: ReviewerId; readonly at: Date; readonly browser: string },
  seal: Seal,
): Promise<string> {
  const token = randomToken()
  await ask(dropOldSessions, [ago(at, idleEnds), ago(at, sessionEnds)])
  await ask(addSession, [hashOf(token), id, randomToken(), at, seal.close(browser)])
  return token
}

/** Every session of theirs ends. */
export async function dropSessions(ask: Ask, id: ReviewerId): Promise<void> {
  await ask(dropThem, [id])
}

/** Every session of theirs but that of `token` ends. */
export async function dropOtherSessions(ask: Ask, id: ReviewerId, token: string | null): Promise<void> {
  await ask(endSessions, [id, null, token === null ? '' : hashOf(token)])
}

export function createSessions({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Sessions {
  const write = (ask: Ask, act: Omit<Act, 'at' | 'details'>): Promise<void> =>
    note(ask, { ...act, at: now(), details: {} }, seal)

  return {
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
        reviewer: reviewerFrom(row, seal),
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
    signOutEverywhere: (id, by) =>
      transact(pool, async (ask) => {
        await dropSessions(ask, id)
        await write(ask, { by, act: 'reviewer.signed-out-everywhere', subject: id })
      }),
  }
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

function ago(at: Date, span: number): Date {
  return new Date(at.getTime() - span)
}

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
const dropThem = prepared('drop_sessions', 'delete from sessions where reviewer_id = $1::uuid')
const dropOldSessions = prepared(
  'drop_old_sessions',
  'delete from sessions where seen_at <= $1::timestamptz or created_at <= $2::timestamptz',
)
