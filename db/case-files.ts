/** One case as officers read it and work on it. Nothing here tells who reported. */
import type pg from 'pg'
import * as z from 'zod'
import {
  type CaseAction,
  type CaseId,
  type CaseRefusal,
  type CaseStatus,
  type IndicatorKind,
  type Moved,
  maskNames,
  moveCase,
  type OrganisationId,
  type ReviewerId,
  type Suggestion,
} from '#engine'
import { note } from './audit.ts'
import {
  type CaseRow,
  type Level,
  type QueuedCase,
  queuedFrom,
  type StatusRow,
  statusColumns,
  statusFrom,
  told,
  toldOf,
  writeStatus,
} from './case-rows.ts'
import { muteReporter, unmuteReporter } from './muting.ts'
import { announceMove } from './news.ts'
import { type Rebirth, rebirthsOf } from './rebirths.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

export interface FiledReport {
  readonly number: number
  readonly at: Date
  readonly level: Level
  readonly signs: readonly string[]
  /** As it was received; null when its key is gone. */
  readonly ads:
    | readonly { readonly text: string; readonly pictures: number; readonly forwarded: string }[]
    | null
  /** Until when whoever sent it is not counted; null: they are. */
  readonly mutedUntil: Date | null
  /** Name of the source that the watch read it in; null: a person passed it on. */
  readonly watched: string | null
  /** False: the reporter wished to be forgotten, so that nobody can be muted. */
  readonly hasReporter: boolean
}

export interface CaseNote {
  readonly by: ReviewerId
  readonly at: Date
  readonly text: string
}

export interface SimilarCase extends QueuedCase {
  readonly why: Suggestion['why']
  /** A reviewer said that they are two. */
  readonly rejected: boolean
}

export interface CaseFile extends QueuedCase {
  readonly organisation: OrganisationId
  /** Newest first, at most `mostReports`. */
  readonly filed: readonly FiledReport[]
  readonly identifiers: readonly {
    readonly kind: IndicatorKind
    readonly value: string
    readonly joins: boolean
    readonly reports: number
  }[]
  /** Cases that may be the same recruiter. */
  readonly similar: readonly SimilarCase[]
  /** What was taken down and seen again: of this case, or in it. Newest first. */
  readonly rebirths: readonly Rebirth[]
  /** Oldest first. */
  readonly notes: readonly CaseNote[]
}

/** Which case, and for which organisations: what none of them has does not exist. */
export interface CaseOf {
  readonly id: CaseId
  readonly sees: readonly OrganisationId[]
}

export interface CaseFiles {
  read(one: CaseOf): Promise<CaseFile | null>
  /** One act of a reviewer, with its line in the audit; null: no such case. Renewing a claim is no act. */
  move(one: CaseOf, action: CaseAction): Promise<Moved<CaseStatus, CaseRefusal> | null>
  /** `to`: the colleague who is to look at it; null: nobody. A claim of whoever gives it away ends. False: no such case. */
  assign(one: CaseOf, to: ReviewerId | null, by: ReviewerId): Promise<boolean>
  addNote(one: CaseOf, text: string, by: ReviewerId): Promise<boolean>
  /** Whoever sent this report is not counted until then; null: they are again. False: no such report in this case. */
  mute(
    one: CaseOf,
    way: { readonly report: number; readonly until: Date | null; readonly by: ReviewerId },
  ): Promise<boolean>
}

export const mostReports = 50
const mostIdentifiers = 200
const mostSimilar = 20
const mostNotes = 200

const contentForm = z.array(
  z.object({ text: z.string(), posters: z.array(z.string()), forwarded: z.string() }),
)

