/** One case as a page: what was reported, what identifies the recruiter, what was decided, and what may be done now. */
import type { VNode } from 'preact'
import { type Finding, needsSecondPerson } from '#engine'
import type { Act } from '../../db/audit.ts'
import { type CaseFile, type FiledReport, mostReports } from '../../db/queue.ts'
import type { Cases, Names } from './cases.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { findingLabel, Level, Status } from './queue-view.tsx'
import { allows } from './roles.ts'
import { History, Moment, Trouble } from './views.tsx'

interface Props {
  readonly visit: SignedVisit
  readonly file: CaseFile
  readonly history: readonly Act[]
  readonly names: Names
  readonly explain: Cases['explain']
  readonly trouble: string | null
  /** What was typed as a reason when the act was refused: nobody writes it twice. */
  readonly draft: string
}

const findings: readonly Finding[] = ['illegal-recruitment', 'no-violation', 'unproven']

export function CaseView(props: Props): VNode {
  const { visit, file, history, names, explain, trouble } = props
  const { t } = visit
  return (
    <>
      <p>
        <a class="back" href={`${base}/cases`}>
          {t('back_to_cases')}
        </a>
      </p>
      <h1>{t('case_title', { number: file.id.slice(0, 8) })}</h1>
      <p class="facts">
        <Level visit={visit} level={file.level} />
        <span>{t('people', { count: file.people })}</span>
        <span>{t('reports_count', { count: file.reports })}</span>
      </p>
      <p class="because">
        {file.because.map((reason) => t(`because_${reason.replaceAll('-', '_')}` as Label)).join(' · ')}
      </p>
      <Trouble text={trouble} />
      <p class="to-decision">
        <a href="#decision">{t('to_decision')}</a>
      </p>
      <div class="columns">
        <div>
          <Reports visit={visit} file={file} explain={explain} />
        </div>
        <div>
          <section class="box decide" aria-labelledby="decision">
            <h2 id="decision">{t('decision')}</h2>
            <p class="state">
              <Status visit={visit} each={file} names={names} />
            </p>
            <Reason file={file} />
            <Acts {...props} />
          </section>
          <Identifiers visit={visit} file={file} />
          <Similar visit={visit} file={file} names={names} />
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

function Reason({ file: { status } }: Pick<Props, 'file'>): VNode | null {
  return status.kind === 'proposed' || status.kind === 'decided' ? (
    <blockquote class="said">{status.reason}</blockquote>
  ) : null
}

/** What this reviewer may do with the case as it stands; the store checks it once more. */
function Acts(props: Props): VNode | null {
  const { visit, file } = props
  const { who, now } = visit
  const { status } = file
  const works = allows(who, 'cases.work')
  const confirms = allows(who, 'cases.confirm')
  switch (status.kind) {
    case 'waiting':
      return works ? <Plain {...props} kind="claim" /> : null
    case 'claimed':
      if (status.by === who.id && works) {
        return (
          <>
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
      return confirms ? <WithReason {...props} kind="reopen" label="reopen" /> : null
  }
}

function Plain(
  props: Props & { readonly kind: 'claim' | 'release'; readonly quiet?: true; readonly label?: Label },
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

function Propose({ visit, file, draft }: Props): VNode {
  const { t, form } = visit
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
        {t('reason')}
        <textarea name="reason" rows={5} required maxLength={4_000} value={draft} />
      </label>
      <button type="submit">{t('propose')}</button>
    </Form>
  )
}

function WithReason(props: Props & { readonly kind: 'send-back' | 'reopen'; readonly label: Label }): VNode {
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

function Reports({ visit, file, explain }: Pick<Props, 'visit' | 'file' | 'explain'>): VNode {
  const { t } = visit
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{t('reports')}</h2>
      {file.filed.map((report) => (
        <Report key={report.number} visit={visit} report={report} explain={explain} />
      ))}
      {file.reports > mostReports ? <p class="help">{t('reports_more', { count: mostReports })}</p> : null}
    </section>
  )
}

function Report(props: {
  readonly visit: SignedVisit
  readonly report: FiledReport
  readonly explain: Cases['explain']
}): VNode {
  const { visit, report, explain } = props
  const { t, locale } = visit
  const signs = report.signs.map((sign) => ({ sign, sentence: explain(sign, locale) }))
  return (
    <article class="box report">
      <h3>{t('report_title', { number: report.number })}</h3>
      <p class="facts">
        <Level visit={visit} level={report.level} />
        <Moment at={report.at} visit={visit} both />
      </p>
      {report.ads === null ? <p class="trouble">{t('report_sealed')}</p> : null}
      {report.ads?.map((ad, place) => (
        <figure key={`${report.number}-${String(place)}`}>
          <figcaption class="help">
            {t('as_received')}
            {ad.pictures > 0 ? ` · ${t('read_from_picture')}` : ''}
            {ad.forwarded === 'often' ? ` · ${t('forwarded_often')}` : ''}
          </figcaption>
          {/* Text of strangers: a long line or a letter that turns lines around stays inside its box. */}
          <pre class="evidence" dir="auto">
            <bdi>{ad.text === '' ? t('no_text') : ad.text}</bdi>
          </pre>
        </figure>
      ))}
      {signs.length === 0 ? (
        <p class="help">{t('signs_none')}</p>
      ) : (
        <ul class="signs">
          {signs.map(({ sign, sentence }) => (
            <li key={sign}>{sentence ?? sign}</li>
          ))}
        </ul>
      )}
    </article>
  )
}

function Identifiers({ visit, file }: Pick<Props, 'visit' | 'file'>): VNode {
  const { t } = visit
  return (
    <section class="box" aria-labelledby="identifiers">
      <h2 id="identifiers">{t('identifiers')}</h2>
      {file.identifiers.length === 0 ? (
        <p class="empty">{t('identifiers_none')}</p>
      ) : (
        <ul class="identifiers">
          {file.identifiers.map((each) => (
            <li key={`${each.kind}${each.value}`}>
              <span class="help">{t(`kind_${each.kind.replaceAll('-', '_')}` as Label)}</span>
              <bdi class="value">{each.value}</bdi>
              <span class="help">
                {t('in_reports', { count: each.reports })}
                {each.joins ? '' : ` · ${t('joins_nothing')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Similar({ visit, file, names }: Pick<Props, 'visit' | 'file' | 'names'>): VNode | null {
  const { t } = visit
  return file.similar.length === 0 ? null : (
    <section class="box" aria-labelledby="similar">
      <h2 id="similar">{t('similar')}</h2>
      <ul class="similar">
        {file.similar.map((each) => (
          <li key={each.id + each.why}>
            <a href={`${base}/cases/${each.id}`}>{t('case_title', { number: each.id.slice(0, 8) })}</a>
            <span class="help">{t(`why_${each.why.replaceAll('-', '_')}` as Label)}</span>
            <span>
              <Status visit={visit} each={each} names={names} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
