/** Reports moved from one case to another, by people, and back again: two cases said to be one recruiter, one said to be
 * two, a suggestion rejected. What was decided stays with the case it was decided in. */
import type pg from 'pg'
import {
  type CaseId,
  type Grouped,
  type Moved,
  mergeCases,
  type OrganisationId,
  type Regrouping,
  type RegroupRefusal,
  type ReportId,
  type ReviewerId,
  splitCase,
  undoRegrouping,
} from '#engine'
import { note } from './audit.ts'
import { type StatusRow, statusColumns, statusFrom } from './case-rows.ts'
import { rankCase } from './cases.ts'
import { redescribeCase } from './facets.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

/** Who does it, why, and for which organisations. */
export interface RegroupAct {
  readonly by: ReviewerId
  readonly reason: string
  readonly sees: readonly OrganisationId[]
  /** They may decide about decisions: what joins a decided case is under its finding from then on. */
  readonly confirms: boolean
}

export interface PastRegrouping {
  readonly id: string
  readonly kind: Regrouping['kind']
  readonly from: CaseId
  readonly to: CaseId
  readonly reports: number
  readonly by: ReviewerId
  readonly at: Date
  readonly reason: string
  readonly undone: boolean
}

/** `held`: a colleague works on one of the cases. `decided`: that takes the right to confirm. null: one of them does not
 * exist. */
export type Regrouped = Moved<CaseId, RegroupRefusal | 'held' | 'decided'> | null

export interface Regroupings {
  /** What was moved out of this case and into it, newest first. */
  of(id: CaseId): Promise<readonly PastRegrouping[]>
  /** All reports of one go to the other: to the decided one, or else to the older. Its id. */
  merge(one: CaseId, other: CaseId, act: RegroupAct): Promise<Regrouped>
  /** Reports with these numbers become a case of their own. Its id. */
  split(from: CaseId, numbers: readonly number[], act: RegroupAct): Promise<Regrouped>
  /** Takes back one move that this case was part of. The case its reports are in again. */
  undo(id: CaseId, regrouping: string, act: RegroupAct): Promise<Regrouped>
  /** Says that two cases are two, or takes that back. False: one of them does not exist. */
  reject(
    one: CaseId,
    other: CaseId,
    act: Pick<RegroupAct, 'by' | 'sees'> & { undo: boolean },
  ): Promise<boolean>
}

export function createRegroupings(kit: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Regroupings {
  const { pool, seal, now } = kit

  /** Locked in the order of their ids, so that two officers who merge the same pair do not wait for each other. */
  async function lock(ask: Ask, ids: readonly CaseId[], act: RegroupAct): Promise<readonly Locked[] | null> {
    const rows = await ask<LockedRow>(lockThem, [ids, act.sees])
    if (rows.length < new Set(ids).size) return null
    return rows.map((row) => ({
      id: row.id,
      status: statusFrom(row, seal),
      reports: row.reports,
      openedAt: row.opened_ms,
      organisation: row.organisation_id,
    }))
  }

  async function carryOut(ask: Ask, move: Regrouping): Promise<void> {
    const { from, to, reports, by, at, reason, kind } = move
    await ask(moveReports, [reports, to])
    await ask(moveIndicators, [reports, to])
    await ask(movePrints, [reports, to])
    await ask(markMerged, [[from, to]])
    for (const id of [from, to]) {
      await redescribeCase(ask, id, seal)
      await rankCase(ask, id)
    }
    await ask(keepMove, [kind, from, to, reports, by, at, seal.close(reason)])
    // Each of the two tells its own story.
    for (const [subject, other] of [
      [from, to],
      [to, from],
    ] as const)
      await note(ask, { at, by, act: `case.${kind}`, subject, details: { reason, other } }, seal)
  }

  const heldByAnother = ({ status }: Locked, by: ReviewerId) =>
    status.kind === 'claimed' && status.by !== by && status.until > now()

  return {
    async of(id) {
      const rows = await ask<PastRow>(pool, movesOf, [id])
      return rows.map(({ at_ms, reason, ...row }) => ({
        ...row,
        at: new Date(at_ms),
        reason: String(seal.open(reason)),
      }))
    },

    merge: (one, other, act) =>
      transact(pool, async (ask): Promise<Regrouped> => {
        const both = one === other ? null : await lock(ask, [one, other], act)
        const [a, b] = both ?? []
        if (a === undefined || b === undefined || a.organisation !== b.organisation) return null
        if (heldByAnother(a, act.by) || heldByAnother(b, act.by)) return { ok: false, why: 'held' }
        if (!act.confirms && (isDecided(a) || isDecided(b))) return { ok: false, why: 'decided' }
        const [into, from] = staysOf(a, b)
        const move = mergeCases(from, into, { by: act.by, at: now(), reason: act.reason })
        if (!move.ok) return move
        await carryOut(ask, move.value)
        return { ok: true, value: into.id }
      }),

    split: (id, numbers, act) =>
      transact(pool, async (ask): Promise<Regrouped> => {
        const [from] = (await lock(ask, [id], act)) ?? []
        if (from === undefined) return null
        if (heldByAnother(from, act.by)) return { ok: false, why: 'held' }
        const chosen = await ask<{ id: ReportId }>(numbered, [id, numbers])
        const [opened] = await ask<{ id: CaseId }>(openBeside, [id])
        if (opened === undefined) throw new Error('a case was not opened')
        const part = { to: opened.id, reports: chosen.map((each) => each.id) }
        const move = splitCase(from, part, { by: act.by, at: now(), reason: act.reason })
        if (!move.ok) {
          await ask(closeAgain, [opened.id])
          return move
        }
        await carryOut(ask, move.value)
        await ask(sayTwo, [id, opened.id, act.by, now()])
        return { ok: true, value: opened.id }
      }),

    undo: (id, regrouping, act) =>
      transact(pool, async (ask): Promise<Regrouped> => {
        const [done] = await ask<PastMove>(oneMove, [regrouping, id])
        if (done === undefined) return null
        const cases = await lock(ask, [done.from, done.to], act)
        if (cases === null) return null
        if (cases.some((each) => heldByAnother(each, act.by))) return { ok: false, why: 'held' }
        const placed = new Map(cases.flatMap((each) => each.reports.map((report) => [report, each.id])))
        const { at_ms, ...move } = done
        const back = undoRegrouping(
          { ...move, at: new Date(at_ms), reason: '' },
          (report) => placed.get(report) ?? null,
          { by: act.by, at: now(), reason: act.reason },
        )
        if (!back.ok) return back
        await ask(markUndone, [regrouping, now()])
        await carryOut(ask, back.value)
        return { ok: true, value: done.from }
      }),

    reject: (one, other, { by, sees, undo }) =>
      transact(pool, async (ask) => {
        const rows = await ask<LockedRow>(lockThem, [[one, other], sees])
        if (rows.length < 2) return false
        await ask(answerSuggestion, [one, other, undo ? null : by, undo ? null : now()])
        const act = undo ? 'case.unreject' : 'case.reject'
        await note(ask, { at: now(), by, act, subject: one, details: { other } }, seal)
        return true
      }),
  }
}

/** What was decided stays; else the older case, which more people may have been told of. */
function staysOf(a: Locked, b: Locked): readonly [Locked, Locked] {
  const aStays =
    Number(isDecided(a)) - Number(isDecided(b)) || b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1)
  return aStays > 0 ? [a, b] : [b, a]
}

