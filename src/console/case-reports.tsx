/** The reports of a case as they were received, beside what was found in them. Who sent them is nowhere here. */
import type { VNode } from 'preact'
import type { Mention, Verdict } from '#engine'
import { type FiledReport, mostReports } from '../../db/case-files.ts'
import type { EvidenceFacts } from '../../db/evidence.ts'
import { type CaseProps, mayWork, muteDays } from './case-props.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { letterPlace } from './letter.tsx'
import { base, type SignedVisit } from './page.ts'
import { Level } from './queue-view.tsx'
import { Moment } from './views.tsx'

export function Reports(props: CaseProps): VNode {
  const { visit, file } = props
  const { t } = visit
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{t('reports')}</h2>
      {file.filed.map((report) => (
        <Report key={report.number} {...props} report={report} />
      ))}
      {file.reports > mostReports ? <p class="help">{t('reports_more', { count: mostReports })}</p> : null}
    </section>
  )
}

function Report(props: CaseProps & { readonly report: FiledReport }): VNode {
  const { visit, report, kit, kept, file } = props
  const { t, locale } = visit
  const signs = report.signs.map((sign) => ({ sign, sentence: kit.explain(sign, locale) }))
  const seen = kept.filter((each) => each.report === report.number)
  return (
    <article class="box report">
      <h3>{t('report_title', { number: report.number })}</h3>
      {report.watched === null ? null : (
        <p class="help watched">{t('watch_read_in', { source: report.watched })}</p>
      )}
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
      {seen.map((each) => (
        <Kept key={each.id} visit={visit} of={file.id} each={each} />
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
      {mayWork(props) && report.hasReporter ? <Mute {...props} /> : null}
    </article>
  )
}

/** A picture is blurred until it is asked for: it may be cruel, and it is on a screen that others see. */
function Kept(props: {
  readonly visit: SignedVisit
  readonly of: string
  readonly each: EvidenceFacts
}): VNode | null {
  const { visit, of, each } = props
  const { t } = visit
  const isShown = each.status === 'kept' && /^image\/|^application\/pdf$/.test(each.type ?? '')
  if (each.kind === 'text' || each.kind === 'card' || each.kind === 'place') return null
  return (
    <figure class="kept">
      {isShown ? (
        <details class="picture">
          <summary>
            <img
              src={letterPlace(of, each.id)}
              alt={t('picture_of', { number: each.report })}
              loading="lazy"
            />
            <span class="shut">{t('picture_show')}</span>
            <span class="open">{t('picture_hide')}</span>
          </summary>
        </details>
      ) : (
        <p class="help">
          {t(`evidence_${each.kind}` as Label)}: {t(`evidence_${each.status}` as Label)}
        </p>
      )}
      {isShown && each.type === 'application/pdf' ? (
        <p>
          <a href={`${letterPlace(of, each.id)}/pages`}>{t('letter_all')}</a>
        </p>
      ) : null}
      <figcaption class="help">
        {each.sha256 === null ? null : (
          <>
            SHA-256 <code>{each.sha256}</code>
          </>
        )}
      </figcaption>
    </figure>
  )
}

/** By the report's number: nobody here knows whose it is. */
function Mute({ visit, file, report }: CaseProps & { readonly report: FiledReport }): VNode {
  const { t, formToken } = visit
  const to = `${base}/cases/${file.id}/mute`
  return report.mutedUntil === null ? (
    <details class="mute">
      <summary>{t('mute', { number: report.number })}</summary>
      <p class="help">{t('mute_help')}</p>
      <Form to={to} token={formToken} class="acts">
        <input type="hidden" name="report" value={report.number} />
        {muteDays.map((days) => (
          <button key={days} type="submit" class="quiet" name="days" value={days}>
            {t('mute_days', { count: days })}
          </button>
        ))}
      </Form>
    </details>
  ) : (
    <Form to={to} token={formToken} class="mute">
      <p class="help">
        {t('muted_until', { number: report.number })} <Moment at={report.mutedUntil} visit={visit} />
      </p>
      <input type="hidden" name="report" value={report.number} />
      <button type="submit" class="quiet">
        {t('unmute')}
      </button>
    </Form>
  )
}

/** Every firm that the reports name, with what the list says today. */
export function Agencies({ visit, file, kit }: CaseProps): VNode {
  const { t } = visit
  const mentions = new Map<string, Mention>()
  for (const report of file.filed)
    for (const ad of report.ads ?? [])
      for (const mention of kit.mentions(ad.text)) {
        const { verdict } = mention
        const name = 'agency' in verdict ? verdict.agency.name : verdict.query
        if (verdict.kind !== 'no-name' && !mentions.has(name)) mentions.set(name, mention)
      }
  const verdicts = [...mentions].map(([name, { verdict }]) => ({ name, verdict }))
  return (
    <section class="box" aria-labelledby="agencies-named">
      <h2 id="agencies-named">{t('agencies_named')}</h2>
      {verdicts.length === 0 ? (
        <p class="empty">{t('agencies_none')}</p>
      ) : (
        <ul class="identifiers">
          {verdicts.map(({ name, verdict }) => (
            <li key={name}>
              <bdi class="value">{name}</bdi>
              <span>{verdictIn(visit, verdict)}</span>
            </li>
          ))}
        </ul>
      )}
      {verdicts.some(({ verdict }) => verdict.kind === 'licensed') ? (
        <p class="help">{t('verdict_not_the_sender')}</p>
      ) : null}
    </section>
  )
}

function verdictIn({ t }: SignedVisit, verdict: Verdict): string {
  const { asOf } = verdict
  switch (verdict.kind) {
    case 'licensed':
      return t('verdict_licensed', { date: asOf })
    case 'lapsed':
      return t(`verdict_${verdict.standing.kind}` as Label, { date: asOf, on: verdict.standing.since })
    case 'old-list':
      return t('verdict_old_list', { date: asOf })
    case 'which':
      return t('verdict_which', {
        date: asOf,
        names: verdict.candidates.map(({ agency }) => agency.name).join(', '),
      })
    case 'unlisted':
    case 'no-name':
      return t('verdict_unlisted', { date: asOf })
  }
}

export function Identifiers({ visit, file }: CaseProps): VNode {
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
