/** Troubles on order: the next calls fail in the way asked for. */

export type Fault =
  /** Meta's own refusal, with the words of its table. */
  | { readonly kind: 'refuse'; readonly code: number }
  /** A status and a body as they are; the call was not accepted. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Half of a good answer; the call was accepted. */
  | { readonly kind: 'half' }
  /** The line is cut before anything was done. */
  | { readonly kind: 'drop-before' }
  /** The call is done, then the line is cut: what no client can tell from the former. */
  | { readonly kind: 'drop-after' }
  /** Never an answer; the call was not accepted. */
  | { readonly kind: 'hang' }
  /** Accepted, and answered after so many ms. */
  | { readonly kind: 'slow'; readonly ms: number }

/** What is called: a message, a read mark, media, a template list, the number itself. */
export type Called = 'message' | 'mark' | 'media' | 'file' | 'templates' | 'number'

export interface Faults {
  failNext(call: Called, fault: Fault, times?: number): void
  next(call: Called): Fault | null
}

export function createFaults(): Faults {
  const ordered: { readonly call: Called; readonly fault: Fault }[] = []
  return {
    failNext(call, fault, times = 1) {
      for (let time = 0; time < times; time++) ordered.push({ call, fault })
    },
    next(call) {
      const at = ordered.findIndex((each) => each.call === call)
      return at < 0 ? null : (ordered.splice(at, 1)[0]?.fault ?? null)
    },
  }
}
