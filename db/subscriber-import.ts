/** Subscribers from a list, with the proof of each. The list is set aside as it is read and brought in when all of it is
 * right, so that a bad one changes nothing; brought in piece by piece, it keeps nobody's answer waiting. Whoever is known
 * here already is left as they are: what they said in the chat, above all a stop, goes before any list. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { bitsOf, ContentError, type IncomingSubscriber, zoneOf, zones } from '#engine'
import { keepText } from './consents.ts'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'
import { closeAddress, keyBytes, keyOfContact, subscriberKey } from './subscribers.ts'

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

/** Sets people aside: keys and addresses in two packs of bytes, since a parameter of its own for each value costs more
 * than all the rest; and by number what few rows have to themselves. */
function setterAside(ask: Ask, seal: Seal): (listed: readonly IncomingSubscriber[]) => Promise<void> {
  /** Numbers of texts, and of kinds, by all that is in them. */
  const texts = new Map<string, number>()
  const kinds = new Map<string, number>()
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
  const addKind = async (each: IncomingSubscriber, name: string): Promise<number> => {
    const { channel, locale, topics, whereabouts, consent } = each
    const { province, country, phase } = whereabouts
    const zone = zones.indexOf(zoneOf(whereabouts))
    const kind = kinds.size
    const proof = await proofOf(each)
    const columns = [kind, channel, locale, bitsOf(topics), province, country, phase, zone, consent.at, proof]
    await ask(addKindListed, columns)
    kinds.set(name, kind)
    return kind
  }
  return async (listed) => {
    const keys = Buffer.alloc(listed.length * keyBytes)
    const addresses: Buffer[] = []
    const ends: number[] = []
    const kindOf: number[] = []
    for (const [place, each] of listed.entries()) {
      const key = subscriberKey(seal.recognise('contact', each.channel, each.chat))
      const address = closeAddress(seal, each.chat, key)
      key.copy(keys, place * keyBytes)
      addresses.push(address)
      ends.push((ends.at(-1) ?? 0) + address.length)
      const name = nameOfKind(each)
      kindOf.push(kinds.get(name) ?? (await addKind(each, name)))
    }
    await ask(setThemAside, [keys, Buffer.concat(addresses), ends, kindOf])
  }
}

/** Everything but whose it is. */
function nameOfKind({ channel, locale, topics, whereabouts, consent }: IncomingSubscriber): string {
  const { province, country, phase } = whereabouts
  const { at, source, version, words } = consent
  return `${channel} ${locale} ${topics} ${province} ${country} ${phase} ${at.getTime()} ${source}\n${version}\n${words}`
}

function textOf(
  { source, version, words }: IncomingSubscriber['consent'],
  locale: IncomingSubscriber['locale'],
) {
  const whole = [source, version, words].join('\n')
  const digest = createHash('sha256').update(whole).digest('base64url').slice(0, 16)
  return { version: `import:${digest}`, locale, words: whole }
}

interface Piece {
  readonly added: number
  /** The highest key of it; null: nobody was left. */
  readonly last: Buffer | null
}

/** In the order of their keys, so that the index of keys grows at one end of a piece and not everywhere. */
async function bringIn(ask: Ask): Promise<number> {
  await ask(indexListed, [])
  let added = 0
  for (let after: Buffer | null = Buffer.alloc(0); after !== null; ) {
    const [piece]: readonly Piece[] = await ask<Piece>(bringThemIn, [after, pieceSize])
    added += piece?.added ?? 0
    after = piece?.last ?? null
  }
  return added
}

const setAsideTable = prepared(
  'set_aside_table',
  `create temp table listed (place int generated always as identity, kind int, key bytea, address bytea);
   create temp table listed_kinds (
     kind int primary key, channel text, locale text, topics smallint, province text, country text, phase text,
     zone smallint, at timestamptz, proof int);
   set enable_nestloop = off`,
)

const addKindListed = prepared(
  'add_listed_kind',
  `insert into listed_kinds (kind, channel, locale, topics, province, country, phase, zone, at, proof)
   values ($1::int, $2::text, $3::text, $4::smallint, $5::text, $6::text, $7::text, $8::smallint, $9::timestamptz, $10::int)`,
)

const setThemAside = prepared(
  'set_aside_listed',
  `insert into listed (kind, key, address)
   select kind, substring($1::bytea from (${keyBytes} * (place - 1))::int + 1 for ${keyBytes}),
     substring($2::bytea from start + 1 for size)
   from (
     select kind, place, end_at, lag(end_at, 1, 0) over (order by place) as start,
       end_at - lag(end_at, 1, 0) over (order by place) as size
     from unnest($3::int[], $4::int[]) with ordinality as u(end_at, kind, place)) as each
   order by place`,
)

const indexListed = prepared('index_listed', 'create index on listed (key, place)')

/** A planner that knows nothing of a piece would compare each of its rows with each: hence no nested loops. Whom we know
 * by another of their ids is left out. */
const bringThemIn = prepared(
  'bring_in_listed',
  `with piece as materialized (
     select distinct on (key) key, address, kind from listed where key > $1::bytea order by key, place limit $2::int),
   added as (
     insert into subscribers (key, address, channel, locale, topics, province, country, phase, zone)
     select key, address, channel, locale, topics, province, country, phase, zone from piece join listed_kinds using (kind)
     where key not in (select ${keyOfContact('a.key')} from aliases a)
     order by key
     on conflict (key) do nothing
     returning id, key),
   proved as (
     insert into consents (at, subscriber, text, topics, kind, how)
     select k.at, a.id, k.proof, k.topics, 'given', 'import'
     from added a join piece p on p.key = a.key join listed_kinds k on k.kind = p.kind order by a.id
     returning 1)
   select (select count(*)::int from proved) as added, (select key from piece order by key desc limit 1) as last`,
)

const dropTable = prepared('drop_listed', 'drop table if exists listed, listed_kinds; reset enable_nestloop')
