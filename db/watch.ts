/** The work of the watch: which source or item is read next, by whom, and what came of it. Every process takes its work from
 * here under a lease, so that several share it and none reads what another reads. */
import { randomInt } from 'node:crypto'
import type pg from 'pg'
import * as z from 'zod'
import type {
  OrganisationId,
  ReportId,
  WatchedAd,
  WatchedItem,
  WatchKind,
  WatchSourceId,
  WatchTrouble,
} from '#engine'
import { fileReport } from './cases.ts'
import { keepPictures } from './evidence.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

/** What a server gave to ask by whether something has changed. */
export interface Validators {
  readonly etag: string
  readonly lastModified: string
}

/** A source to be read. */
export interface SourceJob {
  readonly what: 'source'
  readonly id: WatchSourceId
  readonly kind: WatchKind
  readonly address: string
  readonly paceMinutes: number
  readonly validators: Validators | null
  /** As `settle` was given it. */
  readonly digest: string | null
}

/** An item to be read: a page that a source lists. */
export interface ItemJob {
  readonly what: 'item'
  readonly id: string
  readonly source: WatchSourceId
  readonly kind: WatchKind
  readonly url: string
  /** What its source said of it; its words may be all there is. */
  readonly said: WatchedItem
  /** How often it was begun before. */
  readonly attempts: number
}

/** A picture that came with an item, as it was fetched. */
export interface WatchedPicture {
  readonly bytes: Uint8Array
  /** Media type by its first bytes. */
  readonly type: string
  readonly text: string
  readonly fingerprint: string | null
}

export interface Judged {
  readonly judged: WatchedAd
  readonly pictures: readonly WatchedPicture[]
}

/** One thing that a source lists. `id`: by which the source knows it. `mark`: what it says of it, as letters. */
export interface Listed {
  readonly id: string
  readonly mark: string
}

/** `read`: its words were taken and judged. `later`: its page is to be read. */
export type Found =
  | (Listed & Judged & { readonly kind: 'read'; readonly words: string })
  | (Listed & { readonly kind: 'later'; readonly url: string; readonly said: WatchedItem })

export type SourceReading =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'changed'
      readonly validators: Validators
      readonly digest: string
      readonly found: readonly Found[]
    }
  | {
      readonly kind: 'failed'
      readonly trouble: WatchTrouble
      /** Not before then; null: as usual after a failure. */
      readonly notBefore: Date | null
    }

export type ItemReading =
  | (Judged & { readonly kind: 'read'; readonly words: string })
  | { readonly kind: 'failed'; readonly trouble: WatchTrouble; readonly again: boolean }

/** How a machine of strangers may be asked. */
export type HostTurn =
  | { readonly kind: 'go' }
  /** Somebody, here or elsewhere, asked it just now, or it wants to be left alone. */
  | { readonly kind: 'later'; readonly at: Date }

export interface Watch {
  /** Sources and items that are due, the longest waiting first; leased to this process. */
  claim(most: number): Promise<readonly (SourceJob | ItemJob)[]>
  /** Those of `listed` that are new, or of which the source says something else than before. */
  changed(source: WatchSourceId, listed: readonly Listed[]): Promise<readonly Listed[]>
  /** False: another process has it by now, and nothing was written. */
  settleSource(job: SourceJob, reading: SourceReading): Promise<boolean>
  settleItem(job: ItemJob, reading: ItemReading): Promise<boolean>
  /** Gives a job back untouched, to be read at `at`. */
  postpone(job: SourceJob | ItemJob, at: Date): Promise<void>
  /** Takes the turn to ask a host, `paceMs` before anybody asks it again. */
  takeTurn(host: string, paceMs: number): Promise<HostTurn>
  /** It wants more time between two requests. */
  slowDown(host: string, paceMs: number): Promise<void>
  /** It answered; or it did not, and is left alone, longer each time, or until `until`. */
  answered(host: string): Promise<void>
  silent(host: string, until: Date | null): Promise<void>
  /** Its robots.txt as it was kept; null: it is to be asked for. `text` null: there is none that counts. */
  robots(host: string): Promise<{ readonly text: string | null } | null>
  keepRobots(host: string, text: string | null): Promise<void>
  /** Addresses in cases that were decided to be illegal recruitment, the newest first. */
  decidedAddresses(source: WatchSourceId): Promise<readonly string[]>
  /** Takes what came by itself: a post of a chat, a row of a list. Returns what became of each. */
  take(source: WatchSourceId, found: readonly Found[]): Promise<readonly TakenOutcome[]>
}

