/** How a campaign goes: counted from its ledger each time, so that what is shown sums to its recipients. */
import type { VNode } from 'preact'
import {
  type CampaignText,
  type RecipientOutcome,
  recipientOutcomes,
  retryable,
  type Tally,
  type Variant,
} from '#engine'
import type { CampaignCounts, CampaignFile } from '../../db/campaigns.ts'
import { compare, duration, forecastOf, type Paces, type Share } from './campaign-numbers.ts'
import { amount, channelLabel, outcomeLabel, percent } from './campaign-words.ts'
import { Bars } from './chart.tsx'
import { base, type SignedVisit } from './page.ts'
import { Moment } from './views.tsx'

export interface ReportProps {
  readonly visit: SignedVisit
  readonly file: CampaignFile
  readonly counts: CampaignCounts
  readonly paces: Paces
  /** Numbers of some whom nobody knows to have been reached. */
  readonly unsure: readonly number[]
}

/** How many may still be sent it; and how many of those that failed may be tried again. */
export const openOf = ({ outcomes }: Tally): number =>
  recipientOutcomes
    .filter((each) => each === 'waiting' || each.startsWith('again.'))
    .reduce((sum, each) => sum + outcomes[each], 0)
export const retryableOf = ({ outcomes }: Tally): number =>
  retryable.reduce((sum, each) => sum + outcomes[each], 0)

export function Report(props: ReportProps): VNode {
  const { visit, file, counts } = props
  const { t } = visit
  const at = `${base}/campaigns/${file.campaign.id}`
  return (
    <>
      <Progress {...props} />
      <div class="cards">
        <section class="box" aria-labelledby="outcomes">
          <h2 id="outcomes">{t('report_outcomes')}</h2>
          <Outcomes {...props} />
        </section>
        {counts.byChannel.size < 2 ? null : <Channels {...props} />}
        <Receipts {...props} />
        <Answers {...props} />
        <Halves {...props} />
        <Unsure {...props} />
      </div>
      <p class="links">
        <a href={`${at}/recipients.csv`}>{t('report_csv')}</a>
        <a href={at}>{t('report_refresh')}</a>
      </p>
    </>
  )
}

function Progress({ visit, file, counts, paces }: ReportProps): VNode {
  const { t, locale, now } = visit
  const { all, byChannel } = counts
  const open = openOf(all) + all.outcomes.sending
  const done = all.recipients - open
  const { status, hours } = file.campaign
  // In which zones those who wait live is frozen in the ledger; most live in the west.
  const groups = [...byChannel].map(([channel, each]) => ({
    channel,
    zone: 'Asia/Jakarta' as const,
    people: openOf(each),
  }))
  const ahead =
    status.kind === 'sending' && open > 0 ? forecastOf(groups, { paces, hours, start: now }) : null
  return (
    <div class="box">
      <p class="reach">
        {t('report_progress', { done: amount(done, locale), all: amount(all.recipients, locale) })}
      </p>
      <progress max={Math.max(1, all.recipients)} value={done} aria-label={t('report_outcomes')} />
      {ahead === null ? null : (
        <p>
          {t('campaign_forecast', { duration: duration(ahead.ms, t) })}{' '}
          <Moment at={ahead.finish} visit={visit} />
        </p>
      )}
    </div>
  )
}

/** Outcomes that anybody has, as an officer reads them: tries are one thing, and what waits when it was cancelled is that. */
function shownOutcomes(
  { outcomes }: Tally,
  cancelled: boolean,
): readonly (readonly [RecipientOutcome | 'cancelled', number])[] {
  const again = recipientOutcomes.filter((each) => each.startsWith('again.'))
  const open = openOf({ outcomes } as Tally)
  const rows: (readonly [RecipientOutcome | 'cancelled', number])[] = recipientOutcomes
    .filter((each) => each !== 'waiting' && !again.includes(each))
    .map((each) => [each, outcomes[each]])
  if (cancelled) rows.unshift(['cancelled', open])
  else
    rows.unshift(
      ['waiting', outcomes.waiting],
      ['again.1', again.reduce((sum, each) => sum + outcomes[each], 0)],
    )
  return rows.filter(([, people]) => people > 0)
}

function Outcomes({ visit, file, counts }: ReportProps): VNode {
  const { t, locale } = visit
  const rows = shownOutcomes(counts.all, file.campaign.status.kind === 'cancelled')
  const sum = rows.reduce((all, [, people]) => all + people, 0)
  return (
    <>
      <Bars
        title={t('report_outcomes')}
        rows={rows.map(([outcome, people]) => ({
          name: t(outcome === 'cancelled' ? 'report_cancelled' : outcomeLabel(outcome)),
          count: people,
          shown: amount(people, locale),
          tone: toneOf(outcome),
        }))}
      />
      <p class="help">
        {t('report_sums', { sum: amount(sum, locale), all: amount(counts.all.recipients, locale) })}
      </p>
      <p>
        <strong>{amount(counts.optOuts, locale)}</strong> {t('report_opt_outs')}
      </p>
    </>
  )
}

function toneOf(outcome: string): 'good' | 'open' | 'bad' | 'calm' {
  if (outcome === 'sent') return 'good'
  if (outcome.startsWith('failed.') || outcome === 'unsure') return 'bad'
  return outcome.startsWith('skipped.') || outcome === 'cancelled' ? 'calm' : 'open'
}

