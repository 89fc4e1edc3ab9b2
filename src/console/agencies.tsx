/** The lists of agencies: searched, compared from version to version, and replaced by a newer one. */
import type { VNode } from 'preact'
import type { ListKind, Statement } from '#engine'
import type { ListChanger } from '../../db/list-changes.ts'
import type { ListVersion } from '../../db/lists.ts'
import type { ImportFile, ImportPlan, ListChanges } from '../lists/index.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Moment, Trouble } from './views.tsx'

export interface Agencies {
  readonly lists: Pick<ListChanger, 'current' | 'versions' | 'read' | 'search' | 'replace'>
  readonly plan: (file: ImportFile) => ImportPlan
  readonly compare: (before: readonly Statement[], after: readonly Statement[]) => ListChanges
}

const home = `${base}/agencies`
const kinds: readonly ListKind[] = ['listed', 'sanctions', 'old']
const mostFound = 200
/** Names shown of each sort of change; the counts are always whole. */
const mostShown = 100
/** Longest form in bytes: a list of thirty times today's, in base64, that comes back to be confirmed. */
const longestForm = 3 * 1024 * 1024

export function agencyPages(kit: Agencies): readonly Page[] {
  return [
    { method: 'GET', path: '/agencies', need: 'agencies.read', answer: (visit) => searchPage(visit, kit) },
    {
      method: 'GET',
      path: '/agencies/versions',
      need: 'agencies.read',
      answer: (visit) => versionsPage(visit, kit),
    },
    {
      method: 'GET',
      path: '/agencies/changes',
      need: 'agencies.read',
      answer: (visit) => changesPage(visit, kit),
    },
    {
      method: 'GET',
      path: '/agencies/import',
      need: 'agencies.manage',
      answer: async (visit) => importPage(visit, null),
    },
    {
      method: 'POST',
      path: '/agencies/import',
      need: 'agencies.manage',
      longest: longestForm,
      answer: (visit) => importing(visit, kit),
    },
  ]
}

async function searchPage(visit: SignedVisit, { lists }: Agencies): Promise<Answer> {
  const { t, query, who } = visit
  const words = (query['search'] ?? '').trim().slice(0, 160)
  const [found, current] = await Promise.all([
    words === '' ? [] : lists.search(words, mostFound),
    lists.versions().then((all) => all.filter((each) => each.current)),
  ])
  const body = (
    <>
      <h1>{t('agencies')}</h1>
      <ul class="facts">
        {current.map((each) => (
          <li key={each.id}>{t(kindLabel(each.kind, 'state'), { count: each.rows, date: each.asOf })}</li>
        ))}
      </ul>
      <p class="links">
        <a href={`${home}/versions`}>{t('agencies_versions')}</a>
        <a href={`${home}/addresses`}>{t('addresses')}</a>
        {allows(who, 'agencies.manage') ? <a href={`${home}/import`}>{t('agencies_import')}</a> : null}
      </p>
      <form class="one-line" method="get" action={home}>
        <label>
          {t('agencies_search')}
          <input name="search" type="search" value={words} maxLength={160} />
        </label>
        <button type="submit">{t('show')}</button>
      </form>
      {words === '' ? null : <Found visit={visit} found={found} />}
    </>
  )
  return { kind: 'page', title: t('agencies'), body }
}

