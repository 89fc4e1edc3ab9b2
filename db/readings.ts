/** Pictures and letters that wait to be read: claimed, leased and settled like deliveries. Who sent what is sealed, and
 * wiped when it was read. */
import type pg from 'pg'
import * as z from 'zod'
import type { ChannelName, Inbound, Readings } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ask, prepared } from './statements.ts'

/** Short, and renewed while the file is read: what a process that died had is read again soon. */
const leaseSeconds = 30

const media = z.object({
  channel: z.string(),
  key: z.string(),
  type: z.enum(['image', 'audio', 'video', 'file']),
  bytes: z.number().nullable(),
})
/** Sealed by us, so it is what we wrote; a date went through JSON. */
const stored = z.object({
  inbound: z.custom<Omit<Inbound, 'at' | 'body' | 'quotes'> & { readonly at: string }>(
    (value) => typeof value === 'object' && value !== null && 'at' in value,
  ),
  media,
  caption: z.string(),
})

export function createReadings(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Who holds the leases: this process. */
  readonly holder: string
}): Readings {
  const { pool, seal, holder } = options
  return {
    async claim(channels, most) {
      const rows = await ask<{ id: string; message: string; attempts: number }>(pool, claimThem, [
        channels,
        most,
        holder,
      ])
      return rows.map(({ id, message, attempts }) => {
        const opened = stored.parse(seal.open(message))
        return {
          id,
          attempts: attempts - 1,
          caption: opened.caption,
          media: { ...opened.media, channel: opened.media.channel as ChannelName },
          inbound: { ...opened.inbound, at: new Date(opened.inbound.at) },
        }
      })
    },
    async renew(id) {
      await ask(pool, renewIt, [id, holder])
    },
    async settle(id, againAfterMs) {
      await ask(
        pool,
        againAfterMs === null ? done : again,
        againAfterMs === null ? [id] : [id, againAfterMs / 1000],
      )
    },
  }
}

/** Inside the turn's own transaction. Only what has a picture or letter is queued. */
export async function queueReading(ask: Ask, inbound: Inbound, seal: Seal): Promise<void> {
  const { body } = inbound
  if (body.kind !== 'media') return
  const { quotes: _, body: __, ...rest } = inbound
  const message = seal.close({ inbound: rest, media: body.media, caption: body.caption })
  await ask(queue, [inbound.from.channel, message])
}

const queue = prepared('queue_reading', 'insert into readings (channel, message) values ($1::text, $2::text)')

const claimThem = prepared(
  'claim_readings',
  `update readings set attempts = attempts + 1, leased_by = $3::text,
     lease_until = now() + make_interval(secs => ${leaseSeconds})
   where id in (
     select id from readings where done_at is null and channel = any($1::text[]) and due_at <= now()
       and (lease_until is null or lease_until < now())
     order by id limit $2::int for update skip locked)
   returning id::text, message, attempts`,
)

const renewIt = prepared(
  'renew_reading',
  `update readings set lease_until = now() + make_interval(secs => ${leaseSeconds})
   where id = $1::bigint and leased_by = $2::text`,
)

const done = prepared(
  'done_reading',
  `update readings set done_at = now(), message = null, lease_until = null, leased_by = null where id = $1::bigint`,
)

const again = prepared(
  'again_reading',
  `update readings set due_at = now() + make_interval(secs => $2::float8), lease_until = null, leased_by = null
   where id = $1::bigint`,
)