/** `waiting`: its page is read soon. `known`: it was taken before, and says nothing new. */
export type TakenOutcome = 'danger' | 'caution' | 'no-signs' | 'waiting' | 'known'

/** Longer than reading anything may take, with its pictures; a process that died leaves its work after this. In s. */
const leaseSeconds = 300
/** How long a robots.txt is believed, in hours (RFC 9309, 2.4). */
const robotsHours = 24
/** A page that cannot be read is tried this often. */
const mostAttempts = 3
/** Longest silence after failures, in hours. */
const longestSilence = 24
const mostDecided = 2_000
/** Between two pages of one list, as they are queued, so that few are due at once; the host's own pace is asked for beside
 * it. In s. */
const spacing = 10

const validatorsForm = z.object({ etag: z.string(), lastModified: z.string() })
const itemForm = z.object({
  from: z.enum(['feed', 'sitemap', 'page', 'chat', 'partner', 'decided']),
  address: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  links: z.array(z.string()),
  pictures: z.array(z.object({ text: z.string(), fingerprint: z.string().nullable() })),
  publishedAt: z.iso.datetime().nullable(),
})
const targetForm = z.object({ url: z.string(), said: itemForm })

/** `holder`: who has the leases, this process. `draw`: a number of eight digits for a report. */
export function createWatch({
  pool,
  seal,
  now,
  holder,
  draw = () => randomInt(10_000_000, 100_000_000),
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  readonly holder: string
  readonly draw?: () => number
}): Watch {
  const nameOf = (source: WatchSourceId, { id }: Listed) => seal.recognise('watch-item', source, id)
  const markOf = (source: WatchSourceId, { mark }: Pick<Listed, 'mark'>) =>
    seal.recognise('watch-mark', source, mark)
  const hostKey = (host: string) => seal.recognise('watch-host', host)

  /** Writes down what was judged, and files it where it looks dangerous. */
  async function enter(
    ask: Ask,
    item: { readonly id: string; readonly organisation: OrganisationId },
    { judged, pictures }: Judged,
  ): Promise<ReportId | null> {
    if (judged.level === 'no-signs') return null
    const keys = judged.ad.indicators
      .filter(({ joins }) => joins)
      .map(({ kind, value }) => seal.recognise('indicator', `${kind}:${value}`))
    // A page that changed a comma is no new evidence; one that names another number is.
    const [before] = await ask<{ knows: boolean }>(knowsAll, [item.id, keys])
    if (before?.knows === true) return null
    const filed = await fileReport(
      ask,
      {
        number: draw(),
        ads: [judged.ad],
        facts: [],
        contact: null,
        channel: watchChannel,
        organisation: item.organisation,
      },
      seal,
    )
    if (pictures.length > 0) await keepPictures(ask, { report: filed.report, from: 1, pictures }, seal)
    return filed.report
  }

  async function write(
    ask: Ask,
    source: { readonly id: WatchSourceId; readonly organisation: OrganisationId },
    found: readonly Found[],
  ): Promise<readonly TakenOutcome[]> {
    const outcomes: TakenOutcome[] = []
    let place = 0
    for (const each of found) {
      const target = each.kind === 'later' ? seal.close({ url: each.url, said: each.said }) : null
      const due = each.kind === 'later' ? new Date(now().getTime() + place++ * spacing * 1_000) : null
      const [item] = await ask<{ id: string; digest: string | null }>(addItem, [
        source.id,
        nameOf(source.id, each),
        markOf(source.id, each),
        target,
        due,
        now(),
      ])
      if (item === undefined) throw new Error('an item was not written')
      if (each.kind === 'later') {
        outcomes.push('waiting')
        continue
      }
      const digest = seal.recognise('watch-words', each.words)
      if (digest === item.digest) {
        outcomes.push('known')
        continue
      }
      const report = await enter(ask, { id: item.id, organisation: source.organisation }, each)
      await ask(judgeItem, [item.id, digest, each.judged.level, report, now()])
      outcomes.push(each.judged.level)
    }
    const judged = outcomes.filter((each) => each !== 'waiting' && each !== 'known').length
    if (judged > 0) await ask(countJudged, [source.id, judged])
    return outcomes
  }

  return {
    async claim(most) {
      const at = now()
      const sources = await ask<SourceRow>(pool, claimSources, [at, most, holder])
      const items =
        sources.length < most
          ? await transact(pool, async (ask) => {
              const rows = await ask<ItemRow>(claimItems, [at, most - sources.length, holder])
              if (rows.length > 0) await ask(spend, [rows.map(({ source_id }) => source_id), at])
              return rows
            })
          : []
      return [
        ...sources.map(
          (row): SourceJob => ({
            what: 'source',
            id: row.id,
            kind: row.kind,
            address: String(seal.open(row.address)),
            paceMinutes: row.pace_minutes,
            validators: row.validators === null ? null : validatorsForm.parse(seal.open(row.validators)),
            digest: row.digest,
          }),
        ),
        ...items.map((row): ItemJob => {
          const { url, said } = targetForm.parse(seal.open(row.target))
          return {
            what: 'item',
            id: row.id,
            source: row.source_id,
            kind: row.kind,
            url,
            said: { ...said, publishedAt: said.publishedAt === null ? null : new Date(said.publishedAt) },
            attempts: row.attempts - 1,
          }
        }),
      ]
    },

    async changed(source, listed) {
      const rows = await ask<{ key: string; mark: string | null }>(pool, markThem, [
        source,
        listed.map((each) => nameOf(source, each)),
        now(),
      ])
      const known = new Map(rows.map(({ key, mark }) => [key, mark]))
      return listed.filter((each) => known.get(nameOf(source, each)) !== markOf(source, each))
    },

    settleSource: (job, reading) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ organisation_id: OrganisationId; failures: number }>(lockSource, [
          job.id,
          holder,
        ])
        if (row === undefined) return false
        const pace = job.paceMinutes * 60_000
        if (reading.kind === 'failed') {
          // Twice as long each time, and not for more than a day beyond its own pace.
          const wait = Math.min(
            pace * 2 ** Math.min(row.failures, 10),
            Math.max(pace, longestSilence * hourMs),
          )
          const due = new Date(Math.max(now().getTime() + wait, reading.notBefore?.getTime() ?? 0))
          await ask(failSource, [job.id, now(), reading.trouble, due])
          return true
        }
        const due = new Date(now().getTime() + pace)
        if (reading.kind === 'unchanged') {
          await ask(keepSource, [job.id, now(), due])
          return true
        }
        await write(ask, { id: job.id, organisation: row.organisation_id }, reading.found)
        await ask(readSource, [job.id, now(), due, seal.close(reading.validators), reading.digest])
        return true
      }),

    settleItem: (job, reading) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ digest: string | null; organisation_id: OrganisationId; attempts: number }>(
          lockItem,
          [job.id, holder],
        )
        if (row === undefined) return false
        if (reading.kind === 'failed') {
          const again = reading.again && row.attempts < mostAttempts
          const due = again ? new Date(now().getTime() + 10 * 60_000 * 4 ** row.attempts) : null
          await ask(failItem, [job.id, now(), reading.trouble, due])
          return true
        }
        const digest = seal.recognise('watch-words', reading.words)
        if (digest === row.digest) {
          await ask(keepItem, [job.id, now()])
          return true
        }
        const report = await enter(ask, { id: job.id, organisation: row.organisation_id }, reading)
        await ask(judgeItem, [job.id, digest, reading.judged.level, report, now()])
        await ask(countJudged, [job.source, 1])
        return true
      }),

    async postpone(job, at) {
      if (job.what === 'source') return void (await ask(pool, postponeSource, [job.id, holder, at]))
      await transact(pool, async (within) => {
        const back = await within(postponeItem, [job.id, holder, at])
        // Nothing was fetched: the day's budget has it again.
        if (back.length > 0) await within(refund, [job.source])
      })
    },

    async takeTurn(host, paceMs) {
      const [row] = await ask<{ next_ms: number; mine: boolean }>(pool, takeHost, [
        hostKey(host),
        now(),
        new Date(now().getTime() + paceMs),
      ])
      // Somebody took the turn at this very moment, for the first time of all.
      if (row === undefined) return { kind: 'later', at: new Date(now().getTime() + paceMs) }
      return row.mine ? { kind: 'go' } : { kind: 'later', at: new Date(row.next_ms) }
    },
    async slowDown(host, paceMs) {
      await ask(pool, slowHost, [hostKey(host), new Date(now().getTime() + paceMs)])
    },
    async answered(host) {
      await ask(pool, hostAnswered, [hostKey(host)])
    },
    async silent(host, until) {
      await ask(pool, hostSilent, [hostKey(host), now(), until, longestSilence])
    },
    async robots(host) {
      const [row] = await ask<{ robots: string | null }>(pool, readRobots, [hostKey(host), now()])
      if (row === undefined) return null
      return { text: row.robots === null ? null : String(seal.open(row.robots)) }
    },
    async keepRobots(host, text) {
      await ask(pool, writeRobots, [hostKey(host), now(), text === null ? null : seal.close(text)])
    },
    async decidedAddresses(source) {
      const rows = await ask<{ value: string }>(pool, addressesDecided, [source, mostDecided])
      return rows.map(({ value }) => String(seal.open(value)))
    },
    take: (source, found) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ organisation_id: OrganisationId }>(lockTaking, [source, now()])
        if (row === undefined) return []
        return write(ask, { id: source, organisation: row.organisation_id }, found)
      }),
  }
}

