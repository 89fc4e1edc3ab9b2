/** A campaign in Chromium, from the first word to the last number: written, looked at, allowed by another, sent to people on
 * stand-ins of Telegram and the Cloud API, watched, stopped and resumed, while somebody says STOP. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CampaignId, ChannelName } from '#engine'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { createWhatsAppCloud } from '../../adapters/whatsapp/cloud/index.ts'
import { createCampaignLedger } from '../../db/campaign-ledger.ts'
import { type Campaigns, createCampaigns } from '../../db/campaigns.ts'
import { createCampaignPace } from '../../db/channel-pace.ts'
import type { Client } from '../../db/client.ts'
import { createMemory } from '../../db/memory.ts'
import { createOpenings } from '../../db/openings.ts'
import { type CampaignSender, createCampaignSender } from '../../src/delivery/campaigns.ts'
import { createSpeak, loadWords, speakWritten } from '../../src/words/index.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { roadForTest, termsOfChannel } from '../kit/campaign-road.ts'
import { type CloudApi, createCloudApi } from '../kit/cloud-api/index.ts'
import { openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, turnSaying } from '../kit/deliveries.ts'
import { content } from '../kit/people.ts'
import { makeSubscribers } from '../kit/subscribers.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone, signedIn } from './officer.ts'

const [telegram, whatsapp] = ['telegram' as ChannelName, 'whatsapp' as ChannelName]
const [onTelegram, onWhatsApp] = [400, 40]
/** Slow enough that there is time to stop it. */
const perSecond = 60
const words = `**Lowongan admin ke Kamboja: banyak yang jadi korban.**

Sebelum bayar atau menyerahkan paspor:

- Cek nama PT di daftar resmi
- Tanya Disnaker di {kota}

Baca: https://kp2mi.go.id`

let client: Client
let town: TestConsole
let browser: Browser
let address: string
let bot: BotApi
let cloud: CloudApi
let sender: CampaignSender
let campaigns: Campaigns
let beginning: ReturnType<typeof setInterval>

beforeAll(async () => {
  ;[client, browser, bot, cloud] = await Promise.all([
    openTestDatabase(),
    launchChromium(),
    createBotApi({ flood: false }),
    createCloudApi(),
  ])
  town = await openConsole(client)
  address = await town.app.listen({ host: '127.0.0.1', port: 0 })
  const kept = { pool: client.pool, seal: town.seal }
  campaigns = createCampaigns({
    ...kept,
    now: () => new Date(),
    channels: roadForTest.channels.map(termsOfChannel),
    alone: roadForTest.alone,
  })
  const log = (): void => {}
  sender = createCampaignSender({
    ledger: createCampaignLedger(kept),
    pace: createCampaignPace(client.pool),
    openings: createOpenings(kept),
    adapters: [
      createTelegram({
        token: bot.token,
        apiRoot: bot.root,
        campaignPerSecond: perSecond,
        commands: {},
        log,
      }),
      createWhatsAppCloud({
        channel: whatsapp,
        token: cloud.token,
        phoneId: cloud.phoneId,
        appSecret: cloud.appSecret,
        verifyToken: cloud.verifyToken,
        apiRoot: cloud.root,
        onStatus: () => {},
        log,
      }),
    ],
    saying: { speak: createSpeak(loadWords(content)), speakWritten },
    now: () => new Date(),
    onSent: () => {},
    onFault: () => {},
  })
  for (let chat = 1; chat <= onTelegram; chat++)
    bot.world.meet({ id: chat, type: 'private', first_name: 'P' })
  const numbers = Array.from({ length: onWhatsApp }, (_, place) => String(6_281_200_000_000 + place))
  for (const number of numbers) cloud.people.says(cloud.people.person(number), 'halo')
  await makeSubscribers(client.pool, town.seal, [
    ...Array.from({ length: onTelegram }, (_, place) => ({ channel: telegram, chat: String(place + 1) })),
    ...numbers.map((chat) => ({ channel: whatsapp, chat })),
    { channel: telegram, chat: '9001', minor: true },
    { channel: telegram, chat: '9002', topics: ['lessons' as const] },
  ])
  sender.start()
  beginning = setInterval(() => void campaigns.begin().catch(() => {}), 200)
})
afterAll(async () => {
  clearInterval(beginning)
  await sender?.stop()
  await browser?.close()
  await town?.app.close()
  await Promise.all([bot?.stop(), cloud?.stop(), client?.close()])
})

async function open({ cookie }: Person, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  return visit(browser, `${address}/console${path}`, { ...signedIn(cookie), ...options }, 'main h1')
}

/** Whoever has this chat says STOP to the bot. */
async function saysStop(chat: string): Promise<void> {
  const memory = createMemory({ pool: client.pool, seal: town.seal, holder: 'here', handOver: nobody })
  const stop = { kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] } as const
  await memory.turn(inboundFrom(chat, `stop-${chat}`, { from: { channel: telegram, chat } }), () =>
    turnSaying('', { replies: [], effects: [stop] }),
  )
}

const arrived = (): number => bot.journal.length + cloud.journal.length
const doneOn = async (page: Page): Promise<string> => page.locator('#report .reach').innerText()

