import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../db/client.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { type Product, startProduct } from '../kit/product.ts'

/** A group of twenty people on Telegram, with the stand-in's journal as the judge: what the group saw, and nothing else. */
let api: BotApi
let database: TestDatabase
let product: Product
beforeAll(async () => {
  api = await createBotApi({ flood: false })
  database = await makeDatabase()
  product = await startProduct(settings())
}, 120_000)
afterAll(async () => {
  await product?.stop('SIGKILL')
  await api?.stop()
  await database?.drop()
})
const settings = (): Record<string, string> => ({
  DATA_DIR: database.where.folder,
  ...(database.where.url === null ? {} : { DATABASE_URL: database.where.url }),
  TELEGRAM_TOKEN: api.token,
  TELEGRAM_API_ROOT: api.root,
})

const ad = (phone: string, words = 'admin online di Kamboja, gaji 15 juta tanpa ijazah') =>
  `LOWONGAN! Dicari ${words}, berangkat pakai visa turis dulu, tiket dan paspor kami urus. Minat WA ${phone}`
const talk = [
  'Assalamualaikum semua, sehat?',
  'Besok arisan jam 4 ya di rumah bu Siti',
  'Paspor saya sudah jadi, alhamdulillah, tinggal nunggu visa dari majikan di Taiwan',
  'Ada yang tahu kurs dolar Hong Kong hari ini berapa? mau kirim uang ke kampung',
  'Hati-hati ya, kemarin ada penipuan lowongan kerja Kamboja di grup sebelah, jangan ikut',
  'hahaha iya bener',
  'Jual gorengan 10 ribu dapat 5, minat WA 0812-0000-1111, gratis ongkir sekampung',
  'Anak saya baru lulus SMA, minta doanya semoga cepat dapat kerja yang baik ya bapak ibu',
  'PT Human Select Indonesia itu bagus gak ya menurut kalian? adik saya mau daftar lewat sana',
  'Selamat ulang tahun mbak Rini, sehat selalu dan lancar rezekinya di Malaysia',
]

it('warns of each dangerous offer once, answers nobody else, stores nobody, and is off by one word', async () => {
  const group = api.people.group(-1001234567)
  const people = Array.from({ length: 20 }, (_, at) => api.people.person(3_000 + at))
  const [owner, member, ...others] = people as [(typeof people)[0], (typeof people)[0], ...typeof people]
  api.world.appoint(group.id, owner.id, 'creator')
  const shown = () => api.shown(group.id).map(({ text }) => String(text))
  const say = (at: number, text: string) =>
    api.people.says(others[at % others.length] as typeof owner, text, { chat: group })
  /** All that was said is heard; what would be answered has had its time. */
  const settled = async () => {
    await api.until('all is heard', () => api.queue.pending() === 0, 30_000)
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  api.people.addsToGroup(owner, group)
  await api.until('it introduces itself', () => shown().length === 1, 30_000)
  expect(shown()[0]).toContain('jaga grup')

  // Nobody asked for it: the most dangerous offer is not even read.
  say(0, ad('0812-3456-7890'))
  talk.forEach((words, at) => void say(at, words))
  await settled()
  expect(shown()).toHaveLength(1)

  // A member asks, and may not.
  api.people.says(member, '@tanya_dulu_bot jaga grup', { chat: group })
  await api.until('a member is refused', () => shown().length === 2, 30_000)
  expect(shown()[1]).toContain('Hanya admin grup')
  expect(api.calls.filter(({ method }) => method.toLowerCase() === 'getchatmember')).toHaveLength(1)
  say(1, ad('0812-3456-7890'))
  await settled()
  expect(shown()).toHaveLength(2)

  api.people.says(owner, '@tanya_dulu_bot jaga grup', { chat: group })
  await api.until('it is switched on, and explains itself', () => shown().length === 3, 30_000)
  expect(shown()[2]).toContain('tidak saya simpan')
  expect(shown()[2]).toContain('diam')
  const kept = async () => {
    const client = await openDatabase(
      database.where.url === null ? { url: null, folder: database.where.folder } : database.where,
    )
    try {
      const { rows } = await client.database.execute(sql`select
        (select count(*)::int from contacts) as people, (select count(*)::int from conversations) as talks,
        (select count(*)::int from turns) as turns, (select count(*)::int from reports) as reports,
        (select count(*)::int from group_guards) as groups,
        (select json_agg(w)::text from group_warnings w) as warnings,
        (select json_agg(o)::text from outbox o) as letters`)
      return rows[0] as Record<string, number & string>
    } finally {
      await client.close()
    }
  }
  const before = database.where.url === null ? null : await kept()

  // Twenty people talk, and among it three offers, some of them again and again.
  for (const [at, words] of [...talk, ...talk].entries()) {
    say(at, words)
    if (at === 3) say(at, ad('0812-3456-7890'))
    if (at === 5) say(at + 1, ad('wa.me/6281234567890', 'cs judi online di Myanmar, gaji USD 1.500'))
    if (at === 8) say(at, ad('0857-1111-2222', 'operator data entry di Poipet, gaji 20 juta'))
    if (at === 12) say(at, ad('0812-3456-7890'))
    if (at === 15) say(at + 3, ad('0857-1111-2222', 'operator data entry di Poipet, gaji 20 juta'))
  }
  await settled()
  await api.until('both recruiters are warned of', () => shown().length >= 5, 30_000)
  await settled()
  const warnings = shown().slice(3)
  expect(warnings).toHaveLength(2)
  for (const words of warnings) {
    expect(words).toContain('Hati-hati dengan tawaran kerja barusan')
    expect(words).toContain('chat pribadi')
    // Nobody is named, and no number is repeated.
    expect(words).not.toMatch(/08\d{2}|62\d{6}|@|P3\d{3}/)
  }
  // Nobody but the group was written to.
  expect(
    new Set(api.journal.filter(({ method }) => method.startsWith('send')).map(({ chat }) => chat)),
  ).toEqual(new Set([group.id]))
  if (before !== null) {
    const after = await kept()
    for (const count of ['people', 'talks', 'turns', 'reports', 'groups'])
      expect(after[count]).toBe(before[count])
    // Of what was said, nothing that could be read, and of whom, nothing at all.
    for (const secret of [
      '0812',
      'Kamboja',
      'arisan',
      String(group.id),
      ...people.map(({ id }) => String(id)),
    ])
      expect(`${after['warnings']}${after['letters']}`).not.toContain(secret)
  }

  // A member cannot silence it; one word of the owner's does.
  api.people.says(member, '@tanya_dulu_bot diam', { chat: group })
  await api.until('a member is refused again', () => shown().length === 6, 30_000)
  api.people.says(owner, '@tanya_dulu_bot diam', { chat: group })
  await api.until('it is off', () => shown().length === 7, 30_000)
  expect(shown()[6]).toContain('tidak menjaga')
  say(4, ad('0877-5555-6666', 'admin kripto di Kamboja, gaji 30 juta'))
  talk.forEach((words, at) => void say(at, words))
  await settled()
  expect(shown()).toHaveLength(7)
  if (before !== null) expect((await kept())['groups']).toBe(0)
  // Nothing of it in what the operator reads, either.
  for (const secret of ['Kamboja', '3456-7890', String(group.id)])
    expect(product.output()).not.toContain(secret)
}, 240_000)
