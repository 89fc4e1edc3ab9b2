/** Conversations that officers have with people: kept by the turns, read and answered by the console. What is written is
 * sealed, and goes with the person who is forgotten. */
import type pg from 'pg'
import * as z from 'zod'
import {
  type Address,
  type Body,
  type ChannelName,
  type Danger,
  type Effect,
  type Inbound,
  type Locale,
  type Place,
  type Reply,
  type ReviewerId,
  say,
  type ThreadId,
} from '#engine'
import { note } from './audit.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'
import type { Known } from './thinking.ts'

/** A conversation in the officers' list. */
export interface Thread {
  readonly id: ThreadId
  readonly channel: ChannelName
  readonly status: 'waiting' | 'taken' | 'closed'
  readonly takenBy: ReviewerId | null
  /** The person's language; null: not known yet. */
  readonly locale: Locale | null
  readonly openedAt: Date
  /** When the person last asked for somebody. */
  readonly askedAt: Date
  readonly answeredAt: Date | null
  /** The last word is the person's. */
  readonly waits: boolean
  /** A danger this person told of within the last week, with its country, if they did. */
  readonly urgent: { readonly danger: Danger; readonly country: Place | null } | null
}

export interface InboxMessage {
  readonly body: Body
  /** The officer who wrote it; null: the person. */
  readonly by: ReviewerId | null
  readonly at: Date
}

/** `gone`: the person wished to be forgotten, or there never was such a conversation. */
export type Handled = 'done' | 'closed' | 'gone'

export interface Inbox {
  /** Those not closed: whoever told of danger first, then whoever waits longest. */
  list(most: number): Promise<readonly Thread[]>
  /** One of them, closed or not; null when it is gone. */
  find(id: ThreadId): Promise<Thread | null>
  /** All that was said, oldest first; null when it is gone. */
  read(id: ThreadId): Promise<readonly InboxMessage[] | null>
  take(id: ThreadId, by: ReviewerId): Promise<Handled>
  /** Queues the officer's words for the person; the bot is silent from then on. `text` is shown as it is. */
  answer(id: ThreadId, words: { readonly text: string; readonly by: ReviewerId }): Promise<Handled>
  /** The bot speaks again, and the person is told so. */
  close(id: ThreadId, by: ReviewerId): Promise<Handled>
}

export function createInbox(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Something waits in the outbox. */
  readonly nudge: () => void
  readonly now: () => Date
}): Inbox {
  const { pool, seal, nudge, now } = options
  const noteIn = (askWithin: Ask, act: 'take' | 'answer' | 'close', id: ThreadId, by: ReviewerId) =>
    note(askWithin, { at: now(), by, act: `inbox.${act}`, subject: id, details: {} }, seal)
  const says = (
    id: ThreadId,
    { reply, act, by }: { readonly reply: Reply; readonly act: 'answer' | 'close'; readonly by: ReviewerId },
    move: (askWithin: Ask) => Promise<unknown>,
  ): Promise<Handled> =>
    transact(pool, async (askWithin): Promise<Handled> => {
      const [row] = await askWithin<Found>(findThread, [id])
      if (row === undefined) return 'gone'
      if (row.status === 'closed') return 'closed'
      await move(askWithin)
      const to = address.parse(seal.open(row.address))
      const chat = seal.recognise('chat', to.channel, to.chat)
      await askWithin(queueWords, [id, chat, seal.close({ to, reply })])
      await noteIn(askWithin, act, id, by)
      return 'done'
    }).then((handled) => {
      if (handled === 'done') nudge()
      return handled
    })
  return {
    async list(most) {
      return (await ask<Row>(pool, listThem, [most])).map(threadFrom)
    },

    async find(id) {
      const [row] = await ask<Row>(pool, findIt, [id])
      return row === undefined ? null : threadFrom(row)
    },

    async read(id) {
      const rows = await ask<MessageRow>(pool, readThem, [id])
      if (rows.length === 0) return null
      return rows.map(({ body, written_by, at_ms }) => ({
        body: said.parse(seal.open(body)),
        by: written_by,
        at: new Date(at_ms),
      }))
    },

    take: (id, by) =>
      transact(pool, async (askWithin): Promise<Handled> => {
        const [row] = await askWithin<{ status: Thread['status'] }>(takeThread, [id, by])
        if (row === undefined) return 'gone'
        if (row.status === 'closed') return 'closed'
        await noteIn(askWithin, 'take', id, by)
        return 'done'
      }),

    answer(id, { text, by }) {
      const reply: Reply = { body: [say('officer.says'), { verbatim: text }] }
      const body: Body = { kind: 'text', text }
      return says(id, { reply, act: 'answer', by }, (askWithin) =>
        askWithin(addAnswer, [id, seal.close(body), by]),
      )
    },

    close(id, by) {
      const reply: Reply = { body: [say('officer.closed')] }
      return says(id, { reply, act: 'close', by }, (askWithin) => askWithin(closeByOfficer, [id, by]))
    },
  }
}

type InboxEffect = Extract<
  Effect,
  { readonly kind: 'open-inbox' | 'to-officers' | 'lapse-inbox' | 'close-inbox' }
>

/** Does inside the turn's own transaction what it meant for the officers. Without an open conversation, as after a
 * person was forgotten, only opening one does anything. */
