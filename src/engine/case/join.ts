/** Which case a report belongs to: the one that shares an identifier with it. Likeness only suggests. */
import type { CaseId } from '../ids.ts'
import { type Indicator, keyOf } from './indicators.ts'
import { alikeFrom, samePicture, sameTemplate } from './likeness.ts'

/** What the store knows, asked by indicator. */
export interface KnownCases {
  /** Cases that have this identifier, oldest first. */
  casesWith(indicator: Indicator): readonly CaseId[]
  /** Pictures like this one: the case, the differing bits, and the keys of the identifiers of that report. */
  picturesLike(fingerprint: string): readonly {
    readonly case: CaseId
    readonly difference: number
    readonly identifiers: readonly string[]
  }[]
  /** Texts like this one: the case and the share of what they have in common. */
  textsLike(fingerprint: string): readonly { readonly case: CaseId; readonly likeness: number }[]
}

export interface Suggestion {
  readonly case: CaseId
  /** `shared`: another case with the same identifier, so the two may be one. */
  readonly why: 'shared' | 'same-picture' | 'same-template' | 'alike-text'
}

export type Joining =
  | {
      readonly kind: 'joins'
      readonly case: CaseId
      /** What it shares; a picture where it is the same one. */
      readonly by: readonly Indicator[]
      readonly suggests: readonly Suggestion[]
    }
  | { readonly kind: 'opens'; readonly suggests: readonly Suggestion[] }

/** Joins the case that shares most with the report, the oldest among equals; the others are suggested to a reviewer. */
export function joinReport(indicators: readonly Indicator[], known: KnownCases): Joining {
  const shared = new Map<CaseId, Indicator[]>()
  const share = (id: CaseId, by: Indicator) => shared.set(id, [...(shared.get(id) ?? []), by])
  const suggests: Suggestion[] = []
  const strong = indicators.filter(({ joins }) => joins)
  for (const indicator of strong) for (const id of known.casesWith(indicator)) share(id, indicator)

  const own = new Set(strong.filter(isContact).map(keyOf))
  for (const indicator of indicators) {
    if (indicator.kind === 'poster') {
      for (const like of known.picturesLike(indicator.value)) {
        if (like.difference > sameTemplate) continue
        if (like.difference > samePicture) suggests.push({ case: like.case, why: 'same-template' })
        else if (isOthers(own, like.identifiers)) suggests.push({ case: like.case, why: 'same-picture' })
        else share(like.case, indicator)
      }
    } else if (indicator.kind === 'text') {
      for (const { case: id, likeness } of known.textsLike(indicator.value)) {
        if (likeness >= alikeFrom) suggests.push({ case: id, why: 'alike-text' })
      }
    }
  }

  const [best, ...others] = [...shared].sort(([, a], [, b]) => b.length - a.length)
  const further = [...others.map(([id]): Suggestion => ({ case: id, why: 'shared' })), ...suggests]
  if (best === undefined) return { kind: 'opens', suggests: firstOfEach(further, null) }
  return { kind: 'joins', case: best[0], by: best[1], suggests: firstOfEach(further, best[0]) }
}

/** The same picture with somebody else's phone on it is a template, however few bits differ. */
function isOthers(own: ReadonlySet<string>, theirs: readonly string[]): boolean {
  const contacts = theirs.filter((key) => /^(?:phone|account|bank-account):/.test(key))
  return own.size > 0 && contacts.length > 0 && !contacts.some((key) => own.has(key))
}

function isContact({ kind }: Indicator): boolean {
  return kind === 'phone' || kind === 'account' || kind === 'bank-account'
}

/** One suggestion a case, the strongest reason first said. */
function firstOfEach(suggestions: readonly Suggestion[], joined: CaseId | null): readonly Suggestion[] {
  const first = new Map<CaseId, Suggestion>()
  for (const each of suggestions) {
    if (each.case !== joined && !first.has(each.case)) first.set(each.case, each)
  }
  return [...first.values()]
}
