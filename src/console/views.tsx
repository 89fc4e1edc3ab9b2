/** Small pieces that several pages share. */
import type { VNode } from 'preact'
import type { Act } from '../../db/audit.ts'
import type { Label } from './labels.ts'
import type { SignedVisit, Visit } from './page.ts'
import { base } from './page.ts'
import { roleNamed } from './roles.ts'
import { inUtc, inZone } from './time.ts'

/** A page that says one thing, and leads back. */
export function messagePage({ t }: Pick<Visit, 't'>, label: Label): VNode {
  return (
    <section class="narrow">
      <h1>{t(label)}</h1>
      <p>
        <a href={base}>{t('back_to_start')}</a>
      </p>
    </section>
  )
}

export function roleLabel({ t }: Pick<Visit, 't'>, role: string): string {
  const name = roleNamed(role)
  return name === null ? role : t(`role_${name.replaceAll('-', '_')}` as Label)
}

/** What went wrong, above a form; read out by a screen reader at once. */
export function Trouble({ text }: { readonly text: string | null }): VNode | null {
  return text === null ? null : (
    <p class="trouble" role="alert">
      {text}
    </p>
  )
}

/** A moment in the officer's own zone, with UTC when it is pointed at or `both`. */
export function Moment({
  at,
  visit,
  both = false,
}: {
  readonly at: Date
  readonly visit: Visit
  readonly both?: boolean
}): VNode {
  const utc = inUtc(at, visit.locale)
  return (
    <time dateTime={at.toISOString()} title={utc}>
      {inZone(at, visit.locale, visit.zone)}
      {both ? ` (${utc})` : ''}
    </time>
  )
}

/** What was done, newest first. */
export function History(props: {
  readonly visit: SignedVisit
  readonly acts: readonly Act[]
  readonly names: ReadonlyMap<string, string>
  readonly withSubject?: boolean
}): VNode {
  const { visit, acts, names, withSubject = false } = props
  const { t } = visit
  return (
    <ol class="history">
      {acts.map((each) => (
        <li key={`${each.at.getTime()}${each.act}${each.subject}`}>
          <Moment at={each.at} visit={visit} />{' '}
          <strong>{each.by === null ? t('nobody_signed_in') : (names.get(each.by) ?? t('somebody'))}</strong>:{' '}
          {t(labelOfAct(each.act))}
          {each.details['finding'] === undefined
            ? ''
            : ` (${t(`finding_${each.details['finding'].replaceAll('-', '_')}` as Label)})`}
          {withSubject && each.subject !== null && /^(case|takedown)\./.test(each.act) ? (
            <>
              {' '}
              <a href={`${base}/${each.act.split('.')[0]}s/${each.subject}`}>{each.subject.slice(0, 8)}</a>
            </>
          ) : null}
          {withSubject &&
          each.subject !== null &&
          each.act.startsWith('reviewer.') &&
          each.subject !== each.by
            ? ` ${names.get(each.subject) ?? ''}`
            : ''}
          {each.details['reason'] === undefined ? null : <p class="said">{each.details['reason']}</p>}
        </li>
      ))}
    </ol>
  )
}

function labelOfAct(act: string): Label {
  return `act_${act.replace(/^.*\./, '').replaceAll('-', '_')}` as Label
}
