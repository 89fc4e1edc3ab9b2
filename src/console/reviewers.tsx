/** Who else may use the console: inviting, changing roles, closing and opening accounts. */
import type { VNode } from 'preact'
import type { ReviewerId } from '#engine'
import type { Organisation, Organisations } from '../../db/organisations.ts'
import type { Reviewer, Reviewers } from '../../db/reviewers.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import { allows, roleNamed, roleNames } from './roles.ts'
import { roleLabel, Trouble } from './views.tsx'

export interface People {
  readonly reviewers: Reviewers
  readonly organisations: Organisations
}

const home = `${base}/reviewers`

export function reviewerPages(kit: People): readonly Page[] {
  const { reviewers } = kit
  return [
    { method: 'GET', path: '/reviewers', need: 'reviewers.manage', answer: (visit) => list(visit, kit, {}) },
    { method: 'POST', path: '/reviewers', need: 'reviewers.manage', answer: (visit) => invite(visit, kit) },
    onAnother('link', kit, async ({ email }, visit) =>
      told(visit, email, await reviewers.inviteAgain(email, visit.who.id)),
    ),
    onAnother('reopen', kit, async ({ id, email }, visit) =>
      told(visit, email, await reviewers.reopen(id, visit.who.id)),
    ),
    onAnother('role', kit, async ({ id }, { who, form }) => {
      const role = roleNamed(form['role'] ?? '')
      if (role !== null) await reviewers.changeRole(id, role, who.id)
      return null
    }),
    onAnother('close', kit, async ({ id }, { who }) => {
      await reviewers.close(id, who.id)
      return null
    }),
    onAnother('sign-out', kit, async ({ id }, { who }) => {
      await reviewers.signOutEverywhere(id, who.id)
      return null
    }),
  ]
}

interface Told {
  readonly trouble?: string
  /** The one-time link, shown this once. */
  readonly link?: string
  readonly email?: string
}

function told({ origin }: SignedVisit, email: string, token: string | null): Told | null {
  return token === null ? null : { email, link: linkOf(token, origin) }
}

/** An act on somebody whom this admin may manage; nobody changes their own rights, or shuts themselves out. */
function onAnother(
  act: string,
  kit: People,
  run: (other: Reviewer, visit: SignedVisit) => Promise<Told | null>,
): SignedPage {
  return {
    method: 'POST',
    path: `/reviewers/:id/${act}`,
    need: 'reviewers.manage',
    async answer(visit) {
      const managed = await managedBy(visit, kit.reviewers)
      const other = managed.find(({ id }) => id === (visit.params['id'] as ReviewerId))
      const outcome = other === undefined || other.id === visit.who.id ? null : await run(other, visit)
      return outcome === null ? { kind: 'go', to: home } : list(visit, kit, outcome)
    },
  }
}

/** Admins of the home organisation manage everybody; all others their own organisation. */
async function managedBy({ who }: SignedVisit, reviewers: Reviewers): Promise<readonly Reviewer[]> {
  const everywhere = allows(who, 'organisations.manage')
  return (await reviewers.all()).filter(
    ({ organisation }) => everywhere || organisation.id === who.organisation.id,
  )
}

async function organisationsOf(visit: SignedVisit, kit: People): Promise<readonly Organisation[]> {
  return allows(visit.who, 'organisations.manage') ? kit.organisations.all() : [visit.who.organisation]
}

async function list(visit: SignedVisit, kit: People, said: Told): Promise<Answer> {
  const { t } = visit
  const [managed, places] = await Promise.all([managedBy(visit, kit.reviewers), organisationsOf(visit, kit)])
  const body = (
    <>
      <h1>{t('reviewers')}</h1>
      <Trouble text={said.trouble ?? null} />
      {said.link === undefined ? null : (
        <section class="notice" role="status">
          <p>{t('invitation_link', { email: said.email ?? '' })}</p>
          <code class="link">{said.link}</code>
        </section>
      )}
      {places.map((place) => (
        <Group
          key={place.id}
          visit={visit}
          place={places.length > 1 ? place : null}
          people={managed.filter(({ organisation }) => organisation.id === place.id)}
        />
      ))}
      <InviteForm visit={visit} places={places} />
    </>
  )
  return { kind: 'page', title: t('reviewers'), body, status: said.trouble === undefined ? 200 : 400 }
}