const hourMs = 3_600_000

interface SourceRow {
  readonly id: WatchSourceId
  readonly kind: WatchKind
  readonly address: string
  readonly pace_minutes: number
  readonly validators: string | null
  readonly digest: string | null
}

interface ItemRow {
  readonly id: string
  readonly source_id: WatchSourceId
  readonly kind: WatchKind
  readonly target: string
  readonly attempts: number
}

const leased = `leased_by = $3::text, lease_until = $1::timestamptz + make_interval(secs => ${leaseSeconds})`
const free = '(lease_until is null or lease_until < $1::timestamptz)'

const claimSources = prepared(
  'claim_watch_sources',
  `update watch_sources set ${leased}
   where id in (
     select id from watch_sources where "on" and due_at <= $1::timestamptz and ${free}
     order by due_at limit $2::int for update skip locked)
   returning id, kind, address, pace_minutes, validators, digest`,
)

/** Only of sources that are on and have something left of the day's budget. */
const claimItems = prepared(
  'claim_watch_items',
  `update watch_items i set attempts = i.attempts + 1, ${leased}
   from watch_sources s
   where s.id = i.source_id and i.id in (
     select i.id from watch_items i join watch_sources s on s.id = i.source_id
     where i.due_at <= $1::timestamptz and (i.lease_until is null or i.lease_until < $1::timestamptz) and s."on"
       and (s.today < s.per_day or s.day is distinct from ($1::timestamptz at time zone 'UTC')::date)
     order by i.due_at, i.id limit $2::int for update of i skip locked)
   returning i.id::text, i.source_id, s.kind, i.target, i.attempts`,
)

