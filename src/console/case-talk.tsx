/** Colleagues among themselves: who is to look at a case, and what they tell each other about it. */
import type { VNode } from 'preact'
import { type CaseProps, mayWork } from './case-props.ts'
import { Form } from './layout.tsx'
import { base } from './page.ts'
import { nameIn } from './queue-view.tsx'
import { Moment } from './views.tsx'

export function Assignment(props: CaseProps): VNode | null {
  const { visit, file, names, colleagues } = props
  const { t, formToken } = visit
  const works = mayWork(props)
  if (file.assignedTo === null && !works) return null
  return (
    <section class="box" aria-labelledby="assignment">
      <h2 id="assignment">{t('assignment')}</h2>
      <p>
        {file.assignedTo === null
          ? t('assigned_nobody')
          : t('assigned_to', { name: nameIn(visit, names, file.assignedTo) })}
      </p>
      {works ? (
        <Form to={`${base}/cases/${file.id}/assign`} token={formToken} class="beside">
          <label>
            {t('assign_to')}
            <select name="to">
              <option value="">{t('assign_nobody')}</option>
              {colleagues.map(([id, name]) => (
                <option key={id} value={id} selected={id === file.assignedTo}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="quiet">
            {t('assign')}
          </button>
        </Form>
      ) : null}
    </section>
  )
}

export function Notes(props: CaseProps): VNode | null {
  const { visit, file, names } = props
  const { t, formToken } = visit
  const works = mayWork(props)
  if (file.notes.length === 0 && !works) return null
  return (
    <section class="box" aria-labelledby="notes">
      <h2 id="notes">{t('notes')}</h2>
      <ul class="history">
        {file.notes.map(({ by, at, text }) => (
          <li key={`${by}${at.getTime()}${text}`}>
            <Moment at={at} visit={visit} /> <strong>{nameIn(visit, names, by)}</strong>
            <p class="said">
              <bdi>{text}</bdi>
            </p>
          </li>
        ))}
      </ul>
      {works ? (
        <Form to={`${base}/cases/${file.id}/note`} token={formToken}>
          <label>
            {t('note')}
            <textarea name="note" rows={2} required maxLength={4_000} data-key="n" />
          </label>
          <button type="submit" class="quiet">
            {t('note_add')}
          </button>
        </Form>
      ) : null}
    </section>
  )
}
