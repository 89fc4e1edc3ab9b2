/** How an officer shows who they are: password, one-time codes, recovery codes. */
import type pg from 'pg'
import type { ReviewerId } from '#engine'
import { type Act, note } from './audit.ts'
import { reviewerKey } from './reviewer-rows.ts'
import type { Seal } from './seal.ts'
import { beginSession, dropOtherSessions } from './sessions.ts'
import { codeHash, newCode } from './short-codes.ts'
import { createSignInTries } from './sign-in-tries.ts'
import { type Ask, ask, prepared, transact } from './statements.ts'

/** What is needed to check who signs in. */
export interface Credentials {
  readonly id: ReviewerId
  readonly password: string
  /** Secret of the one-time codes; null: none is set up. */
  readonly codes: string | null
  readonly codeStep: number | null
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

export interface SignIns {
  /** Counts a try before it is checked. How many ms to wait before one is taken; 0: this one is. */
  tries(email: string, address: string): Promise<number>
  credentials(email: string): Promise<Credentials | null>
  /** A wrong password or code, written down. */
  refused(id: ReviewerId): Promise<void>
  /** A session for who has shown to be this reviewer, by password and `proof`. null: that code was used already, or is
   * none of theirs. */
  signIn(id: ReviewerId, how: SignIn): Promise<string | null>
  /** Every session of theirs but that of `token` ends. `password`: its hash. */
  changePassword(id: ReviewerId, password: string, token: string | null): Promise<void>
  /** Sets up one-time codes. Ten recovery codes, each good once, that nobody can read again. */
  setCodes(id: ReviewerId, secret: string, step: number): Promise<readonly string[]>
  /** Ten new recovery codes; the old ones are gone. */
  renewRecovery(id: ReviewerId): Promise<readonly string[]>
  /** How many recovery codes are left. */
  recoveryLeft(id: ReviewerId): Promise<number>
}

export function createSignIns({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): SignIns {
  const tries = createSignInTries({ pool, seal, now })
  const write = (ask: Ask, act: Omit<Act, 'at' | 'details'>): Promise<void> =>
    note(ask, { ...act, at: now(), details: {} }, seal)

  return {
    tries: tries.take,
    async credentials(email) {
      const [row] = await ask<CredentialsRow>(pool, findCredentials, [reviewerKey(email, seal)])
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
        const token = await beginSession(ask, { id, at: now(), browser }, seal)
        const how = proof?.kind === 'recovery' ? 'reviewer.signed-in-by-recovery' : 'reviewer.signed-in'
        await write(ask, { by: id, act: how, subject: id })
        return token
      }),
    changePassword: (id, password, token) =>
      transact(pool, async (ask) => {
        await ask(replacePassword, [id, password])
        await dropOtherSessions(ask, id, token)
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
  }
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

/** Inside a transaction that takes their codes away: the recovery codes go with them. */
export async function dropRecoveryCodes(ask: Ask, id: ReviewerId): Promise<void> {
  await ask(dropRecovery, [id])
}

const replacePassword = prepared(
  'replace_password',
  'update reviewers set password = $2::text where id = $1::uuid and closed_at is null',
)
const writeCodes = prepared(
  'write_codes',
  'update reviewers set codes = $2::text, code_step = $3::bigint where id = $1::uuid',
)
const useStep = prepared(
  'use_step',
  `update reviewers set code_step = $2::bigint
   where id = $1::uuid and (code_step is null or code_step < $2::bigint) returning id`,
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
