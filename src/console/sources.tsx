/** What the bot looks at by itself: sources chosen, switched, handed in as a table, and what came of each. */
import { Readable } from 'node:stream'
import type { VNode } from 'preact'
import { type WatchKind, type WatchSourceId, watchKinds } from '#engine'
import type { WatchActor, WatchNumbers, WatchSource, WatchSources } from '../../db/watch-sources.ts'
import {
  budgets,
  paces,
  readSourceFields,
  readSourcesFile,
  type SourceProblem,
  type SourcesFile,
  sourceColumns,
} from '../lists/index.ts'
import { linesOf } from './campaign-csv.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, isUuid, type Page, type SignedVisit } from './page.ts'
import { Moment, messagePage, Trouble } from './views.tsx'
import type { ConsoleLocale } from './words.ts'

type Taken = Readonly<Record<'danger' | 'caution' | 'no-signs' | 'waiting' | 'known', number>>

export interface Sources {
  readonly watch: WatchSources
  /** The platform of a host whose owner forbids crawling; null: none. */
  readonly closedPlatform: (
    host: string,
  ) => { readonly reason: Readonly<Record<ConsoleLocale, string>> } | null
  /** Whom those may write to whose pages are read; null: nothing is fetched. */
  readonly watchContact: string | null
  /** Takes a partner's list into its source. `counts` null: the source is off. */
  readonly takeList: (
    source: WatchSourceId,
    bytes: Uint8Array,
  ) => Promise<
    | { readonly kind: 'broken'; readonly row: number }
    | { readonly kind: 'taken'; readonly counts: Taken | null }
  >
  readonly explain: (sign: string, locale: ConsoleLocale) => string | null
}

const home = `${base}/sources`
const longestForm = 8 * 1024 * 1024

/** What is said above a page: what was done, or what is wrong. */
interface Said {
  readonly trouble?: string
  readonly done?: string
}

export function sourcePages(kit: Sources): readonly Page[] {
  const { watch } = kit
  const isClosed = (host: string) => kit.closedPlatform(host) !== null
  const need = 'sources.manage' as const
  return [
    { method: 'GET', path: '/sources', need, answer: (visit) => listPage(visit, kit, {}) },
    {
      method: 'GET',
      path: '/sources/all.csv',
      need,
      answer: async (visit) => ({
        kind: 'download',
        name: 'sources.csv',
        type: 'text/csv; charset=utf-8',
        rows: Readable.from(rowsOf(await watch.all(visit.who.organisation.id))),
      }),
    },
    {
      method: 'POST',
      path: '/sources',
      need,
      async answer(visit) {
        const read = readSourceFields(visit.form, isClosed)
        if (read.kind === 'wrong') return listPage(visit, kit, { trouble: wrong(visit, read.field) })
        const made = await watch.add(read.source, actorOf(visit))
        return made === null
          ? listPage(visit, kit, { trouble: visit.t('source_known') })
          : listPage(visit, kit, { done: visit.t('source_added') })
      },
    },
    {
      method: 'POST',
      path: '/sources/import',
      need,
      longest: longestForm,
      async answer(visit) {
        const read: SourcesFile =
          visit.file === null
            ? { kind: 'broken', row: 1, field: 'file' }
            : readSourcesFile(visit.file, isClosed)
        if (read.kind === 'broken') {
          const problem = wrongInFile(visit, read.field)
          return listPage(visit, kit, { trouble: visit.t('sources_file_row', { row: read.row, problem }) })
        }
        const fresh = await watch.addAll(read.sources, actorOf(visit))
        const known = read.sources.length - fresh
        return listPage(visit, kit, { done: visit.t('sources_imported', { count: fresh, known }) })
      },
    },
    { method: 'GET', path: '/sources/:id', need, answer: (visit) => onePage(visit, kit, {}) },
    {
      method: 'POST',
      path: '/sources/:id',
      need,
      async answer(visit) {
        const one = await find(visit, watch)
        if (one === null) return gone(visit)
        // What it is stays: another address is another source.
        const fields = { ...visit.form, kind: one.kind, address: writtenAddress(one) }
        const read = readSourceFields(fields, isClosed)
        if (read.kind === 'wrong') return onePage(visit, kit, { trouble: wrong(visit, read.field) })
        const on = visit.form['on'] === 'yes'
        const changed = await watch.change(one.id, { ...read.source, on }, actorOf(visit))
        return changed ? { kind: 'go', to: home } : gone(visit)
      },
    },
    {
      method: 'POST',
      path: '/sources/:id/turn',
      need,
      async answer(visit) {
        const id = visit.params['id'] ?? ''
        const on = visit.form['on'] === 'yes'
        const turned = isUuid(id) && (await watch.turn(id as WatchSourceId, on, actorOf(visit)))
        return turned ? { kind: 'go', to: home } : gone(visit)
      },
    },
    {
      method: 'POST',
      path: '/sources/:id/hurry',
      need,
      async answer(visit) {
        const id = visit.params['id'] ?? ''
        const hurried = isUuid(id) && (await watch.hurry(id as WatchSourceId, actorOf(visit)))
        return hurried ? { kind: 'go', to: home } : gone(visit)
      },
    },
    {
      method: 'POST',
      path: '/sources/:id/list',
      need,
      longest: longestForm,
      answer: (visit) => handIn(visit, kit),
    },
  ]
}

