/** Signing in and out, invitations, one-time codes, and who else may use the console. */
import type { VNode } from 'preact'
import type { Reviewers } from '../../db/reviewers.ts'
import { codesPath } from './gate.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit, type Visit } from './page.ts'
import { allows, mustHaveCodes, roleNamed, roleNames } from './roles.ts'
import {
  hashPassword,
  isPassword,
  longestPassword,
  newSecret,
  pictureOf,
  shortestPassword,
  stepOf,
} from './secrets.ts'
import { zoneNamed } from './time.ts'
import { Trouble } from './views.tsx'

export interface People {
  readonly reviewers: Reviewers
}

export function peoplePages({ reviewers }: People): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/',
      need: 'self',
      answer: async ({ who }) => ({
        kind: 'go',
        to: allows(who, 'cases.read') ? `${base}/cases` : `${base}/account`,
      }),
    },
    { method: 'GET', path: '/sign-in', need: 'nobody', answer: async (visit) => signInPage(visit, null) },
    { method: 'POST', path: '/sign-in', need: 'nobody', answer: (visit) => signIn(visit, reviewers) },
    {
      method: 'POST',
      path: '/sign-out',
      need: 'self',
      async answer({ session }) {
        if (session !== null) await reviewers.signOut(session)
        return { kind: 'go', to: `${base}/sign-in`, session: null }
      },
    },
    {
      method: 'GET',
      path: '/invitation/:token',
      need: 'nobody',
      answer: (visit) => invitationPage(visit, reviewers, null),
    },
    {
      method: 'POST',
      path: '/invitation/:token',
      need: 'nobody',
      answer: (visit) => join(visit, reviewers),
    },
    { method: 'GET', path: '/account', need: 'self', answer: async (visit) => accountPage(visit) },
    {
      method: 'POST',
      path: '/account/zone',
      need: 'self',
      async answer({ who, form }) {
        await reviewers.setZone(who.id, zoneNamed(form['zone']))
        return { kind: 'go', to: nextPlace(form['next']) }
      },
    },
    { method: 'GET', path: '/account/codes', need: 'self', answer: (visit) => codesPage(visit, null) },
    {
      method: 'POST',
      path: '/account/codes',
      need: 'self',
      answer: (visit) => setCodes(visit, reviewers),
    },
    {
      method: 'GET',
      path: '/reviewers',
      need: 'reviewers.manage',
      answer: (visit) => reviewersPage(visit, reviewers, {}),
    },
    {
      method: 'POST',
      path: '/reviewers',
      need: 'reviewers.manage',
      answer: (visit) => invite(visit, reviewers),
    },
    {
      method: 'POST',
      path: '/reviewers/:id/close',
      need: 'reviewers.manage',
      answer: (visit) => onAnother(visit, reviewers, (id) => reviewers.close(id, visit.who.id)),
    },
    {
      method: 'POST',
      path: '/reviewers/:id/sign-out',
      need: 'reviewers.manage',
      answer: (visit) => onAnother(visit, reviewers, (id) => reviewers.signOutEverywhere(id, visit.who.id)),
    },
  ]
}

/** Only a page of ours, and never another site's. */
function nextPlace(asked: string | undefined): string {
  return asked !== undefined && /^\/console(\/[\w-]+)*\/?$/.test(asked) ? asked : base
}

function signInPage(visit: Visit, trouble: string | null, status = 200): Answer {
  const { t, query, form } = visit
  const body = (
    <section class="narrow door">
      <h1>{t('sign_in')}</h1>
      <Trouble text={trouble} />
      <form method="post" action={`${base}/sign-in`}>
        <input type="hidden" name="next" value={nextPlace(form['next'] ?? query['next'])} />
        <label>
          {t('email')}
          <input
            name="email"
            type="email"
            autocomplete="username"
            required
            value={form['email'] ?? ''}
            maxLength={254}
          />
        </label>
        <label>
          {t('password')}
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxLength={longestPassword}
          />
        </label>
        <label>
          {t('code_if_any')}
          <input name="code" inputMode="numeric" autocomplete="one-time-code" maxLength={9} />
        </label>
        <button type="submit">{t('sign_in')}</button>
      </form>
    </section>
  )
  return { kind: 'page', title: t('sign_in'), body, status }
}

async function signIn(visit: Visit, reviewers: Reviewers): Promise<Answer> {
  const { t, now, form, address, session } = visit
  const { email = '', password = '', code = '', next } = form
  const wait = await reviewers.tries(email, address)
  if (wait > 0) return signInPage(visit, t('sign_in_wait', { seconds: Math.ceil(wait / 1_000) }), 429)
  const known = await reviewers.credentials(email)
  const right = await isPassword(password, known?.password ?? null)
  // One sentence for all that may be wrong: it tells nobody which part was right.
  const wrong = async (): Promise<Answer> => {
    if (known !== null) await reviewers.refused(known.id)
    return signInPage(visit, t('sign_in_wrong'), 403)
  }
  if (known === null || !right) return wrong()
  const step = known.codes === null ? null : await stepOf(code, known.codes, now)
  if (known.codes !== null && step === null) return wrong()
  const token = await reviewers.signIn(known.id, { email, address, step })
  if (token === null) return wrong()
  // A token is never taken over from before: whoever planted one has nothing.
  if (session !== null) await reviewers.signOut(session)
  return { kind: 'go', to: nextPlace(next), session: token }
}

