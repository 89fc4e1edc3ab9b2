/** What went wrong with a call, as what to do about it. Nothing here repeats text, number or token. */
import type { SendOutcome } from '#engine'
import { array, integer, type Json, object, parse, text } from '../json.ts'
import { fingerprint } from './identity.ts'

/** What the Graph API answered to one call: an HTTP status and a body nobody has checked. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** An error as the Graph API and the webhook write it. */
export interface Failure {
  readonly outcome: SendOutcome
  /** null: there was none to read. */
  readonly code: number | null
}

type Meaning =
  | { readonly later: 'throttled' | 'unreachable'; readonly afterMs: number }
  | { readonly refused: 'blocked' | 'no-such-chat' | 'window-closed' | 'malformed' }

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes

const unreachable: Meaning = { later: 'unreachable', afterMs: 3 * seconds }
const throttled: Meaning = { later: 'throttled', afterMs: 5 * seconds }
/** Something the operator mends (token, permission, payment, a locked account): nothing is lost meanwhile. */
const ours: Meaning = { later: 'unreachable', afterMs: 1 * minutes }
const malformed: Meaning = { refused: 'malformed' }

/** The one code that is an opt-out; in 131026 Meta mixes it with much else. */
const stoppedCode = 131050

/** By code: Cloud API, "Error codes". What is not here is judged by its HTTP status. */
const meanings: Readonly<Record<number, Meaning>> = {
  // Throttling: of the app, of the account, of the number; "try again later".
  4: { later: 'throttled', afterMs: 1 * minutes },
  80007: { later: 'throttled', afterMs: 1 * minutes },
  130429: throttled,
  // "Spam rate limit": too many of our messages were blocked or reported. Asking again soon makes it worse.
  131048: { later: 'throttled', afterMs: 10 * minutes },
  // "Account in maintenance mode": the number is being raised to a higher throughput, a minute at most.
  131057: { later: 'throttled', afterMs: 1 * minutes },
  133016: { later: 'throttled', afterMs: 10 * minutes },
  // "Pair rate limit": too many to this one person; only they wait. `pace.ts` lengthens it, 4^X seconds.
  131056: { later: 'unreachable', afterMs: 4 * seconds },
  // "Not delivered to maintain healthy ecosystem engagement": not to be tried again before the next day.
  131049: { later: 'unreachable', afterMs: 24 * hours },

  1: unreachable,
  2: unreachable,
  131000: unreachable,
  131016: unreachable,
  131052: unreachable,
  131053: unreachable,
  133004: unreachable,

  0: ours,
  3: ours,
  10: ours,
  33: ours,
  190: ours,
  368: ours,
  131005: ours,
  131031: ours,
  131042: ours,
  131045: ours,
  133005: ours,
  133006: ours,
  133010: ours,

  // "Undeliverable": no WhatsApp there any more, too old an app, or we were blocked; Meta does not say which.
  131026: { refused: 'blocked' },
  // "User has stopped marketing messages".
  [stoppedCode]: { refused: 'blocked' },
  130403: { refused: 'blocked' },
  // "Recipient not in allowed list" of a test number; "Recipient cannot be sender".
  131030: { refused: 'no-such-chat' },
  131021: { refused: 'no-such-chat' },
  // "Restricted from messaging users in this country".
  130497: { refused: 'no-such-chat' },

  // More than 24 hours since the person wrote.
  131047: { refused: 'window-closed' },
  470: { refused: 'window-closed' },

  100: malformed,
  // Part of an experiment of Meta's: marketing messages do not arrive, and are not to be tried again.
  130472: malformed,
  131008: malformed,
  131009: malformed,
  131051: malformed,
}

/** A message that was sent, or why not. */
export function readAnswer({ status, body }: Answer): Failure {
  const answer = object(parse(body))
  if (answer === null) return { outcome: inTheDark(byStatus(status, false)), code: null }
  const id = text(object(array(answer.messages)[0])?.id)
  if (status < 300 && id !== null && id !== '')
    return { outcome: { kind: 'sent', messageId: fingerprint(id) }, code: null }
  const error = object(answer.error)
  return error === null
    ? { outcome: inTheDark(byStatus(status, false)), code: null }
    : readError(error, status)
}

/** Not the platform's own answer: it may have taken the message all the same. */
function inTheDark(meaning: Meaning): SendOutcome {
  const outcome = outcomeOf(meaning, '')
  return outcome.kind === 'later' && outcome.why === 'unreachable'
    ? { ...outcome, perhapsSent: true }
    : outcome
}

/** An error object, from a call or from a status. */
export function readError(error: Json, status: number): Failure {
  const code = integer(error.code)
  const meaning = code === null ? byStatus(status, true) : (meaningOf(code) ?? byError(error, status))
  const outcome = outcomeOf(meaning, detailOf(code, error))
  return {
    outcome: code === stoppedCode && outcome.kind === 'refused' ? { ...outcome, optOut: true } : outcome,
    code,
  }
}

function meaningOf(code: number): Meaning | undefined {
  if (code >= 200 && code <= 299) return ours
  // Templates: absent, paused, with other parameters.
  if (code >= 132000 && code <= 132999) return malformed
  return meanings[code]
}

function byError(error: Json, status: number): Meaning {
  return error.is_transient === true ? unreachable : byStatus(status, true)
}

/** `readable`: the platform itself spoke, and not something between us. */
function byStatus(status: number, readable: boolean): Meaning {
  if (status === 429) return throttled
  if (status === 401 || status === 403) return ours
  return readable && status >= 400 && status < 500 && status !== 404 ? malformed : unreachable
}

function outcomeOf(meaning: Meaning, detail: string): SendOutcome {
  return 'later' in meaning
    ? { kind: 'later', why: meaning.later, afterMs: meaning.afterMs }
    : { kind: 'refused', why: meaning.refused, detail }
}

/** A time-out or a broken line, before any message was sent. */
export const broken = { kind: 'later', why: 'unreachable', afterMs: 3 * seconds } as const

/** Whatever the call of a message threw: only where there was never a connection is it certain that nothing was sent. */
export function readThrown(error: unknown): SendOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return neverLeft.has(code) ? broken : { ...broken, perhapsSent: true }
}

const neverLeft: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Meta's title of the error. It quotes nothing as a rule; numbers and whatever stands in quotes are left out. */
function detailOf(code: number | null, error: Json): string {
  const words = (text(error.title) ?? text(error.message) ?? '')
    .replace(/^\(#\d+\)\s*/, '')
    .replace(/["'`“”‘’].*["'`“”‘’]/gs, '…')
    .replace(/\d+/g, '#')
    .replace(/[^\p{L}\p{P}# ]/gu, ' ')
  return `${code ?? ''} ${words.slice(0, 120)}`.trim()
}