const actorOf = ({ who }: SignedVisit): WatchActor => ({ of: who.organisation.id, by: who.id })

const wrong = ({ t }: SignedVisit, field: SourceProblem): string => t(`source_wrong_${field}` as Label)
const wrongInFile = (visit: SignedVisit, field: SourceProblem | 'file' | 'columns'): string =>
  field === 'file' || field === 'columns' ? visit.t(`sources_wrong_${field}`) : wrong(visit, field)

function gone(visit: SignedVisit): Answer {
  return {
    kind: 'page',
    title: visit.t('source_gone'),
    body: messagePage(visit, 'source_gone'),
    status: 404,
  }
}

async function find(visit: SignedVisit, watch: WatchSources): Promise<WatchSource | null> {
  const id = visit.params['id'] ?? ''
  return (await watch.all(visit.who.organisation.id)).find((each) => each.id === id) ?? null
}

async function handIn(visit: SignedVisit, kit: Sources): Promise<Answer> {
  const { t, file } = visit
  const one = await find(visit, kit.watch)
  if (one === null || one.kind !== 'partner') return gone(visit)
  const taken = file === null ? ({ kind: 'broken', row: 1 } as const) : await kit.takeList(one.id, file)
  if (taken.kind === 'broken')
    return onePage(visit, kit, { trouble: t('source_list_broken', { row: taken.row }) })
  if (taken.counts === null) return onePage(visit, kit, { trouble: t('sources_off') })
  const { 'no-signs': harmless, ...counts } = taken.counts
  const rows = Object.values(taken.counts).reduce((sum, each) => sum + each, 0)
  await kit.watch.noteList(one.id, rows, actorOf(visit))
  return onePage(visit, kit, { done: t('source_list_taken', { ...counts, harmless }) })
}

/** As an officer wrote it. */
function writtenAddress({ kind, address }: Pick<WatchSource, 'kind' | 'address'>): string {
  if (kind === 'chat') return address.replace(/^telegram:/, '')
  return kind === 'partner' || kind === 'decided' ? '' : address
}

async function* rowsOf(sources: readonly WatchSource[]): AsyncGenerator<string> {
  const more = ['judged', 'entered', 'decided', 'confirmed', 'waiting', 'trouble']
  yield* linesOf([...sourceColumns, ...more], each(sources), (one) => [
    one.kind,
    writtenAddress(one),
    one.name,
    one.owner,
    one.purpose,
    one.paceMinutes,
    one.perDay,
    one.on ? 'yes' : 'no',
    one.judged,
    one.entered,
    one.decided,
    one.confirmed,
    one.waiting,
    one.trouble,
  ])
}

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all
}

