/** Memory.turn: everything one message changes, in one transaction. Turns that arrive together are committed
 * together, which is what lets a bot that forgets nothing keep pace with one that remembers nothing. */
import type pg from 'pg'
import {
  type Address,
  type ChannelName,
  type ContactId,
  type Delivery,
  type DeliveryId,
  type Inbound,
  type Memory,
  type Offered,
  type Remembered,
  type Reply,
  readOffered,
  readState,
  type State,
  type Turn,
  writeOffered,
  writeState,
} from '#engine'
import { codeOf } from './client.ts'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared, transact, wiped } from './statements.ts'

export interface HandOver {
  /** How many deliveries of this channel this process can begin sending at once; 0 when it cannot. */
  room(channel: ChannelName): number
  /** Deliveries already leased to this process, committed with their turns; those of one chat go in this order. */
  take(deliveries: readonly Delivery[]): void
  /** Something is waiting that was not handed over. */
  nudge(): void
}

type Think = (known: Remembered) => Turn
interface Pending {
  readonly inbound: Inbound
  readonly think: Think
  readonly resolve: (result: 'done' | 'seen-before') => void
  readonly reject: (error: unknown) => void
}

/** Most turns in one transaction: beyond this the first of them waits too long for the last. */
const mostTogether = 100
/** Choices of this many turns are remembered, so that a slightly old button still works. */
const offersKept = 3
/** How long a process may take to send what it has leased, in seconds. Longer than any send may take (15 s). */
export const leaseSeconds = 40

export function createMemory(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly handOver: HandOver
  /** Who holds the leases: this process. */
  readonly holder: string
}): Memory {
  const { pool, seal, handOver, holder } = options
  const waiting: Pending[] = []
  let busy = false

  async function pump(): Promise<void> {
    while (waiting.length > 0) await commitTogether(waiting.splice(0, mostTogether))
    busy = false
  }

  /** A turn that the database refuses for its own sake must not take the others with it. */
  async function commitTogether(batch: readonly Pending[]): Promise<void> {
    let left: readonly Pending[] = []
    try {
      left = await commit(batch)
    } catch (error) {
      const [only, another] = batch
      if (another !== undefined && concernsOneRow(error))
        for (const each of batch) await commitTogether([each])
      else if (another === undefined) only?.reject(error)
      else for (const each of batch) each.reject(error)
    }
    waiting.unshift(...left)
  }

  async function commit(batch: readonly Pending[]): Promise<readonly Pending[]> {
    const answers: (() => void)[] = []
    const { left, leased, held } = await transact(pool, async (ask) => {
      const wanted = batch.map((each) => nameOf(each, seal))
      const { known, seen } = await remember(ask, wanted, seal)
      const thought = think(wanted, known, seen, answers)
      const queued = await record(ask, thought.done, { seal, room: handOver.room, holder })
      return { left: thought.left, ...queued }
    })
    if (leased.length > 0) handOver.take(leased)
    if (held) handOver.nudge()
    for (const answer of answers) answer()
    return left
  }

  return {
    turn(inbound, think) {
      return new Promise((resolve, reject) => {
        waiting.push({ inbound, think, resolve, reject })
        if (busy) return
        busy = true
        // Not at once: what arrives in the same moment is committed together.
        setImmediate(() => void pump())
      })
    },
  }
}

/** SQLSTATE classes 22 and 23: this row's data. Anything else would meet the next row too. */
function concernsOneRow(error: unknown): boolean {
  const code = codeOf(error)
  // 40: two processes met in a deadlock; one by one they will not.
  return code !== null && /^(22|23|40)/.test(code)
}

interface Named {
  readonly pending: Pending
  readonly turn: string
  readonly conversation: string
  readonly contact: string
  readonly chat: string
}

function nameOf(pending: Pending, seal: Seal): Named {
  const { id, from, person, setting } = pending.inbound
  const chat = seal.recognise('chat', from.channel, from.chat)
  return {
    pending,
    turn: seal.recognise('turn', from.channel, id),
    contact: seal.recognise('contact', from.channel, person),
    chat,
    // In a group each person has a thread of their own.
    conversation: setting === 'group' ? seal.recognise('thread', from.channel, from.chat, person) : chat,
  }
}

interface Known {
  readonly conversation: string
  readonly contact: ContactId
  readonly remembered: Remembered
}

interface Row {
  readonly id: string
  readonly key: string
  readonly contact_id: ContactId
  readonly turn: number
  readonly memory: string | null
  readonly latest_ms: number | null
  readonly locale: Remembered['locale']
  readonly introduced_ms: number | null
  readonly created_ms: number
  /** On the first row: those of the turns asked for that were committed before. */
  readonly seen: readonly string[] | null
}

