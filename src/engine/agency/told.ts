/** A verdict in one word, to see whether it is still what somebody was told. */
import type { Lapsed } from './register.ts'
import type { Verdict } from './verdict.ts'

export type AgencyTold = Exclude<Verdict['kind'], 'lapsed' | 'no-name'> | Lapsed['kind']

/** null: there was no name to judge. */
export function toldOf(verdict: Verdict): AgencyTold | null {
  if (verdict.kind === 'no-name') return null
  return verdict.kind === 'lapsed' ? verdict.standing.kind : verdict.kind
}
