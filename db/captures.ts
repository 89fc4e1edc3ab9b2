/** Looks at addresses: asked for by officers or due after a removal, done by a worker under a lease, confirmed by a
 * person. Where they led and what was seen is sealed. */
import type pg from 'pg'
import * as z from 'zod'
import type { CaptureId, LookResult, OrganisationId, ReviewerId, TakedownId } from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'

export interface Capture {
  readonly id: CaptureId
  /** `officer`: a picture that a person took by hand, and what they saw. */
  readonly origin: 'look' | 'officer'
  /** null: due by itself, after a removal. */
  readonly askedBy: ReviewerId | null
  readonly dueAt: Date
  /** null: it is still to be done. */
  readonly doneAt: Date | null
  /** By the officer's own clock; null: a look, which has ours. */
  readonly takenAt: Date | null
  readonly result: LookResult | null
  readonly seen: { readonly url: string; readonly status: number | null; readonly text: string } | null
  /** sha256 of the picture, hex; null: none was made. */
  readonly pictureDigest: string | null
  readonly confirmed: Confirmation | null
}

/** `set-aside`: the look told nothing. */
export type Confirmation = 'gone' | 'there' | 'set-aside'

/** `type`: by its first bytes. */
export interface Picture {
  readonly bytes: Buffer
  readonly type: 'image/png' | 'image/jpeg'
}

/** One look to be done. */
export interface CaptureJob {
  readonly id: CaptureId
  readonly url: string
  /** How often it was begun before. */
  readonly attempts: number
  /** The words seen at the first look that saw it; null: none were. */
  readonly before: string | null
}

/** What a look brought. `picture`: PNG. */
export interface Look {
  readonly result: LookResult
  readonly seen: NonNullable<Capture['seen']>
  readonly picture: { readonly bytes: Uint8Array; readonly sha256: string } | null
}

export interface Captures {
  /** Newest first. */
  of(id: TakedownId): Promise<readonly Capture[]>
  picture(id: CaptureId, sees: readonly OrganisationId[]): Promise<Picture | null>
  /** Adds a picture that an officer took. False: no such takedown. */
  addPicture(
    of: { readonly id: TakedownId; readonly sees: readonly OrganisationId[] },
    by: ReviewerId,
    picture: { readonly bytes: Uint8Array; readonly sha256: string; readonly takenAt: Date },
  ): Promise<boolean>
  /** False: no such takedown, nothing of it stands on the web, or a look is under way. */
  order(
    of: { readonly id: TakedownId; readonly sees: readonly OrganisationId[] },
    by: ReviewerId,
  ): Promise<boolean>
  /** null: no such look of this takedown, or it is not done, or somebody has confirmed it. */
  confirm(
    of: { readonly id: CaptureId; readonly takedown: TakedownId; readonly sees: readonly OrganisationId[] },
    by: ReviewerId,
    as: Confirmation,
  ): Promise<'confirmed' | null>
  claim(most: number): Promise<readonly CaptureJob[]>
  settle(id: CaptureId, look: Look): Promise<void>
  /** It could not be done; again in a while, or given up. */
  postpone(id: CaptureId): Promise<void>
}

/** Longer than a look may take. A process that died leaves its looks to another after this, in seconds. */
const leaseSeconds = 120
/** A look is begun this often at most. */
const mostAttempts = 3
/** Minutes until a look that failed is tried again. */
const againMinutes = 10

const seenForm = z.object({ url: z.string(), status: z.number().nullable(), text: z.string() })
const targetForm = z.object({ url: z.string().nullable() })

/** `holder`: who has the leases, this process. */
export function createCaptures({
  pool,
  seal,
  now,
  holder,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  readonly holder: string
}): Captures {
  const wordsOf = (seen: string | null): string | null =>
    seen === null ? null : seenForm.parse(seal.open(seen)).text
  return {
    async of(id) {
      const rows = await ask<CaptureRow>(pool, capturesOf, [id])
      return rows.map((row) => ({
        id: row.id,
        origin: row.origin,
        askedBy: row.asked_by,
        dueAt: new Date(row.due_ms),
        doneAt: row.done_ms === null ? null : new Date(row.done_ms),
        takenAt: row.taken_ms === null ? null : new Date(row.taken_ms),
        result: row.result,
        seen: row.seen === null ? null : seenForm.parse(seal.open(row.seen)),
        pictureDigest: row.picture_digest,
        confirmed: row.confirmed,
      }))
    },
    async picture(id, sees) {
      const [row] = await ask<{ picture: string | null }>(pool, pictureOf, [id, sees])
      if (row?.picture == null) return null
      const bytes = Buffer.from(String(seal.open(row.picture)), 'base64')
      // Whatever begins like no JPEG was made by our own browser.
      return { bytes, type: bytes[0] === 0xff && bytes[1] === 0xd8 ? 'image/jpeg' : 'image/png' }
    },
    addPicture: ({ id, sees }, by, { bytes, sha256, takenAt }) =>
      transact(pool, async (ask) => {
        const sealed = seal.close(Buffer.from(bytes).toString('base64'))
        const added = await ask(addByHand, [id, sees, by, now(), takenAt, sealed, sha256])
        if (added.length === 0) return false
        await note(ask, { at: now(), by, act: 'takedown.picture', subject: id, details: { sha256 } }, seal)
        return true
      }),
    order: ({ id, sees }, by) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ target: string; waiting: boolean }>(lockForLook, [id, sees, now()])
        if (row === undefined || row.waiting) return false
        if (targetForm.parse(seal.open(row.target)).url === null) return false
        await ask(addCapture, [id, by, [now()]])
        await note(ask, { at: now(), by, act: 'takedown.capture', subject: id, details: {} }, seal)
        return true
      }),
    confirm: ({ id, takedown, sees }, by, as) =>
      transact(pool, async (ask) => {
        const done = await ask(confirmIt, [id, takedown, sees, by, as, now()])
        if (done.length === 0) return null
        await note(
          ask,
          { at: now(), by, act: 'takedown.confirm-look', subject: takedown, details: { result: as } },
          seal,
        )
        return 'confirmed'
      }),
    async claim(most) {
      const rows = await ask<{ id: CaptureId; target: string; attempts: number; before: string | null }>(
        pool,
        claimLooks,
        [now(), most, holder],
      )
      return rows.flatMap(({ id, target, attempts, before }) => {
        const { url } = targetForm.parse(seal.open(target))
        return url === null ? [] : [{ id, url, attempts: attempts - 1, before: wordsOf(before) }]
      })
    },
    async settle(id, { result, seen, picture }) {
      await ask(pool, settleLook, [
        id,
        holder,
        now(),
        result,
        seal.close(seen),
        picture === null ? null : seal.close(Buffer.from(picture.bytes).toString('base64')),
        picture?.sha256 ?? null,
      ])
    },
    async postpone(id) {
      await ask(pool, postponeLook, [id, holder, now()])
    },
  }
}

