/** The ledger of consent: what happened is written down and never changed, and what holds now is written to the
 * subscriber in the same transaction. */
import {
  type Address,
  bitsOf,
  type CampaignId,
  type ConsentEvent,
  type ConsentHow,
  type ConsentStep,
  type ConsentText,
  type ContactId,
  consentAfter,
  type Locale,
  type Topic,
  topicsIn,
  type Variant,
  type Whereabouts,
  zoneOf,
  zones,
} from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'
import { closeAddress, subscriberKey } from './subscribers.ts'

/** Whose consent it is: a contact who writes to us. */
export interface Whose {
  readonly contact: ContactId
  readonly from: Address
  readonly locale: Locale
  readonly seal: Seal
}

/** Writes down what somebody said in the chat, within the turn's own transaction. Only a yes, or the question before it,
 * makes a subscriber: whoever says stop without being one stays none. */
export async function recordConsent(ask: Ask, whose: Whose, steps: readonly ConsentStep[]): Promise<void> {
  const made = steps.some(({ kind }) => kind === 'asked' || kind === 'given')
    ? await makeSubscriber(ask, whose)
    : null
  const rows = await ask<Row>(lockSubscribers, [whose.contact, made])
  for (const row of rows) {
    // What ends a consent ends it for every id this person has; what gives one is said of the one that writes.
    const own = made === null || row.id === made ? steps : steps.filter(({ kind }) => kind === 'withdrawn')
    await follow(ask, row, own, 'chat')
  }
}

/** They wrote that they want no more, or blocked us: the platform says so. Applied by number, from a campaign. */
export async function recordOptOuts(ask: Ask, subscribers: readonly number[]): Promise<void> {
  const rows = await ask<Row>(lockNumbers, [subscribers])
  for (const row of rows) await follow(ask, row, [{ kind: 'withdrawn', topics: 'all' }], 'platform')
}

interface Row {
  readonly id: number
  readonly topics: number
  readonly paused_ms: number | null
  readonly blocked: boolean
  readonly campaign: number | null
}

async function follow(ask: Ask, row: Row, steps: readonly ConsentStep[], how: ConsentHow): Promise<void> {
  if (steps.length === 0) return
  const at = new Date()
  const before = {
    topics: topicsIn(row.topics),
    pausedUntil: row.paused_ms === null ? null : new Date(row.paused_ms),
    blocked: row.blocked,
  }
  const after = steps.reduce((held, step) => consentAfter(held, { ...step, at, how }), before)
  for (const step of steps) {
    const text = 'text' in step ? await keepText(ask, step.text) : null
    await ask(addConsent, [
      row.id,
      step.kind,
      how,
      bitsOf(topicsOf(step, before.topics)),
      text,
      step.kind === 'paused' ? step.until : null,
      step.kind === 'withdrawn' ? row.campaign : null,
    ])
  }
  await ask(followConsent, [row.id, bitsOf(after.topics), after.pausedUntil, after.blocked])
}

function topicsOf(step: ConsentStep, held: readonly Topic[]): readonly Topic[] {
  if (!('topics' in step)) return held
  return step.topics === 'all' ? held : step.topics
}

async function makeSubscriber(ask: Ask, { contact, from, locale, seal }: Whose): Promise<number> {
  const [known] = await ask<{ key: string; id: number | null }>(findOwn, [contact])
  if (known === undefined) throw new Error('a contact vanished while it spoke')
  const key = subscriberKey(known.key)
  const [made] = await ask<{ id: number }>(addSubscriber, [
    key,
    closeAddress(seal, from.chat, key),
    from.channel,
    locale,
  ])
  if (made === undefined) throw new Error('a subscriber could not be made')
  return made.id
}

/** Where they live and work, as far as they told; null forgets it. Nothing happens to whoever is no subscriber. */
export async function keepWhereabouts(ask: Ask, subscriber: number, told: Whereabouts): Promise<void> {
  const zone = zones.indexOf(zoneOf(told))
  await ask(moveSubscriber, [subscriber, told.province, told.country, told.phase, zone])
}

/** They said that they are, or are not, under 18. */
export async function keepMinor(ask: Ask, subscriber: number, minor: boolean): Promise<void> {
  await ask(markMinor, [subscriber, minor])
}

/** They said in the chat how old they are. A child who is no subscriber becomes one that gets nothing: or else nobody would
 * know it when they ask. */
export async function keepAge(ask: Ask, whose: Whose, minor: boolean): Promise<void> {
  if (minor) await makeSubscriber(ask, whose)
  await ask(markOwnAge, [whose.contact, minor])
}

/** Number of who writes; null: no subscriber. */
export async function numberOf(ask: Ask, contact: ContactId): Promise<number | null> {
  const [own] = await ask<{ id: number }>(findNumber, [contact])
  return own?.id ?? null
}

/** What somebody chose under a campaign; the latest counts, and no choice that it does not have. `variant` is the text they
 * got if it has two. */
export async function keepCampaignAnswer(
  ask: Ask,
  answer: {
    readonly campaign: CampaignId
    readonly subscriber: number
    readonly choice: number
    readonly variant: Variant
  },
): Promise<void> {
  await ask(addAnswer, [answer.campaign, answer.subscriber, answer.choice, answer.variant])
}

