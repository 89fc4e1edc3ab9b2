/** Which reports belong together: suggested cases to accept or reject, merging, splitting, and taking each back. */
import type { VNode } from 'preact'
import type { SimilarCase } from '../../db/case-files.ts'
import { type CaseProps, mayWork } from './case-props.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base } from './page.ts'
import { Level, nameIn, Status } from './queue-view.tsx'
import { Moment } from './views.tsx'

export function Grouping(props: CaseProps): VNode | null {
  const { visit, file, regroupings } = props
  const { t } = visit
  const works = mayWork(props)
  if (file.similar.length === 0 && regroupings.length === 0 && !(works && file.filed.length > 1)) return null
  return (
    <section class="box" aria-labelledby="similar">
      <h2 id="similar">{t('similar')}</h2>
      {file.similar.length === 0 ? null : (
        <ul class="similar">
          {file.similar.map((each) => (
            <li key={each.id}>
              <Similar {...props} each={each} />
            </li>
          ))}
        </ul>
      )}
      <Past {...props} />
      {works && file.filed.length > 1 ? <Split {...props} /> : null}
    </section>
  )
}

function Similar(props: CaseProps & { readonly each: SimilarCase }): VNode {
  const { visit, file, each, names } = props
  const { t, formToken } = visit
  const at = `${base}/cases/${file.id}`
  const other = <input type="hidden" name="other" value={each.id} />
  return (
    <>
      <p class="facts">
        <a href={`${base}/cases/${each.id}`}>{t('case_title', { number: each.id.slice(0, 8) })}</a>
        <Level visit={visit} level={each.level} />
        <span>{t('reports_count', { count: each.reports })}</span>
      </p>
      <p class="help">
        {t(`why_${each.why.replaceAll('-', '_')}` as Label)} ·{' '}
        <Status visit={visit} each={each} names={names} />
      </p>
      {!mayWork(props) ? null : each.rejected ? (
        <Form to={`${at}/reject`} token={formToken} class="acts">
          {other}
          <span class="help">{t('similar_rejected')}</span>
          <button type="submit" class="quiet" name="undo" value="yes">
            {t('undo')}
          </button>
        </Form>
      ) : (
        <div class="acts">
          <Form to={`${at}/merge`} token={formToken}>
            {other}
            <input type="hidden" name="reason" value={t('merge_reason')} />
            <button type="submit">{t('similar_accept')}</button>
          </Form>
          <Form to={`${at}/reject`} token={formToken}>
            {other}
            <button type="submit" class="quiet">
              {t('similar_reject')}
            </button>
          </Form>
        </div>
      )}
    </>
  )
}

/** What was moved, newest first, each with its way back. */
function Past(props: CaseProps): VNode | null {
  const { visit, file, regroupings, names } = props
  const { t, formToken, who } = visit
  const mayUndo = mayWork(props) || file.mergedInto !== null
  return regroupings.length === 0 ? null : (
    <ul class="history">
      {regroupings.map((each) => {
        const other = each.from === file.id ? each.to : each.from
        return (
          <li key={each.id}>
            <Moment at={each.at} visit={visit} /> <strong>{nameIn(visit, names, each.by)}</strong>:{' '}
            {t(`moved_${each.kind}` as Label, { count: each.reports })}{' '}
            <a href={`${base}/cases/${other}`}>{other.slice(0, 8)}</a>
            <p class="said">
              <bdi>{each.reason}</bdi>
            </p>
            {each.undone ? <span class="help">{t('moved_undone')}</span> : null}
            {!each.undone && each.kind !== 'undo' && mayUndo && file.organisation === who.organisation.id ? (
              <Form to={`${base}/cases/${file.id}/undo`} token={formToken}>
                <input type="hidden" name="regrouping" value={each.id} />
                <input type="hidden" name="reason" value={t('undo_reason')} />
                <button type="submit" class="quiet">
                  {t('undo')}
                </button>
              </Form>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function Split({ visit, file, draft }: CaseProps): VNode {
  const { t, formToken } = visit
  return (
    <details>
      <summary>{t('split')}</summary>
      <Form to={`${base}/cases/${file.id}/split`} token={formToken}>
        <fieldset>
          <legend>{t('split_which')}</legend>
          {file.filed.map(({ number }) => (
            <label key={number} class="tick">
              <input type="checkbox" name={`report-${number}`} value="yes" />
              {t('report_title', { number })}
            </label>
          ))}
        </fieldset>
        <label>
          {t('reason')}
          <textarea name="reason" rows={2} required maxLength={4_000} value={draft} />
        </label>
        <button type="submit" class="quiet">
          {t('split')}
        </button>
      </Form>
    </details>
  )
}
