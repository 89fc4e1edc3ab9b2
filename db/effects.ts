/** What turns do beside speaking: a language learnt, a chat closed, a person forgotten, an urgent case opened. */
import type { ContactId } from '#engine'
import { addFacts, fileReport } from './cases.ts'
import { guardGroup } from './groups.ts'
import { writeInbox } from './inbox.ts'
import { stopNews, writeNews } from './news.ts'
import { linkOfficerChat } from './officer-chats.ts'
import { queueReading } from './readings.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared, wiped } from './statements.ts'
import { forgetSubscribers } from './subscribers.ts'
import { writeSubscription } from './subscriptions.ts'
import type { Thought } from './thinking.ts'

export async function writeEffects(ask: Ask, done: readonly Thought[], seal: Seal): Promise<void> {
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
          await ask(openUrgent, [
            known.conversation,
            named.pending.inbound.from.channel,
            effect.danger,
            effect.country,
          ])
          break
        case 'file-report':
          await fileReport(
            ask,
            { ...effect, contact: known.contact, channel: named.pending.inbound.from.channel },
            seal,
          )
          break
        case 'add-facts':
          await addFacts(ask, { ...effect, contact: known.contact })
          break
        case 'report-news':
        case 'follow-agency':
        case 'no-news':
          await writeNews(ask, effect, { ...known, from: named.pending.inbound.from, seal })
          break
        case 'consent':
        case 'whereabouts':
        case 'age':
        case 'campaign-answer':
          await writeSubscription(ask, effect, {
            contact: known.contact,
            subscriber: known.remembered.subscriber,
            from: named.pending.inbound.from,
            locale: turn.locale,
            seal,
          })
          break
        case 'officer-chat':
          await linkOfficerChat(ask, effect.code, {
            contact: known.contact,
            from: named.pending.inbound.from,
            seal,
          })
          break
        case 'read-media':
          await queueReading(ask, named.pending.inbound, seal)
          break
        case 'open-inbox':
        case 'to-officers':
        case 'lapse-inbox':
        case 'close-inbox':
          await writeInbox(ask, effect, { known, inbound: named.pending.inbound, seal })
          break
        case 'close-chat':
          await ask(closeChat, [named.chat])
          await stopNews(ask, known.contact)
          break
        case 'guard-group': {
          const { channel } = named.pending.inbound.from
          await guardGroup(ask, { chat: named.chat, channel, locale: turn.locale, on: effect.on })
          break
        }
        case 'forget-contact':
          learnt.delete(known.contact)
          await forgetContact(ask, known.contact, turn.replies.length)
          break
      }
    }
  }
  if (learnt.size > 0) await learn(ask, learnt)
}

/** Everything that names a person goes; of what is on its way to them, all but the last `kept`. */
export async function forgetContact(ask: Ask, contact: ContactId, kept: number): Promise<void> {
  await ask(letRest, [contact, kept])
  await forgetSubscribers(ask, contact)
  await ask(forget, [contact])
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

/** Told its country later, a case of the same day gets it; otherwise a new case is opened. */
const openUrgent = prepared(
  'open_urgent',
  `with told as (
     update urgent_cases set country = coalesce($4::text, country), updated_at = now()
     where id = (
       select id from urgent_cases where conversation_id = $1::uuid and danger = $3::text
         and updated_at > now() - interval '1 day' order by id desc limit 1)
     returning id)
   insert into urgent_cases (conversation_id, channel, danger, country)
   select $1::uuid, $2::text, $3::text, $4::text where not exists (select 1 from told)`,
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
const forget = prepared(
  'forget',
  `delete from contacts where id = $1::uuid or key in (select key from aliases where contact_id = $1::uuid)`,
)
