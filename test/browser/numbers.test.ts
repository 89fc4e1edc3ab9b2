/** Numbers, what is kept, one person, the account: readable on a wide screen, on a phone, and with a screen reader. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { forgetOld } from '../../db/retention.ts'
import { createPublicNumbers } from '../../src/console/index.ts'
import { loadLabels } from '../../src/console/words.ts'
import { createWeb } from '../../src/web.ts'
import { openConsole, type Person, type TestConsole } from '../console/kit.ts'
import { decide, draft, offer } from '../console/removal.ts'
import { openTestDatabase } from '../kit/database.ts'
import { content } from '../kit/people.ts'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { isWell, phone } from './officer.ts'

const wide = { viewport: { width: 1280, height: 800 } }

let browser: Browser
let client: Client
let town: TestConsole
let address: string
const web = createWeb({ onFault: () => {} })
/** Where the page for everybody is. */
let everybody: string
let admin: Person
let takedown: string

beforeAll(async () => {
  client = await openTestDatabase()
  town = await openConsole(client)
  browser = await launchChromium()
  web.mount(
    '/angka',
    createPublicNumbers({
      numbers: town.numbers,
      labels: loadLabels(`${content}/console`),
      listAsOf: () => '2026-10-01',
      botAddress: 't.me/TanyaDuluBot',
      now: town.now,
    }),
  )
  everybody = (await web.listen('127.0.0.1', 0)).href
  address = await town.app.listen({ host: '127.0.0.1', port: 0 })
  await forgetOld(client.database)
  admin = await town.person('admin', 'sari')
  const second = await town.person('senior-reviewer', 'budi')
  const id = await town.report(offer)
  await decide(id, admin, second)
  takedown = await draft(id, admin)
  await fill()
  await town.numbers.count()
})
afterAll(async () => {
  await browser?.close()
  await web.close()
  await town.app.close()
  await client.close()
})

/** A year of cases, every third of them illegal and asked to be taken down. */
async function fill(): Promise<void> {
  await client.pool.query(
    `insert into cases (status, finding, opened_at, decided_at, decided_by, due_at, facets)
     select case when g % 4 = 0 then 'waiting' else 'decided' end,
       case when g % 4 = 0 then null when g % 3 = 0 then 'illegal-recruitment' else 'unproven' end,
       o, o + g * interval '20 minutes', array[a.id, b.id], o + interval '1 day',
       array['country:' || (array['KH', 'MY', 'SA', 'TW', 'MM'])[1 + g % 5], 'channel:whatsapp',
         'platform:' || (array['telegram', 'facebook', 'tiktok'])[1 + g % 3]]
     from generate_series(1, 700) g, lateral (select timestamptz '2026-11-24 02:00Z' - g * interval '11 hours' as o) t,
       (select id from reviewers limit 1) a, (select id from reviewers offset 1 limit 1) b`,
  )
  await client.pool.query(
    `insert into takedowns (case_id, kind, key, target, platform, recipient, drafted_by, approved_by, status, created_at,
       approved_at, sent_at, due_at, seen_gone)
     select c.id, 'link', c.id || k::text, 'x', 'telegram', 'ministry', c.decided_by[1], c.decided_by[2], 'removed',
       decided_at + interval '2 hours', decided_at + interval '3 hours', decided_at + interval '5 hours',
       decided_at + interval '29 hours', array[decided_at + k * interval '15 hours']
     from cases c, generate_series(1, 2) k where finding = 'illegal-recruitment' and cardinality(decided_by) = 2
       and not exists (select from takedowns t where t.case_id = c.id)`,
  )
}

/** Opens a page as an admin, or one for everybody. */
async function open(path: string, size: typeof wide | typeof phone): Promise<Visit> {
  if (path.startsWith('http')) return visit(browser, path, size, 'h1')
  const opened = await visit(browser, `${address}/console/sign-in`, size, 'h1')
  await opened.page.context().addCookies([{ name: 'console', value: admin.cookie ?? '', url: address }])
  await opened.page.goto(`${address}${path}`)
  await opened.page.locator('h1').waitFor()
  return opened
}

const pages: readonly (readonly [string, () => string])[] = [
  ['numbers', () => '/console/numbers'],
  ['retention', () => '/console/retention'],
  ['person', () => '/console/person'],
  ['account', () => '/console/account'],
  ['takedown', () => takedown],
  ['public', () => `${everybody}angka`],
]

it.each(pages)('%s is readable on a wide screen and on a phone', async (name, path) => {
  for (const [size, options] of [
    ['wide', wide],
    ['phone', phone],
  ] as const) {
    const opened = await open(path(), options)
    for (const details of await opened.page.locator('main details summary').all()) await details.click()
    await opened.picture(`numbers-${name}-${size}`)
    await isWell(opened)
    await opened.close()
  }
})

it('leads from a bar to what is behind it', async () => {
  const { page, close } = await open('/console/numbers', wide)
  // In the middle of the bar, not on the name.
  const bar = await page.locator('table.chart tr', { hasText: 'Kamboja' }).locator('td.bar').elementHandle()
  await bar?.scrollIntoViewIfNeeded()
  const box = await bar?.boundingBox()
  await page.mouse.click((box?.x ?? 0) + 40, (box?.y ?? 0) + 10)
  await page.waitForURL(/\/cases\?shown=all&since=\d{4}-\d\d&country=KH$/)
  expect(await page.locator('ol.queue li').count()).toBe(25)
  await close()
})
