/** A recruiter who was taken down, met again in a new report: by what both have, or by the same picture or words. The
 * case joins nothing by likeness; that it may be the same one is for an officer to say. */
import type { CaseId } from '../ids.ts'
import { type Indicator, type IndicatorKind, keyOf } from './indicators.ts'
import type { KnownCases } from './join.ts'
import { samePicture, sameText } from './likeness.ts'

export interface SeenAgain {
  readonly case: CaseId
  /** What of it was seen, each kind once. */
  readonly by: readonly IndicatorKind[]
}

/** Every case of which something stands in a report, whether the report joins it or not. Whether it was ever taken down is
 * for the store to know. */
export function seenAgain(indicators: readonly Indicator[], known: KnownCases): readonly SeenAgain[] {
  const seen = new Map<CaseId, Set<IndicatorKind>>()
  const see = (id: CaseId, kind: IndicatorKind) => seen.set(id, (seen.get(id) ?? new Set()).add(kind))
  for (const indicator of new Map(indicators.map((each) => [keyOf(each), each])).values()) {
    if (indicator.joins) for (const id of known.casesWith(indicator)) see(id, indicator.kind)
    if (indicator.kind === 'poster')
      for (const like of known.picturesLike(indicator.value))
        if (like.difference <= samePicture) see(like.case, 'poster')
    if (indicator.kind === 'text')
      for (const like of known.textsLike(indicator.value))
        if (like.likeness >= sameText) see(like.case, 'text')
  }
  return [...seen].map(([id, by]) => ({ case: id, by: [...by] }))
}
