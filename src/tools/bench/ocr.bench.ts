/** Posters read with eyes of our own: what is on them, letter by letter, in what time and memory, with the bot's loop
 * undisturbed; beside the bare library on the same posters, in turn. And how a poster's variants are found again. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createWorker } from 'tesseract.js'
import { differenceOfPictures, findPhones, samePicture, sameTemplate } from '#engine'
import { buildProduct } from '../../../test/kit/build-product.ts'
import {
  drawPoster,
  factsOf,
  type PosterFacts,
  resized,
  styles,
  variants,
} from '../../../test/kit/posters.ts'
import { fingerprintOf } from '../../intake/fingerprint.ts'
import { createReader } from '../../intake/index.ts'
import { toCompare } from '../../intake/picture.ts'
import { beginProgram, builtRoom } from '../../intake/process.ts'
import { type Bench, type Figure, figure } from './form.ts'

/** Seeds that no test and no tuning has seen: facts differ, styles are those of the kit. */
const firstSeed = 1_000
const seedsAStyle = 3
/** Pixels of width at which one poster of each style is read again. */
const narrow = 480
const home = join(import.meta.dirname, '../../..')

export const bench: Bench = {
  name: 'ocr',
  async run() {
    buildProduct()
    return [...(await reading()), ...(await likeness())]
  },
}

interface Poster {
  readonly facts: PosterFacts
  readonly bytes: Buffer
}
interface Read {
  readonly firm: boolean
  readonly phone: boolean
  readonly handle: boolean
  readonly otherPhones: number
  readonly ms: number
}

async function reading(): Promise<readonly Figure[]> {
  const posters = await drawAll()
  let memory = 0
  const looking = setInterval(() => {
    memory = Math.max(memory, room()?.memory() ?? 0)
  }, 20)
  let room: () => ReturnType<typeof beginProgram> | null = () => null
  const reader = createReader({
    limits: { time: 120_000 },
    begin: (heard, over) => {
      const begun = beginProgram(builtRoom(join(home, 'dist')), heard, over)
      room = () => begun
      return begun
    },
  })
  const bare = await openBare()
  const lag = monitorEventLoopDelay({ resolution: 1 })
  const ours: Read[] = []
  const theirs: Read[] = []
  const readOurs = async ({ bytes, facts }: Poster): Promise<void> => {
    const began = performance.now()
    lag.enable()
    const reading = await reader.read(bytes)
    lag.disable()
    ours.push(judge(reading.kind === 'text' ? reading.text : '', facts, performance.now() - began))
  }
  const readTheirs = async ({ bytes, facts }: Poster): Promise<void> => {
    const began = performance.now()
    const text = await bare.read(bytes)
    theirs.push(judge(text, facts, performance.now() - began))
  }
  const [first] = posters
  if (first === undefined) throw new Error('no poster was drawn')
  // Each has its models open before it is measured; what that costs is told beside.
  await readOurs(first)
  await readTheirs(first)
  const [coldOurs, coldTheirs] = [ours.pop()?.ms ?? 0, theirs.pop()?.ms ?? 0]
  lag.reset()
  for (const [at, poster] of posters.entries())
    for (const read of at % 2 === 0 ? [readOurs, readTheirs] : [readTheirs, readOurs]) await read(poster)
  const lagMs = lag.percentile(99) / 1e6
  reader.close()
  clearInterval(looking)
  await bare.close()
  const quiet = await quietLag()

  const exact = (what: 'firm' | 'phone' | 'handle'): Figure =>
    figure({
      name: `${what} exact`,
      unit: `% of ${posters.length} posters`,
      target: 95,
      better: 'higher',
      values: [share(ours, (read) => read[what])],
      reference: {
        bareLibrary: share(theirs, (read) => read[what]),
        ...(what === 'phone' && {
          otherPhones: sum(ours.map((read) => read.otherPhones)),
          bareOtherPhones: sum(theirs.map((read) => read.otherPhones)),
        }),
      },
    })
  const times = ours.map(({ ms }) => ms)
  const reference = {
    bareMs: Math.round(
      part(
        theirs.map(({ ms }) => ms),
        0.5,
      ),
    ),
    bareP95: Math.round(
      part(
        theirs.map(({ ms }) => ms),
        0.95,
      ),
    ),
    firstMs: Math.round(coldOurs),
    bareFirstMs: Math.round(coldTheirs),
  }
  return [
    exact('phone'),
    exact('firm'),
    exact('handle'),
    figure({ name: 'a poster', unit: 'ms', target: 3_000, better: 'lower', values: times, reference }),
    figure({
      name: 'a poster, 95 of 100',
      unit: 'ms',
      target: 3_000,
      better: 'lower',
      values: [part(times, 0.95)],
      reference,
    }),
    figure({
      name: 'memory of the reading process',
      unit: 'MB at most',
      target: 250,
      better: 'lower',
      values: [memory / 1e6],
    }),
    figure({
      name: 'lag of the loop while reading, 99 of 100',
      unit: 'ms',
      target: 50,
      better: 'lower',
      values: [lagMs],
      reference: { quiet },
    }),
  ]
}

