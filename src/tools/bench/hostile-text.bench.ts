/** A thousand hostile texts, said to the bot as people say them, and then shown to officers in Chromium on every page there
 * is: none may run, fetch anything, or be shown as anything but what was typed. `BENCH_TEXTS` changes how many. */
import { randomInt } from 'node:crypto'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type ChannelName, createEngine, type Engine, type Inbound, type InboundId, plainText } from '#engine'
import { openDatabase } from '../../../db/client.ts'
import { createMemory } from '../../../db/memory.ts'
import { openConsole, type TestConsole } from '../../../test/console/kit.ts'
import { findOnPath } from '../../../test/kit/find-on-path.ts'
import { content, shippedKnowledge } from '../../../test/kit/people.ts'
import { createSpeak, loadWords } from '../../words/index.ts'
import { readContent } from '../say/open.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const wanted = Number(process.env['BENCH_TEXTS'] ?? 1_000)
/** Reports of one person in a day are ten at most, and a page shows fifty of one case. */
const aPerson = 8
const aCase = 40
/** Of the texts, so many also go to the officers' inbox, into notes, and into the search. */
const alsoElsewhere = 40

export const bench: Bench = {
  name: 'hostile-text',
  run: () =>
    onScratchDatabase(async (url) => {
      const client = await openDatabase({ url, folder: '' })
      const town = await openConsole(client)
      const at = await town.app.listen({ host: '127.0.0.1', port: 0 })
      const browser = await chromium.launch({
        executablePath: findOnPath(['chromium', 'chromium-browser', 'google-chrome']),
        args: ['--no-sandbox', '--disable-gpu'],
      })
      try {
        return await measure(town, { browser, at, talk: createTalk(town) })
      } finally {
        await browser.close()
        await town.app.close()
        await client.close()
      }
    }),
}

async function measure(
  town: TestConsole,
  { browser, at, talk }: { readonly browser: Browser; readonly at: string; readonly talk: Talk },
): Promise<readonly Figure[]> {
  const texts = hostileTexts(wanted)
  for (const [place, text] of texts.entries()) {
    const person = `person-${Math.floor(place / aPerson)}`
    await talk(person, `${text}\n${advertisement(Math.floor(place / aCase))}`, 'often')
    await talk(person, 'ya', 'no')
  }
  for (const text of ['mau bicara sama petugas', ...texts.slice(0, alsoElsewhere)])
    await talk('asks for an officer', text, 'no')

  const admin = await town.person('admin')
  const context = await browser.newContext()
  await context.addCookies([{ name: 'console', value: admin.cookie ?? '', url: at }])
  const page = await context.newPage()
  const seen = watch(page, at)
  const shown = new Set<string>()
  const show = async (path: string): Promise<void> => {
    await page.goto(`${at}${path}`)
    for (const each of await page.locator('pre.evidence, .words, .said').allTextContents()) shown.add(each)
    const box = page.locator('input[type="search"]')
    if ((await box.count()) === 1) shown.add(await box.inputValue())
    seen.pages++
  }

  const cases = await allCases(page, at)
  const [first = ''] = cases
  for (const text of texts.slice(0, alsoElsewhere)) {
    await admin.post(`${first}/note`, { note: text })
    await admin.post('/console/views', {
      name: text,
      query: new URLSearchParams({ search: text }).toString(),
    })
  }
  const plain = town.routes.filter(({ method, url }) => method === 'GET' && !/[:*]|live|assets/.test(url))
  for (const each of cases) await show(each)
  const threads = await page.goto(`${at}/console/inbox`).then(() => hrefs(page))
  for (const each of threads) await show(each)
  for (const text of texts.slice(0, alsoElsewhere))
    await show(`/console/cases?${new URLSearchParams({ search: text })}`)
  for (const { url } of plain) await show(url)

  const whole = texts.map((text, place) => `${text}\n${advertisement(Math.floor(place / aCase))}`)
  const asTyped = whole.filter((text) => shown.has(text)).length
  const elsewhere = texts.slice(0, alsoElsewhere).filter((text) => shown.has(text)).length
  const reference = {
    texts: texts.length,
    pages: seen.pages,
    cases: cases.length,
    conversations: threads.length,
  }
  const none = { unit: 'events', target: 0, better: 'lower', reference } as const
  return [
    figure({ name: 'scripts of theirs that ran', ...none, values: [seen.ran] }),
    figure({ name: 'requests to anybody else', ...none, values: [seen.foreign] }),
    figure({
      name: 'texts of reports that are shown as they were typed',
      unit: 'texts',
      target: wanted,
      better: 'higher',
      values: [asTyped],
      reference,
    }),
    figure({
      name: 'texts in conversations, notes and searches that are shown as they were typed',
      unit: 'texts',
      target: Math.min(alsoElsewhere, wanted),
      better: 'higher',
      values: [elsewhere],
      reference,
    }),
  ]
}

interface Seen {
  pages: number
  ran: number
  foreign: number
}

/** Every hostile text that runs calls `alert`; whatever is fetched is not from here. */
function watch(page: Page, at: string): Seen {
  const seen: Seen = { pages: 0, ran: 0, foreign: 0 }
  page.on('dialog', (dialog) => {
    seen.ran++
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(at) && !url.startsWith('data:')) seen.foreign++
  })
  return seen
}