/** Each sentence of a source by itself: what follows from them is for the bot's one judge to say. */
function Found(props: {
  readonly visit: SignedVisit
  readonly found: readonly (Statement & { readonly kind: ListKind })[]
}): VNode {
  const { visit, found } = props
  const { t } = visit
  if (found.length === 0) return <p role="status">{t('agencies_none')}</p>
  return (
    <>
      <p role="status">{t('agencies_found', { count: found.length })}</p>
      <table>
        <caption class="unseen">{t('agencies')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col" class="day">
              {t('date')}
            </th>
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((each) => (
            <tr key={`${each.kind}${each.name}${each.licence}${each.on}${each.says}`}>
              <td>
                <strong>{each.name}</strong>
                {each.licence === null ? null : (
                  <>
                    <br />
                    <span class="help">{each.licence}</span>
                  </>
                )}
              </td>
              <td class={`says ${each.says}`}>{t(saysLabel(each.says))}</td>
              <td class="day">{each.on}</td>
              <td class="source">
                {each.source}
                {each.weak ? ` (${t('source_weak')})` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

async function versionsPage(visit: SignedVisit, { lists }: Agencies): Promise<Answer> {
  const { t } = visit
  const versions = await lists.versions()
  const body = (
    <>
      <Back visit={visit} />
      <h1>{t('agencies_versions')}</h1>
      {kinds.map((kind) => (
        <Versions
          key={kind}
          visit={visit}
          kind={kind}
          versions={versions.filter((each) => each.kind === kind)}
        />
      ))}
    </>
  )
  return { kind: 'page', title: t('agencies_versions'), body }
}

function Versions(props: {
  readonly visit: SignedVisit
  readonly kind: ListKind
  readonly versions: readonly ListVersion[]
}): VNode | null {
  const { visit, kind, versions } = props
  const { t } = visit
  if (versions.length === 0) return null
  return (
    <section class="box" aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>{t(kindLabel(kind, 'name'))}</h2>
      <ul class="rows">
        {versions.map((each, at) => {
          const earlier = versions[at + 1]
          return (
            <li key={each.id}>
              <span>
                <strong>{t('version_of', { date: each.asOf, count: each.rows })}</strong>
                {each.current ? ` (${t('version_current')})` : ''}
                <br />
                <span class="help">
                  {t('version_imported')} <Moment at={each.importedAt} visit={visit} />
                </span>
              </span>
              {earlier === undefined ? null : (
                <a href={`${home}/changes?from=${earlier.id}&to=${each.id}`}>
                  {t('version_changes', { date: earlier.asOf })}
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

async function changesPage(visit: SignedVisit, { lists, compare }: Agencies): Promise<Answer> {
  const { t, query } = visit
  const [from, to] = await Promise.all(
    [query['from'], query['to']].map((id) => (/^\d{1,9}$/.test(id ?? '') ? lists.read(Number(id)) : null)),
  )
  if (!from || !to || from.kind !== to.kind) return { kind: 'go', to: `${home}/versions` }
  const title = t('changes_between', { from: from.asOf, to: to.asOf })
  const body = (
    <>
      <Back visit={visit} />
      <h1>{title}</h1>
      <Changes visit={visit} changes={compare(from.statements, to.statements)} />
    </>
  )
  return { kind: 'page', title, body }
}

function Changes({ visit, changes }: { readonly visit: SignedVisit; readonly changes: ListChanges }): VNode {
  const { t } = visit
  const sorts: readonly (readonly [Label, readonly string[]])[] = [
    ['changes_added', changes.added],
    ['changes_removed', changes.removed],
    [
      'changes_renamed',
      changes.renamed.map(
        ({ from, to, licence }) => `${from} → ${to}${licence === '' ? '' : ` (${licence})`}`,
      ),
    ],
    ['changes_changed', changes.changed.map(({ name, from, to }) => `${name}: ${from} → ${to}`)],
  ]
  return (
    <div class="cards">
      {sorts.map(([label, lines]) => (
        <section key={label} class="box" aria-label={t(label, { count: lines.length })}>
          <h2>{t(label, { count: lines.length })}</h2>
          <ul class="changes">
            {lines.slice(0, mostShown).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {lines.length > mostShown ? (
            <p class="help">{t('and_more', { count: lines.length - mostShown })}</p>
          ) : null}
        </section>
      ))}
    </div>
  )
}

function importPage(visit: SignedVisit, trouble: string | null, errors: ImportErrors = []): Answer {
  const { t, formToken } = visit
  const body = (
    <section class="narrow">
      <Back visit={visit} />
      <h1>{t('agencies_import')}</h1>
      <p>{t('import_help')}</p>
      <Trouble text={trouble} />
      {errors.length === 0 ? null : (
        <ul class="changes">
          {errors.map(({ row, column, problem }) => (
            <li key={`${row}${column}${problem}`}>
              {row === null ? '' : `${t('row', { row })}${column === null ? '' : ` (${column})`}: `}
              <span lang="en">{problem}</span>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`${home}/import`} enctype="multipart/form-data">
        <input type="hidden" name="token" value={formToken} />
        <label>
          {t('list_kind')}
          <select name="kind">
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(kindLabel(kind, 'name'))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('list_file')}
          <input name="file" type="file" accept=".csv,text/csv" required />
        </label>
        <button type="submit">{t('import_look')}</button>
      </form>
    </section>
  )
  return { kind: 'page', title: t('agencies_import'), body, status: trouble === null ? 200 : 400 }
}

type ImportErrors = Extract<ImportPlan, { readonly kind: 'refused' }>['errors']

/** First with a file, to see what it would change; then with the same bytes again, confirmed. */
async function importing(visit: SignedVisit, { lists, plan }: Agencies): Promise<Answer> {
  const { t, form, file, now, who } = visit
  const kind = kinds.find((each) => each === form['kind'])
  const csv = file ?? (form['csv'] === undefined ? null : Buffer.from(form['csv'], 'base64'))
  if (kind === undefined || csv === null || csv.length === 0) return importPage(visit, t('list_file_missing'))
  const planned = plan({ csv, kind, current: await lists.current(), now })
  if (planned.kind === 'refused') return importPage(visit, t('import_refused'), planned.errors)
  const { list, objections } = planned
  const against = objections.find((each) => each === 'future' || each === 'same' || form[each] !== 'yes')
  if (form['confirmed'] !== list.digest || against !== undefined) return planPage(visit, planned, csv)
  await lists.replace(list, who.id)
  return { kind: 'go', to: `${home}/versions` }
}

function planPage(
  visit: SignedVisit,
  plan: Extract<ImportPlan, { readonly kind: 'ready' }>,
  csv: Buffer,
): Answer {
  const { t, formToken } = visit
  const { list, before, changes, objections } = plan
  const never = objections.find((each) => each === 'future' || each === 'same')
  const body = (
    <>
      <Back visit={visit} />
      <h1>{t('import_plan')}</h1>
      <p class="lead">
        {t('import_counts', {
          count: list.statements.length,
          date: list.asOf,
          before: before?.statements.length ?? 0,
          since: before?.asOf ?? '–',
        })}
      </p>
      <Trouble text={never === undefined ? null : t(`import_${never}`)} />
      {never === undefined ? (
        <Form to={`${home}/import`} token={formToken} class="box narrow">
          <input type="hidden" name="kind" value={list.kind} />
          <input type="hidden" name="confirmed" value={list.digest} />
          <input type="hidden" name="csv" value={csv.toString('base64')} />
          {objections.map((each) => (
            <label key={each} class="tick">
              <input type="checkbox" name={each} value="yes" required />
              {t(`import_${each}`)}
            </label>
          ))}
          <p class="help">{t('import_nothing_yet')}</p>
          <button type="submit">{t('import_confirm')}</button>
        </Form>
      ) : null}
      <Changes visit={visit} changes={changes} />
    </>
  )
  return { kind: 'page', title: t('import_plan'), body }
}

function Back({ visit }: { readonly visit: SignedVisit }): VNode {
  return (
    <p>
      <a class="back" href={home}>
        {visit.t('back_to_agencies')}
      </a>
    </p>
  )
}

function kindLabel(kind: ListKind, what: 'name' | 'state'): Label {
  return `list_${kind}_${what}` as const
}

function saysLabel(says: Statement['says']): Label {
  return `says_${says.replaceAll('-', '_')}` as Label
}
