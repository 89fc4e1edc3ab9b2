/** WhatsApp Web on the stand-in, with the built product, the real library and a real Chromium: how soon there is a QR, how
 * soon a hundred people who write at once are answered, what a session costs, and what random scripts of trouble leave.
 * `BENCH_SCRIPTS` changes how many scripts (200 in memory; a tenth as many in the browser). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { holderOf } from '../../../adapters/whatsapp/web/child/lock.ts'
import { memoryOf } from '../../../adapters/whatsapp/web/child/memory.ts'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { type Product, startProduct } from '../../../test/kit/product.ts'
import { createFakeStage } from '../../../test/kit/whatsapp-web/fake-stage.ts'
import { openWhatsAppWebSite, type WhatsAppWebSite } from '../../../test/kit/whatsapp-web/index.ts'
import { createRealStage } from '../../../test/kit/whatsapp-web/real-stage.ts'
import { type Played, playScript } from '../../../test/kit/whatsapp-web/scripts.ts'
import { type Bench, type Figure, figure } from './form.ts'

const rounds = 5
const people = 100
const scripts = Number(process.env['BENCH_SCRIPTS'] ?? 200)
/** Scripts wait more than they work: so many are played side by side. */
const lanes = { memory: 8, browser: 2 }
/** How long one session is used before its memory is measured, in ms. */
const settledMs = 5_000

export const bench: Bench = {
  name: 'web',
  async run() {
    buildProduct()
    return inFolder(async (folder) => [
      ...(await sessions(folder)),
      ...report('in memory', await playAll(scripts, lanes.memory, inMemory(folder))),
      ...report(
        'with the real library in Chromium',
        await playAll(Math.ceil(scripts / 10), lanes.browser, inBrowser(folder)),
      ),
    ])
  },
}

/** Linked anew in each round; the database is there already, as at every start but the first. */
async function sessions(folder: string): Promise<readonly Figure[]> {
  const qr: number[] = []
  const ready: number[] = []
  const answered: number[] = []
  const session: number[] = []
  const browser: number[] = []
  const data = join(folder, 'product')
  await (await startProduct({ DATA_DIR: data, SIMULATOR: 'off' })).stop()
  for (let round = 0; round < rounds; round++) {
    const site = await openWhatsAppWebSite()
    rmSync(join(data, 'whatsapp-web'), { recursive: true, force: true })
    const began = performance.now()
    const args = site.browserArgs.join(' ')
    const product = await startProduct({
      DATA_DIR: data,
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_BROWSER_ARGS: args,
    })
    ready.push(product.readyMs)
    // The drawing of a QR, which nothing else in the terminal has.
    await until(() => product.output().includes('▄'))
    qr.push(performance.now() - began)
    site.scan(site.qr ?? '')
    await site.waitFor('synced')
    answered.push(await answering(site, round))
    await wait(settledMs)
    const root = holderOf(join(data, 'whatsapp-web/session')) ?? 0
    browser.push(memoryOf(root) ?? Number.NaN)
    session.push(memoryOf(parentOf(root)) ?? Number.NaN)
    await end(product, site)
  }
  return [
    figure({
      name: 'from starting the program to a QR in the terminal',
      unit: 'ms',
      target: 3_000,
      better: 'lower',
      values: qr,
      reference: { botReadyMs: Math.round(median(ready)) },
    }),
    figure({
      name: `${people} people who write at once, each with a verdict`,
      unit: 'ms',
      target: 10_000,
      better: 'lower',
      values: answered,
    }),
    figure({
      name: 'memory of a session: PSS of Chromium and the process that drives it',
      unit: 'MiB',
      target: 400,
      better: 'lower',
      values: session,
      reference: { chromiumAlone: median(browser) },
    }),
  ]
}

async function answering(site: WhatsAppWebSite, round: number): Promise<number> {
  const began = performance.now()
  const numbers = Array.from(
    { length: people },
    (_, n) => `62812${round}00${String(n).padStart(4, '0')}@c.us`,
  )
  for (const chat of numbers) site.write({ chat, body: 'PT Human Select Indonesia resmi gak?' })
  const hasVerdict = (): number =>
    new Set(site.delivered.filter(({ text }) => text.includes('HUMAN SELECT INDONESIA')).map(({ to }) => to))
      .size
  await until(() => hasVerdict() === people)
  return performance.now() - began
}

async function end(product: Product, site: WhatsAppWebSite): Promise<void> {
  await product.stop()
  if (site.offences.length > 0) throw new Error(`offences: ${site.offences.join(', ')}`)
  await site.close()
}

/** Plays the scripts of one lane, and tells what each left. */
type Lane = (seeds: Iterable<number>, lane: number) => Promise<readonly Played[]>

/** Each lane takes the next script when it is done with one. */
async function playAll(count: number, most: number, play: Lane): Promise<readonly Played[]> {
  const seeds = Array.from({ length: count }, (_, seed) => seed).values()
  return (await Promise.all(Array.from({ length: most }, (_, lane) => play(seeds, lane)))).flat()
}

/** A phone of its own for each script. */
function inMemory(folder: string): Lane {
  return async (seeds) => {
    const all: Played[] = []
    for (const seed of seeds) {
      const stage = await createFakeStage(join(folder, `memory-${seed}`))
      all.push(await playScript(stage, seed, 20))
      await stage.close()
    }
    return all
  }
}

/** One phone goes through all scripts of its lane. */
function inBrowser(folder: string): Lane {
  return async (seeds, lane) => {
    const stage = await createRealStage(join(folder, `browser-${lane}`))
    const all: Played[] = []
    for (const seed of seeds) all.push(await playScript(stage, seed, 12))
    await stage.close()
    return all
  }
}

function report(where: string, all: readonly Played[]): readonly Figure[] {
  const sum = (value: (each: Played) => number): number => all.reduce((total, each) => total + value(each), 0)
  const questions = sum(({ acts }) => acts.filter((act) => act === 'write').length)
  const of = (name: string, value: number): Figure =>
    figure({
      name: `${all.length} random scripts ${where}: ${name}`,
      unit: 'messages, all scripts together',
      target: 0,
      better: 'lower',
      values: [value],
      reference: { questions, letGoBeforeThePageCouldKnow: sum(({ untold }) => untold) },
    })
  return [
    of(
      'sent while not ready',
      sum(({ offences }) => offences),
    ),
    of(
      'lost',
      sum(({ lost }) => lost),
    ),
    of(
      'answered twice',
      sum(({ twice }) => twice),
    ),
  ]
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !condition(); await wait(10)) {
    if (Date.now() > end) throw new Error('waited in vain')
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
