/** What the operator has chosen to be watched, and what comes of looking at it. */

/** `feed`: RSS, Atom or JSON Feed. `chat`: a channel or group that the bot is a member of. `partner`: a list that somebody
 * hands over. `decided`: addresses of cases that were decided to be illegal recruitment, looked at again. */
export const watchKinds = ['feed', 'sitemap', 'page', 'chat', 'partner', 'decided'] as const
export type WatchKind = (typeof watchKinds)[number]

/** Those that are fetched; the others come by themselves, or are known here already. */
export const fetchedKinds: ReadonlySet<WatchKind> = new Set(['feed', 'sitemap', 'page'])

/** Why a source could not be read.
 * - `closed-platform`: its owner forbids crawling (`content/watch/closed-platforms.csv`).
 * - `robots`: its robots.txt forbids it.
 * - `no-contact`: the operator has not said who reads (`WATCH_CONTACT`).
 * - `refused`: no address of the public web, or it leads to one that may not be read.
 * - `missing`, `forbidden`, `busy`, `server`: the status 404 or 410; 401, 403 or 451; 429; any other that is no answer.
 * - `unreachable`, `slow`, `too-big`: of the network.
 * - `wrong-type`: a picture, a program, anything that has no words.
 * - `unreadable`: broken beyond reading. `too-heavy`: reading it took more time or memory than anything may. */
export const watchTroubles = [
  'closed-platform',
  'robots',
  'no-contact',
  'refused',
  'missing',
  'forbidden',
  'busy',
  'server',
  'unreachable',
  'slow',
  'too-big',
  'wrong-type',
  'unreadable',
  'too-heavy',
] as const
export type WatchTrouble = (typeof watchTroubles)[number]

/** What became of one item. `danger` and `caution` have entered the queue. */
export type WatchOutcome = 'danger' | 'caution' | 'no-signs' | WatchTrouble