export function createCaseFiles({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): CaseFiles {
  const contentOf = (content: string): FiledReport['ads'] => {
    try {
      return contentForm
        .parse(seal.open(content))
        .map(({ text, posters, forwarded }) => ({ text, pictures: posters.length, forwarded }))
    } catch {
      return null
    }
  }
  /** Locks the case and does something to it; false when there is none. */
  const within = ({ id, sees }: CaseOf, work: (ask: Ask, row: StatusRow) => Promise<boolean>) =>
    transact(pool, async (ask) => {
      const [row] = await ask<StatusRow>(lockCase, [id, sees])
      return row === undefined ? false : work(ask, row)
    })

  return {
    async read({ id, sees }) {
      const [row] = await ask<CaseRow & { organisation_id: OrganisationId }>(pool, oneCase, [id, sees])
      if (row === undefined) return null
      const [filed, identifiers, similar, notes, rebirths] = await Promise.all([
        ask<ReportRow>(pool, reportsOf, [id, mostReports, now()]),
        ask<IndicatorRow>(pool, identifiersOf, [id, mostIdentifiers]),
        ask<CaseRow & { why: Suggestion['why']; rejected: boolean }>(pool, similarTo, [
          id,
          sees,
          mostSimilar,
        ]),
        ask<{ by: ReviewerId; at_ms: number; text: string }>(pool, notesOf, [id, mostNotes]),
        rebirthsOf((statement, values) => ask(pool, statement, values), id, sees),
      ])
      return {
        ...queuedFrom(row, seal),
        organisation: row.organisation_id,
        filed: filed.map(
          ({ number, at_ms, level, signs, content, muted_ms, has_reporter, watched, source }) => ({
            number,
            at: new Date(at_ms),
            level,
            signs,
            ads: watched ? masked(contentOf(content)) : contentOf(content),
            watched: watched ? (source ?? '') : null,
            mutedUntil: muted_ms === null ? null : new Date(muted_ms),
            hasReporter: has_reporter,
          }),
        ),
        identifiers: identifiers.map(({ kind, value, joins, reports }) => ({
          kind,
          value: String(seal.open(value)),
          joins,
          reports,
        })),
        rebirths,
        similar: similar.map(({ why, rejected, ...each }) => ({ ...queuedFrom(each, seal), why, rejected })),
        notes: notes.map(({ by, at_ms, text }) => ({
          by,
          at: new Date(at_ms),
          text: String(seal.open(text)),
        })),
      }
    },

    move: ({ id, sees }, action) =>
      transact(pool, async (ask) => {
        const [row] = await ask<StatusRow>(lockCase, [id, sees])
        if (row === undefined) return null
        const at = now()
        const result = moveCase(statusFrom(row, seal), action, at)
        if (!result.ok) return result
        await writeStatus(ask, { id, status: result.value, seal })
        if (action.kind === 'renew') return result
        await announceMove(ask, id, { status: result.value, action: action.kind }, seal)
        const { kind, by, ...said } = action
        const details = Object.fromEntries(
          Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : [])),
        )
        await note(ask, { at, by, act: `case.${kind}`, subject: id, details }, seal)
        return result
      }),

    assign: (one, to, by) =>
      within(one, async (ask, row) => {
        await ask(assignTo, [one.id, to])
        const status = statusFrom(row, seal)
        if (to !== by && status.kind === 'claimed' && status.by === by)
          await writeStatus(ask, { id: one.id, status: { kind: 'waiting' }, seal })
        const details: Record<string, string> = to === null ? {} : { to }
        await note(ask, { at: now(), by, act: 'case.assign', subject: one.id, details }, seal)
        return true
      }),

    addNote: (one, text, by) =>
      within(one, async (ask) => {
        await ask(writeNote, [one.id, by, now(), seal.close(text)])
        await note(ask, { at: now(), by, act: 'case.note', subject: one.id, details: {} }, seal)
        return true
      }),

    mute: (one, { report, until, by }) =>
      within(one, async (ask) => {
        const [found] = await ask(reportIn, [one.id, report])
        if (found === undefined) return false
        const done = await (until === null ? unmuteReporter(ask, report) : muteReporter(ask, report, until))
        if (done === 'gone') return false
        const details = {
          report: String(report),
          ...(until === null ? {} : { until: until.toISOString() }),
        }
        const act = until === null ? 'case.unmute' : 'case.mute'
        await note(ask, { at: now(), by, act, subject: one.id, details }, seal)
        return true
      }),
  }
}

/** Public pages name people who have nothing to do with it. The exact words are in the evidence. */
function masked(ads: FiledReport['ads']): FiledReport['ads'] {
  return ads?.map((ad) => ({ ...ad, text: maskNames(ad.text) })) ?? null
}

interface ReportRow {
  readonly number: number
  readonly at_ms: number
  readonly level: Level
  readonly signs: readonly string[]
  readonly content: string
  readonly muted_ms: number | null
  readonly has_reporter: boolean
  readonly watched: boolean
  readonly source: string | null
}

interface IndicatorRow {
  readonly kind: IndicatorKind
  readonly value: string
  readonly joins: boolean
  readonly reports: number
}

const oneCase = prepared(
  'one_case',
  `select c.organisation_id, ${told} from cases c, ${toldOf}
   where c.id = $1::uuid and c.organisation_id = any($2::uuid[])`,
)

const reportsOf = prepared(
  'reports_of',
  `select r.number, ${ms('r.at')} as at_ms, r.level, r.signs, r.content, r.contact_id is not null as has_reporter,
     ${ms('p.muted_until')} as muted_ms, r.channel = '${watchChannel}' as watched,
     (select s.name from watch_items i join watch_sources s on s.id = i.source_id where i.report_id = r.id limit 1)
       as source
   from reports r left join contacts p on p.id = r.contact_id and p.muted_until > $3::timestamptz
   where r.case_id = $1::uuid order by r.at desc, r.id limit $2::int`,
)

const identifiersOf = prepared(
  'identifiers_of',
  `select kind, min(value) as value, bool_or(joins) as joins, count(distinct report_id)::int as reports
   from indicators where case_id = $1::uuid and kind not in ('poster', 'text')
   group by kind, key order by joins desc, reports desc, kind, key limit $2::int`,
)

/** Said from either side, a pair is one suggestion; rejected from either, it is rejected. */
const similarTo = prepared(
  'similar_to',
  `select ${told}, s.why, s.rejected from (
     select id, min(why) as why, bool_or(rejected_at is not null) as rejected, max(at) as at from (
       select other_id as id, why, at, rejected_at from suggestions where case_id = $1::uuid
       union all select case_id, why, at, rejected_at from suggestions where other_id = $1::uuid) both_sides
     group by id) s
   join cases c on c.id = s.id and c.merged_into is null and c.organisation_id = any($2::uuid[]), ${toldOf}
   order by s.rejected, s.at desc, c.id limit $3::int`,
)

const notesOf = prepared(
  'notes_of',
  `select by, ${ms('at')} as at_ms, text from (
     select * from case_notes where case_id = $1::uuid order by id desc limit $2::int) n order by id`,
)

const lockCase = prepared(
  'lock_case',
  `select ${statusColumns} from cases c
   where c.id = $1::uuid and c.organisation_id = any($2::uuid[]) and c.merged_into is null for update`,
)

const assignTo = prepared('assign_case', 'update cases set assigned_to = $2::uuid where id = $1::uuid')

const writeNote = prepared(
  'write_note',
  `insert into case_notes (case_id, by, at, text) values ($1::uuid, $2::uuid, $3::timestamptz, $4::text)`,
)

const reportIn = prepared(
  'report_in',
  'select 1 as there from reports where case_id = $1::uuid and number = $2::int',
)
