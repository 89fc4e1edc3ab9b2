/** watch: how many pages a second are parsed and judged on one core, whether memory stays flat, what a thousand sources cost,
 * and whether a second process reads anything twice. WATCH_ITEMS=100000 for the whole of it. */
import { createWatchJudge, partnerReason } from '#engine'
import { openDatabase } from '../../../db/client.ts'
import { homeOrganisation } from '../../../db/schema.ts'
import { shippedAds, shippedKnowledge } from '../../../test/kit/people.ts'
import { pageOf, rss } from '../../../test/kit/small-web.ts'
import { adOf, lawful, news, other } from '../../../test/watch/ads.ts'
import { openWatchStage } from '../../../test/watch/stage.ts'
import { createParser } from '../../watch/index.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const items = Number(process.env['WATCH_ITEMS'] ?? 3_000)
const sources = Number(process.env['WATCH_SOURCES'] ?? 1_000)
const actor = { of: homeOrganisation, by: '11111111-1111-4111-8111-111111111111' as never }
const texts = [...lawful, ...news, ...other]
const textOf = (at: number): string =>
  at % 5 === 0 ? adOf(at, at) : `${texts[at % texts.length] ?? ''} ${at}`

export const bench: Bench = {
  name: 'watch',
  async run() {
    const read = await readPages()
    const work = await readSources()
    return [
      figure({
        name: 'pages parsed and judged on one core',
        unit: 'pages/s of CPU',
        target: 50,
        better: 'higher',
        values: [read.perSecond],
        reference: { pages: items, judgedOnly: read.judgedOnly, wall: read.wall },
      }),
      figure({
        name: 'growth of memory from the first tenth to the last',
        unit: 'MB',
        target: 40,
        better: 'lower',
        values: [read.growth],
        reference: { items, residentMB: read.resident },
      }),
      figure({
        name: 'CPU of reading every source once, of an hour of one core',
        unit: '%',
        target: 10,
        better: 'lower',
        values: [(100 * work.cpuSeconds * (1_000 / sources)) / 3_600],
        reference: { sources, cpuSeconds: work.cpuSeconds, wallSeconds: work.wallSeconds },
      }),
      figure({
        name: 'sources read twice by two processes',
        unit: 'sources',
        target: 0,
        better: 'lower',
        values: [work.twice],
        reference: { read: work.read, byTheSecond: work.bySecond },
      }),
    ]
  },
}

/** CPU of the whole process: the reading thread and the judge. */
async function readPages() {
  const parser = createParser()
  const judge = createWatchJudge({ ads: shippedAds(), knowledge: shippedKnowledge, reasons: [partnerReason] })
  const received = new Date('2026-11-24T03:00:00Z')
  const one = async (at: number): Promise<void> => {
    const url = `http://s${at}.example.id/loker`
    const bytes = Buffer.from(
      pageOf('Lowongan', textOf(at), '<ul>'.concat('<li><a href="/x">Lain</a></li>'.repeat(60), '</ul>')),
    )
    const parsed = await parser.parse({ want: 'page', bytes, type: 'text/html', url })
    if (parsed.kind !== 'page') throw new Error('a made page was not read')
    const { title, text, links } = parsed.page
    judge({ from: 'page', address: url, title, text, links, pictures: [], publishedAt: null }, { received })
  }
  for (let at = 0; at < 200; at++) await one(at)
  const resident = () => process.memoryUsage().rss / 1_000_000
  const samples: number[] = []
  const cpu = process.cpuUsage()
  const began = performance.now()
  for (let at = 0; at < items; at++) {
    await one(at)
    if (at % Math.ceil(items / 50) === 0) samples.push(resident())
  }
  const wall = items / ((performance.now() - began) / 1_000)
  const { user, system } = process.cpuUsage(cpu)
  const judging = performance.now()
  for (let at = 0; at < 300; at++)
    judge(
      {
        from: 'page',
        address: null,
        title: '',
        text: textOf(at),
        links: [],
        pictures: [],
        publishedAt: null,
      },
      { received },
    )
  const judgedOnly = 300 / ((performance.now() - judging) / 1_000)
  await parser.close()
  const part = (from: number, to: number) => {
    const some = samples.slice(from, to).sort((a, b) => a - b)
    return some[Math.floor(some.length / 2)] ?? Number.NaN
  }
  return {
    perSecond: items / ((user + system) / 1_000_000),
    wall: Math.round(wall),
    judgedOnly: Math.round(judgedOnly),
    // The first tenth is what the thread and its compiler take; from there on it must not rise.
    growth: Math.max(0, part(45, 50) - part(5, 10)),
    resident: Math.round(part(45, 50)),
  }
}

async function readSources() {
  return onScratchDatabase(async (url) => {
    const client = await openDatabase({ url, folder: '' })
    const stage = await openWatchStage(client)
    try {
      const forms = Array.from({ length: sources }, (_, at) => {
        const address = `http://s${at}.test.id/feed`
        const entries = Array.from({ length: 5 }, (_, item) => ({
          id: String(item),
          title: 'L',
          text: textOf(at * 5 + item),
        }))
        stage.web.put(address, rss(entries))
        return {
          kind: 'feed' as const,
          address,
          name: `S${at}`,
          owner: 'Bench',
          purpose: 'Bench',
          paceMinutes: 60,
          perDay: 100,
          on: true,
        }
      })
      await stage.sources.addAll(forms, actor)
      const second = stage.another('there')
      const cpu = process.cpuUsage()
      const began = performance.now()
      await Promise.all([stage.worker.round(), second.worker.round()])
      const wallSeconds = (performance.now() - began) / 1_000
      const { user, system } = process.cpuUsage(cpu)
      if (stage.faults.length > 0) throw stage.faults[0]
      return {
        cpuSeconds: (user + system) / 1_000_000,
        wallSeconds,
        read: stage.reads.length + second.reads.length,
        bySecond: second.reads.length,
        twice: forms.filter(({ address }) => stage.web.times(address) !== 1).length,
      }
    } finally {
      await stage.close()
      await client.close()
    }
  })
}
