/** Looks into what the page says, which nobody has checked: what is not there, or is of another kind, is null. */

export type Json = Readonly<Record<string, unknown>>

export function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Without NUL, which no database keeps. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\0', '') : null
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Unix seconds as a date; null for what no calendar has. */
export function date(value: unknown): Date | null {
  const seconds = number(value)
  return seconds === null || seconds < 0 || seconds > 0xffff_ffff ? null : new Date(seconds * 1000)
}
