/** Eleven faults, on each platform and on the database, so many times each. */
import pg from 'pg'
import { buildProduct } from '../../../test/kit/build-product.ts'
import { type Options, type Proof, type Row, sleep, wholeNumber } from './form.ts'
import {
  type Failing,
  judge,
  openCloud,
  openStage,
  openTelegram,
  type Platform,
  type Stage,
  until,
} from './stage.ts'

export const faults = [
  'latency',
  'taken-then-cut',
  'garbage',
  'half',
  'stuck',
  'refused',
  'away',
  'storm',
  'kill',
  'clock',
  'poison',
] as const
export type Fault = (typeof faults)[number]
export const columns = ['telegram', 'cloud', 'web', 'database'] as const

/** What a cell did: whom it made ask, how many may have been told twice because nobody can know, and how long to wait. */
export interface Done {
  readonly asked: readonly number[]
  readonly unknown: number
  readonly patienceMs?: number
  readonly seen?: Row['seen']
  /** The program was to end, and did. */
  readonly note?: string
}

type Cell = (stage: Stage, times: number, people: () => number) => Promise<Done>

/** The same for every platform: the next sends fail in this way, while as many people ask. */
const failing =
  (how: Failing, more: { readonly together: boolean; readonly unknown: boolean }): Cell =>
  async ({ platform }, times, people) => {
    const asked: number[] = []
    for (let time = 0; time < times; time++) {
      const before = platform.sends()
      platform.failNext(how)
      const person = people()
      asked.push(person)
      platform.ask(person)
      if (more.together) continue
      await until('the failed send', () => platform.sends() > before, 20_000)
      // Somebody whom the fault does not concern.
      const other = people()
      asked.push(other)
      platform.ask(other)
      await until('an answer', () => platform.verdicts(person) > 0, 40_000)
    }
    return { asked, unknown: more.unknown ? times : 0, patienceMs: 60_000 }
  }

const away: Cell = async ({ platform }, times, people) => {
  const asked: number[] = []
  for (let time = 0; time < times; time++) {
    const some = [people(), people(), people()]
    for (const person of some) platform.ask(person)
    // Sometimes before, sometimes while and sometimes after the answers go.
    await sleep(time * 7)
    if (time % 2 === 0) platform.line.cut()
    else platform.line.takeAway()
    await sleep(300 + time * 40)
    platform.line.mend()
    asked.push(...some)
    await until('answers', () => some.every((person) => platform.verdicts(person) > 0), 60_000)
  }
  // Whatever was on the wire may have arrived.
  return { asked, unknown: times * 3 }
}

const storm: Cell = async ({ platform }, times, people) => {
  const asked = Array.from({ length: times }, people)
  const ids = asked.map((person) => platform.ask(person))
  for (let round = 0; round < 10; round++) {
    for (const id of ids) platform.again(id)
    await sleep(round * 20)
  }
  await until('answers', () => asked.every((person) => platform.verdicts(person) > 0), 60_000)
  for (const id of ids) platform.again(id)
  await until('everything heard', () => platform.pending() === 0, 60_000)
  return { asked, unknown: 0, seen: { redeliveries: times * 11 } }
}

/** Where a turn can be cut in two. */
const points = [
  { at: 'begin asked', statement: 'begin', when: 'asked' },
  { at: 'conversation locked', statement: 'lock_conversations', when: 'answered' },
  { at: 'turn written', statement: 'record_turns', when: 'answered' },
  { at: 'commit asked', statement: 'commit', when: 'asked' },
  { at: 'commit answered', statement: 'commit', when: 'answered' },
  { at: 'settle asked', statement: 'settle', when: 'asked' },
  { at: 'settle answered', statement: 'settle', when: 'answered' },
  { at: 'send called', statement: null, when: 'asked' },
  { at: 'send taken', statement: null, when: 'answered' },
] as const

