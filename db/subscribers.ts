/** Subscribers: recognised by the same key as contacts, reached by a sealed address that nothing else of theirs needs. */
import {
  type CampaignId,
  type CampaignSeen,
  type CampaignText,
  type ChannelName,
  type ContactId,
  campaignChoices,
  type Destination,
  type Locale,
  type Phase,
  type Subscriber,
  type SubscriberSeen,
  type Topic,
  topicsIn,
  variantFor,
  zones,
} from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared } from './statements.ts'

/** Length of `subscribers.key`. */
export const keyBytes = 12
/** The same bytes of `contacts.key`, in SQL: 16 letters of base64url are 12 bytes. */
export const keyOfContact = (key: string): string =>
  `decode(translate(left(${key}, 16), '-_', '+/'), 'base64')`

/** Whether a row of `contacts`, by whichever of its ids, is a subscriber. Two questions to the index of keys. */
export function isSubscriber(contact: string): string {
  return `(exists (select 1 from subscribers s where s.key = ${keyOfContact(`${contact}.key`)})
    or exists (select 1 from aliases a join subscribers s on s.key = ${keyOfContact('a.key')}
      where a.contact_id = ${contact}.id))`
}

/** By which a subscriber is recognised; `contact` is what `contacts.key` is, or would be. */
export function subscriberKey(contact: string): Buffer {
  return Buffer.from(contact, 'base64url').subarray(0, keyBytes)
}

/** A chat, sealed; it opens beside this key alone. */
export function closeAddress(seal: Seal, chat: string, key: Buffer): Buffer {
  return seal.closeBytes(Buffer.from(chat), key.toString('hex'))
}

export function openAddress(seal: Seal, address: Uint8Array, key: Buffer): string {
  return seal.openBytes(address, key.toString('hex')).toString()
}

/** A row as sending reads it. */
export interface SubscriberRow {
  readonly id: number
  readonly channel: ChannelName
  readonly locale: Locale
  readonly province: string | null
  readonly country: Destination | null
  readonly phase: Phase | null
  readonly topics: number
  readonly zone: number
  readonly paused_ms: number | null
  readonly blocked: boolean
  readonly minor: boolean
  readonly seen_ms: number | null
  readonly latest_campaign: number | null
  readonly latest_ms: number | null
}

/** Of `subscribers s` and `latest_campaigns l`. */
export const subscriberColumns = `s.id, s.channel, s.locale, s.province, s.country, s.phase, s.topics::int, s.zone::int,
  ${ms('s.paused_until')} as paused_ms, s.blocked, s.minor, ${ms('s.seen_at')} as seen_ms,
  l.campaign as latest_campaign, ${ms('l.at')} as latest_ms`

export function subscriberFrom(row: SubscriberRow): Subscriber {
  const { channel, locale, province, country, phase, blocked, minor } = row
  return {
    channel,
    locale,
    province,
    country,
    phase,
    blocked,
    minor,
    topics: topicsIn(row.topics),
    zone: zones[row.zone] ?? zones[0],
    pausedUntil: momentOf(row.paused_ms),
    seenAt: momentOf(row.seen_ms),
    latest:
      row.latest_campaign === null
        ? null
        : { campaign: String(row.latest_campaign) as CampaignId, at: new Date(row.latest_ms ?? 0) },
  }
}

const momentOf = (at: number | null): Date | null => (at === null ? null : new Date(at))

interface SeenRow extends SubscriberRow {
  readonly contact: ContactId
  readonly topic: Topic | null
  readonly texts: readonly CampaignText[] | null
}

/** Whoever of these people is a subscriber, with the campaign they were sent last. Of one person with several ids on a
 * channel, the one that holds most. */
export async function recallSubscribers(
  ask: Ask,
  contacts: readonly ContactId[],
): Promise<ReadonlyMap<ContactId, SubscriberSeen>> {
  const rows = await ask<SeenRow>(recallThem, [contacts])
  return new Map(rows.map((row) => [row.contact, seenFrom(row)]))
}

function seenFrom(row: SeenRow): SubscriberSeen {
  const { topics, pausedUntil, blocked, minor, province, country, phase } = subscriberFrom(row)
  return {
    number: row.id,
    consent: { topics, pausedUntil, blocked },
    whereabouts: { province, country, phase },
    minor,
    campaign: campaignFrom(row),
  }
}

function campaignFrom(row: SeenRow): CampaignSeen | null {
  if (row.latest_campaign === null || row.topic === null) return null
  const id = String(row.latest_campaign) as CampaignId
  const texts = row.texts ?? []
  const variant = texts.some((text) => text.variant === 'b') ? variantFor(id, row.id) : 'a'
  const choices = campaignChoices(id, variant, texts)
  return { id, at: new Date(row.latest_ms ?? 0), topic: row.topic, variant, choices }
}

/** A campaign is what was "last said" for so long. */
const rememberedDays = 7

const recallThem = prepared(
  'recall_subscribers',
  `with known as (
     select id as contact, key from contacts where id = any($1::uuid[])
     union all select contact_id, key from aliases where contact_id = any($1::uuid[]))
   select distinct on (k.contact) k.contact, ${subscriberColumns}, c.topic,
     (select json_agg(json_build_object('variant', t.variant, 'locale', t.locale, 'text', '', 'choices', t.choices,
       'template', null)) from campaign_texts t where t.campaign = c.id) as texts
   from known k join subscribers s on s.key = ${keyOfContact('k.key')}
     left join latest_campaigns l on l.subscriber = s.id and l.at > now() - make_interval(days => ${rememberedDays})
     left join campaigns c on c.id = l.campaign
   order by k.contact, s.topics = 0, s.id`,
)

/** They wrote: the window opens anew, and campaigns speak their language. Written once in a while alone, since it is many
 * people's every message. */
export async function markSeen(
  ask: Ask,
  subscribers: readonly { readonly number: number; readonly locale: Locale | null }[],
): Promise<void> {
  if (subscribers.length === 0) return
  await ask(seeThem, [subscribers.map(({ number }) => number), subscribers.map(({ locale }) => locale)])
}

const seeThem = prepared(
  'see_subscribers',
  `update subscribers set seen_at = now(), locale = coalesce(u.locale, subscribers.locale)
   from unnest($1::int[], $2::text[]) as u(id, locale)
   where subscribers.id = u.id and subscribers.id = any($1::int[]) and (
     seen_at is null or seen_at < now() - interval '15 minutes' or u.locale <> subscribers.locale)`,
)

/** Nothing is left by which anybody could find them; the proofs of their consent name nobody any more. */
export async function forgetSubscribers(ask: Ask, contact: ContactId): Promise<void> {
  await ask(forgetThem, [contact])
}

const forgetThem = prepared(
  'forget_subscribers',
  `with gone as (
     delete from subscribers where key in (
       select ${keyOfContact('key')} from contacts where id = $1::uuid
       union all select ${keyOfContact('key')} from aliases where contact_id = $1::uuid)
     returning id),
   answers as (delete from campaign_answers where subscriber in (select id from gone))
   delete from latest_campaigns where subscriber in (select id from gone)`,
)