async function listPage(visit: SignedVisit, kit: Sources, said: Said): Promise<Answer> {
  const { t, who } = visit
  const [sources, numbers] = await Promise.all([
    kit.watch.all(who.organisation.id),
    kit.watch.numbers(who.organisation.id),
  ])
  const body = (
    <>
      <h1>{t('sources')}</h1>
      <p class="lead">{t('sources_help')}</p>
      <Saying {...said} />
      {kit.watchContact === null ? <p class="notice">{t('sources_no_contact')}</p> : null}
      {sources.length === 0 ? (
        <p class="empty">{t('sources_none')}</p>
      ) : (
        <SourceTable visit={visit} sources={sources} />
      )}
      <p class="links">
        <a href={`${home}/all.csv`}>{t('sources_export')}</a>
      </p>
      <Brought visit={visit} numbers={numbers} explain={kit.explain} />
      <div class="cards">
        <section class="box" aria-labelledby="add">
          <h2 id="add">{t('source_add')}</h2>
          <Form to={home} token={visit.formToken}>
            <Kind visit={visit} chosen={visit.form['kind'] ?? 'feed'} />
            <label>
              {t('source_address')}
              <input
                name="address"
                maxLength={2_048}
                value={visit.form['address'] ?? ''}
                aria-describedby="address-help"
              />
            </label>
            <p class="help" id="address-help">
              {t('source_address_help')}
            </p>
            <Fields visit={visit} one={null} />
            <button type="submit">{t('source_add')}</button>
          </Form>
        </section>
        <section class="box" aria-labelledby="import">
          <h2 id="import">{t('sources_import')}</h2>
          <p class="help">{t('sources_import_help')}</p>
          <Upload visit={visit} to={`${home}/import`} label="sources_import" accept=".csv,text/csv" />
        </section>
      </div>
    </>
  )
  return { kind: 'page', title: t('sources'), body, status: said.trouble === undefined ? 200 : 400 }
}

function Saying({ trouble, done }: Said): VNode {
  return (
    <>
      <Trouble text={trouble ?? null} />
      {done === undefined ? null : (
        <p class="notice" role="status">
          {done}
        </p>
      )}
    </>
  )
}

function SourceTable(props: {
  readonly visit: SignedVisit
  readonly sources: readonly WatchSource[]
}): VNode {
  const { visit, sources } = props
  const { t } = visit
  return (
    <table>
      <caption class="unseen">{t('sources')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('name')}</th>
          <th scope="col">{t('source_read_at')}</th>
          <th scope="col">{t('source_judged')}</th>
          <th scope="col">{t('source_entered')}</th>
          <th scope="col">{t('source_confirmed')}</th>
          <th scope="col">{t('status')}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((one) => (
          <SourceRow key={one.id} visit={visit} one={one} />
        ))}
      </tbody>
    </table>
  )
}

function SourceRow({ visit, one }: { readonly visit: SignedVisit; readonly one: WatchSource }): VNode {
  const { t, formToken } = visit
  const { name } = one
  return (
    <tr>
      <td>
        <a href={`${home}/${one.id}`}>
          <strong>{name}</strong>
        </a>
        <br />
        <span class="help">
          {t(kindLabel(one.kind))}
          {writtenAddress(one) === '' ? '' : ' · '}
          <bdi>{writtenAddress(one)}</bdi>
          <br />
          {one.purpose} · {one.owner}
        </span>
      </td>
      <td>
        {one.readAt === null ? t('source_never') : <Moment at={one.readAt} visit={visit} />}
        {one.trouble === null ? null : (
          <p class="trouble">
            {t(`trouble_${one.trouble.replaceAll('-', '_')}` as Label)}
            {one.failures > 1 ? ` ${t('source_failures', { count: one.failures })}` : ''}
          </p>
        )}
      </td>
      <td>
        {one.judged}
        {one.waiting === 0 ? null : (
          <>
            <br />
            <span class="help">{t('source_waiting', { count: one.waiting })}</span>
          </>
        )}
      </td>
      <td>{one.entered}</td>
      <td>{precision(visit, one)}</td>
      <td>
        {t(one.on ? 'source_is_on' : 'source_is_off')}
        <Form to={`${home}/${one.id}/turn`} token={formToken}>
          <input type="hidden" name="on" value={one.on ? 'no' : 'yes'} />
          <button type="submit" class="quiet">
            {t(one.on ? 'source_turn_off' : 'source_turn_on', { name })}
          </button>
        </Form>
        {one.on && one.dueAt !== null ? (
          <Form to={`${home}/${one.id}/hurry`} token={formToken}>
            <button type="submit" class="quiet">
              {t('source_hurry', { name })}
            </button>
          </Form>
        ) : null}
      </td>
    </tr>
  )
}

const kindLabel = (kind: WatchKind): Label => `source_kind_${kind}`

/** How many of those that were decided were what they looked like. */
function precision(
  { t }: SignedVisit,
  { decided, confirmed }: { readonly decided: number; readonly confirmed: number },
): string {
  return decided === 0
    ? t('source_undecided')
    : t('source_precision', { confirmed, decided, percent: Math.round((100 * confirmed) / decided) })
}

