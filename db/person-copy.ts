/** All that is kept of one person, opened and in words, as they may ask for it (UU 27/2022, articles 7 and 13). What is
 * only a key to recognise them by is left out: it tells them nothing. */
import * as z from 'zod'
import { type ContactId, outcomeOfCode, topicsIn, zones } from '#engine'
import { openFacts } from './evidence.ts'
import { readOriginal } from './originals.ts'
import type { Seal } from './seal.ts'
import { type Ask, type Prepared, prepared } from './statements.ts'
import { openAddress, subscriberKey } from './subscribers.ts'

export interface CopyOfData {
  readonly made_at: string
  readonly [part: string]: unknown
}

type Row = Readonly<Record<string, unknown>>

/** null: nobody is known by this id. */
export async function copyOf(
  ask: Ask,
  contact: ContactId,
  { seal, now }: { readonly seal: Seal; readonly now: Date },
): Promise<CopyOfData | null> {
  const [person] = await rowsOf(ask, personIs, [contact])
  if (person === undefined) return null
  const opened = async (statement: Prepared, ...sealed: readonly string[]) =>
    (await rowsOf(ask, statement, [contact])).map((row) => open(row, sealed, seal))
  return {
    made_at: now.toISOString(),
    person,
    conversations: await opened(conversationsOf, 'memory'),
    urgent: await opened(urgentOf),
    reports: await reportsOf(ask, contact, seal),
    news: { reached_at: await opened(letterboxOf, 'address'), sent: await opened(newsOf, 'message') },
    agencies_followed: await opened(followsOf, 'name'),
    officers: {
      conversations: await opened(threadsOf, 'address'),
      messages: await opened(messagesOf, 'body'),
    },
    officer_of_campaigns: await opened(officerChatsOf, 'address'),
    on_the_way: await opened(outboxOf, 'message'),
    waiting_to_be_read: await waitingOf(ask, contact, seal),
    campaigns: await campaignsOf(ask, contact, seal),
  }
}

async function rowsOf(ask: Ask, statement: Prepared, values: readonly unknown[]): Promise<readonly Row[]> {
  return (await ask<{ row: Row }>(statement, values)).map(({ row }) => row)
}

function open(row: Row, sealed: readonly string[], seal: Seal): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      sealed.includes(name) && typeof value === 'string' && value !== '' ? seal.open(value) : value,
    ]),
  )
}

/** With the files themselves, as they were received. */
async function reportsOf(ask: Ask, contact: ContactId, seal: Seal): Promise<readonly Row[]> {
  const evidence = await rowsOf(ask, evidenceOf, [contact])
  const pieces: Row[] = []
  for (const { original, facts, source, ...each } of evidence) {
    const told = openFacts(String(facts), seal)
    const file =
      original === null || told.sha256 === null
        ? null
        : (await readOriginal(ask, { key: String(original), sha256: told.sha256 }, seal)).toString('base64')
    pieces.push({ ...each, ...told, source: source === null ? null : seal.open(String(source)), file })
  }
  return (await rowsOf(ask, reportsBy, [contact])).map((report) => ({
    ...open(report, ['content'], seal),
    came_with_it: pieces.filter(({ report: number }) => number === report['number']),
  }))
}

const readingForm = z.object({
  inbound: z.looseObject({ from: z.object({ channel: z.string() }), person: z.string() }),
})

/** Ids of their pictures that still wait to be read. Whose they are is sealed, so each is opened; few wait at a time. */
export async function readingsOf(ask: Ask, contact: ContactId, seal: Seal): Promise<readonly string[]> {
  const keys = new Set((await ask<{ key: string }>(keysOf, [contact])).map(({ key }) => key))
  const waiting = await ask<{ id: string; message: string }>(waitingReadings, [])
  return waiting.flatMap(({ id, message }) => {
    const { inbound } = readingForm.parse(seal.open(message))
    return keys.has(seal.recognise('contact', inbound.from.channel, inbound.person)) ? [id] : []
  })
}

async function waitingOf(ask: Ask, contact: ContactId, seal: Seal): Promise<readonly unknown[]> {
  const ids = await readingsOf(ask, contact, seal)
  return (await rowsOf(ask, readingsBy, [ids])).map((row) => open(row, ['message'], seal))
}

