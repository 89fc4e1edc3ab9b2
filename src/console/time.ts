/** Moments as officers read them: in their own zone with UTC beside it, and how long ago. */
import type { ConsoleLocale, Tell } from './words.ts'

/** The three zones of Indonesia; none of them has a summer time. */
export const zones = {
  'Asia/Jakarta': { short: 'WIB', offset: '+7' },
  'Asia/Makassar': { short: 'WITA', offset: '+8' },
  'Asia/Jayapura': { short: 'WIT', offset: '+9' },
} as const
export type Zone = keyof typeof zones
export const zoneNames = Object.keys(zones) as readonly Zone[]

/** Western Indonesia's, for whoever has chosen none. */
export function zoneNamed(name: string | null | undefined): Zone {
  return zoneNames.find((zone) => zone === name) ?? 'Asia/Jakarta'
}

const tag = { id: 'id-ID', en: 'en-GB' } as const
const shape = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const

/** `24 Nov 2026 10.15 WIB`. */
export function inZone(at: Date, locale: ConsoleLocale, zone: Zone): string {
  return `${write(at, locale, zone)} ${zones[zone].short}`
}

/** `24 Nov 2026 03.15 UTC`. */
export function inUtc(at: Date, locale: ConsoleLocale): string {
  return `${write(at, locale, 'UTC')} UTC`
}

function write(at: Date, locale: ConsoleLocale, timeZone: string): string {
  return formatOf(locale, timeZone).format(at).replace(',', '')
}

/** Made once: each costs more than a hundred uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(locale: ConsoleLocale, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(tag[locale], { ...shape, timeZone, hour12: false })
  formats.set(key, format)
  return format
}

/** `2026-11-24T10:15` as it is on clocks of this zone; null: it is no moment. */
export function momentIn(written: string | undefined, zone: Zone): Date | null {
  if (written === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)) return null
  const at = new Date(`${written.slice(0, 16)}:00+0${zones[zone].offset.slice(1)}:00`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** The same, for a field of a form. */
export function writtenIn(at: Date, zone: Zone): string {
  return new Date(at.getTime() + Number(zones[zone].offset) * 3_600_000).toISOString().slice(0, 16)
}

/** In the largest whole unit. */
export function age(since: Date, now: Date, t: Tell): string {
  const minutes = Math.max(1, Math.floor((now.getTime() - since.getTime()) / 60_000))
  if (minutes < 60) return t('age_minutes', { count: minutes })
  if (minutes < 48 * 60) return t('age_hours', { count: Math.floor(minutes / 60) })
  return t('age_days', { count: Math.floor(minutes / 1_440) })
}
