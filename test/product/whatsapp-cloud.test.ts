/** The product on WhatsApp, against the stand-in of the Cloud API: what people were shown, not what we counted. */
import { afterEach, describe, expect, it } from 'vitest'
import { createBotApi } from '../kit/bot-api/index.ts'
import { type CloudApi, choicesOf, createCloudApi, type Entry, type Person } from '../kit/cloud-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { canDrawLetters, plainPoster } from '../kit/posters.ts'
import { type Product, runProduct, startProduct } from '../kit/product.ts'
import { readMarks } from '../kit/whatsapp-marks.ts'

const drawsLetters = await canDrawLetters()
const question = 'PT Human Select Indonesia resmi gak?'
const verdict = 'PT HUMAN SELECT INDONESIA ada di daftar resmi'

describe('whatsapp', () => {
  let api: CloudApi
  const databases: TestDatabase[] = []
  const products: Product[] = []

  afterEach(async () => {
    for (const product of products.splice(0)) await product.stop('SIGKILL')
    await api.stop()
    for (const database of databases.splice(0)) await database.drop()
  })

  async function begin(): Promise<TestDatabase> {
    api = await createCloudApi({ limits: { tier: null, perSecond: null }, firstRetryMs: 200 })
    return newDatabase()
  }
  async function newDatabase(): Promise<TestDatabase> {
    const database = await makeDatabase()
    databases.push(database)
    return database
  }
  const settingsOf = ({ where }: TestDatabase): Record<string, string> => ({
    DATA_DIR: where.folder,
    ...(where.url === null ? {} : { DATABASE_URL: where.url }),
  })
  const account = (): Record<string, string> => ({
    PUBLIC_URL: 'https://bot.example.org',
    WHATSAPP_CLOUD_TOKEN: api.token,
    WHATSAPP_CLOUD_PHONE_ID: api.phoneId,
    WHATSAPP_CLOUD_APP_SECRET: api.appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: api.verifyToken,
    WHATSAPP_CLOUD_API_ROOT: api.root,
  })
  async function start(database: TestDatabase, settings = account()): Promise<Product> {
    const product = await startProduct({ ...settingsOf(database), ...settings })
    products.push(product)
    return product
  }
  const subscribe = ({ address }: Product): Promise<void> =>
    api.webhook.subscribe(new URL('/whatsapp/cloud', address).href, api.verifyToken)

  const textOf = ({ content }: Entry): string => {
    const body = content.body as string | { readonly text: string }
    return readMarks(typeof body === 'string' ? body : body.text).text
  }
  const answersTo = (to: string): readonly string[] => api.shown(to).map(textOf)
  const verdictsTo = (to: string): number => answersTo(to).filter((text) => text.includes(verdict)).length
  const person = (n: number): Person => api.people.person(`6281200${String(n).padStart(5, '0')}`)
  const ask = (n: number): number => api.people.says(person(n), question).notification

  it.skipIf(!drawsLetters)(
    'asks once about five pictures in a row',
    async () => {
      const product = await start(await begin())
      await subscribe(product)
      const ani = person(1)
      for (const last of [0, 1, 2, 3, 4]) {
        const lines = [
          'LOWONGAN KAMBOJA',
          'Admin online, tanpa pengalaman',
          'Gaji 15 juta',
          `WA 0812-3456-789${last}`,
        ]
        api.people.picture(ani, await plainPoster(lines), { context: { forwarded: true } })
      }
      const judged = () =>
        answersTo(ani.phone).filter((text) => text.includes('Iklan ini punya tanda bahaya'))
      await api.until('the judgement', () => judged().length > 0, 60_000)
      api.people.says(ani, 'ya')
      await api.until('the number', () =>
        answersTo(ani.phone).some((text) => text.includes('Nomor laporan Anda')),
      )
      expect(answersTo(ani.phone)).toHaveLength(3)
      expect(judged()[0]).toContain('5 iklan ini')
    },
    120_000,
  )

  it('says the same as on Telegram, with the same choices', async () => {
    const product = await start(await begin())
    await subscribe(product)
    const bots = await createBotApi({ flood: false })
    const telegram = await start(await newDatabase(), {
      TELEGRAM_TOKEN: bots.token,
      TELEGRAM_API_ROOT: bots.root,
    })
    const lines = [
      'halo',
      question,
      'PT Maju Terus Pantang Mundur Jaya resmi?',
      'biaya',
      'saya dipukul majikan',
      'bahasa',
    ]
    const shownOn = {
      whatsapp: () => api.shown(person(1).phone),
      telegram: () => bots.shown(1),
    }
    const words = (texts: readonly string[]): string => texts.join(' ').replace(/\s+/g, ' ')
    // Addresses are written out here and under a word there.
    const bare = (text: string): string => text.replace(/ \(https?:[^)]*\)/g, '')
    for (const line of lines) {
      const before = { whatsapp: shownOn.whatsapp().length, telegram: shownOn.telegram().length }
      api.people.says(person(1), line)
      bots.people.says(bots.people.person(1), line)
      const difference = (): unknown => {
        const here = shownOn.whatsapp().slice(before.whatsapp)
        const there = shownOn.telegram().slice(before.telegram) as unknown as readonly TelegramMessage[]
        const last = here.at(-1)
        const said = [
          {
            text: bare(words(here.map(textOf))),
            labels: last === undefined ? [] : choicesOf(last).map(({ title }) => title),
          },
          {
            text: bare(words(there.map(({ text }) => text))),
            labels:
              there
                .at(-1)
                ?.reply_markup?.inline_keyboard.flat()
                .map(({ text }) => text) ?? [],
          },
        ]
        return last !== undefined && JSON.stringify(said[0]) === JSON.stringify(said[1]) ? 'none' : said
      }
      await expect.poll(difference, { timeout: 20_000 }).toBe('none')
    }
    await telegram.stop()
    await bots.stop()
  })

  it('hears a button and a row of a list as what they mean', async () => {
    await subscribe(await start(await begin()))
    const budi = person(1)
    const choose = async (title: string): Promise<string> => {
      const before = api.shown(budi.phone).length
      const message = api
        .shown(budi.phone)
        .findLast((entry) => choicesOf(entry).some((each) => each.title === title))
      if (message === undefined) throw new Error(`no button ${title}`)
      api.people.chooses(budi, message, title)
      await api.until(`an answer to ${title}`, () => api.shown(budi.phone).length > before)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return answersTo(budi.phone).slice(before).join('\n')
    }
    api.people.says(budi, 'halo')
    await api.until('a menu', () => api.shown(budi.phone).length > 0)
    expect(choicesOf(api.shown(budi.phone).at(-1) ?? raise())).toHaveLength(3)
    await choose('Sebelum berangkat')
    const list = api.shown(budi.phone).at(-1) ?? raise()
    expect(list.content.type).toBe('list')
    expect(await choose('Visa')).toMatch(/visa/i)
    await api.until('read marks', () => api.marks.length >= 3)
  })

  it('gives exactly one answer each, although it is killed in the middle and Meta tells everything again', async () => {
    const database = await begin()
    const first = await start(database)
    await subscribe(first)
    // One is answered in peace, and told again after.
    const calm = ask(1)
    await api.until('an answer', () => verdictsTo(person(1).phone) === 1)
    // Time enough to write down that it was sent.
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    // One is heard and committed, but the answer is on its way when the process dies.
    api.faults.failNext('message', { kind: 'hang' })
    const caught = ask(2)
    await api.until('committed', () =>
      api.webhook.deliveries.some(({ id, status }) => id === caught && status === 200),
    )
    await api.until('on its way', () =>
      api.calls.some(({ call, status }) => call === 'message' && status === null),
    )
    await first.stop('SIGKILL')
    // One writes while nobody is there.
    ask(3)
    await api.until('refused', () => api.webhook.deliveries.some(({ status }) => status === null))
    const second = await start(database)
    await subscribe(second)
    for (const again of [calm, caught, caught]) api.webhook.again(again)
    await api.until('all are told', () => api.webhook.pending() === 0)
    // What was on its way is sent again when its lease lapses, 40 s after.
    await api.until('all are answered', () => [1, 2, 3].every((n) => verdictsTo(person(n).phone) > 0), 90_000)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect([1, 2, 3].map((n) => verdictsTo(person(n).phone))).toEqual([1, 1, 1])
    expect(api.webhook.lost).toEqual([])
  }, 180_000)

  it('stays one conversation when Meta begins to hide the number, and when the number changes', async () => {
    await subscribe(await start(await begin()))
    const siti = api.people.person('628120009001', { scopedId: 'ID.900100' })
    const says = async (who: Person, text: string): Promise<string> => {
      const to = who.hidden ? (who.scopedId ?? '') : who.phone
      const before = api.shown(to).length
      api.people.says(who, text)
      await api.until(`an answer to ${text}`, () => api.shown(to).length > before)
      return answersTo(to).slice(before).join('\n')
    }
    // The first answer shows the purpose; nobody who is known sees it again.
    const note = /hapus data saya/i
    expect(await says(siti, question)).toMatch(note)
    await says(siti, 'English please')
    const hidden = api.people.person(siti.phone, { hidden: true })
    const later = await says(hidden, 'hello')
    expect(later).toMatch(/hello again/i)
    const shown = api.people.person(siti.phone, { hidden: false })
    api.people.changesNumber(shown, '628120009002')
    await api.until('taken', () => api.webhook.pending() === 0)
    expect(await says(api.people.person('628120009002'), 'hello')).toMatch(/hello again/i)
  })

  it('counts what became of messages, and writes neither numbers nor words into its log', async () => {
    api = await createCloudApi({ limits: null, statuses: { afterMs: 20, times: 2 } })
    const product = await start(await newDatabase(), { ...account(), LOG_LEVEL: 'debug' })
    await subscribe(product)
    ask(1)
    await api.until('an answer', () => verdictsTo(person(1).phone) === 1)
    // Whoever blocks us while we answer is told of later.
    api.people.says(person(2), question)
    api.people.blocks(person(2))
    const page = async (): Promise<string> => (await fetch(new URL('/metrics', product.address))).text()
    await expect.poll(page).toMatch(/tanya_statuses_total\{channel="whatsapp",status="read",why=""\} \d/)
    await expect
      .poll(page)
      .toMatch(/tanya_statuses_total\{channel="whatsapp",status="failed",why="blocked"\} \d/)
    await product.stop()
    const output = product.output()
    for (const secret of ['6281200', api.token, api.appSecret, 'Human Select', 'HUMAN SELECT'])
      expect(output).not.toContain(secret)
  })

  it('refuses to start with half an account, in one sentence', async () => {
    const database = await begin()
    const whole = account()
    for (const name of ['WHATSAPP_CLOUD_PHONE_ID', 'WHATSAPP_CLOUD_APP_SECRET', 'PUBLIC_URL']) {
      const { [name]: _left, ...half } = whole
      const { code, output } = await runProduct({ ...settingsOf(database), ...half })
      expect([code, output.trim()]).toEqual([
        1,
        `WHATSAPP_CLOUD_TOKEN is set but ${name} is not. Set both, or neither.`,
      ])
    }
    const wrong = { ...whole, WHATSAPP_CLOUD_TOKEN: 'EAA-an-old-token-that-expired' }
    const { code, output } = await runProduct({ ...settingsOf(database), ...wrong })
    expect(code).toBe(1)
    expect(output).toContain('WhatsApp refuses the access token')
    expect(output).not.toContain('EAA-an-old')
  })
})

interface TelegramMessage {
  readonly text: string
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly text: string }[])[] }
}

function raise(): never {
  throw new Error('nothing was shown')
}