/** Every consent of one subscriber, oldest first, with the words they agreed to: the proof. */
export async function proofOf(ask: Ask, subscriber: number): Promise<readonly ConsentEvent[]> {
  const rows = await ask<ProofRow>(readProof, [subscriber])
  return rows.map(eventFrom)
}

function eventFrom(row: ProofRow): ConsentEvent {
  const event = { at: new Date(row.at_ms), how: row.how }
  const topics = topicsIn(row.topics)
  switch (row.kind) {
    case 'asked':
    case 'given':
      return {
        ...event,
        kind: row.kind,
        topics,
        text: { version: row.version ?? '', locale: row.locale ?? 'id', words: row.words ?? '' },
      }
    case 'withdrawn':
      return { ...event, kind: row.kind, topics }
    case 'paused':
      return { ...event, kind: row.kind, until: new Date(row.until_ms ?? 0) }
    case 'resumed':
      return { ...event, kind: row.kind }
  }
}

interface ProofRow {
  readonly at_ms: number
  readonly how: ConsentHow
  readonly kind: ConsentEvent['kind']
  readonly topics: number
  readonly until_ms: number | null
  readonly version: string | null
  readonly locale: Locale | null
  readonly words: string | null
}

/** Number of the words in `consent_texts`; kept once. Throws when other words were agreed to under the same version. */
export async function keepText(ask: Ask, { version, locale, words }: ConsentText): Promise<number> {
  const [text] = await ask<{ id: number }>(addText, [version, locale, words])
  if (text === undefined) throw new Error(`other words have the version ${version}: give these another`)
  return text.id
}

const keyOfContact = `decode(translate(left(key, 16), '-_', '+/'), 'base64')`

const findOwn = prepared('find_subscriber', 'select key from contacts where id = $1::uuid')

const addSubscriber = prepared(
  'add_subscriber',
  `insert into subscribers (key, address, channel, locale, seen_at)
   values ($1::bytea, $2::bytea, $3::text, $4::text, now())
   on conflict (key) do update set address = excluded.address, locale = excluded.locale, seen_at = now()
   returning id`,
)

const lockColumns = `s.id, s.topics::int, ${ms('s.paused_until')} as paused_ms, s.blocked,
  (select l.campaign from latest_campaigns l where l.subscriber = s.id and l.at > now() - interval '7 days') as campaign`

const lockSubscribers = prepared(
  'lock_subscribers',
  `select ${lockColumns} from subscribers s
   where s.id = $2::int or s.key in (
     select ${keyOfContact} from contacts where id = $1::uuid
     union all select ${keyOfContact} from aliases where contact_id = $1::uuid)
   order by s.id for update`,
)

const lockNumbers = prepared(
  'lock_subscriber_numbers',
  `select ${lockColumns} from subscribers s where s.id = any($1::int[]) and not s.blocked order by s.id for update`,
)

const addText = prepared(
  'add_consent_text',
  `insert into consent_texts (version, locale, words) values ($1::text, $2::text, $3::text)
   on conflict (version, locale) do update set version = excluded.version
     where consent_texts.words = excluded.words
   returning id`,
)

const addConsent = prepared(
  'add_consent',
  `insert into consents (subscriber, kind, how, topics, text, until, campaign)
   values ($1::int, $2::text, $3::text, $4::int, $5::int, $6::timestamptz, $7::int)`,
)

const followConsent = prepared(
  'follow_consent',
  'update subscribers set topics = $2::int, paused_until = $3::timestamptz, blocked = $4::bool where id = $1::int',
)

const moveSubscriber = prepared(
  'move_subscriber',
  `update subscribers set province = $2::text, country = $3::text, phase = $4::text, zone = $5::int
   where id = $1::int`,
)

const markMinor = prepared('mark_minor', 'update subscribers set minor = $2::bool where id = $1::int')

const addAnswer = prepared(
  'add_campaign_answer',
  `insert into campaign_answers (campaign, subscriber, choice, variant)
   select $1::int, $2::int, $3::int, own.variant from (
     select case when exists (select 1 from campaign_texts where campaign = $1::int and variant = 'b')
       then $4::text else 'a' end as variant) as own
   where exists (select 1 from campaign_texts t
     where t.campaign = $1::int and t.variant = own.variant and cardinality(t.choices) > $3::int)
   on conflict (campaign, subscriber) do update set choice = excluded.choice, at = now()`,
)

const ownKeys = `select ${keyOfContact} from contacts where id = $1::uuid
     union all select ${keyOfContact} from aliases where contact_id = $1::uuid`

const markOwnAge = prepared(
  'mark_own_age',
  `update subscribers set minor = $2::bool where key in (${ownKeys})`,
)

const findNumber = prepared(
  'find_subscriber_number',
  `select id from subscribers where key in (${ownKeys}) order by topics = 0, id limit 1`,
)

const readProof = prepared(
  'read_consents',
  `select ${ms('c.at')} as at_ms, c.how, c.kind, c.topics::int, ${ms('c.until')} as until_ms, t.version, t.locale, t.words
   from consents c left join consent_texts t on t.id = c.text where c.subscriber = $1::int order by c.at, c.kind`,
)
