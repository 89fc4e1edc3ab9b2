/** The outbox: claims what is due, one delivery of a chat at a time and in order; settles what became of it. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ChannelName, Delivery, DeliveryId, Locale, Outbox, Reply, Settlement, Settling } from '#engine'
import type { Database, Transaction } from './client.ts'
import { leaseSeconds, ms } from './memory.ts'
import type { Seal } from './seal.ts'

interface Row extends Record<string, unknown> {
  readonly id: string
  readonly message: Buffer
  readonly locale: Locale
  readonly turn: number
  readonly attempts: number
  readonly parts_sent: number
  readonly created_ms: number
}

/** Sealed by us, so the reply is what we wrote; a phrase that a later release dropped is refused when it is spoken. */
const stored = z.object({
  to: z.object({ channel: z.string(), chat: z.string() }),
  reply: z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null),
})

export function createOutbox(options: { readonly database: Database; readonly seal: Seal }): Outbox {
  const { database, seal } = options
  return {
    // Skipping locked rows lets any number of processes claim side by side; the lease, not the lock, lasts while a
    // delivery is sent. A lapsed lease means a process died in between: an answer is then sent again.
    async claim(channels, most) {
      const { rows } = await database.execute<Row>(sql`
        update outbox set status = 'sending', attempts = attempts + 1,
          lease_until = now() + make_interval(secs => ${leaseSeconds})
        where id in (
          select id from outbox o
          where o.channel = any(${sql.param(channels)}::text[])
            and ((o.status = 'waiting' and o.due_at <= now()) or (o.status = 'sending' and o.lease_until < now()))
            and not exists (
              select 1 from outbox e where e.chat = o.chat and e.id < o.id and e.status in ('waiting', 'sending'))
            and not exists (select 1 from channel_holds h where h.channel = o.channel and h.until > now())
          order by o.rank, o.id limit ${most} for update skip locked)
        returning id::text, message, locale, turn, attempts, parts_sent, ${ms(sql`created_at`)} as created_ms`)
      return rows.map((row) => deliveryFrom(row, seal)).sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    },

    async settle(settled) {
      if (settled.length === 0) return
      const held = holdsIn(settled)
      const closed = settled.filter(({ outcome }) => closesChat(outcome))
      if (held.length === 0 && closed.length === 0) return void (await settleRows(database, settled))
      await database.transaction(async (tx) => {
        if (closed.length > 0)
          await skipChats(
            tx,
            closed.map(({ id }) => id),
          )
        await settleRows(tx, settled)
        for (const hold of held) await holdChannel(tx, hold)
      })
    },
  }
}

function deliveryFrom(row: Row, seal: Seal): Delivery {
  const { to, reply } = stored.parse(seal.open(row.message))
  return {
    id: row.id as DeliveryId,
    to: { channel: to.channel as ChannelName, chat: to.chat },
    reply,
    locale: row.locale,
    turn: row.turn,
    cause: { kind: 'turn' },
    attempts: row.attempts - 1,
    partsSent: row.parts_sent,
    createdAt: new Date(row.created_ms),
  }
}

/** Only a row that is still being sent can be settled: a late answer after a lapsed lease changes nothing. */
async function settleRows(on: Database | Transaction, settled: readonly Settling[]): Promise<void> {
  const column = <T>(pick: (each: Settling) => T) => sql.param(settled.map(pick))
  await on.execute(sql`
    update outbox set
      status = u.status, why = u.why, parts_sent = u.parts, lease_until = null,
      due_at = case when u.wait is null then due_at else now() + make_interval(secs => u.wait) end,
      settled_at = case when u.wait is null then now() end,
      chat = case when u.wait is not null then chat end,
      message = case when u.wait is not null then message end
    from unnest(
      ${column(({ id }) => id)}::bigint[],
      ${column(({ outcome }) => (outcome.kind === 'later' ? 'waiting' : outcome.kind))}::text[],
      ${column(({ outcome }) => ('why' in outcome ? outcome.why : null))}::text[],
      ${column(({ outcome }) => (outcome.kind === 'later' ? outcome.afterMs / 1000 : null))}::float8[],
      ${column(({ partsSent }) => partsSent)}::int[])
      as u(id, status, why, wait, parts)
    where outbox.id = u.id and outbox.status = 'sending'`)
}

/** The platform will take nothing more for this chat: what waits behind is not tried either. */
function closesChat(outcome: Settlement): boolean {
  return outcome.kind === 'refused' && (outcome.why === 'blocked' || outcome.why === 'no-such-chat')
}

async function skipChats(tx: Transaction, ids: readonly DeliveryId[]): Promise<void> {
  await tx.execute(sql`
    update outbox set status = 'skipped', why = 'blocked', settled_at = now(), chat = null, message = null
    where status = 'waiting' and chat in (select chat from outbox where id = any(${sql.param(ids)}::bigint[]))`)
}

interface Hold {
  readonly id: DeliveryId
  readonly seconds: number
}

function holdsIn(settled: readonly Settling[]): readonly Hold[] {
  return settled.flatMap(({ id, outcome }) =>
    outcome.kind === 'later' && outcome.why === 'throttled' ? [{ id, seconds: outcome.afterMs / 1000 }] : [],
  )
}

/** The longest wait that was asked for stands. */
async function holdChannel(tx: Transaction, { id, seconds }: Hold): Promise<void> {
  await tx.execute(sql`
    insert into channel_holds (channel, until)
    select channel, now() + make_interval(secs => ${seconds}) from outbox where id = ${id}
    on conflict (channel) do update set until = greatest(channel_holds.until, excluded.until)`)
}
