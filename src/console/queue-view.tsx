/** The queue as a page: how it is narrowed, and its cases, soonest first. */
import type { VNode } from 'preact'
import type { ReviewerId } from '#engine'
import type { QueuedCase, Shown } from '../../db/queue.ts'
import type { Found, Names, Narrowing } from './cases.tsx'
import { type Filter, isNarrowed, levels, longestSearch, reasons, writeFilter } from './filter.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { age } from './time.ts'

interface Props {
  readonly visit: SignedVisit
  readonly found: Found
}

const tabs = ['open', 'waiting', 'claimed', 'proposed', 'overdue', 'mine', 'decided', 'all'] as const
/** Letters of a sign's sentence in a list of choices. */
const longestChoice = 70

export function QueueView({ visit, found, narrowing }: Props & { readonly narrowing: Narrowing }): VNode {
  const { t } = visit
  const { filter } = found
  return (
    <>
      <div class="head">
        <h1>{t('cases')}</h1>
        <Keys visit={visit} />
      </div>
      <Narrow visit={visit} filter={filter} narrowing={narrowing} />
      <Saved visit={visit} filter={filter} saved={narrowing.saved} />
      <div
        id="rows"
        data-live="cases"
        hx-get={`${base}/cases/rows?${writeFilter(filter)}`}
        hx-trigger="live"
        hx-swap="innerHTML"
      >
        <QueueRows visit={visit} found={found} />
      </div>
    </>
  )
}

