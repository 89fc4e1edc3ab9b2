/** What officers did, one row an act: only ever added, which the database itself sees to. */
import type pg from 'pg'
import { z } from 'zod'
import type { ReviewerId } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared } from './statements.ts'

export interface Act {
  readonly at: Date
  /** null: somebody at the machine itself. */
  readonly by: ReviewerId | null
  /** `case.claim`, `reviewer.invited`. */
  readonly act: string
  /** Id of a case or a reviewer. */
  readonly subject: string | null
  /** Reasons and findings; never a secret. */
  readonly details: Readonly<Record<string, string>>
}

export interface Audit {
  /** Newest first. `subject`: only what was done to it. */
  read(asked: { readonly subject: string | null; readonly most: number }): Promise<readonly Act[]>
}

/** Writes an act down, inside the transaction that does it. */
export async function note(ask: Ask, act: Act, seal: Seal): Promise<void> {
  const { at, by, subject, details } = act
  const sealed = Object.keys(details).length === 0 ? null : seal.close(details)
  await ask(addAct, [at, by, act.act, subject, sealed])
}

const detailsForm = z.record(z.string(), z.string())

export function createAudit({ pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal }): Audit {
  return {
    async read({ subject, most }) {
      const rows = await ask<Row>(pool, readActs, [subject, most])
      return rows.map(({ at_ms, by, act, subject: on, details }) => ({
        at: new Date(at_ms),
        by,
        act,
        subject: on,
        details: details === null ? {} : detailsForm.parse(seal.open(details)),
      }))
    },
  }
}

interface Row {
  readonly at_ms: number
  readonly by: ReviewerId | null
  readonly act: string
  readonly subject: string | null
  readonly details: string | null
}

const addAct = prepared(
  'add_act',
  `insert into audit (at, by, act, subject, details)
   values ($1::timestamptz, $2::uuid, $3::text, $4::text, $5::text)`,
)

const readActs = prepared(
  'read_acts',
  `select ${ms('at')} as at_ms, by, act, subject, details from audit
   where $1::text is null or subject = $1::text order by id desc limit $2::int`,
)
