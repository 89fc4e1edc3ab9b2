/** What firms say is wrong about them, and what they were answered. */
import { randomInt } from 'node:crypto'
import type pg from 'pg'
import * as z from 'zod'
import type { OrganisationId, ReviewerId } from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { codeHash, newCode } from './short-codes.ts'
import { ask, ms, prepared, transact } from './statements.ts'

/** As the firm wrote it. */
export interface AppealForm {
  readonly firm: string
  readonly licence: string
  readonly writer: string
  /** E-mail address or phone. */
  readonly contact: string
  readonly wrong: string
  readonly proof: string
  /** Websites and accounts that are the firm's own, as it wrote them; may be empty. */
  readonly addresses: string
}

/** `stands`: what is recorded is right. `passed-on`: whoever keeps the source must correct it. */
export type AppealOutcome = 'corrected' | 'stands' | 'passed-on'
export const appealOutcomes: readonly AppealOutcome[] = ['corrected', 'stands', 'passed-on']

export interface AppealAnswer {
  readonly outcome: AppealOutcome
  readonly words: string
  readonly at: Date
}

export interface Appeal {
  readonly number: number
  readonly at: Date
  readonly form: AppealForm
  /** null: it waits. */
  readonly answer: (AppealAnswer & { readonly by: ReviewerId }) | null
}

export interface Appeals {
  /** Files what a firm says. `code` reads the answer, and is known to nobody else. `too-many`: from this address or from
   * all together, within the hour. */
  file(
    form: AppealForm,
    address: string,
  ): Promise<
    { readonly kind: 'filed'; readonly number: number; readonly code: string } | { readonly kind: 'too-many' }
  >
  /** Those of these organisations: waiting ones oldest first, or answered ones newest first; at most a hundred. */
  list(asked: {
    readonly answered: boolean
    readonly sees: readonly OrganisationId[]
  }): Promise<readonly Appeal[]>
  read(number: number, sees: readonly OrganisationId[]): Promise<Appeal | null>
  /** False: there is no such appeal, or it is answered. */
  answer(
    number: number,
    answer: { readonly outcome: AppealOutcome; readonly words: string; readonly by: ReviewerId },
    sees: readonly OrganisationId[],
  ): Promise<boolean>
  /** What became of it, for whoever has its code; null: nobody's code. `answer` null: it waits. */
  look(code: string): Promise<{ readonly number: number; readonly answer: AppealAnswer | null } | null>
}

/** Appeals an hour: of one address, and of all. */
const patience = { address: 5, all: 100 } as const
const hour = 3_600_000
const mostListed = 100

const formShape = z.object({
  firm: z.string(),
  licence: z.string(),
  writer: z.string(),
  contact: z.string(),
  wrong: z.string(),
  proof: z.string(),
  // Not asked for by older releases.
  addresses: z.string().default(''),
})

export function createAppeals({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Appeals {
  const answerFrom = (row: Pick<Row, 'answer' | 'outcome' | 'answered_ms'>): AppealAnswer | null =>
    row.answer === null || row.outcome === null || row.answered_ms === null
      ? null
      : { outcome: row.outcome, words: String(seal.open(row.answer)), at: new Date(row.answered_ms) }
  const appealFrom = (row: Row): Appeal => {
    const answer = answerFrom(row)
    return {
      number: row.number,
      at: new Date(row.at_ms),
      form: formShape.parse(seal.open(row.content)),
      answer: answer === null || row.answered_by === null ? null : { ...answer, by: row.answered_by },
    }
  }
  return {
    file: (form, address) =>
      transact(pool, async (ask) => {
        const origin = seal.recognise('appeals of an address', address)
        // One at a time: two at once would both count the same.
        await ask(lockAppeals, [])
        await ask(wipeOrigins, [new Date(now().getTime() - 24 * hour)])
        const [count] = await ask<{ mine: number; all: number }>(countAppeals, [
          origin,
          new Date(now().getTime() - hour),
        ])
        if ((count?.mine ?? 0) >= patience.address || (count?.all ?? 0) >= patience.all)
          return { kind: 'too-many' }
        const code = newCode()
        for (;;) {
          const number = randomInt(10_000_000, 100_000_000)
          const made = await ask(addAppeal, [
            number,
            codeHash('appeal', code),
            seal.close(form),
            origin,
            now(),
          ])
          if (made.length > 0) return { kind: 'filed', number, code }
        }
      }),
    async list({ answered, sees }) {
      return (await ask<Row>(pool, answered ? answeredAppeals : waitingAppeals, [sees, mostListed])).map(
        appealFrom,
      )
    },
    async read(number, sees) {
      const [row] = await ask<Row>(pool, oneAppeal, [number, sees])
      return row === undefined ? null : appealFrom(row)
    },
    answer: (number, { outcome, words, by }, sees) =>
      transact(pool, async (ask) => {
        const at = now()
        const written = await ask(answerAppeal, [number, sees, outcome, seal.close(words), by, at])
        if (written.length === 0) return false
        const details = { outcome }
        await note(ask, { at, by, act: 'appeal.answered', subject: String(number), details }, seal)
        return true
      }),
    async look(code) {
      const [row] = await ask<Row>(pool, findAppeal, [codeHash('appeal', code)])
      return row === undefined ? null : { number: row.number, answer: answerFrom(row) }
    },
  }
}

interface Row {
  readonly number: number
  readonly at_ms: number
  readonly content: string
  readonly answer: string | null
  readonly outcome: AppealOutcome | null
  readonly answered_by: ReviewerId | null
  readonly answered_ms: number | null
}

const columns = `number, ${ms('at')} as at_ms, content, answer, outcome, answered_by,
  ${ms('answered_at')} as answered_ms`

const lockAppeals = prepared('lock_appeals', 'lock table appeals in share row exclusive mode')
const wipeOrigins = prepared(
  'wipe_origins',
  'update appeals set origin = null where origin is not null and at < $1::timestamptz',
)
const countAppeals = prepared(
  'count_appeals',
  `select count(*) filter (where origin = $1::text)::int as mine, count(*)::int as all
   from appeals where at > $2::timestamptz`,
)
const addAppeal = prepared(
  'add_appeal',
  `insert into appeals (number, receipt, content, origin, at)
   values ($1::int, $2::text, $3::text, $4::text, $5::timestamptz) on conflict (number) do nothing returning number`,
)
const waitingAppeals = prepared(
  'waiting_appeals',
  `select ${columns} from appeals where answered_at is null and organisation_id = any($1::uuid[])
   order by at limit $2::int`,
)
const answeredAppeals = prepared(
  'answered_appeals',
  `select ${columns} from appeals where answered_at is not null and organisation_id = any($1::uuid[])
   order by answered_at desc limit $2::int`,
)
const oneAppeal = prepared(
  'one_appeal',
  `select ${columns} from appeals where number = $1::int and organisation_id = any($2::uuid[])`,
)
const answerAppeal = prepared(
  'answer_appeal',
  `update appeals set outcome = $3::text, answer = $4::text, answered_by = $5::uuid, answered_at = $6::timestamptz
   where number = $1::int and organisation_id = any($2::uuid[]) and answered_at is null returning number`,
)
const findAppeal = prepared('find_appeal', `select ${columns} from appeals where receipt = $1::text`)
