/** Who wrote and where: contacts and conversations, recognised, locked and made. */
import {
  type CaseStatus,
  type ContactId,
  type Finding,
  type InboxThread,
  type Remembered,
  type ReportSeen,
  readBurst,
  readOffered,
  readState,
  type SubscriberSeen,
  type TakedownStep,
} from '#engine'
import { bringHome } from './aliases.ts'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'
import { isSubscriber, recallSubscribers } from './subscribers.ts'
import type { Known, Named, Pending } from './thinking.ts'
import { turnKey } from './trace.ts'

/** The keys of messages. Nothing that names a person leaves this function. */
export async function recognise(ask: Ask, batch: readonly Pending[], seal: Seal): Promise<readonly Named[]> {
  return bringHome(
    ask,
    batch.map((pending) => nameOf(pending, seal)),
    seal,
  )
}

function nameOf(pending: Pending, seal: Seal): Named {
  const { from, person, setting } = pending.inbound
  const chat = seal.recognise('chat', from.channel, from.chat)
  return {
    pending,
    turn: turnKey(seal, pending.inbound),
    contact: seal.recognise('contact', from.channel, person),
    chat,
    // In a group each person has a thread of their own.
    conversation: setting === 'group' ? seal.recognise('thread', from.channel, from.chat, person) : chat,
  }
}

interface ReportRow {
  readonly number: number
  readonly ms: number
  readonly status: CaseStatus['kind']
  readonly finding: Finding | null
  readonly takedown: TakedownStep | null
  readonly decided: number | null
}

interface InboxRow {
  readonly asked: number
  readonly word: number | null
  readonly noted: number | null
  readonly lapsed: boolean
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
  readonly reports: readonly ReportRow[] | null
  readonly inbox: InboxRow | null
  readonly news: boolean | null
  readonly follows: number
  readonly subscribes: boolean
  /** On the first row: those of the turns asked for that were committed before. */
  readonly seen: readonly string[] | null
}

/** Locks the conversations, in key order so that two processes cannot wait for each other; makes those that are new.
 * A message that another process commits meanwhile is missed here, and then refused by the key of its turn. */
export async function remember(
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
    const contacts = missing.map((each) => each.contact)
    await ask(makeContacts, [contacts, missing.map((each) => each.pending.inbound.from.channel)])
    await ask(makeConversations, [missing.map((each) => each.conversation), contacts])
    rows.push(...(await lock(missing)))
  }
  // Most people are none: then nothing more is asked.
  const subscribing = rows.flatMap((row) => (row.subscribes ? [row.contact_id] : []))
  const subscribers = subscribing.length === 0 ? new Map() : await recallSubscribers(ask, subscribing)
  return {
    known: new Map(
      rows.map((row) => [row.key, knownFrom(row, subscribers.get(row.contact_id) ?? null, seal)]),
    ),
    seen: new Set(rows.flatMap((row) => row.seen ?? [])),
  }
}

/** Reports of one person that a turn knows of. */
const reportsKnown = 20

const lockThem = prepared(
  'lock_conversations',
  `select c.id, c.key, c.contact_id, c.turn, c.memory, p.locale, ${ms('c.latest_at')} as latest_ms,
     ${ms('p.introduced_at')} as introduced_ms, ${ms('p.created_at')} as created_ms,
     (select json_agg(r) from (
       select r.number, ${ms('r.at')} as ms, c.status, c.finding, c.takedown, ${ms('c.decided_at')} as decided
       from reports r join cases c on c.id = r.case_id
       where r.contact_id = p.id order by r.at desc limit ${reportsKnown}) as r) as reports,
     (select json_build_object('asked', ${ms('t.asked_at')}, 'word', ${ms('t.answered_at')},
         'noted', ${ms('t.noted_at')}, 'lapsed', t.lapsed_at is not null)
       from inbox_threads t where t.conversation_id = c.id and t.status <> 'closed') as inbox,
     l.reports as news, (select count(*)::int from follows f where f.contact_id = p.id) as follows,
     ${isSubscriber('p')} as subscribes,
     case when row_number() over () = 1
       then (select array_agg(key) from turns where key = any($2::text[])) end as seen
   from (
     select * from conversations where key = any($1::text[]) order by key for update) as c
   join contacts p on p.id = c.contact_id left join letterboxes l on l.contact_id = p.id`,
)

/** In two statements, because only the next one sees a contact whom another process made meanwhile. Nobody's row is
 * locked on the way: a process that has this conversation already would come to its contact from the other side. */
const makeContacts = prepared(
  'make_contacts',
  `insert into contacts (key, channel)
   select distinct on (key) key, channel from unnest($1::text[], $2::text[]) as u(key, channel) order by key
   on conflict (key) do nothing`,
)

const makeConversations = prepared(
  'make_conversations',
  `insert into conversations (key, contact_id)
   select u.key, contacts.id
   from unnest($1::text[], $2::text[]) as u(key, contact) join contacts on contacts.key = u.contact
   order by u.key
   on conflict (key) do nothing`,
)

function knownFrom(row: Row, subscriber: SubscriberSeen | null, seal: Seal): Known {
  const { state, offered, burst } = unpack(row.memory, seal)
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
      reports: (row.reports ?? []).map(seenFrom),
      news: row.news,
      follows: row.follows,
      subscriber,
      rulings: [],
      inbox: row.inbox === null ? null : inboxFrom(row.inbox),
      state,
      offered,
      burst,
    },
  }
}

function inboxFrom({ asked, word, noted, lapsed }: InboxRow): InboxThread {
  const moment = (at: number | null): Date | null => (at === null ? null : new Date(at))
  return { asked: new Date(asked), word: moment(word), noted: moment(noted), lapsed }
}

function seenFrom({ number, ms: at, status, finding, takedown, decided }: ReportRow): ReportSeen {
  const report = { number, at: new Date(at) }
  if (status !== 'decided' || finding === null || decided === null)
    // What was taken down and is seen again waits for an officer, but is known to officers.
    return {
      ...report,
      status: status === 'waiting' && takedown === null ? 'waiting' : 'checking',
      decided: null,
    }
  const seen = finding === 'illegal-recruitment' ? (takedown ?? finding) : finding
  return { ...report, status: seen, decided: new Date(decided) }
}

/** What cannot be read, because a key or a release is gone, is a fresh start and not an end. */
function unpack(
  memory: string | null,
  seal: Seal,
): Required<Pick<Remembered, 'state' | 'offered' | 'burst'>> {
  const fresh = { state: readState(null), offered: [], burst: null }
  if (memory === null) return fresh
  try {
    const opened = seal.open(memory)
    if (typeof opened !== 'object' || opened === null) return fresh
    return {
      state: readState('state' in opened ? opened.state : null),
      offered: readOffered('offered' in opened ? opened.offered : null),
      burst: readBurst('burst' in opened ? opened.burst : null),
    }
  } catch {
    return fresh
  }
}
