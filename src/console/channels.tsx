/** Which channels people can write to us on, and what WhatsApp Web risks, in plain words. */
import type { VNode } from 'preact'
import type { Label } from './labels.ts'
import type { Page, SignedVisit } from './page.ts'
import { Moment } from './views.tsx'

export type ChannelSort = 'telegram' | 'whatsapp-cloud' | 'whatsapp-web' | 'simulator'

/** One channel as it is now, told by those who run it. */
export interface ChannelState {
  readonly sort: ChannelSort
  /** It is configured here. */
  readonly on: boolean
  /** When something was last heard and sent on it; null: never. */
  readonly heardAt: Date | null
  readonly sentAt: Date | null
  /** Messages that wait to be sent. */
  readonly waiting: number
  /** Its platform said "not now", until then; null: it did not. */
  readonly heldUntil: Date | null
}

export interface Channels {
  readonly channels: () => Promise<readonly ChannelState[]>
}

export function channelPages({ channels }: Channels): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/channels',
      need: 'channels.read',
      async answer(visit) {
        const { t } = visit
        const states = await channels()
        const web = states.find(({ sort }) => sort === 'whatsapp-web')
        const body = (
          <>
            <h1>{t('channels')}</h1>
            <div class="cards">
              {states.map((each) => (
                <State key={each.sort} visit={visit} each={each} />
              ))}
            </div>
            <WebRisk visit={visit} on={web?.on === true} />
          </>
        )
        return { kind: 'page', title: t('channels'), body }
      },
    },
  ]
}

function State({ visit, each }: { readonly visit: SignedVisit; readonly each: ChannelState }): VNode {
  const { t } = visit
  const name = t(`channel_${each.sort.replaceAll('-', '_')}` as Label)
  const when = (at: Date | null): VNode | string =>
    at === null ? t('channel_never') : <Moment at={at} visit={visit} />
  return (
    <section class="box" aria-label={name}>
      <h2>{name}</h2>
      <p class={each.on ? 'running' : 'help'}>{t(each.on ? 'channel_on' : 'channel_off')}</p>
      {each.on ? (
        <dl>
          <dt>{t('channel_heard')}</dt>
          <dd>{when(each.heardAt)}</dd>
          <dt>{t('channel_sent')}</dt>
          <dd>{when(each.sentAt)}</dd>
          <dt>{t('channel_waiting')}</dt>
          <dd>{each.waiting}</dd>
        </dl>
      ) : null}
      {each.heldUntil === null ? null : (
        <p class="trouble">
          {t('channel_held')} <Moment at={each.heldUntil} visit={visit} />
        </p>
      )}
    </section>
  )
}

const grows: readonly Label[] = [
  'risk_new_number',
  'risk_strangers',
  'risk_same_words',
  'risk_quick',
  'risk_blocked',
]
const shrinks: readonly Label[] = ['risk_used_number', 'risk_answers_only', 'risk_saved']
const rules: readonly Label[] = ['risk_no_campaigns', 'risk_cap', 'risk_lose', 'risk_cloud']

/** What README.md tells who sets it up, for who works with it. */
function WebRisk({ visit, on }: { readonly visit: SignedVisit; readonly on: boolean }): VNode {
  const { t } = visit
  const list = (title: Label, lines: readonly Label[]): VNode => (
    <div>
      <h3>{t(title)}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
    </div>
  )
  return (
    <section class="box risk" aria-labelledby="risk">
      <h2 id="risk">{t('risk')}</h2>
      <p>{t(on ? 'risk_is_on' : 'risk_is_off')}</p>
      <p>
        <strong>{t('risk_unofficial')}</strong>
      </p>
      <div class="cards">
        {list('risk_grows', grows)}
        {list('risk_shrinks', shrinks)}
        {list('risk_rules', rules)}
      </div>
    </section>
  )
}
