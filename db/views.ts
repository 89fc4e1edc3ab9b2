/** Ways to narrow the queue that an officer has kept, each with a name. Sealed: a search may hold somebody's number. */
import type pg from 'pg'
import * as z from 'zod'
import type { ReviewerId } from '#engine'
import type { Seal } from './seal.ts'
import { ask, prepared } from './statements.ts'

export interface SavedView {
  readonly id: string
  readonly name: string
  /** What stands behind the `?` of the queue's address. */
  readonly query: string
}

export interface Views {
  of(who: ReviewerId): Promise<readonly SavedView[]>
  /** The oldest goes when there are more than twenty. */
  save(who: ReviewerId, view: Omit<SavedView, 'id'>): Promise<void>
  remove(who: ReviewerId, id: string): Promise<void>
}

const mostViews = 20
const form = z.object({ name: z.string(), query: z.string() })

export function createViews({ pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal }): Views {
  return {
    async of(who) {
      const rows = await ask<{ id: string; view: string }>(pool, viewsOf, [who])
      return rows.map(({ id, view }) => ({ id, ...form.parse(seal.open(view)) }))
    },
    async save(who, { name, query }) {
      await ask(pool, saveView, [who, seal.close({ name, query })])
      await ask(pool, dropOldest, [who, mostViews])
    },
    async remove(who, id) {
      await ask(pool, removeView, [who, id])
    },
  }
}

const viewsOf = prepared(
  'views_of',
  'select id::text, view from saved_views where reviewer_id = $1::uuid order by id',
)
const saveView = prepared(
  'save_view',
  'insert into saved_views (reviewer_id, view) values ($1::uuid, $2::text)',
)
const dropOldest = prepared(
  'drop_oldest_view',
  `delete from saved_views where reviewer_id = $1::uuid and id not in (
     select id from saved_views where reviewer_id = $1::uuid order by id desc limit $2::int)`,
)
const removeView = prepared(
  'remove_view',
  'delete from saved_views where reviewer_id = $1::uuid and id = $2::bigint',
)
