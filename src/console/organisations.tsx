/** Ministries, provinces and NGOs, and handing a case from one to another. */
import type { VNode } from 'preact'
import type { CaseId, OrganisationId } from '#engine'
import {
  type Organisation,
  type OrganisationForm,
  type Organisations,
  organisationKinds,
} from '../../db/organisations.ts'
import { Form } from './layout.tsx'
import { type Answer, base, isUuid, type Page, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { messagePage, Trouble } from './views.tsx'

const longestName = 120
const longestReason = 2_000

export function organisationPages(organisations: Organisations): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/organisations',
      need: 'organisations.manage',
      answer: (visit) => list(visit, organisations, null),
    },
    {
      method: 'POST',
      path: '/organisations',
      need: 'organisations.manage',
      answer: (visit) =>
        write(visit, organisations, (form) =>
          organisations.add(form, visit.who.id).then((made) => made !== null),
        ),
    },
    {
      method: 'POST',
      path: '/organisations/:id',
      need: 'organisations.manage',
      answer: (visit) =>
        write(visit, organisations, async (form) => {
          const id = visit.params['id'] ?? ''
          return isUuid(id) && organisations.change(id as OrganisationId, form, visit.who.id)
        }),
    },
    {
      method: 'POST',
      path: '/cases/:id/hand-over',
      need: 'cases.confirm',
      answer: (visit) => handOver(visit, organisations),
    },
  ]
}

async function write(
  visit: SignedVisit,
  organisations: Organisations,
  save: (form: OrganisationForm) => Promise<boolean>,
): Promise<Answer> {
  const { form, t } = visit
  const name = (form['name'] ?? '').trim().slice(0, longestName)
  const kind = organisationKinds.find((each) => each === form['kind'])
  if (name === '' || kind === undefined) return list(visit, organisations, t('name_missing'))
  const saved = await save({ name, kind, oversees: form['oversees'] === 'yes' })
  return saved
    ? { kind: 'go', to: `${base}/organisations` }
    : list(visit, organisations, t('organisation_known'))
}

async function list(
  visit: SignedVisit,
  organisations: Organisations,
  trouble: string | null,
): Promise<Answer> {
  const { t } = visit
  const body = (
    <>
      <h1>{t('organisations')}</h1>
      <p class="lead">{t('organisations_help')}</p>
      <Trouble text={trouble} />
      <div class="cards">
        {(await organisations.all()).map((each) => (
          <section key={each.id} class="box" aria-label={each.name}>
            <Fields visit={visit} to={`${base}/organisations/${each.id}`} each={each} />
          </section>
        ))}
        <section class="box" aria-labelledby="add">
          <h2 id="add">{t('organisation_add')}</h2>
          <Fields visit={visit} to={`${base}/organisations`} each={null} />
        </section>
      </div>
    </>
  )
  return { kind: 'page', title: t('organisations'), body, status: trouble === null ? 200 : 400 }
}

function Fields(props: {
  readonly visit: SignedVisit
  readonly to: string
  readonly each: Organisation | null
}): VNode {
  const { visit, to, each } = props
  const { t, formToken } = visit
  return (
    <Form to={to} token={formToken}>
      {each?.home === true ? <p class="help">{t('organisation_home')}</p> : null}
      <label>
        {t('name')}
        <input name="name" required maxLength={longestName} value={each?.name ?? ''} />
      </label>
      <label>
        {t('organisation_kind')}
        <select name="kind">
          {organisationKinds.map((kind) => (
            <option key={kind} value={kind} selected={kind === each?.kind}>
              {t(`organisation_${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="tick">
        <input type="checkbox" name="oversees" value="yes" checked={each?.oversees === true} />
        {t('organisation_oversees')}
      </label>
      <button type="submit" class={each === null ? '' : 'quiet'}>
        {t(each === null ? 'organisation_add' : 'save')}
      </button>
    </Form>
  )
}

async function handOver(visit: SignedVisit, organisations: Organisations): Promise<Answer> {
  const { t, who, params, form } = visit
  const id = params['id'] ?? ''
  const to = form['organisation'] ?? ''
  const reason = (form['reason'] ?? '').trim().slice(0, longestReason)
  const given =
    isUuid(id) &&
    isUuid(to) &&
    reason !== '' &&
    (await organisations.handOver(id as CaseId, {
      from: who.organisation.id,
      to: to as OrganisationId,
      by: who.id,
      reason,
    }))
  return given
    ? { kind: 'go', to: `${base}/cases` }
    : {
        kind: 'page',
        title: t('case_not_handed_over'),
        body: messagePage(visit, 'case_not_handed_over'),
        status: 409,
      }
}

/** On the page of a case of one's own organisation. `others`: every organisation there is. */
export function HandOver(props: {
  readonly visit: SignedVisit
  readonly id: CaseId
  readonly others: readonly Organisation[]
}): VNode | null {
  const { visit, id, others } = props
  const { t, who, formToken } = visit
  const choices = others.filter((each) => each.id !== who.organisation.id)
  if (choices.length === 0 || !allows(who, 'cases.confirm')) return null
  return (
    <details class="box">
      <summary>{t('hand_over')}</summary>
      <p class="help">{t('hand_over_help')}</p>
      <Form to={`${base}/cases/${id}/hand-over`} token={formToken}>
        <label>
          {t('organisation')}
          <select name="organisation">
            {choices.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('reason')}
          <textarea name="reason" rows={3} required maxLength={longestReason} />
        </label>
        <button type="submit">{t('hand_over')}</button>
      </Form>
    </details>
  )
}
