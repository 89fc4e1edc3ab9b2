/** One's own account: where one is signed in, one-time codes, the zone of times. */
import type { VNode } from 'preact'
import type { OpenSession, Reviewers } from '../../db/reviewers.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { NewPassword } from './new-password.tsx'
import { type Answer, base, codesPath, isUuid, nextPlace, type Page, type SignedVisit } from './page.ts'
import { mustHaveCodes } from './roles.ts'
import {
  hashPassword,
  isPassword,
  longestPassword,
  newSecret,
  pictureOf,
  type QrCode,
  shortestPassword,
  stepOf,
} from './secrets.ts'
import { zoneNamed } from './time.ts'
import { Moment, roleLabel, Trouble } from './views.tsx'

export function accountPages(reviewers: Reviewers): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/account',
      need: 'self',
      answer: (visit) => accountPage(visit, reviewers, null),
    },
    {
      method: 'POST',
      path: '/account/password',
      need: 'self',
      answer: (visit) => changePassword(visit, reviewers),
    },
    {
      method: 'POST',
      path: '/account/zone',
      need: 'self',
      async answer({ who, form }) {
        await reviewers.setZone(who.id, zoneNamed(form['zone']))
        return { kind: 'go', to: nextPlace(form['next']) }
      },
    },
    {
      method: 'POST',
      path: '/account/sessions/:session/end',
      need: 'self',
      async answer({ who, params, session }) {
        const chosen = params['session'] ?? ''
        if (chosen === 'others' || isUuid(chosen))
          await reviewers.endSession(who.id, chosen === 'others' ? null : chosen, session)
        return { kind: 'go', to: `${base}/account` }
      },
    },
    { method: 'GET', path: '/account/codes', need: 'self', answer: (visit) => codesPage(visit, null) },
    { method: 'POST', path: '/account/codes', need: 'self', answer: (visit) => setCodes(visit, reviewers) },
    {
      method: 'POST',
      path: '/account/recovery',
      need: 'self',
      async answer(visit) {
        if (!visit.who.hasCodes) return { kind: 'go', to: codesPath }
        return recoveryPage(visit, await reviewers.renewRecovery(visit.who.id))
      },
    },
  ]
}

/** `told`: what became of a change of the password. */
async function accountPage(
  visit: SignedVisit,
  reviewers: Reviewers,
  told: { readonly label: Label; readonly status: number } | null,
): Promise<Answer> {
  const { t, who, session } = visit
  const [sessions, left] = await Promise.all([
    reviewers.sessionsOf(who.id, session),
    reviewers.recoveryLeft(who.id),
  ])
  const body = (
    <>
      <h1>{t('account')}</h1>
      <section class="box">
        <dl>
          <dt>{t('name')}</dt>
          <dd>{who.name}</dd>
          <dt>{t('email')}</dt>
          <dd>{who.email}</dd>
          <dt>{t('organisation')}</dt>
          <dd>{who.organisation.name}</dd>
          <dt>{t('role')}</dt>
          <dd>{roleLabel(visit, who.role)}</dd>
        </dl>
        <p class="help">{t('account_help')}</p>
      </section>
      <Codes visit={visit} left={left} />
      <Password visit={visit} told={told} />
      <Sessions visit={visit} sessions={sessions} />
    </>
  )
  return { kind: 'page', title: t('account'), body, status: told?.status ?? 200 }
}

function Password(props: {
  readonly visit: SignedVisit
  readonly told: { readonly label: Label; readonly status: number } | null
}): VNode {
  const { visit, told } = props
  const { t, who, formToken } = visit
  const words = told === null ? null : t(told.label, { count: shortestPassword })
  return (
    <section class="box" aria-labelledby="password">
      <h2 id="password">{t('password_change')}</h2>
      {told?.status === 200 ? <p role="status">{words}</p> : <Trouble text={words} />}
      <Form to={`${base}/account/password`} token={formToken} class="narrow">
        <input type="hidden" name="email" autocomplete="username" value={who.email} />
        <label>
          {t('password_old')}
          <input
            name="old"
            type="password"
            autocomplete="current-password"
            required
            maxLength={longestPassword}
          />
        </label>
        <NewPassword visit={visit} />
        <button type="submit" class="quiet">
          {t('password_change')}
        </button>
      </Form>
    </section>
  )
}