function isDecided({ status }: Locked): boolean {
  return status.kind === 'decided'
}

interface Locked extends Grouped {
  readonly openedAt: number
  readonly organisation: OrganisationId
}

interface LockedRow extends StatusRow {
  readonly id: CaseId
  readonly organisation_id: OrganisationId
  readonly opened_ms: number
  readonly reports: readonly ReportId[]
}

interface PastRow extends Omit<PastRegrouping, 'at'> {
  readonly at_ms: number
}

interface PastMove {
  readonly kind: Regrouping['kind']
  readonly from: CaseId
  readonly to: CaseId
  readonly reports: readonly ReportId[]
  readonly by: ReviewerId
  readonly at_ms: number
}

const lockThem = prepared(
  'lock_cases',
  `select c.id, c.organisation_id, ${ms('c.opened_at')} as opened_ms, ${statusColumns},
     array(select id from reports where case_id = c.id) as reports
   from cases c where c.id = any($1::uuid[]) and c.organisation_id = any($2::uuid[]) order by c.id for update`,
)

const moveReports = prepared(
  'move_reports',
  'update reports set case_id = $2::uuid where id = any($1::uuid[])',
)
const moveIndicators = prepared(
  'move_indicators',
  'update indicators set case_id = $2::uuid where report_id = any($1::uuid[])',
)
const movePrints = prepared(
  'move_prints',
  'update prints set case_id = $2::uuid where report_id = any($1::uuid[])',
)

/** A case without reports is part of the other; with reports it stands for itself. */
const markMerged = prepared(
  'mark_merged',
  `update cases set merged_into = case when exists (select 1 from reports where case_id = cases.id) then null
     else (select u.id from unnest($1::uuid[]) as u(id) where u.id <> cases.id) end
   where id = any($1::uuid[])`,
)

const keepMove = prepared(
  'keep_move',
  `insert into regroupings (kind, from_id, to_id, reports, by, at, reason)
   values ($1::text, $2::uuid, $3::uuid, $4::uuid[], $5::uuid, $6::timestamptz, $7::text)`,
)

const movesOf = prepared(
  'moves_of',
  `select id::text, kind, from_id as from, to_id as to, cardinality(reports) as reports, by, ${ms('at')} as at_ms,
     reason, undone_at is not null as undone
   from regroupings where from_id = $1::uuid or to_id = $1::uuid order by id desc limit 50`,
)

const oneMove = prepared(
  'one_move',
  `select kind, from_id as from, to_id as to, reports, by, ${ms('at')} as at_ms from regroupings
   where id = $1::bigint and (from_id = $2::uuid or to_id = $2::uuid) and undone_at is null and kind <> 'undo'`,
)

const markUndone = prepared(
  'mark_undone',
  'update regroupings set undone_at = $2::timestamptz where id = $1::bigint',
)

const numbered = prepared(
  'numbered_reports',
  'select id from reports where case_id = $1::uuid and number = any($2::int[])',
)

const openBeside = prepared(
  'open_beside',
  'insert into cases (organisation_id) select organisation_id from cases where id = $1::uuid returning id',
)
const closeAgain = prepared('close_again', 'delete from cases where id = $1::uuid')

const sayTwo = prepared(
  'say_two',
  `insert into suggestions (case_id, other_id, why, rejected_by, rejected_at)
   values ($1::uuid, $2::uuid, 'shared', $3::uuid, $4::timestamptz)`,
)

const answerSuggestion = prepared(
  'answer_suggestion',
  `update suggestions set rejected_by = $3::uuid, rejected_at = $4::timestamptz
   where (case_id = $1::uuid and other_id = $2::uuid) or (case_id = $2::uuid and other_id = $1::uuid)`,
)
