/** Addresses that ministries and firms say are their own: what looks like one of them and is none is told to whoever asks
 * about it. Kept by the operator, beside those that are shipped; also brought in as a table. */
import type { VNode } from 'preact'
import type { OwnAddress, OwnKind } from '#engine'
import type { KeptAddress, OwnAddresses } from '../../db/own-addresses.ts'
import { readOfficial, readOwnValue } from '../lists/index.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Moment, Trouble } from './views.tsx'

export interface Addresses {
  readonly addresses: Pick<OwnAddresses, 'all' | 'add' | 'remove'>
  /** Those that come with the program. */
  readonly shippedAddresses: readonly (OwnAddress & {
    readonly source: string
    readonly sourceDate: string
  })[]
}

const home = `${base}/agencies/addresses`
const kinds: readonly OwnKind[] = ['domain', 'account', 'name', 'ordinary-name']
const sorts: readonly OwnAddress['sort'][] = ['firm', 'state']
/** Longest table, in bytes. */
const longestForm = 1024 * 1024

export function addressPages(kit: Addresses): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/agencies/addresses',
      need: 'agencies.read',
      answer: (visit) => listPage(visit, kit, null),
    },
    {
      method: 'POST',
      path: '/agencies/addresses',
      need: 'agencies.manage',
      answer: (visit) => add(visit, kit),
    },
    {
      method: 'POST',
      path: '/agencies/addresses/remove',
      need: 'agencies.manage',
      answer: (visit) => remove(visit, kit),
    },
    {
      method: 'POST',
      path: '/agencies/addresses/import',
      need: 'agencies.manage',
      longest: longestForm,
      answer: (visit) => bringIn(visit, kit),
    },
  ]
}

async function listPage(visit: SignedVisit, kit: Addresses, trouble: string | null): Promise<Answer> {
  const { t, who } = visit
  const kept = await kit.addresses.all()
  const manages = allows(who, 'agencies.manage')
  const body = (
    <>
      <p>
        <a class="back" href={`${base}/agencies`}>
          {t('back_to_agencies')}
        </a>
      </p>
      <h1>{t('addresses')}</h1>
      <p class="lead">{t('addresses_help')}</p>
      <Trouble text={trouble} />
      {kept.length === 0 ? (
        <p class="empty">{t('addresses_none')}</p>
      ) : (
        <Table visit={visit} rows={kept} caption="addresses" manages={manages} />
      )}
      <details>
        <summary>{t('addresses_shipped', { count: kit.shippedAddresses.length })}</summary>
        <Table visit={visit} rows={kit.shippedAddresses} caption="addresses_shipped_short" manages={false} />
      </details>
      {manages ? <Manage visit={visit} /> : null}
    </>
  )
  return { kind: 'page', title: t('addresses'), body, status: trouble === null ? 200 : 400 }
}

type Row = Addresses['shippedAddresses'][number] & Partial<Pick<KeptAddress, 'id' | 'addedAt' | 'appeal'>>

