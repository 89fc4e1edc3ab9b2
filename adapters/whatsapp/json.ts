/** Looks into what Meta or the page says, which nobody has checked: what is not there, or is of another kind, is null. */

export type Json = Readonly<Record<string, unknown>>

export function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The objects of a list; whatever else stands in it is left out. */
export function objects(value: unknown): readonly Json[] {
  return array(value).flatMap((each) => {
    const found = object(each)
    return found === null ? [] : [found]
  })
}

/** Without NUL, which no database keeps. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\0', '') : null
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

/** Unix seconds, which Meta writes as a string and the page as a number, as a date; null for what no calendar has. */
export function date(value: unknown): Date | null {
  const seconds =
    typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : (number(value) ?? -1)
  return seconds < 0 || seconds > 0xffff_ffff ? null : new Date(seconds * 1000)
}

/** JSON as a value; null where it is none. */
export function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
