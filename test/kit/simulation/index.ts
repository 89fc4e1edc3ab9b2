/** The whole engine in a world of its own: two processes of the real engine, worker, words and fit, on a store and two
 * platforms that misbehave as their seed says, over days that pass in milliseconds. The same seed is the same world, to
 * the last event; what people were shown is compared with what the same people are shown where nothing goes wrong. */
import { createHash } from 'node:crypto'
import {
  type Abilities,
  type Adapter,
  type ChannelName,
  createEngine,
  type DeliveryId,
  type Engine,
  type Inbound,
  plainText,
  type SendOutcome,
} from '#engine'
import { abilities as telegram } from '../../../adapters/telegram/abilities.ts'
import { abilities as web } from '../../../adapters/whatsapp/web/abilities.ts'
import { createWorker, type Worker } from '../../../src/delivery/worker.ts'
import { loadContacts, usable } from '../../../src/lists/index.ts'
import { content, shippedAds, shippedKnowledge, shippedReader, shippedSpeak } from '../people.ts'
import { randomFrom } from '../random.ts'
import { writeScript } from './script.ts'
import { createStore, type Mutant, type Process, type Row } from './store.ts'
import { type Life, takeTime } from './time.ts'

export type { Mutant } from './store.ts'
export { mutants } from './store.ts'

export interface Simulated {
  readonly seed: number
  /** What did not hold, a sentence each; empty when all did. */
  readonly wrong: readonly string[]
  /** Every event in order; for a person who looks for a cause. */
  readonly log: readonly string[]
  /** Of all of it: the same for the same seed. */
  readonly digest: string
  readonly counts: {
    readonly messages: number
    readonly deliveries: number
    readonly crashes: number
    readonly faults: number
    /** Messages that people saw twice, where nobody could know. */
    readonly repeats: number
    readonly virtualHours: number
  }
}

/** A message that a platform took. */
interface Shown {
  readonly chat: string
  readonly delivery: DeliveryId
  readonly text: string
}

interface World {
  readonly shown: readonly Shown[]
  readonly rows: readonly Row[]
  readonly turns: readonly string[]
  readonly ids: readonly string[]
  readonly unheard: number
  /** Of each delivery: how often the platform took it and the sender could not know. */
  readonly unknown: ReadonlyMap<DeliveryId, number>
  readonly log: readonly string[]
  readonly counts: Simulated['counts']
}

const begins = new Date('2026-11-24T00:00:00Z')
const hourMs = 3_600_000
/** After the last message nothing goes wrong any more, and all must come to rest within so long. */
const restMs = hourMs / 2

/** Runs one seed, and the same people without any trouble beside it. */
export async function simulate(seed: number, mutant: Mutant | null = null): Promise<Simulated> {
  const calm = await live(seed, { troubled: false, mutant: null })
  const world = await live(seed, { troubled: true, mutant })
  const wrong = judge(world, calm)
  const repeats =
    world.shown.length - new Set(world.shown.map((each) => `${each.delivery} ${each.text}`)).size
  const digest = createHash('sha256').update(world.log.join('\n')).digest('hex').slice(0, 16)
  return { seed, wrong, log: world.log, digest, counts: { ...world.counts, repeats } }
}

