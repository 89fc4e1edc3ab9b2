/** What became of a move that may not be allowed: the new value, or why not. */
export type Moved<T, Why extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: Why }

export function moved<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refused<Why extends string>(why: Why): { readonly ok: false; readonly why: Why } {
  return { ok: false, why }
}
