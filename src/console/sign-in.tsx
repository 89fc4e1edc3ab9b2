/** Signing in and out, and taking up an invitation. */
import type { Reviewers, SignIn } from '../../db/reviewers.ts'
import { browserName } from './browser-name.ts'
import { NewPassword } from './new-password.tsx'
import { type Answer, base, nextPlace, type Page, type Visit } from './page.ts'
import { allows } from './roles.ts'
import { hashPassword, isPassword, longestPassword, shortestPassword, stepOf } from './secrets.ts'
import { roleLabel, Trouble } from './views.tsx'

export function signInPages(reviewers: Reviewers): readonly Page[] {
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
  ]
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
          <input name="code" autocomplete="one-time-code" maxLength={24} aria-describedby="code-help" />
        </label>
        <p id="code-help" class="help">
          {t('code_or_recovery')}
        </p>
        <button type="submit">{t('sign_in')}</button>
      </form>
      <p class="help">
        <a href={`${base}/appeal`}>{t('appeal_link')}</a>
      </p>
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
  const proof = known.codes === null ? null : await proofFrom(code, known.codes, now)
  if (proof === 'wrong') return wrong()
  const token = await reviewers.signIn(known.id, {
    email,
    address,
    proof,
    browser: browserName(visit.browser),
  })
  if (token === null) return wrong()
  // A token is never taken over from before: whoever planted one has nothing.
  if (session !== null) await reviewers.signOut(session)
  return { kind: 'go', to: nextPlace(next), session: token }
}

/** Whether a recovery code is theirs is known to the store alone. */
async function proofFrom(code: string, secret: string, now: Date): Promise<SignIn['proof'] | 'wrong'> {
  if (/[a-z]/i.test(code)) return { kind: 'recovery', code }
  const step = await stepOf(code, secret, now)
  return step === null ? 'wrong' : { kind: 'code', step }
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
        <NewPassword visit={visit} />
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
