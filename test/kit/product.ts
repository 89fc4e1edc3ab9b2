/** The product as its operator runs it: a process of its own, that can be asked, stopped and killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Product {
  readonly pid: number
  readonly address: URL
  /** From starting the process to its "ready", in ms. */
  readonly readyMs: number
  /** Everything it has written so far. */
  output(): string
  /** Sends a signal and waits for the end. Resolves with the exit code; null when a signal ended it. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>
}

const main = fileURLToPath(new URL('../../dist/main.mjs', import.meta.url))
/** Node's own flags, as `npm start` gives them. */
const asInPackage = ['--max-semi-space-size=4', '--heap-growing-percent=30']
/** Only what a process needs to run: a developer's own settings must not leak into a test. */
const bare = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }

/** Resolves once it says that it is ready; rejects when it ends before, with what it wrote. */
export async function startProduct(
  environment: Readonly<Record<string, string>>,
  role = 'all',
  /** Another build of it than `npm start`'s. */
  program = main,
): Promise<Product> {
  const began = performance.now()
  const { child, written } = spawnProduct(environment, role, program)
  const ended = once(child, 'exit')
  const ready = new Promise<{ readonly address: string }>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'))
    createInterface(child.stdout).on('line', (line) => {
      if (line.includes('"event":"ready"')) resolve(JSON.parse(line))
    })
    void ended.then(([code]) =>
      reject(new Error(`ended with ${String(code)} before it was ready:\n${written()}`)),
    )
  })
  const { address } = await ready
  return {
    pid: child.pid ?? 0,
    address: new URL(address),
    readyMs: performance.now() - began,
    output: written,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      const [code] = await ended
      return code as number | null
    },
  }
}

/** Runs it to its end: for settings with which it must refuse to start. */
export async function runProduct(
  environment: Readonly<Record<string, string>>,
  role = 'all',
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { child, written } = spawnProduct(environment, role)
  const [code] = await once(child, 'exit')
  return { code: code as number | null, output: written() }
}

function spawnProduct(
  environment: Readonly<Record<string, string>>,
  role: string,
  program = main,
): { child: ChildProcess; written: () => string } {
  const child = spawn(process.execPath, [...asInPackage, program, role], {
    env: { ...bare, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { child, written: () => Buffer.concat(chunks).toString('utf8') }
}
