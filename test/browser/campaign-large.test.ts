/** A campaign to 10,000 people in Chromium: an officer tests it on her own chat, another allows it, processes of their own
 * send it and one of them is killed, it is stopped and resumed, somebody says STOP, and its numbers agree with what arrived
 * to the last message. Needs a Postgres server, since one process alone may open the embedded database;
 * `campaigns.test.ts` is the same with few people and one process. */
import type { ChildProcess } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type CampaignId, outcomeOfCode, type RecipientOutcome, readOfficerCode } from '#engine'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { type Client, openDatabase } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOutbox } from '../../db/outbox.ts'
import { createWorker, type Worker } from '../../src/delivery/worker.ts'
import { adaptersOf, benchSeal, type Duty } from '../../src/tools/bench/campaign-crew.ts'
import { dismiss, hire } from '../../src/tools/bench/campaign-stage.ts'
import { openConsole, type TestConsole } from '../console/kit.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { bothChannels, campaignsFor, telegram, whatsapp } from '../kit/campaign-plan.ts'
import { type CloudApi, createCloudApi } from '../kit/cloud-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, turnSaying } from '../kit/deliveries.ts'
import { shippedSpeak } from '../kit/people.ts'
import { makeSubscribers } from '../kit/subscribers.ts'
import { launchChromium, visit } from './chromium.ts'
import { isWell, signedIn } from './officer.ts'

const [onTelegram, onWhatsApp] = [8_000, 2_000]
const all = onTelegram + onWhatsApp
/** Each process may have so many messages on their way on each channel when it is killed. */
const pace = { telegram: 400, cloud: 100 }
const officersChat = 900_001
const words = `**Lowongan admin ke Kamboja: banyak yang jadi korban.**

Tanya Disnaker di {kota}: https://kp2mi.go.id`