it('a campaign is written, allowed by another, sent, stopped, resumed, and its numbers agree with what arrived', async () => {
  const ani = await town.person('campaign-officer', 'Ani Lestari')
  const budi = await town.person('campaign-officer', 'Budi Santoso')

  const writing = await open(ani, '/campaigns/new')
  const { page } = writing
  await page.getByLabel('Nama untuk petugas').fill('Kamboja, November')
  await page.getByLabel('Isi pesan (Indonesia)').first().fill(words)
  await page.getByLabel('Pilihan 1').first().fill('Saya sudah tahu')
  await page.getByLabel('Pilihan 2').first().fill('Bantu saya')
  await page.getByLabel('Isian lubang').fill('kota: Indramayu')
  await page.getByLabel('Dari jam').fill('')
  await page.getByLabel('Sampai jam').fill('')
  await page.getByLabel('Dari jam').blur()
  // The number follows what is typed, without a button.
  await page.getByText('440 penerima').waitFor()
  await page.getByText('berusia di bawah 18 tahun').waitFor()
  await isWell(writing)
  await writing.picture('campaign-form')
  await page.getByRole('button', { name: 'Simpan rancangan' }).click()
  await page.getByText('Isi pesan lengkap').waitFor()
  await page.getByText('Tanya Disnaker di Indramayu').first().waitFor()
  await isWell(writing)
  await writing.picture('campaign-draft')
  await page.getByRole('button', { name: 'Ajukan' }).click()
  await page.getByText('Menunggu orang lain.').waitFor()
  const place = new URL(page.url()).pathname.replace('/console', '')
  const id = place.split('/').at(-1) as CampaignId

  const approving = await open(budi, place, phone)
  await isWell(approving)
  await approving.picture('campaign-approve-phone')
  await approving.page.getByRole('button', { name: 'Setujui dan kirim' }).click()

  await expect.poll(arrived, { timeout: 20_000 }).toBeGreaterThan(30)
  await page.reload()
  await page.getByRole('button', { name: 'HENTIKAN' }).waitFor()
  const before = await doneOn(page)
  await expect.poll(() => doneOn(page), { timeout: 20_000 }).not.toBe(before)
  await isWell(writing)
  await writing.picture('campaign-sending')
  const stopAt = Date.now()
  await page.getByRole('button', { name: 'HENTIKAN' }).click()
  await page.getByRole('button', { name: /^Lanjutkan \(\d+\)$/ }).waitFor()
  const late = [...bot.journal, ...cloud.journal].filter(({ at }) => at > stopAt + 2_000)
  expect(late).toEqual([])
  const waiting = /\((\d+)\)/.exec(await page.getByRole('button', { name: /^Lanjutkan/ }).innerText())?.[1]
  expect(Number(waiting)).toBeGreaterThan(0)

  // Of those who still wait the last has changed their mind.
  await saysStop(String(onTelegram))
  await page.getByRole('button', { name: /^Lanjutkan/ }).click()
  await expect
    .poll(async () => (await campaigns.read(id))?.campaign.status.kind, { timeout: 30_000 })
    .toBe('finished')
  await page.reload()
  await page.getByText('Selesai').waitFor()
  expect(await doneOn(page)).toBe('440 dari 440')
  await page.getByText('Jumlah: 440 dari 440 penerima.').waitFor()
  await isWell(writing)
  await writing.picture('campaign-report')

  const { all } = await campaigns.counts(id)
  const people = [...bot.journal.map(({ chat }) => chat), ...cloud.journal.map(({ to }) => to)]
  expect(all.outcomes.sent).toBe(439)
  expect(all.outcomes['skipped.no-consent']).toBe(1)
  expect(people).toHaveLength(439)
  expect(new Set(people).size).toBe(439)
  expect(bot.shown(onTelegram)).toEqual([])
  expect(bot.shown(9001)).toEqual([])
  await writing.close()
  await approving.close()

  for (const [path, name] of [
    [place, 'campaign-report-phone'],
    [`${place}/handouts`, 'campaign-handouts-phone'],
    ['/campaigns', 'campaign-list-phone'],
    ['/campaigns/new', 'campaign-form-phone'],
    ['/subscribers', 'subscribers-phone'],
  ] as const) {
    const seen = await open(ani, path, phone)
    await seen.page.waitForLoadState('networkidle')
    await isWell(seen)
    await seen.picture(name)
    await seen.close()
  }
  const handouts = await open(ani, `${place}/handouts?lang=en`)
  await handouts.page.waitForLoadState('networkidle')
  await isWell(handouts)
  await handouts.picture('campaign-handouts')
  await handouts.close()
})

it('is written without a script too, and loses no word when something is wrong', async () => {
  const ani = await town.person('campaign-officer', 'Ani Lestari')
  const writing = await open(ani, '/campaigns/new', { javaScriptEnabled: false })
  const { page } = writing
  await page.getByLabel('Isi pesan (Indonesia)').first().fill('Awas penipuan.')
  await page.getByRole('button', { name: 'Hitung dan lihat' }).click()
  await page.getByText('Tulis nama kampanye').waitFor()
  expect(await page.getByLabel('Isi pesan (Indonesia)').first().inputValue()).toBe('Awas penipuan.')
  await page.getByLabel('Nama untuk petugas').fill('Tanpa skrip')
  await page.getByRole('button', { name: 'Hitung dan lihat' }).click()
  // Everybody has just had the other one.
  await page.getByText('baru menerima kampanye lain').waitFor()
  await writing.close()
})