export async function writeInbox(
  askWithin: Ask,
  effect: InboxEffect,
  { known, inbound, seal }: { readonly known: Known; readonly inbound: Inbound; readonly seal: Seal },
): Promise<void> {
  const { conversation, contact } = known
  switch (effect.kind) {
    case 'open-inbox':
      await askWithin(openThread, [conversation, contact, inbound.from.channel, seal.close(inbound.from)])
      await askWithin(addMessage, [conversation, seal.close(inbound.body), false])
      break
    case 'to-officers':
      await askWithin(addMessage, [conversation, seal.close(inbound.body), effect.noted])
      break
    case 'lapse-inbox':
      await askWithin(lapseThread, [conversation])
      break
    case 'close-inbox':
      await askWithin(closeByPerson, [conversation])
      break
  }
}

interface Found {
  readonly status: Thread['status']
  readonly address: string
}

interface Row {
  readonly id: ThreadId
  readonly channel: ChannelName
  readonly status: Thread['status']
  readonly taken_by: ReviewerId | null
  readonly locale: Locale | null
  readonly opened_ms: number
  readonly asked_ms: number
  readonly answered_ms: number | null
  readonly waits: boolean
  readonly danger: Danger | null
  readonly country: Place | null
}

interface MessageRow {
  readonly body: string
  readonly written_by: ReviewerId | null
  readonly at_ms: number
}

/** Sealed by us, so they are what we wrote. */
const address = z.custom<Address>((value) => typeof value === 'object' && value !== null && 'chat' in value)
const said = z.custom<Body>((value) => typeof value === 'object' && value !== null && 'kind' in value)

function threadFrom(row: Row): Thread {
  return {
    id: row.id,
    channel: row.channel,
    status: row.status,
    takenBy: row.taken_by,
    locale: row.locale,
    openedAt: new Date(row.opened_ms),
    askedAt: new Date(row.asked_ms),
    answeredAt: row.answered_ms === null ? null : new Date(row.answered_ms),
    waits: row.waits,
    urgent: row.danger === null ? null : { danger: row.danger, country: row.country },
  }
}

const threads = (which: string) => `select t.id::text, t.channel, t.status, t.taken_by, p.locale,
     ${ms('t.opened_at')} as opened_ms, ${ms('t.asked_at')} as asked_ms, ${ms('t.answered_at')} as answered_ms,
     last.direction = 'in' as waits, u.danger, u.country
   from inbox_threads t
   join contacts p on p.id = t.contact_id
   cross join lateral (
     select direction from inbox_messages where thread_id = t.id order by id desc limit 1) as last
   left join lateral (
     select danger, country from urgent_cases
     where conversation_id = t.conversation_id and updated_at > now() - interval '7 days'
     order by id desc limit 1) as u on true
   where ${which}`

const listThem = prepared(
  'list_inbox',
  `${threads("t.status <> 'closed'")}
   order by last.direction = 'in' and u.danger is not null desc, last.direction = 'in' desc, t.asked_at, t.id
   limit $1::int`,
)

const findIt = prepared('one_inbox', threads('t.id = $1::bigint'))

const readThem = prepared(
  'read_inbox',
  `select body, written_by, ${ms('at')} as at_ms from inbox_messages where thread_id = $1::bigint order by id`,
)

/** Locked, so that two officers' words go out in the order in which they are written down. */
const findThread = prepared(
  'find_inbox',
  'select status, address from inbox_threads where id = $1::bigint for update',
)

const takeThread = prepared(
  'take_inbox',
  `update inbox_threads set
     status = case when status = 'closed' then status else 'taken' end,
     taken_by = case when status = 'closed' then taken_by else $2::text end
   where id = $1::bigint returning status`,
)

const addAnswer = prepared(
  'add_inbox_answer',
  `with answered as (
     update inbox_threads set status = 'taken', taken_by = $3::text, answered_at = now(), lapsed_at = null
     where id = $1::bigint)
   insert into inbox_messages (thread_id, direction, body, written_by) values ($1::bigint, 'out', $2::text, $3::text)`,
)

const closeByOfficer = prepared(
  'close_inbox_by_officer',
  `update inbox_threads set status = 'closed', closed_at = now(), closed_by = 'officer', taken_by = $2::text
   where id = $1::bigint`,
)

/** Their words have the rank of the bot's answers: somebody waits for them. */
const queueWords = prepared(
  'queue_officer_words',
  `insert into outbox (channel, chat, message, contact_id, locale, turn, cause, rank, status)
   select t.channel, $2::text, $3::text, t.contact_id, coalesce(p.locale, 'id'), c.turn, 'officer', 0, 'waiting'
   from inbox_threads t join contacts p on p.id = t.contact_id join conversations c on c.id = t.conversation_id
   where t.id = $1::bigint`,
)

const openThread = prepared(
  'open_inbox',
  `insert into inbox_threads (conversation_id, contact_id, channel, address)
   values ($1::uuid, $2::uuid, $3::text, $4::text)
   on conflict (conversation_id) where status <> 'closed'
   do update set asked_at = now(), lapsed_at = null, address = excluded.address`,
)

const addMessage = prepared(
  'add_inbox_message',
  `with found as (
     update inbox_threads set noted_at = case when $3::bool then now() else noted_at end
     where conversation_id = $1::uuid and status <> 'closed' returning id)
   insert into inbox_messages (thread_id, direction, body) select id, 'in', $2::text from found`,
)

const lapseThread = prepared(
  'lapse_inbox',
  `update inbox_threads set lapsed_at = now() where conversation_id = $1::uuid and status <> 'closed'`,
)

const closeByPerson = prepared(
  'close_inbox_by_person',
  `update inbox_threads set status = 'closed', closed_at = now(), closed_by = 'person'
   where conversation_id = $1::uuid and status <> 'closed'`,
)
