import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { canDrawLetters } from '../kit/posters.ts'
import { type Product, startProduct } from '../kit/product.ts'

// A poster travels the whole way: sent, read, judged, reported; killed in the middle, it is answered once.
describe.skipIf(!(await canDrawLetters()))('a poster', () => {
  let api: BotApi
  let database: TestDatabase
  const products: Product[] = []

  afterEach(async () => {
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
  const answersTo = (person: number): readonly string[] =>
    api.journal
      .filter((entry) => entry.chat === person && entry.method === 'sendMessage')
      .map((entry) => entry.text ?? '')
  const judged = (person: number): number =>
    answersTo(person).filter((text) => text.includes('Iklan ini punya tanda bahaya')).length

  it('is read, judged and reported, and what is no picture is refused kindly', async () => {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
    await start()
    const ani = api.people.person(1)
    api.people.photo(ani, await poster())
    await api.until('the judgement', () => judged(1) === 1)
    expect(answersTo(1)[0]).toContain('saya baca dulu gambarnya')
    expect(answersTo(1).at(-1)).toContain('Kamboja')
    api.people.says(ani, 'ya')
    await api.until('the number', () => answersTo(1).some((text) => /Nomor laporan Anda: \d{8}/.test(text)))

    api.people.photo(api.people.person(2), Buffer.from('#!/bin/sh\necho no picture'))
    await api.until('a kind refusal', () =>
      answersTo(2).some((text) => text.includes('tidak bisa dibuka') || text.includes('tidak terbaca')),
    )
  })

  it('is answered once when the program is killed while it is read', async () => {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
    const first = await start()
    api.people.photo(api.people.person(1), await poster())
    await api.until('it was received', () => answersTo(1).length === 1)
    await first.stop('SIGKILL')
    await start()
    // The dead process's lease has to lapse first.
    await api.until('the judgement', () => judged(1) >= 1, 60_000)
    api.people.says(api.people.person(1), 'halo')
    await api.until('the greeting', () => answersTo(1).length >= 3)
    expect(judged(1)).toBe(1)
  })
})

async function poster(): Promise<Buffer> {
  const lines = ['LOWONGAN KERJA', 'KAMBOJA', 'Admin online, tanpa pengalaman', 'Gaji 15 juta per bulan']
  const more = ['Tiket dan paspor kami urus', 'WA 0812-3456-7890']
  const text = [...lines, ...more]
    .map(
      (line, at) =>
        `<text x="50" y="${120 + at * 110}" font-size="44" font-family="sans-serif">${line}</text>`,
    )
    .join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#fff"/>${text}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()
}