function hrefs(page: Page): Promise<readonly string[]> {
  return page.locator('a.open').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
}

async function allCases(page: Page, at: string): Promise<readonly string[]> {
  const cases: string[] = []
  let next: string | null = '/console/cases'
  while (next !== null) {
    await page.goto(`${at}${next}`)
    cases.push(...(await hrefs(page)))
    const link = page.locator('.pages a[href*="after="]')
    next = (await link.count()) === 0 ? null : await link.last().getAttribute('href')
  }
  return cases
}

type Talk = (person: string, text: string, forwarded: Inbound['forwarded']) => Promise<void>

/** The bot itself, which hears and answers; nothing is sent. */
function createTalk(town: TestConsole): Talk {
  const { pool } = town.client
  const speak = createSpeak(loadWords(content))
  const engine: Engine = createEngine({
    memory: createMemory({
      pool,
      seal: town.seal,
      holder: 'bench',
      handOver: { room: () => 0, take: () => {}, nudge: () => {} },
    }),
    knowledge: () => shippedKnowledge(),
    ...readContent(content),
    officers: { from: '00:00', to: '23:59', zone: 'Asia/Jakarta', waitMinutes: 30 },
    draw: () => randomInt(10_000_000, 100_000_000),
    now: () => new Date(),
    spell: (wording, locale) => plainText(speak(wording, locale)),
    listMaxAgeDays: 90,
    onFault: (error) => {
      throw error
    },
  })
  let heard = 0
  return async (person, text, forwarded) => {
    await engine.receive({
      id: `h${heard++}` as InboundId,
      at: new Date(),
      from: { channel: 'bench' as ChannelName, chat: person },
      person,
      hint: null,
      setting: 'private',
      addressed: true,
      forwarded,
      body: { kind: 'text', text },
      quotes: null,
    })
  }
}

function advertisement(number: number): string {
  return `Lowongan admin online di Kamboja, gaji 15 juta, tanpa ijazah. WA 0812-5${String(1_000_000 + number).slice(1)}`
}

const payloads: readonly string[] = [
  '<script>alert(1)</script>',
  '<ScRiPt src=https://hostile.example/x.js></ScRiPt>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://hostile.example/pixel.png">',
  '<svg/onload=alert(1)>',
  '<svg><script>alert&#40;1&#41;</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<object data="https://hostile.example/o"></object>',
  '<embed src="https://hostile.example/e">',
  '<link rel=stylesheet href=https://hostile.example/s.css>',
  '<style>@import "https://hostile.example/s.css";</style>',
  '<div style="background:url(https://hostile.example/b)">x</div>',
  '<base href="https://hostile.example/">',
  '<meta http-equiv=refresh content="0;url=https://hostile.example/">',
  '<form action="https://hostile.example/"><button autofocus>ya</button></form>',
  '<a href="javascript:alert(1)">klik</a>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=https://hostile.example/a autoplay onerror=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<body onload=alert(1)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<div hx-get="https://hostile.example/" hx-trigger="load"></div>',
  '<div hx-on:load="alert(1)" hx-trigger="load" hx-get="/console/cases"></div>',
  '<div data-live="cases" hx-get="/console/account"></div>',
  '<script type="text/javascript" nonce="">alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  '$' + '{alert(1)}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '{gaji} {number} {name}',
  '*tebal* _miring_ [tautan](javascript:alert(1))',
  '=HYPERLINK("https://hostile.example/","x")',
  "'; drop table reports; --",
  '\u202Eevil\u202C \u2066x\u2069',
  'a\u200Bb\u200Cc\u2060d',
  '\u2028baris\u2029baru',
  'z̷̛͎͓a̸̢͝l̴͕̈́g̵̨͘o̷̢͛',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'ﷺ'.repeat(5),
]

/** How a payload may be wrapped to break out of where it is put. */
const wraps: readonly ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `">${payload}`,
  (payload) => `'>${payload}`,
  (payload) => `</textarea>${payload}`,
  (payload) => `</pre></bdi>${payload}`,
  (payload) => `</title></style>${payload}`,
  (payload) => `</script>${payload}`,
  (payload) => `--><!-- ${payload} -->`,
  (payload) => `<![CDATA[${payload}]]>`,
  (payload) => `" autofocus onfocus="alert(1)" x="${payload}`,
  (payload) => `\`${payload}\``,
  (payload) => `\t ${payload} \t.`,
  (payload) => `${payload}${payload}`,
  (payload) => `</option></select>${payload}`,
  (payload) => `<b${payload}`,
  (payload) => `&quot;&gt;${payload}`,
  (payload) => `]]>${payload}`,
  (payload) => `<x ${payload} y>`,
  (payload) => `${'A'.repeat(400)}${payload}`,
  (payload) => `<<${payload}>>`,
  (payload) => `javascript:/*--></title>${payload}*/`,
  (payload) => `data:text/html,${payload}`,
]

/** Each different, and each with its number, so that what is shown can be told apart. */
function hostileTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const payload = payloads[at % payloads.length] ?? ''
    const wrap = wraps[Math.floor(at / payloads.length) % wraps.length]
    return `${at}: ${wrap?.(payload) ?? payload}`
  })
}
