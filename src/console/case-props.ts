/** What every part of a case's page is made of. */
import type { ReviewerId } from '#engine'
import type { Act } from '../../db/audit.ts'
import type { CaseFile } from '../../db/case-files.ts'
import type { EvidenceFacts } from '../../db/evidence.ts'
import type { Organisation } from '../../db/organisations.ts'
import type { PastRegrouping } from '../../db/regroup.ts'
import type { CasePages } from './case-pages.tsx'
import type { Names } from './cases.tsx'
import type { SignedVisit } from './page.ts'
import { allows } from './roles.ts'

/** Days for which a reporter may be muted. */
export const muteDays = [7, 30, 90] as const

export interface CaseProps {
  readonly visit: SignedVisit
  readonly file: CaseFile
  /** What of it a colleague may have changed meanwhile. */
  readonly stamp: string
  readonly history: readonly Act[]
  readonly names: Names
  readonly regroupings: readonly PastRegrouping[]
  /** What came with the reports, as far as it is there. */
  readonly kept: readonly EvidenceFacts[]
  /** Whom it may be given to. */
  readonly colleagues: readonly (readonly [ReviewerId, string])[]
  /** To which it could be handed over. */
  readonly organisations: readonly Organisation[]
  readonly kit: Pick<CasePages, 'explain' | 'mentions' | 'rules'>
  readonly trouble: string | null
  /** What was typed as a reason when the act was refused: nobody writes it twice. */
  readonly draft: string
}

/** Whether this person may do anything to this case: it must be their own organisation's, and still stand for itself. */
export function mayWork({ visit: { who }, file }: Pick<CaseProps, 'visit' | 'file'>): boolean {
  return allows(who, 'cases.work') && file.organisation === who.organisation.id && file.mergedInto === null
}