async function campaignsOf(ask: Ask, contact: ContactId, seal: Seal): Promise<readonly Row[]> {
  const keys = (await ask<{ key: string }>(keysOf, [contact])).map(({ key }) => subscriberKey(key))
  const found = await ask<{ row: Row; id: number; key: Buffer; address: Buffer }>(subscribersBy, [keys])
  const all: Row[] = []
  for (const { row, id, key, address } of found) {
    const received = await ask<{ campaign: number; outcome: number }>(receivedBy, [id])
    all.push({
      ...row,
      topics: topicsIn(Number(row['topics'])),
      zone: zones[Number(row['zone'])] ?? null,
      address: openAddress(seal, address, key),
      consents: (await rowsOf(ask, consentsOf, [id])).map((consent) => ({
        ...consent,
        topics: topicsIn(Number(consent['topics'])),
      })),
      answers: await rowsOf(ask, answersOf, [id]),
      received: received.map(({ campaign, outcome }) => ({ campaign, outcome: outcomeOfCode(outcome) })),
      latest: await rowsOf(ask, latestOf, [id]),
      blocked_us: await rowsOf(ask, blocksOf, [id]),
    })
  }
  return all
}

/** Rows of one table as JSON, with moments in ISO 8601. */
const json = (name: string, columns: string, from: string): Prepared =>
  prepared(`copy_${name}`, `select to_jsonb(x) as row from (select ${columns} from ${from}) x`)

const personIs = json(
  'person',
  `channel, locale, created_at, introduced_at, introduced_version, muted_until,
   (select count(*)::int from aliases where contact_id = contacts.id) as other_ids`,
  'contacts where id = $1::uuid',
)
const conversationsOf = json(
  'conversations',
  'turn, memory, latest_at',
  'conversations where contact_id = $1::uuid',
)
const urgentOf = json(
  'urgent',
  'u.channel, u.danger, u.country, u.opened_at, u.updated_at',
  'urgent_cases u join conversations c on c.id = u.conversation_id where c.contact_id = $1::uuid',
)
const reportsBy = json(
  'reports',
  `r.number, r.at, r.channel, r.level, r.signs, r.content, r.counted,
   (select json_agg(json_build_object('fact', f.fact, 'at', f.at)) from report_facts f where f.report_id = r.id) as facts`,
  'reports r where r.contact_id = $1::uuid order by r.at',
)
const evidenceOf = json(
  'evidence',
  'r.number as report, e.place, e.kind, e.status, e.why, e.sent_at, e.received_at, e.source, e.original, e.facts',
  'evidence e join reports r on r.id = e.report_id where r.contact_id = $1::uuid order by r.at, e.place',
)
const letterboxOf = json(
  'letterbox',
  'channel, address, reports, at',
  'letterboxes where contact_id = $1::uuid',
)
const newsOf = json('news', 'step, at, message', 'news where contact_id = $1::uuid order by id')
const followsOf = json('follows', 'name, told, at', 'follows where contact_id = $1::uuid order by id')
const threadsOf = json(
  'threads',
  'id, channel, address, status, opened_at, asked_at, answered_at, closed_at',
  'inbox_threads where contact_id = $1::uuid order by id',
)
const messagesOf = json(
  'messages',
  'm.thread_id, m.direction, m.at, m.body',
  'inbox_messages m join inbox_threads t on t.id = m.thread_id where t.contact_id = $1::uuid order by m.id',
)
const officerChatsOf = json(
  'officer_chats',
  'channel, address, at',
  'officer_chats where contact_id = $1::uuid',
)
const outboxOf = json(
  'outbox',
  'channel, message, status, cause, created_at',
  'outbox where contact_id = $1::uuid order by id',
)
const readingsBy = json('readings', 'channel, created_at, message', 'readings where id = any($1::bigint[])')

const keysOf = prepared(
  'copy_keys',
  'select key from contacts where id = $1::uuid union all select key from aliases where contact_id = $1::uuid',
)
const waitingReadings = prepared(
  'waiting_readings',
  'select id::text, message from readings where message is not null',
)
const subscribersBy = prepared(
  'copy_subscribers',
  `select s.id, s.key, s.address, jsonb_build_object('channel', channel, 'locale', locale, 'province', province,
     'country', country, 'phase', phase, 'topics', topics, 'zone', zone, 'paused_until', paused_until,
     'blocked', blocked, 'minor', minor, 'seen_at', seen_at) as row
   from subscribers s where s.key = any($1::bytea[])`,
)
const consentsOf = json(
  'consents',
  'c.at, c.kind, c.how, c.topics, c.until, c.campaign, t.version, t.words',
  'consents c left join consent_texts t on t.id = c.text where c.subscriber = $1::int order by c.at',
)
const answersOf = json(
  'answers',
  'campaign, choice, variant, at',
  'campaign_answers where subscriber = $1::int order by at',
)
const latestOf = json('latest', 'campaign, at', 'latest_campaigns where subscriber = $1::int')
const blocksOf = json('blocks', 'campaign, at', 'opt_outs where subscriber = $1::int')
/** No index leads here: all campaigns are walked through, which takes seconds at five million messages. */
const receivedBy = prepared(
  'copy_received',
  `select campaign, get_byte(outcomes, array_position(recipients, $1::int) - 1) as outcome
   from campaign_chunks where $1::int = any(recipients) order by campaign`,
)
