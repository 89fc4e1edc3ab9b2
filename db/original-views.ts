/** Pages of originals as officers see them: drawn when first asked for, then kept, sealed, as long as officers come back to
 * them (`retention.ts`). Drawing opens what strangers sent and takes a second; most pages are looked at by several. */
import type { View } from './evidence.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'

type Shown = Extract<View, { readonly kind: 'shown' }>

/** null: it was not drawn yet, or is forgotten again. */
export async function readView(ask: Ask, key: string, page: number, seal: Seal): Promise<Shown | null> {
  const [row] = await ask<{ pages: number; width: number; height: number; sealed: Buffer }>(findView, [
    key,
    page,
  ])
  if (row === undefined) return null
  const { sealed, ...size } = row
  return { kind: 'shown', bytes: seal.openBytes(sealed, aboutView(key, page)), ...size }
}

/** What another process drew meanwhile stays. */
export async function keepView(ask: Ask, key: string, page: number, view: Shown, seal: Seal): Promise<void> {
  const { bytes, pages, width, height } = view
  await ask(addView, [key, page, pages, width, height, seal.closeBytes(bytes, aboutView(key, page))])
}

export const aboutView = (key: string, page: number): string => `view ${key} ${page}`

const findView = prepared(
  'find_original_view',
  `select pages, width, height, sealed from original_views where key = $1::text and page = $2::int`,
)

/** Nothing, where the original is gone meanwhile. */
const addView = prepared(
  'add_original_view',
  `insert into original_views (key, page, pages, width, height, sealed)
   select key, $2::int, $3::int, $4::int, $5::int, $6::bytea from originals where key = $1::text for key share
   on conflict do nothing`,
)
