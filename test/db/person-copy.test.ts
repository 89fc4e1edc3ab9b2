/** One person with something in every table that may know of them: the copy has it all, and forgetting leaves nothing. */
import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelName, ContactId, ReportedAd, ReviewerId } from '#engine'
import type { Client } from '../../db/client.ts'
import { createPersons } from '../../db/forgetting.ts'
import { createMemory } from '../../db/memory.ts'
import { closeAddress, subscriberKey } from '../../db/subscribers.ts'
import { openTestDatabase } from '../kit/database.ts'
import { channel, inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'

const person = 'orang-628123456789'
const other = 'lain-99887766'
const admin = '00000000-0000-4000-8000-0000000000aa' as ReviewerId
const seal = testSeal()
const sealedForm = /^\d{1,3}\.[\w-]{38,}$/
let client: Client

beforeAll(async () => {
  client = await openTestDatabase()
})
afterAll(() => client.close())

const query = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await client.database.execute(sql.raw(text))).rows

/** Writes a marker of its own into everything that can hold one; what is written is returned. */
async function plant(): Promise<{ readonly contact: ContactId; readonly markers: readonly string[] }> {
  const markers: string[] = []
  const mark = (name: string): string => {
    markers.push(`penanda-${name}`)
    return `penanda-${name}`
  }
  const ad: ReportedAd = {
    text: mark('laporan'),
    posters: [],
    media: null,
    forwarded: 'no',
    level: 'caution',
    signs: [],
    indicators: [],
    countries: [],
    agencies: [],
  }
  const memory = createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody })
  const say = (id: string, text: string, effects: Parameters<typeof turnSaying>[1]) =>
    memory.turn(inboundFrom(person, id, { body: { kind: 'text', text } }), () =>
      turnSaying(mark(`jawaban-${id}`), effects),
    )
  await say('1', '', {
    effects: [{ kind: 'file-report', number: 12_345_678, ads: [ad], facts: ['money-sent'] }],
  })
  await say('2', mark('petugas'), { effects: [{ kind: 'open-inbox' }] })
  await say('3', '', { effects: [{ kind: 'urgent', danger: 'confinement', country: 'kh' as never }] })
  // Somebody else has the same things, and keeps them.
  await memory.turn(inboundFrom(other, 'o1'), () =>
    turnSaying('', { effects: [{ kind: 'file-report', number: 87_654_321, ads: [ad], facts: [] }] }),
  )
  const [found] =
    await query(`select p.id, p.key, c.id as conversation from contacts p join conversations c on c.contact_id = p.id
    where p.key = '${seal.recognise('contact', channel, person)}'`)
  const contact = String(found?.['id']) as ContactId
  const key = subscriberKey(String(found?.['key']))
  const close = (value: unknown) => seal.close(value)
  const address = close({ channel, chat: person, note: mark('alamat') })
  await query(
    `update conversations set memory = '${close({ state: mark('ingatan') })}' where contact_id = '${contact}'`,
  )
  await query(
    `insert into aliases values ('${seal.recognise('contact', channel, 'lid-1')}', '${contact}', 'x')`,
  )
  await query(
    `insert into letterboxes values ('${contact}', '${found?.['conversation']}', '${channel}', '${address}', true)`,
  )
  await query(`insert into follows (contact_id, key, name, told, version)
    values ('${contact}', 'k', '${close(mark('perusahaan'))}', 'unlisted', '1')`)
  await query(
    `insert into news (contact_id, step, message) values ('${contact}', 'decided:1', '${close({ text: mark('kabar') })}')`,
  )
  await query(
    `insert into readings (channel, message) values ('${channel}', '${close({
      inbound: { from: { channel, chat: person }, person, at: '2026-11-24T00:00:00Z' },
      caption: mark('gambar'),
    })}')`,
  )
  await query(`insert into subscribers (key, address, channel, locale, province, country, topics)
    values ('\\x${key.toString('hex')}', '\\x${closeAddress(seal, person, key).toString('hex')}', '${channel}', 'id', 'JI', 'HK', 1)`)
  const [subscriber] = await query('select id from subscribers')
  const number = Number(subscriber?.['id'])
  const [text] = await query(
    `insert into consent_texts (version, locale, words) values ('1', 'id', '${mark('setuju')}') returning id`,
  )
  await query(
    `insert into consents (subscriber, text, topics, kind, how) values (${number}, ${text?.['id']}, 1, 'given', 'button')`,
  )
  await query(`insert into latest_campaigns (at, subscriber, campaign) values (now(), ${number}, 7)`)
  await query(`insert into opt_outs (subscriber, campaign) values (${number}, 8)`)
  markers.push(
    '"province":"JI"',
    '"country":"HK"',
    '"campaign":7',
    '"campaign":8',
    '"confinement"',
    '"money-sent"',
    person,
  )
  return { contact, markers }
}

