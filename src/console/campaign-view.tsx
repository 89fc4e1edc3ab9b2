/** One campaign as a page: where it stands, what may be done with it by whom, whom it reaches, how it looks and how it
 * goes. */
import type { ComponentChildren, VNode } from 'preact'
import type { AudienceCount } from '../../db/audience.ts'
import type { Act } from '../../db/audit.ts'
import type { CampaignTest } from '../../db/campaign-tests.ts'
import type { CampaignFile } from '../../db/campaigns.ts'
import type { OfficerChat } from '../../db/officer-chats.ts'
import type { Lack } from './campaign-lacks.ts'
import type { Paces } from './campaign-numbers.ts'
import { placeOf } from './campaign-place.ts'
import { Reach } from './campaign-reach.tsx'
import { openOf, Report, type ReportProps, retryableOf } from './campaign-report.tsx'
import { TestBox } from './campaign-tests.tsx'
import { amount, channelLabel, statusLabel, topicLabel } from './campaign-words.ts'
import type { Names } from './cases.tsx'
import { Form } from './layout.tsx'
import type { SignedVisit } from './page.ts'
import { RecordPage } from './record.tsx'
import { allows } from './roles.ts'
import { Moment } from './views.tsx'

export interface CampaignViewProps {
  readonly visit: SignedVisit
  readonly file: CampaignFile
  readonly names: Names
  readonly history: readonly Act[]
  readonly lacks: readonly Lack[]
  /** Whom it would reach now; null once it is sent. */
  readonly count: AudienceCount | null
  /** How it goes; null before it begins. */
  readonly report: ReportProps | null
  readonly paces: Paces
  readonly alone: number
  readonly previews: VNode
  /** The officer's own chats, and what was sent to officers as a test. */
  readonly chats: readonly OfficerChat[]
  readonly tests: readonly CampaignTest[]
  readonly trouble: string | null
}

export function CampaignView(props: CampaignViewProps): VNode {
  const { visit, file, names, history, count, report, paces, trouble } = props
  const { t } = visit
  const { campaign } = file
  return (
    <RecordPage
      visit={visit}
      back={{ to: '/campaigns', label: 'back_to_campaigns' }}
      title={campaign.name}
      facts={
        <>
          <span>{t(topicLabel(campaign.topic))}</span>
          <span>{names.get(campaign.author) ?? t('somebody')}</span>
          <Moment at={file.createdAt} visit={visit} />
        </>
      }
      trouble={trouble}
      jump={{ to: 'state', label: 'to_state' }}
      top={
        <>
          <Stop {...props} />
          {report === null ? null : (
            <div
              id="report"
              hx-get={`${placeOf(file)}/report`}
              hx-swap="innerHTML"
              {...(campaign.status.kind === 'sending' ? { 'hx-trigger': 'every 2s' } : {})}
            >
              <Report {...report} />
            </div>
          )}
        </>
      }
      made={props.previews}
      beside={
        <>
          <section class="box decide" aria-labelledby="state">
            <h2 id="state">{t('status')}</h2>
            <State {...props} />
            <Lacks {...props} />
            <Acts {...props} />
          </section>
          {count === null ? null : (
            <section class="box" aria-labelledby="reach-now">
              <h2 id="reach-now">{t('campaign_reach')}</h2>
              <Reach visit={visit} plan={campaign} count={count} paces={paces} />
            </section>
          )}
          <Picture {...props} />
          <TestBox {...props} whole={props.lacks.length === 0} />
        </>
      }
      history={history}
      names={names}
    />
  )
}

/** Large, and in reach wherever the page is scrolled to, on a phone as well. It asks nothing: a stop can be taken back. */
function Stop({ visit, file }: CampaignViewProps): VNode | null {
  const { t, who, formToken } = visit
  if (file.campaign.status.kind !== 'sending' || !allows(who, 'campaigns.send')) return null
  return (
    <Form to={`${placeOf(file)}/pause`} token={formToken} class="stop">
      <button type="submit" class="danger">
        {t('campaign_stop')}
      </button>
      <span class="help">{t('campaign_stop_help')}</span>
    </Form>
  )
}