function Channels({ visit, counts }: ReportProps): VNode {
  const { t, locale } = visit
  return (
    <section class="box" aria-labelledby="channels">
      <h2 id="channels">{t('report_channels')}</h2>
      <Bars
        title={t('report_channels')}
        rows={[...counts.byChannel].map(([channel, { outcomes, recipients }]) => ({
          name: channelLabel(channel),
          count: outcomes.sent,
          of: recipients,
          shown: t('report_progress', {
            done: amount(outcomes.sent, locale),
            all: amount(recipients, locale),
          }),
          tone: 'good',
        }))}
      />
    </section>
  )
}

/** What some channels tell afterwards; the others tell nothing, which is no failure. */
function Receipts({ visit, counts }: ReportProps): VNode | null {
  const { t, locale } = visit
  const told = (['accepted', 'delivered', 'read', 'failed'] as const).filter(
    (each) => counts.all.receipts[each] > 0,
  )
  if (told.length === 0) return null
  return (
    <section class="box" aria-labelledby="receipts">
      <h2 id="receipts">{t('report_receipts')}</h2>
      <Bars
        title={t('report_receipts')}
        rows={told.map((each) => ({
          name: t(`receipt_${each}`),
          count: counts.all.receipts[each],
          shown: amount(counts.all.receipts[each], locale),
          tone: each === 'failed' ? 'bad' : 'good',
        }))}
      />
      <p class="help">{t('report_receipts_help')}</p>
    </section>
  )
}

const choicesOf = (texts: readonly CampaignText[], variant: Variant): readonly string[] =>
  texts.find((text) => text.variant === variant && text.locale === 'id')?.choices ?? []

function Answers({ visit, file, counts }: ReportProps): VNode | null {
  const { t, locale } = visit
  const rows = [...counts.byVariant.keys()].toSorted().flatMap((variant) => {
    const sent = counts.byVariant.get(variant)?.outcomes.sent ?? 0
    return choicesOf(file.texts, variant).map((label, choice) => {
      const people =
        counts.answers.find((each) => each.variant === variant && each.choice === choice)?.people ?? 0
      return {
        name: counts.byVariant.size > 1 ? `${variant.toUpperCase()} · ${label}` : label,
        count: people,
        shown: t('report_answer', {
          count: amount(people, locale),
          share: percent(sent === 0 ? 0 : people / sent, locale),
        }),
        tone: 'good' as const,
      }
    })
  })
  if (rows.length === 0) return null
  return (
    <section class="box" aria-labelledby="answers">
      <h2 id="answers">{t('report_answers')}</h2>
      {rows.every(({ count }) => count === 0) ? (
        <p class="help">{t('report_answers_none')}</p>
      ) : (
        <Bars title={t('report_answers')} rows={rows} />
      )}
    </section>
  )
}

/** Which of two texts was answered by more: with how sure that is, or that nobody can tell. */
function Halves({ visit, file, counts }: ReportProps): VNode | null {
  const { t, locale } = visit
  if (counts.byVariant.size < 2 || choicesOf(file.texts, 'a').length === 0) return null
  const shareOf = (variant: Variant): Share => ({
    of: counts.byVariant.get(variant)?.outcomes.sent ?? 0,
    count: counts.answers
      .filter((each) => each.variant === variant)
      .reduce((sum, { people }) => sum + people, 0),
  })
  const [a, b] = [shareOf('a'), shareOf('b')]
  const found = compare(a, b)
  return (
    <section class="box" aria-labelledby="halves">
      <h2 id="halves">{t('report_halves')}</h2>
      <ul>
        {(['a', 'b'] as const).map((variant) => {
          const { of, count } = variant === 'a' ? a : b
          return (
            <li key={variant}>
              {t('report_half', {
                name: variant.toUpperCase(),
                answered: amount(count, locale),
                sent: amount(of, locale),
                share: percent(of === 0 ? 0 : count / of, locale),
              })}
            </li>
          )
        })}
      </ul>
      {found.kind === 'none' ? null : (
        <p>
          <strong>{saidOfHalves(visit, found)}</strong>
        </p>
      )}
      <p class="help">{t('report_halves_rule')}</p>
    </section>
  )
}

function saidOfHalves(
  { t, locale }: SignedVisit,
  { kind, points, by }: Exclude<ReturnType<typeof compare>, { readonly kind: 'none' }>,
): string {
  if (kind === 'few')
    return t('report_halves_few', { low: percent(by.low, locale), high: percent(by.high, locale) })
  const [name, low, high] = points > 0 ? ['B', by.low, by.high] : ['A', -by.high, -by.low]
  return t('report_halves_clear', {
    name,
    points: percent(Math.abs(points), locale),
    low: percent(low, locale),
    high: percent(high, locale),
  })
}

function Unsure({ visit, file, counts, unsure }: ReportProps): VNode | null {
  const { t, locale } = visit
  const all = counts.all.outcomes.unsure
  if (all === 0) return null
  return (
    <section class="box" aria-labelledby="unsure">
      <h2 id="unsure">{`${t('report_unsure')} (${amount(all, locale)})`}</h2>
      <p class="help">{t('report_unsure_help')}</p>
      <p class="numbers">{unsure.join(', ')}</p>
      {all > unsure.length ? (
        <p>
          <a href={`${base}/campaigns/${file.campaign.id}/recipients.csv`}>
            {t('report_unsure_more', { count: amount(all - unsure.length, locale) })}
          </a>
        </p>
      ) : null}
    </section>
  )
}
