/** Memory.turn: everything one message changes, in one transaction. Turns that arrive together are committed
 * together, which is what lets a bot that forgets nothing keep pace with one that remembers nothing. */
import { type SQL, sql } from 'drizzle-orm'
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
import { codeOf, type Database, type Transaction } from './client.ts'
import type { Seal } from './seal.ts'

export interface HandOver {
  /** How many deliveries of this channel this process can begin sending at once; 0 when it cannot. */
  room(channel: ChannelName): number
  /** Deliveries already leased to this process, committed with their turns. */
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
  readonly database: Database
  readonly seal: Seal
  readonly handOver: HandOver
}): Memory {
  const { database, seal, handOver } = options
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
    const { left, leased, held } = await database.transaction(async (tx) => {
      answers.length = 0
      const wanted = batch.map((each) => nameOf(each, seal))
      const known = await remember(tx, wanted, seal)
      const seen = await seenBefore(tx, wanted)
      const thought = think(wanted, known, seen, answers)
      const queued = await record(tx, thought.done, { seal, room: handOver.room })
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
  readonly turn: Buffer
  readonly conversation: Buffer
  readonly contact: Buffer
  readonly chat: Buffer
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

interface Row extends Record<string, unknown> {
  readonly id: string
  readonly key: Buffer
  readonly contact_id: ContactId
  readonly turn: number
  readonly memory: Buffer | null
  readonly latest_ms: number | null
  readonly locale: Remembered['locale']
  readonly introduced_ms: number | null
  readonly created_ms: number
}

/** Locks the conversations, in key order so that two processes cannot wait for each other; makes those that are new. */
async function remember(tx: Transaction, wanted: readonly Named[], seal: Seal): Promise<Map<string, Known>> {
  const keys = [...new Map(wanted.map((each) => [hex(each.conversation), each])).values()]
  const found = await lock(tx, keys)
  const missing = keys.filter((each) => !found.has(hex(each.conversation)))
  if (missing.length > 0) {
    await create(tx, missing)
    for (const [key, row] of await lock(tx, missing)) found.set(key, row)
  }
  return new Map([...found].map(([key, row]) => [key, knownFrom(row, seal)]))
}

async function lock(tx: Transaction, wanted: readonly Named[]): Promise<Map<string, Row>> {
  const keys = wanted.map((each) => each.conversation)
  const { rows } = await tx.execute<Row>(sql`
    select c.id, c.key, c.contact_id, c.turn, c.memory, p.locale, ${ms(sql`c.latest_at`)} as latest_ms,
      ${ms(sql`p.introduced_at`)} as introduced_ms, ${ms(sql`p.created_at`)} as created_ms
    from conversations c join contacts p on p.id = c.contact_id
    where c.key = any(${sql.param(keys)}::bytea[]) order by c.key for update of c`)
  return new Map(rows.map((row) => [hex(row.key), row]))
}

async function create(tx: Transaction, missing: readonly Named[]): Promise<void> {
  const contacts = missing.map((each) => each.contact)
  const channels = missing.map((each) => each.pending.inbound.from.channel)
  await tx.execute(sql`
    with people as (
      insert into contacts (key, channel)
      select distinct on (key) key, channel
      from unnest(${sql.param(contacts)}::bytea[], ${sql.param(channels)}::text[]) as u(key, channel)
      order by key
      on conflict (key) do update set key = excluded.key
      returning id, key)
    insert into conversations (key, contact_id)
    select u.key, people.id
    from unnest(${sql.param(missing.map((each) => each.conversation))}::bytea[], ${sql.param(contacts)}::bytea[])
      as u(key, contact) join people on people.key = u.contact
    order by u.key
    on conflict (key) do nothing`)
}

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
function unpack(memory: Uint8Array | null, seal: Seal): Pick<Remembered, 'state' | 'offered'> {
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

async function seenBefore(tx: Transaction, wanted: readonly Named[]): Promise<Set<string>> {
  const keys = wanted.map((each) => each.turn)
  const { rows } = await tx.execute<{ key: Buffer }>(
    sql`select key from turns where key = any(${sql.param(keys)}::bytea[])`,
  )
  return new Set(rows.map((row) => hex(row.key)))
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
    const here = known.get(hex(named.conversation))
    if (here === undefined) throw new Error('a conversation vanished while it was locked')
    if (forgotten.has(here.contact)) {
      // The next transaction will not know this person any more.
      left.push(pending)
      continue
    }
    if (seen.has(hex(named.turn))) {
      answers.push(() => pending.resolve('seen-before'))
      continue
    }
    seen.add(hex(named.turn))
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
  known.set(hex(named.conversation), { ...here, remembered: own })
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
  tx: Transaction,
  done: readonly Thought[],
  { seal, room }: { readonly seal: Seal; readonly room: HandOver['room'] },
): Promise<{ readonly leased: readonly Delivery[]; readonly held: boolean }> {
  if (done.length === 0) return { leased: [], held: false }
  await writeTurns(tx, done, seal)
  const queued = await queue(tx, done, { seal, room })
  await writeEffects(tx, done)
  return queued
}

async function writeTurns(tx: Transaction, done: readonly Thought[], seal: Seal): Promise<void> {
  // Of several turns in one conversation the last says where it stands.
  const last = [...new Map(done.map((each) => [each.known.conversation, each])).values()]
  const column = <T>(from: readonly Thought[], pick: (each: Thought) => T) => sql.param(from.map(pick))
  await tx.execute(sql`
    with counted as (
      insert into turns (key, at, channel, intent, outcome, locale)
      select * from unnest(
        ${column(done, (each) => each.named.turn)}::bytea[],
        ${column(done, (each) => each.named.pending.inbound.at)}::timestamptz[],
        ${column(done, (each) => each.named.pending.inbound.from.channel)}::text[],
        ${column(done, (each) => each.turn.intent)}::text[],
        ${column(done, (each) => each.turn.outcome)}::text[],
        ${column(done, (each) => each.turn.locale)}::text[]))
    update conversations set turn = u.turn, memory = u.memory, latest_at = u.latest
    from unnest(
      ${column(last, (each) => each.known.conversation)}::uuid[],
      ${column(last, (each) => each.known.remembered.turn)}::int[],
      ${column(last, (each) => seal.close({ state: writeState(each.state), offered: writeOffered(each.offered) }))}::bytea[],
      ${column(last, (each) => each.named.pending.inbound.at)}::timestamptz[])
      as u(id, turn, memory, latest)
    where conversations.id = u.id`)
}

interface Draft {
  readonly thought: Thought
  readonly reply: Reply
  readonly to: Address
  /** May be sent by this process at once, if nothing else of its chat is under way. */
  readonly first: boolean
}

/** Replies go into the outbox; the first of a chat is leased to this process at once, which saves a claim. */
async function queue(
  tx: Transaction,
  done: readonly Thought[],
  { seal, room }: { readonly seal: Seal; readonly room: HandOver['room'] },
): Promise<{ readonly leased: readonly Delivery[]; readonly held: boolean }> {
  const begun = new Set<string>()
  const left = new Map<ChannelName, number>()
  const drafts: Draft[] = done.flatMap((thought) => {
    const to = thought.named.pending.inbound.from
    return thought.turn.replies.map((reply) => {
      const chat = hex(thought.named.chat)
      const places = left.get(to.channel) ?? room(to.channel)
      const first = !begun.has(chat) && places > 0
      left.set(to.channel, first ? places - 1 : places)
      begun.add(chat)
      return { thought, reply, to, first }
    })
  })
  if (drafts.length === 0) return { leased: [], held: false }
  const column = <T>(pick: (each: Draft) => T) => sql.param(drafts.map(pick))
  const { rows } = await tx.execute<{ id: string; status: string; created_ms: number }>(sql`
    insert into outbox (channel, chat, message, contact_id, locale, turn, cause, rank, status, lease_until)
    select u.channel, u.chat, u.message, u.contact, u.locale, u.turn, 'turn', 0,
      case when u.mine and free.chat then 'sending' else 'waiting' end,
      case when u.mine and free.chat then now() + make_interval(secs => ${leaseSeconds}) end
    from unnest(
      ${column(({ to }) => to.channel)}::text[],
      ${column(({ thought }) => thought.named.chat)}::bytea[],
      ${column(({ to, reply }) => seal.close({ to, reply }))}::bytea[],
      ${column(({ thought }) => thought.known.contact)}::uuid[],
      ${column(({ thought }) => thought.turn.locale)}::text[],
      ${column(({ thought }) => thought.known.remembered.turn)}::int[],
      ${column(({ first }) => first)}::bool[])
      with ordinality as u(channel, chat, message, contact, locale, turn, mine, place),
      lateral (select not exists (
        select 1 from outbox o where o.chat = u.chat and o.status in ('waiting', 'sending')) as chat) as free
    order by u.place
    returning id::text, status, ${ms(sql`created_at`)} as created_ms`)
  const leased = rows.flatMap((row, place) => {
    const draft = drafts[place]
    return draft !== undefined && row.status === 'sending' ? [deliveryFrom(draft, row)] : []
  })
  return { leased, held: leased.length < drafts.length }
}

function deliveryFrom(draft: Draft, row: { readonly id: string; readonly created_ms: number }): Delivery {
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

async function writeEffects(tx: Transaction, done: readonly Thought[]): Promise<void> {
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
        case 'close-chat':
          await closeChat(tx, named.chat)
          break
        case 'forget-contact':
          learnt.delete(known.contact)
          await forget(tx, known.contact, turn.replies.length)
          break
      }
    }
  }
  if (learnt.size > 0) await learn(tx, learnt)
}

async function learn(
  tx: Transaction,
  learnt: ReadonlyMap<ContactId, { readonly locale: string | null; readonly introduced: string | null }>,
): Promise<void> {
  const facts = [...learnt.values()]
  await tx.execute(sql`
    update contacts set
      locale = coalesce(u.locale, contacts.locale),
      introduced_at = case when u.introduced is null then contacts.introduced_at else now() end,
      introduced_version = coalesce(u.introduced, contacts.introduced_version)
    from unnest(
      ${sql.param([...learnt.keys()])}::uuid[],
      ${sql.param(facts.map((each) => each.locale))}::text[],
      ${sql.param(facts.map((each) => each.introduced))}::text[]) as u(id, locale, introduced)
    where contacts.id = u.id`)
}

async function closeChat(tx: Transaction, chat: Uint8Array): Promise<void> {
  await tx.execute(sql`
    update outbox set status = 'skipped', why = 'blocked', settled_at = now(), chat = null, message = null
    where chat = ${sql.param(chat)}::bytea and status = 'waiting'`)
}

/** Nothing that names the person is left; of the outbox only this turn's own answers still go out. */
async function forget(tx: Transaction, contact: ContactId, answers: number): Promise<void> {
  await tx.execute(sql`
    update outbox set status = 'skipped', why = 'forgotten', settled_at = now(), chat = null, message = null
    where contact_id = ${contact} and status = 'waiting' and id not in (
      select id from outbox where contact_id = ${contact} order by id desc limit ${answers})`)
  await tx.execute(sql`delete from contacts where id = ${contact}`)
}

/** Raw queries give a moment as text in the session's own style; as milliseconds it is the same everywhere. */
export function ms(moment: SQL): SQL {
  return sql`(extract(epoch from ${moment}) * 1000)::float8`
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
