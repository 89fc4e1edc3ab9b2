/** Campaigns one under the other, newest first, with a stop for all that are being sent. */
import type { VNode } from 'preact'
import type { Campaign } from '#engine'
import { amount, statusLabel, topicLabel } from './campaign-words.ts'
import type { Names } from './cases.tsx'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Moment } from './views.tsx'

export interface CampaignList {
  readonly campaigns: readonly Campaign[]
  readonly more: boolean
  readonly names: Names
}

export function CampaignListView({
  visit,
  list,
}: {
  readonly visit: SignedVisit
  readonly list: CampaignList
}): VNode {
  const { t, who, formToken } = visit
  const { campaigns, more } = list
  const sending = campaigns.some(({ status }) => status.kind === 'sending')
  return (
    <>
      <div class="head">
        <h1>{t('campaigns')}</h1>
        <a href={`${base}/campaigns/places`}>{t('places')}</a>
        {allows(who, 'campaigns.write') ? (
          <a class="button" href={`${base}/campaigns/new`}>
            {t('campaign_new')}
          </a>
        ) : null}
      </div>
      {sending && allows(who, 'campaigns.send') ? (
        <Form to={`${base}/campaigns/stop-all`} token={formToken} class="stop">
          <button type="submit" class="danger">
            {t('campaign_stop_all')}
          </button>
          <span class="help">{t('campaign_stop_help')}</span>
        </Form>
      ) : null}
      {campaigns.length === 0 ? (
        <p class="empty">{t('campaign_none')}</p>
      ) : (
        <ul class="queue">
          {campaigns.map((campaign) => (
            <li key={campaign.id}>
              <Line visit={visit} campaign={campaign} names={list.names} />
            </li>
          ))}
        </ul>
      )}
      {more ? (
        <p class="pages">
          <a href={`${base}/campaigns?before=${campaigns.at(-1)?.id}`}>{t('campaign_older')}</a>
        </p>
      ) : null}
    </>
  )
}

function Line(props: {
  readonly visit: SignedVisit
  readonly campaign: Campaign
  readonly names: Names
}): VNode {
  const { visit, campaign, names } = props
  const { t, locale } = visit
  const { id, name, topic, status, author, recipients } = campaign
  return (
    <article class="line campaign-line">
      <p class={`state ${status.kind}`}>{t(statusLabel(status.kind))}</p>
      <h2>
        <a class="open" href={`${base}/campaigns/${id}`}>
          {name}
        </a>
      </h2>
      <p class="facts">
        <span>{t(topicLabel(topic))}</span>
        <span>{names.get(author) ?? t('somebody')}</span>
        {recipients === null ? null : (
          <span>{t('campaign_reaches', { count: amount(recipients, locale) })}</span>
        )}
        {'at' in status ? <Moment at={status.at} visit={visit} /> : null}
      </p>
    </article>
  )
}