function Group(props: {
  readonly visit: SignedVisit
  readonly place: Organisation | null
  readonly people: readonly Reviewer[]
}): VNode | null {
  const { visit, place, people } = props
  const { t } = visit
  if (people.length === 0) return null
  return (
    <>
      {place === null ? null : <h2>{place.name}</h2>}
      <table>
        <caption class="unseen">{place?.name ?? t('reviewers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('acts')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((each) => (
            <tr key={each.id}>
              <td>
                <strong>{each.name}</strong>
                <br />
                <span class="help">{each.email}</span>
              </td>
              <td>{roleLabel(visit, each.role)}</td>
              <td>
                {t(`reviewer_${each.state}`)}
                {each.hasCodes ? `, ${t('codes_on')}` : ''}
              </td>
              <td>{each.id === visit.who.id ? t('you') : <Acts visit={visit} other={each} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Acts({ visit, other }: { readonly visit: SignedVisit; readonly other: Reviewer }): VNode {
  const { t } = visit
  if (other.state === 'closed') return <Act visit={visit} other={other} act="reopen" label="reopen_account" />
  return (
    <details>
      <summary aria-label={`${t('change')}: ${other.name}`}>{t('change')}</summary>
      <Form to={`${home}/${other.id}/role`} token={visit.formToken} class="inline">
        <RoleField visit={visit} chosen={other.role} />
        <button type="submit" class="quiet">
          {t('save_role')}
        </button>
      </Form>
      <Act visit={visit} other={other} act="link" label={other.state === 'invited' ? 'resend' : 'new_link'} />
      {other.state === 'invited' ? null : <p class="help">{t('new_link_help')}</p>}
      <Act visit={visit} other={other} act="sign-out" label="sign_out_everywhere" />
      <Act visit={visit} other={other} act="close" label="close_account" />
    </details>
  )
}

function Act(props: {
  readonly visit: SignedVisit
  readonly other: Reviewer
  readonly act: string
  readonly label: 'reopen_account' | 'resend' | 'new_link' | 'sign_out_everywhere' | 'close_account'
}): VNode {
  const { visit, other, act, label } = props
  return (
    <Form to={`${home}/${other.id}/${act}`} token={visit.formToken}>
      <button type="submit" class="quiet">
        {visit.t(label)}
      </button>
    </Form>
  )
}

function RoleField({ visit, chosen }: { readonly visit: SignedVisit; readonly chosen?: string }): VNode {
  return (
    <label>
      {visit.t('role')}
      <select name="role">
        {roleNames.map((role) => (
          <option key={role} value={role} selected={role === chosen}>
            {roleLabel(visit, role)}
          </option>
        ))}
      </select>
    </label>
  )
}

function InviteForm(props: { readonly visit: SignedVisit; readonly places: readonly Organisation[] }): VNode {
  const { visit, places } = props
  const { t, formToken, who } = visit
  return (
    <section class="narrow">
      <h2>{t('invite')}</h2>
      <Form to={home} token={formToken}>
        <label>
          {t('email')}
          <input name="email" type="email" required maxLength={254} autocomplete="off" />
        </label>
        <RoleField visit={visit} />
        {places.length < 2 ? null : (
          <label>
            {t('organisation')}
            <select name="organisation">
              {places.map(({ id, name }) => (
                <option key={id} value={id} selected={id === who.organisation.id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit">{t('invite')}</button>
      </Form>
    </section>
  )
}

async function invite(visit: SignedVisit, kit: People): Promise<Answer> {
  const { t, form, who } = visit
  const email = (form['email'] ?? '').trim()
  const role = roleNamed(form['role'] ?? '')
  const places = await organisationsOf(visit, kit)
  const place = places.find(({ id }) => id === (form['organisation'] ?? who.organisation.id))
  if (!isEmail(email) || role === null || place === undefined)
    return list(visit, kit, { trouble: t('email_wrong') })
  const invited = await kit.reviewers.invite({ email, role, organisation: place.id, by: who.id })
  const outcome =
    invited.kind === 'known' ? { trouble: t('reviewer_known') } : told(visit, email, invited.token)
  return list(visit, kit, outcome ?? {})
}

/** `origin`: where the console is reached, without a path. */
export function linkOf(token: string, origin: string): string {
  return `${origin}${base}/invitation/${token}`
}

export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
}
