/** Whom a campaign would reach now, who is left out and why, and when the last of them would have it. */
import type { VNode } from 'preact'
import type { CampaignPlan } from '#engine'
import type { AudienceCount } from '../../db/audience.ts'
import { duration, forecastOf, type Paces } from './campaign-numbers.ts'
import { amount, channelLabel, reasonLabel } from './campaign-words.ts'
import type { SignedVisit } from './page.ts'
import { Moment } from './views.tsx'

export function Reach(props: {
  readonly visit: SignedVisit
  readonly plan: Pick<CampaignPlan, 'hours' | 'startAt'>
  readonly count: AudienceCount
  readonly paces: Paces
}): VNode {
  const { visit, plan, count, paces } = props
  const { t, locale, now } = visit
  const start = plan.startAt !== null && plan.startAt > now ? plan.startAt : now
  const left = Object.entries(count.leftOut).filter(([, people]) => people > 0)
  const ahead = forecastOf(count.groups, { paces, hours: plan.hours, start })
  const channels = [...new Set(count.groups.map(({ channel }) => channel))]
  return (
    <>
      <p class="reach" role="status">
        {count.recipients === 0
          ? t('campaign_reaches_nobody')
          : t('campaign_reaches', { count: amount(count.recipients, locale) })}
      </p>
      {left.length === 0 ? null : (
        <>
          <h3>{t('campaign_left_out')}</h3>
          <ul class="reasons">
            {left.map(([why, people]) => (
              <li key={why}>
                <strong>{amount(people, locale)}</strong> {t(reasonLabel(why))}
              </li>
            ))}
          </ul>
        </>
      )}
      {count.recipients === 0 ? null : (
        <>
          <p>
            {ahead === null
              ? t('campaign_forecast_never')
              : t('campaign_forecast', { duration: duration(ahead.ms, t) })}{' '}
            {ahead === null ? null : <Moment at={ahead.finish} visit={visit} />}
          </p>
          <ul class="facts">
            {channels.map((channel) => (
              <li key={channel}>
                {t('campaign_pace', {
                  channel: channelLabel(channel),
                  pace: amount(Math.round(paces.get(channel)?.perSecond ?? 0), locale),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
