/** Addresses that are ministries' and firms' own, as the operator keeps them beside what is shipped; and what tells look-alikes,
 * learned anew within seconds when they, or the list of firms, change in any process. */
import type pg from 'pg'
import type { Lookalikes, OwnAddress, ReviewerId } from '#engine'
import { note } from './audit.ts'
import type { Lists } from './lists.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

/** An address, and who says that it is theirs. */
export interface ToldAddress extends OwnAddress {
  readonly source: string
  /** Day, month or year of the source. */
  readonly sourceDate: string
}

export interface KeptAddress extends ToldAddress {
  readonly id: number
  readonly addedAt: Date
  /** Number of the correction by which a firm told it; null: an officer did. */
  readonly appeal: number | null
}

export interface OwnAddresses {
  /** Those that are on the list now, by owner. */
  all(): Promise<readonly KeptAddress[]>
  /** Adds those that are not there yet. How many were added. */
  add(told: readonly ToldAddress[], by: ReviewerId, appeal?: number): Promise<number>
  /** False: it is not on the list. */
  remove(id: number, by: ReviewerId): Promise<boolean>
  /** Changes whenever the list does. */
  version(): Promise<string>
}

export function createOwnAddresses(kit: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): OwnAddresses {
  const { pool, seal, now } = kit
  return {
    async all() {
      const rows = await ask<Omit<KeptAddress, 'addedAt'> & { added_ms: number }>(pool, readThem, [])
      return rows.map(({ added_ms, ...row }) => ({ ...row, addedAt: new Date(added_ms) }))
    },
    add: (told, by, appeal) =>
      transact(pool, async (ask: Ask) => {
        const added = await ask<{ id: number }>(addThem, [
          told.map(({ owner }) => owner),
          told.map(({ sort }) => sort),
          told.map(({ kind }) => kind),
          told.map(({ value }) => value),
          told.map(({ source }) => source),
          told.map(({ sourceDate }) => sourceDate),
          appeal ?? null,
          by,
          now(),
        ])
        if (added.length === 0) return 0
        const details = {
          rows: String(added.length),
          ...(appeal === undefined ? {} : { appeal: String(appeal) }),
        }
        await note(ask, { at: now(), by, act: 'agencies.addresses-added', subject: null, details }, seal)
        return added.length
      }),
    remove: (id, by) =>
      transact(pool, async (ask: Ask) => {
        const [gone] = await ask<{ value: string }>(removeOne, [id, by, now()])
        if (gone === undefined) return false
        await note(
          ask,
          { at: now(), by, act: 'agencies.addresses-removed', subject: null, details: { value: gone.value } },
          seal,
        )
        return true
      }),
    async version() {
      const [row] = await ask<{ version: string }>(pool, versionOf, [])
      return row?.version ?? ''
    },
  }
}

/** How often a change is looked for, in ms. */
const lookEveryMs = 5_000

export interface OwnersFeed {
  readonly current: () => Lookalikes
  stop(): void
}

/** Learns once, and again whenever the list of addresses or the lists of firms move. `onFault` hears of a look that failed,
 * and what was known stays. */
export async function createOwnersFeed(options: {
  readonly addresses: Pick<OwnAddresses, 'all' | 'version'>
  readonly lists: Pick<Lists, 'current' | 'version'>
  /** What is shipped, beside the operator's. */
  readonly shipped: readonly OwnAddress[]
  /** `firms`: names of the current list. */
  readonly learn: (own: readonly OwnAddress[], firms: readonly string[]) => Lookalikes
  readonly onFault: (error: unknown) => void
}): Promise<OwnersFeed> {
  const { addresses, lists, shipped, learn, onFault } = options
  const versionNow = async () => `${await addresses.version()} ${await lists.version()}`
  const read = async () => {
    const version = await versionNow()
    const listed = (await lists.current()).filter(({ kind }) => kind === 'listed')
    const firms = listed.flatMap(({ statements }) => statements.map(({ name }) => name))
    return { version, lookalikes: learn([...shipped, ...(await addresses.all())], firms) }
  }
  let known = await read()
  let looking = false
  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      if ((await versionNow()) !== known.version) known = await read()
    } catch (error) {
      onFault(error)
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  return { current: () => known.lookalikes, stop: () => clearInterval(timer) }
}

const readThem = prepared(
  'read_own_addresses',
  `select id::float8 as id, owner, sort, kind, value, source, source_date as "sourceDate", appeal,
     ${ms('added_at')} as added_ms
   from own_addresses where removed_at is null order by sort desc, owner, kind, value`,
)
const addThem = prepared(
  'add_own_addresses',
  `insert into own_addresses (owner, sort, kind, value, source, source_date, appeal, added_by, added_at)
   select u.*, $7::int, $8::uuid, $9::timestamptz
   from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as u
   on conflict do nothing returning id::float8 as id`,
)
const removeOne = prepared(
  'remove_own_address',
  `update own_addresses set removed_at = $3::timestamptz, removed_by = $2::uuid
   where id = $1::bigint and removed_at is null returning value`,
)
const versionOf = prepared(
  'version_of_own_addresses',
  `select concat(coalesce(max(id), 0), '.', count(removed_at)) as version from own_addresses`,
)
