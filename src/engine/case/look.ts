/** What a look at an address tells: whether what was asked to be removed is still there. It proposes; a person says. */

/** `login-wall`: the platform shows it to members alone. `changed`: something else stands there. */
export type LookResult = 'alive' | 'gone' | 'login-wall' | 'changed' | 'unknown'

/** What was seen at an address. */
export interface Seen {
  /** The last answer's status code; null: nobody answered. */
  readonly status: number | null
  /** Why nobody answered, where that is known: `no-such-name` is a name that is not registered any more. */
  readonly silence: 'no-such-name' | 'other' | null
  /** Where it led in the end. */
  readonly url: string
  /** The page's words, as a browser shows them. */
  readonly text: string
}

/** Pages of platforms that ask who is there before they show anything. */
const loginPlaces = /\/(login|log-in|signin|sign-in|checkpoint|accounts\/login|consent)(\.php)?([/?#]|$)/i
/** Of the words that stood there before, how many must still stand there, from 0 to 1. */
const sameShare = 0.4
/** Fewer words than these are too few to compare. */
const fewestWords = 8

/** `before`: the words seen when it was captured as evidence; null: none were. `goneWords`: how platforms say that
 * something is not there, in small letters, since they answer 200 all the same. Pure. */
export function readLook(
  seen: Seen,
  { before, goneWords }: { readonly before: string | null; readonly goneWords: readonly string[] },
): LookResult {
  const { status, silence, url, text } = seen
  if (status === null) return silence === 'no-such-name' ? 'gone' : 'unknown'
  if (status === 404 || status === 410 || status === 451) return 'gone'
  if (status === 401 || loginPlaces.test(url)) return 'login-wall'
  if (status >= 400) return 'unknown'
  const words = text.toLowerCase()
  if (goneWords.some((each) => words.includes(each))) return 'gone'
  if (before === null) return 'alive'
  const then = wordsOf(before)
  if (then.size < fewestWords) return 'alive'
  const now = wordsOf(text)
  const kept = [...then].filter((word) => now.has(word)).length
  return kept / then.size >= sameShare ? 'alive' : 'changed'
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
}

/** Days after a removal on which it is looked at again: it comes back within days, or after the watch is thought over. */
const recheckDays: readonly number[] = [1, 3, 7, 14, 30]

/** When to look again, after it was seen gone at `at`. */
export function rechecksAfter(at: Date): readonly Date[] {
  return recheckDays.map((days) => new Date(at.getTime() + days * 24 * 3_600_000))
}