async function invitationPage(visit: Visit, reviewers: Reviewers, trouble: string | null): Promise<Answer> {
  const { t, params, form } = visit
  const invited = await reviewers.invited(params['token'] ?? '')
  if (invited === null) {
    const body = (
      <section class="narrow">
        <h1>{t('invitation_gone')}</h1>
        <p>{t('invitation_gone_help')}</p>
      </section>
    )
    return { kind: 'page', title: t('invitation_gone'), body, status: 404 }
  }
  const body = (
    <section class="narrow door">
      <h1>{t('invitation')}</h1>
      <p>{t('invitation_for', { email: invited.email, role: roleLabel(visit, invited.role) })}</p>
      <Trouble text={trouble} />
      <form method="post" action={`${base}/invitation/${params['token']}`}>
        <input type="hidden" name="email" autocomplete="username" value={invited.email} />
        <label>
          {t('your_name')}
          <input name="name" autocomplete="name" required maxLength={80} value={form['name'] ?? ''} />
        </label>
        <label>
          {t('new_password')}
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minLength={shortestPassword}
            maxLength={longestPassword}
            aria-describedby="password-help"
          />
        </label>
        <p id="password-help" class="help">
          {t('password_help', { count: shortestPassword })}
        </p>
        <label>
          {t('repeat_password')}
          <input
            name="again"
            type="password"
            autocomplete="new-password"
            required
            maxLength={longestPassword}
          />
        </label>
        <button type="submit">{t('set_password')}</button>
      </form>
    </section>
  )
  return { kind: 'page', title: t('invitation'), body, status: trouble === null ? 200 : 400 }
}

async function join(visit: Visit, reviewers: Reviewers): Promise<Answer> {
  const { t, params, form } = visit
  const { name = '', password = '', again = '' } = form
  const trouble =
    name.trim() === ''
      ? t('name_missing')
      : [...password].length < shortestPassword || password.length > longestPassword
        ? t('password_help', { count: shortestPassword })
        : password !== again
          ? t('passwords_differ')
          : null
  if (trouble !== null) return invitationPage(visit, reviewers, trouble)
  const token = params['token'] ?? ''
  // Looked up first: hashing costs as much as it is meant to, and strangers shall not make us do it.
  if ((await reviewers.invited(token)) === null) return invitationPage(visit, reviewers, null)
  const joined = await reviewers.join(token, {
    name: name.trim().slice(0, 80),
    password: await hashPassword(password),
  })
  return joined === null ? invitationPage(visit, reviewers, null) : { kind: 'go', to: `${base}/sign-in` }
}

function accountPage({ t, who }: SignedVisit): Answer {
  const body = (
    <section class="narrow">
      <h1>{t('account')}</h1>
      <dl>
        <dt>{t('name')}</dt>
        <dd>{who.name}</dd>
        <dt>{t('email')}</dt>
        <dd>{who.email}</dd>
        <dt>{t('role')}</dt>
        <dd>{roleLabel({ t }, who.role)}</dd>
        <dt>{t('codes')}</dt>
        <dd>{t(who.hasCodes ? 'codes_on' : 'codes_off')}</dd>
      </dl>
      {who.hasCodes ? null : (
        <p>
          <a href={codesPath}>{t('codes_set')}</a>
        </p>
      )}
      <p class="help">{t('account_help')}</p>
    </section>
  )
  return { kind: 'page', title: t('account'), body }
}

async function codesPage(visit: SignedVisit, trouble: string | null): Promise<Answer> {
  const { t, who, form, formToken } = visit
  if (who.hasCodes) return { kind: 'go', to: `${base}/account` }
  const secret = isSecret(form['secret']) ? form['secret'] : await newSecret()
  const body = (
    <section class="narrow">
      <h1>{t('codes_set')}</h1>
      <p>{t(mustHaveCodes(who.role) ? 'codes_must' : 'codes_may')}</p>
      <Trouble text={trouble} />
      <ol>
        <li>{t('codes_app')}</li>
        <li>
          {t('codes_scan')}
          <img class="qr" src={await pictureOf(secret, who.email)} alt={t('codes_picture')} />
          <p class="help">
            {t('codes_by_hand')} <code class="secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </li>
        <li>{t('codes_type')}</li>
      </ol>
      <Form to={codesPath} token={formToken}>
        <input type="hidden" name="secret" value={secret} />
        <label>
          {t('code')}
          <input name="code" inputMode="numeric" autocomplete="one-time-code" required maxLength={9} />
        </label>
        <button type="submit">{t('codes_confirm')}</button>
      </Form>
    </section>
  )
  return { kind: 'page', title: t('codes_set'), body, status: trouble === null ? 200 : 400 }
}

