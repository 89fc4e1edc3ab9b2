/** Replacing a list from the console: who did it is written down first. */
import type pg from 'pg'
import type { AgencyList, ReviewerId } from '#engine'
import { note } from './audit.ts'
import type { Lists } from './lists.ts'
import type { Seal } from './seal.ts'
import { transact } from './statements.ts'

export interface ListChanger extends Lists {
  /** As `swap`, by somebody. */
  replace(list: AgencyList, by: ReviewerId): Promise<'swapped' | 'already'>
}

/** The lists, and the one way to change them that names somebody. */
export function createListChanger({
  lists,
  pool,
  seal,
  now,
}: {
  readonly lists: Lists
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): ListChanger {
  return {
    ...lists,
    async replace(list, by) {
      const details = { kind: list.kind, asOf: list.asOf, rows: String(list.statements.length) }
      await transact(pool, (ask) =>
        note(ask, { at: now(), by, act: 'agencies.imported', subject: list.digest, details }, seal),
      )
      return lists.swap(list)
    },
  }
}
