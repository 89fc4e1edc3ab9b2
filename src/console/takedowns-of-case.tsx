/** The way from a case to its takedowns. */
import type { VNode } from 'preact'
import type { CaseFile } from '../../db/case-files.ts'
import { base, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'

export function CaseTakedowns({
  visit: { t, who },
  file: { id, status },
}: {
  readonly visit: SignedVisit
  readonly file: Pick<CaseFile, 'id' | 'status'>
}): VNode | null {
  if (!allows(who, 'takedowns.read')) return null
  const illegal = status.kind === 'decided' && status.finding === 'illegal-recruitment'
  return (
    <section class="box" aria-labelledby="takedowns">
      <h2 id="takedowns">{t('takedowns')}</h2>
      <p>
        <a href={`${base}/cases/${id}/takedowns`}>{t(illegal ? 'takedown_draft' : 'takedowns_case_link')}</a>
      </p>
    </section>
  )
}
