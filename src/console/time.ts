/** Moments as officers read them: in western Indonesia's time with UTC beside it, and how long ago. */
import type { ConsoleLocale, Tell } from './words.ts'

const tag = { id: 'id-ID', en: 'en-GB' } as const
const shape = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const

/** `24 Nov 2026 10.15 WIB`. */
export function inJakarta(at: Date, locale: ConsoleLocale): string {
  return `${write(at, locale, 'Asia/Jakarta')} WIB`
}

/** `24 Nov 2026 03.15 UTC`. */
export function inUtc(at: Date, locale: ConsoleLocale): string {
  return `${write(at, locale, 'UTC')} UTC`
}

function write(at: Date, locale: ConsoleLocale, timeZone: string): string {
  return new Intl.DateTimeFormat(tag[locale], { ...shape, timeZone, hour12: false })
    .format(at)
    .replace(',', '')
}

/** In the largest whole unit. */
export function age(since: Date, now: Date, t: Tell): string {
  const minutes = Math.max(1, Math.floor((now.getTime() - since.getTime()) / 60_000))
  if (minutes < 60) return t('age_minutes', { count: minutes })
  if (minutes < 48 * 60) return t('age_hours', { count: Math.floor(minutes / 60) })
  return t('age_days', { count: Math.floor(minutes / 1_440) })
}
