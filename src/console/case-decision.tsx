/** What was decided about a case, with its reason and rule, and what this person may do with it now. */
import type { VNode } from 'preact'
import { claimLasts, type Finding, needsSecondPerson } from '#engine'
import { type CaseProps, mayWork } from './case-props.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base } from './page.ts'
import { findingLabel, Status } from './queue-view.tsx'
import { allows } from './roles.ts'

const findings: readonly Finding[] = ['illegal-recruitment', 'no-violation', 'unproven']
/** Often enough that two missed renewals do not lose the case, in seconds. */
const renewSeconds = claimLasts / 4_000

export function Decision(props: CaseProps): VNode {
  const { visit, file, names } = props
  return (
    <section class="box decide" aria-labelledby="decision">
      <h2 id="decision">{visit.t('decision')}</h2>
      <p class="state" id="state">
        <Status visit={visit} each={file} names={names} />
      </p>
      <Said {...props} />
      {file.mergedInto === null ? (
        <Acts {...props} />
      ) : (
        <p>
          <a href={`${base}/cases/${file.mergedInto}`}>
            {visit.t('case_title', { number: file.mergedInto.slice(0, 8) })}
          </a>
        </p>
      )}
    </section>
  )
}

function Said({ visit, file: { status }, kit }: CaseProps): VNode | null {
  if (status.kind !== 'proposed' && status.kind !== 'decided') return null
  const rule = kit.rules.find(({ name }) => name === status.rule)
  return (
    <>
      {status.rule === null ? null : (
        <p class="rule">
          {rule?.text[visit.locale] ?? status.rule}
          {rule === undefined ? null : (
            <span class="help"> {visit.t('rule_source', { source: rule.source })}</span>
          )}
        </p>
      )}
      {status.reason === '' ? null : (
        <blockquote class="said">
          <bdi>{status.reason}</bdi>
        </blockquote>
      )}
    </>
  )
}

/** What this reviewer may do with the case as it stands; the store checks it once more. */
function Acts(props: CaseProps): VNode | null {
  const { visit, file } = props
  const { who, now } = visit
  const { status } = file
  const works = mayWork(props)
  const confirms = works && allows(who, 'cases.confirm')
  switch (status.kind) {
    case 'waiting':
      return works ? <Plain {...props} kind="claim" /> : null
    case 'claimed':
      if (status.by === who.id && works) {
        return (
          <>
            <Renew {...props} />
            <Propose {...props} />
            <Plain {...props} kind="release" quiet />
          </>
        )
      }
      return works && status.until <= now ? <Plain {...props} kind="claim" /> : null
    case 'proposed':
      if (status.by === who.id) {
        return (
          <>
            <p class="help">{visit.t('awaits_another')}</p>
            {works ? <Plain {...props} kind="release" quiet label="take_back" /> : null}
          </>
        )
      }
      return confirms ? (
        <>
          <Form to={`${base}/cases/${file.id}/confirm`} token={visit.formToken}>
            <input type="hidden" name="finding" value={status.finding} />
            <button type="submit">
              {visit.t('confirm', { finding: visit.t(findingLabel(status.finding)) })}
            </button>
          </Form>
          <WithReason {...props} kind="send-back" label="send_back" />
        </>
      ) : (
        <p class="help">{visit.t('awaits_senior')}</p>
      )
    case 'decided':
      return confirms ? (
        <>
          <WithReason {...props} kind="reopen" label="reopen" />
          <p class="help">{visit.t('reopen_help')}</p>
        </>
      ) : null
  }
}

/** Nothing to see: while the page is open the claim does not lapse. */
function Renew({ visit, file }: CaseProps): VNode {
  return (
    <form
      hx-post={`${base}/cases/${file.id}/renew`}
      hx-trigger={`every ${renewSeconds}s`}
      hx-target="#state"
      hx-swap="innerHTML"
    >
      <input type="hidden" name="token" value={visit.formToken} />
    </form>
  )
}

function Plain(
  props: CaseProps & { readonly kind: 'claim' | 'release'; readonly quiet?: true; readonly label?: Label },
): VNode {
  const { visit, file, kind, quiet, label = kind } = props
  return (
    <Form to={`${base}/cases/${file.id}/${kind}`} token={visit.formToken}>
      <button
        type="submit"
        class={quiet === true ? 'quiet' : ''}
        data-key={kind === 'claim' ? 'c' : undefined}
      >
        {visit.t(label)}
      </button>
    </Form>
  )
}

function Propose({ visit, file, draft, kit }: CaseProps): VNode {
  const { t, form, locale } = visit
  return (
    <Form to={`${base}/cases/${file.id}/propose`} token={visit.formToken}>
      <fieldset>
        <legend>{t('finding')}</legend>
        {findings.map((each) => (
          <label key={each} class="tick">
            <input type="radio" name="finding" value={each} required checked={form['finding'] === each} />
            <span>
              {t(findingLabel(each))}
              {needsSecondPerson(each) ? <span class="help"> {t('needs_second')}</span> : null}
            </span>
          </label>
        ))}
      </fieldset>
      <label>
        {t('rule')}
        <select name="rule">
          <option value="">{t('rule_none')}</option>
          {kit.rules.map(({ name, text }) => (
            <option key={name} value={name} selected={form['rule'] === name}>
              {text[locale]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('reason')}
        <textarea name="reason" rows={4} maxLength={4_000} value={draft} />
      </label>
      <p class="help">{t('reason_help')}</p>
      <button type="submit">{t('propose')}</button>
    </Form>
  )
}

function WithReason(
  props: CaseProps & { readonly kind: 'send-back' | 'reopen'; readonly label: Label },
): VNode {
  const { visit, file, kind, label, draft } = props
  const { t } = visit
  return (
    <details open={draft !== ''}>
      <summary>{t(label)}</summary>
      <Form to={`${base}/cases/${file.id}/${kind}`} token={visit.formToken}>
        <label>
          {t('reason')}
          <textarea name="reason" rows={3} required maxLength={4_000} value={draft} />
        </label>
        <button type="submit" class="quiet">
          {t(label)}
        </button>
      </Form>
    </details>
  )
}
