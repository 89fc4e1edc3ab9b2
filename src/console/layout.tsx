/** The frame around every page. */
import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { menu } from './menu.ts'
import type { SignedVisit, Visit } from './page.ts'
import { base } from './page.ts'
import { allows } from './roles.ts'
import { zoneNames, zones } from './time.ts'
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
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyEnabled: false,
})

/** A whole page as HTML. */
export function frame({ visit, title, body, assets }: Framed): string {
  const { t, locale } = visit
  const signed = 'who' in visit ? visit : null
  return `<!doctype html>${render(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} · Tanya Dulu`}</title>
        <link rel="stylesheet" href={assets.style} />
        <link rel="icon" href="data:," />
        {/* First: it makes the policy by which htmx may put answers into the page. */}
        <script src={assets.script} defer />
        <script src={assets.htmx} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('skip')}
        </a>
        <header class="top">
          <a class="brand" href={base}>
            Tanya Dulu
          </a>
          {signed === null ? null : <Who visit={signed} />}
          <Languages visit={visit} />
        </header>
        <div class="page">
          {signed === null ? null : <Menu visit={signed} />}
          <main id="main" tabIndex={-1}>
            {body}
          </main>
        </div>
        {signed === null ? null : <Zones visit={signed} />}
      </body>
    </html>,
  )}`
}

function Who({ visit: { t, who, formToken, path } }: { readonly visit: SignedVisit }): VNode {
  return (
    <>
      <span class="organisation">{who.organisation.name}</span>
      <a class="who" href={`${base}/account`} {...here(path, `${base}/account`)}>
        {who.name}
      </a>
      <Form to={`${base}/sign-out`} token={formToken}>
        <button type="submit" class="quiet">
          {t('sign_out')}
        </button>
      </Form>
    </>
  )
}

/** On a phone it opens over the page; on a wide screen it stands beside it (console.css). */
function Menu({ visit: { t, who, path } }: { readonly visit: SignedVisit }): VNode {
  const groups = menu
    .map((group) => group.filter(({ need }) => allows(who, need)))
    .filter((group) => group.length > 0)
  return (
    <>
      <button type="button" class="quiet open-menu" popovertarget="menu">
        {t('menu')}
      </button>
      <nav id="menu" class="menu" popover="auto" aria-label={t('menu')}>
        {groups.map((group) => (
          <ul key={group[0]?.to}>
            {group.map(({ to, label }) => (
              <li key={to}>
                <a href={`${base}${to}`} {...here(path, `${base}${to}`)}>
                  {t(label)}
                </a>
              </li>
            ))}
          </ul>
        ))}
      </nav>
    </>
  )
}

function here(path: string, to: string): { readonly 'aria-current'?: 'page' } {
  const [place = ''] = path.split('?')
  return place === to || place.startsWith(`${to}/`) ? { 'aria-current': 'page' } : {}
}

/** In which zone times are shown, and a button for each of the others. */
function Zones({ visit: { t, zone, formToken, back } }: { readonly visit: SignedVisit }): VNode {
  return (
    <footer>
      <p>{t('times', { zone: zones[zone].short, offset: zones[zone].offset })}</p>
      <Form to={`${base}/account/zone`} token={formToken} class="zones">
        <input type="hidden" name="next" value={back} />
        {zoneNames.map((each) =>
          each === zone ? null : (
            <button key={each} type="submit" class="quiet" name="zone" value={each}>
              {t('times_in', { zone: zones[each].short })}
            </button>
          ),
        )}
      </Form>
    </footer>
  )
}

function Languages({ visit: { locale, back } }: { readonly visit: Visit }): VNode {
  const [place = base, query = ''] = back.split('?')
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