const spend = prepared(
  'spend_watch_budget',
  `update watch_sources s set day = ($2::timestamptz at time zone 'UTC')::date,
     today = case when s.day = ($2::timestamptz at time zone 'UTC')::date then s.today else 0 end + u.many
   from (select source, count(*)::int as many from unnest($1::uuid[]) as source group by source order by source) u
   where s.id = u.source`,
)

/** Says of all that they are still there, and gives what was said of them before. */
const markThem = prepared(
  'mark_watch_items',
  `update watch_items set seen_at = $3::timestamptz where source_id = $1::uuid and key = any($2::text[])
   returning key, mark`,
)

const lockSource = prepared(
  'lock_watch_source',
  `select organisation_id, failures from watch_sources where id = $1::uuid and leased_by = $2::text for update`,
)
const letGo = 'lease_until = null, leased_by = null'

const failSource = prepared(
  'fail_watch_source',
  `update watch_sources set ${letGo}, tried_at = $2::timestamptz, trouble = $3::text, failures = failures + 1,
     due_at = $4::timestamptz where id = $1::uuid`,
)
const keepSource = prepared(
  'keep_watch_source',
  `update watch_sources set ${letGo}, tried_at = $2::timestamptz, read_at = $2::timestamptz, trouble = null,
     failures = 0, due_at = $3::timestamptz where id = $1::uuid`,
)
const readSource = prepared(
  'read_watch_source',
  `update watch_sources set ${letGo}, tried_at = $2::timestamptz, read_at = $2::timestamptz, trouble = null,
     failures = 0, due_at = $3::timestamptz, validators = $4::text, digest = $5::text where id = $1::uuid`,
)
const lockTaking = prepared(
  'take_for_watch_source',
  `update watch_sources set read_at = $2::timestamptz, tried_at = $2::timestamptz where id = $1::uuid and "on"
   returning organisation_id`,
)
const countJudged = prepared(
  'count_watch_judged',
  'update watch_sources set judged = judged + $2::int where id = $1::uuid',
)

/** What waits already keeps its place; its newer words are read. What is being read now is found changed once more at the
 * next reading of its source. */