/** Each death is caused by what goes over the wire, so it comes exactly there. */
const kill: Cell = async (stage, times, people) => {
  const { platform, database } = stage
  const asked: number[] = []
  let repeats = 0
  for (let time = 0; time < times; time++) {
    const point = points[time % points.length] ?? points[0]
    const person = people()
    asked.push(person)
    let died = false
    const die = (): void => {
      died = true
      stage.kill()
    }
    if (point.statement !== null)
      database.order({ statement: point.statement, when: point.when }, { kind: 'stop', act: die })
    else if (point.when === 'answered')
      platform.onTaken(() => {
        if (!died) die()
      })
    else platform.failNext('stuck')
    const before = platform.sends()
    platform.ask(person)
    if (point.at === 'send called') {
      await until('a send', () => platform.sends() > before, 20_000)
      die()
    }
    await until(`death: ${point.at}`, () => died, 20_000)
    platform.onTaken(() => {})
    await stage.ended()
    // Taken by the platform, and not yet written down: nobody can know, and it goes out once more.
    const unsure = await stage.sending(asked)
    repeats += unsure.filter((each) => platform.verdicts(each) > 0).length
    await stage.start()
  }
  // An answer that was on its way goes out again when its lease of 40 s has lapsed.
  return { asked, unknown: repeats, patienceMs: 90_000, seen: { points: points.length } }
}

/** An hour forward, a day back …, while people ask and a platform says "not now" just before. */
const jumpsHours = [1, -1, 23, -23, 49, -49, 24 * 400, 0, -24 * 400, 0.1]
const clock: Cell = async (stage, times, people) => {
  const { platform } = stage
  const asked: number[] = []
  for (let time = 0; time < times; time++) {
    if (time % 3 === 0) {
      const before = platform.sends()
      const held = people()
      asked.push(held)
      platform.failNext('too-many')
      platform.ask(held)
      await until('the refusal', () => platform.sends() > before, 20_000)
    }
    stage.setClock((jumpsHours[time % jumpsHours.length] ?? 0) * 3_600_000)
    await sleep(150)
    const person = people()
    asked.push(person)
    platform.ask(person)
    const began = performance.now()
    while (platform.verdicts(person) === 0 && performance.now() - began < 20_000) await sleep(20)
  }
  stage.setClock(0)
  return { asked, unknown: 0, patienceMs: 15_000 }
}

const poison: Cell = async ({ platform }, times, people) => {
  const asked: number[] = []
  for (let time = 0; time < times; time++) {
    const hit = people()
    platform.poison[time % platform.poison.length]?.(hit)
    const other = people()
    asked.push(hit, other)
    platform.ask(other)
    await until('an answer to somebody else', () => platform.verdicts(other) > 0, 30_000)
    // And they themselves, once they write what can be read.
    platform.ask(hit)
    await until('an answer to whoever sent it', () => platform.verdicts(hit) > 0, 30_000)
  }
  await sleep(1_000)
  return { asked, unknown: 0, seen: { 'not taken': platform.pending() } }
}

const platforms: Readonly<Record<Fault, Cell>> = {
  latency: failing('slow', { together: true, unknown: false }),
  'taken-then-cut': failing('taken-then-cut', { together: false, unknown: true }),
  garbage: failing('garbage', { together: false, unknown: true }),
  half: failing('half', { together: false, unknown: true }),
  stuck: failing('stuck', { together: true, unknown: false }),
  refused: failing('too-many', { together: false, unknown: false }),
  away,
  storm,
  kill,
  clock,
  poison,
}