function Brought(props: {
  readonly visit: SignedVisit
  readonly numbers: WatchNumbers
  readonly explain: Sources['explain']
}): VNode {
  const { visit, numbers, explain } = props
  const { t, locale } = visit
  const { first, alone, later, removed, signs } = numbers
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(first.hours ?? 0)
  return (
    <section class="box" aria-labelledby="brought">
      <h2 id="brought">{t('watch_numbers')}</h2>
      <ul>
        <li>{first.many === 0 ? t('watch_first_none') : t('watch_first', { count: first.many, hours })}</li>
        <li>{t('watch_alone', { count: alone })}</li>
        <li>{t('watch_later', { count: later })}</li>
        <li>{t('watch_removed', removed)}</li>
      </ul>
      {signs.length === 0 ? null : (
        <details>
          <summary>{t('watch_signs')}</summary>
          <p class="help">{t('watch_signs_help')}</p>
          <table>
            <caption class="unseen">{t('watch_signs')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('sign')}</th>
                <th scope="col">{t('source_entered')}</th>
                <th scope="col">{t('source_confirmed')}</th>
              </tr>
            </thead>
            <tbody>
              {signs.map((one) => (
                <tr key={one.sign}>
                  <td>{explain(one.sign, locale) ?? one.sign}</td>
                  <td>{one.entered}</td>
                  <td>{precision(visit, one)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  )
}

function Kind({ visit, chosen }: { readonly visit: SignedVisit; readonly chosen: string }): VNode {
  const { t } = visit
  return (
    <label>
      {t('source_kind')}
      <select name="kind">
        {watchKinds.map((kind) => (
          <option key={kind} value={kind} selected={kind === chosen}>
            {t(kindLabel(kind))}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What may be changed of a source; of a new one, what was written before it was refused. */
function Fields({ visit, one }: { readonly visit: SignedVisit; readonly one: WatchSource | null }): VNode {
  const { t, form } = visit
  const texts = [
    ['name', 'name', one?.name],
    ['owner', 'source_owner', one?.owner],
    ['purpose', 'source_purpose', one?.purpose],
  ] as const
  return (
    <>
      {texts.map(([name, label, now]) => (
        <label key={name}>
          {t(label)}
          <input name={name} required maxLength={200} value={form[name] ?? now ?? ''} />
        </label>
      ))}
      <label>
        {t('source_pace')}
        <input
          name="pace"
          type="number"
          min={paces.fewest}
          max={paces.most}
          value={form['pace'] ?? one?.paceMinutes ?? paces.usual}
        />
      </label>
      <label>
        {t('source_per_day')}
        <input
          name="per_day"
          type="number"
          min={budgets.fewest}
          max={budgets.most}
          value={form['per_day'] ?? one?.perDay ?? budgets.usual}
        />
      </label>
    </>
  )
}

async function onePage(visit: SignedVisit, kit: Sources, said: Said): Promise<Answer> {
  const { t, formToken } = visit
  const one = await find(visit, kit.watch)
  if (one === null) return gone(visit)
  const title = t('source_edit', { name: one.name })
  const body = (
    <>
      <p>
        <a href={home}>{t('sources')}</a>
      </p>
      <h1>{title}</h1>
      <p class="help">
        {t(kindLabel(one.kind))} <bdi>{writtenAddress(one)}</bdi>
      </p>
      <Saying {...said} />
      <div class="cards">
        <section class="box" aria-label={title}>
          <Form to={`${home}/${one.id}`} token={formToken}>
            <Fields visit={visit} one={one} />
            <label class="tick">
              <input type="checkbox" name="on" value="yes" checked={one.on} />
              {t('source_on')}
            </label>
            <button type="submit">{t('save')}</button>
          </Form>
        </section>
        {one.kind === 'partner' ? (
          <section class="box" aria-labelledby="list">
            <h2 id="list">{t('source_list')}</h2>
            <p class="help">{t('source_list_help')}</p>
            <Upload
              visit={visit}
              to={`${home}/${one.id}/list`}
              label="source_list"
              accept=".csv,.jsonl,.ndjson,text/csv"
            />
          </section>
        ) : null}
      </div>
    </>
  )
  return { kind: 'page', title, body, status: said.trouble === undefined ? 200 : 400 }
}

function Upload(props: {
  readonly visit: SignedVisit
  readonly to: string
  readonly label: Label
  readonly accept: string
}): VNode {
  const { visit, to, label, accept } = props
  const { t, formToken } = visit
  return (
    <form method="post" action={to} enctype="multipart/form-data">
      <input type="hidden" name="token" value={formToken} />
      <label>
        {t('list_file')}
        <input name="file" type="file" accept={accept} required />
      </label>
      <button type="submit">{t(label)}</button>
    </form>
  )
}
