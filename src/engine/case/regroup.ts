/** Reports moved from one case to another, by people: merge, split, and back again. */
import type { CaseId, ReportId, ReviewerId } from '../ids.ts'
import type { CaseStatus } from './case.ts'
import { type Moved, moved, refused } from './moved.ts'

/** A case as far as regrouping needs it. */
export interface Grouped {
  readonly id: CaseId
  readonly status: CaseStatus
  readonly reports: readonly ReportId[]
}

/** One move of reports; kept, so that it can be undone. */
export interface Regrouping {
  readonly kind: 'merge' | 'split' | 'undo'
  readonly from: CaseId
  readonly to: CaseId
  readonly reports: readonly ReportId[]
  readonly by: ReviewerId
  readonly at: Date
  readonly reason: string
}

export type RegroupRefusal =
  | 'same-case'
  | 'no-reason'
  | 'findings-differ'
  | 'awaits-second-person'
  | 'not-its-reports'
  | 'nothing-left'
  | 'nothing-moved'
  | 'moved-since'

interface Act {
  readonly by: ReviewerId
  readonly at: Date
  readonly reason: string
}

/** All reports of `from` go to `into`. Cases decided differently, or about to be decided, are not mixed. */
export function mergeCases(from: Grouped, into: Grouped, act: Act): Moved<Regrouping, RegroupRefusal> {
  if (from.id === into.id) return refused('same-case')
  if (act.reason.trim() === '') return refused('no-reason')
  if (from.status.kind === 'proposed' || into.status.kind === 'proposed')
    return refused('awaits-second-person')
  if (
    from.status.kind === 'decided' &&
    into.status.kind === 'decided' &&
    from.status.finding !== into.status.finding
  )
    return refused('findings-differ')
  if (from.reports.length === 0) return refused('nothing-moved')
  return moved({ kind: 'merge', from: from.id, to: into.id, reports: from.reports, ...act })
}

/** Some reports of a case become another case, `to`; at least one stays. */
export function splitCase(
  from: Grouped,
  part: { readonly to: CaseId; readonly reports: readonly ReportId[] },
  act: Act,
): Moved<Regrouping, RegroupRefusal> {
  const reports = [...new Set(part.reports)]
  if (from.id === part.to) return refused('same-case')
  if (act.reason.trim() === '') return refused('no-reason')
  if (from.status.kind === 'proposed') return refused('awaits-second-person')
  if (reports.length === 0) return refused('nothing-moved')
  if (!reports.every((report) => from.reports.includes(report))) return refused('not-its-reports')
  if (reports.length === from.reports.length) return refused('nothing-left')
  return moved({ kind: 'split', from: from.id, to: part.to, reports, ...act })
}

/** The move that takes a move back; not when one of its reports has been moved on since. */
export function undoRegrouping(
  done: Regrouping,
  caseOf: (report: ReportId) => CaseId | null,
  act: Act,
): Moved<Regrouping, RegroupRefusal> {
  if (act.reason.trim() === '') return refused('no-reason')
  if (!done.reports.every((report) => caseOf(report) === done.to)) return refused('moved-since')
  return moved({ kind: 'undo', from: done.to, to: done.from, reports: done.reports, ...act })
}

/** Where every report stands after a move. */
export function regroup(
  grouping: ReadonlyMap<ReportId, CaseId>,
  { reports, to }: Regrouping,
): ReadonlyMap<ReportId, CaseId> {
  const next = new Map(grouping)
  for (const report of reports) next.set(report, to)
  return next
}
