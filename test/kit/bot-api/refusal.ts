/** How the Bot API says no: an HTTP status, Telegram's own words, and what to do about it. */

export interface RefusalParameters {
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

/** Thrown anywhere inside a method; the server turns it into the error body Telegram would send. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number
  readonly description: string
  readonly parameters: RefusalParameters | undefined

  constructor(code: number, description: string, parameters?: RefusalParameters) {
    super(`${code} ${description}`)
    this.code = code
    this.description = description
    this.parameters = parameters
  }
}

export const badRequest = (words: string): Refusal => new Refusal(400, `Bad Request: ${words}`)
export const forbidden = (words: string): Refusal => new Refusal(403, `Forbidden: ${words}`)
export const conflict = (words: string): Refusal => new Refusal(409, `Conflict: ${words}`)

/** `seconds` is what `retry_after` says. */
export function tooMany(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
}
