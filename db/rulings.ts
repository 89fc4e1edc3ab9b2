/** What officers decided about the identifiers of a batch of messages: one question to an index, and none for messages that
 * hold no number, account or address. Asked anew each time, so that a decision answers from its very commit on, in every
 * process; a copy in memory would be seconds late and as large as all that was ever decided. */
import { type Finding, type Indicator, keyOf, type Ruling } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'
import type { Pending } from './thinking.ts'

/** Numbers get new owners: what was decided longer ago than this is told to nobody. In days: two years. */
export const rulingDays = 730

/** By the key of an indicator; nothing for those that nobody decided about. */
export async function recallRulings(
  ask: Ask,
  batch: readonly Pending[],
  seal: Seal,
): Promise<ReadonlyMap<string, readonly Ruling[]>> {
  const sought = new Map<string, Indicator>()
  for (const { seeks } of batch)
    for (const indicator of seeks) sought.set(seal.recognise('indicator', keyOf(indicator)), indicator)
  const ruled = new Map<string, Ruling[]>()
  if (sought.size === 0) return ruled
  const rows = await ask<{ key: string; finding: Finding; at_ms: number }>(findRulings, [[...sought.keys()]])
  for (const { key, finding, at_ms } of rows) {
    const indicator = sought.get(key)
    if (indicator === undefined) continue
    const known = ruled.get(keyOf(indicator)) ?? []
    ruled.set(keyOf(indicator), [...known, { indicator, finding, at: new Date(at_ms) }])
  }
  return ruled
}

const findRulings = prepared(
  'find_rulings',
  `select key, finding, ${ms('at')} as at_ms from rulings
   where key = any($1::text[]) and at > now() - make_interval(days => ${rulingDays})`,
)
