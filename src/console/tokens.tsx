/** Tokens by which other systems read: made, shown once, revoked. */
import type { VNode } from 'preact'
import { type ApiToken, type Scope, scopes, type Tokens } from '../../db/tokens.ts'
import { Form } from './layout.tsx'
import { type Answer, base, isUuid, type Page, type SignedVisit } from './page.ts'
import { Moment, Trouble } from './views.tsx'

const home = `${base}/tokens`
const longestName = 80
/** How long a token may last. */
const lasts = [30, 90, 365] as const

export function tokenPages(tokens: Tokens): readonly Page[] {
  return [
    { method: 'GET', path: '/tokens', need: 'tokens.manage', answer: (visit) => list(visit, tokens, {}) },
    { method: 'POST', path: '/tokens', need: 'tokens.manage', answer: (visit) => make(visit, tokens) },
    {
      method: 'POST',
      path: '/tokens/:id/revoke',
      need: 'tokens.manage',
      async answer({ params, who }) {
        const id = params['id'] ?? ''
        if (isUuid(id)) await tokens.revoke(id, who.organisation.id, who.id)
        return { kind: 'go', to: home }
      },
    },
  ]
}

interface Told {
  readonly trouble?: string
  /** The new token, shown this once. */
  readonly token?: string
}

async function list(visit: SignedVisit, tokens: Tokens, said: Told): Promise<Answer> {
  const { t, who, origin } = visit
  const made = await tokens.of(who.organisation.id)
  const body = (
    <>
      <h1>{t('tokens')}</h1>
      <p class="lead">
        {t('tokens_help')} <a href={`${origin}/docs`}>{t('tokens_docs')}</a>
      </p>
      <Trouble text={said.trouble ?? null} />
      {said.token === undefined ? null : (
        <section class="notice" role="status">
          <p>{t('token_shown_once')}</p>
          <code class="link">{said.token}</code>
        </section>
      )}
      {made.length === 0 ? (
        <p class="empty">{t('tokens_none')}</p>
      ) : (
        <ul class="rows box">
          {made.map((each) => (
            <Row key={each.id} visit={visit} each={each} />
          ))}
        </ul>
      )}
      <NewToken visit={visit} />
    </>
  )
  return { kind: 'page', title: t('tokens'), body, status: said.trouble === undefined ? 200 : 400 }
}

function Row({ visit, each }: { readonly visit: SignedVisit; readonly each: ApiToken }): VNode {
  const { t, now, formToken } = visit
  const over = each.revokedAt !== null || each.until <= now
  return (
    <li>
      <span>
        <strong>{each.name}</strong> ({each.scopes.map((scope) => t(`scope_${scope}`)).join(', ')})
        <br />
        <span class="help">
          {t(each.revokedAt !== null ? 'token_revoked' : 'token_until')}{' '}
          <Moment at={each.revokedAt ?? each.until} visit={visit} /> · {t('session_seen')}{' '}
          {each.usedAt === null ? t('token_never') : <Moment at={each.usedAt} visit={visit} />}
        </span>
      </span>
      {over ? null : (
        <Form to={`${home}/${each.id}/revoke`} token={formToken}>
          <button type="submit" class="quiet">
            {t('token_revoke')}
          </button>
        </Form>
      )}
    </li>
  )
}

function NewToken({ visit }: { readonly visit: SignedVisit }): VNode {
  const { t, formToken } = visit
  return (
    <section class="narrow">
      <h2>{t('token_make')}</h2>
      <Form to={home} token={formToken}>
        <label>
          {t('token_name')}
          <input name="name" required maxLength={longestName} autocomplete="off" />
        </label>
        <fieldset>
          <legend>{t('token_scopes')}</legend>
          {scopes.map((scope) => (
            <label key={scope} class="tick">
              <input type="checkbox" name={scope} value="yes" />
              {t(`scope_${scope}`)}
            </label>
          ))}
        </fieldset>
        <label>
          {t('token_lasts')}
          <select name="days">
            {lasts.map((days) => (
              <option key={days} value={days}>
                {t('days', { count: days })}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{t('token_make')}</button>
      </Form>
    </section>
  )
}

async function make(visit: SignedVisit, tokens: Tokens): Promise<Answer> {
  const { t, form, who } = visit
  const name = (form['name'] ?? '').trim().slice(0, longestName)
  const chosen: readonly Scope[] = scopes.filter((scope) => form[scope] === 'yes')
  const days = lasts.find((each) => String(each) === form['days'])
  if (name === '' || chosen.length === 0 || days === undefined)
    return list(visit, tokens, { trouble: t('token_incomplete') })
  const { organisation } = who
  const token = await tokens.make({ name, scopes: chosen, days, organisation: organisation.id, by: who.id })
  return list(visit, tokens, { token })
}