/** Inside the transaction in which it was seen gone. */
export async function queueRechecks(ask: Ask, id: TakedownId, at: readonly Date[]): Promise<void> {
  await ask(addCapture, [id, null, at])
}

interface CaptureRow {
  readonly id: CaptureId
  readonly origin: Capture['origin']
  readonly asked_by: ReviewerId | null
  readonly due_ms: number
  readonly done_ms: number | null
  readonly taken_ms: number | null
  readonly result: LookResult | null
  readonly seen: string | null
  readonly picture_digest: string | null
  readonly confirmed: Confirmation | null
}

const capturesOf = prepared(
  'captures_of',
  `select id, origin, asked_by, ${ms('due_at')} as due_ms, ${ms('done_at')} as done_ms, ${ms('taken_at')} as taken_ms,
     result, seen, picture_digest, confirmed
   from captures where takedown_id = $1::uuid order by due_at desc, id limit 100`,
)

const pictureOf = prepared(
  'picture_of_capture',
  `select p.picture from captures p join takedowns t on t.id = p.takedown_id join cases c on c.id = t.case_id
   where p.id = $1::uuid and c.organisation_id = any($2::uuid[])`,
)

const lockForLook = prepared(
  'lock_for_look',
  `select t.target, exists (select 1 from captures p where p.takedown_id = t.id and p.done_at is null
     and p.due_at <= $3::timestamptz) as waiting
   from takedowns t join cases c on c.id = t.case_id
   where t.id = $1::uuid and c.organisation_id = any($2::uuid[]) for update of t`,
)

const addCapture = prepared(
  'add_captures',
  `insert into captures (takedown_id, asked_by, due_at)
   select $1::uuid, $2::uuid, due from unnest($3::timestamptz[]) as due`,
)

/** What a person saw needs nobody to confirm it. */
const addByHand = prepared(
  'add_picture_by_hand',
  `insert into captures (takedown_id, origin, asked_by, due_at, done_at, taken_at, result, picture, picture_digest,
     confirmed, confirmed_by, confirmed_at)
   select t.id, 'officer', $3::uuid, $4::timestamptz, $4::timestamptz, $5::timestamptz, 'alive', $6::text, $7::text,
     'there', $3::uuid, $4::timestamptz
   from takedowns t join cases c on c.id = t.case_id
   where t.id = $1::uuid and c.organisation_id = any($2::uuid[])
   returning id`,
)

const confirmIt = prepared(
  'confirm_look',
  `update captures p set confirmed = $5::text, confirmed_by = $4::uuid, confirmed_at = $6::timestamptz
   from takedowns t join cases c on c.id = t.case_id
   where p.id = $1::uuid and p.takedown_id = $2::uuid and t.id = p.takedown_id
     and c.organisation_id = any($3::uuid[]) and p.done_at is not null and p.confirmed is null
   returning p.id`,
)

const claimLooks = prepared(
  'claim_looks',
  `update captures p set attempts = p.attempts + 1, leased_by = $3::text,
     lease_until = $1::timestamptz + make_interval(secs => ${leaseSeconds})
   from takedowns t
   where t.id = p.takedown_id and p.id in (
     select id from captures where done_at is null and due_at <= $1::timestamptz
       and (lease_until is null or lease_until < $1::timestamptz)
     order by due_at limit $2::int for update skip locked)
   returning p.id, t.target, p.attempts, (select b.seen from captures b where b.takedown_id = t.id
     and b.result = 'alive' and b.seen is not null order by b.done_at limit 1) as before`,
)

const settleLook = prepared(
  'settle_look',
  `update captures set done_at = $3::timestamptz, result = $4::text, seen = $5::text, picture = $6::text,
     picture_digest = $7::text, lease_until = null, leased_by = null
   where id = $1::uuid and leased_by = $2::text`,
)

const postponeLook = prepared(
  'postpone_look',
  `update captures set lease_until = null, leased_by = null,
     due_at = $3::timestamptz + make_interval(mins => ${againMinutes}),
     done_at = case when attempts >= ${mostAttempts} then $3::timestamptz end,
     result = case when attempts >= ${mostAttempts} then 'unknown' end
   where id = $1::uuid and leased_by = $2::text`,
)
