/** Files of reports whose bytes are still to be kept: claimed, leased and settled like what waits to be read. */
import type pg from 'pg'
import * as z from 'zod'
import { type ChannelName, type EvidenceId, type Keeping, keptAtMost } from '#engine'
import { openFacts, sealFacts } from './evidence.ts'
import { putOriginals } from './originals.ts'
import type { Seal } from './seal.ts'
import { ask, prepared, transact } from './statements.ts'

const leaseSeconds = 30

/** Sealed by us: it is what we wrote. */
const source = z.object({
  channel: z.string(),
  key: z.string(),
  type: z.enum(['image', 'audio', 'video', 'file']),
  bytes: z.number().nullable(),
})

export function createKeeping({
  pool,
  seal,
  holder,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Who holds the leases: this process. */
  readonly holder: string
}): Keeping {
  return {
    async claim(channels, most) {
      const rows = await ask<{ id: EvidenceId; source: string; attempts: number }>(pool, claimThem, [
        channels,
        most,
        holder,
      ])
      return rows.map(({ id, source: sealed, attempts }) => {
        const media = source.parse(seal.open(sealed))
        return { id, attempts: attempts - 1, media: { ...media, channel: media.channel as ChannelName } }
      })
    },
    async renew(id) {
      await ask(pool, renewIt, [id, holder])
    },
    keep: (id, file) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ facts: string; taken: number }>(lockIt, [id])
        // Kept already, by a process that was slow, or gone with its report.
        if (row === undefined) return
        if (row.taken + file.bytes.length > keptAtMost.case) {
          await ask(loseIt, [id, 'too-much'])
          return
        }
        const [kept] = await putOriginals(ask, [file], seal)
        if (kept === undefined) throw new Error('an original was not put away')
        const facts = { ...openFacts(row.facts, seal), sha256: kept.sha256 }
        await ask(keepIt, [id, kept.key, sealFacts(facts, seal)])
      }),
    async settle(id, how) {
      await ('lost' in how
        ? ask(pool, loseIt, [id, how.lost])
        : ask(pool, againIt, [id, how.againAfterMs / 1000]))
    },
  }
}

const claimThem = prepared(
  'claim_evidence',
  `update evidence set attempts = attempts + 1, leased_by = $3::text,
     lease_until = now() + make_interval(secs => ${leaseSeconds})
   where id in (
     select id from evidence where status = 'wanted' and channel = any($1::text[]) and due_at <= now()
       and (lease_until is null or lease_until < now())
     order by due_at limit $2::int for update skip locked)
   returning id, source, attempts`,
)

const renewIt = prepared(
  'renew_evidence',
  `update evidence set lease_until = now() + make_interval(secs => ${leaseSeconds})
   where id = $1::uuid and leased_by = $2::text`,
)

/** `taken`: bytes that its case has already, each original counted once. */
const lockIt = prepared(
  'lock_evidence',
  `select e.facts, (select coalesce(sum(o.size), 0)::float8 from originals o where o.key in (
     select other.original from evidence other join reports r on r.id = other.report_id
     where r.case_id = (select case_id from reports where id = e.report_id))) as taken
   from evidence e where e.id = $1::uuid and e.status = 'wanted' for update of e`,
)

const settled = 'source = null, lease_until = null, leased_by = null'

const keepIt = prepared(
  'keep_evidence',
  `update evidence set status = 'kept', kept_at = now(), original = $2::text, facts = $3::text, ${settled}
   where id = $1::uuid`,
)

const loseIt = prepared(
  'lose_evidence',
  `update evidence set status = 'lost', why = $2::text, ${settled} where id = $1::uuid and status = 'wanted'`,
)

const againIt = prepared(
  'again_evidence',
  `update evidence set due_at = now() + make_interval(secs => $2::float8), lease_until = null, leased_by = null
   where id = $1::uuid and status = 'wanted'`,
)