// Two minutes on a quiet machine: by itself, on a server, when LARGE=on asks for it. campaign.test.ts is the small one.
const isAskedFor = process.env.LARGE === 'on' && !('folder' in inject('prepared'))
describe.skipIf(!isAskedFor)('a campaign to 10,000', () => {
  let database: TestDatabase
  let client: Client
  let town: TestConsole
  let browser: Browser
  let address: string
  let bot: BotApi
  let cloud: CloudApi
  let worker: Worker
  let beginning: ReturnType<typeof setInterval>
  let numbers: readonly number[]
  const crew: ChildProcess[] = []
  const chats = [
    ...Array.from({ length: onTelegram }, (_, place) => String(place + 1)),
    ...Array.from({ length: onWhatsApp }, (_, place) => String(6_281_200_000_000 + place)),
  ]
  const campaigns = () =>
    campaignsFor({ pool: client.pool, seal: benchSeal }, { channels: bothChannels, alone: 100 })
  const duty = (): Duty => ({
    url: database.where.url ?? '',
    telegram: { root: bot.root, token: bot.token, perSecond: pace.telegram },
    cloud: { root: cloud.root, token: cloud.token, phoneId: cloud.phoneId, perSecond: pace.cloud },
    dies: null,
    mutant: null,
  })

  beforeAll(async () => {
    ;[database, browser, bot, cloud] = await Promise.all([
      makeDatabase(),
      launchChromium(),
      createBotApi({ flood: false }),
      createCloudApi({ limits: { perSecond: pace.cloud, pair: null, tier: null } }),
    ])
    client = await openDatabase(database.where)
    town = await openConsole(client, benchSeal)
    address = await town.app.listen({ host: '127.0.0.1', port: 0 })
    for (const id of [...chats.slice(0, onTelegram).map(Number), officersChat])
      bot.world.meet({ id, type: 'private', first_name: 'P' })
    for (const number of chats.slice(onTelegram)) cloud.people.says(cloud.people.person(number), 'halo')
    numbers = await makeSubscribers(
      client.pool,
      benchSeal,
      chats.map((chat, place) => ({ channel: place < onTelegram ? telegram : whatsapp, chat })),
    )
    worker = createWorker({
      outbox: createOutbox({ pool: client.pool, seal: benchSeal, holder: 'here' }),
      adapters: [createTelegram({ token: bot.token, apiRoot: bot.root, commands: {}, log: () => {} })],
      speak: shippedSpeak(),
      now: () => new Date(),
      onSettled: () => {},
      onFault: () => {},
    })
    worker.start()
    crew.push(await hire(duty()), await hire(duty()))
    beginning = setInterval(
      () =>
        void campaigns()
          .begin()
          .catch(() => {}),
      500,
    )
  })
  afterAll(async () => {
    clearInterval(beginning)
    await Promise.all(crew.map(dismiss))
    await worker?.stop()
    await browser?.close()
    await town?.app.close()
    await Promise.all([bot?.stop(), cloud?.stop(), client?.close()])
    await database?.drop()
  })

  /** What somebody says to the bot does this. */
  const says = async (chat: string, effect: Parameters<typeof turnSaying>[1]): Promise<void> => {
    const memory = createMemory({ pool: client.pool, seal: benchSeal, holder: 'here', handOver: nobody })
    await memory.turn(inboundFrom(chat, `said-${chat}`, { from: { channel: telegram, chat } }), () =>
      turnSaying('', { replies: [], ...effect }),
    )
  }
  const arrived = (): number => bot.journal.length + cloud.journal.length

  it('agrees with what arrived to the last message, whatever happens on the way', {
    timeout: 300_000,
  }, async () => {
    const ani = await town.person('campaign-officer', 'Ani Lestari')
    const budi = await town.person('campaign-officer', 'Budi Santoso')
    const open = (who: typeof ani, path: string) =>
      visit(browser, `${address}/console${path}`, signedIn(who.cookie), 'main h1')

    // Her own chat, by the code that the page shows.
    const linking = await open(ani, '/campaigns/test-chat')
    await linking.page.getByRole('button', { name: 'Buat kode baru' }).click()
    const shown = await linking.page.locator('code').innerText()
    const code = readOfficerCode(inboundFrom('x', 'x', { body: { kind: 'text', text: shown } }))
    await isWell(linking)
    await linking.picture('campaign-test-code')
    await says(String(officersChat), { effects: [{ kind: 'officer-chat', code: code ?? '' }] })
    await linking.page.goto(`${address}/console/campaigns/test-chat`)
    await linking.page.getByText('Terhubung sejak').waitFor()
    await linking.close()

    const writing = await open(ani, '/campaigns/new')
    const { page } = writing
    await page.getByLabel('Nama untuk petugas').fill('Kamboja, November')
    await page.getByLabel('Isi pesan (Indonesia)').first().fill(words)
    await page.getByLabel('Pilihan 1').first().fill('Saya sudah tahu')
    await page.getByLabel('Isian lubang').fill('kota: Indramayu')
    await page.getByLabel('Dari jam').fill('')
    await page.getByLabel('Sampai jam').fill('')
    await page.getByRole('button', { name: 'Simpan rancangan' }).click()
    await page.getByText('Isi pesan lengkap').waitFor()
    await page.getByText('Tanya Disnaker di Indramayu').first().waitFor()
    await page.getByRole('button', { name: 'Kirim uji ke saya' }).click()
    await expect.poll(() => bot.shown(officersChat).length, { timeout: 20_000 }).toBe(2)
    await page.reload()
    await page.getByText('Sampai.').waitFor()
    await isWell(writing)
    await writing.picture('campaign-test')
    const tests = bot.journal.length
    await page.getByRole('button', { name: 'Ajukan' }).click()
    await page.getByText('Menunggu orang lain.').waitFor()
    const place = new URL(page.url()).pathname.replace('/console', '').replace(/#.*/, '')
    const id = place.split('/').at(-1) as CampaignId

    const approving = await open(budi, place)
    await approving.page.getByRole('button', { name: 'Setujui dan kirim' }).click()
    await approving.close()
    await expect.poll(arrived, { timeout: 60_000 }).toBeGreaterThan(1_000)

    // It dies with messages on their way; another one takes over.
    crew.shift()?.kill('SIGKILL')
    crew.push(await hire(duty()))
    await page.reload()
    await page.getByRole('button', { name: 'HENTIKAN' }).click()
    const stopAt = Date.now()
    await page.getByRole('button', { name: /^Lanjutkan/ }).waitFor()
    const resume = page.getByRole('button', { name: /^Lanjutkan/ })
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect([...bot.journal, ...cloud.journal].filter(({ at }) => at > stopAt + 2_000)).toEqual([])
    expect(arrived()).toBeLessThan(all)

    // Of those who still wait the last has changed their mind.
    const stop = { kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] } as const
    await says(String(onTelegram), { effects: [stop] })
    await resume.click()
    await expect
      .poll(async () => (await campaigns().read(id))?.campaign.status.kind, { timeout: 200_000 })
      .toBe('finished')
    await page.reload()
    await page.getByText('Jumlah: 10.000 dari 10.000 penerima.').waitFor()
    await isWell(writing)
    await writing.picture('campaign-large-report')
    await writing.close()

    // Recipient by recipient, the ledger against the journals.
    const people = [
      ...bot.journal.slice(tests).map(({ chat }) => String(chat)),
      ...cloud.journal.map(({ to }) => to),
    ]
    expect(new Set(people).size).toBe(people.length)
    const got = new Set(people)
    const chatOf = new Map(numbers.map((number, at) => [number, chats[at] ?? '']))
    const counted = new Map<RecipientOutcome, number>()
    const wrong: unknown[] = []
    for (let after = 0; ; ) {
      const chunks = await campaigns().chunks(id, after)
      if (chunks.length === 0) break
      for (const { recipients, outcomes, number } of chunks) {
        after = number
        for (const [at, recipient] of recipients.entries()) {
          const outcome = outcomeOfCode(outcomes[at] ?? 0)
          counted.set(outcome, (counted.get(outcome) ?? 0) + 1)
          const has = got.has(chatOf.get(recipient) ?? '')
          if (outcome !== 'unsure' && has !== (outcome === 'sent')) wrong.push([recipient, outcome, has])
        }
      }
    }
    expect(wrong).toEqual([])
    const inFlight = adaptersOf(duty()).reduce(
      (sum, { abilities }) => sum + (abilities.bulk?.inFlight ?? 0),
      0,
    )
    const unsure = counted.get('unsure') ?? 0
    expect(unsure).toBeLessThanOrEqual(inFlight)
    expect(counted.get('skipped.no-consent')).toBe(1)
    expect((counted.get('sent') ?? 0) + unsure + 1).toBe(all)
    expect(got.has(String(onTelegram))).toBe(false)
    // What she was sent as a test is what everybody got.
    const [, tested] = bot.shown(officersChat)
    const [one] = bot.shown(Number(people[0]))
    expect([tested?.['text'], tested?.['entities'], tested?.['reply_markup']]).toEqual([
      one?.['text'],
      one?.['entities'],
      one?.['reply_markup'],
    ])
  })
})
