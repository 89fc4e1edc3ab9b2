/** What officers decided about what identifies a recruiter, and the steps of a case that its reporters may hear of. */
import type { Finding } from './case.ts'
import type { Indicator } from './indicators.ts'

/** A decision, recalled for who asks about the same number, account or address. */
export interface Ruling {
  readonly indicator: Pick<Indicator, 'kind' | 'value'>
  readonly finding: Finding
  readonly at: Date
}

/** What became of asking a platform to take it down. `back`: it was removed and is there again. */
export type TakedownStep = 'takedown-sent' | 'removed' | 'refused' | 'back'

/** A step of a case, as it happens. */
export type CaseStep =
  | { readonly kind: 'checking' }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'decided'; readonly finding: Finding; readonly at: Date }
  | { readonly kind: TakedownStep; readonly at: Date }

/** Those worth telling: of one identifier the gravest and then the latest, illegal ones first, at most `most`. */
export function tellable(rulings: readonly Ruling[], most: number): readonly Ruling[] {
  const isIllegal = ({ finding }: Ruling): number => (finding === 'illegal-recruitment' ? 0 : 1)
  const sorted = [...rulings].sort((a, b) => isIllegal(a) - isIllegal(b) || b.at.getTime() - a.at.getTime())
  const first = new Map<string, Ruling>()
  for (const ruling of sorted) {
    const key = `${ruling.indicator.kind}:${ruling.indicator.value}`
    if (!first.has(key)) first.set(key, ruling)
  }
  return [...first.values()].slice(0, most)
}