async function live(
  seed: number,
  { troubled, mutant }: { readonly troubled: boolean; readonly mutant: Mutant | null },
): Promise<World> {
  const script = writeScript(randomFrom(seed))
  const random = randomFrom(seed ^ 0x5eed)
  const time = takeTime(begins)
  const log: string[] = []
  const shown: Shown[] = []
  const unknown = new Map<DeliveryId, number>()
  let [crashes, faults, waiting, lives] = [0, 0, 0, 0]
  let calmFrom = Number.POSITIVE_INFINITY
  const note = (what: string): void => void log.push(`${time.now() - begins.getTime()} ${what}`)
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from))
  /** Whether this goes wrong now. */
  const happens = (chance: number): boolean => {
    if (!troubled || time.now() > calmFrom || random() >= chance) return false
    faults++
    return true
  }
  const road = (when: string) => async (what: string) => {
    await time.sleep(troubled ? between(1, happens(0.03) ? 8_000 : 40) : 1)
    if (!happens(0.05)) return
    if (what !== 'claim') note(`${what} failed ${when}`)
    throw new Error(`the database failed ${when}`)
  }
  const dead = new Set<string>()
  const store = createStore({
    now: time.now,
    mutant,
    isAlive: (holder) => !dead.has(holder.split(' ')[0] ?? ''),
    road: { before: road('before'), after: road('after') },
  })

  const adapterOf = (name: ChannelName, abilities: Abilities): Adapter => ({
    name,
    abilities,
    start: async () => {},
    stop: async () => {},
    fetchMedia: async () => new Uint8Array(),
    async send({ chat }, message, about): Promise<SendOutcome> {
      const delivery = about?.delivery ?? ('' as DeliveryId)
      const show = (): void => {
        const text = plainText(message.text)
        shown.push({ chat, delivery, text })
        note(`shown ${chat} ${delivery} ${text.length}`)
      }
      const unsure = (): void => void unknown.set(delivery, (unknown.get(delivery) ?? 0) + 1)
      await time.sleep(troubled ? between(5, 400) : 1)
      if (happens(0.06)) {
        note(`throttled ${delivery}`)
        return { kind: 'later', why: 'throttled', afterMs: between(1_000, 5_000) }
      }
      if (happens(0.06)) return { kind: 'later', why: 'unreachable', afterMs: 0 }
      if (happens(0.04)) {
        // Taken or not, and then silence.
        if (random() < 0.5) {
          show()
          unsure()
        }
        await time.sleep(15_000)
        return { kind: 'later', why: 'unreachable', afterMs: 0, perhapsSent: true }
      }
      show()
      await time.sleep(troubled ? between(1, 100) : 1)
      if (happens(0.04)) {
        unsure()
        return { kind: 'later', why: 'unreachable', afterMs: 0, perhapsSent: true }
      }
      return { kind: 'sent', messageId: String(shown.length) }
    },
  })

  interface Running {
    readonly life: Life
    readonly engine: Engine
    readonly worker: Worker
  }
  const running: Running[] = []
  const contacts = usable(loadContacts(content))
  const start = (): void => {
    const life: Life = { name: `process-${++lives}`, alive: true }
    note(`${life.name} starts`)
    time.as(life, () => {
      let worker: Worker | null = null
      const process: Process = {
        name: life.name,
        handOver: {
          room: (channel) => worker?.room(channel) ?? 0,
          take: (deliveries) => worker?.take(deliveries),
          nudge: () => worker?.nudge(),
        },
      }
      worker = createWorker({
        outbox: store.outbox(process),
        adapters: [adapterOf('telegram' as ChannelName, telegram), adapterOf('whatsapp' as ChannelName, web)],
        speak: shippedSpeak(),
        now: () => new Date(time.now()),
        onSettled: () => {},
        onFault: () => {},
      })
      const engine = createEngine({
        memory: store.memory(process),
        knowledge: shippedKnowledge,
        contacts,
        officers: null,
        reader: shippedReader(),
        ads: shippedAds(),
        draw: () => 10_000_000 + store.turns.length,
        now: () => new Date(time.now()),
        spell: (wording, locale) => plainText(shippedSpeak()(wording, locale)),
        listMaxAgeDays: 90,
        onFault: (error) => note(`FAULT ${String(error)}`),
      })
      worker.start()
      running.push({ life, engine, worker })
    })
  }
  const crash = (): void => {
    const [victim] = running.splice(between(0, running.length), 1)
    if (victim === undefined) return
    victim.life.alive = false
    dead.add(victim.life.name)
    crashes++
    note(`${victim.life.name} dies`)
    // What was on its way is of somebody who is no more; another begins.
    time.at(time.now() + between(500, 20_000), start)
  }

  /** Each person's messages in order, each again until it was taken, as the platforms give them out. */
  const lanes = new Map<string, Inbound[]>()
  const give = (lane: string, wait: number): void => {
    const inbound = lanes.get(lane)?.[0]
    if (inbound === undefined) return
    const receiver = running[between(0, running.length)]
    if (receiver === undefined) {
      time.at(time.now() + 1_000, () => give(lane, wait))
      return
    }
    let over = false
    const end = (taken: boolean): void => {
      if (over) return
      over = true
      if (taken) {
        lanes.get(lane)?.shift()
        waiting--
        // The platform may not have heard that it was taken.
        if (happens(0.1)) {
          note(`again ${inbound.id}`)
          time.as(receiver.life, () => void receiver.engine.receive(inbound).catch(() => {}))
        }
        give(lane, 250)
        return
      }
      time.at(time.now() + wait, () => give(lane, Math.min(10_000, wait * 2)))
    }
    time.as(receiver.life, () => {
      receiver.engine.receive(inbound).then(
        (result) => {
          note(`${result} ${inbound.id}`)
          end(true)
        },
        () => end(false),
      )
    })
    // Nobody answers any more: it is given out again.
    time.at(time.now() + 30_000, () => end(false))
  }

  try {
    for (let count = 0; count < 2; count++) start()
    for (const { at, inbound } of script) {
      waiting++
      time.at(begins.getTime() + at, () => {
        const lane = inbound.from.chat
        const queue = lanes.get(lane) ?? []
        lanes.set(lane, queue)
        queue.push(inbound)
        if (queue.length === 1) give(lane, 250)
      })
      if (troubled && random() < 0.15) time.at(begins.getTime() + at + between(0, 500), crash)
    }
    const last = script.at(-1)?.at ?? 0
    calmFrom = begins.getTime() + last + 60_000
    const isOpen = ({ status }: Row): boolean => status === 'waiting' || status === 'sending'
    const isAtRest = (): boolean => time.now() > calmFrom && waiting === 0 && !store.rows.some(isOpen)
    const isIdle = (): boolean =>
      !store.rows.some(isOpen) && [...lanes.values()].every((queue) => queue.length === 0)
    await time.run({ isOver: isAtRest, isIdle }, calmFrom + restMs)
  } finally {
    time.end()
  }
  return {
    shown,
    rows: store.rows,
    turns: store.turns,
    ids: script.map(({ inbound }) => inbound.id),
    unheard: waiting,
    unknown,
    log,
    counts: {
      messages: script.length,
      deliveries: store.rows.length,
      crashes,
      faults,
      repeats: 0,
      virtualHours: Math.round((time.now() - begins.getTime()) / hourMs),
    },
  }
}

