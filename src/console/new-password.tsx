/** The two fields by which somebody chooses a password, and what it must be. */
import type { VNode } from 'preact'
import type { Visit } from './page.ts'
import { longestPassword, shortestPassword } from './secrets.ts'

export function NewPassword({ visit: { t } }: { readonly visit: Pick<Visit, 't'> }): VNode {
  return (
    <>
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
    </>
  )
}
