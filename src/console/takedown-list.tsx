/** Takedowns as lists: all of them, soonest due first, and those of one case. */
import type { VNode } from 'preact'
import { isGoneForGood, isOverdue, takedownRecipients } from '#engine'
import type { CaseFile } from '../../db/case-files.ts'
import type { AskedTakedowns, ListedTakedowns, ShownTakedowns, Takedown, Target } from '../../db/takedowns.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { kindLabel } from './takedown-dossier.ts'
import { age } from './time.ts'
import { Trouble } from './views.tsx'

type Filter = Omit<AskedTakedowns, 'sees'>

/** In the order of their tabs. */
export const listedTakedowns: readonly ListedTakedowns[] = [
  'open',
  'overdue',
  'drafted',
  'approved',
  'sent',
  'acknowledged',
  'back',
  'removed',
  'refused',
  'ever-sent',
  'all',
]

export function shownLabel(shown: ListedTakedowns): Label {
  switch (shown) {
    case 'open':
    case 'overdue':
    case 'all':
      return `takedown_shown_${shown}`
    case 'ever-sent':
      return 'takedown_shown_ever_sent'
    default:
      return `takedown_${shown}`
  }
}

export function TakedownList(props: {
  readonly visit: SignedVisit
  readonly takedowns: readonly Takedown[]
  readonly more: boolean
  readonly counts: Readonly<Record<ShownTakedowns, number>>
  readonly platforms: readonly string[]
  readonly filter: Filter
}): VNode {
  const { visit, takedowns, more, counts, platforms, filter } = props
  const { t } = visit
  return (
    <>
      <h1>{t('takedowns')}</h1>
      <nav class="tabs" aria-label={t('status')}>
        {listedTakedowns.map((shown) => (
          <a
            key={shown}
            href={linkTo({ ...filter, shown, page: 0 })}
            class={shown === 'overdue' && counts.overdue > 0 ? 'late' : ''}
            aria-current={shown === filter.shown ? 'page' : undefined}
          >
            {t(shownLabel(shown))}{' '}
            {shown === 'all' || shown === 'ever-sent' ? null : <span class="count">{counts[shown]}</span>}
          </a>
        ))}
      </nav>
      <search>
        <form method="get" action={`${base}/takedowns`} class="filters">
          <input type="hidden" name="shown" value={filter.shown} />
          <details open={isNarrowed(filter)}>
            <summary>{t('narrow')}</summary>
            <div class="choices">
              <label>
                {t('dossier_platform')}
                <select name="platform">
                  <option value="">{t('takedown_any_platform')}</option>
                  {platforms.map((each) => (
                    <option key={each} value={each} selected={each === filter.platform}>
                      {each}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                {t('dossier_recipient')}
                <select name="recipient">
                  <option value="">{t('takedown_any_recipient')}</option>
                  {takedownRecipients.map((each) => (
                    <option key={each} value={each} selected={each === filter.recipient}>
                      {t(`recipient_${each}`)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                {t('opened_since')}
                <input name="since" type="month" value={filter.since ?? ''} />
              </label>
              <label>
                {t('takedown_gone_in')}
                <input name="gone" type="month" value={filter.gone ?? ''} />
              </label>
              <button type="submit">{t('show')}</button>
            </div>
          </details>
        </form>
      </search>
      {takedowns.length === 0 ? (
        <p class="empty">{t('takedowns_empty')}</p>
      ) : (
        <Lines visit={visit} takedowns={takedowns} />
      )}
      <nav class="pages" aria-label={t('pages')}>
        {filter.page === 0 ? null : <a href={linkTo({ ...filter, page: 0 })}>{t('first_page')}</a>}
        {more ? <a href={linkTo({ ...filter, page: filter.page + 1 })}>{t('next_page')}</a> : null}
      </nav>
    </>
  )
}

function linkTo({ shown, page, ...narrow }: Filter): string {
  const named = Object.entries(narrow).filter((each): each is [string, string] => each[1] !== null)
  const query = new URLSearchParams({
    shown,
    ...Object.fromEntries(named),
    ...(page === 0 ? {} : { page: String(page) }),
  })
  return `${base}/takedowns?${query}`
}

function isNarrowed({ platform, recipient, since, gone }: Filter): boolean {
  return [platform, recipient, since, gone].some((each) => each !== null)
}

function Lines({
  visit,
  takedowns,
}: {
  readonly visit: SignedVisit
  readonly takedowns: readonly Takedown[]
}): VNode {
  const { t } = visit
  return (
    <ol class="queue">
      {takedowns.map((each) => (
        <li key={each.id}>
          <article class="line">
            <h2>
              <a class="open" href={`${base}/takedowns/${each.id}`}>
                <bdi>{each.target.value}</bdi>
              </a>
            </h2>
            <p class="facts">
              <span>{t(kindLabel(each.target.kind))}</span>
              {each.target.platform === null ? null : <span>{each.target.platform}</span>}
              <span>{t(`recipient_${each.recipient}`)}</span>
              {each.class === null ? null : <span>{t(`dossier_class_${each.class}`)}</span>}
              <span>{t('open_since', { age: age(each.createdAt, visit.now, t) })}</span>
            </p>
            <p class="state">
              <TakedownState visit={visit} takedown={each} />
            </p>
          </article>
        </li>
      ))}
    </ol>
  )
}

/** Where it stands, and its clock. */
export function TakedownState({
  visit,
  takedown,
}: {
  readonly visit: SignedVisit
  readonly takedown: Takedown
}): VNode {
  const { t, now } = visit
  const { status } = takedown
  const label = t(`takedown_${status.kind}`)
  switch (status.kind) {
    case 'sent':
    case 'acknowledged': {
      const late = isOverdue(status, now)
      const gap = late ? age(status.due, now, t) : age(now, status.due, t)
      return (
        <>
          {label} ·{' '}
          <strong class={late ? 'late' : ''}>
            {t(late ? 'takedown_overdue' : 'takedown_due', { age: gap })}
          </strong>
        </>
      )
    }
    case 'removed':
      return (
        <>
          {label} · {t('takedown_seen_gone', { count: status.seenGone.length })}
          {isGoneForGood(status) ? ` · ${t('takedown_gone_for_good')}` : ''}
        </>
      )
    case 'back':
      return <strong class="late">{label}</strong>
    default:
      return <>{label}</>
  }
}

export function TakedownsOfCase(props: {
  readonly visit: SignedVisit
  readonly file: CaseFile
  readonly takedowns: readonly Takedown[]
  readonly targets: readonly Target[]
  readonly title: string
  readonly trouble: string | null
}): VNode {
  const { visit, file, takedowns, targets, title, trouble } = props
  const { t, who } = visit
  const { status } = file
  const asked = new Set(takedowns.map(({ target }) => `${target.kind}:${target.value}`))
  const illegal = status.kind === 'decided' && status.finding === 'illegal-recruitment'
  const drafts = allows(who, 'takedowns.draft') && file.organisation === who.organisation.id
  return (
    <>
      <p>
        <a class="back" href={`${base}/cases/${file.id}`} data-key="g">
          {t('takedown_case')}
        </a>
      </p>
      <h1>{title}</h1>
      <Trouble text={trouble} />
      {takedowns.length === 0 ? (
        <p class="empty">{t('takedowns_empty')}</p>
      ) : (
        <Lines visit={visit} takedowns={takedowns} />
      )}
      {illegal ? null : <p class="notice">{t('takedown_not_illegal')}</p>}
      {illegal && drafts ? (
        <section class="box" aria-labelledby="draft">
          <h2 id="draft">{t('takedown_draft')}</h2>
          <p class="help">{t('takedown_draft_help')}</p>
          <Form to={`${base}/cases/${file.id}/takedowns`} token={visit.formToken}>
            <fieldset>
              <legend>{t('identifiers')}</legend>
              {targets.length === 0 ? <p class="empty">{t('takedown_draft_none')}</p> : null}
              {targets.map((target, at) => {
                const done = asked.has(`${target.kind}:${target.value}`)
                return (
                  <label key={`${target.kind}${target.value}`} class="tick">
                    <input type="checkbox" name={`target-${at}`} value="yes" disabled={done} checked={done} />
                    <span>
                      <span class="help">{t(kindLabel(target.kind))}</span> <bdi>{target.value}</bdi>
                    </span>
                  </label>
                )
              })}
            </fieldset>
            <label>
              {t('dossier_recipient')}
              <select name="recipient">
                {takedownRecipients.map((each) => (
                  <option key={each} value={each}>
                    {t(`recipient_${each}`)}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit">{t('takedown_draft')}</button>
          </Form>
        </section>
      ) : null}
    </>
  )
}