function State({ visit, file, names }: CampaignViewProps): VNode {
  const { t, locale } = visit
  const { status, startAt } = file.campaign
  return (
    <>
      <p class="state">{t(statusLabel(status.kind))}</p>
      {status.kind === 'proposed' ? (
        <p>
          {t('campaign_proposed_for', {
            count: amount(status.recipients, locale),
            name: names.get(status.by) ?? t('somebody'),
          })}
        </p>
      ) : null}
      {status.kind === 'paused' ? (
        <p class={status.by === null ? 'trouble' : ''}>
          {status.by === null
            ? t('campaign_paused_itself')
            : t('campaign_paused_by', { name: names.get(status.by) ?? t('somebody') })}
        </p>
      ) : null}
      {startAt !== null &&
      (status.kind === 'draft' || status.kind === 'proposed' || status.kind === 'approved') ? (
        <p>
          {t('campaign_starts')} <Moment at={startAt} visit={visit} both />
        </p>
      ) : null}
    </>
  )
}

export function saidOfLack({ t }: SignedVisit, { label, values }: Lack): string {
  const { channel } = values
  return t(label, channel === undefined ? values : { ...values, channel: channelLabel(String(channel)) })
}

function Lacks({ visit, file, lacks }: CampaignViewProps): VNode | null {
  const { t } = visit
  if (file.campaign.status.kind !== 'draft') return null
  if (lacks.length === 0) return <p class="notice">{t('campaign_whole')}</p>
  return (
    <>
      <p>{t('campaign_lacks')}</p>
      <ul class="lacks">
        {lacks.map((lack) => {
          const said = saidOfLack(visit, lack)
          return <li key={said}>{said}</li>
        })}
      </ul>
    </>
  )
}

/** What this person may do as it stands; the store checks it once more. */
function Acts(props: CampaignViewProps): VNode {
  const { visit, file } = props
  const { t, who } = visit
  const writes = allows(who, 'campaigns.write')
  const at = placeOf(file)
  return (
    <>
      <StatusActs {...props} />
      <p class="links">
        {writes && file.campaign.status.kind === 'draft' ? (
          <a href={`${at}/edit`}>{t('campaign_edit')}</a>
        ) : null}
        <a href={`${at}/handouts`}>{t('handouts')}</a>
        <a href={`${at}/posts`}>{t('posts')}</a>
      </p>
      {writes ? <Deed {...props} to="copy" label="campaign_copy" quiet /> : null}
    </>
  )
}

function StatusActs(props: CampaignViewProps): VNode | null {
  const { visit, file, count, report, lacks, alone } = props
  const { t, who, locale } = visit
  const { status, author } = file.campaign
  const sends = allows(who, 'campaigns.send')
  const [open, failed] =
    report === null ? [0, 0] : [openOf(report.counts.all), retryableOf(report.counts.all)]
  const again =
    failed > 0 && sends ? (
      <Deed {...props} to="retry" label="campaign_retry" values={{ count: amount(failed, locale) }} quiet>
        <p class="help">{t('campaign_retry_help')}</p>
      </Deed>
    ) : null
  switch (status.kind) {
    case 'draft': {
      const people = count?.recipients ?? 0
      if (!allows(who, 'campaigns.write') || lacks.length > 0 || people === 0) return null
      const values = { count: amount(people, locale), alone: amount(alone, locale) }
      return (
        <Deed {...props} to="propose" label="campaign_propose">
          <p class="help">{t(people > alone ? 'campaign_propose_help' : 'campaign_propose_alone', values)}</p>
        </Deed>
      )
    }
    case 'proposed':
      return (
        <>
          {author === who.id || status.by === who.id ? (
            <p class="help">{t('campaign_awaits_another')}</p>
          ) : allows(who, 'campaigns.approve') ? (
            <Deed {...props} to="approve" label="campaign_approve">
              <p class="help">{t('campaign_approve_help', { count: amount(status.recipients, locale) })}</p>
            </Deed>
          ) : null}
          <SendBack {...props} />
        </>
      )
    case 'approved':
      return (
        <>
          <SendBack {...props} />
          <Cancel {...props} />
        </>
      )
    case 'sending':
      return (
        <>
          {again}
          <Cancel {...props} />
        </>
      )
    case 'paused':
      return sends ? (
        <>
          <Deed {...props} to="resume" label="campaign_resume" values={{ count: amount(open, locale) }} />
          {again}
          <Cancel {...props} />
        </>
      ) : null
    case 'finished':
      return again
    case 'cancelled':
      return null
  }
}

