/** How the queue is narrowed, as the address of its page says it. */
import type { CaseId, ChannelName, PriorityReason } from '#engine'
import { type Asked, type Level, shownNames } from '../../db/queue.ts'

/** Without what the session says: whose cases, and who asks. */
export interface Filter extends Omit<Asked, 'sees' | 'who' | 'among'> {
  readonly search: string
}

/** In the order in which they are shown. */
export const levels: readonly Level[] = ['danger', 'caution', 'no-signs']
export const reasons: readonly PriorityReason[] = [
  'captive',
  'money-just-sent',
  'leaves-soon',
  'left',
  'child',
  'trafficking-pattern',
  'reborn',
  'money-sent',
  'many-people',
  'grave-signs',
  'waiting-long',
]
/** Letters of a search. */
export const longestSearch = 2_048
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const word = /^[\w.-]{1,60}$/
const month = /^20\d\d-(0[1-9]|1[0-2])$/

/** `2026-11`; null: none, or it is not understood. */
export function monthIn(given: string | undefined): string | null {
  return given !== undefined && month.test(given) ? given : null
}

/** What is not understood counts as not asked for. A search looks everywhere, unless it is told where. */
export function readFilter(query: Readonly<Record<string, string>>): Filter {
  const named = (name: string): string | null => {
    const given = query[name] ?? ''
    return word.test(given) ? given : null
  }
  const search = (query['search'] ?? '').trim().slice(0, longestSearch)
  const { after } = query
  return {
    search,
    shown: shownNames.find((each) => each === query['shown']) ?? (search === '' ? 'open' : 'any'),
    level: levels.find((each) => each === query['level']) ?? null,
    reason: reasons.find((each) => each === query['reason']) ?? null,
    sign: named('sign'),
    platform: named('platform'),
    country: named('country'),
    channel: named('channel') as ChannelName | null,
    agency: named('agency'),
    since: monthIn(query['since']),
    until: monthIn(query['until']),
    withPicture: query['picture'] === 'yes',
    after: after !== undefined && uuid.test(after) ? (after as CaseId) : null,
  }
}

/** The part of the address behind the `?`. */
export function writeFilter({ withPicture, shown, search, ...filter }: Filter): string {
  const usual = search === '' ? 'open' : 'any'
  const written = Object.entries({
    search: search === '' ? null : search,
    shown: shown === usual ? null : shown,
    picture: withPicture ? 'yes' : null,
    ...filter,
  }).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  return new URLSearchParams(written.map(([name, value]) => [name, value])).toString()
}

/** Narrowed by anything beside where cases stand and what is searched for. */
export function isNarrowed(filter: Filter): boolean {
  const { search: _, shown: _shown, after: _after, withPicture, ...narrow } = filter
  return withPicture || Object.values(narrow).some((each) => each !== null)
}