/** 160 bits in base32, as we drew it. */
function isSecret(text: string | undefined): text is string {
  return text !== undefined && /^[A-Z2-7]{32}$/.test(text)
}

async function setCodes(visit: SignedVisit, reviewers: Reviewers): Promise<Answer> {
  const { t, who, form, now } = visit
  const { secret, code = '' } = form
  if (who.hasCodes || !isSecret(secret)) return { kind: 'go', to: `${base}/account` }
  const step = await stepOf(code, secret, now)
  if (step === null) return codesPage(visit, t('code_wrong'))
  await reviewers.setCodes(who.id, secret, step)
  return { kind: 'go', to: base }
}

export function roleLabel({ t }: Pick<Visit, 't'>, role: string): string {
  const name = roleNamed(role)
  return name === null ? role : t(`role_${name.replaceAll('-', '_')}` as Label)
}

interface Told {
  readonly trouble?: string
  /** The one-time link, shown this once. */
  readonly link?: string
  readonly email?: string
}

async function reviewersPage(visit: SignedVisit, reviewers: Reviewers, told: Told): Promise<Answer> {
  const { t, formToken } = visit
  const everybody = await reviewers.all()
  const body = (
    <>
      <h1>{t('reviewers')}</h1>
      <Trouble text={told.trouble ?? null} />
      {told.link === undefined ? null : (
        <section class="notice" role="status">
          <p>{t('invitation_link', { email: told.email ?? '' })}</p>
          <code class="link">{told.link}</code>
        </section>
      )}
      <table>
        <caption class="unseen">{t('reviewers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('acts')}</th>
          </tr>
        </thead>
        <tbody>
          {everybody.map((each) => (
            <tr key={each.id}>
              <td data-label={t('name')}>
                <strong>{each.name}</strong>
                <br />
                <span class="help">{each.email}</span>
              </td>
              <td data-label={t('role')}>{roleLabel(visit, each.role)}</td>
              <td data-label={t('status')}>
                {t(`reviewer_${each.state}`)}
                {each.hasCodes ? `, ${t('codes_on')}` : ''}
              </td>
              <td data-label={t('acts')}>
                {each.id === visit.who.id || each.state === 'closed' ? null : (
                  <div class="acts">
                    <Form to={`${base}/reviewers/${each.id}/sign-out`} token={formToken}>
                      <button type="submit" class="quiet">
                        {t('sign_out_everywhere')}
                      </button>
                    </Form>
                    <Form to={`${base}/reviewers/${each.id}/close`} token={formToken}>
                      <button type="submit" class="quiet">
                        {t('close_account')}
                      </button>
                    </Form>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <InviteForm visit={visit} />
    </>
  )
  return { kind: 'page', title: t('reviewers'), body, status: told.trouble === undefined ? 200 : 400 }
}

function InviteForm({ visit }: { readonly visit: SignedVisit }): VNode {
  const { t, formToken } = visit
  return (
    <section class="narrow">
      <h2>{t('invite')}</h2>
      <Form to={`${base}/reviewers`} token={formToken}>
        <label>
          {t('email')}
          <input name="email" type="email" required maxLength={254} autocomplete="off" />
        </label>
        <label>
          {t('role')}
          <select name="role">
            {roleNames.map((role) => (
              <option key={role} value={role}>
                {roleLabel(visit, role)}
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input type="checkbox" name="again" value="yes" />
          {t('invite_again')}
        </label>
        <button type="submit">{t('invite')}</button>
      </Form>
    </section>
  )
}

async function invite(visit: SignedVisit, reviewers: Reviewers): Promise<Answer> {
  const { t, form, who, origin } = visit
  const email = (form['email'] ?? '').trim()
  const role = roleNamed(form['role'] ?? '')
  if (!isEmail(email) || role === null) return reviewersPage(visit, reviewers, { trouble: t('email_wrong') })
  if (form['again'] === 'yes') {
    const token = await reviewers.inviteAgain(email, who.id)
    if (token === null) return reviewersPage(visit, reviewers, { trouble: t('reviewer_unknown') })
    return reviewersPage(visit, reviewers, { link: linkOf(token, origin), email })
  }
  const invited = await reviewers.invite({ email, role, organisation: who.organisation.id, by: who.id })
  return invited.kind === 'known'
    ? reviewersPage(visit, reviewers, { trouble: t('reviewer_known') })
    : reviewersPage(visit, reviewers, { link: linkOf(invited.token, origin), email })
}

/** `origin`: where the console is reached, without a path. */
export function linkOf(token: string, origin: string): string {
  return `${origin}${base}/invitation/${token}`
}

export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
}

/** Nobody shuts themselves out. */
async function onAnother(
  { params, who }: SignedVisit,
  reviewers: Reviewers,
  act: (id: Parameters<Reviewers['close']>[0]) => Promise<void>,
): Promise<Answer> {
  const other = (await reviewers.all()).find(({ id }) => id === params['id'])
  if (other !== undefined && other.id !== who.id) await act(other.id)
  return { kind: 'go', to: `${base}/reviewers` }
}