const addItem = prepared(
  'add_watch_item',
  `insert into watch_items (source_id, key, mark, target, due_at, seen_at)
   values ($1::uuid, $2::text, $3::text, $4::text, $5::timestamptz, $6::timestamptz)
   on conflict (source_id, key) do update set seen_at = excluded.seen_at,
     mark = case when watch_items.lease_until > $6::timestamptz then watch_items.mark else excluded.mark end,
     target = coalesce(excluded.target, watch_items.target),
     due_at = coalesce(least(watch_items.due_at, excluded.due_at), excluded.due_at, watch_items.due_at),
     attempts = 0
   returning id::text, digest`,
)
const lockItem = prepared(
  'lock_watch_item',
  `select i.digest, s.organisation_id, i.attempts from watch_items i join watch_sources s on s.id = i.source_id
   where i.id = $1::bigint and i.leased_by = $2::text for update of i`,
)
const judgeItem = prepared(
  'judge_watch_item',
  `update watch_items set ${letGo}, digest = $2::text, outcome = $3::text, judged_at = $5::timestamptz,
     report_id = coalesce($4::uuid, report_id), target = null, due_at = null where id = $1::bigint`,
)
const keepItem = prepared(
  'keep_watch_item',
  `update watch_items set ${letGo}, judged_at = $2::timestamptz, target = null, due_at = null where id = $1::bigint`,
)
const failItem = prepared(
  'fail_watch_item',
  `update watch_items set ${letGo}, due_at = $4::timestamptz,
     outcome = case when $4::timestamptz is null and report_id is null then $3::text else outcome end,
     judged_at = case when $4::timestamptz is null then $2::timestamptz else judged_at end,
     target = case when $4::timestamptz is null then null else target end where id = $1::bigint`,
)
const postponeSource = prepared(
  'postpone_watch_source',
  `update watch_sources set ${letGo}, due_at = $3::timestamptz where id = $1::uuid and leased_by = $2::text`,
)
const postponeItem = prepared(
  'postpone_watch_item',
  `update watch_items set ${letGo}, attempts = greatest(attempts - 1, 0), due_at = $3::timestamptz
   where id = $1::bigint and leased_by = $2::text returning id::text`,
)
const refund = prepared(
  'refund_watch_budget',
  'update watch_sources set today = greatest(today - 1, 0) where id = $1::uuid',
)

/** Whether the report that this item became has all these identifiers already. */
const knowsAll = prepared(
  'watch_item_knows',
  `select not exists (select 1 from unnest($2::text[]) k
     where not exists (select 1 from indicators n where n.report_id = i.report_id and n.key = k)) as knows
   from watch_items i where i.id = $1::bigint and i.report_id is not null`,
)

const takeHost = prepared(
  'take_watch_host',
  `with took as (
     insert into watch_hosts (key, next_at) values ($1::text, $3::timestamptz)
     on conflict (key) do update set next_at = excluded.next_at where watch_hosts.next_at <= $2::timestamptz
     returning next_at)
   select ${ms('next_at')} as next_ms, true as mine from took
   union all
   select ${ms('next_at')}, false from watch_hosts where key = $1::text and not exists (select 1 from took)`,
)
const slowHost = prepared(
  'slow_watch_host',
  'update watch_hosts set next_at = greatest(next_at, $2::timestamptz) where key = $1::text',
)
const hostAnswered = prepared(
  'watch_host_answered',
  'update watch_hosts set failures = 0 where key = $1::text and failures > 0',
)
const hostSilent = prepared(
  'watch_host_silent',
  `update watch_hosts set failures = failures + 1, next_at = greatest(next_at, coalesce($3::timestamptz,
     $2::timestamptz + least(make_interval(mins => (2 ^ least(failures, 12))::int), make_interval(hours => $4::int))))
   where key = $1::text`,
)
const readRobots = prepared(
  'read_watch_robots',
  `select robots from watch_hosts
   where key = $1::text and robots_at > $2::timestamptz - interval '${robotsHours} hours'`,
)
const writeRobots = prepared(
  'write_watch_robots',
  `insert into watch_hosts (key, next_at, robots, robots_at)
   values ($1::text, $2::timestamptz, $3::text, $2::timestamptz)
   on conflict (key) do update set robots = excluded.robots, robots_at = excluded.robots_at`,
)

const addressesDecided = prepared(
  'watch_decided_addresses',
  `select min(i.value) as value from indicators i join cases c on c.id = i.case_id
     join watch_sources s on s.id = $1::uuid and s.organisation_id = c.organisation_id
   where c.status = 'decided' and c.finding = 'illegal-recruitment' and i.kind = 'link' and i.joins
   group by i.key order by max(c.decided_at) desc limit $2::int`,
)