/** Locks the conversations, in key order so that two processes cannot wait for each other; makes those that are new.
 * A message that another process commits meanwhile is missed here, and then refused by the key of its turn. */
async function remember(
  ask: Ask,
  wanted: readonly Named[],
  seal: Seal,
): Promise<{ readonly known: Map<string, Known>; readonly seen: Set<string> }> {
  const all = [...new Map(wanted.map((each) => [each.conversation, each])).values()]
  const turns = wanted.map((each) => each.turn)
  const lock = (those: readonly Named[]) =>
    ask<Row>(lockThem, [those.map((each) => each.conversation), turns])
  const rows = [...(await lock(all))]
  const found = new Set(rows.map((row) => row.key))
  const missing = all.filter((each) => !found.has(each.conversation))
  if (missing.length > 0) {
    await ask(makeThem, [
      missing.map((each) => each.contact),
      missing.map((each) => each.pending.inbound.from.channel),
      missing.map((each) => each.conversation),
    ])
    rows.push(...(await lock(missing)))
  }
  return {
    known: new Map(rows.map((row) => [row.key, knownFrom(row, seal)])),
    seen: new Set(rows.flatMap((row) => row.seen ?? [])),
  }
}

const lockThem = prepared(
  'lock_conversations',
  `select c.id, c.key, c.contact_id, c.turn, c.memory, p.locale, ${ms('c.latest_at')} as latest_ms,
     ${ms('p.introduced_at')} as introduced_ms, ${ms('p.created_at')} as created_ms,
     case when row_number() over () = 1
       then (select array_agg(key) from turns where key = any($2::text[])) end as seen
   from (
     select * from conversations where key = any($1::text[]) order by key for update) as c
   join contacts p on p.id = c.contact_id`,
)

const makeThem = prepared(
  'make_conversations',
  `with people as (
     insert into contacts (key, channel)
     select distinct on (key) key, channel from unnest($1::text[], $2::text[]) as u(key, channel) order by key
     on conflict (key) do update set key = excluded.key
     returning id, key)
   insert into conversations (key, contact_id)
   select u.key, people.id
   from unnest($3::text[], $1::text[]) as u(key, contact) join people on people.key = u.contact
   order by u.key
   on conflict (key) do nothing`,
)

function knownFrom(row: Row, seal: Seal): Known {
  const { state, offered } = unpack(row.memory, seal)
  return {
    conversation: row.id,
    contact: row.contact_id,
    remembered: {
      contact: row.contact_id,
      locale: row.locale,
      introduced: row.introduced_ms === null ? null : new Date(row.introduced_ms),
      since: new Date(row.created_ms),
      latest: row.latest_ms === null ? null : new Date(row.latest_ms),
      turn: row.turn + 1,
      state,
      offered,
    },
  }
}

/** What cannot be read, because a key or a release is gone, is a fresh start and not an end. */
function unpack(memory: string | null, seal: Seal): Pick<Remembered, 'state' | 'offered'> {
  if (memory === null) return { state: readState(null), offered: [] }
  try {
    const opened = seal.open(memory)
    if (typeof opened !== 'object' || opened === null) return { state: readState(null), offered: [] }
    return {
      state: readState('state' in opened ? opened.state : null),
      offered: readOffered('offered' in opened ? opened.offered : null),
    }
  } catch {
    return { state: readState(null), offered: [] }
  }
}

interface Thought {
  readonly named: Named
  readonly known: Known
  readonly turn: Turn
  readonly state: State
  readonly offered: readonly Offered[]
}

/** Thinks the turns in order, each knowing what the one before it in the same conversation changed. */
function think(
  wanted: readonly Named[],
  known: Map<string, Known>,
  seen: Set<string>,
  answers: (() => void)[],
): { readonly done: readonly Thought[]; readonly left: readonly Pending[] } {
  const done: Thought[] = []
  const left: Pending[] = []
  const forgotten = new Set<ContactId>()
  for (const named of wanted) {
    const { pending } = named
    const here = known.get(named.conversation)
    if (here === undefined) throw new Error('a conversation vanished while it was locked')
    if (forgotten.has(here.contact)) {
      // The next transaction will not know this person any more.
      left.push(pending)
      continue
    }
    if (seen.has(named.turn)) {
      answers.push(() => pending.resolve('seen-before'))
      continue
    }
    seen.add(named.turn)
    let turn: Turn
    try {
      turn = pending.think(here.remembered)
    } catch (error) {
      answers.push(() => pending.reject(error))
      continue
    }
    const thought = {
      named,
      known: here,
      turn,
      state: turn.next,
      offered: offeredAfter(here.remembered, turn),
    }
    done.push(thought)
    answers.push(() => pending.resolve('done'))
    if (turn.effects.some((effect) => effect.kind === 'forget-contact')) forgotten.add(here.contact)
    else carryOver(known, thought)
  }
  return { done, left }
}

