/** Troubles on order: the next calls of a method fail in the way asked for. */

export type Fault =
  /** Telegram's own refusal. `retryAfter` in seconds. */
  | {
      readonly kind: 'refuse'
      readonly code: number
      readonly description: string
      readonly retryAfter?: number
      readonly migrateTo?: number
    }
  /** A proxy's page instead of JSON. */
  | { readonly kind: 'garbage'; readonly code?: number }
  /** This body, with status 200: good JSON that is not what the method answers. The call was not accepted. */
  | { readonly kind: 'answer'; readonly body: string }
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

export const tooManyRequests = (seconds: number): Fault => ({
  kind: 'refuse',
  code: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  retryAfter: seconds,
})
export const serverError = (code: 500 | 502 | 503 | 504 = 502): Fault => ({
  kind: 'refuse',
  code,
  description: code === 500 ? 'Internal Server Error' : 'Bad Gateway',
})

export interface Faults {
  /** `method` as in the API, or `*` for any. */
  failNext(method: string, fault: Fault, times?: number): void
  next(method: string): Fault | null
  clear(): void
}

export function createFaults(): Faults {
  const ordered: { readonly method: string; readonly fault: Fault }[] = []
  return {
    failNext(method, fault, times = 1) {
      for (let time = 0; time < times; time++) ordered.push({ method: method.toLowerCase(), fault })
    },
    next(method) {
      if (ordered.length === 0) return null
      const at = ordered.findIndex((each) => each.method === method.toLowerCase() || each.method === '*')
      return at < 0 ? null : (ordered.splice(at, 1)[0]?.fault ?? null)
    },
    clear() {
      ordered.length = 0
    },
  }
}
