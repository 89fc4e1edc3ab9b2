/** What anybody may know, without signing in: a page of a few kilobytes, without scripts, for old phones and newspapers. */
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { NumberStore, OpenNumbers, Taken } from '../../db/numbers.ts'
import { monthBefore } from './numbers.tsx'
import { few } from './numbers-view.tsx'
import { age, inZone } from './time.ts'
import { type ConsoleLocale, consoleLocales, type Tell } from './words.ts'

export interface PublicNumbers {
  readonly numbers: Pick<NumberStore, 'readOpen'>
  readonly labels: Readonly<Record<ConsoleLocale, Tell>>
  /** Date of the list that answers are given by. */
  readonly listAsOf: () => string
  /** Where people find the bot; null: it is not told. */
  readonly botAddress: string | null
  readonly now: () => Date
}

/** Counted once in this long, in ms, however many ask. */
const keptMs = 600_000
/** Months that are counted. */
const months = 12

const style =
  'body{margin:0;font:17px/1.5 sans-serif;color:#1b2430;background:#fff}main{max-width:36em;margin:0 auto;padding:1em}table{width:100%;border-collapse:collapse}th,td{padding:.5em 0;text-align:left;font-weight:400;border-top:1px solid #d5dae0}td{text-align:right;font-weight:700}a{color:#0b4f8a}'

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': `public, max-age=${keptMs / 1_000}`,
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** Answers `GET /angka`, in English with `?lang=en`. */
export function createPublicNumbers(
  kit: PublicNumbers,
): (request: Pick<Request, 'url'>) => Promise<Response> {
  let kept: { readonly at: number; readonly pages: Promise<Readonly<Record<ConsoleLocale, string>>> } | null =
    null
  return async ({ url }) => {
    const at = kit.now().getTime()
    if (kept === null || at - kept.at >= keptMs) {
      const pages = draw(kit)
      const own = { at, pages }
      kept = own
      // What failed is tried again by whoever asks next.
      pages.catch(() => {
        if (kept === own) kept = null
      })
    }
    const asked = new URL(url).searchParams.get('lang')
    const locale = consoleLocales.find((each) => each === asked) ?? 'id'
    return new Response((await kept.pages)[locale], { headers })
  }
}

async function draw(kit: PublicNumbers): Promise<Readonly<Record<ConsoleLocale, string>>> {
  const now = kit.now()
  const since = monthBefore(now, months - 1)
  const numbers = await kit.numbers.readOpen(since)
  const of = (locale: ConsoleLocale): string =>
    `<!doctype html>${render(<Whole kit={kit} locale={locale} numbers={numbers} since={since} now={now} />)}`
  return { id: of('id'), en: of('en') }
}

function Whole(props: {
  readonly kit: PublicNumbers
  readonly locale: ConsoleLocale
  readonly numbers: OpenNumbers
  readonly since: string
  readonly now: Date
}): VNode {
  const { kit, locale, numbers, since, now } = props
  const t = kit.labels[locale]
  const { taken } = numbers
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const other = locale === 'id' ? 'en' : 'id'
  const lines: readonly (readonly [string, string])[] = [
    [t('public_reports'), told(numbers.reports, t)],
    [t('public_reviewed'), told(taken.reviewed.many, t)],
    [t('public_illegal'), told(numbers.illegal, t)],
    [t('public_sent'), told(taken.sent.many, t)],
    [t('public_removed'), told(taken.removed.many, t)],
    [t('public_review_time'), lasted(taken.reviewed, now, t)],
    [t('public_removal_time'), lasted(taken.whole, now, t)],
  ]
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t('public_title')}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>{t('public_title')}</h1>
          <p>{t('public_intro')}</p>
          <h2>{t('public_since', { month: month.format(new Date(`${since}-01T00:00:00Z`)) })}</h2>
          <table>
            <tbody>
              {lines.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>{t('public_list', { date: kit.listAsOf() })}</p>
          {kit.botAddress === null ? null : (
            <p>
              <strong>{t('public_bot', { address: kit.botAddress })}</strong>
            </p>
          )}
          <p>
            {t('public_note')} {t('public_at', { at: inZone(now, locale, 'Asia/Jakarta') })}
          </p>
          <p>
            <a href={`?lang=${other}`} hreflang={other} lang={other}>
              {other === 'en' ? 'English' : 'Indonesia'}
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}

/** A small number beside a place and a time may lead to somebody. */
function told(count: number, t: Tell): string {
  return count > 0 && count < few ? t('numbers_few', { count: few }) : String(count)
}

function lasted({ many, median }: Taken, now: Date, t: Tell): string {
  return many < few || median === null
    ? t('public_too_few')
    : t('public_half', { age: age(new Date(now.getTime() - median), now, t) })
}
