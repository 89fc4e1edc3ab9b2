/** What went wrong with a call, as what to do about it. Nothing here repeats text, chat, number or token. */
import { GrammyError, HttpError } from 'grammy'
import type { SendOutcome } from '#engine'
import { integer, object, text } from './json.ts'

/** What the Bot API answered to one call: an HTTP status and a body nobody has checked. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** The group became a supergroup: nothing was sent, and this is where it lives now. */
export interface Moved {
  readonly kind: 'moved'
  readonly chat: string
}

/** How long a delivery waits when Telegram could not be reached. The outbox makes later waits longer. */
const unreachableMs = 3000
/** When a 429 names no time. */
const throttledMs = 5000

const unreachable: SendOutcome = { kind: 'later', why: 'unreachable', afterMs: unreachableMs }
/** The line broke, or something between us spoke, when the call may have been done already. */
const inTheDark: SendOutcome = { ...unreachable, perhapsSent: true }

export function readAnswer(answer: Answer): SendOutcome | Moved {
  const body = parse(answer.body)
  if (body === null) return answer.status === 429 ? throttled(null) : inTheDark
  if (body.ok === true) {
    const id = integer(object(body.result)?.message_id)
    return { kind: 'sent', messageId: id === null ? '' : String(id) }
  }
  const parameters = object(body.parameters)
  return readRefusal({
    code: integer(body.error_code) ?? answer.status,
    description: text(body.description) ?? '',
    retryAfter: integer(parameters?.retry_after),
    movedTo: integer(parameters?.migrate_to_chat_id),
  })
}

/** Whatever a call threw: grammY's errors, a time-out, a broken line. */
export function readThrown(error: unknown): SendOutcome | Moved {
  if (!(error instanceof GrammyError)) return neverLeft.has(nameOf(error)) ? unreachable : inTheDark
  return readRefusal({
    code: error.error_code,
    description: error.description,
    retryAfter: error.parameters.retry_after ?? null,
    movedTo: error.parameters.migrate_to_chat_id ?? null,
  })
}

interface Refusal {
  readonly code: number
  readonly description: string
  readonly retryAfter: number | null
  readonly movedTo: number | null
}

function readRefusal(refusal: Refusal): SendOutcome | Moved {
  const { code, retryAfter, movedTo } = refusal
  if (movedTo !== null) return { kind: 'moved', chat: String(movedTo) }
  if (code === 429) return throttled(retryAfter)
  if (code === 400 || code === 403 || code === 413) {
    const outcome = { kind: 'refused', why: whyOf(refusal), detail: detailOf(refusal) } as const
    return leftUs.test(refusal.description) ? { ...outcome, optOut: true } : outcome
  }
  if (code >= 500) return inTheDark
  // 401 and 404 at run time mean that the token was changed: the operator mends it, and nothing is lost meanwhile.
  return unreachable
}

/** There was never a connection, so nothing was sent. */
const neverLeft: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** "Forbidden: bot was blocked by the user". */
const leftUs = /blocked by the user|user_is_blocked/i

function throttled(seconds: number | null): SendOutcome {
  const afterMs = seconds === null ? throttledMs : Math.max(1, seconds) * 1000
  return { kind: 'later', why: 'throttled', afterMs }
}

/** Telegram's words for a chat that is gone (tdlib/telegram-bot-api, `Client.cpp`). */
const gone =
  /chat not found|user not found|user is deactivated|peer_id_invalid|group chat was deactivated|chat_id is empty|message thread not found|topic_(deleted|closed)/i
const shut = /not enough rights|have no rights|chat_write_forbidden|bot is not a member|user_is_blocked/i

function whyOf({ code, description }: Refusal): 'blocked' | 'no-such-chat' | 'malformed' {
  if (gone.test(description)) return 'no-such-chat'
  return code === 403 || shut.test(description) ? 'blocked' : 'malformed'
}

/** Telegram quotes what was sent between its own words: what stands in quotes, and every number, is left out. */
function detailOf({ code, description }: Refusal): string {
  const words = description
    .replace(/\b(can|couldn|isn|doesn|won)'t/gi, '$1not')
    .replace(/["'`“”‘’].*["'`“”‘’]/gs, '…')
    .replace(/\d+/g, '#')
    .replace(/[^\p{L}\p{P}# ]/gu, ' ')
  return `${code} ${words.slice(0, 120)}`.trim()
}

/** The HTTP code of a refusal, or null when there was no answer that could be read. */
export function codeOf(error: unknown): number | null {
  return error instanceof GrammyError ? error.error_code : null
}

/** How long Telegram asks us to wait, in ms, or null when it does not say. */
export function retryAfterOf(error: unknown): number | null {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined
  return seconds === undefined ? null : seconds * 1000
}

/** An error by its kind alone, for logs: its words may hold an address with the token, or a person's text. */
export function nameOf(error: unknown): string {
  const inner = error instanceof HttpError ? error.error : error
  const code = object(inner)?.code
  if (typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)) return code
  return inner instanceof Error && /^\w{1,40}$/.test(inner.name) ? inner.name : 'Error'
}

function parse(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = object(JSON.parse(body))
    return typeof value?.ok === 'boolean' ? value : null
  } catch {
    return null
  }
}
