import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId } from '#engine'
import { type Client, openDatabase } from '../../db/client.ts'
import { createEvidence, type Evidence } from '../../db/evidence.ts'
import { keysIn } from '../../db/keys.ts'
import { createSeal } from '../../db/seal.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { canDrawLetters, plainPoster, variants } from '../kit/posters.ts'
import { type Product, startProduct } from '../kit/product.ts'

/** Reading takes its time where cores are busy, and a dead process's lease half a minute; in ms. */
const patience = 90_000

// A poster travels the whole way: sent, read, judged, reported, kept; killed in the middle, all of it once.
describe.skipIf(!(await canDrawLetters()))('a poster', { timeout: 300_000 }, () => {
  let api: BotApi
  let database: TestDatabase
  const products: Product[] = []
  const clients: Client[] = []

  beforeEach(async () => {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    for (const product of products.splice(0)) await product.stop('SIGKILL')
    await api.stop()
    await database.drop()
  })

  async function start(): Promise<Product> {
    const { url, folder } = database.where
    const product = await startProduct({
      DATA_DIR: folder,
      ...(url === null ? {} : { DATABASE_URL: url }),
      TELEGRAM_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
    })
    products.push(product)
    return product
  }
  /** The running product's database, and the evidence in it. */
  async function look(): Promise<{
    readonly count: (table: string) => Promise<number>
    readonly cases: () => Promise<readonly CaseId[]>
    readonly evidence: Evidence
  }> {
    const client = await openDatabase({ ...database.where, share: true })
    clients.push(client)
    const rows = async (query: string) => (await client.database.execute(sql.raw(query))).rows
    return {
      count: async (table) => Number((await rows(`select count(*) as n from ${table}`))[0]?.['n']),
      cases: async () => (await rows('select id from cases')).map(({ id }) => id as CaseId),
      evidence: createEvidence({
        pool: client.pool,
        seal: createSeal(keysIn(database.where.folder)),
        strip: () => Promise.reject(new Error('nothing is shown here')),
      }),
    }
  }
  const answersTo = (person: number): readonly string[] =>
    api.journal
      .filter((entry) => entry.chat === person && entry.method === 'sendMessage')
      .map((entry) => entry.text ?? '')
  const judged = (person: number): number =>
    answersTo(person).filter((text) => text.includes('Iklan ini punya tanda bahaya')).length
  const numberTold = (person: number): boolean =>
    answersTo(person).some((text) => /Nomor laporan Anda: \d{8}/.test(text))
  const sendAndReport = async (person: number, picture: Buffer): Promise<void> => {
    const who = api.people.person(person)
    api.people.photo(who, picture)
    await api.until(`the judgement for ${person}`, () => judged(person) === 1, patience)
    api.people.says(who, 'ya')
    await api.until(`the number for ${person}`, () => numberTold(person))
  }
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

  it('is read, judged, reported and kept as it was; and what is no picture is refused kindly', async () => {
    await start()
    const ani = api.people.person(1)
    const picture = await poster()
    api.people.photo(ani, picture)
    await api.until('the judgement', () => judged(1) === 1, patience)
    expect(answersTo(1)[0]).toContain('saya baca dulu gambarnya')
    expect(answersTo(1).at(-1)).toContain('Kamboja')
    // Until somebody agrees, its bytes are nowhere.
    const { count, cases, evidence } = await look()
    expect(await count('original_pieces')).toBe(0)
    api.people.says(ani, 'ya')
    await api.until('the number', () => numberTold(1))
    await expect.poll(() => count('original_pieces'), { timeout: patience }).toBe(1)
    const [only] = await evidence.list((await cases())[0] as CaseId)
    expect(only).toMatchObject({
      kind: 'picture',
      status: 'kept',
      type: 'image/jpeg',
      size: picture.length,
      sha256: sha256(picture),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      sentAt: expect.any(Date),
    })
    expect(only?.text).toContain('KAMBOJA')
    const original = await evidence.original(only?.id ?? ('' as never))
    expect(Buffer.compare(Buffer.from(original?.bytes ?? []), picture)).toBe(0)

    api.people.photo(api.people.person(2), Buffer.from('#!/bin/sh\necho no picture'))
    await api.until('a kind refusal', () =>
      answersTo(2).some((text) => text.includes('tidak bisa dibuka') || text.includes('tidak terbaca')),
    )
  })

  it('leaves no bytes when its sender says no', async () => {
    await start()
    const ani = api.people.person(1)
    api.people.photo(ani, await poster())
    await api.until('the judgement', () => judged(1) === 1, patience)
    api.people.says(ani, 'tidak')
    await api.until('the answer', () =>
      answersTo(1).some((text) => text.includes('Tidak ada yang saya simpan')),
    )
    const { count } = await look()
    for (const table of ['reports', 'evidence', 'originals', 'original_pieces'])
      expect(await count(table)).toBe(0)
    expect(await count('readings where message is not null')).toBe(0)
  })

  it('is answered once when the program is killed while it is read', async () => {
    const first = await start()
    api.people.photo(api.people.person(1), await poster())
    await api.until('it was received', () => answersTo(1).length === 1)
    await first.stop('SIGKILL')
    await start()
    // The dead process's lease has to lapse first.
    await api.until('the judgement', () => judged(1) >= 1, patience)
    api.people.says(api.people.person(1), 'halo')
    await api.until('the greeting', () => answersTo(1).length >= 3)
    expect(judged(1)).toBe(1)
  })

  it('is kept once when the program is killed between the yes and the keeping', async () => {
    const first = await start()
    const picture = await poster()
    api.people.photo(api.people.person(1), picture)
    await api.until('the judgement', () => judged(1) === 1, patience)
    api.faults.failNext('getFile', { kind: 'hang' })
    const asked = () => api.calls.filter(({ method }) => method.toLowerCase() === 'getfile').length
    const before = asked()
    api.people.says(api.people.person(1), 'ya')
    await api.until('it is fetched to be kept', () => numberTold(1) && asked() > before)
    await first.stop('SIGKILL')
    await start()
    const { count, cases, evidence } = await look()
    await expect.poll(() => count('original_pieces'), { timeout: patience }).toBe(1)
    const listed = await evidence.list((await cases())[0] as CaseId)
    expect(listed).toMatchObject([{ status: 'kept', sha256: sha256(picture) }])
  })

  it('is one question for five in a row, and one report with five pieces of evidence', async () => {
    await start()
    const ani = api.people.person(1)
    const pictures = await Promise.all(['0812-3456-7890', ...Array(4).fill('0813-1111-2222')].map(poster))
    const origin = { type: 'hidden_user', sender_user_name: 'Agen', date: 1_764_000_000 }
    for (const picture of pictures) api.people.photo(ani, picture, { forward_origin: origin })
    await api.until('the judgement', () => judged(1) === 1, patience)
    expect(answersTo(1)).toHaveLength(2)
    expect(answersTo(1)[1]).toContain('5 iklan ini')
    api.people.says(ani, 'ya')
    await api.until('the number', () => numberTold(1))
    const { count, cases, evidence } = await look()
    await expect.poll(() => count(`evidence where status = 'kept'`), { timeout: patience }).toBe(5)
    expect(await count('reports')).toBe(1)
    const listed = await evidence.list((await cases())[0] as CaseId)
    expect(listed.map((each) => each.sha256)).toEqual(pictures.map(sha256))
    expect(listed.every(({ passage }) => passage?.from === 'hidden')).toBe(true)
    // Four of the five were the same picture.
    expect(await count('originals')).toBe(2)
  })

  it('is one case in all its ten variants, from ten people', async () => {
    await start()
    const picture = await poster()
    const passedOn = await Promise.all(Object.values(variants).map((change) => change(picture)))
    for (const [at, variant] of [picture, ...passedOn].entries()) await sendAndReport(at + 1, variant)
    const { count, cases, evidence } = await look()
    expect(await count('reports')).toBe(11)
    expect(await cases()).toHaveLength(1)
    await expect.poll(() => count(`evidence where status = 'kept'`), { timeout: patience }).toBe(11)
    const digests = (await evidence.list((await cases())[0] as CaseId)).map((each) => each.sha256)
    expect(new Set(digests)).toEqual(new Set([picture, ...passedOn].map(sha256)))
  })
})

const poster = (phone = '0812-3456-7890'): Promise<Buffer> =>
  plainPoster([
    'LOWONGAN KERJA',
    'KAMBOJA',
    'Admin online, tanpa pengalaman',
    'Gaji 15 juta per bulan',
    'Tiket dan paspor kami urus',
    `WA ${phone}`,
  ])
