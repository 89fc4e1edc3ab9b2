/** One case as a page: what was reported beside what was found in it, what was decided, and what may be done now. */
import type { VNode } from 'preact'
import { Decision } from './case-decision.tsx'
import { Grouping } from './case-grouping.tsx'
import { type CaseProps, mayWork } from './case-props.ts'
import { Rebirths } from './case-rebirths.tsx'
import { Agencies, Identifiers, Reports } from './case-reports.tsx'
import { Assignment, Notes } from './case-talk.tsx'
import { HandOver } from './organisations.tsx'
import { base } from './page.ts'
import { because, Due, Level } from './queue-view.tsx'
import { RecordPage } from './record.tsx'
import { CaseTakedowns } from './takedowns-of-case.tsx'

export function CaseView(props: CaseProps): VNode {
  const { visit, file, stamp, history, names, trouble } = props
  const { t } = visit
  return (
    <RecordPage
      visit={visit}
      back={{ to: '/cases', label: 'back_to_cases' }}
      title={t('case_title', { number: file.id.slice(0, 8) })}
      facts={
        <>
          <Level visit={visit} level={file.level} />
          <Due visit={visit} each={file} />
          <span>{t('people', { count: file.people })}</span>
          <span>{t('reports_count', { count: file.reports })}</span>
        </>
      }
      trouble={trouble}
      jump={{ to: 'decision', label: 'to_decision' }}
      top={
        <>
          <p class="because">{because(visit, file)}</p>
          <p
            class="moved"
            role="status"
            data-live="cases"
            hx-get={`${base}/cases/${file.id}/moved?${new URLSearchParams({ stamp })}`}
            hx-trigger="live"
          />
        </>
      }
      made={<Reports {...props} />}
      beside={
        <>
          <Rebirths visit={visit} file={file} />
          <Decision {...props} />
          <CaseTakedowns visit={visit} file={file} />
          <Assignment {...props} />
          <Agencies {...props} />
          <Identifiers {...props} />
          <Grouping {...props} />
          <Notes {...props} />
          {mayWork(props) ? <HandOver visit={visit} id={file.id} others={props.organisations} /> : null}
        </>
      }
      history={history}
      names={names}
    />
  )
}
