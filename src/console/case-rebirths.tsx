/** What was taken down and is seen again: the report that shows it, by what, and the other case it leads to. */
import type { VNode } from 'preact'
import type { CaseFile } from '../../db/case-files.ts'
import type { Label } from './labels.ts'
import { base, type SignedVisit } from './page.ts'
import { Moment } from './views.tsx'

export function Rebirths({
  visit,
  file,
}: {
  readonly visit: SignedVisit
  readonly file: CaseFile
}): VNode | null {
  const { t } = visit
  if (file.rebirths.length === 0) return null
  return (
    <section class="box" aria-labelledby="reborn">
      <h2 id="reborn">{t('reborn')}</h2>
      <ul class="history">
        {file.rebirths.map((each) => {
          const by = each.by.map((kind) => t(`reborn_by_${kind.replaceAll('-', '_')}` as Label)).join(', ')
          const [label, other] =
            each.old !== file.id
              ? (['reborn_of', each.old] as const)
              : each.in === file.id
                ? (['reborn_here', null] as const)
                : (['reborn_elsewhere', each.in] as const)
          return (
            <li key={`${each.old} ${each.report}`}>
              <Moment at={each.at} visit={visit} /> {t(label, { number: each.report, by })}{' '}
              {other === null ? null : (
                <a href={`${base}/cases/${other}`}>{t('case_title', { number: other.slice(0, 8) })}</a>
              )}
            </li>
          )
        })}
      </ul>
      <p class="help">{t('reborn_in')}</p>
    </section>
  )
}
