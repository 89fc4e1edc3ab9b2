/** What a batch of turns leaves behind: turns counted, conversations moved, replies queued, effects done. */
import {
  type Address,
  type ChannelName,
  type Delivery,
  type DeliveryId,
  type Reply,
  writeOffered,
  writeState,
} from '#engine'
import { keepAliases } from './aliases.ts'
import { writeEffects } from './effects.ts'
import type { HandOver } from './memory.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'
import { markSeen } from './subscribers.ts'
import { burstAfter, type Thought } from './thinking.ts'
import { traceOf } from './trace.ts'

/** How long a process may take to send what it has leased, in seconds. Longer than any send may take (15 s). */
export const leaseSeconds = 40

/** Writes what was thought. Returns the deliveries leased to this process, and whether others wait. */
export async function record(
  ask: Ask,
  done: readonly Thought[],
  how: { readonly seal: Seal; readonly room: HandOver['room']; readonly holder: string },
): Promise<{ readonly leased: readonly Delivery[]; readonly held: boolean }> {
  if (done.length === 0) return { leased: [], held: false }
  const drafts = draft(done, how.room)
  const rows = await ask<Queued>(recordThem, [
    ...turnColumns(done, how.seal),
    ...draftColumns(drafts, how.seal),
    how.holder,
  ])
  await keepAliases(ask, done)
  await markSeen(ask, done.flatMap(seenFrom))
  await writeEffects(ask, done, how.seal)
  const leased = rows.flatMap((row, place) => {
    const each = drafts[place]
    return each !== undefined && row.status === 'sending' ? [deliveryFrom(each, row)] : []
  })
  return { leased, held: leased.length < drafts.length }
}

/** Only a private message opens the window in which free text may be sent. */
function seenFrom({ named, known: { remembered }, turn }: Thought): Parameters<typeof markSeen>[1] {
  const number = remembered.subscriber?.number ?? 0
  if (number === 0 || named.pending.inbound.setting === 'group') return []
  const chosen = turn.effects.find((effect) => effect.kind === 'locale')
  return [{ number, locale: chosen?.locale ?? remembered.locale }]
}

interface Queued {
  readonly id: string
  readonly status: string
}

/** Counts the turns, moves the conversations, queues the replies. Replies are leased to this process
 * at once, which saves a claim, unless something of their chat waits or is on its way elsewhere. Keys stand beside each join, so that tables are entered by their index. */
const recordThem = prepared(
  'record_turns',
  `with counted as (
     insert into turns (key, at, channel, intent, outcome, locale)
     select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[])),
   moved as (
     update conversations set turn = u.turn, memory = u.memory, latest_at = u.latest
     from unnest($7::uuid[], $8::int[], $9::text[], $10::timestamptz[]) as u(id, turn, memory, latest)
     where conversations.id = u.id and conversations.id = any($7::uuid[]))
   insert into outbox (channel, chat, message, contact_id, locale, turn, cause, rank, status, lease_until, leased_by)
   select u.channel, u.chat, u.message, u.contact, u.locale, u.turn, 'turn', 0,
     case when u.mine and free.chat then 'sending' else 'waiting' end,
     case when u.mine and free.chat then now() + make_interval(secs => ${leaseSeconds}) end,
     case when u.mine and free.chat then $18 end
   from unnest($11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::int[], $17::bool[])
     with ordinality as u(channel, chat, message, contact, locale, turn, mine, place),
     lateral (select not exists (
       select 1 from outbox o where o.chat = u.chat and o.status in ('waiting', 'sending')
         and (o.status = 'waiting' or o.leased_by is distinct from $18)) as chat) as free
   order by u.place
   returning id::text, status`,
)

function turnColumns(done: readonly Thought[], seal: Seal): readonly unknown[] {
  // Of several turns in one conversation the last says where it stands.
  const last = [...new Map(done.map((each) => [each.known.conversation, each])).values()]
  return [
    done.map((each) => each.named.turn),
    done.map((each) => each.named.pending.inbound.at),
    done.map((each) => each.named.pending.inbound.from.channel),
    done.map((each) => each.turn.intent),
    done.map((each) => each.turn.outcome),
    done.map((each) => each.turn.locale),
    last.map((each) => each.known.conversation),
    last.map((each) => each.known.remembered.turn),
    last.map((each) => seal.close(memoryOf(each))),
    last.map((each) => each.named.pending.inbound.at),
  ]
}

/** What is remembered of a conversation; who sends no pictures has no burst. */
function memoryOf({ state, offered, known, turn }: Thought): object {
  const burst = burstAfter(known.remembered, turn)
  const memory = { state: writeState(state), offered: writeOffered(offered) }
  return burst === null ? memory : { ...memory, burst }
}

interface Draft {
  readonly thought: Thought
  readonly reply: Reply
  readonly to: Address
  /** This process has room for it. */
  readonly mine: boolean
}

function draft(done: readonly Thought[], room: HandOver['room']): readonly Draft[] {
  const left = new Map<ChannelName, number>()
  return done.flatMap((thought) => {
    const to = thought.named.pending.inbound.from
    return thought.turn.replies.map((reply) => {
      const places = left.get(to.channel) ?? room(to.channel)
      left.set(to.channel, places - 1)
      return { thought, reply, to, mine: places > 0 }
    })
  })
}

function draftColumns(drafts: readonly Draft[], seal: Seal): readonly unknown[] {
  return [
    drafts.map(({ to }) => to.channel),
    drafts.map(({ thought }) => thought.named.chat),
    drafts.map(({ to, reply, thought }) => seal.close({ to, reply, trace: traceOf(thought.named.turn) })),
    drafts.map(({ thought }) => thought.known.contact),
    drafts.map(({ thought }) => thought.turn.locale),
    drafts.map(({ thought }) => thought.known.remembered.turn),
    drafts.map(({ mine }) => mine),
  ]
}

function deliveryFrom(draft: Draft, row: Queued): Delivery {
  const { thought, reply, to } = draft
  return {
    id: row.id as DeliveryId,
    to,
    reply,
    locale: thought.turn.locale,
    turn: thought.known.remembered.turn,
    cause: { kind: 'turn' },
    attempts: 0,
    partsSent: 0,
    createdAt: new Date(),
    trace: traceOf(thought.named.turn),
  }
}