/** The same in the database's own way. */
const databases: Readonly<Record<Fault, Cell | string>> = {
  latency: async ({ platform, database }, times, people) => {
    database.delay(200)
    const asked = Array.from({ length: times }, people)
    for (const person of asked) {
      platform.ask(person)
      await sleep(100)
    }
    await until('answers', () => asked.every((person) => platform.verdicts(person) > 0), 60_000)
    database.delay(0)
    return { asked, unknown: 0 }
  },
  // Committed, and the word of it lost: nobody can tell it from a failure.
  'taken-then-cut': ordered({ statement: 'commit', when: 'answered' }, 'cut'),
  garbage: ordered({ statement: 'record_turns', when: 'answered' }, 'garbage'),
  half: ordered({ statement: 'lock_conversations', when: 'answered' }, 'half'),
  // Nothing passes any more on the connection that commits: our own limit of 15 s ends it.
  stuck: ordered({ statement: 'commit', when: 'asked' }, 'stop', { together: 4 }),
  refused: async ({ platform, database }, times, people) => {
    const asked: number[] = []
    for (let time = 0; time < times; time++) {
      // Too many connections; the server is starting; it is shutting down.
      database.refuse(['53300', '57P03', '57P01'][time % 3] ?? '53300')
      const some = [people(), people()]
      for (const person of some) platform.ask(person)
      await sleep(400)
      database.refuse(null)
      asked.push(...some)
      await until('answers', () => some.every((person) => platform.verdicts(person) > 0), 60_000)
    }
    return { asked, unknown: 0 }
  },
  // A real server: half of its stops are clean, half are crashes from which it recovers.
  away: async ({ platform, server }, times, people) => {
    const asked: number[] = []
    for (let time = 0; time < times; time++) {
      const some = [people(), people(), people()]
      for (const person of some) platform.ask(person)
      await sleep(time * 5)
      server.stop(time % 2 === 0 ? 'fast' : 'immediate')
      const meanwhile = people()
      platform.ask(meanwhile)
      await sleep(200)
      server.start()
      asked.push(...some, meanwhile)
      await until(
        'answers',
        () => [...some, meanwhile].every((person) => platform.verdicts(person) > 0),
        90_000,
      )
    }
    return { asked, unknown: 0 }
  },
  // The same messages to the program while connections break under it.
  storm: async ({ platform, database }, times, people) => {
    const asked = Array.from({ length: times }, people)
    const ids = asked.map((person) => platform.ask(person))
    for (let round = 0; round < 10; round++) {
      for (const id of ids) platform.again(id)
      await sleep(30)
      if (round % 3 === 0) {
        database.cut()
        database.mend()
      }
    }
    await until('answers', () => asked.every((person) => platform.verdicts(person) > 0), 90_000)
    for (const id of ids) platform.again(id)
    await until('everything heard', () => platform.pending() === 0, 60_000)
    return { asked, unknown: 0, seen: { redeliveries: times * 11 } }
  },
  // One session's process dies of a -9: the server ends all others and recovers.
  kill: async ({ platform, server }, times, people) => {
    const asked: number[] = []
    for (let time = 0; time < times; time++) {
      const some = [people(), people(), people()]
      for (const person of some) platform.ask(person)
      await sleep(time * 3)
      const sessions = server.processes()
      const victim = sessions.at(-1)
      if (victim !== undefined && victim !== sessions[0]) process.kill(victim, 'SIGKILL')
      asked.push(...some)
      await until('answers', () => some.every((person) => platform.verdicts(person) > 0), 90_000)
    }
    return { asked, unknown: 0 }
  },
  clock: 'the clock of a server cannot be set here without that of the whole machine',
  // Rows that nobody can open: a delivery, a picture to be read, what is remembered of whoever asks next.
  poison: async ({ platform, server }, times, people) => {
    const admin = new pg.Client(server.url)
    await admin.connect()
    const asked: number[] = []
    for (let time = 0; time < times; time++) {
      const [known, other] = [people(), people()]
      platform.ask(known)
      await until('an answer', () => platform.verdicts(known) === 1, 30_000)
      await admin.query(
        `insert into outbox (channel, chat, message, locale, turn, cause, rank, status)
         select distinct channel, 'poison ${time}', $1, 'id', 0, 'turn', 0, 'waiting' from contacts`,
        [time % 2 === 0 ? 'rubbish' : `9.${'A'.repeat(60)}`],
      )
      await admin.query(`update conversations set memory = 'rubbish'`)
      // Tried again, so that it is claimed beside the row that cannot be opened.
      platform.failNext('unavailable')
      platform.ask(other)
      platform.ask(known)
      await until(
        'answers beside it',
        () => platform.verdicts(other) === 1 && platform.verdicts(known) === 2,
        30_000,
      )
      asked.push(other)
    }
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int as count from outbox where chat like 'poison %'`,
    )
    await admin.end()
    return { asked, unknown: 0, seen: { 'rows kept': rows[0]?.count ?? 0 } }
  },
}

/** The next time this moment comes, this happens: once for each time, while people ask. */
function ordered(
  moment: { readonly statement: string; readonly when: 'asked' | 'answered' },
  kind: 'cut' | 'garbage' | 'half' | 'stop',
  { together = 1, patienceMs = 90_000 } = {},
): Cell {
  return async ({ platform, database }, times, people) => {
    const asked: number[] = []
    for (let time = 0; time < times; time += together) {
      const some = Array.from({ length: Math.min(together, times - time) * 2 }, people)
      for (let each = 0; each < Math.min(together, times - time); each++) database.order(moment, { kind })
      for (const person of some) {
        platform.ask(person)
        await sleep(10)
      }
      asked.push(...some)
      await until('answers', () => some.every((person) => platform.verdicts(person) > 0), patienceMs + 30_000)
    }
    return { asked, unknown: 0, patienceMs, seen: { 'never met': database.waiting } }
  }
}

/** One cell on a stage of its own, judged by the journal. */
async function tryCell(open: () => Promise<Platform>, name: string, cell: Cell, times: number): Promise<Row> {
  const stage = await openStage(await open())
  let person = 0
  try {
    const first = stage.product().pid
    const done = await cell(stage, times, () => ++person)
    const { lost, again, most, healedMs } = await judge(stage.platform, done.asked, done.patienceMs ?? 30_000)
    const alive = isAlive(stage.product().pid)
    const restarts = name.endsWith(' kill') || stage.product().pid === first
    const holds = lost === 0 && again <= done.unknown && alive && restarts
    return {
      what: name,
      times,
      holds,
      seen: {
        asked: done.asked.length,
        lost,
        again,
        'of at most': done.unknown,
        'most to one': most,
        'healed ms': healedMs,
        ...done.seen,
      },
    }
  } catch (error) {
    return {
      what: name,
      times,
      holds: false,
      seen: { failed: error instanceof Error ? error.message : String(error) },
    }
  } finally {
    await stage.close()
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export async function proveFaults(
  wanted: { readonly columns: readonly string[]; readonly faults: readonly string[]; readonly times: number },
  tell: (row: Row) => void,
): Promise<readonly Row[]> {
  buildProduct()
  const rows: Row[] = []
  const keep = (row: Row): void => {
    rows.push(row)
    tell(row)
  }
  for (const column of columns.filter((each) => wanted.columns.includes(each))) {
    const chosen = faults.filter((fault) => wanted.faults.includes(fault))
    for (const fault of chosen) {
      const cell = column === 'database' ? databases[fault] : platforms[fault]
      const what = `${column} ${fault}`
      if (typeof cell === 'string')
        keep({ what, times: 0, holds: true, seen: {}, note: `not tried: ${cell}` })
      else keep(await tryCell(column === 'cloud' ? openCloud : openTelegram, what, cell, wanted.times))
    }
  }
  return rows
}

export const proof: Proof = {
  shows:
    'Eleven faults, on Telegram, the Cloud API, WhatsApp Web and the database: nobody is lost, and nobody is told twice but where nobody can know.',
  options: {
    times: 'how often each fault is put in (20)',
    columns: `of ${columns.join(',')} (all)`,
    faults: `of ${faults.join(',')} (all)`,
  },
  run: (options: Options, tell) =>
    proveFaults(
      {
        columns: options['columns']?.split(',') ?? columns,
        faults: options['faults']?.split(',') ?? faults,
        times: wholeNumber(options, 'times', 20),
      },
      tell,
    ),
}