async function drawAll(): Promise<readonly Poster[]> {
  const posters: Poster[] = []
  for (const [at, style] of Object.keys(styles).entries())
    for (let more = 0; more < seedsAStyle; more++) {
      const seed = firstSeed + at * seedsAStyle + more
      const facts = factsOf(seed)
      const bytes = await drawPoster(style, facts, seed)
      posters.push({ facts, bytes })
      if (more === 0 && style !== 'small picture')
        posters.push({ facts, bytes: await resized(bytes, narrow) })
    }
  return posters
}

/** The library as its own manual has it, with the same models. */
async function openBare(): Promise<{ read(bytes: Buffer): Promise<string>; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ocr-'))
  const require = createRequire(import.meta.url)
  for (const language of ['ind', 'eng']) {
    const models = dirname(require.resolve(`@tesseract.js-data/${language}/package.json`))
    const file = `${language}.traineddata.gz`
    copyFileSync(join(models, '4.0.0_best_int', file), join(folder, file))
  }
  const worker = await createWorker('ind+eng', 1, { langPath: folder, cacheMethod: 'none', gzip: true })
  await worker.setParameters({ debug_file: '/dev/null' } as never)
  return {
    read: async (bytes) => (await worker.recognize(bytes)).data.text,
    async close() {
      await worker.terminate()
      rmSync(folder, { recursive: true })
    },
  }
}

function judge(text: string, { firm, e164, handle }: PosterFacts, ms: number): Read {
  const flat = text.replace(/\s+/g, ' ').toLowerCase()
  const phones = findPhones(text).map((phone) => phone.e164)
  return {
    firm: flat.includes(firm.toLowerCase()),
    phone: phones.includes(e164),
    handle: new RegExp(String.raw`(?<![\w@.])${handle.replaceAll('.', String.raw`\.`)}(?![\w.])`).test(flat),
    otherPhones: phones.filter((phone) => phone !== e164).length,
    ms,
  }
}

/** The same lag with nothing to read: what the machine itself does to a loop. */
async function quietLag(): Promise<number> {
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  await sleep(5_000)
  lag.disable()
  return Math.round(lag.percentile(99) / 1e5) / 10
}

async function likeness(): Promise<readonly Figure[]> {
  const posters = await Promise.all(
    Object.keys(styles).map((style, at) => drawPoster(style, factsOf(firstSeed + at), firstSeed + at)),
  )
  const printOf = async (bytes: Buffer): Promise<string> => fingerprintOf(await toCompare(bytes, 40e6))
  const prints = await Promise.all(posters.map(printOf))
  const own: { readonly variant: string; readonly distance: number }[] = []
  const others: number[] = []
  for (const [at, poster] of posters.entries())
    for (const [variant, change] of Object.entries(variants)) {
      const print = await printOf(await change(poster))
      for (const [other, known] of prints.entries()) {
        const distance = differenceOfPictures(print, known)
        if (other === at) own.push({ variant, distance })
        else others.push(distance)
      }
    }
  const missed = own.filter(({ distance }) => distance > samePicture)
  return [
    figure({
      name: 'variants of a poster found as the same',
      unit: `% of ${own.length}`,
      target: 95,
      better: 'higher',
      values: [share(own, ({ distance }) => distance <= samePicture)],
      reference: {
        asTemplate: share(own, ({ distance }) => distance <= sameTemplate),
        missed: missed.map(({ variant, distance }) => `${variant}: ${distance}`),
      },
    }),
    figure({
      name: 'other posters taken for the same',
      unit: `% of ${others.length} pairs`,
      target: 0,
      better: 'lower',
      values: [share(others, (distance) => distance <= samePicture)],
      reference: {
        asTemplate: share(others, (distance) => distance <= sameTemplate),
        nearest: Math.min(...others),
      },
    }),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const share = <T>(all: readonly T[], is: (one: T) => boolean): number =>
  (100 * all.filter(is).length) / all.length
const part = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN
