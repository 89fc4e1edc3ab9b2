/** Paces what is no answer on a channel that blocks whoever sends like a machine: a space between two messages, and a cap
 * a day that grows with the age of the session. Kept in the database, so that a restart forgets nothing and any number of
 * processes share it. */
import type pg from 'pg'
import * as z from 'zod'
import type { ChannelName } from '#engine'
import { type Ask, prepared, transact } from './statements.ts'

export interface PaceRules {
  /** Most messages a day (UTC): in the first week of the session, in the second, and after that. 0: none. */
  readonly perDay: readonly [firstWeek: number, secondWeek: number, later: number]
  /** Shortest and longest space to the next message, in ms; which one is left to chance. */
  readonly spacingMs: readonly [shortest: number, longest: number]
}

/** What a channel has done so far. */
export interface Paced {
  /** When the phone was linked. */
  readonly linkedAt: Date
  /** The day (UTC) that `sent` counts, as `2026-11-24`. */
  readonly day: string
  readonly sent: number
  /** Not before this. */
  readonly nextAt: Date
}

export type Place =
  | { readonly kind: 'go'; readonly after: Paced }
  /** Ask again after so many ms. */
  | { readonly kind: 'wait'; readonly ms: number; readonly why: 'spacing' | 'day' }

const dayMs = 24 * 3_600_000

/** Whether one more message may go now. `chance` from 0 to 1 chooses the space to the one after it. */
export function plan(paced: Paced, rules: PaceRules, now: Date, chance: number): Place {
  const day = dayOf(now)
  const sent = paced.day === day ? paced.sent : 0
  if (sent >= capOf(paced, rules, now)) {
    const midnight = Date.parse(`${day}T00:00:00Z`) + dayMs
    return { kind: 'wait', ms: midnight - now.getTime(), why: 'day' }
  }
  const ms = paced.nextAt.getTime() - now.getTime()
  if (ms > 0) return { kind: 'wait', ms, why: 'spacing' }
  const [shortest, longest] = rules.spacingMs
  const nextAt = new Date(now.getTime() + shortest + chance * (longest - shortest))
  return { kind: 'go', after: { ...paced, day, sent: sent + 1, nextAt } }
}

function capOf({ linkedAt }: Paced, { perDay }: PaceRules, now: Date): number {
  const weeks = Math.floor((now.getTime() - linkedAt.getTime()) / (7 * dayMs))
  return perDay[Math.min(Math.max(weeks, 0), 2)] ?? 0
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

export interface Pace {
  /** A phone was linked: its age begins, and with it the caution. */
  linked(channel: ChannelName, at: Date): Promise<void>
  /** Takes one message's place, or says how long to wait. What was taken stays taken, whatever becomes of it. */
  take(
    channel: ChannelName,
    rules: PaceRules,
  ): Promise<{ readonly kind: 'go' } | Extract<Place, { readonly kind: 'wait' }>>
}

const stored = z.object({
  linkedAt: z.coerce.date(),
  day: z.string(),
  sent: z.number(),
  nextAt: z.coerce.date(),
})

export function createPace(options: {
  readonly pool: pg.Pool
  readonly now: () => Date
  readonly chance?: () => number
}): Pace {
  const { pool, now, chance = Math.random } = options
  const nameOf = (channel: ChannelName): string => `pace of ${channel}`

  /** Locked until the end of the transaction, so that two processes never take the same place. */
  async function known(ask: Ask, channel: ChannelName): Promise<Paced> {
    // Of a session that nobody told us about we know no age: it is as young as can be.
    await ask(begin, [nameOf(channel), JSON.stringify(fresh(now()))])
    const [row] = await ask<{ value: string }>(lock, [nameOf(channel)])
    return stored.parse(JSON.parse(row?.value ?? ''))
  }

  return {
    async linked(channel, at) {
      await transact(pool, async (ask) => {
        const paced = await known(ask, channel)
        // What was sent today stays counted: the number is the same.
        await ask(write, [nameOf(channel), JSON.stringify({ ...paced, linkedAt: at })])
      })
    },
    take: (channel, rules) =>
      transact(pool, async (ask) => {
        const place = plan(await known(ask, channel), rules, now(), chance())
        if (place.kind === 'wait') return place
        await ask(write, [nameOf(channel), JSON.stringify(place.after)])
        return { kind: 'go' } as const
      }),
  }
}

const fresh = (now: Date): Paced => ({ linkedAt: now, day: dayOf(now), sent: 0, nextAt: now })

const begin = prepared('pace_begin', 'insert into house (name, value) values ($1, $2) on conflict do nothing')
const lock = prepared('pace_lock', 'select value from house where name = $1 for update')
const write = prepared('pace_write', 'update house set value = $2 where name = $1')
