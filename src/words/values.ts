/** What is put into a hole: always plain text. Whoever typed it cannot turn lines around, hide letters, break the
 * layout or flood the screen. */
import { type Day, dayHoles, type Locale } from '#engine'

/** Longest value shown, in letters: the longest official name has 52, the longest source 150. */
export const mostShown = 160

/** A value as one line of visible letters. Bidi controls, zero-width and control characters are dropped. */
export function plainValue(value: string): string {
  // Far more is cut off first, so that 64 KB cost nothing.
  const visible = value
    .slice(0, mostShown * 8)
    .normalize('NFC')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim()
  const letters = [...visible]
  return letters.length <= mostShown
    ? visible
    : `${letters
        .slice(0, mostShown - 1)
        .join('')
        .trimEnd()}…`
}

/** A hole's value in a language: a day is written out, all else is plain text. */
export function valueIn(hole: string, value: string, locale: Locale): string {
  return dayHoles.includes(hole) ? writeDay(value as Day, locale) : plainValue(value)
}

const months = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
  en: 'January February March April May June July August September October November December',
  jv: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
  su: 'Januari Pébruari Maret April Méi Juni Juli Agustus Séptémber Oktober Nopémber Désémber',
} as const satisfies Record<Locale, string>

/** `2026-09-17` → `17 September 2026`, `2026-02` → `Februari 2026`, `2015` → `2015`. */
export function writeDay(day: Day, locale: Locale): string {
  const [, year, month, date] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(day) ?? []
  if (year === undefined) return plainValue(day)
  const named = months[locale].split(' ')[Number(month) - 1]
  return [date === undefined ? null : String(Number(date)), named, year]
    .filter((part) => part != null)
    .join(' ')
}
