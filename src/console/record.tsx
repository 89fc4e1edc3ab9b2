/** One thing that officers work on, as a page: the way back, its name and a line of facts, what it is made of beside what may
 * be done with it, and what was done. */
import type { ComponentChildren, VNode } from 'preact'
import type { Act } from '../../db/audit.ts'
import type { Names } from './cases.tsx'
import type { Label } from './labels.ts'
import { base, type SignedVisit } from './page.ts'
import { History, Trouble } from './views.tsx'

interface RecordProps {
  readonly visit: SignedVisit
  /** The list that it stands in, below `/console`. */
  readonly back: { readonly to: string; readonly label: Label }
  readonly title: ComponentChildren
  /** Short pieces of one line. */
  readonly facts: ComponentChildren
  readonly trouble: string | null
  /** On a phone, where it lies far below: the part in which something may be done. */
  readonly jump: { readonly to: string; readonly label: Label }
  /** Above both columns. */
  readonly top?: ComponentChildren
  /** What it is made of. */
  readonly made: ComponentChildren
  /** What may be done, and all that is small. */
  readonly beside: ComponentChildren
  readonly history: readonly Act[]
  readonly names: Names
}

export function RecordPage(props: RecordProps): VNode {
  const { visit, back, title, facts, trouble, jump, top, made, beside, history, names } = props
  const { t } = visit
  return (
    <>
      <Back to={`${base}${back.to}`}>{t(back.label)}</Back>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <p class="facts">{facts}</p>
      <Trouble text={trouble} />
      {top}
      <p class="to-decision">
        <a href={`#${jump.to}`}>{t(jump.label)}</a>
      </p>
      <div class="columns">
        <div>{made}</div>
        <div>
          {beside}
          <section class="box" aria-labelledby="history">
            <h2 id="history">{t('history')}</h2>
            {history.length === 0 ? (
              <p class="empty">{t('history_empty')}</p>
            ) : (
              <History visit={visit} acts={history} names={names} />
            )}
          </section>
        </div>
      </div>
    </>
  )
}

/** To where one came from; `g` goes there as well. */
export function Back(props: { readonly to: string; readonly children: ComponentChildren }): VNode {
  return (
    <p>
      <a class="back" href={props.to} data-key="g">
        {props.children}
      </a>
    </p>
  )
}