function offeredAfter(before: Remembered, turn: Turn): readonly Offered[] {
  const choices = turn.replies.flatMap((reply) => reply.choices ?? [])
  if (choices.length === 0) return before.offered
  return [{ turn: before.turn, choices }, ...before.offered].slice(0, offersKept)
}

/** What later turns of the same batch must know: of this conversation, and of this person elsewhere. */
function carryOver(known: Map<string, Known>, { named, known: here, turn, state, offered }: Thought): void {
  const { at } = named.pending.inbound
  const own = { ...here.remembered, state, offered, turn: here.remembered.turn + 1, latest: at }
  known.set(named.conversation, { ...here, remembered: own })
  if (turn.effects.length === 0) return
  for (const [key, other] of known) {
    if (other.contact !== here.contact) continue
    let { remembered } = other
    for (const effect of turn.effects) {
      if (effect.kind === 'locale') remembered = { ...remembered, locale: effect.locale }
      if (effect.kind === 'introduced') remembered = { ...remembered, introduced: at }
    }
    known.set(key, { ...other, remembered })
  }
}

/** Writes what was thought. Returns the deliveries leased to this process, and whether others wait. */
async function record(
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
  await writeEffects(ask, done)
  const leased = rows.flatMap((row, place) => {
    const each = drafts[place]
    return each !== undefined && row.status === 'sending' ? [deliveryFrom(each, row)] : []
  })
  return { leased, held: leased.length < drafts.length }
}

interface Queued {
  readonly id: string
  readonly status: string
  readonly created_ms: number
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
   returning id::text, status, ${ms('created_at')} as created_ms`,
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
    last.map((each) => seal.close({ state: writeState(each.state), offered: writeOffered(each.offered) })),
    last.map((each) => each.named.pending.inbound.at),
  ]
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
    drafts.map(({ to, reply }) => seal.close({ to, reply })),
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
    createdAt: new Date(row.created_ms),
  }
}

async function writeEffects(ask: Ask, done: readonly Thought[]): Promise<void> {
  const learnt = new Map<ContactId, { locale: string | null; introduced: string | null }>()
  for (const { turn, known, named } of done) {
    for (const effect of turn.effects) {
      const about = learnt.get(known.contact) ?? { locale: null, introduced: null }
      switch (effect.kind) {
        case 'locale':
          learnt.set(known.contact, { ...about, locale: effect.locale })
          break
        case 'introduced':
          learnt.set(known.contact, { ...about, introduced: effect.version })
          break
        case 'urgent':
          break
        case 'close-chat':
          await ask(closeChat, [named.chat])
          break
        case 'forget-contact':
          learnt.delete(known.contact)
          await ask(letRest, [known.contact, turn.replies.length])
          await ask(forget, [known.contact])
          break
      }
    }
  }
  if (learnt.size > 0) await learn(ask, learnt)
}

async function learn(
  ask: Ask,
  learnt: ReadonlyMap<ContactId, { readonly locale: string | null; readonly introduced: string | null }>,
): Promise<void> {
  const facts = [...learnt.values()]
  await ask(learnThem, [
    [...learnt.keys()],
    facts.map((each) => each.locale),
    facts.map((each) => each.introduced),
  ])
}

const learnThem = prepared(
  'learn',
  `update contacts set
     locale = coalesce(u.locale, contacts.locale),
     introduced_at = case when u.introduced is null then contacts.introduced_at else now() end,
     introduced_version = coalesce(u.introduced, contacts.introduced_version)
   from unnest($1::uuid[], $2::text[], $3::text[]) as u(id, locale, introduced)
   where contacts.id = u.id and contacts.id = any($1::uuid[])`,
)

const closeChat = prepared(
  'close_chat',
  `update outbox set status = 'skipped', why = 'blocked', ${wiped}
   where chat = $1::text and status = 'waiting'`,
)

/** Nothing that names the person is left; of the outbox only this turn's own answers still go out. */
const letRest = prepared(
  'let_rest',
  `update outbox set status = 'skipped', why = 'forgotten', ${wiped}
   where contact_id = $1::uuid and status = 'waiting' and id not in (
     select id from outbox where contact_id = $1::uuid and status in ('waiting', 'sending') order by id desc limit $2)`,
)
const forget = prepared('forget', 'delete from contacts where id = $1::uuid')