/** Every text of every row of every table, sealed ones opened. */
async function everything(): Promise<readonly string[]> {
  const tables = await query(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`)
  const texts: string[] = []
  for (const { name } of tables)
    for (const row of await query(`select * from "${name}"`))
      for (const [column, value] of Object.entries(row)) {
        const text = Buffer.isBuffer(value) ? value.toString('hex') : JSON.stringify(value)
        texts.push(`${name}.${column} ${text}`)
        if (typeof value === 'string' && sealedForm.test(value))
          texts.push(`${name}.${column} ${JSON.stringify(seal.open(value))}`)
      }
  return texts
}

it('copies all that is kept of one person, and forgets them wholly', async () => {
  const persons = createPersons({ pool: client.pool, seal, now: () => new Date('2026-11-24T03:00:00Z') })
  const { contact, markers } = await plant()
  const before = await everything()
  const leads = [
    contact,
    person,
    seal.recognise('contact', channel, person),
    seal.recognise('chat', channel, person),
    seal.recognise('contact', channel, 'lid-1'),
    subscriberKey(seal.recognise('contact', channel, person)).toString('hex'),
  ]
  for (const lead of leads) expect([lead, before.some((text) => text.includes(lead))]).toEqual([lead, true])

  const found = await persons.find({ kind: 'id', channel, id: 'lid-1' })
  expect(found?.contact).toBe(contact)
  const copy = await persons.copy(contact, admin)
  const whole = JSON.stringify(copy)
  expect(markers.filter((marker) => !whole.includes(marker))).toEqual([])
  expect(whole).not.toContain(other)
  const file = Buffer.from('penanda-laporan').toString('base64')
  expect(whole).toContain(`"file":"${file}"`)

  const began = performance.now()
  expect(await persons.forget(contact, admin)).toBe('forgotten')
  expect(performance.now() - began).toBeLessThan(60_000)
  const after = await everything()
  for (const lead of leads) expect(after.filter((text) => text.includes(lead))).toEqual([])
  // The reports stay, and nothing tells whose they were; the words agreed to are everybody's.
  const own = markers.filter((marker) => marker.startsWith('penanda-') && !/laporan|setuju/.test(marker))
  expect(after.filter((text) => own.some((marker) => text.includes(marker)))).toEqual([])
  expect(await persons.find({ kind: 'report', number: 12_345_678 })).toBeNull()
  expect(await persons.find({ kind: 'report', number: 87_654_321 })).not.toBeNull()
  expect(await persons.copy(contact, admin)).toBeNull()
  const acts = await query(`select act, subject, details from audit where act like 'person.%' order by id`)
  expect(acts).toEqual([
    { act: 'person.exported', subject: null, details: null },
    { act: 'person.forgotten', subject: null, details: null },
  ])
})

it('finds nobody by the id of another channel', async () => {
  const persons = createPersons({ pool: client.pool, seal, now: () => new Date() })
  expect(await persons.find({ kind: 'id', channel: 'telegram' as ChannelName, id: other })).toBeNull()
  expect(await persons.find({ kind: 'id', channel, id: randomBytes(4).toString('hex') })).toBeNull()
})