/** Which keys there are: opened by a button, or by `?`. */
function Keys({ visit: { t } }: Pick<Props, 'visit'>): VNode {
  const keys: readonly (readonly [string, Label])[] = [
    ['j', 'key_next'],
    ['k', 'key_previous'],
    ['Enter', 'key_open'],
    ['c', 'key_claim'],
    ['n', 'key_note'],
    ['g', 'key_queue'],
    ['/', 'key_search'],
    ['?', 'key_keys'],
  ]
  return (
    <>
      <button type="button" class="quiet keys" popovertarget="keys">
        {t('keys')} <kbd>?</kbd>
      </button>
      <section id="keys" popover="auto" aria-labelledby="keys-title">
        <h2 id="keys-title">{t('keys')}</h2>
        <dl>
          {keys.map(([key, label]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(label)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

function Narrow(props: {
  readonly visit: SignedVisit
  readonly filter: Filter
  readonly narrowing: Narrowing
}): VNode {
  const { visit, filter, narrowing } = props
  const { t, locale } = visit
  const { signs, platforms, countries, channels } = narrowing.choices
  const countryNames = new Intl.DisplayNames(locale, { type: 'region' })
  const sentence = (sign: string) => {
    const whole = narrowing.explain(sign, locale) ?? sign
    return whole.length > longestChoice ? `${whole.slice(0, longestChoice)}…` : whole
  }
  const open = isNarrowed(filter)
  return (
    <search>
      <form method="get" action={`${base}/cases`} class="filters">
        <div class="seek">
          <label>
            {t('search')}
            <input
              name="search"
              type="search"
              value={filter.search}
              placeholder={t('search_example')}
              autocomplete="off"
              maxLength={longestSearch}
            />
          </label>
          <button type="submit">{t('show')}</button>
        </div>
        {filter.shown === 'open' || filter.shown === 'any' ? null : (
          <input type="hidden" name="shown" value={filter.shown} />
        )}
        <details open={open}>
          <summary>{t('narrow')}</summary>
          <div class="choices">
            <Choose label={t('level')} name="level" chosen={filter.level} visit={visit}>
              {levels.map((each) => [each, t(levelLabel(each))])}
            </Choose>
            <Choose label={t('priority')} name="reason" chosen={filter.reason} visit={visit}>
              {reasons.map((each) => [each, t(reasonLabel(each))])}
            </Choose>
            <Choose label={t('sign')} name="sign" chosen={filter.sign} visit={visit}>
              {signs.map((each) => [each, sentence(each)])}
            </Choose>
            <Choose label={t('platform')} name="platform" chosen={filter.platform} visit={visit}>
              {platforms.map((each) => [each, each])}
            </Choose>
            <Choose label={t('country')} name="country" chosen={filter.country} visit={visit}>
              {countries.map((each) => [each, countryNames.of(each) ?? each])}
            </Choose>
            <Choose label={t('channel')} name="channel" chosen={filter.channel} visit={visit}>
              {channels.map((each) => [each, each])}
            </Choose>
            <label>
              {t('opened_since')}
              <input name="since" type="month" value={filter.since ?? ''} />
            </label>
            <label>
              {t('opened_until')}
              <input name="until" type="month" value={filter.until ?? ''} />
            </label>
            <label class="tick">
              <input type="checkbox" name="picture" value="yes" checked={filter.withPicture} />
              {t('with_picture')}
            </label>
            {filter.agency === null ? null : (
              <label class="tick">
                <input type="checkbox" name="agency" value={filter.agency} checked />
                {t('one_agency')}
              </label>
            )}
          </div>
        </details>
      </form>
    </search>
  )
}

function Choose(props: {
  readonly visit: SignedVisit
  readonly label: string
  readonly name: string
  readonly chosen: string | null
  readonly children: readonly (readonly [string, string])[]
}): VNode {
  const { visit, label, name, chosen, children } = props
  // What is chosen stays there to see, even when no case has it any more.
  const all =
    chosen === null || children.some(([value]) => value === chosen)
      ? children
      : [...children, [chosen, chosen] as const]
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{visit.t('level_any')}</option>
        {all.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

function Saved(props: {
  readonly visit: SignedVisit
  readonly filter: Filter
  readonly saved: Narrowing['saved']
}): VNode | null {
  const { visit, filter, saved } = props
  const { t, formToken } = visit
  const query = writeFilter({ ...filter, after: null })
  const isKept = saved.some((each) => each.query === query)
  if (saved.length === 0 && query === '') return null
  return (
    <section class="saved" aria-label={t('views')}>
      {saved.length === 0 ? null : (
        <ul>
          {saved.map((each) => (
            <li key={each.id}>
              <a
                href={`${base}/cases?${each.query}`}
                {...(each.query === query ? { 'aria-current': 'true' } : {})}
              >
                <bdi>{each.name}</bdi>
              </a>
              <Form to={`${base}/views/${each.id}/remove`} token={formToken}>
                <button type="submit" class="plain" aria-label={t('view_remove', { name: each.name })}>
                  ×
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {query === '' || isKept ? null : (
        <Form to={`${base}/views`} token={formToken} class="keep">
          <input type="hidden" name="query" value={query} />
          <label>
            <span class="unseen">{t('view_name')}</span>
            <input name="name" required maxLength={60} placeholder={t('view_name')} autocomplete="off" />
          </label>
          <button type="submit" class="quiet">
            {t('view_keep')}
          </button>
        </Form>
      )}
    </section>
  )
}

/** The part that is looked up again by itself. */
export function QueueRows({ visit, found }: Props): VNode {
  const { t } = visit
  const { cases, more, filter, names, counts, complete } = found
  const last = cases.at(-1)
  // How many there are is known of all that may be seen, not of what it is narrowed to.
  const isWhole = !isNarrowed(filter) && filter.search === ''
  const at = (shown: Shown) => `${base}/cases?${writeFilter({ ...filter, shown, after: null })}`
  return (
    <>
      <nav class="tabs" aria-label={t('status')}>
        {tabs.map((each) => (
          <a
            key={each}
            href={at(each)}
            class={each === 'overdue' && counts.overdue > 0 ? 'late' : ''}
            {...(each === filter.shown ? { 'aria-current': 'page' } : {})}
          >
            {t(`shown_${each}`)}{' '}
            {each === 'decided' || each === 'all' || !isWhole ? null : (
              <span class="count">{counts[each]}</span>
            )}
          </a>
        ))}
      </nav>
      {complete ? null : <p class="help">{t('search_incomplete')}</p>}
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
          <a href={`${base}/cases?${writeFilter({ ...filter, after: null })}`}>{t('first_page')}</a>
        )}
        {more && last !== undefined ? (
          <a href={`${base}/cases?${writeFilter({ ...filter, after: last.id })}`}>{t('next_page')}</a>
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
      <p class="because">{because(visit, each)}</p>
      <p class="facts">
        <Due visit={visit} each={each} />
        <span>{t('people', { count: each.people })}</span>
        <span>{t('reports_count', { count: each.reports })}</span>
        {each.watched === 0 ? null : (
          <span class="watched">{t('watch_mark_count', { count: each.watched })}</span>
        )}
        {each.hasPicture ? <span>{t('with_picture')}</span> : null}
        <span>{t('open_since', { age: age(each.openedAt, now, t) })}</span>
      </p>
      <p class="state">
        <Status visit={visit} each={each} names={names} />
        {each.assignedTo === null ? null : (
          <span class="assigned"> {t('assigned_to', { name: nameIn(visit, names, each.assignedTo) })}</span>
        )}
      </p>
    </article>
  )
}

/** Why it stands where it stands, in words. */
export function because({ t }: SignedVisit, each: Pick<QueuedCase, 'because'>): string {
  return each.because.length === 0
    ? t('because_nothing')
    : each.because.map((reason) => t(reasonLabel(reason))).join(' · ')
}

/** By when it should be decided: how long there is still, or how long it is past. */
export function Due({
  visit: { t, now },
  each: { dueAt, status },
}: {
  readonly visit: SignedVisit
  readonly each: Pick<QueuedCase, 'dueAt' | 'status'>
}): VNode | null {
  if (dueAt === null || status.kind === 'decided') return null
  return dueAt > now ? (
    <span>{t('due_in', { age: age(now, dueAt, t) })}</span>
  ) : (
    <span class="late">
      <span aria-hidden="true">!</span> {t('overdue_by', { age: age(dueAt, now, t) })}
    </span>
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
  readonly each: Pick<QueuedCase, 'status' | 'mergedInto'>
  readonly names: Names
}): VNode {
  return <>{statusIn(props)}</>
}

export function nameIn({ t, who }: SignedVisit, names: Names, id: ReviewerId): string {
  return id === who.id ? t('you') : (names.get(id) ?? t('somebody'))
}

function statusIn({ visit, each: { status, mergedInto }, names }: Parameters<typeof Status>[0]): string {
  const { t, now } = visit
  const nameOf = (id: ReviewerId): string => nameIn(visit, names, id)
  if (mergedInto !== null) return t('is_merged', { number: mergedInto.slice(0, 8) })
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

export function reasonLabel(reason: string): Label {
  return `because_${reason.replaceAll('-', '_')}` as Label
}

function levelLabel(level: QueuedCase['level']): Label {
  return `level_${level.replaceAll('-', '_')}` as Label
}
