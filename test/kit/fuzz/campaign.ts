/** Feeds a reader thousands of bent inputs and tells what came of them: what crashed it, and what took it longest. */
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'

/** One reader of what strangers write. `read` throws where the reader breaks one of its promises. */
export interface Target {
  readonly name: string
  /** How many inputs a run of the tests gives it. */
  readonly runs: number
  readonly inputs: fc.Arbitrary<unknown>
  readonly read: (input: unknown) => unknown
}

export interface Result {
  readonly inputs: number
  /** The smallest input that was found to crash it, and the error; null: none did. */
  readonly crash: string | null
  /** Milliseconds of CPU for the slowest input, and its beginning. */
  readonly slowest: { readonly ms: number; readonly input: string }
}

/** Beyond this, in ms, an input is timed again by CPU: the clock on the wall also counts what others do meanwhile. */
const looksSlow = 10
/** What reads for so long, in ms, does not come back by itself. */
const hangs = 60_000

export async function fuzz(
  target: Target,
  { runs = target.runs, seed = Date.now() | 0 } = {},
): Promise<Result> {
  let [inputs, slowest] = [0, { ms: 0, input: '' }]
  const dog = watch(target.name, seed)
  const property = fc.asyncProperty(target.inputs, async (input) => {
    inputs++
    dog.pat()
    const ms = await timed(target, input)
    if (ms > slowest.ms) slowest = { ms, input: told(input) }
  })
  try {
    const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed })
    const why =
      errorInstance instanceof Error ? (errorInstance.stack ?? String(errorInstance)) : errorInstance
    return {
      inputs,
      crash: failed ? `${target.name}, seed ${seed}: ${told(counterexample?.[0], 2_000)}\n${why}` : null,
      slowest,
    }
  } finally {
    await dog.stop()
  }
}

async function timed({ read }: Target, input: unknown): Promise<number> {
  const before = performance.now()
  const answer = read(input)
  if (answer instanceof Promise) await answer
  const once = performance.now() - before
  if (once < looksSlow) return once
  // The least of three: the first also pays for what is compiled and collected.
  const again: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const cpu = process.cpuUsage()
    const repeated = read(input)
    if (repeated instanceof Promise) await repeated
    const { user, system } = process.cpuUsage(cpu)
    again.push((user + system) / 1_000)
  }
  return Math.min(once, ...again)
}

function told(input: unknown, most = 200): string {
  const text = input instanceof Uint8Array ? Buffer.from(input).toString('latin1') : input
  return (JSON.stringify(text) ?? String(text)).slice(0, most)
}

/** A reader that never comes back cannot be stopped from its own thread: another one ends the process, and says why. */
function watch(name: string, seed: number): { pat(): void; stop(): Promise<unknown> } {
  const pats = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(
    `const { workerData: { pats, name, seed, hangs } } = require('node:worker_threads')
     let last = -1
     setInterval(() => {
       const now = Atomics.load(pats, 0)
       if (now === last) {
         require('node:fs').writeSync(2, 'fuzz: ' + name + ' hangs on input ' + now + ' of seed ' + seed + '\\n')
         process.kill(process.pid, 'SIGKILL')
       }
       last = now
     }, hangs)`,
    { eval: true, workerData: { pats, name, seed, hangs } },
  )
  worker.unref()
  return { pat: () => void Atomics.add(pats, 0, 1), stop: () => worker.terminate() }
}