function SendBack(props: CampaignViewProps): VNode | null {
  const { t, who } = props.visit
  if (!allows(who, 'campaigns.approve')) return null
  return (
    <details>
      <summary>{t('campaign_send_back')}</summary>
      <Deed {...props} to="send-back" label="campaign_send_back" quiet>
        <label>
          {t('campaign_note')}
          <textarea name="note" rows={3} required maxLength={2_000} />
        </label>
      </Deed>
    </details>
  )
}

function Cancel(props: CampaignViewProps): VNode | null {
  const { t, who } = props.visit
  if (!allows(who, 'campaigns.send')) return null
  return (
    <details>
      <summary>{t('campaign_cancel')}</summary>
      <Deed {...props} to="cancel" label="campaign_cancel" quiet>
        <label class="tick">
          <input type="checkbox" name="sure" value="yes" required />
          <span>{t('campaign_cancel_sure')}</span>
        </label>
      </Deed>
    </details>
  )
}

function Deed(
  props: CampaignViewProps & {
    readonly to: string
    readonly label:
      | 'campaign_propose'
      | 'campaign_approve'
      | 'campaign_send_back'
      | 'campaign_cancel'
      | 'campaign_copy'
      | 'campaign_resume'
      | 'campaign_retry'
    readonly values?: Readonly<Record<string, string>>
    readonly quiet?: boolean
    readonly children?: ComponentChildren
  },
): VNode {
  const { visit, file, to, label, values = {}, quiet = false, children } = props
  return (
    <Form to={`${placeOf(file)}/${to}`} token={visit.formToken}>
      {children}
      <button type="submit" class={quiet ? 'quiet' : ''}>
        {visit.t(label, values)}
      </button>
    </Form>
  )
}

function Picture({ visit, file }: CampaignViewProps): VNode | null {
  const { t, who, formToken } = visit
  const { campaign, hasPicture } = file
  const changes = campaign.status.kind === 'draft' && allows(who, 'campaigns.write')
  if (!changes && !hasPicture) return null
  const to = `${placeOf(file)}/picture`
  return (
    <section class="box" aria-labelledby="picture">
      <h2 id="picture">{t('campaign_picture')}</h2>
      {hasPicture ? <img class="shown-whole" src={to} alt={t('campaign_picture')} /> : null}
      {changes ? (
        <>
          <p class="help">{t('campaign_picture_help')}</p>
          <form method="post" action={to} enctype="multipart/form-data">
            <input type="hidden" name="token" value={formToken} />
            <label>
              {t('campaign_picture_add')}
              <input name="file" type="file" accept="image/png,image/jpeg,image/webp" required />
            </label>
            <button type="submit" class="quiet">
              {t('campaign_picture_add')}
            </button>
          </form>
          {hasPicture ? (
            <Form to={`${to}/drop`} token={formToken}>
              <button type="submit" class="quiet">
                {t('campaign_picture_drop')}
              </button>
            </Form>
          ) : null}
        </>
      ) : null}
    </section>
  )
}
