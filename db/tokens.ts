/** Tokens by which other systems read what an organisation may read. */
import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { OrganisationId, ReviewerId } from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact } from './statements.ts'

/** What a token may read. */
export const scopes = ['cases', 'takedowns', 'counts'] as const
export type Scope = (typeof scopes)[number]

export interface ApiToken {
  readonly id: string
  /** What its admins call it. */
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Date
  readonly until: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
}

export interface Tokens {
  /** A new token for `organisation`, told this once. */
  make(form: {
    readonly name: string
    readonly scopes: readonly Scope[]
    readonly days: number
    readonly organisation: OrganisationId
    readonly by: ReviewerId
  }): Promise<string>
  of(organisation: OrganisationId): Promise<readonly ApiToken[]>
  revoke(id: string, organisation: OrganisationId, by: ReviewerId): Promise<void>
  /** Counts one question of this token: what it may read, and whose. null: nobody's, revoked, or past its day. */
  ask(token: string): Promise<Pass | null>
}

export interface Pass {
  readonly organisation: OrganisationId
  readonly scopes: readonly Scope[]
  /** How many ms before its next question is answered; 0: this one is. */
  readonly wait: number
}

/** How often one token may ask, whatever the number of processes: so many at once, and one more each `eachMs`. */
export const pace = { atOnce: 60, eachMs: 500 } as const

const dayMs = 86_400_000

export function createTokens({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Tokens {
  return {
    make: ({ name, scopes, days, organisation, by }) =>
      transact(pool, async (ask) => {
        // A prefix by which a token that was published by mistake is recognised.
        const token = `tanyadulu_${randomBytes(32).toString('base64url')}`
        const until = new Date(now().getTime() + days * dayMs)
        const [made] = await ask<{ id: string }>(addToken, [
          hashOf(token),
          organisation,
          name,
          scopes,
          by,
          now(),
          until,
        ])
        const details = { name, scopes: scopes.join(' ') }
        await note(ask, { at: now(), by, act: 'token.made', subject: made?.id ?? null, details }, seal)
        return token
      }),
    async of(organisation) {
      const rows = await ask<TokenRow>(pool, tokensOf, [organisation])
      return rows.map(({ created_ms, until_ms, used_ms, revoked_ms, ...row }) => ({
        ...row,
        createdAt: new Date(created_ms),
        until: new Date(until_ms),
        usedAt: used_ms === null ? null : new Date(used_ms),
        revokedAt: revoked_ms === null ? null : new Date(revoked_ms),
      }))
    },
    revoke: (id, organisation, by) =>
      transact(pool, async (ask) => {
        if ((await ask(revokeToken, [id, organisation, now()])).length === 0) return
        await note(ask, { at: now(), by, act: 'token.revoked', subject: id, details: {} }, seal)
      }),
    async ask(token) {
      const [row] = await ask<Pass>(pool, useToken, [hashOf(token), now()])
      return row ?? null
    },
  }
}

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly created_ms: number
  readonly until_ms: number
  readonly used_ms: number | null
  readonly revoked_ms: number | null
}

/** A plain hash is enough for what was drawn from 2^256. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

const addToken = prepared(
  'add_token',
  `insert into api_tokens (hash, organisation_id, name, scopes, created_by, created_at, until)
   values ($1::text, $2::uuid, $3::text, $4::text[], $5::uuid, $6::timestamptz, $7::timestamptz) returning id`,
)
const tokensOf = prepared(
  'tokens_of',
  `select id, name, scopes, ${ms('created_at')} as created_ms, ${ms('until')} as until_ms,
     ${ms('used_at')} as used_ms, ${ms('revoked_at')} as revoked_ms
   from api_tokens where organisation_id = $1::uuid order by created_at desc, id`,
)
const revokeToken = prepared(
  'revoke_token',
  `update api_tokens set revoked_at = $3::timestamptz
   where id = $1::uuid and organisation_id = $2::uuid and revoked_at is null returning id`,
)
/** Each question spends `eachMs` of the time to come (a leaky bucket): one moment a token is all that is kept. Locked
 * before it is read, so that many at once are counted one after another. */
const useToken = prepared(
  'use_token',
  `with known as materialized (
     select id, greatest(spent_until, $2::timestamptz) as spent from api_tokens
     where hash = $1::text and revoked_at is null and until > $2::timestamptz for update),
   asked as materialized (
     select id, spent, greatest(0, ceil(${ms(`spent - $2::timestamptz`)}) - ${(pace.atOnce - 1) * pace.eachMs})::float8 as wait
     from known)
   update api_tokens t set used_at = $2::timestamptz,
     spent_until = case when a.wait > 0 then t.spent_until else a.spent + interval '${pace.eachMs} ms' end
   from asked a where t.id = a.id
   returning t.organisation_id as organisation, t.scopes, a.wait`,
)
