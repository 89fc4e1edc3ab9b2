/** Subscribers from a list, with the proof of each. The list is set aside as it is read and brought in when all of it is
 * right, so that a bad one changes nothing; brought in piece by piece, it keeps nobody's answer waiting. Whoever is known
 * here already is left as they are: what they said in the chat, above all a stop, goes before any list. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { bitsOf, ContentError, type IncomingSubscriber, zoneOf, zones } from '#engine'
import { keepText } from './consents.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'
import { closeAddress, subscriberKey } from './subscribers.ts'

/** Different words and sources in one list: more of them are no words that people were shown. */
const mostTexts = 1_000
/** Brought in by one transaction. */
const pieceSize = 20_000

/** Brings in a list that comes in batches; null in place of one means that the list is bad, and ends it. Begun again with
 * the same list it adds whom it has not added. Throws ContentError for a list whose consent texts all differ. */
export async function importSubscribers(
  { pool, seal }: { readonly pool: pg.Pool; readonly seal: Seal },
  batches: AsyncIterable<readonly IncomingSubscriber[] | null>,
): Promise<{ readonly kind: 'bad' } | { readonly kind: 'done'; readonly added: number }> {
  const client = await pool.connect()
  const ask: Ask = async <Row extends pg.QueryResultRow>(
    { text }: { readonly text: string },
    values: readonly unknown[],
  ) => (await client.query<Row>(text, [...values])).rows
  try {
    await ask(setAsideTable, [])
    const setAside = setterAside(ask, seal)
    // While one batch is written the next one is read.
    let writing = Promise.resolve()
    for await (const batch of batches) {
      await writing
      if (batch === null) return { kind: 'bad' }
      writing = setAside(batch)
      writing.catch(() => {})
    }
    await writing
    return { kind: 'done', added: await bringIn(ask) }
  } finally {
    const broken = await client.query(dropTable.text).then(
      () => undefined,
      (cause: Error) => cause,
    )
    client.release(broken)
  }
}

function setterAside(ask: Ask, seal: Seal): (listed: readonly IncomingSubscriber[]) => Promise<void> {
  /** Numbers of texts by what they say. */
  const texts = new Map<string, number>()
  const proofOf = async ({ consent, locale }: IncomingSubscriber): Promise<number> => {
    const said = [consent.source, consent.version, consent.words, locale].join('\n')
    const known = texts.get(said)
    if (known !== undefined) return known
    if (texts.size === mostTexts)
      throw new ContentError(
        `The list has more than ${mostTexts} different consent texts or sources. Write the same words the same way.`,
      )
    const proof = await keepText(ask, textOf(consent, locale))
    texts.set(said, proof)
    return proof
  }
  return async (listed) => {
    const people = await strangers(ask, listed, seal)
    const proofs: number[] = []
    for (const each of people) proofs.push(await proofOf(each))
    await ask(setThemAside, [
      people.map(({ key }) => key),
      people.map(({ chat, key }) => closeAddress(seal, chat, key)),
      people.map(({ channel }) => channel),
      people.map(({ locale }) => locale),
      people.map(({ topics }) => bitsOf(topics)),
      people.map(({ whereabouts }) => whereabouts.province),
      people.map(({ whereabouts }) => whereabouts.country),
      people.map(({ whereabouts }) => whereabouts.phase),
      people.map(({ whereabouts }) => zones.indexOf(zoneOf(whereabouts))),
      people.map(({ consent }) => consent.at),
      proofs,
    ])
  }
}

/** Those whom we do not know by another of their ids. */
async function strangers(
  ask: Ask,
  listed: readonly IncomingSubscriber[],
  seal: Seal,
): Promise<readonly (IncomingSubscriber & { readonly key: Buffer })[]> {
  const byContact = new Map(listed.map((each) => [seal.recognise('contact', each.channel, each.chat), each]))
  for (const { key } of await ask<{ key: string }>(findAliases, [[...byContact.keys()]]))
    byContact.delete(key)
  return [...byContact].map(([contact, each]) => ({ ...each, key: subscriberKey(contact) }))
}

function textOf(
  { source, version, words }: IncomingSubscriber['consent'],
  locale: IncomingSubscriber['locale'],
) {
  const whole = [source, version, words].join('\n')
  const digest = createHash('sha256').update(whole).digest('base64url').slice(0, 16)
  return { version: `import:${digest}`, locale, words: whole }
}

async function bringIn(ask: Ask): Promise<number> {
  const [all] = await ask<{ last: number | null }>(lastPlace, [])
  let added = 0
  for (let from = 0; from < (all?.last ?? 0); from += pieceSize) {
    const [piece] = await ask<{ count: number }>(bringThemIn, [from, from + pieceSize])
    added += piece?.count ?? 0
  }
  return added
}

const findAliases = prepared('find_listed_aliases', 'select key from aliases where key = any($1::text[])')

const setAsideTable = prepared(
  'set_aside_table',
  `create temp table listed (
     place int generated always as identity primary key, key bytea, address bytea, channel text, locale text,
     topics smallint, province text, country text, phase text, zone smallint, at timestamptz, proof int);
   set enable_nestloop = off`,
)

const setThemAside = prepared(
  'set_aside_listed',
  `insert into listed (key, address, channel, locale, topics, province, country, phase, zone, at, proof)
   select * from unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[],
     $8::text[], $9::smallint[], $10::timestamptz[], $11::int[])`,
)

const lastPlace = prepared('last_listed', 'select max(place) as last from listed')

/** A planner that knows nothing of a piece would compare each of its rows with each: hence no nested loops. */
const bringThemIn = prepared(
  'bring_in_listed',
  `with piece as (
     select distinct on (key) * from listed where place > $1::int and place <= $2::int order by key, place),
   added as (
     insert into subscribers (key, address, channel, locale, topics, province, country, phase, zone)
     select key, address, channel, locale, topics, province, country, phase, zone from piece order by place
     on conflict (key) do nothing
     returning id, key),
   proved as (
     insert into consents (at, subscriber, text, topics, kind, how)
     select p.at, a.id, p.proof, p.topics, 'given', 'import' from added a join piece p on p.key = a.key order by a.id
     returning 1)
   select count(*)::int as count from proved`,
)

const dropTable = prepared('drop_listed', 'drop table if exists listed; reset enable_nestloop')