/** Numbers of reports are drawn, and differ. */
const spoken = (text: string): string => text.replace(/\d{8}/g, '########')

function judge(world: World, calm: World): readonly string[] {
  const wrong: string[] = []
  if (world.unheard > 0) wrong.push(`${world.unheard} messages were never taken`)
  for (const id of world.ids) {
    const times = world.turns.filter((turn) => turn === id).length
    if (times !== 1) wrong.push(`message ${id} made ${times} turns`)
  }
  for (const row of world.rows)
    if (row.status !== 'sent') wrong.push(`delivery ${row.id} ended as ${row.status}`)
  if (world.log.some((line) => line.includes('FAULT'))) wrong.push('the engine had a fault of its own')
  const seen = new Map<string, number>()
  for (const { delivery, text } of world.shown)
    seen.set(`${delivery}\n${text}`, (seen.get(`${delivery}\n${text}`) ?? 0) + 1)
  for (const row of world.rows) {
    const repeats = [...seen]
      .filter(([key]) => key.startsWith(`${row.id}\n`))
      .reduce((sum, [, times]) => sum + times - 1, 0)
    // Its process died before it could say so, or the platform never said so.
    const excused = (world.unknown.get(row.id) ?? 0) + row.orphaned
    if (repeats > excused)
      wrong.push(`delivery ${row.id} was shown ${repeats} times more, and ${excused} are excused`)
  }
  for (const chat of new Set(calm.shown.map((each) => each.chat))) {
    const told = (from: World): string => {
      const first = new Set<string>()
      return from.shown
        .filter((each) => each.chat === chat)
        .filter(
          ({ delivery, text }) => !first.has(`${delivery}\n${text}`) && first.add(`${delivery}\n${text}`),
        )
        .map(({ text }) => spoken(text))
        .join('\n--\n')
    }
    if (told(world) !== told(calm))
      wrong.push(`${chat} was told something else, or in another order, than in calm`)
  }
  return wrong
}
