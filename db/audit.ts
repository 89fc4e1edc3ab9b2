/** What officers did, one row an act: only ever added, which the database itself sees to, and each bound to the one
 * before (`audit-chain.ts`), which shows what somebody did who may do everything. */
import type pg from 'pg'
import * as z from 'zod'
import type { OrganisationId, ReviewerId } from '#engine'
import { type Chained, type Link, linkAfter, start } from './audit-chain.ts'
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
  /** Newest first: what officers of these organisations did, and what was done to their officers, cases and takedowns,
   * and what was done at the machine itself to nobody in particular.
   * `subject`: all that was done to it, by whoever; the page has seen to it that it may be read. */
  read(asked: {
    readonly subject: string | null
    readonly most: number
    readonly sees: readonly OrganisationId[]
  }): Promise<readonly Act[]>
}

/** Writes an act down, inside the transaction that does it, and last in it: from here until the commit nobody else
 * writes one, so that the chain has one order. */
export async function note(ask: Ask, act: Act, seal: Seal): Promise<void> {
  const { at, by, subject, details } = act
  const sealed = Object.keys(details).length === 0 ? null : seal.close(details)
  await ask(holdChain, [chainLock])
  // Asked after the lock, so that it sees what the one before us committed.
  const link = linkAfter(linkFrom(await ask<LinkRow>(lastLink, [])), {
    atMicros: BigInt(at.getTime()) * 1000n,
    by,
    act: act.act,
    subject,
    details: sealed,
  })
  await ask(addAct, [at, by, act.act, subject, sealed, link.place, link.hash])
}

/** How the chain ends now. */
export async function lastLinkOf(pool: pg.Pool): Promise<Link> {
  return linkFrom(await ask<LinkRow>(pool, lastLink, []))
}

/** Every row of the chain in order, some thousands at a time; the next are fetched while these are looked at. */
export async function* chainOf(pool: pg.Pool): AsyncGenerator<readonly Chained[]> {
  const fetch = (after: number) => ask<ChainRow>(pool, chainAfter, [after, chunk])
  let next = fetch(0)
  for (;;) {
    const rows = await next
    const last = rows.at(-1)
    if (last === undefined) return
    next = fetch(Number(last.place))
    // Asked for before anybody waits for it: a fault is told when it is waited for.
    next.catch(() => {})
    yield rows
  }
}

const chunk = 10_000

interface LinkRow {
  readonly place: string
  readonly hash: string
}

interface ChainRow extends Chained {
  /** Of the last row of a chunk alone. */
  readonly place: string | null
}

function linkFrom([last]: readonly LinkRow[]): Link {
  return last === undefined ? start : { place: Number(last.place), hash: last.hash }
}

const detailsForm = z.record(z.string(), z.string())

export function createAudit({ pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal }): Audit {
  return {
    async read({ subject, most, sees }) {
      const rows =
        subject === null
          ? await ask<Row>(pool, readActs, [sees, most])
          : await ask<Row>(pool, actsOn, [subject, most])
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
  `insert into audit (at, by, act, subject, details, place, hash)
   values ($1::timestamptz, $2::uuid, $3::text, $4::text, $5::text, $6::bigint, $7::text)`,
)

/** Any number, the same in every process. */
const chainLock = 7_468_912

const holdChain = prepared('hold_chain', 'select pg_advisory_xact_lock($1::bigint)')

const lastLink = prepared(
  'last_link',
  'select place::text, hash from audit order by audit.place desc limit 1',
)

const actColumns = `${ms('a.at')} as at_ms, a.by, a.act, a.subject, a.details`
const subjectId = `case when a.subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then a.subject::uuid end`

const readActs = prepared(
  'read_acts',
  `select ${actColumns} from audit a
   where exists (select 1 from reviewers r where r.id in (a.by, ${subjectId}) and r.organisation_id = any($1::uuid[]))
     or exists (select 1 from cases c where c.id = coalesce(
       (select t.case_id from takedowns t where t.id = ${subjectId}), ${subjectId})
       and c.organisation_id = any($1::uuid[]))
     or (a.by is null and a.subject is null)
   order by a.id desc limit $2::int`,
)

const actsOn = prepared(
  'acts_on',
  `select ${actColumns} from audit a where a.subject = $1::text order by a.id desc limit $2::int`,
)

/** What `lineOf` makes of a row: to fetch one text a row and not six fields is three times as fast. */
const lineInSql = [
  'a.place',
  '(extract(epoch from a.at) * 1000000)::bigint',
  'a.by',
  'a.act',
  'a.subject',
  'a.details',
]
  .map((column) => `coalesce(octet_length((${column})::text) || ':' || (${column})::text, '-')`)
  .join(` || ',' || `)

const chainAfter = prepared(
  'chain_after',
  `select ${lineInSql} as line, a.hash, case when lead(a.place) over (order by a.place) is null then a.place::text end as place
   from (select * from audit where place > $1::bigint order by place limit $2::int) a order by a.place`,
)
