/** Two ids of one person, such as a number and an id of the platform's own: whichever comes, it is the same contact. */
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'
import type { Known, Named } from './thinking.ts'

/** The keys of a contact and of its private conversation. */
interface Home {
  readonly contact: string
  readonly conversation: string
}

/** Brings messages of people with two ids to the contact and the private conversation they already have. Asks the
 * database only when a channel has such people. */
export async function bringHome(ask: Ask, batch: readonly Named[], seal: Seal): Promise<readonly Named[]> {
  const keys = batch.flatMap((named) => keysOf(named, seal))
  if (keys.length === 0) return batch
  const rows = await ask<{ key: string; contact: string; conversation: string | null }>(findThem, [keys])
  const found = new Map<string, Partial<Home>>()
  for (const { key, contact, conversation } of rows)
    found.set(key, conversation === null ? { contact } : { contact, conversation })
  return batch.map((named) => {
    const { from, person, alias, setting } = named.pending.inbound
    const [own, other] = keysOf(named, seal)
    if (own === undefined) return named
    // The chat with a person alone has that person's id.
    const chatWith = (id: string) => seal.recognise('chat', from.channel, id)
    const byOwn = found.get(own)
    const byOther = other === undefined ? undefined : found.get(other)
    const home: Home =
      byOwn === undefined && byOther !== undefined
        ? { contact: own, conversation: chatWith(alias ?? ''), ...byOther }
        : { contact: own, conversation: chatWith(person), ...byOwn }
    const told =
      other === undefined ? [] : [own, other].filter((key) => found.get(key)?.contact !== home.contact)
    // Known to the later messages of this batch too.
    for (const key of told) found.set(key, home)
    return {
      ...named,
      contact: home.contact,
      conversation: setting === 'private' ? home.conversation : named.conversation,
      aliases: told
        .filter((key) => key !== home.contact)
        .map((key) => ({ key, conversation: home.conversation })),
    }
  })
}

/** The person's own key, then that of their other id; none on a channel where people have one id. */
function keysOf({ pending, contact }: Named, seal: Seal): readonly string[] {
  const { from, alias } = pending.inbound
  if (alias === undefined) return []
  return alias === null ? [contact] : [contact, seal.recognise('contact', from.channel, alias)]
}

/** An id that was told to be somebody's other one goes before a contact it once had of its own. */
const findThem = prepared(
  'find_aliases',
  `select distinct on (key) key, contact, conversation from (
     select a.key, c.key as contact, a.conversation, 0 as rank
     from aliases a join contacts c on c.id = a.contact_id where a.key = any($1::text[])
     union all
     select key, key, null, 1 from contacts where key = any($1::text[])) as homes
   order by key, rank`,
)

/** Writes down which other ids these people have. */
export async function keepAliases(
  ask: Ask,
  done: readonly { readonly named: Named; readonly known: Known }[],
): Promise<void> {
  const rows = done.flatMap(({ named, known }) =>
    (named.aliases ?? []).map((alias) => ({ ...alias, contact: known.contact })),
  )
  if (rows.length === 0) return
  await ask(keepThem, [
    rows.map(({ key }) => key),
    rows.map(({ contact }) => contact),
    rows.map(({ conversation }) => conversation),
  ])
}

const keepThem = prepared(
  'keep_aliases',
  `insert into aliases (key, contact_id, conversation)
   select distinct on (u.key) u.* from unnest($1::text[], $2::uuid[], $3::text[]) as u(key, contact_id, conversation)
   order by u.key
   on conflict (key) do update set contact_id = excluded.contact_id, conversation = excluded.conversation`,
)
