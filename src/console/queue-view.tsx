/** The queue as a page: how it is narrowed, and its cases, soonest first. */
import type { VNode } from 'preact'
import type { ReviewerId } from '#engine'
import type { QueuedCase } from '../../db/queue.ts'
import type { Filter, Found, Names } from './cases.tsx'
import type { Label } from './labels.ts'
import { base, type SignedVisit } from './page.ts'
import { age } from './time.ts'

interface Props {
  readonly visit: SignedVisit
  readonly found: Found
}

/** Seconds between two looks for what is new. */
const pollSeconds = 15
const shown = ['open', 'waiting', 'claimed', 'proposed', 'decided'] as const
const levels = ['danger', 'caution', 'no-signs'] as const

export function QueueView({ visit, found }: Props): VNode {
  const { t } = visit
  const { filter } = found
  return (
    <>
      <h1>{t('cases')}</h1>
      <search>
        <form method="get" action={`${base}/cases`} class="filters">
          <label class="wide">
            {t('search')}
            <input
              name="search"
              type="search"
              value={filter.search}
              placeholder={t('search_example')}
              autocomplete="off"
              maxLength={2_048}
            />
          </label>
          <label>
            {t('status')}
            <select name="shown">
              {shown.map((each) => (
                <option key={each} value={each} selected={each === filter.shown}>
                  {t(`shown_${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('level')}
            <select name="level">
              <option value="">{t('level_any')}</option>
              {levels.map((each) => (
                <option key={each} value={each} selected={each === filter.level}>
                  {t(levelLabel(each))}
                </option>
              ))}
            </select>
          </label>
          <label class="tick">
            <input type="checkbox" name="picture" value="yes" checked={filter.withPicture} />
            {t('with_picture')}
          </label>
          <button type="submit">{t('show')}</button>
        </form>
      </search>
      <p class="help keys">{t('keys_queue')}</p>
      <div
        id="rows"
        hx-get={`${base}/cases/rows?${queryOf(filter)}`}
        hx-trigger={`every ${pollSeconds}s`}
        hx-swap="innerHTML"
      >
        <QueueRows visit={visit} found={found} />
      </div>
    </>
  )
}

/** The part that is looked up again by itself. */
export function QueueRows({ visit, found }: Props): VNode {
  const { t } = visit
  const { cases, more, filter, names } = found
  const last = cases.at(-1)
  return (
    <>
      {cases.length === 0 ? (
        <p class="empty">{t(filter.search === '' ? 'queue_empty' : 'search_empty')}</p>
      ) : (
        <ol class="queue">
          {cases.map((each) => (
            <li key={each.id}>
              <QueueLine visit={visit} each={each} names={names} />
            </li>
          ))}
        </ol>
      )}
      <nav class="pages" aria-label={t('pages')}>
        {filter.after === null ? null : (
          <a href={`${base}/cases?${queryOf({ ...filter, after: null })}`}>{t('first_page')}</a>
        )}
        {more && last !== undefined ? (
          <a href={`${base}/cases?${queryOf({ ...filter, after: last.id })}`}>{t('next_page')}</a>
        ) : null}
      </nav>
    </>
  )
}

function QueueLine(props: {
  readonly visit: SignedVisit
  readonly each: QueuedCase
  readonly names: Names
}): VNode {
  const { visit, each, names } = props
  const { t, now } = visit
  return (
    <article class="line">
      <h2>
        <a class="open" href={`${base}/cases/${each.id}`}>
          {t('case_title', { number: each.id.slice(0, 8) })}
        </a>
      </h2>
      <Level visit={visit} level={each.level} />
      <p class="because">
        {each.because.length === 0
          ? t('because_nothing')
          : each.because.map((reason) => t(`because_${reason.replaceAll('-', '_')}` as Label)).join(' · ')}
      </p>
      <p class="facts">
        <span>{t('people', { count: each.people })}</span>
        <span>{t('reports_count', { count: each.reports })}</span>
        {each.hasPicture ? <span>{t('with_picture')}</span> : null}
        <span>{t('open_since', { age: age(each.openedAt, now, t) })}</span>
      </p>
      <p class="state">
        <Status visit={visit} each={each} names={names} />
      </p>
    </article>
  )
}

/** Its word and its sign; the colour only repeats them. */
export function Level({
  visit: { t },
  level,
}: {
  readonly visit: SignedVisit
  readonly level: QueuedCase['level']
}): VNode {
  const sign = { danger: '▲', caution: '◆', 'no-signs': '○' }[level]
  return (
    <span class={`level ${level}`}>
      <span aria-hidden="true">{sign}</span> {t(levelLabel(level))}
    </span>
  )
}

/** Where it stands, and with whom. */
export function Status(props: {
  readonly visit: SignedVisit
  readonly each: QueuedCase
  readonly names: Names
}): VNode {
  return <>{statusIn(props)}</>
}

function statusIn({ visit, each: { status }, names }: Parameters<typeof Status>[0]): string {
  const { t, now, who } = visit
  const nameOf = (id: ReviewerId): string => (id === who.id ? t('you') : (names.get(id) ?? t('somebody')))
  switch (status.kind) {
    case 'waiting':
      return t('is_waiting')
    case 'claimed':
      return status.until > now
        ? t('is_claimed', {
            name: nameOf(status.by),
            minutes: Math.ceil((status.until.getTime() - now.getTime()) / 60_000),
          })
        : t('is_lapsed', { name: nameOf(status.by) })
    case 'proposed':
      return t('is_proposed', { name: nameOf(status.by), finding: t(findingLabel(status.finding)) })
    case 'decided':
      return t('is_decided', {
        name: status.by.map(nameOf).join(', '),
        finding: t(findingLabel(status.finding)),
      })
  }
}

export function findingLabel(finding: string): Label {
  return `finding_${finding.replaceAll('-', '_')}` as Label
}

function levelLabel(level: QueuedCase['level']): Label {
  return `level_${level.replaceAll('-', '_')}` as Label
}

function queryOf({ shown: status, level, withPicture, search, after }: Filter): string {
  return new URLSearchParams({
    ...(search === '' ? {} : { search }),
    ...(status === 'open' ? {} : { shown: status }),
    ...(level === null ? {} : { level }),
    ...(withPicture ? { picture: 'yes' } : {}),
    ...(after === null ? {} : { after }),
  }).toString()
}
