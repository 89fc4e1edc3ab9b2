/** The outbox: claims what is due, one delivery of a chat at a time and in order; settles what became of it. */
import type pg from 'pg'
import * as z from 'zod'
import type {
  Cause,
  ChannelName,
  Delivery,
  DeliveryId,
  Locale,
  Outbox,
  Reply,
  Settlement,
  Settling,
} from '#engine'
import { leaseSeconds } from './record.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact, wiped } from './statements.ts'

interface Row {
  readonly id: string
  readonly message: string
  readonly locale: Locale
  readonly turn: number
  readonly cause: Cause['kind']
  readonly attempts: number
  readonly parts_sent: number
  readonly age_ms: number
  readonly lapsed: boolean
}

/** Sealed by us, so the reply is what we wrote; a phrase that a later release dropped is refused when it is spoken. */
const stored = z.object({
  to: z.object({ channel: z.string(), chat: z.string() }),
  reply: z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null),
  trace: z.string().optional(),
})

export function createOutbox(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Who holds the leases: this process. */
  readonly holder: string
}): Outbox {
  const { pool, seal, holder } = options
  return {
    async claim(channels, most) {
      const rows = await ask<Row>(pool, claimThem, [channels, most, holder])
      const deliveries: Delivery[] = []
      const sealed: Row[] = []
      for (const row of rows) {
        try {
          deliveries.push(deliveryFrom(row, seal))
        } catch {
          sealed.push(row)
        }
      }
      // One that cannot be opened must not hold up the others. It is kept: its key may have been left out of SEAL_KEYS by
      // mistake, and then it goes out once that is mended.
      if (sealed.length > 0) await ask(pool, settleThem, columns(sealed.map(putOff)))
      return deliveries.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    },

    async settle(settlings) {
      if (settlings.length === 0) return
      const held = settlings.filter(({ outcome }) => outcome.kind === 'later' && outcome.why === 'throttled')
      const closed = settlings.filter(({ outcome }) => closesChat(outcome))
      if (held.length === 0 && closed.length === 0)
        return void (await ask(pool, settleThem, columns(settlings)))
      await transact(pool, async (askWithin) => {
        if (closed.length > 0) await askWithin(skipChats, [closed.map(({ id }) => id)])
        await askWithin(settleThem, columns(settlings))
        for (const { id, outcome } of held) await askWithin(holdChannel, [id, waitOf(outcome)])
      })
    },
  }
}

/** Skipping locked rows lets any number of processes claim side by side; the lease, not the lock, lasts while a
 * delivery is sent. A lapsed lease means a process died in between: an answer is then sent again. */
const claimThem = prepared(
  'claim',
  `update outbox set status = 'sending', attempts = attempts + 1, leased_by = $3,
     lease_until = now() + make_interval(secs => ${leaseSeconds})
   from (
     select id, status = 'sending' as lapsed from outbox o
     where o.channel = any($1::text[])
       and ((o.status = 'waiting' and o.due_at <= now()) or (o.status = 'sending' and o.lease_until < now()))
       and not exists (
         select 1 from outbox e where e.chat = o.chat and e.id < o.id and e.status in ('waiting', 'sending'))
       and not exists (select 1 from channel_holds h where h.channel = o.channel and h.until > now())
     order by o.rank, o.id limit $2 for update skip locked) as due
   where outbox.id = due.id
   returning outbox.id::text, message, locale, turn, cause, attempts, parts_sent, ${ms('now() - created_at')} as age_ms, lapsed`,
)

/** When a delivery that cannot be opened is looked at again. */
const sealedMs = 600_000

function putOff({ id, parts_sent }: Row): Settling {
  return {
    id: id as DeliveryId,
    outcome: { kind: 'later', why: 'unreachable', afterMs: sealedMs },
    partsSent: parts_sent,
  }
}

function deliveryFrom(row: Row, seal: Seal): Delivery {
  const { to, reply, trace } = stored.parse(seal.open(row.message))
  return {
    id: row.id as DeliveryId,
    to: { channel: to.channel as ChannelName, chat: to.chat },
    reply,
    locale: row.locale,
    turn: row.turn,
    cause: { kind: row.cause },
    attempts: row.attempts - 1,
    partsSent: row.parts_sent,
    createdAt: new Date(Date.now() - row.age_ms),
    ...(trace === undefined ? {} : { trace }),
    ...(row.lapsed ? { lapsed: true } : {}),
  }
}

/** Only a row that is still leased can be settled: a late answer after a lapsed lease changes nothing. (Asked by its
 * lease and not by its status, or a planner without statistics reads a whole index of pending rows instead.) */
const settleThem = prepared(
  'settle',
  `update outbox set
     status = u.status, why = u.why, parts_sent = u.parts, lease_until = null, leased_by = null,
     due_at = case when u.wait is null then due_at else now() + make_interval(secs => u.wait) end,
     settled_at = case when u.wait is null then now() end,
     chat = case when u.wait is not null then chat end,
     message = case when u.wait is not null then message end,
     contact_id = case when u.wait is not null then contact_id end
   from unnest($1::bigint[], $2::text[], $3::text[], $4::float8[], $5::int[]) as u(id, status, why, wait, parts)
   where outbox.id = u.id and outbox.id = any($1::bigint[]) and outbox.lease_until is not null`,
)

function columns(settlings: readonly Settling[]): readonly unknown[] {
  return [
    settlings.map(({ id }) => id),
    settlings.map(({ outcome }) => (outcome.kind === 'later' ? 'waiting' : outcome.kind)),
    settlings.map(({ outcome }) => ('why' in outcome ? outcome.why : null)),
    settlings.map(({ outcome }) => waitOf(outcome)),
    settlings.map(({ partsSent }) => partsSent),
  ]
}

/** Seconds until the next try; null when there is none. */
function waitOf(outcome: Settlement): number | null {
  return outcome.kind === 'later' ? outcome.afterMs / 1000 : null
}

/** The platform will take nothing more for this chat: what waits behind is not tried either. */
function closesChat(outcome: Settlement): boolean {
  return outcome.kind === 'refused' && (outcome.why === 'blocked' || outcome.why === 'no-such-chat')
}

const skipChats = prepared(
  'skip_chats',
  `update outbox set status = 'skipped', why = 'blocked', ${wiped}
   where status = 'waiting' and chat in (select chat from outbox where id = any($1::bigint[]))`,
)

/** The longest wait that was asked for stands. */
const holdChannel = prepared(
  'hold_channel',
  `insert into channel_holds (channel, until)
   select channel, now() + make_interval(secs => $2) from outbox where id = $1::bigint
   on conflict (channel) do update set until = greatest(channel_holds.until, excluded.until)`,
)
