/** One case as a page: what was reported beside what was found in it, what was decided, and what may be done now. */
import type { VNode } from 'preact'
import type { ReviewerId } from '#engine'
import type { Act } from '../../db/audit.ts'
import type { CaseFile } from '../../db/case-files.ts'
import type { EvidenceFacts } from '../../db/evidence.ts'
import type { Organisation } from '../../db/organisations.ts'
import type { PastRegrouping } from '../../db/regroup.ts'
import { Decision } from './case-decision.tsx'
import { Grouping } from './case-grouping.tsx'
import type { CasePages } from './case-pages.tsx'
import { Agencies, Identifiers, Reports } from './case-reports.tsx'
import { Assignment, Notes } from './case-talk.tsx'
import type { Names } from './cases.tsx'
import { HandOver } from './organisations.tsx'
import { base, type SignedVisit } from './page.ts'
import { because, Due, Level } from './queue-view.tsx'
import { allows } from './roles.ts'
import { CaseTakedowns } from './takedowns-of-case.tsx'
import { History, Trouble } from './views.tsx'

export interface CaseProps {
  readonly visit: SignedVisit
  readonly file: CaseFile
  /** What of it a colleague may have changed meanwhile. */
  readonly stamp: string
  readonly history: readonly Act[]
  readonly names: Names
  readonly regroupings: readonly PastRegrouping[]
  /** What came with the reports, as far as it is there. */
  readonly kept: readonly EvidenceFacts[]
  /** Whom it may be given to. */
  readonly colleagues: readonly (readonly [ReviewerId, string])[]
  /** To which it could be handed over. */
  readonly organisations: readonly Organisation[]
  readonly kit: Pick<CasePages, 'explain' | 'mentions' | 'rules'>
  readonly trouble: string | null
  /** What was typed as a reason when the act was refused: nobody writes it twice. */
  readonly draft: string
}

export function CaseView(props: CaseProps): VNode {
  const { visit, file, stamp, history, names, trouble } = props
  const { t } = visit
  return (
    <>
      <p>
        <a class="back" href={`${base}/cases`} data-key="g">
          {t('back_to_cases')}
        </a>
      </p>
      <h1>{t('case_title', { number: file.id.slice(0, 8) })}</h1>
      <p class="facts">
        <Level visit={visit} level={file.level} />
        <Due visit={visit} each={file} />
        <span>{t('people', { count: file.people })}</span>
        <span>{t('reports_count', { count: file.reports })}</span>
      </p>
      <p class="because">{because(visit, file)}</p>
      <Trouble text={trouble} />
      <p
        class="moved"
        role="status"
        data-live="cases"
        hx-get={`${base}/cases/${file.id}/moved?${new URLSearchParams({ stamp })}`}
        hx-trigger="live"
      />
      <p class="to-decision">
        <a href="#decision">{t('to_decision')}</a>
      </p>
      <div class="columns">
        <div>
          <Reports {...props} />
        </div>
        <div>
          <Decision {...props} />
          <CaseTakedowns visit={visit} file={file} />
          <Assignment {...props} />
          <Agencies {...props} />
          <Identifiers {...props} />
          <Grouping {...props} />
          <Notes {...props} />
          {mayWork(props) ? <HandOver visit={visit} id={file.id} others={props.organisations} /> : null}
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

/** Whether this person may do anything to this case: it must be their own organisation's, and still stand for itself. */
export function mayWork({ visit: { who }, file }: Pick<CaseProps, 'visit' | 'file'>): boolean {
  return allows(who, 'cases.work') && file.organisation === who.organisation.id && file.mergedInto === null
}
