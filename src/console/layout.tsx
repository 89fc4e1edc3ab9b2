/** The frame around every page. */
import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { SignedVisit, Visit } from './page.ts'
import { base } from './page.ts'
import { allows } from './roles.ts'
import { consoleLocales } from './words.ts'

export interface Framed {
  readonly visit: Visit | SignedVisit
  readonly title: string
  readonly body: VNode
  /** Names of the files that the page needs, as they are served now. */
  readonly assets: { readonly style: string; readonly script: string; readonly htmx: string }
}

/** No eval, no style of its own, nobody else's pages: what the page's content policy allows. */
const htmxConfig = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyEnabled: false,
})

/** A whole page as HTML. */
export function frame({ visit, title, body, assets }: Framed): string {
  const { t, locale } = visit
  const who = 'who' in visit ? visit : null
  return `<!doctype html>${render(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} · Tanya Dulu`}</title>
        <link rel="stylesheet" href={assets.style} />
        <link rel="icon" href="data:," />
        <script src={assets.htmx} defer />
        <script src={assets.script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('skip')}
        </a>
        <header class="top">
          <a class="brand" href={base}>
            Tanya Dulu
          </a>
          {who === null ? null : <Menu visit={who} />}
          <Languages visit={visit} />
        </header>
        <main id="main" tabIndex={-1}>
          {body}
        </main>
        {who === null ? null : <footer>{t('times')}</footer>}
      </body>
    </html>,
  )}`
}

function Menu({ visit: { t, who, formToken, path } }: { readonly visit: SignedVisit }): VNode {
  const at = (to: string) => (path.split('?')[0]?.startsWith(to) ? ({ 'aria-current': 'page' } as const) : {})
  return (
    <>
      <nav aria-label={t('menu')}>
        {allows(who.role, 'cases.read') ? (
          <a href={`${base}/cases`} {...at(`${base}/cases`)}>
            {t('cases')}
          </a>
        ) : null}
        {allows(who.role, 'reviewers.manage') ? (
          <a href={`${base}/reviewers`} {...at(`${base}/reviewers`)}>
            {t('reviewers')}
          </a>
        ) : null}
        {allows(who.role, 'audit.read') ? (
          <a href={`${base}/audit`} {...at(`${base}/audit`)}>
            {t('audit')}
          </a>
        ) : null}
        <a href={`${base}/account`} {...at(`${base}/account`)}>
          {who.name}
        </a>
      </nav>
      <Form to={`${base}/sign-out`} token={formToken}>
        <button type="submit" class="quiet">
          {t('sign_out')}
        </button>
      </Form>
    </>
  )
}

function Languages({ visit: { locale, path } }: { readonly visit: Visit }): VNode {
  const [place = base, query = ''] = path.split('?')
  const to = (each: string): string => {
    const asked = new URLSearchParams(query)
    asked.set('lang', each)
    return `${place}?${asked}`
  }
  const names = { id: 'Indonesia', en: 'English' } as const
  return (
    <span class="languages">
      {consoleLocales.map((each) =>
        each === locale ? (
          <span key={each} lang={each} aria-current="true">
            {names[each]}
          </span>
        ) : (
          <a key={each} lang={each} hreflang={each} href={to(each)}>
            {names[each]}
          </a>
        ),
      )}
    </span>
  )
}

/** A form that only this session can send. */
export function Form(props: {
  readonly to: string
  readonly token: string
  readonly class?: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <form method="post" action={props.to} class={props.class ?? ''}>
      <input type="hidden" name="token" value={props.token} />
      {props.children}
    </form>
  )
}

/** A part of a page as HTML. */
export function part(body: VNode): string {
  return render(body)
}
