/** What the operator has chosen to be watched, with what came of each: read, entered, confirmed. */
import type pg from 'pg'
import type { OrganisationId, ReviewerId, WatchKind, WatchSourceId, WatchTrouble } from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

/** What an officer says of a source. */
export interface WatchSourceForm {
  readonly kind: WatchKind
  /** In its one form: an address, `telegram:@name`, `telegram:-100…`, a partner's name. */
  readonly address: string
  readonly name: string
  readonly owner: string
  readonly purpose: string
  readonly paceMinutes: number
  readonly perDay: number
  readonly on: boolean
}

export interface WatchSource extends WatchSourceForm {
  readonly id: WatchSourceId
  readonly addedAt: Date
  readonly dueAt: Date | null
  /** When it was last read without trouble; null: not yet. */
  readonly readAt: Date | null
  readonly triedAt: Date | null
  readonly trouble: WatchTrouble | null
  readonly failures: number
  /** Items judged; those that entered the queue; of these, those of cases that were decided, and decided to be illegal. */
  readonly judged: number
  readonly entered: number
  readonly decided: number
  readonly confirmed: number
  /** Pages that wait to be read. */
  readonly waiting: number
}

export interface WatchNumbers {
  /** Of each sign of what entered: how many are decided, and how many of these were illegal. The most frequent first. */
  readonly signs: readonly {
    readonly sign: string
    readonly entered: number
    readonly decided: number
    readonly confirmed: number
  }[]
  /** Cases that the watch knew before a person told of them: how many, and by how many hours in the median. */
  readonly first: { readonly many: number; readonly hours: number | null }
  /** Cases of which nobody but the watch has told. */
  readonly alone: number
  /** Cases that a person told of first, and the watch met later. */
  readonly later: number
  /** What was removed, by who told of its case first. */
  readonly removed: { readonly watch: number; readonly people: number }
}

export interface WatchSources {
  all(of: OrganisationId): Promise<readonly WatchSource[]>
  /** null: this organisation watches that already. */
  add(form: WatchSourceForm, by: WatchActor): Promise<WatchSourceId | null>
  /** Many at once, all or none; how many were new. */
  addAll(forms: readonly WatchSourceForm[], by: WatchActor): Promise<number>
  /** Everything but what it is. False: no such source. */
  change(id: WatchSourceId, form: Omit<WatchSourceForm, 'kind' | 'address'>, by: WatchActor): Promise<boolean>
  /** False: no such source. */
  turn(id: WatchSourceId, on: boolean, by: WatchActor): Promise<boolean>
  /** Reads it as soon as somebody can. */
  hurry(id: WatchSourceId, by: WatchActor): Promise<boolean>
  /** Somebody handed in a list for it, of so many rows. */
  noteList(id: WatchSourceId, rows: number, by: WatchActor): Promise<void>
  numbers(of: OrganisationId): Promise<WatchNumbers>
  /** Chats that are watched, by their address. */
  chats(): Promise<ReadonlyMap<string, WatchSourceId>>
  /** The list of a partner that is on, by its name; null: there is none. */
  partner(of: OrganisationId, name: string): Promise<WatchSourceId | null>
}

export interface WatchActor {
  readonly of: OrganisationId
  readonly by: ReviewerId
}

const mostSigns = 40

/** The list of a partner is recognised by its name, in small letters. */
export const partnerAddress = (name: string): string => `partner:${name.trim().toLowerCase()}`

