/** What is kept, how long, why, and when it was last forgotten: told by the list that the job itself goes by. */
import type { VNode } from 'preact'
import type { Kept } from '../../db/retention.ts'
import type { SignedPage, SignedVisit } from './page.ts'
import { Moment } from './views.tsx'

export interface Retention {
  readonly kept: () => Promise<readonly Kept[]>
}

export function retentionPage({ kept }: Retention): SignedPage {
  return {
    method: 'GET',
    path: '/retention',
    need: 'audit.read',
    async answer(visit) {
      const { t } = visit
      const classes = await kept()
      const ran = Math.max(0, ...classes.map(({ forgotten }) => forgotten?.at.getTime() ?? 0))
      const body = (
        <>
          <h1>{t('retention')}</h1>
          <p class="help">{t('retention_help')}</p>
          <p>
            {ran === 0 ? (
              t('retention_never')
            ) : (
              <>
                {t('retention_ran')}: <Moment at={new Date(ran)} visit={visit} />
              </>
            )}
          </p>
          <table>
            <caption class="unseen">{t('retention')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('retention_class')}</th>
                <th scope="col">{t('retention_kept')}</th>
                <th scope="col">{t('retention_why')}</th>
                <th scope="col">{t('retention_forgotten')}</th>
              </tr>
            </thead>
            <tbody>
              {classes.map((each) => (
                <Line key={each.name} visit={visit} each={each} />
              ))}
            </tbody>
          </table>
        </>
      )
      return { kind: 'page', title: t('retention'), body }
    },
  }
}

function Line({ visit, each }: { readonly visit: SignedVisit; readonly each: Kept }): VNode {
  const { t } = visit
  const { name, lasts, forgotten } = each
  const latest = forgotten?.latest ?? null
  return (
    <tr>
      <td>
        <strong>{t(`kept_${name}`)}</strong>
      </td>
      <td class="day">
        {lasts === null
          ? t('retention_for_good')
          : 'days' in lasts
            ? t('days', { count: lasts.days })
            : t('hours', { count: lasts.hours })}
      </td>
      <td>{t(`kept_${name}_why`)}</td>
      <td>
        {forgotten === null ? '–' : forgotten.total}
        {latest === null ? null : (
          <span class="help">
            {' '}
            {t('retention_latest')}: {latest.count}, <Moment at={latest.at} visit={visit} />
          </span>
        )}
      </td>
    </tr>
  )
}
