/** The funnel, its months and its parts, each with what is behind it. */
import type { VNode } from 'preact'
import { provinceName } from '#engine'
import { type KindCounted, kindsCounted, type Numbers, type Share, type Taken } from '../../db/numbers.ts'
import { BarTable } from './bar-table.tsx'
import type { Label } from './labels.ts'
import { base, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { age } from './time.ts'
import { Moment } from './views.tsx'

export interface Counted {
  readonly numbers: Numbers
  /** First month of the period. */
  readonly since: string
  readonly months: number
  readonly overdue: { readonly cases: number; readonly takedowns: number }
}
interface Props {
  readonly visit: SignedVisit
  readonly counted: Counted
}

/** Months back from now. */
export const periods = [3, 12, 36] as const
/** Sites a month before; where it is from stands in `numbers_band`. */
const before = { from: 23, to: 27 }
/** Fewer people than this are not told exactly. */
export const few = 5

export function NumbersView({ visit, counted }: Props): VNode {
  const { t } = visit
  const { since, months, numbers } = counted
  return (
    <>
      <div class="head">
        <h1>{t('numbers')}</h1>
        <a href={`${base}/numbers.csv?months=${months}`}>{t('numbers_csv')}</a>
      </div>
      <nav class="tabs" aria-label={t('numbers_period')}>
        {periods.map((each) => (
          <a
            key={each}
            href={`${base}/numbers?months=${each}`}
            aria-current={each === months ? 'page' : undefined}
          >
            {t('numbers_months', { count: each })}
          </a>
        ))}
      </nav>
      <p class="help">{t('numbers_of', { month: monthName(since, visit) })}</p>
      <Overdue visit={visit} counted={counted} />
      <section class="box" aria-label={t('numbers_removed_each')}>
        <BarTable
          title={t('numbers_removed_each')}
          heads={[t('numbers_month'), t('numbers_gone')]}
          band={before}
          rows={numbers.months.toReversed().map(({ month, removed }) => ({
            name: monthName(month, visit),
            to: mayOpen(visit, 'takedowns') ? `${base}/takedowns?shown=removed&gone=${month}` : null,
            count: removed,
          }))}
        />
        <p class="help">
          <svg class="key" viewBox="0 0 10 10" aria-hidden="true">
            <rect class="band" width="10" height="10" />
          </svg>{' '}
          {t('numbers_band')}
        </p>
      </section>
      <Funnel visit={visit} counted={counted} />
      <section class="box" aria-label={t('numbers_opened_each')}>
        <BarTable
          title={t('numbers_opened_each')}
          heads={[t('numbers_month'), t('cases')]}
          rows={numbers.months.toReversed().map(({ month, opened }) => ({
            name: monthName(month, visit),
            to: mayOpen(visit, 'cases') ? `${base}/cases?shown=all&since=${month}&until=${month}` : null,
            count: opened,
          }))}
        />
      </section>
      {kindsCounted.map((kind) => (
        <Shares key={kind} visit={visit} counted={counted} kind={kind} />
      ))}
      <p class="help">
        {numbers.sharesAt === null ? (
          t('numbers_not_counted')
        ) : (
          <>
            {t('numbers_counted')} <Moment at={numbers.sharesAt} visit={visit} />
          </>
        )}
      </p>
    </>
  )
}

function Overdue({ visit, counted: { overdue } }: Props): VNode {
  const { t } = visit
  const line = (label: Label, to: 'cases' | 'takedowns', count: number): VNode => (
    <li class={count > 0 ? 'late' : ''}>
      {mayOpen(visit, to) ? <a href={`${base}/${to}?shown=overdue`}>{t(label)}</a> : <span>{t(label)}</span>}
      <strong>{count}</strong>
    </li>
  )
  return (
    <ul class="rows box" aria-label={t('numbers_overdue')}>
      {line('numbers_overdue_cases', 'cases', overdue.cases)}
      {line('numbers_overdue_takedowns', 'takedowns', overdue.takedowns)}
    </ul>
  )
}

function Funnel({ visit, counted: { numbers, since } }: Props): VNode {
  const { t, now } = visit
  const { taken } = numbers
  const cases = (shown: string) =>
    mayOpen(visit, 'cases') ? `${base}/cases?shown=${shown}&since=${since}` : null
  const takedowns = (shown: string) =>
    mayOpen(visit, 'takedowns') ? `${base}/takedowns?shown=${shown}&since=${since}` : null
  const none: Taken = { many: 0, median: null, most: null }
  const rows: readonly (readonly [Label, string | null, Taken])[] = [
    ['step_reported', cases('all'), { ...none, many: numbers.cases }],
    ['step_reviewed', cases('decided'), taken.reviewed],
    ['step_illegal', null, { ...none, many: numbers.illegal }],
    ['step_drafted', takedowns('all'), taken.drafted],
    ['step_sent', takedowns('ever-sent'), taken.sent],
    ['step_removed', takedowns('removed'), taken.removed],
    ['step_whole', null, taken.whole],
  ]
  const lasted = (span: number | null) => (span === null ? '–' : age(new Date(now.getTime() - span), now, t))
  return (
    <section class="box" aria-label={t('numbers_funnel')}>
      <table class="chart">
        <caption>{t('numbers_funnel')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('step')}</th>
            <th scope="col">{t('numbers_many')}</th>
            <th scope="col">{t('numbers_median')}</th>
            <th scope="col">{t('numbers_most')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, to, { many, median, most }]) => (
            <tr key={label}>
              <th scope="row">{to === null ? t(label) : <a href={to}>{t(label)}</a>}</th>
              <td>{many}</td>
              <td>{lasted(median)}</td>
              <td>{lasted(most)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="help">{t('numbers_funnel_help')}</p>
    </section>
  )
}

/** Who reported is no officer's business: of provinces there is a count, and nothing behind it. */
function Shares(props: Props & { readonly kind: KindCounted }): VNode {
  const { visit, counted, kind } = props
  const { t } = visit
  const shares = counted.numbers.shares[kind]
  const opens = kind !== 'province' && mayOpen(visit, 'cases')
  return (
    <section class="box" aria-label={t(`numbers_by_${kind}`)}>
      {shares.length === 0 ? (
        <>
          <h2>{t(`numbers_by_${kind}`)}</h2>
          <p class="empty">{t('numbers_none')}</p>
        </>
      ) : (
        <BarTable
          title={t(`numbers_by_${kind}`)}
          heads={[
            t(`numbers_${kind}`),
            kind === 'province' ? t('reports') : t('cases'),
            ...(kind === 'province' ? [] : [t('numbers_illegal')]),
          ]}
          rows={shares.map((share) => ({
            name: nameOf(kind, share, visit),
            to:
              opens && share.facet !== ''
                ? `${base}/cases?shown=all&since=${counted.since}&${kind}=${encodeURIComponent(share.facet)}`
                : null,
            count: share.cases,
            ...(kind === 'province'
              ? isFew(share)
                ? { count: few - 1, shown: t('numbers_few', { count: few }) }
                : {}
              : { part: share.illegal }),
          }))}
        />
      )}
      {kind === 'agency' || kind === 'province' ? <p class="help">{t(`numbers_${kind}_help`)}</p> : null}
    </section>
  )
}

export function isFew({ facet, cases }: Share): boolean {
  return facet !== '' && cases < few
}

export function nameOf(kind: KindCounted, { name, facet }: Share, { t, locale }: SignedVisit): string {
  if (name === null) return t(facet === '' ? 'numbers_unknown' : 'numbers_nameless')
  switch (kind) {
    case 'country':
      return /^[A-Z]{2}$/.test(name)
        ? (new Intl.DisplayNames(locale, { type: 'region' }).of(name) ?? name)
        : name
    case 'province':
      return provinceName(name)
    default:
      return name
  }
}

function mayOpen({ who }: SignedVisit, what: 'cases' | 'takedowns'): boolean {
  return allows(who, `${what}.read`)
}

function monthName(month: string, { locale }: SignedVisit): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(`${month}-01T00:00:00Z`))
}
