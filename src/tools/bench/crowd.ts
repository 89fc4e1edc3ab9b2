/** Several processes on one database, as `dedupe` and `order` need them: each is this file, started with its task. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChannelName, Inbound, InboundId, Remembered, SendOutcome, Turn } from '#engine'
import { openDatabase } from '../../../db/client.ts'
import { createMemory } from '../../../db/memory.ts'
import { createOutbox } from '../../../db/outbox.ts'
import { createSeal } from '../../../db/seal.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import { createWorker } from '../../delivery/worker.ts'

export interface Task {
  readonly url: string
  /** This process's place among `of`. */
  readonly at: number
  readonly of: number
  readonly seed: number
  readonly messages: number
  readonly people: number
  /** Each message is delivered 1 to so many times, in any order; 1: once, in order. */
  readonly copies: number
}

/** What one process saw: `sent` are [person, turn] in the order in which they left. */
export interface Seen {
  readonly done: number
  readonly seenBefore: number
  readonly sent: readonly (readonly [number, number])[]
}

export const processes = 4
const channel = 'bench' as ChannelName
/** At once on their way to the store, in one process. */
const together = 200
const key = Buffer.alloc(32, 7)
/** The same keys in every process, as those of one house. */
export const seal = createSeal({ identity: key, sealing: { id: 1, key }, opening: new Map([[1, key]]) })

/** Runs the task in four processes and waits for all. */
export async function runCrowd(task: Omit<Task, 'at' | 'of'>): Promise<readonly Seen[]> {
  const children = Array.from({ length: processes }, (_, at) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ ...task, at, of: processes })], {
      execArgv: ['--import', 'tsx'],
    })
    return seenBy(child)
  })
  return Promise.all(children)
}

async function seenBy(child: ChildProcess): Promise<Seen> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the crowd ended with ${String(code)}`)
  })
  const [seen] = (await Promise.race([once(child, 'message'), ended])) as [Seen]
  ended.catch(() => {})
  return seen
}

/** Which messages reach this process, in order: all processes draw the same and keep their own. */
function shareOf({ at, of, seed, messages, people, copies }: Task): readonly number[] {
  if (copies === 1) {
    // A person's messages come to one process after another, as a balancer would hand them out.
    return Array.from({ length: messages }, (_, index) => index).filter(
      (index) => Math.floor(index / people) % of === at,
    )
  }
  const random = randomFrom(seed)
  const all: number[] = []
  for (let index = 0; index < messages; index++) {
    const times = 1 + Math.floor(random() * copies)
    for (let time = 0; time < times; time++) all.push(index)
  }
  for (let place = all.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1))
    ;[all[place], all[other]] = [all[other] ?? 0, all[place] ?? 0]
  }
  return all.filter((_, place) => place % of === at)
}

function inboundOf(index: number, people: number): Inbound {
  const person = `person-${index % people}`
  return {
    id: `message-${index}` as InboundId,
    at: new Date(),
    from: { channel, chat: person },
    person,
    hint: null,
    setting: 'private',
    addressed: true,
    forwarded: 'no',
    body: { kind: 'text', text: String(index) },
    quotes: null,
  }
}

const counting = (known: Remembered): Turn => ({
  next: { at: 'idle' },
  replies: [{ body: [{ verbatim: String(known.turn) }] }],
  effects: [],
  outcome: 'help',
  locale: 'id',
  intent: 'help',
  verdicts: [],
})

async function work(task: Task): Promise<Seen> {
  const client = await openDatabase({ url: task.url, folder: '' })
  const holder = `crowd-${task.at}`
  const sent: (readonly [number, number])[] = []
  const worker = createWorker({
    outbox: createOutbox({ pool: client.pool, seal, holder }),
    adapters: [
      {
        name: channel,
        abilities: {
          textLimit: 4_096,
          captionLimit: 1_024,
          buttons: null,
          images: false,
          window: null,
          inFlight: 50,
        },
        start: async () => {},
        stop: async () => {},
        fetchMedia: async () => new Uint8Array(),
        async send(to, message): Promise<SendOutcome> {
          const said = message.text[0]?.spans[0]?.text ?? ''
          sent.push([Number(to.chat.replace('person-', '')), Number(said)])
          return { kind: 'sent', messageId: '1' }
        },
      },
    ],
    speak: (wording) => [
      { kind: 'paragraph', spans: [{ kind: 'plain', text: 'verbatim' in wording ? wording.verbatim : '' }] },
    ],
    now: () => new Date(),
    onSettled: () => {},
    onFault: () => {},
  })
  const memory = createMemory({ pool: client.pool, seal, holder, handOver: worker })
  worker.start()
  const counts = { done: 0, 'seen-before': 0 }
  const share = shareOf(task)
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = share[next++]; index !== undefined; index = share[next++]) {
      for (;;) {
        try {
          counts[await memory.turn(inboundOf(index, task.people), counting)]++
          break
        } catch {
          // Two processes met on the same message: the platform would deliver it again.
        }
      }
    }
  }
  await Promise.all(Array.from({ length: together }, lane))
  // What another process left behind is sent too, before this one goes.
  for (let quiet = 0; quiet < 3; ) {
    const before = sent.length
    worker.nudge()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    quiet = sent.length === before ? quiet + 1 : 0
  }
  await worker.stop()
  await client.close()
  return { done: counts.done, seenBefore: counts['seen-before'], sent }
}

if (process.send !== undefined && process.argv[2]?.startsWith('{')) {
  const seen = await work(JSON.parse(process.argv[2]) as Task)
  process.send(seen, () => process.exit(0))
}