function Table(props: {
  readonly visit: SignedVisit
  readonly rows: readonly Row[]
  readonly caption: Label
  readonly manages: boolean
}): VNode {
  const { visit, rows, caption, manages } = props
  const { t, formToken } = visit
  return (
    <table>
      <caption class="unseen">{t(caption)}</caption>
      <thead>
        <tr>
          <th scope="col">{t('address_owner')}</th>
          <th scope="col">{t('address_value')}</th>
          <th scope="col">{t('source')}</th>
          {manages ? <th scope="col">{t('address_acts')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <tr key={`${each.kind}${each.value}${each.owner}`}>
            <td>
              <bdi>{each.owner}</bdi>
              <br />
              <span class="help">{t(`address_sort_${each.sort}`)}</span>
            </td>
            <td>
              <bdi>{each.value}</bdi>
              <br />
              <span class="help">{t(kindLabel(each.kind))}</span>
            </td>
            <td class="source">
              {each.source} ({each.sourceDate}){' '}
              {each.addedAt === undefined ? null : <Moment at={each.addedAt} visit={visit} />}
            </td>
            {manages && each.id !== undefined ? (
              <td>
                <Form to={`${home}/remove`} token={formToken}>
                  <input type="hidden" name="id" value={each.id} />
                  <button type="submit" class="quiet">
                    {t('address_remove')}
                    <span class="unseen"> {each.value}</span>
                  </button>
                </Form>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Manage({ visit }: { readonly visit: SignedVisit }): VNode {
  const { t, formToken, form } = visit
  return (
    <>
      <section class="box narrow" aria-labelledby="add-address">
        <h2 id="add-address">{t('address_add')}</h2>
        <Form to={home} token={formToken}>
          <label>
            {t('address_owner')}
            <input name="owner" required maxLength={160} value={form['owner'] ?? ''} />
          </label>
          <label>
            {t('address_sort')}
            <select name="sort">
              {sorts.map((sort) => (
                <option key={sort} value={sort} selected={form['sort'] === sort}>
                  {t(`address_sort_${sort}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('address_kind')}
            <select name="kind">
              {kinds.map((kind) => (
                <option key={kind} value={kind} selected={form['kind'] === kind}>
                  {t(kindLabel(kind))}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('address_value')}
            <input name="value" required maxLength={253} value={form['value'] ?? ''} />
          </label>
          <p class="help">{t('address_value_help')}</p>
          <label>
            {t('source')}
            <input name="source" required maxLength={500} value={form['source'] ?? ''} />
          </label>
          <button type="submit">{t('address_add')}</button>
        </Form>
      </section>
      <section class="box narrow" aria-labelledby="import-addresses">
        <h2 id="import-addresses">{t('addresses_import')}</h2>
        <p class="help">{t('addresses_import_help')}</p>
        <form method="post" action={`${home}/import`} enctype="multipart/form-data">
          <input type="hidden" name="token" value={formToken} />
          <label>
            {t('list_file')}
            <input name="file" type="file" accept=".csv,text/csv" required />
          </label>
          <button type="submit">{t('addresses_import')}</button>
        </form>
      </section>
    </>
  )
}

async function add(visit: SignedVisit, kit: Addresses): Promise<Answer> {
  const { t, form, who, now } = visit
  const kind = kinds.find((each) => each === form['kind'])
  const sort = sorts.find((each) => each === form['sort'])
  const owner = (form['owner'] ?? '').trim().slice(0, 160)
  const source = (form['source'] ?? '').trim().slice(0, 500)
  const value = kind === undefined ? null : readOwnValue(kind, form['value'] ?? '')
  if (kind === undefined || sort === undefined || owner === '' || source === '')
    return listPage(visit, kit, t('address_incomplete'))
  if (value === null) return listPage(visit, kit, t('address_wrong'))
  await kit.addresses.add([{ owner, sort, kind, value, source, sourceDate: dayOf(now) }], who.id)
  return { kind: 'go', to: home }
}

async function remove(visit: SignedVisit, kit: Addresses): Promise<Answer> {
  const id = Number(visit.form['id'])
  if (Number.isSafeInteger(id) && id > 0) await kit.addresses.remove(id, visit.who.id)
  return { kind: 'go', to: home }
}

/** All of a table, or nothing and what is wrong with it. */
async function bringIn(visit: SignedVisit, kit: Addresses): Promise<Answer> {
  const { t, file, who } = visit
  if (file === null || file.length === 0) return listPage(visit, kit, t('list_file_missing'))
  const read = readOfficial(file)
  if (read.kind === 'broken')
    return listPage(visit, kit, t('addresses_refused', { row: read.row ?? 1, problem: read.problem }))
  await kit.addresses.add(read.rows, who.id)
  return { kind: 'go', to: home }
}

/** A day of Jakarta, `2026-11-24`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}

export function kindLabel(kind: OwnKind): Label {
  return `address_kind_${kind.replaceAll('-', '_')}` as Label
}