/** Slowed down as signing in is: whoever found an open browser shall not guess the old one. */
async function changePassword(visit: SignedVisit, reviewers: Reviewers): Promise<Answer> {
  const { form, who, address, session } = visit
  const { old = '', password = '', again = '' } = form
  const refuse = (label: Label, status = 400) => accountPage(visit, reviewers, { label, status })
  if ([...password].length < shortestPassword || password.length > longestPassword)
    return refuse('password_help')
  if (password !== again) return refuse('passwords_differ')
  const known =
    (await reviewers.tries(who.email, address)) > 0 ? null : await reviewers.credentials(who.email)
  if (!(await isPassword(old, known?.password ?? null))) return refuse('password_old_wrong', 403)
  await reviewers.changePassword(who.id, await hashPassword(password), session)
  return accountPage(visit, reviewers, { label: 'password_changed', status: 200 })
}

function Codes({ visit, left }: { readonly visit: SignedVisit; readonly left: number }): VNode {
  const { t, who, formToken } = visit
  return (
    <section class="box" aria-labelledby="codes">
      <h2 id="codes">{t('codes')}</h2>
      {who.hasCodes ? (
        <>
          <p>{t('recovery_left', { count: left })}</p>
          <Form to={`${base}/account/recovery`} token={formToken}>
            <button type="submit" class="quiet">
              {t('recovery_renew')}
            </button>
          </Form>
        </>
      ) : (
        <p>
          {t('codes_off')}. <a href={codesPath}>{t('codes_set')}</a>
        </p>
      )}
    </section>
  )
}

function Sessions({
  visit,
  sessions,
}: {
  readonly visit: SignedVisit
  readonly sessions: readonly OpenSession[]
}): VNode {
  const { t, formToken } = visit
  const end = (id: string) => `${base}/account/sessions/${id}/end`
  return (
    <section class="box" aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions')}</h2>
      <ul class="rows">
        {sessions.map((each) => (
          <li key={each.id}>
            <span>
              <strong>{each.browser === '' ? t('browser_unknown') : each.browser}</strong>
              {each.current ? ` (${t('session_this')})` : ''}
              <br />
              <span class="help">
                {t('session_since')} <Moment at={each.since} visit={visit} /> · {t('session_seen')}{' '}
                <Moment at={each.seenAt} visit={visit} />
              </span>
            </span>
            {each.current ? null : (
              <Form to={end(each.id)} token={formToken}>
                <button type="submit" class="quiet">
                  {t('session_end')}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length < 2 ? null : (
        <Form to={end('others')} token={formToken}>
          <button type="submit" class="quiet">
            {t('sessions_end_others')}
          </button>
        </Form>
      )}
    </section>
  )
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
          <Qr code={await pictureOf(secret, who.email)} label={t('codes_picture')} />
          <p class="help">
            {t('codes_by_hand')} <code class="secret">{inFours(secret)}</code>
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

/** With the four light squares around it that readers ask for. */
function Qr({ code: { size, path }, label }: { readonly code: QrCode; readonly label: string }): VNode {
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`-4 -4 ${size + 8} ${size + 8}`}>
      <path d={path} />
    </svg>
  )
}

function inFours(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ')
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
  return recoveryPage(visit, await reviewers.setCodes(who.id, secret, step))
}

/** Shown this once. */
function recoveryPage({ t }: SignedVisit, codes: readonly string[]): Answer {
  const body = (
    <section class="narrow">
      <h1>{t('recovery')}</h1>
      <p>{t('recovery_help')}</p>
      <ol class="recovery">
        {codes.map((code) => (
          <li key={code}>
            <code>{inFours(code)}</code>
          </li>
        ))}
      </ol>
      <p>
        <a class="button" href={base}>
          {t('recovery_kept')}
        </a>
      </p>
    </section>
  )
  return { kind: 'page', title: t('recovery'), body }
}
