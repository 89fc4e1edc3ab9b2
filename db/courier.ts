/** Brings news to the outbox, once each: when the channel allows a message that is no answer. What may not be sent yet
 * waits until the person writes, and then follows their answer. */
import type pg from 'pg'
import * as z from 'zod'
import {
  type Address,
  type AgencyTold,
  agencyNews,
  type ChannelName,
  type ContactId,
  type Knowledge,
  type Reply,
  toldOf,
} from '#engine'
import type { Seal } from './seal.ts'
import { ask, prepared, transact } from './statements.ts'

export interface Route {
  readonly channel: ChannelName
  /** How long after a person's last message free text may be sent, in ms; null: always. */
  readonly windowMs: number | null
  /** Takes the place of one message that is no answer, or says that none is free now. Absent: there always is one. */
  readonly place?: () => Promise<boolean>
}

export interface Courier {
  /** Hands over what may go on these channels. Returns how much that was. */
  bring(routes: readonly Route[]): Promise<number>
  /** Writes down news for everybody who follows an agency whose standing is no longer what they were told; each follow is
   * looked at once by each version of the lists, and never by one that is current no more. */
  compare(knowledge: Pick<Knowledge, 'judge'>, version: string): Promise<void>
}

/** News in one transaction, and follows. */
const atOnce = 200
/** Answers and officers' words go before it. */
const rank = 2
/** A message that is sent as the window closes is refused, and lost. */
const marginMs = 30 * 60_000

export function createCourier(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Something waits in the outbox. */
  readonly nudge: () => void
}): Courier {
  const { pool, seal, nudge } = options

  const handOver = (routes: readonly Route[], most: number): Promise<number> =>
    transact(pool, async (askWithin) => {
      const rows = await askWithin<Waiting>(findWaiting, [...columns(routes), most])
      if (rows.length === 0) return 0
      const sent = rows.map((row) => {
        const to = address.parse(seal.open(row.address))
        const kept = reply.parse(seal.open(row.message))
        return {
          row,
          chat: seal.recognise('chat', to.channel, to.chat),
          message: seal.close({ to, reply: kept }),
        }
      })
      await askWithin(queueNews, [
        rows.map(({ id }) => id),
        sent.map(({ chat }) => chat),
        sent.map(({ message }) => message),
      ])
      return rows.length
    })

  /** Where places are few, one is taken only when something waits for it. */
  async function handOverPaced(route: Route): Promise<number> {
    const [waits] = await ask<Waiting>(pool, peek, [...columns([route]), 1])
    if (waits === undefined || (await route.place?.()) === false) return 0
    return handOver([route], 1)
  }

  return {
    async bring(routes) {
      const free = routes.filter(({ place }) => place === undefined)
      let brought = free.length === 0 ? 0 : await handOver(free, atOnce)
      for (const route of routes) if (route.place !== undefined) brought += await handOverPaced(route)
      if (brought > 0) nudge()
      return brought
    },

    async compare({ judge }, version) {
      for (;;) {
        const looked = await transact(pool, async (askWithin) => {
          const rows = await askWithin<Follow>(findFollows, [version, atOnce])
          if (rows.length === 0) return 0
          const judged = rows.map((row) => {
            const name = String(seal.open(row.name))
            const verdict = judge(name)
            const told = toldOf(verdict)
            // Of what is no longer clear there is nothing to say.
            const changed = told !== null && told !== row.told ? agencyNews(verdict, name) : null
            return { row, told: changed === null || told === null ? row.told : told, changed }
          })
          const news = judged.filter(({ changed }) => changed !== null)
          await askWithin(addAgencyNews, [
            news.map(({ row }) => row.contact_id),
            news.map(({ row }) => `agency:${row.id}:${version}`),
            news.map(({ changed }) => seal.close(changed)),
          ])
          await askWithin(markFollows, [
            judged.map(({ row }) => row.id),
            judged.map(({ told }) => told),
            version,
          ])
          return rows.length
        })
        if (looked < atOnce) return
      }
    },
  }
}

interface Waiting {
  readonly id: string
  readonly message: string
  readonly address: string
}

interface Follow {
  readonly id: string
  readonly contact_id: ContactId
  readonly name: string
  readonly told: AgencyTold
}

/** Sealed by us, so they are what we wrote. */
const address = z.custom<Address>((value) => typeof value === 'object' && value !== null && 'chat' in value)
const reply = z.custom<Reply>((value) => typeof value === 'object' && value !== null && 'body' in value)

function columns(routes: readonly Route[]): readonly unknown[] {
  return [
    routes.map(({ channel }) => channel),
    routes.map(({ windowMs }) => (windowMs === null ? null : Math.max(0, windowMs - marginMs))),
  ]
}

/** Whoever took back their wish has no address any more, or no wish. */
const waiting = `select n.id::text, n.message, l.address
  from news n join letterboxes l on l.contact_id = n.contact_id
    join conversations c on c.id = l.conversation_id
    join unnest($1::text[], $2::float8[]) as route(channel, ms) on route.channel = l.channel
  where n.message is not null and l.address is not null and (n.report_id is null or l.reports)
    and (route.ms is null or c.latest_at > now() - make_interval(secs => route.ms / 1000))
  order by n.id limit $3::int`

const peek = prepared('peek_news', waiting)
const findWaiting = prepared('find_waiting_news', `${waiting} for update of n skip locked`)

/** The row stays, without its words: it is how the same is not told twice. */
const queueNews = prepared(
  'queue_news',
  `with handed as (
     update news set message = null from unnest($1::bigint[], $2::text[], $3::text[]) as u(id, chat, message)
     where news.id = u.id
     returning news.id, news.contact_id, news.report_id, u.chat, u.message)
   insert into outbox (channel, chat, message, contact_id, locale, turn, cause, rank, status)
   select l.channel, h.chat, h.message, h.contact_id, coalesce(p.locale, 'id'), c.turn,
     case when h.report_id is null then 'agency-news' else 'report-news' end, ${rank}, 'waiting'
   from handed h join letterboxes l on l.contact_id = h.contact_id join contacts p on p.id = h.contact_id
     join conversations c on c.id = l.conversation_id
   order by h.id`,
)

const findFollows = prepared(
  'find_follows',
  `select id::text, contact_id, name, told from follows
   where version <> $1::text and $1::text = (
     select string_agg(id::text, '.' order by id) from agency_lists where current)
   order by id limit $2::int for update skip locked`,
)

const addAgencyNews = prepared(
  'add_agency_news',
  `insert into news (contact_id, step, message)
   select * from unnest($1::uuid[], $2::text[], $3::text[])`,
)

const markFollows = prepared(
  'mark_follows',
  `update follows set version = $3::text, told = u.told from unnest($1::bigint[], $2::text[]) as u(id, told)
   where follows.id = u.id`,
)
