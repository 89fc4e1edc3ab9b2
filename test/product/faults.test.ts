import { afterEach, describe, expect, it } from 'vitest'
import { type BotApi, createBotApi, type Fault, serverError, tooManyRequests } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { createLine, type Line } from '../kit/line.ts'
import { type Product, startProduct } from '../kit/product.ts'

// The stand-in's journal is the judge: what people saw, not what we counted.
describe('faults', () => {
  let api: BotApi
  let database: TestDatabase
  const products: Product[] = []
  let line: Line | null = null

  afterEach(async () => {
    for (const product of products.splice(0)) await product.stop('SIGKILL')
    await api.stop()
    await line?.close()
    line = null
    await database.drop()
  })

  async function begin(): Promise<void> {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
  }
  async function start(changes: Readonly<Record<string, string>> = {}): Promise<Product> {
    const { url, folder } = database.where
    const product = await startProduct({
      DATA_DIR: folder,
      ...(url === null ? {} : { DATABASE_URL: url }),
      TELEGRAM_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      ...changes,
    })
    products.push(product)
    return product
  }
  const ask = (person: number, text = 'PT Human Select Indonesia resmi gak?') =>
    api.people.says(api.people.person(person), text)
  const answersTo = (person: number): readonly string[] =>
    api.journal
      .filter((entry) => entry.chat === person && entry.method === 'sendMessage')
      .map((entry) => entry.text ?? '')
  /** The verdict, which each question gets once; the first answer to a stranger is followed by the privacy note. */
  const verdictsTo = (person: number): number =>
    answersTo(person).filter((text) => text.includes('PT HUMAN SELECT INDONESIA ada di daftar resmi')).length

  it('answers the same update heard twenty times, among others, once', async () => {
    await begin()
    await start()
    const { updateId } = ask(1)
    await api.until('the first answer', () => verdictsTo(1) === 1)
    for (let again = 0; again < 19; again++) {
      api.people.again(updateId)
      if (again % 5 === 0) ask(100 + again)
    }
    ask(2)
    await api.until('the others', () => [2, 100, 105, 110, 115].every((person) => verdictsTo(person) === 1))
    await api.until('all are confirmed', () => api.queue.pending() === 0)
    expect(verdictsTo(1)).toBe(1)
  })

  it('gives everybody an answer although it is killed again and again', async () => {
    await begin()
    const rounds = [0, 1, 2, 3].map((round) => ({
      calm: [1, 2, 3, 4, 5].map((n) => round * 100 + n),
      caught: [11, 12, 13, 14, 15, 16, 17, 18].map((n) => round * 100 + n),
    }))
    for (const { calm, caught } of rounds) {
      const product = await start()
      for (const person of calm) ask(person)
      await api.until('calm answers', () => calm.every((person) => verdictsTo(person) > 0))
      // Time enough to write down that they were sent.
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      for (const person of caught) ask(person)
      // In the middle: some turns are committed, some answers are on their way, some updates not yet confirmed.
      await api.until('a first answer', () => caught.some((person) => verdictsTo(person) > 0))
      await product.stop('SIGKILL')
    }
    await start()
    const everybody = rounds.flatMap(({ calm, caught }) => [...calm, ...caught])
    // An answer that was being sent is sent again when its lease lapses, 40 s after.
    await api.until('all are answered', () => everybody.every((person) => verdictsTo(person) > 0), 90_000)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    // Said twice can only be what was sent and not yet written down when the process died; and twice is the most.
    expect(rounds.flatMap(({ calm }) => calm).filter((person) => verdictsTo(person) !== 1)).toEqual([])
    expect(everybody.filter((person) => verdictsTo(person) > 2)).toEqual([])
  }, 180_000)

  it('obeys 429 and outlives errors, garbage, half an answer, silence and a cut line', async () => {
    await begin()
    await start()
    const troubles: readonly Fault[] = [
      tooManyRequests(1),
      serverError(500),
      serverError(502),
      { kind: 'garbage' },
      { kind: 'drop-before' },
      { kind: 'half' },
      { kind: 'drop-after' },
    ]
    for (const [index, trouble] of troubles.entries()) {
      const person = index + 1
      api.faults.failNext('sendMessage', trouble)
      ask(person)
      await api.until(`an answer after ${trouble.kind}`, () => verdictsTo(person) > 0, 30_000)
    }
    const refused = api.calls.filter(({ method }) => method === 'sendMessage').length
    expect(refused).toBeGreaterThan(troubles.length)
    // Only where Telegram took the message and its word was lost can it be said twice.
    for (const person of [1, 2, 3, 4, 5]) expect(verdictsTo(person)).toBe(1)
  })

  it('holds the whole channel while Telegram wants it', async () => {
    await begin()
    await start()
    api.faults.failNext('sendMessage', tooManyRequests(3))
    ask(1)
    await api.until('the refusal', () => api.calls.some(({ method }) => method === 'sendMessage'))
    const refusedAt = Date.now()
    for (let person = 2; person <= 6; person++) ask(person)
    await api.until(
      'answers to all',
      () => [1, 2, 3, 4, 5, 6].every((person) => verdictsTo(person) === 1),
      30_000,
    )
    const early = api.journal.filter(
      (entry) => entry.method === 'sendMessage' && entry.at < refusedAt + 2_800,
    )
    expect(early).toEqual([])
  })

  it('stops writing to someone who blocked it, and answers again when they come back', async () => {
    await begin()
    await start()
    const person = api.people.person(1)
    api.faults.failNext('sendMessage', {
      kind: 'refuse',
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    ask(1)
    ask(1, 'halo')
    await api.until('the refusal', () => api.calls.some(({ method }) => method === 'sendMessage'))
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(answersTo(1).length).toBeLessThanOrEqual(1)
    api.people.says(person, 'PT Human Select Indonesia resmi gak?')
    await api.until('an answer', () => verdictsTo(1) === 1)
  })

  it('loses nothing while the database is away for a minute', async () => {
    await begin()
    const { url } = database.where
    // The embedded database lives and dies with the process; its deaths are the kills above.
    if (url === null) return
    const target = new URL(url)
    line = await createLine({ host: target.hostname, port: Number(target.port || 5432) })
    const through = new URL(url)
    through.host = `127.0.0.1:${line.port}`
    const product = await start({ DATABASE_URL: through.href })
    ask(1)
    await api.until('an answer before', () => verdictsTo(1) === 1)
    line.cut()
    const cutAt = Date.now()
    const readiness = async () => (await fetch(new URL('/readyz', product.address))).status
    await expect.poll(readiness, { timeout: 10_000 }).toBe(503)
    for (let person = 2; person <= 30; person++) ask(person)
    await new Promise((resolve) => setTimeout(resolve, 60_000 - (Date.now() - cutAt)))
    expect(answersTo(2)).toEqual([])
    line.mend()
    await expect.poll(readiness, { timeout: 20_000 }).toBe(200)
    const people = Array.from({ length: 30 }, (_, n) => n + 1)
    await api.until('answers to all', () => people.every((person) => verdictsTo(person) > 0), 60_000)
    expect(people.map(verdictsTo)).toEqual(people.map(() => 1))
    expect(await product.stop()).toBe(0)
  }, 180_000)

  it('finishes what it has begun when it is told to stop, and leaves the rest to the next start', async () => {
    await begin()
    const first = await start()
    for (let person = 1; person <= 30; person++) ask(person)
    await api.until('the first answers', () => verdictsTo(1) > 0)
    expect(await first.stop()).toBe(0)
    await start()
    const people = Array.from({ length: 30 }, (_, n) => n + 1)
    await api.until('answers to all', () => people.every((person) => verdictsTo(person) > 0), 30_000)
    expect(people.map(verdictsTo)).toEqual(people.map(() => 1))
  })

  it('shows hostile text as text', async () => {
    await begin()
    await start()
    const hostile = 'PT <b>Maju</b> & *Jaya* [klik](http://jahat.example) \u202eabc\u200b</pre>'
    ask(1, `${hostile} resmi gak?`)
    ask(2, `PT ${'<i>&'.repeat(16_000)}`)
    await api.until('answers', () => answersTo(1).length > 0 && answersTo(2).length > 0)
    expect(answersTo(1)[0]).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/)
    const sent = api.calls.filter(({ method }) => method === 'sendMessage')
    expect(sent.length).toBe(api.journal.filter(({ method }) => method === 'sendMessage').length)
  })
})