export function createWatchSources({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): WatchSources {
  const keyOf = ({ kind, address }: Pick<WatchSourceForm, 'kind' | 'address'>) =>
    seal.recognise('watch-source', kind, address)
  const comesByItself = (kind: WatchKind) => kind === 'chat' || kind === 'partner'

  const addOne = async (
    within: Parameters<Parameters<typeof transact>[1]>[0],
    form: WatchSourceForm,
    { of, by }: WatchActor,
  ): Promise<WatchSourceId | null> => {
    const [made] = await within<{ id: WatchSourceId }>(addSource, [
      of,
      form.kind,
      keyOf(form),
      seal.close(form.address),
      form.name,
      form.owner,
      form.purpose,
      form.paceMinutes,
      form.perDay,
      form.on,
      by,
      now(),
      comesByItself(form.kind) ? null : now(),
    ])
    if (made === undefined) return null
    await note(
      within,
      {
        at: now(),
        by,
        act: 'watch.source-added',
        subject: made.id,
        details: { name: form.name, kind: form.kind },
      },
      seal,
    )
    return made.id
  }

  return {
    async all(of) {
      const rows = await ask<SourceRow>(pool, allSources, [of])
      return rows.map(({ added_ms, due_ms, read_ms, tried_ms, pace_minutes, per_day, address, ...row }) => ({
        ...row,
        address: String(seal.open(address)),
        paceMinutes: pace_minutes,
        perDay: per_day,
        addedAt: new Date(added_ms),
        dueAt: due_ms === null ? null : new Date(due_ms),
        readAt: read_ms === null ? null : new Date(read_ms),
        triedAt: tried_ms === null ? null : new Date(tried_ms),
      }))
    },
    add: (form, actor) => transact(pool, (within) => addOne(within, form, actor)),
    addAll: (forms, actor) =>
      transact(pool, async (within) => {
        let fresh = 0
        for (const form of forms) if ((await addOne(within, form, actor)) !== null) fresh++
        return fresh
      }),
    change: (id, form, { of, by }) =>
      transact(pool, async (within) => {
        const changed = await within(changeSource, [
          id,
          of,
          form.name,
          form.owner,
          form.purpose,
          form.paceMinutes,
          form.perDay,
          form.on,
        ])
        if (changed.length === 0) return false
        await note(
          within,
          { at: now(), by, act: 'watch.source-changed', subject: id, details: { name: form.name } },
          seal,
        )
        return true
      }),
    turn: (id, on, { of, by }) =>
      transact(pool, async (within) => {
        if ((await within(turnSource, [id, of, on])).length === 0) return false
        const act = on ? 'watch.source-on' : 'watch.source-off'
        await note(within, { at: now(), by, act, subject: id, details: {} }, seal)
        return true
      }),
    hurry: (id, { of, by }) =>
      transact(pool, async (within) => {
        if ((await within(hurrySource, [id, of, now()])).length === 0) return false
        await note(within, { at: now(), by, act: 'watch.source-hurried', subject: id, details: {} }, seal)
        return true
      }),
    noteList: (id, rows, { by }) =>
      transact(pool, (within) =>
        note(
          within,
          { at: now(), by, act: 'watch.list-taken', subject: id, details: { rows: String(rows) } },
          seal,
        ).then(() => undefined),
      ),
    async numbers(of) {
      const [signs, [cases], [removed]] = await Promise.all([
        ask<WatchNumbers['signs'][number]>(pool, countSigns, [of, mostSigns]),
        ask<{ first: number; hours: number | null; alone: number; later: number }>(pool, countFirst, [of]),
        ask<{ watch: number; people: number }>(pool, countRemoved, [of]),
      ])
      if (cases === undefined || removed === undefined) throw new Error('nothing was counted')
      const { first, hours, alone, later } = cases
      return { signs, first: { many: first, hours }, alone, later, removed }
    },
    async chats() {
      const rows = await ask<{ id: WatchSourceId; address: string }>(pool, chatsWatched, [])
      return new Map(rows.map(({ id, address }) => [String(seal.open(address)), id]))
    },
    async partner(of, name) {
      const key = keyOf({ kind: 'partner', address: partnerAddress(name) })
      const [row] = await ask<{ id: WatchSourceId }>(pool, partnerNamed, [of, key])
      return row?.id ?? null
    },
  }
}

interface SourceRow
  extends Omit<WatchSource, 'paceMinutes' | 'perDay' | 'addedAt' | 'dueAt' | 'readAt' | 'triedAt'> {
  readonly pace_minutes: number
  readonly per_day: number
  readonly added_ms: number
  readonly due_ms: number | null
  readonly read_ms: number | null
  readonly tried_ms: number | null
}

const allSources = prepared(
  'all_watch_sources',
  `select s.id, s.kind, s.address, s.name, s.owner, s.purpose, s.pace_minutes, s.per_day, s."on", s.trouble, s.failures,
     s.judged, ${ms('s.added_at')} as added_ms, ${ms('s.due_at')} as due_ms, ${ms('s.read_at')} as read_ms,
     ${ms('s.tried_at')} as tried_ms, e.entered, e.decided, e.confirmed,
     (select count(*)::int from watch_items i where i.source_id = s.id and i.due_at is not null) as waiting
   from watch_sources s, lateral (
     select count(*)::int as entered, count(*) filter (where c.status = 'decided')::int as decided,
       count(*) filter (where c.status = 'decided' and c.finding = 'illegal-recruitment')::int as confirmed
     from watch_items i join reports r on r.id = i.report_id join cases c on c.id = r.case_id
     where i.source_id = s.id) e
   where s.organisation_id = $1::uuid order by s."on" desc, lower(s.name), s.id`,
)
const addSource = prepared(
  'add_watch_source',
  `insert into watch_sources (organisation_id, kind, key, address, name, owner, purpose, pace_minutes, per_day, "on",
     added_by, added_at, due_at)
   values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::int, $9::int, $10::bool, $11::uuid,
     $12::timestamptz, $13::timestamptz)
   on conflict (organisation_id, key) do nothing returning id`,
)
const changeSource = prepared(
  'change_watch_source',
  `update watch_sources set name = $3::text, owner = $4::text, purpose = $5::text, pace_minutes = $6::int,
     per_day = $7::int, "on" = $8::bool where id = $1::uuid and organisation_id = $2::uuid returning id`,
)
const turnSource = prepared(
  'turn_watch_source',
  'update watch_sources set "on" = $3::bool where id = $1::uuid and organisation_id = $2::uuid returning id',
)
/** What waits already is not put off. */
const hurrySource = prepared(
  'hurry_watch_source',
  `update watch_sources set due_at = least(due_at, $3::timestamptz) where id = $1::uuid and organisation_id = $2::uuid
     and due_at is not null returning id`,
)
const chatsWatched = prepared(
  'watched_chats',
  `select id, address from watch_sources where kind = 'chat' and "on"`,
)
const partnerNamed = prepared(
  'partner_list_named',
  `select id from watch_sources where organisation_id = $1::uuid and key = $2::text and "on"`,
)

const countSigns = prepared(
  'count_watch_signs',
  `select sign, count(*)::int as entered, count(*) filter (where c.status = 'decided')::int as decided,
     count(*) filter (where c.status = 'decided' and c.finding = 'illegal-recruitment')::int as confirmed
   from watch_items i join reports r on r.id = i.report_id join cases c on c.id = r.case_id
     and c.organisation_id = $1::uuid, unnest(r.signs) as sign
   group by sign order by entered desc, sign limit $2::int`,
)
const countFirst = prepared(
  'count_watch_first',
  `with watched as (
     select r.case_id, min(r.at) as at from watch_items i join reports r on r.id = i.report_id
       join cases c on c.id = r.case_id and c.organisation_id = $1::uuid group by r.case_id),
   both_told as (
     select w.at as watch_at, (select min(at) from reports r where r.case_id = w.case_id
       and r.channel <> '${watchChannel}') as people_at from watched w)
   select count(*) filter (where people_at > watch_at)::int as first,
     (percentile_cont(0.5) within group (order by extract(epoch from people_at - watch_at) / 3600)
       filter (where people_at > watch_at))::float8 as hours,
     count(*) filter (where people_at is null)::int as alone,
     count(*) filter (where people_at <= watch_at)::int as later
   from both_told`,
)
const countRemoved = prepared(
  'count_watch_removed',
  `select count(*) filter (where channel = '${watchChannel}')::int as watch,
     count(*) filter (where channel <> '${watchChannel}')::int as people
   from takedowns t join cases c on c.id = t.case_id and c.organisation_id = $1::uuid,
     lateral (select channel from reports r where r.case_id = c.id order by r.at, r.place limit 1) first
   where t.status = 'removed'`,
)
